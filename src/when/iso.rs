//! Weeks and days of the year as ISO 8601 counts them: "2024-W11-6", "2024W11", "2024-076".

use std::sync::LazyLock;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use regex::Regex;

use super::parts::Day;
use super::pattern::{captures, number, starts};

static WEEK: LazyLock<Regex> =
    LazyLock::new(|| starts(r"(?<y>\d{4})-?[wW](?<w>\d{2})(?:-?(?<d>[1-7]))?\b"));

/// A serial number may look the same, so that it stands alone.
static ORDINAL: LazyLock<Regex> = LazyLock::new(|| starts(r"(?<y>(?:19|20)\d{2})-(?<d>\d{3})$"));

/// A week or a day so named at the start of the text, and where it ends.
pub(super) fn next(text: &str) -> Option<(Day, usize)> {
    if let Some(found) = captures(&WEEK, text) {
        let (year, week) = (number(&found, "y")?, number(&found, "w")?);
        let on =
            |weekday: Weekday| ISOWeekDate::new(year, week, weekday).ok().map(|date| date.date());
        let (first, last) = match number::<i8>(&found, "d") {
            Some(day) => (Weekday::from_monday_one_offset(day).ok()?, None),
            None => (Weekday::Monday, Some(Weekday::Sunday)),
        };
        let first_day = on(first)?;
        let last_day = last.map_or(Some(first_day), on)?;
        return Some((Day::Span(first_day, last_day), found[0].len()));
    }
    let found = captures(&ORDINAL, text)?;
    let first = Date::new(number(&found, "y")?, 1, 1).ok()?;
    let day = first.with().day_of_year(number(&found, "d")?).build().ok()?;
    Some((Day::Span(day, day), found[0].len()))
}
