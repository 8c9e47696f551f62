//! Real feeds of twenty years are read: their words whole, their character sets right.

mod feedparser;
mod models;

use std::path::{Path, PathBuf};

use reviewd::pipeline::ConfiguredSource;
use reviewd::review::Review;
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

/// The words of a text as HTML: without its tags, its references resolved as browsers do.
fn stripped(html: &str) -> String {
    let tags = regex::Regex::new(r"(?s)<!--.*?-->|</?[A-Za-z][^>]*>").expect("it is a pattern");
    let bare = tags.replace_all(html, "");
    let text: String = scraper::Html::parse_fragment(&bare).root_element().text().collect();
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
                    let told = disagreements(row, entry);
                    assert!(told.is_empty(), "{name}, {title:?}: {}", told.join("; "));
                }
            }
            read_files += 1;
        }
    }
    assert!(read_files >= 14, "only {read_files} files were read");
}

/// What feedparser says of an entry beside its title, and is read otherwise.
fn disagreements(row: &Review, entry: &Value) -> Vec<String> {
    let wanted = |field: &str| entry[field].as_str().unwrap_or_default().trim().to_owned();
    let found = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut told = Vec::new();
    let (link, url) = (wanted("link"), found(&row.url));
    let whole = url::Url::parse(&link).map_or(link.clone(), String::from);
    if !link.is_empty() && whole != url {
        told.push(format!("link {link:?} is {url:?}"));
    }
    // A name is read without the address behind it, or before it.
    let (author, name) = (wanted("author"), found(&row.author));
    if !squeezed(&author).contains(&squeezed(&name)) || author.is_empty() != name.is_empty() {
        told.push(format!("author {author:?} is {name:?}"));
    }
    let (published, date) = (wanted("published"), found(&row.posted.text));
    let is_read = published.is_empty() || row.posted.interval.is_some();
    if squeezed(&published) != squeezed(&date) || !is_read {
        told.push(format!("date {published:?} is {:?}", row.posted));
    }
    told
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
