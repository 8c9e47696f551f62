//! Hundreds of reviews on real pages, each as its page's key says.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::strtime;
use reviewd::review::Review;
use reviewd::source::Outcome;
use serde_json::Value;

use super::{files, json, material, read, several, squeezed, walk, words};

/// What a key says of a review, or what was read of one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Row {
    author: String,
    body: String,
    /// In hundredths of a point, with the scale.
    rating: Option<(i64, i64)>,
    day: Option<Date>,
}

fn hundredths(points: f64) -> i64 {
    (points * 100.0).round() as i64
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().replace(',', ".").parse().ok())
}

/// The day of a date in UTC, in which the source's pages are read.
fn day(text: &str) -> Option<Date> {
    let instant = text.parse::<Timestamp>().ok().or_else(|| {
        strtime::parse("%Y-%m-%dT%H:%M:%S%z", text).ok().and_then(|found| found.to_timestamp().ok())
    });
    let zoned = instant.map(|instant| instant.to_zoned(jiff::tz::TimeZone::UTC).date());
    zoned.or_else(|| text.get(..10)?.parse().ok())
}

fn wanted(key: &Value) -> Row {
    let max = number(&key["rating_max"]).unwrap_or(5.0);
    Row {
        author: words(key["author"].as_str().unwrap_or_default()),
        body: words(key["body"].as_str().unwrap_or_default()),
        rating: number(&key["rating"]).map(|value| (hundredths(value), hundredths(max))),
        day: key["date_text"].as_str().and_then(day),
    }
}

fn found(review: &Review) -> Row {
    let rating = review.rating.map(|r| (hundredths(r.value()), hundredths(r.max())));
    let day = review
        .posted
        .interval
        .map(|interval| interval.earliest.to_zoned(jiff::tz::TimeZone::UTC).date());
    Row {
        author: squeezed(review.author.as_deref().unwrap_or_default()),
        body: squeezed(review.body.as_deref().unwrap_or_default()),
        rating,
        day,
    }
}

/// How often each author's text is printed in the script of the page that prints it most often: what
/// two scripts print is one review, what one script prints twice is two.
fn printed(page: &str) -> BTreeMap<(String, String), usize> {
    let scripts = regex::Regex::new(r"(?s)<script[^>]*application/ld\+json[^>]*>(.*?)</script>")
        .expect("it is a pattern");
    let mut most = BTreeMap::new();
    for script in scripts.captures_iter(page) {
        let Ok(value) = serde_json::from_str::<Value>(&script[1]) else { continue };
        let mut here: BTreeMap<(String, String), usize> = BTreeMap::new();
        walk(&value, &mut |object| {
            let is_review =
                object.get("@type").is_some_and(|t| several(t).contains(&"Review".into()));
            if is_review {
                let author = object.get("author").and_then(|author| several(author).first());
                let author = author.and_then(|author| author["name"].as_str().or(author.as_str()));
                let author = author.unwrap_or_default();
                let body = ["reviewBody", "description"]
                    .iter()
                    .find_map(|name| object.get(*name)?.as_str());
                *here.entry((words(author), words(body.unwrap_or_default()))).or_default() += 1;
            }
        });
        for (row, times) in here {
            let most = most.entry(row).or_default();
            *most = times.max(*most);
        }
    }
    most
}

/// Every review of a page's key, as often as it is one; how many of the key that are.
fn compare(folder: &Path) -> usize {
    let name = folder.file_name().expect("a name").to_string_lossy();
    let key = json(&folder.join("expected.json"));
    let reviews = key["reviews"].as_array().cloned().unwrap_or_default();
    let page = folder.join("page.html");
    let extraction = read(&page);
    assert_eq!(extraction.outcome, Outcome::Reviews, "{name}: {:?}", extraction.note);
    let counts =
        printed(&String::from_utf8_lossy(&std::fs::read(&page).expect("the page is there")));
    let mut left: Vec<Row> = extraction.reviews.iter().map(found).collect();
    let mut wanted: Vec<Row> = reviews.iter().map(wanted).collect();
    wanted.sort();
    let is_one = |a: &Row, b: &Row| (&a.author, &a.body) == (&b.author, &b.body);
    for rows in wanted.chunk_by(is_one) {
        let row = &rows[0];
        let times = counts.get(&(row.author.clone(), row.body.clone())).copied().unwrap_or(1);
        for _ in 0..times {
            let same = |found: &Row| {
                is_one(found, row)
                    && rows.iter().any(|row| row.rating == found.rating)
                    && rows.iter().any(|row| row.day.is_none() || row.day == found.day)
            };
            let Some(at) = left.iter().position(same) else {
                let near: Vec<&Row> =
                    left.iter().filter(|found| found.author == row.author).collect();
                panic!("{name}: {row:#?} was not read; of its author are left {near:#?}");
            };
            left.remove(at);
        }
    }
    let others = key["microdata_review_items"].as_u64().unwrap_or(0) as usize;
    assert!(left.len() <= others, "{name}: read and not in its key: {left:#?}");
    reviews.len()
}

fn folders() -> Vec<std::path::PathBuf> {
    let keys = files(&material("recipe-pages"), "expected.json");
    keys.into_iter().filter_map(|key| key.parent().map(Path::to_owned)).collect()
}

fn count(key: &Value, name: &str) -> usize {
    key[name].as_u64().unwrap_or(0) as usize
}

#[test]
fn every_review_of_a_real_page_is_read_with_its_author_its_stars_its_date_and_its_words() {
    let mut pages = 0;
    let mut reviews = 0;
    for folder in folders() {
        if count(&json(&folder.join("expected.json")), "jsonld_reviews") > 0 {
            reviews += compare(&folder);
            pages += 1;
        }
    }
    eprintln!("{reviews} reviews on {pages} pages are as their keys say");
    assert!(pages >= 50 && reviews >= 340, "only {reviews} reviews on {pages} pages");
}

#[test]
fn pages_that_write_their_reviews_into_their_own_markup_are_read_whole() {
    let mut pages = 0;
    for folder in folders() {
        let key = json(&folder.join("expected.json"));
        let items = count(&key, "microdata_review_items");
        if count(&key, "jsonld_reviews") > 0 || items == 0 {
            continue;
        }
        let extraction = read(&folder.join("page.html"));
        let name = folder.display();
        assert_eq!(extraction.reviews.len(), items, "{name}: {:?}", extraction.rejects);
        for review in &extraction.reviews {
            let is_whole = review.author.is_some()
                && review.body.is_some()
                && review.rating.is_some()
                && review.posted.interval.is_some();
            assert!(is_whole, "{name}: {review:#?}");
        }
        pages += 1;
    }
    eprintln!("{pages} pages with reviews in their markup alone");
    assert!(pages >= 2, "only {pages} pages");
}
