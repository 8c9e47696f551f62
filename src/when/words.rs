//! Days and periods named by words: "어제", "the day before yesterday", "지난주 토요일", "last month".

use std::sync::LazyLock;

use jiff::civil::Weekday;
use regex::Regex;

use super::lexicon::{alternatives, weekday, weekday_pattern};
use super::parts::{Day, Period, Piece, Side};
use super::pattern::{captures, starts};
use super::time;

const DAYS: [(&str, i32); 34] = [
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
    ("그글피", 4),
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

/// A few days ago, not counted exactly.
const FEW_DAYS: [&str; 2] = ["엊그저께", "엊그제"];

/// "last night": a day, and the part of it in words that `time` knows.
const PARTS_OF_DAYS: [(&str, i32, &str); 13] = [
    ("엊저녁", -1, "저녁"),
    ("어젯밤", -1, "밤"),
    ("간밤", -1, "밤"),
    ("지난밤", -1, "밤"),
    ("지난 밤", -1, "밤"),
    ("last night", -1, "night"),
    ("last evening", -1, "evening"),
    ("this morning", 0, "morning"),
    ("earlier this morning", 0, "morning"),
    ("this afternoon", 0, "afternoon"),
    ("this evening", 0, "evening"),
    ("tonight", 0, "night"),
    ("오늘밤", 0, "밤"),
];

/// Words for a moment ago, with the seconds they may be short of.
const MOMENTS: [(&str, i64); 20] = [
    ("방금", 60),
    ("방금 전", 60),
    ("방금전", 60),
    ("지금", 60),
    ("지금 막", 60),
    ("just now", 60),
    ("right now", 60),
    ("now", 60),
    ("moments ago", 60),
    ("a moment ago", 60),
    ("a few moments ago", 600),
    ("조금 전", 3_600),
    ("조금전", 3_600),
    ("좀 전", 3_600),
    ("좀전", 3_600),
    ("얼마 전", 2_592_000),
    ("a little while ago", 3_600),
    ("a short while ago", 3_600),
    ("아까", 43_200),
    ("recently", 2_592_000),
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

const PERIOD_WORDS: [(&str, Period); 11] = [
    ("주", Period::Week),
    ("week", Period::Week),
    ("달", Period::Month),
    ("month", Period::Month),
    ("분기", Period::Quarter),
    ("quarter", Period::Quarter),
    ("해", Period::Year),
    ("년", Period::Year),
    ("year", Period::Year),
    ("주말", Period::Weekend),
    ("weekend", Period::Weekend),
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
static FEW: LazyLock<Regex> = LazyLock::new(|| starts(&alternatives(FEW_DAYS.into_iter())));
static PART: LazyLock<Regex> =
    LazyLock::new(|| starts(&alternatives(PARTS_OF_DAYS.iter().map(|(word, ..)| *word))));
static MOMENT: LazyLock<Regex> =
    LazyLock::new(|| starts(&alternatives(MOMENTS.iter().map(|(word, _)| *word))));

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
    if let Some(found) = MOMENT.find(text) {
        let (_, seconds) = MOMENTS.iter().find(|(word, _)| *word == found.as_str())?;
        return Some((Piece::Day(Day::Recent(*seconds)), found.len()));
    }
    if let Some(found) = PART.find(text) {
        let (_, day, part) = PARTS_OF_DAYS.iter().find(|(word, ..)| *word == found.as_str())?;
        return Some((Piece::PartOf(*day, time::part(part)?), found.len()));
    }
    if let Some(found) = FEW.find(text) {
        return Some((Piece::Day(Day::Offsets(-3, -1)), found.len()));
    }
    if let Some(found) = DAY.find(text) {
        let (_, offset) = DAYS.iter().find(|(word, _)| *word == found.as_str())?;
        return Some((Piece::Day(Day::Offset(*offset)), found.len()));
    }
    if let Some(found) = PERIOD.find(text) {
        let (_, period, offset) = PERIODS.iter().find(|(word, ..)| *word == found.as_str())?;
        return Some((Piece::Day(Day::Period(*period, *offset)), found.len()));
    }
    if let Some(found) = captures(&SIDED, text) {
        let (_, offset) = SIDES.iter().find(|(word, _)| *word == &found["side"])?;
        let named = |group: &str| found.name(group).and_then(|m| weekday(m.as_str()));
        let day = match found.name("period") {
            Some(period) => within(period.as_str(), *offset, named("inside"))?,
            None => nearest(*offset, named("weekday")?),
        };
        return Some((Piece::Day(day), found[0].len()));
    }
    let found = captures(&WEEKDAY, text)?;
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
