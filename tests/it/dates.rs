//! Dates as real pages, libraries and other people's test suites print them.

use std::collections::HashSet;
use std::fmt::Write as _;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan};
use reviewd::review::Interval;
use reviewd::when::{Context, DateOrder, read};
use serde_json::Value;

use crate::support::corpus;

/// Strings marked certain that are left unread or read otherwise, each with the reason.
const LEFT_OUT: &[(&str, &str)] = &[
    ("moins de 21 minute", "French, and does not say whether it is past or to come"),
    ("over 12 seconden", "Dutch, where \"over\" is \"in\""),
    (
        "Jeu 15:12",
        "seen on a Thursday it is today or a week ago; both are given, as a \"Thursday\" is in English",
    ),
    ("Vi 17:15", "Romanian"),
    ("13 iunie 2013", "Romanian"),
    ("14 aprilie 2014", "Romanian"),
    ("18 martie 2012", "Romanian"),
    ("vr jan 24, 2014 12:49", "a Dutch weekday of two letters"),
    ("12 Hulyo 2003 13:01", "Filipino"),
    ("2 hun", "Filipino"),
    ("1 Ni 2015", "not a language of the lexicon"),
    ("5 .7 .2018 5.45 ip.", "Finnish"),
    ("15 tammi klo 14:30", "Finnish"),
    ("28. u studenom 2017.", "Croatian"),
    ("S 14:14", "a weekday of one letter"),
    ("14Unr'21", "not a language of the lexicon"),
    ("29/02", "the row asks for a 30 March"),
    ("4pm", "meant in a zone that neither text nor row names"),
    ("10pm", "meant in a zone that neither text nor row names"),
    ("11pm", "meant in a zone that neither text nor row names"),
];

fn rows(path: &str) -> Vec<Value> {
    let file = std::fs::read_to_string(corpus(path)).expect("the test material is readable");
    serde_json::from_str(&file).expect("the test material is a JSON list")
}

fn text(row: &Value) -> &str {
    row["text"].as_str().expect("every row has a text")
}

/// What a reading is held against.
enum Expected {
    /// These days, whole, in the zone of reading.
    Days(Date, Date),
    /// This second, or the minute or hour that holds it.
    Within(Timestamp),
    /// An age: half a unit either way.
    About(Timestamp, SignedDuration),
}

impl Expected {
    fn complaint(&self, interval: Interval, zone: &TimeZone) -> Option<String> {
        let local = |instant: Timestamp| instant.to_zoned(zone.clone()).datetime();
        let said = format!("{} .. {}", local(interval.earliest), local(interval.latest));
        match self {
            Self::Days(first, last) => {
                let start = first.at(0, 0, 0, 0);
                let end = last.at(23, 59, 59, 0);
                let whole = (local(interval.earliest), local(interval.latest)) == (start, end);
                (!whole).then(|| format!("read as {said}, is {first} .. {last}"))
            }
            Self::Within(instant) => {
                let wide = interval.latest.duration_since(interval.earliest)
                    >= SignedDuration::from_hours(1);
                (wide || !interval.contains(*instant))
                    .then(|| format!("read as {said}, is {}", local(*instant)))
            }
            Self::About(instant, half) => {
                let fits =
                    interval.earliest <= *instant + *half && *instant - *half <= interval.latest;
                (!fits).then(|| format!("read as {said}, is about {}", local(*instant)))
            }
        }
    }
}

#[test]
fn date_strings_of_known_meaning_are_read() {
    let all = rows("fixtures/07-dates/date-strings.handout.json");
    let day_first = day_first_sources(&all);
    let (mut tried, mut left_out, mut failures) = (0, 0, Vec::new());
    for row in all.iter().filter(|row| row["certain"] == true) {
        let order = day_first.contains(&row["source"].to_string()).then_some(DateOrder::DayMonth);
        let complaint = judge(row, order);
        if LEFT_OUT.iter().any(|(known, _)| *known == text(row)) {
            left_out += 1;
            assert!(complaint.is_some(), "{:?} is left out though it is read rightly", text(row));
            continue;
        }
        tried += 1;
        failures.extend(complaint.map(|why| format!("{:?} ({}): {why}", text(row), row["lang"])));
    }
    assert_eq!(left_out, LEFT_OUT.len(), "a string that is left out is not in the test material");
    report("date strings", tried, left_out, &failures, 0.99);
}

