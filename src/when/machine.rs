//! Whole strings that programs print for programs: RFC 3339, RFC 2822, epoch seconds.

use std::sync::LazyLock;

use jiff::fmt::rfc2822;
use jiff::{Timestamp, ToSpan, Zoned};
use regex::Regex;

/// Seconds or milliseconds since 1970, bare or as .NET wraps them; the earliest is in 2001, which
/// is what ten and thirteen digits begin with.
static EPOCH: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern::starts(
        r"(?:(?<seconds>[1-9]\d{9})(?:\.\d{1,9})?|(?<millis>[1-9]\d{12})|/Date\((?<dotnet>\d{9,13})(?:[+-]\d{4})?\)/)$",
    )
});

/// The second a machine-made string names.
pub(super) fn read(text: &str, seen: Timestamp) -> Option<Timestamp> {
    if let Some(found) = EPOCH.captures(text) {
        let whole = |group: &str| found.name(group).and_then(|m| m.as_str().parse::<i64>().ok());
        return match (whole("seconds"), whole("millis").or(whole("dotnet"))) {
            (Some(seconds), _) => Timestamp::from_second(seconds).ok(),
            (_, Some(millis)) => Timestamp::from_second(millis.div_euclid(1000)).ok(),
            _ => None,
        }
        // A number further ahead is an order or a phone number.
        .filter(|epoch| seen.checked_add((24 * 366).hours()).is_ok_and(|limit| *epoch <= limit));
    }
    let instant = text
        .parse::<Timestamp>()
        .or_else(|_| text.parse::<Zoned>().map(|zoned| zoned.timestamp()))
        .or_else(|_| rfc2822::parse(text).map(|zoned| zoned.timestamp()))
        .ok()?;
    Timestamp::from_second(instant.as_nanosecond().div_euclid(1_000_000_000).try_into().ok()?).ok()
}
