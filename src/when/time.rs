//! Times of day: "오후 3시 30분", "15:30:07", "3 pm", "noon".

use std::sync::LazyLock;

use regex::Regex;

use super::lexicon::alternatives;
use super::parts::Clock;
use super::pattern::{captures, number, starts};

const HALF: &str = r"(?:a\.?m\b\.?|p\.?m\b\.?|오전|오후|새벽|아침|낮|저녁|밤)";

/// "15:30", "3:30:07.5 pm", "PM 3:20", "오후 9:34".
static COLON: LazyLock<Regex> = LazyLock::new(|| {
    starts(&format!(
        r"(?:(?<before>{HALF})\s?)?(?<h>\d{{1,2}}):(?<m>\d{{2}})(?::(?<s>\d{{2}})(?:[.,]\d{{1,9}})?)?(?:\s?(?:(?<after>{HALF})|uhr\b))?"
    ))
});

/// "오후 3시 30분 7초", "23시", "3시 반"; the Chinese characters as Japanese pages print them.
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    starts(&format!(
        r"(?:(?<before>{HALF})\s?)?(?<h>\d{{1,2}})\s?[시時](?:\s?(?:(?<m>\d{{1,2}})\s?[분分]|(?<half>반))(?:\s?(?<s>\d{{1,2}})(?:\.\d{{1,9}})?\s?[초秒])?)?"
    ))
});

/// "15h30", which is a length of time where no date stands before it.
static LETTER: LazyLock<Regex> = LazyLock::new(|| starts(r"(?<h>\d{1,2})\s?h\s?(?<m>\d{2})\b"));

/// "3 pm", "12.16 pm".
static HALF_DAY: LazyLock<Regex> =
    LazyLock::new(|| starts(r"(?<h>\d{1,2})(?:\.(?<m>\d{2}))?\s?(?<after>a\.?m\b\.?|p\.?m\b\.?)"));

/// "noon", "자정".
static NAMED: LazyLock<Regex> =
    LazyLock::new(|| starts(r"(?:12\s)?(?:(?<noon>noon|정오)|midnight|자정)"));

/// Parts of a day, with the hour they begin and how many they have at most. A night ends on the next
/// morning.
const DAY_PARTS: [(&str, i8, i8); 13] = [
    ("새벽", 0, 7),
    ("아침", 5, 7),
    ("오전", 0, 12),
    ("점심", 11, 4),
    ("낮", 10, 8),
    ("오후", 12, 12),
    ("저녁", 16, 8),
    ("밤", 18, 12),
    ("morning", 0, 12),
    ("afternoon", 12, 6),
    ("evening", 16, 8),
    ("night", 18, 12),
    ("early morning", 0, 7),
];

static DAY_PART: LazyLock<Regex> =
    LazyLock::new(|| starts(&alternatives(DAY_PARTS.iter().map(|(word, ..)| *word))));

/// "14.12" at the end of a date: hours and minutes as Finnish and Indonesian pages print them.
static DOTTED: LazyLock<Regex> = LazyLock::new(|| starts(r"(?<h>\d{1,2})\.(?<m>\d{2})$"));