/// Pages where some date has a day past twelve in front: there all dates are ordered that way.
fn day_first_sources(all: &[Value]) -> HashSet<String> {
    let number = |row: &Value, at: usize| {
        text(row).trim_start_matches("Submitted ").split(['/', '-']).nth(at)?.parse::<u32>().ok()
    };
    all.iter()
        .filter(|row| row["real_page"] == true)
        .filter(|row| number(row, 0).is_some_and(|day| (13..=31).contains(&day)))
        .filter(|row| number(row, 1).is_some_and(|month| month <= 12))
        .map(|row| row["source"].to_string())
        .collect()
}

fn judge(row: &Value, order: Option<DateOrder>) -> Option<String> {
    let zone = TimeZone::UTC;
    let (seen, expected) = expected(row)?;
    let context = Context { seen, zone: zone.clone(), order };
    match read(text(row), &context) {
        Some(reading) => expected.complaint(reading.interval, &zone),
        None => Some("not read".to_owned()),
    }
}

/// A moment at which the row's meaning is sure, and that meaning.
fn expected(row: &Value) -> Option<(Timestamp, Expected)> {
    let late: Timestamp = "2026-11-18T12:00:00Z".parse().expect("a constant");
    if let Some(date) = row["date"].as_str() {
        let timed = row["shape"].as_str().is_some_and(|shape| shape.contains('T'));
        return Some((late, if timed { instant_of(text(row)) } else { days_of(date) }));
    }
    if let Some(parts) = row["datetime"].as_array() {
        return Some(at_datetime(parts));
    }
    let seen: Timestamp = "2024-03-18T12:34:56Z".parse().expect("a constant");
    for (key, sign) in [("ago", -1), ("in_future", 1)] {
        if let Some(units) = row[key].as_object() {
            let instant = shifted(seen, units, sign)?;
            return Some((seen, Expected::About(instant, SignedDuration::ZERO)));
        }
    }
    if let Some(form) = row["normal_form"].as_str() {
        let context = Context { seen, zone: TimeZone::UTC, order: None };
        let same = read(form, &context)
            .unwrap_or_else(|| panic!("the plain form {form:?} of {:?} is not read", text(row)));
        let (a, b) = (same.interval.earliest, same.interval.latest);
        let half = b.duration_since(a) / 2;
        return Some((seen, Expected::About(a + half, half)));
    }
    if let Some(month) = row["month"].as_i64() {
        let month = i8::try_from(month).expect("a month");
        let first = Date::new(2026, month, row["day"].as_i64().map_or(1, |day| day as i8)).ok()?;
        let last = if row["day"].is_null() { first.last_of_month() } else { first };
        return Some((late, Expected::Days(first, last)));
    }
    let weekday = row["weekday"].as_i64().unwrap_or_else(|| panic!("a row of a new kind: {row}"));
    Some(at_weekday(weekday, row))
}

fn instant_of(text: &str) -> Expected {
    let instant = DateTime::strptime("%Y-%m-%dT%H:%M:%S", &text[..19]).expect("an RFC 3339 text");
    Expected::Within(instant.to_zoned(TimeZone::UTC).expect("UTC has no gaps").timestamp())
}

fn days_of(date: &str) -> Expected {
    let first: Date =
        format!("{date}{}", &"-01-01"[(date.len() - 4).min(6)..]).parse().expect("a date");
    let last = match date.len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    };
    Expected::Days(first, last)
}

fn at_datetime(parts: &[Value]) -> (Timestamp, Expected) {
    let part = |at: usize| parts.get(at).and_then(Value::as_i64).unwrap_or(0);
    let date = Date::new(part(0) as i16, part(1) as i8, part(2) as i8).expect("a date");
    let instant = date
        .at(part(3) as i8, part(4) as i8, part(5) as i8, 0)
        .to_zoned(TimeZone::UTC)
        .expect("UTC has no gaps")
        .timestamp();
    if parts.len() > 3 {
        (instant + 2.hours(), Expected::Within(instant))
    } else {
        (instant + 36.hours(), Expected::Days(date, date))
    }
}

