//! Real feeds of twenty years are read: their words whole, their character sets right.

use std::path::{Path, PathBuf};

use reviewd::fetch::{Page, charset};
use reviewd::pipeline::ConfiguredSource;
use reviewd::source::{Extraction, Outcome};
use serde_json::Value;

use crate::support::corpus;
use crate::support::source::{configured, page_of};

fn feed() -> ConfiguredSource {
    configured("kind = \"feed\"\nurl = \"http://example.com/\"\nzone = \"UTC\"\n")
}

fn read(file: &Path) -> Extraction {
    let feed = feed();
    feed.source.read(&page_of(&feed, file))
}

/// The files of a folder and those below it, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn json(file: &Path) -> Value {
    let text = std::fs::read_to_string(file).expect("the file can be read");
    serde_json::from_str(&text).expect("it is JSON")
}

/// Lines, spaces and the kinds of both are how a text is laid out, not what it says.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The words of a text as HTML, got by other means than the reader's own.
fn stripped(html: &str) -> String {
    let tags = regex::Regex::new(r"(?s)<!--.*?-->|<[^>]*>").expect("it is a pattern");
    let mut text = tags.replace_all(html, "").into_owned();
    for (reference, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&nbsp;", " "),
        ("&#38;", "&"),
        ("&#x26;", "&"),
        ("&amp;", "&"),
    ] {
        text = text.replace(reference, character);
    }
    squeezed(&text)
}

#[test]
fn korean_feeds_in_old_character_sets_are_read_without_a_wrong_character() {
    let folder = corpus("fixtures/03-feeds/korean-legacy");
    let mut read_files = 0;
    for key in files(&folder).into_iter().filter(|f| f.extension().is_some_and(|e| e == "json")) {
        for expected in json(&key).as_array().expect("a list of files") {
            let name = expected["file"].as_str().expect("a name");
            let found = read(&folder.join(name));
            let all = format!("{:?}", found.reviews);
            assert_eq!(found.outcome, Outcome::Reviews, "{name}: {:?}", found.note);
            assert!(!all.contains('\u{fffd}'), "{name} has a character that could not be read");
            let entries = expected["feedparser"]["entries"].as_array().expect("entries");
            assert!(found.reviews.len() >= entries.len(), "{name}: {} rows", found.reviews.len());
            // feedparser reads strict EUC-KR, so that its titles are only right where that suffices.
            if expected["strict_euc_kr"] == true {
                for (row, entry) in found.reviews.iter().zip(entries) {
                    let title = row.title.as_deref().unwrap_or_default();
                    let wanted = entry["title"].as_str().unwrap_or_default();
                    assert_eq!(squeezed(title), stripped(wanted), "{name}");
                    let link = entry["link"].as_str();
                    assert!(link.is_none() || row.url.is_some(), "{name}: no link");
                }
            }
            read_files += 1;
        }
    }
    assert!(read_files >= 14, "only {read_files} files were read");
}

/// Dates that nobody could read for certain: this one was cut off in its zone.
const BROKEN_DATES: &[&str] = &["2017-06-13T03:18:00+00:0"];

#[test]
fn every_date_of_a_real_feed_is_read() {
    let folders = ["korean-legacy", "rss-parser/input", "feed-rs"];
    let feeds = folders.map(|folder| files(&corpus("fixtures/03-feeds").join(folder)));
    let mut dated = 0;
    let mut unread = Vec::new();
    for file in feeds.iter().flatten().filter(|f| !f.to_string_lossy().contains("expected.")) {
        for row in read(file).reviews.into_iter().filter(|row| row.posted.text.is_some()) {
            dated += 1;
            let is_broken =
                row.posted.text.as_deref().is_some_and(|text| BROKEN_DATES.contains(&text));
            if row.posted.interval.is_none() && !is_broken {
                unread.push(format!("{}: {:?}", file.display(), row.posted.text));
            }
        }
    }
    assert!(dated > 500, "only {dated} entries have a date");
    assert!(
        unread.is_empty(),
        "{} of {dated} dates were not read:\n{}",
        unread.len(),
        unread.join("\n")
    );
}