/// A time of day at the start of the text, and where it ends.
pub(super) fn next(text: &str, after_date: bool) -> Option<(Clock, usize)> {
    for (pattern, needs_date) in
        [(&COLON, false), (&SAID, false), (&HALF_DAY, false), (&LETTER, true)]
    {
        if needs_date && !after_date {
            continue;
        }
        let Some(found) = captures(pattern, text) else { continue };
        let rest = &text[found[0].len()..];
        // "3시간" is a duration.
        if rest.starts_with('간')
            || rest.starts_with(|c: char| c.is_ascii_alphanumeric() && c != 'z')
        {
            continue;
        }
        let half = found.name("before").or_else(|| found.name("after")).map(|m| m.as_str());
        let minute = match found.name("half") {
            Some(_) => Some(30),
            None => number(&found, "m"),
        };
        let hour = hour(number(&found, "h")?, half)?;
        let clock = Clock { hour, hours: 1, minute, second: seconds(&found) };
        return valid(clock, after_date).map(|clock| (clock, found[0].len()));
    }
    if let Some(found) = captures(&NAMED, text) {
        let hour = if found.name("noon").is_some() { 12 } else { 0 };
        let clock = Clock { hour, hours: 1, minute: Some(0), second: None };
        return Some((clock, found[0].len()));
    }
    if !after_date {
        return None;
    }
    if let Some(found) = DAY_PART.find(text) {
        let end = found.len();
        let apart = !text[end..].starts_with(char::is_alphanumeric);
        return part(found.as_str()).map(|clock| (clock, end)).filter(|_| apart);
    }
    let found = captures(&DOTTED, text)?;
    let (hour, minute) = (number(&found, "h")?, number(&found, "m"));
    let clock = Clock { hour, hours: 1, minute, second: None };
    valid(clock, after_date).map(|clock| (clock, found[0].len()))
}

/// A part of a day by its name.
pub(super) fn part(name: &str) -> Option<Clock> {
    let (_, hour, hours) = DAY_PARTS.iter().find(|(word, ..)| *word == name)?;
    Some(Clock { hour: *hour, hours: *hours, minute: None, second: None })
}

fn seconds(found: &regex::Captures<'_>) -> Option<i8> {
    number(found, "s").map(without_leap)
}

/// A leap second is printed as :60; civil time has no name for it.
pub(super) fn without_leap(second: i8) -> i8 {
    if second == 60 { 59 } else { second }
}

/// The time of day, if there is such a one.
pub(super) fn valid(clock: Clock, after_date: bool) -> Option<Clock> {
    let is_end_of_day = clock.hour == 24
        && after_date
        && clock.minute == Some(0)
        && clock.second.is_none_or(|second| second == 0);
    let fits = ((0..24).contains(&clock.hour) || is_end_of_day)
        && clock.minute.is_none_or(|minute| minute < 60)
        && clock.second.is_none_or(|second| second < 60);
    fits.then_some(clock)
}

/// The hour of the day for an hour as said; 12 starts a half day, an hour past 12 needs no half.
fn hour(said: i8, half: Option<&str>) -> Option<i8> {
    let Some(half) = half else { return Some(said) };
    match half {
        "오전" | "새벽" | "아침" => Some(if said == 12 { 0 } else { said }),
        _ if half.starts_with('a') => (said <= 12).then_some(said % 12),
        // Past midnight it is tomorrow's night to some and today's to others.
        "밤" => (6..=11).contains(&said).then_some(said + 12),
        "낮" if said == 11 => Some(11),
        _ => Some(if said < 12 { said + 12 } else { said }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(i8, Option<i8>, Option<i8>)> {
        next(text, false).map(|(clock, _)| (clock.hour, clock.minute, clock.second))
    }

    #[test]
    fn halves_of_the_day_turn_at_twelve() {
        let table = [
            ("오전 12시", Some((0, None, None))),
            ("오후 12시", Some((12, None, None))),
            ("오후 3시 5분", Some((15, Some(5), None))),
            ("오후 15:05", Some((15, Some(5), None))),
            ("12:30 am", Some((0, Some(30), None))),
            ("12:30 p.m.", Some((12, Some(30), None))),
            ("pm 12:00:00", Some((12, Some(0), Some(0)))),
            ("새벽 2시 반", Some((2, Some(30), None))),
            ("밤 11시", Some((23, None, None))),
            ("밤 12시", None),
            ("13 am", None),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), expected, "reading {text:?}");
        }
    }

    #[test]
    fn durations_and_impossible_times_are_no_times_of_day() {
        for text in ["3시간 전", "25:00", "12:60", "1:5", "14.12", "24:00:00"] {
            assert_eq!(read(text), None, "{text:?} is no time of day");
        }
    }
}