fn shifted(
    seen: Timestamp,
    units: &serde_json::Map<String, Value>,
    sign: i64,
) -> Option<Timestamp> {
    let mut at = seen.to_zoned(TimeZone::UTC);
    for (unit, value) in units {
        let exact = value.as_f64()?;
        let whole = sign * exact as i64;
        at = match unit.as_str() {
            "years" => at.checked_add(Span::new().try_years(whole).ok()?).ok()?,
            "months" => at.checked_add(Span::new().try_months(whole).ok()?).ok()?,
            other => {
                let seconds = match other {
                    "weeks" => 604_800.0,
                    "days" => 86_400.0,
                    "hours" => 3_600.0,
                    "minutes" => 60.0,
                    "seconds" => 1.0,
                    "milliseconds" => 0.001,
                    _ => panic!("a unit of a new kind: {other}"),
                };
                at.checked_add(SignedDuration::from_secs_f64(sign as f64 * exact * seconds)).ok()?
            }
        };
    }
    Some(at.timestamp())
}

/// Weeks counted from Sunday, seen on a day where every way of counting agrees.
fn at_weekday(weekday: i64, row: &Value) -> (Timestamp, Expected) {
    let seen = if row["week"].is_null() { "2024-03-23T12:00:00Z" } else { "2024-03-19T12:00:00Z" };
    let sunday: Date = "2024-03-17".parse().expect("a constant");
    let day = sunday + (weekday + 7 * row["week"].as_i64().unwrap_or(0)).days();
    let expected = match row["time"].as_array() {
        None => Expected::Days(day, day),
        Some(time) => {
            let part = |at: usize| time[at].as_i64().expect("hours and minutes") as i8;
            let at =
                day.at(part(0), part(1), 0, 0).to_zoned(TimeZone::UTC).expect("UTC has no gaps");
            Expected::Within(at.timestamp())
        }
    };
    (seen.parse().expect("a constant"), expected)
}

fn report(name: &str, tried: usize, left_out: usize, failures: &[String], bar: f64) {
    let read = tried - failures.len();
    let share = read as f64 / tried as f64;
    let mut story = format!(
        "{name}: {read} of {tried} read rightly ({:.1} %), {left_out} left out",
        share * 100.0
    );
    for failure in failures {
        let _ = write!(story, "\n  {failure}");
    }
    eprintln!("{story}");
    assert!(share >= bar, "below {:.0} %: {story}", bar * 100.0);
}

#[test]
fn what_libraries_print_is_read_back() {
    let all = rows("fixtures/07-dates/library-generated.handout.json");
    let mut failures = Vec::new();
    for row in &all {
        let complaint = judge_printed(row);
        failures.extend(complaint.map(|why| format!("{:?} ({}): {why}", text(row), row["lib"])));
    }
    report("library strings", all.len(), 0, &failures, 0.99);
}

fn judge_printed(row: &Value) -> Option<String> {
    let zone = TimeZone::get("Asia/Seoul").expect("the zone data is bundled");
    let moment = |key: &str| row[key].as_str().and_then(|at| at.parse::<Timestamp>().ok());
    let reading_at = |seen| read(text(row), &Context { seen, zone: zone.clone(), order: None });
    let (seen, expected) = if let Some(instant) = moment("instant") {
        let seen = instant + 20.minutes();
        let day = instant.to_zoned(zone.clone()).date();
        let timed = row["text"].as_str().is_some_and(|text| text.contains([':', '시']));
        (seen, if timed { Expected::Within(instant) } else { Expected::Days(day, day) })
    } else {
        let seen =
            moment("now").unwrap_or_else(|| "2024-03-18T12:34:56Z".parse().expect("a constant"));
        let (age, unit) = match row["asked_seconds_ago"].as_i64() {
            Some(age) => (SignedDuration::from_secs(age), unit_of(age)),
            None => asked(&row["asked"]),
        };
        (seen, Expected::About(seen - age, unit / 2))
    };
    match reading_at(seen) {
        Some(reading) => expected.complaint(reading.interval, &zone),
        None => Some("not read".to_owned()),
    }
}

