//! The dates of real pages read together, with no order configured.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reviewd::when::{Context, Row, read_page};
use serde_json::Value;

use crate::support::corpus;

/// The pages with a key: their name, and each date as it is printed and as it is meant.
fn pages() -> Vec<(String, Vec<(String, Date)>)> {
    let mut pages = Vec::new();
    for page in std::fs::read_dir(corpus("fixtures/01-review-pages")).expect("a folder of pages") {
        let folder = page.expect("a readable folder").path();
        let Ok(key) = std::fs::read_to_string(folder.join("expected.json")) else { continue };
        let key: Value = serde_json::from_str(&key).expect("a JSON key");
        let date = |review: &Value| {
            let date = review["date"].as_str()?.parse().expect("a calendar date");
            Some((review["date_text"].as_str()?.to_owned(), date))
        };
        let reviews = key["reviews"].as_array().into_iter().flatten();
        let dates: Vec<(String, Date)> = reviews.filter_map(date).collect();
        if !dates.is_empty() {
            pages.push((folder.file_name().expect("a name").to_string_lossy().into_owned(), dates));
        }
    }
    pages.extend(dutch());
    pages
}

/// A page of which only the dates are in the material.
fn dutch() -> Option<(String, Vec<(String, Date)>)> {
    let file = std::fs::read_to_string(corpus("fixtures/07-dates/date-strings.handout.json"));
    let rows: Vec<Value> = serde_json::from_str(&file.expect("readable")).expect("a JSON list");
    let of_page =
        rows.iter().filter(|row| row["source"] == "01-review-pages/iens-strand90-hreview");
    let date = |row: &Value| {
        let date = row["date"].as_str()?.parse().expect("a calendar date");
        Some((row["text"].as_str()?.to_owned(), date))
    };
    let dates: Vec<_> = of_page.filter_map(date).collect();
    (!dates.is_empty()).then(|| ("iens".to_owned(), dates))
}

/// Reads a page's dates and says what is wrong with them.
fn misread(dates: &[(String, Date)], zone: &str, newest_first: bool) -> Vec<String> {
    let exactly = |days: Option<[Date; 2]>, wanted: Date| days == Some([wanted, wanted]);
    complaints(dates, zone, newest_first, exactly)
}

/// Reads a page's dates and tells those whose first and last day are not as they should be.
fn complaints(
    dates: &[(String, Date)],
    zone: &str,
    newest_first: bool,
    is_right: impl Fn(Option<[Date; 2]>, Date) -> bool,
) -> Vec<String> {
    let zone = TimeZone::get(zone).expect("the zone data is bundled");
    let seen: Timestamp = "2026-01-10T03:00:00Z".parse().expect("a constant");
    let context = Context { seen, zone: zone.clone(), order: None };
    let rows: Vec<Row<'_>> =
        dates.iter().map(|(text, _)| Row { posted: Some(text), reply: None }).collect();
    let read = read_page(&rows, &context, newest_first);
    let day = |instant: Timestamp| instant.to_zoned(zone.clone()).date();
    let mut complaints = Vec::new();
    for (dates, (text, wanted)) in read.iter().zip(dates) {
        let interval = dates.posted.map(|reading| reading.interval);
        let days = interval.map(|interval| [day(interval.earliest), day(interval.latest)]);
        if !is_right(days, *wanted) {
            complaints.push(format!("{text:?} is read as {days:?}, is {wanted}"));
        }
    }
    complaints
}

#[test]
fn every_real_page_settles_its_own_dates_without_a_configured_order() {
    let mut tried = 0;
    for (page, dates) in pages() {
        for zone in ["Asia/Seoul", "UTC", "Europe/London"] {
            for newest_first in [true, false] {
                tried += dates.len();
                let wrong = misread(&dates, zone, newest_first);
                let list = if newest_first { "from new to old" } else { "in any order" };
                assert!(wrong.is_empty(), "{page}, {list}, in {zone}:\n{}", wrong.join("\n"));
            }
        }
    }
    assert!(tried > 600, "only {tried} dates were tried: has the material changed its form?");
}

/// As a page of a busy shop would print the same days: without their years, or with two digits.
#[test]
fn the_days_of_real_pages_are_found_again_however_they_are_printed() {
    let mut tried = 0;
    for (page, mut dates) in pages() {
        dates.sort_by_key(|(_, date)| std::cmp::Reverse(*date));
        for way in ["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%y", "%y/%m/%d"] {
            let printed: Vec<(String, Date)> =
                dates.iter().map(|(_, date)| (date.strftime(way).to_string(), *date)).collect();
            // A page on which no day is past twelve says nothing by itself.
            if !printed.iter().any(|(_, date)| date.day() > 12) {
                continue;
            }
            tried += printed.len();
            let wrong = match way {
                // Two digits can be a year and a day at once: then the day may stay open.
                "%d-%m-%y" => complaints(&printed, "UTC", true, |days, wanted| {
                    days.is_none_or(|[first, last]| first <= wanted && wanted <= last)
                }),
                "%y/%m/%d" => misread(&printed, "Asia/Seoul", true),
                _ => misread(&printed, "UTC", true),
            };
            assert!(wrong.is_empty(), "{page} as {way}:\n{}", wrong.join("\n"));
        }
    }
    assert!(tried > 400, "only {tried} dates were tried: has the material changed its form?");
}
