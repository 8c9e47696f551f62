//! When a server wants to be asked again.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// A server that asks for more is asked again after this long: silence must not last a year
/// because of one slip.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// Reads a `Retry-After`, in seconds or as an HTTP date; `None` where it is neither or has passed.
pub(super) fn read(value: &str, now: Timestamp) -> Option<Timestamp> {
    let value = value.trim();
    let asked = if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        let seconds = value.parse().unwrap_or(i64::MAX);
        now.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
    } else {
        let date = httpdate::parse_http_date(value).ok()?;
        let since_epoch: Duration = date.duration_since(std::time::UNIX_EPOCH).ok()?;
        Timestamp::from_second(i64::try_from(since_epoch.as_secs()).ok()?).unwrap_or(Timestamp::MAX)
    };
    (asked > now).then(|| asked.min(latest(now)))
}

/// The latest instant that anybody can put us off to.
pub(super) fn latest(now: Timestamp) -> Timestamp {
    now.saturating_add(LONGEST).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_at_noon(value: &str) -> Option<String> {
        let noon: Timestamp = "2024-03-16T12:00:00Z".parse().expect("an instant");
        read(value, noon).map(|at| at.to_string())
    }

    #[test]
    fn both_forms_are_read_to_the_second() {
        for (value, wanted) in [
            ("120", "2024-03-16T12:02:00Z"),
            (" 1 ", "2024-03-16T12:00:01Z"),
            ("Sat, 16 Mar 2024 13:30:05 GMT", "2024-03-16T13:30:05Z"),
            ("Saturday, 16-Mar-24 13:30:05 GMT", "2024-03-16T13:30:05Z"),
            ("Sat Mar 16 13:30:05 2024", "2024-03-16T13:30:05Z"),
        ] {
            assert_eq!(read_at_noon(value).as_deref(), Some(wanted), "{value}");
        }
    }

    #[test]
    fn what_says_nothing_useful_is_not_obeyed() {
        for value in ["", "0", "-5", "1.5", "soon", "Sat, 16 Mar 2024 11:59:59 GMT", "９"] {
            assert_eq!(read_at_noon(value), None, "{value}");
        }
    }

    #[test]
    fn no_slip_of_a_server_silences_it_for_more_than_a_day() {
        for value in ["31536000", "99999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"] {
            assert_eq!(
                read_at_noon(value).as_deref(),
                Some("2024-03-17T12:00:00Z"),
                "{value} was obeyed beyond a day"
            );
        }
    }
}