/// The unit a library prints such an age in.
fn unit_of(age: i64) -> SignedDuration {
    SignedDuration::from_secs(match age {
        0..60 => 1,
        60..3_600 => 60,
        3_600..86_400 => 3_600,
        86_400..2_592_000 => 86_400,
        2_592_000..31_536_000 => 2_592_000,
        _ => 31_536_000,
    })
}

fn asked(units: &Value) -> (SignedDuration, SignedDuration) {
    let (unit, count) = units.as_object().and_then(|units| units.iter().next()).expect("one unit");
    let unit = SignedDuration::from_secs(match unit.as_str() {
        "second" => 1,
        "minute" => 60,
        "hour" => 3_600,
        "day" => 86_400,
        "week" => 604_800,
        "month" => 2_592_000,
        "quarter" => 7_776_000,
        "year" => 31_536_000,
        other => panic!("a unit of a new kind: {other}"),
    });
    let count = i32::try_from(-count.as_i64().expect("a whole count")).expect("a small count");
    (unit * count, unit)
}

#[test]
fn nothing_but_dates_is_read_on_real_pages() {
    let zone = TimeZone::get("Asia/Seoul").expect("the zone data is bundled");
    let seen = "2026-01-10T03:00:00Z".parse().expect("a constant");
    let mut failures = Vec::new();
    let all = rows("fixtures/07-dates/seen-on-pages-raw.json");
    for row in &all {
        let context = Context { seen, zone: zone.clone(), order: Some(DateOrder::DayMonth) };
        let reading = read(text(row), &context);
        let complaint = match (plain_date(text(row)), reading) {
            (None, None) => None,
            (None, Some(reading)) => Some(format!("no date, yet read as {:?}", reading.interval)),
            (Some(_), None) => Some("not read".to_owned()),
            (Some(date), Some(reading)) => {
                let day = reading.interval.earliest.to_zoned(zone.clone()).date();
                (day != date).then(|| format!("read as {day}"))
            }
        };
        failures.extend(complaint.map(|why| format!("{:?}: {why}", text(row))));
    }
    report("strings on pages", all.len(), 0, &failures, 1.0);
}

/// The date of a text that holds exactly one group of three numbers with a year of four digits.
fn plain_date(text: &str) -> Option<Date> {
    let mut dates = text.split([' ', ',']).filter_map(|word| {
        let numbers: Vec<&str> = word.trim_end_matches('.').split(['.', '-', '/']).collect();
        let [a, b, c] = numbers.try_into().ok()?;
        let (year, day) = if a.len() == 4 { (a, c) } else { (c, a) };
        if year.len() != 4 {
            return None;
        }
        Date::new(year.parse().ok()?, b.parse().ok()?, day.parse().ok()?).ok()
    });
    let first = dates.next()?;
    dates.next().is_none().then_some(first)
}

#[test]
fn every_date_on_the_review_pages_is_the_day_its_key_says() {
    let zone = TimeZone::get("Asia/Seoul").expect("the zone data is bundled");
    let seen = "2026-01-10T03:00:00Z".parse().expect("a constant");
    let (mut tried, mut failures) = (0, Vec::new());
    for page in std::fs::read_dir(corpus("fixtures/01-review-pages")).expect("a folder of pages") {
        let key = page.expect("a readable folder").path().join("expected.json");
        let Ok(key) = std::fs::read_to_string(key) else { continue };
        let key: Value = serde_json::from_str(&key).expect("a JSON key");
        for review in key["reviews"].as_array().into_iter().flatten() {
            let (Some(said), Some(date)) = (review["date_text"].as_str(), review["date"].as_str())
            else {
                continue;
            };
            tried += 1;
            let context = Context { seen, zone: zone.clone(), order: Some(DateOrder::DayMonth) };
            let complaint = match read(said, &context) {
                None => Some("not read".to_owned()),
                Some(reading) => days_of(date).complaint(reading.interval, &zone),
            };
            failures.extend(complaint.map(|why| format!("{said:?}: {why}")));
        }
    }
    assert!(tried > 100, "the keys hold only {tried} dates: has their form changed?");
    report("dates in keys", tried, 0, &failures, 1.0);
}
