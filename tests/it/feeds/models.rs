//! What other readers make of their own test feeds, field by field.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use reviewd::review::Review;
use reviewd::source::Outcome;
use serde_json::Value;

use super::{files, json, read, squeezed, stripped};
use crate::support::corpus;

/// An entry as another reader gives it; several values are those it offers for one field.
#[derive(Debug, Default)]
struct Entry {
    title: Option<String>,
    links: Vec<String>,
    id: Option<String>,
    authors: Vec<String>,
    dates: Vec<Timestamp>,
    texts: Vec<String>,
}

impl Entry {
    /// An item of rss-parser's.
    fn of_rss_parser(item: &Value) -> Self {
        let all = |keys: &[&str]| keys.iter().flat_map(|key| texts(&item[*key])).collect();
        let group = &item["media:group"];
        let mut bodies: Vec<String> =
            all(&["content", "content:encoded", "summary", "description", "contentSnippet"]);
        bodies.extend(texts(&group["media:description"]));
        bodies.extend(texts(&item["itunes"]["summary"]));
        // What the reader was told to print for an empty element.
        bodies.retain(|text| text != "EMPTY");
        Self {
            title: item["title"].as_str().map(str::to_owned),
            links: all(&["link"]),
            id: item["guid"].as_str().or(item["id"].as_str()).map(str::to_owned),
            authors: all(&["creator", "author", "dc:creator"]),
            dates: dates(&all(&["isoDate"])),
            texts: bodies,
        }
    }

    /// An entry of feed-rs's.
    fn of_feed_rs(entry: &Value) -> Self {
        let list = |key: &str| entry[key].as_array().cloned().unwrap_or_default();
        let media = |key: &str| -> Vec<String> {
            list("media").iter().flat_map(|m| texts(&m[key]["content"])).collect()
        };
        let mut bodies = texts(&entry["content"]["body"]);
        bodies.extend(texts(&entry["summary"]["content"]));
        bodies.extend(media("description"));
        let links = list("links");
        let is_page = |link: &&Value| matches!(link["rel"].as_str(), None | Some("alternate"));
        Self {
            title: entry["title"]["content"].as_str().map(str::to_owned),
            links: links.iter().filter(is_page).flat_map(|link| texts(&link["href"])).collect(),
            id: entry["id"].as_str().filter(|id| !is_made_up(id)).map(str::to_owned),
            authors: list("authors").iter().flat_map(|author| texts(&author["name"])).collect(),
            dates: dates(&[texts(&entry["published"]), texts(&entry["updated"])].concat()),
            texts: bodies,
        }
    }

    /// Where a review says something else: the field, what is wanted and what was found.
    fn disagreements(&self, review: &Review) -> Vec<(&'static str, String)> {
        let mut told = Vec::new();
        let mut tell = |field, same: bool, wanted: String, found: String| {
            if !same {
                told.push((field, format!("wanted {wanted:.200}, found {found:.200}")));
            }
        };
        let title = self.title.as_deref().unwrap_or_default();
        let found = review.title.as_deref().unwrap_or_default();
        tell("title", alike(title, found), title.to_owned(), found.to_owned());
        let found = review.url.as_deref().unwrap_or_default();
        let same = self.links.is_empty() || self.links.iter().any(|link| same_link(link, found));
        tell("link", same, format!("{:?}", self.links), found.to_owned());
        let found = review.id.as_deref().unwrap_or_default();
        let same = self.id.as_deref().is_none_or(|id| squeezed(id) == squeezed(found));
        tell("id", same, format!("{:?}", self.id), found.to_owned());
        let found = review.author.as_deref().unwrap_or_default();
        let same = match self.authors.is_empty() {
            true => true,
            false => self
                .authors
                .iter()
                .any(|name| alike(name, found) || name.contains(found) && !found.is_empty()),
        };
        tell("author", same, format!("{:?}", self.authors), found.to_owned());
        let found = review.posted.interval.map(|interval| interval.earliest);
        let second = |at: &Timestamp| at.as_second();
        let same = self.dates.is_empty()
            || found.is_some_and(|at| self.dates.iter().any(|d| second(d) == second(&at)));
        tell("date", same, format!("{:?}", self.dates), format!("{:?}", review.posted));
        let found = review.body.as_deref().unwrap_or_default();
        let said = self.texts.iter().filter(|text| !stripped(text).is_empty());
        let said: Vec<&String> = said.collect();
        let same = said.is_empty()
            || said.iter().any(|text| alike(text, found) || alike_in_xhtml(text, found));
        tell("text", same, format!("{said:?}"), format!("{found:?}"));
        told
    }
}

