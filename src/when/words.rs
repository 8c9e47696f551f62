//! Days and periods named by words: "어제", "the day before yesterday", "지난주 토요일", "last month".

use std::sync::LazyLock;

use jiff::civil::Weekday;
use regex::Regex;

use super::lexicon::{alternatives, weekday, weekday_pattern};
use super::parts::{Day, Period, Piece, Side};
use super::pattern::starts;

const DAYS: [(&str, i32); 33] = [
    ("그끄저께", -3),
    ("그저께", -2),
    ("그제", -2),
    ("어제", -1),
    ("어저께", -1),
    ("작일", -1),
    ("오늘", 0),
    ("금일", 0),
    ("내일모레", 2),
    ("내일", 1),
    ("명일", 1),
    ("모레", 2),
    ("글피", 3),
    ("the day before yesterday", -2),
    ("day before yesterday", -2),
    ("yesterday", -1),
    ("earlier today", 0),
    ("today", 0),
    ("the day after tomorrow", 2),
    ("day after tomorrow", 2),
    ("tomorrow", 1),
    ("gestern", -1),
    ("heute", 0),
    ("hier", -1),
    ("aujourd'hui", 0),
    ("ieri", -1),
    ("oggi", 0),
    ("ayer", -1),
    ("hoy", 0),
    ("gisteren", -1),
    ("vandaag", 0),
    ("ontem", -1),
    ("hoje", 0),
];

const PERIODS: [(&str, Period, i32); 9] = [
    ("재작년", Period::Year, -2),
    ("작년", Period::Year, -1),
    ("지난해", Period::Year, -1),
    ("올해", Period::Year, 0),
    ("금년", Period::Year, 0),
    ("내년", Period::Year, 1),
    ("내후년", Period::Year, 2),
    ("이달", Period::Month, 0),
    ("지난 한 주", Period::Week, -1),
];

/// "지난", "last", with how far they count.
const SIDES: [(&str, i32); 13] = [
    ("지지난", -2),
    ("저저번", -2),
    ("지난", -1),
    ("저번", -1),
    ("이번", 0),
    ("다음다음", 2),
    ("다음", 1),
    ("last", -1),
    ("previous", -1),
    ("past", -1),
    ("this", 0),
    ("next", 1),
    ("coming", 1),
];

const PERIOD_WORDS: [(&str, Period); 9] = [
    ("주", Period::Week),
    ("week", Period::Week),
    ("달", Period::Month),
    ("month", Period::Month),
    ("분기", Period::Quarter),
    ("quarter", Period::Quarter),
    ("해", Period::Year),
    ("년", Period::Year),
    ("year", Period::Year),
];

static DAY: LazyLock<Regex> =
    LazyLock::new(|| starts(&alternatives(DAYS.iter().map(|(word, _)| *word))));
static PERIOD: LazyLock<Regex> =
    LazyLock::new(|| starts(&alternatives(PERIODS.iter().map(|(word, ..)| *word))));
static WEEKDAY: LazyLock<Regex> =
    LazyLock::new(|| starts(&format!(r"(?<name>{})", weekday_pattern())));
static SHORT_WEEKDAY: LazyLock<Regex> = LazyLock::new(|| starts("[월화수목금토일]"));
static SIDED: LazyLock<Regex> = LazyLock::new(|| {
    let sides = alternatives(SIDES.iter().map(|(word, _)| *word));
    let periods = alternatives(PERIOD_WORDS.iter().map(|(word, _)| *word));
    let weekdays = weekday_pattern();
    starts(&format!(
        r"(?:the\s)?(?<side>{sides})\s?(?:(?<period>{periods})(?:\s?(?<inside>{weekdays}))?|(?<weekday>{weekdays}))"
    ))
});
static NOW: LazyLock<Regex> = LazyLock::new(|| {
    starts(
        r"(?:방금(?:\s?전)?|지금(?:\s?막)?|just\snow|right\snow|moments?\sago|a\smoment\sago|now)",
    )
});

/// A day, period or weekday named by a word at the start of the text, and where it ends.
pub(super) fn next(text: &str, after_date: bool) -> Option<(Piece, usize)> {
    let ends = |length: usize| !text[length..].starts_with(|c: char| c.is_ascii_alphanumeric());
    let (piece, end) = word(text).or_else(|| {
        // A single syllable is a weekday only right behind a date.
        let found = SHORT_WEEKDAY.find(text).filter(|_| after_date)?;
        let end = found.len();
        let apart = !text[end..].starts_with(char::is_alphanumeric);
        Some((Piece::Weekday(weekday(found.as_str())?), end)).filter(|_| apart)
    })?;
    ends(end).then_some((piece, end))
}

fn word(text: &str) -> Option<(Piece, usize)> {
    if let Some(found) = NOW.find(text) {
        return Some((Piece::Day(Day::Now), found.len()));
    }
    if let Some(found) = DAY.find(text) {
        let (_, offset) = DAYS.iter().find(|(word, _)| *word == found.as_str())?;
        return Some((Piece::Day(Day::Offset(*offset)), found.len()));
    }
    if let Some(found) = PERIOD.find(text) {
        let (_, period, offset) = PERIODS.iter().find(|(word, ..)| *word == found.as_str())?;
        return Some((Piece::Day(Day::Period(*period, *offset)), found.len()));
    }
    if let Some(found) = SIDED.captures(text) {
        let (_, offset) = SIDES.iter().find(|(word, _)| *word == &found["side"])?;
        let named = |group: &str| found.name(group).and_then(|m| weekday(m.as_str()));
        let day = match found.name("period") {
            Some(period) => within(period.as_str(), *offset, named("inside"))?,
            None => nearest(*offset, named("weekday")?),
        };
        return Some((Piece::Day(day), found[0].len()));
    }
    let found = WEEKDAY.captures(text)?;
    let mut end = found[0].len();
    if text[end..].starts_with('.') {
        end += 1;
    }
    Some((Piece::Weekday(weekday(&found["name"])?), end))
}

fn within(period: &str, offset: i32, inside: Option<Weekday>) -> Option<Day> {
    let (_, period) = PERIOD_WORDS.iter().find(|(word, _)| *word == period)?;
    match (period, inside) {
        (Period::Week, Some(weekday)) => Some(Day::InWeek(weekday, offset)),
        (_, Some(_)) => None,
        (_, None) => Some(Day::Period(*period, offset)),
    }
}

fn nearest(offset: i32, weekday: Weekday) -> Day {
    match offset {
        ..=-2 | 2.. => Day::InWeek(weekday, offset),
        -1 => Day::Nearest(weekday, Side::Last),
        0 => Day::Nearest(weekday, Side::This),
        1 => Day::Nearest(weekday, Side::Next),
    }
}