#[test]
fn letters_that_only_windows_949_has_are_read() {
    let found = read(&corpus("fixtures/03-feeds/korean-legacy/ricanet.com.xml"));
    let titles: Vec<&str> = found.reviews.iter().filter_map(|r| r.title.as_deref()).collect();
    assert_eq!(titles.first(), Some(&"구라치다 걸리면"));
    let all = format!("{:?}", found.reviews);
    assert!(!all.contains('\u{fffd}') && !all.contains('¿'), "mojibake in ricanet.com.xml");
    // A syllable that KS X 1001 lacks, so that strict EUC-KR cannot hold it.
    let beyond = |c: char| ('가'..='힣').contains(&c) && !is_in_ks_x_1001(c);
    assert!(all.chars().any(beyond), "the letters beyond EUC-KR are gone");
}

/// Whether EUC-KR in its strict sense has the syllable: both bytes above 0xA0.
fn is_in_ks_x_1001(syllable: char) -> bool {
    let text = syllable.to_string();
    let (bytes, _, _) = encoding_rs::EUC_KR.encode(&text);
    bytes.iter().all(|byte| *byte > 0xa0)
}

#[test]
fn the_feeds_other_readers_are_tested_with_all_yield_their_items() {
    let rss_parser = corpus("fixtures/03-feeds/rss-parser");
    for output in files(&rss_parser.join("output")) {
        let wanted = json(&output)["feed"]["items"].as_array().map_or(0, Vec::len);
        let stem = output.file_stem().expect("a name").to_owned();
        let input = files(&rss_parser.join("input"))
            .into_iter()
            .find(|f| f.file_stem() == Some(&stem))
            .expect("each output has its input");
        let found = read(&input);
        assert_eq!(found.reviews.len(), wanted, "{}: {:?}", input.display(), found.rejects);
    }
    let none = read(&rss_parser.join("input/unrecognized.rss"));
    assert_eq!(none.outcome, Outcome::Error, "a page that is no feed was read as one");

    let feed_rs = corpus("fixtures/03-feeds/feed-rs");
    let models =
        files(&feed_rs).into_iter().filter(|f| f.to_string_lossy().ends_with(".serde.json"));
    for model in models {
        let wanted = json(&model)["entries"].as_array().map_or(0, Vec::len);
        let stem = model.to_string_lossy().trim_end_matches(".serde.json").to_owned();
        let input = ["xml", "json"].map(|e| PathBuf::from(format!("{stem}.{e}")));
        let input = input.into_iter().find(|f| f.exists()).expect("each model has its feed");
        let found = read(&input);
        assert!(found.reviews.len() >= wanted, "{}: {:?}", input.display(), found);
    }
}

/// One statement about a field of an entry, and whether it holds.
struct Check {
    what: String,
    holds: bool,
    found: String,
}

impl Check {
    /// Why it need not hold, where that is known.
    fn reason(&self) -> &'static str {
        let is_text = ["summary", "description", "content"].iter().any(|f| self.what.contains(f));
        if is_text && !self.found.is_empty() {
            "of an entry's two texts the fuller one is kept"
        } else {
            "a defect"
        }
    }
}