/// Every text in a value: itself, or those of a list or of an object's `_`.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(texts).collect(),
        Value::Object(object) => object.get("_").map(texts).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn dates(texts: &[String]) -> Vec<Timestamp> {
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

fn alike(wanted: &str, found: &str) -> bool {
    let found = squeezed(found);
    found == squeezed(wanted) || found == stripped(wanted)
}

/// rss-parser loses the order of texts and elements in XHTML: the letters are what can be compared.
fn alike_in_xhtml(wanted: &str, found: &str) -> bool {
    let sorted = |text: String| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    wanted.contains("xmlns=\"http://www.w3.org/1999/xhtml\"")
        && sorted(stripped(wanted)) == sorted(squeezed(found))
}

/// Addresses are written in more than one way.
fn same_link(wanted: &str, found: &str) -> bool {
    let feed = url::Url::parse("http://example.com/").expect("a URL");
    let whole = |text: &str| feed.join(text.trim()).map(String::from).ok();
    wanted == found || (whole(wanted).is_some() && whole(wanted) == whole(found))
}

/// feed-rs hashes an identifier together, or draws one, where a feed gives none.
fn is_made_up(id: &str) -> bool {
    let hex = id.chars().filter(char::is_ascii_hexdigit).count();
    hex == 32 && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

/// Where the other reader is wrong or has another taste: (file, field, why).
const REASONS: &[(&str, &str, &str)] = &[];

/// Compares every entry of a file; the disagreements without a reason come back.
fn compared(file: &Path, wanted: &[Entry], counted: &mut usize) -> Vec<String> {
    let found = read(file);
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    assert_eq!(found.reviews.len(), wanted.len(), "{name}: {:?}", found.rejects);
    let mut defects = Vec::new();
    for (at, (entry, review)) in wanted.iter().zip(&found.reviews).enumerate() {
        *counted += 1;
        for (field, told) in entry.disagreements(review) {
            match REASONS.iter().find(|(f, what, _)| *f == name && *what == field) {
                Some((.., why)) => eprintln!("  {name} entry {at} {field}: {why}"),
                None => defects.push(format!("{name} entry {at} {field}: {told}")),
            }
        }
    }
    defects
}

#[test]
fn rss_parsers_feeds_are_read_field_by_field() {
    let folder = corpus("fixtures/03-feeds/rss-parser");
    let inputs = files(&folder.join("input"));
    let (mut defects, mut entries) = (Vec::new(), 0);
    for output in files(&folder.join("output")) {
        let model = json(&output);
        let items = model["feed"]["items"].as_array().cloned().unwrap_or_default();
        let wanted: Vec<Entry> = items.iter().map(Entry::of_rss_parser).collect();
        let same_stem = |f: &&PathBuf| f.file_stem() == output.file_stem();
        let input = inputs.iter().find(same_stem).expect("each output has its input");
        defects.extend(compared(input, &wanted, &mut entries));
    }
    let none = read(&folder.join("input/unrecognized.rss"));
    assert_eq!(none.outcome, Outcome::Error, "a page that is no feed was read as one");
    eprintln!("rss-parser: {entries} entries are compared");
    assert!(entries >= 100, "only {entries} entries are compared");
    assert!(defects.is_empty(), "{} disagreements:\n{}", defects.len(), defects.join("\n"));
}

#[test]
fn feed_rs_feeds_are_read_field_by_field() {
    let folder = corpus("fixtures/03-feeds/feed-rs");
    let (mut defects, mut entries) = (Vec::new(), 0);
    let models =
        files(&folder).into_iter().filter(|f| f.to_string_lossy().ends_with(".serde.json"));
    for file in models {
        let model = json(&file);
        let wanted: Vec<Entry> =
            model["entries"].as_array().into_iter().flatten().map(Entry::of_feed_rs).collect();
        let stem = file.to_string_lossy().trim_end_matches(".serde.json").to_owned();
        let input = ["xml", "json"].map(|e| PathBuf::from(format!("{stem}.{e}")));
        let input = input.into_iter().find(|f| f.exists()).expect("each model has its feed");
        defects.extend(compared(&input, &wanted, &mut entries));
    }
    eprintln!("feed-rs: {entries} entries are compared");
    assert!(entries >= 25, "only {entries} entries are compared");
    assert!(defects.is_empty(), "{} disagreements:\n{}", defects.len(), defects.join("\n"));
}
