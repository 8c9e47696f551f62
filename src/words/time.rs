//! Lengths of time as people at the shop read them.

use jiff::{SignedDuration, Timestamp};

use super::either;
use crate::alert::Language;
use crate::settings::format_duration;

/// "5h 20m left" or "2d 3h late": "5시간 20분 남음", "2일 3시간 지남".
pub(crate) fn left(language: Language, deadline: Timestamp, now: Timestamp) -> String {
    let left = deadline.duration_since(now);
    let word = match left.is_negative() {
        true => either(language, "지남", "late"),
        false => either(language, "남음", "left"),
    };
    format!("{} {word}", rough(language, left.abs()))
}

/// The two largest units: "2d 3h", "5h 20m", "12m".
pub(crate) fn rough(language: Language, length: SignedDuration) -> String {
    let minutes = length.as_mins();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let short = match (days, hours, minutes) {
        (0, 0, _) => format!("{minutes}m"),
        (0, _, 0) => format!("{hours}h"),
        (0, _, _) => format!("{hours}h {minutes}m"),
        (_, 0, _) => format!("{days}d"),
        _ => format!("{days}d {hours}h"),
    };
    either(language, spelled(&short), short)
}

/// To the second, as a setting is written: "1h17m", "1시간 17분".
pub(crate) fn exact(language: Language, length: SignedDuration) -> String {
    let short = format_duration(length);
    either(language, spelled(&short), short)
}

/// The letters of units in Korean, a space after each.
fn spelled(short: &str) -> String {
    let mut out = String::new();
    for c in short.chars().filter(|c| *c != ' ') {
        match c {
            'd' => out.push_str("일 "),
            'h' => out.push_str("시간 "),
            'm' => out.push_str("분 "),
            's' => out.push_str("초 "),
            digit => out.push(digit),
        }
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_show_their_two_largest_units() {
        for (minutes, ko, en) in [
            (0, "0분", "0m"),
            (59, "59분", "59m"),
            (320, "5시간 20분", "5h 20m"),
            (120, "2시간", "2h"),
            (3_060, "2일 3시간", "2d 3h"),
            (2_890, "2일", "2d"),
        ] {
            let length = SignedDuration::from_mins(minutes);
            assert_eq!(rough(Language::Ko, length), ko);
            assert_eq!(rough(Language::En, length), en);
        }
    }

    #[test]
    fn time_is_left_or_late() {
        let deadline = Timestamp::UNIX_EPOCH;
        let (before, after) = (SignedDuration::from_mins(-5), SignedDuration::from_mins(5));
        assert_eq!(left(Language::En, deadline, deadline + before), "5m left");
        assert_eq!(left(Language::En, deadline, deadline + after), "5m late");
        assert_eq!(left(Language::Ko, deadline, deadline + before), "5분 남음");
        assert_eq!(left(Language::Ko, deadline, deadline + after), "5분 지남");
    }

    #[test]
    fn exact_lengths_are_said_to_the_second() {
        for (seconds, ko) in [(90, "1분 30초"), (4620, "1시간 17분"), (604_800, "7일"), (0, "0초")]
        {
            assert_eq!(exact(Language::Ko, SignedDuration::from_secs(seconds)), ko);
        }
    }
}
