//! Whole strings that programs print for programs: RFC 3339, RFC 2822, epoch seconds.

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::fmt::rfc2822;
use jiff::{Timestamp, ToSpan, Zoned};
use regex::Regex;

use super::pattern::captures;

/// Milliseconds since 1970 from 2001 on, when they came to have thirteen digits, or as .NET wraps them.
static MILLIS: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern::starts(
        r"(?:(?<millis>[1-9]\d{12})|/Date\((?<dotnet>\d{9,13})(?:[+-]\d{4})?\)/)$",
    )
});

/// What RFC 2822 means by a zone; any other name it takes for UTC, be it printed for "KST".
static SURE_ZONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:[+-][0-9]{4}|\b(?:GMT|UTC?|E[SD]T|C[SD]T|M[SD]T|P[SD]T))(?:\s*\(.*)?\s*$")
        .expect("a constant")
});

/// Seconds from 1973 to 2103: a smaller or larger count is more likely something else.
const PLAUSIBLE: std::ops::Range<f64> = 1e8..4.2e9;

/// "20240508143000", "20240508T1430", "2024050814:30".
static RUN_TOGETHER: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern::starts(
        r"(?<date>(?:19|20)\d{6})[T ]?(?<h>\d{2}):?(?<m>\d{2})(?::?(?<s>\d{2}))?(?<zone>Z|[+-]\d{2}:?\d{2})?$",
    )
});

/// A date and time written without separators, with them.
pub(super) fn spell_out(text: &str) -> Cow<'_, str> {
    match captures(&RUN_TOGETHER, text) {
        None => text.into(),
        Some(found) => {
            let group = |name: &str| found.name(name).map_or("", |m| m.as_str());
            let seconds = found.name("s").map_or(String::new(), |m| format!(":{}", m.as_str()));
            let (date, hour, minute, zone) = (group("date"), group("h"), group("m"), group("zone"));
            format!("{date} {hour}:{minute}{seconds}{zone}").into()
        }
    }
}

/// The second a machine-made string names.
pub(super) fn read(text: &str, seen: Timestamp) -> Option<Timestamp> {
    if let Some(found) = captures(&MILLIS, text) {
        let whole = |group: &str| found.name(group).and_then(|m| m.as_str().parse::<i64>().ok());
        let instant = Timestamp::from_millisecond(whole("millis").or(whole("dotnet"))?).ok()?;
        // A number ahead of the page is an order's or an article's.
        let is_passed = seen.checked_add(24.hours()).is_ok_and(|limit| instant <= limit);
        return whole_second(instant).filter(|_| is_passed);
    }
    // The parsers say at length why a text is none of theirs, so they are not asked without need: RFC
    // 3339 begins with a year, RFC 2822 names a month in letters.
    let begins_with_year = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    let rfc3339 = || text.parse::<Timestamp>().ok();
    let in_brackets = || text.ends_with(']').then(|| text.parse::<Zoned>().ok()).flatten();
    let has_letters = || text.contains(|c: char| c.is_ascii_alphabetic());
    let rfc2822 = || {
        has_letters()
            .then(|| rfc2822::parse(text).ok())
            .flatten()
            .filter(|_| SURE_ZONE.is_match(text))
    };
    let first = begins_with_year.then(rfc3339).flatten();
    let instant =
        first.or_else(|| in_brackets().or_else(rfc2822).map(|zoned| zoned.timestamp()))?;
    whole_second(instant)
}

/// Seconds, or thousandths or millionths of them, since 1970, told apart by their size: what a
/// number is where the field says that it is a date.
pub(super) fn epoch(text: &str) -> Option<Timestamp> {
    let number: f64 = text.parse().ok()?;
    let seconds = [1.0, 1e3, 1e6].map(|unit| number / unit);
    let plausible = seconds.into_iter().find(|s| PLAUSIBLE.contains(s))?;
    #[expect(clippy::cast_possible_truncation, reason = "it lies between 1e8 and 4.2e9")]
    Timestamp::from_second(plausible.floor() as i64).ok()
}

fn whole_second(instant: Timestamp) -> Option<Timestamp> {
    Timestamp::from_second(instant.as_nanosecond().div_euclid(1_000_000_000).try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_is_read_in_seconds_and_in_thousandths() {
        let at = |s: i64| Some(Timestamp::from_second(s).expect("it is in range"));
        for text in ["1710555296", "1710555296.0", "1710555296123", "1.710555296E9"] {
            assert_eq!(epoch(text), at(1_710_555_296), "{text}");
        }
        for none in ["20240316", "20240316153000", "5", "nan", "inf", "1e300", "어제"] {
            assert_eq!(epoch(none), None, "{none}");
        }
    }
}