/// A check of feedparser's on something that is read here; `None` for all others.
fn check(case: &str, check: &Value, rows: &Extraction) -> Option<Check> {
    let path = check["path"].as_array()?;
    let [Value::String(entries), index, Value::String(field), rest @ ..] = path.as_slice() else {
        return None;
    };
    if entries != "entries" || check["op"] != "==" {
        return None;
    }
    let rest: Vec<String> = rest.iter().map(Value::to_string).collect();
    let rest: Vec<&str> = rest.iter().map(|part| part.trim_matches('"')).collect();
    let review = rows.reviews.get(usize::try_from(index.as_u64()?).ok()?);
    let text = |found: Option<&str>| found.unwrap_or_default().to_owned();
    let found = match (field.as_str(), rest.as_slice()) {
        ("title", []) | ("title_detail", ["value"]) => {
            text(review.and_then(|r| r.title.as_deref()))
        }
        ("link", []) => text(review.and_then(|r| r.url.as_deref())),
        ("id" | "guid", []) => text(review.and_then(|r| r.id.as_deref())),
        ("author", []) | ("author_detail", ["name"]) | ("authors", ["0", "name"]) => {
            text(review.and_then(|r| r.author.as_deref()))
        }
        ("description" | "summary", [])
        | ("summary_detail", ["value"])
        | ("content", ["0", "value"]) => text(review.and_then(|r| r.body.as_deref())),
        ("published" | "updated" | "created", []) => {
            text(review.and_then(|r| r.posted.text.as_deref()))
        }
        ("published_parsed" | "updated_parsed" | "created_parsed", []) => {
            let at = review.and_then(|r| r.posted.interval).map(|interval| interval.earliest);
            at.map_or(String::new(), |at| at.to_string())
        }
        _ => return None,
    };
    let what = format!("{case} {field} {}", check["value"]);
    Some(Check { holds: holds(field, &check["value"], &found), what, found })
}

fn holds(field: &str, wanted: &Value, found: &str) -> bool {
    if let Value::Array(parts) = wanted {
        let part = |n: usize| parts.get(n).and_then(Value::as_i64).unwrap_or(-1);
        let (date, time) = ((part(0), part(1), part(2)), (part(3), part(4), part(5)));
        return found
            == format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                date.0, date.1, date.2, time.0, time.1, time.2
            );
    }
    let wanted = wanted.as_str().unwrap_or_default();
    let found_squeezed = squeezed(found);
    // A name is read without the address behind it.
    let is_name = field.starts_with("author") && wanted.split(" (").next() == Some(found);
    let same_address =
        field == "link" && url::Url::parse(wanted).is_ok_and(|url| url.as_str() == found);
    is_name
        || same_address
        || found_squeezed == squeezed(wanted)
        || found_squeezed == stripped(wanted)
}

/// What feedparser's cases test beside reading, or what is older than what is promised.
fn is_left_out(name: &str, text: &str) -> bool {
    let folders = ["/sanitize/", "/base/", "/cdf/"];
    let is_old = text.contains("purl.org/atom/ns#") || text.contains("version=\"0.3\"");
    folders.iter().any(|folder| name.contains(folder)) || name.contains("bozo") || is_old
}

#[test]
fn the_cases_of_feedparser_are_read_alike() {
    let folder = corpus("fixtures/03-feeds/feedparser");
    let feed = feed();
    let mut checks = Vec::new();
    for key in files(&folder)
        .into_iter()
        .filter(|f| f.file_name().is_some_and(|n| n.to_string_lossy().starts_with("cases.")))
    {
        for case in json(&key).as_array().expect("a list of cases") {
            let name = case["file"].as_str().expect("a name");
            let bytes = std::fs::read(folder.join(name)).expect("the case can be read");
            let mut page = Page::saved(
                &bytes,
                feed.url.clone(),
                "2026-05-27T03:00:00Z".parse().expect("a time"),
            );
            let header = case["headers"]["Content-type"]
                .as_str()
                .or(case["headers"]["content-type"].as_str());
            if let Some(header) = header {
                page.text = charset::decode(&bytes, Some(header));
            }
            if is_left_out(name, &page.text) {
                continue;
            }
            let found = feed.source.read(&page);
            let stated = case["checks"].as_array().into_iter().flatten();
            checks.extend(stated.filter_map(|c| check(name, c, &found)));
        }
    }
    let failed: Vec<&Check> = checks.iter().filter(|c| !c.holds).collect();
    let held = checks.len() - failed.len();
    let share = held as f64 / checks.len() as f64;
    eprintln!("feedparser's checks: {held} of {} hold ({:.1} %)", checks.len(), 100.0 * share);
    for check in &failed {
        eprintln!("  {} – found {:?}: {}", check.what, check.found, check.reason());
    }
    assert!(share >= 0.95, "only {held} of {} checks hold", checks.len());
}
