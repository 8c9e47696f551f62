//! Times and lengths of time as people at the shop read them.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// "2026-11-22 18:05", in the shop's zone.
pub(crate) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The same, or "-" for never.
pub(crate) fn moment_or_dash(at: Option<Timestamp>, zone: &TimeZone) -> String {
    at.map_or_else(|| "-".to_owned(), |at| moment(at, zone))
}

/// "5h 20m left" or "2d 3h late".
pub(crate) fn left(deadline: Timestamp, now: Timestamp) -> String {
    let left = deadline.duration_since(now);
    let word = if left.is_negative() { "late" } else { "left" };
    format!("{} {word}", rough(left.abs()))
}

/// The two largest units: "2d 3h", "5h 20m", "12m".
pub(crate) fn rough(length: SignedDuration) -> String {
    let minutes = length.as_mins();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes}m"),
        (0, _) => format!("{hours}h {minutes}m"),
        _ => format!("{days}d {hours}h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_show_their_two_largest_units() {
        for (minutes, text) in [(0, "0m"), (59, "59m"), (320, "5h 20m"), (3_060, "2d 3h")] {
            assert_eq!(rough(SignedDuration::from_mins(minutes)), text);
        }
        let deadline = Timestamp::UNIX_EPOCH;
        assert_eq!(left(deadline, deadline - SignedDuration::from_mins(5)), "5m left");
        assert_eq!(left(deadline, deadline + SignedDuration::from_mins(5)), "5m late");
    }
}
