//! Whole strings that programs print for programs: RFC 3339, RFC 2822, epoch seconds.

use std::borrow::Cow;
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

/// "20240508143000", "20240508T1430", "2024050814:30".
static RUN_TOGETHER: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern::starts(
        r"(?<date>(?:19|20)\d{6})[T ]?(?<h>\d{2}):?(?<m>\d{2})(?::?(?<s>\d{2}))?(?<zone>Z|[+-]\d{2}:?\d{2})?$",
    )
});

/// A date and time written without separators, with them.
pub(super) fn spell_out(text: &str) -> Cow<'_, str> {
    match RUN_TOGETHER.captures(text) {
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
