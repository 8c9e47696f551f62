//! What feedparser's tests say of the fields a review has, judged on what is read here.
//!
//! A test of feedparser's is often about the feed's own title or author. The same elements stand in
//! entries, so the feed's head is put into an entry and read there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use reviewd::fetch::{Page, charset};
use reviewd::review::Review;
use serde_json::Value;

use super::{feed, files, json, squeezed, stripped};
use crate::support::corpus;

/// What feedparser says of a field, and whether that is what was read.
struct Check {
    what: String,
    holds: bool,
    found: String,
    is_text: bool,
}

impl Check {
    /// Why it need not hold, where that is known.
    fn reason(&self) -> &'static str {
        if ["entities/lang.xml", "entities/rang.xml"].iter().any(|name| self.what.starts_with(name))
        {
            "HTML 4 and HTML 5 differ, and it is read as browsers do now"
        } else if self.is_text && !self.found.is_empty() {
            "of an entry's several texts the fullest is kept"
        } else {
            "a defect"
        }
    }
}

/// A statement that is judged, or why it is none about a review.
type Chosen = Result<(Place, Field), &'static str>;

/// Whose field it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Entry(usize),
    Head,
}

/// What of a review is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Link,
    Id,
    Author,
    Text,
    DateText,
    Date,
    /// How many entries there are.
    Count,
}

/// Which field of which place a path means.
fn chosen(check: &Value, case: &str, text: &str) -> Chosen {
    let path = check["path"].as_array().ok_or("no path")?;
    let step = |at: usize| path.get(at).and_then(Value::as_str);
    let number = |at: usize| path.get(at).and_then(Value::as_u64);
    if check["op"] == "len==" && path.len() == 1 && step(0) == Some("entries") {
        return Ok((Place::Head, Field::Count));
    }
    let (place, at) = match (step(0), number(1)) {
        (Some("entries"), Some(entry)) => (Place::Entry(usize::try_from(entry).unwrap_or(0)), 2),
        (Some("feed"), None) => (Place::Head, 1),
        _ => return Err("of the document, not of an entry or the feed's head"),
    };
    if check["op"] != "==" {
        return Err("not about a value");
    }
    let field = match (step(at), step(at + 1), number(at + 1), step(at + 2)) {
        (Some("title"), None, None, _) | (Some("title_detail"), Some("value"), ..) => Field::Title,
        (Some("link"), None, None, _) | (Some("links"), None, Some(0), Some("href")) => Field::Link,
        (Some("id" | "guid"), None, None, _) => Field::Id,
        (Some("author"), None, None, _)
        | (Some("author_detail"), Some("name"), ..)
        | (Some("authors"), None, Some(0), Some("name")) => Field::Author,
        (Some("author_detail"), Some("email"), ..)
        | (Some("authors"), None, Some(0), Some("email")) => {
            return Err("the mail address behind a name, which is not kept");
        }
        (Some("authors"), None, Some(_), Some("name")) => return Err("a second author"),
        (Some("subtitle" | "description" | "summary" | "tagline" | "info"), None, None, _)
        | (
            Some("summary_detail" | "tagline_detail" | "info_detail" | "subtitle_detail"),
            Some("value"),
            ..,
        )
        | (Some("content"), None, Some(_), Some("value")) => Field::Text,
        (Some("published" | "updated" | "created" | "date"), None, None, _) => Field::DateText,
        (
            Some("published_parsed" | "updated_parsed" | "created_parsed" | "date_parsed"),
            None,
            None,
            _,
        ) => Field::Date,
        _ => return Err("a field that no review has"),
    };
    let is_channels_own = ["<managingEditor", "<webMaster"].iter().any(|e| text.contains(e));
    match (place, field) {
        (Place::Head, _) if case.starts_with("json/") => Err("the head of a JSON Feed"),
        (Place::Head, Field::Author) if is_channels_own => {
            Err("managingEditor and webMaster, which no item has")
        }
        (_, Field::Link) if case.contains("content_location") => Err("a base that a header gives"),
        _ => Ok((place, field)),
    }
}

/// The feed with its head put into an entry, in the place of those it has.
fn head_as_entry(text: &str) -> String {
    static OWN: LazyLock<[Regex; 2]> = LazyLock::new(|| {
        [r"(?s)<item[\s>].*?</item>", r"(?s)<entry[\s>].*?</entry>"]
            .map(|pattern| Regex::new(pattern).expect("it is a pattern"))
    });
    static ENDS: LazyLock<[(Regex, &str); 4]> = LazyLock::new(|| {
        [
            (r"(<((\w+:)?channel)(\s[^>]*)?>)", "$1<item>"),
            (r"(</(\w+:)?channel\b)", "</item>$1"),
            (r"(<((\w+:)?feed)(\s[^>]*)?>)", "$1<entry>"),
            (r"(</(\w+:)?feed\b)", "</entry>$1"),
        ]
        .map(|(pattern, with)| (Regex::new(pattern).expect("it is a pattern"), with))
    });
    let bare = OWN.iter().fold(text.to_owned(), |text, own| own.replace_all(&text, "").into());
    ENDS.iter().fold(bare, |text, (end, with)| end.replace(&text, *with).into())
}

/// What was read there.
fn found(field: Field, review: Option<&Review>) -> String {
    let Some(review) = review else { return String::new() };
    let text = match field {
        Field::Title => review.title.clone(),
        Field::Link => review.url.clone(),
        Field::Id => review.id.clone(),
        Field::Author => review.author.clone(),
        Field::Text => review.body.clone(),
        Field::DateText => review.posted.text.clone(),
        Field::Date => review.posted.interval.map(|interval| interval.earliest.to_string()),
        Field::Count => None,
    };
    text.unwrap_or_default()
}

fn holds(field: Field, wanted: &Value, found: &str) -> bool {
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
    let is_name = field == Field::Author && wanted.split(" (").next() == Some(found);
    let same_address =
        field == Field::Link && url::Url::parse(wanted).is_ok_and(|url| url.as_str() == found);
    is_name
        || same_address
        || found_squeezed == squeezed(wanted)
        || found_squeezed == stripped(wanted)
}

/// What feedparser's cases test beside reading, or what is older than what is promised.
fn left_out(name: &str, text: &str) -> Option<&'static str> {
    let folder = |folder: &str| name.contains(folder);
    if folder("/sanitize/") {
        return Some("cases of a sanitizer");
    }
    if folder("/base/") || folder("relative_uri") {
        return Some("cases of xml:base");
    }
    if folder("/cdf/") {
        return Some("CDF");
    }
    if text.contains("purl.org/atom/ns#") || text.contains("version=\"0.3\"") {
        return Some("Atom 0.3");
    }
    name.contains("bozo").then_some("cases of what is malformed")
}

/// The case as a page, decoded as its assumed headers say.
fn page(case: &Value, bytes: &[u8]) -> Page {
    let seen = "2026-05-27T03:00:00Z".parse().expect("a time");
    let mut page = Page::saved(bytes, feed().url, seen);
    let headers = &case["headers"];
    let header = headers["Content-type"].as_str().or(headers["content-type"].as_str());
    if let Some(header) = header {
        page.text = charset::decode(bytes, Some(header));
    }
    page
}

fn judged(case: &str, (place, field): (Place, Field), check: &Value, page: &Page) -> Check {
    let wanted = &check["value"];
    let what = format!("{case} {} {wanted}", check["path"]);
    let reader = feed().source;
    let found = match (place, field) {
        (_, Field::Count) => reader.read(page).reviews.len().to_string(),
        (Place::Entry(at), _) => found(field, reader.read(page).reviews.get(at)),
        (Place::Head, _) => {
            let page = Page { text: head_as_entry(&page.text), ..page.clone() };
            found(field, reader.read(&page).reviews.first())
        }
    };
    let holds = match field {
        Field::Count => wanted.as_u64().map(|count| count.to_string()).as_deref() == Some(&found),
        _ => holds(field, wanted, &found),
    };
    Check { what, holds, found, is_text: field == Field::Text }
}

#[test]
fn the_cases_of_feedparser_are_read_alike() {
    let folder = corpus("fixtures/03-feeds/feedparser");
    let mut checks = Vec::new();
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    for key in files(&folder)
        .into_iter()
        .filter(|f| f.file_name().is_some_and(|n| n.to_string_lossy().starts_with("cases.")))
    {
        for case in json(&key).as_array().expect("a list of cases") {
            let name = case["file"].as_str().expect("a name");
            let bytes = std::fs::read(folder.join(name)).expect("the case can be read");
            let page = page(case, &bytes);
            for check in case["checks"].as_array().into_iter().flatten() {
                let is_left_out = left_out(name, &page.text);
                match is_left_out.map_or_else(|| chosen(check, name, &page.text), Err) {
                    Ok(place) => checks.push(judged(name, place, check, &page)),
                    Err(why) => *others.entry(why).or_default() += 1,
                }
            }
        }
    }
    let failed: Vec<&Check> = checks.iter().filter(|c| !c.holds).collect();
    let held = checks.len() - failed.len();
    let share = held as f64 / checks.len() as f64;
    eprintln!("feedparser's checks: {held} of {} hold ({:.1} %)", checks.len(), 100.0 * share);
    for check in &failed {
        eprintln!("  {} – found {:?}: {}", check.what, check.found, check.reason());
    }
    for (why, count) in &others {
        eprintln!("  {count} left out: {why}");
    }
    assert!(checks.len() >= 200, "only {} checks are judged: the rule is too narrow", checks.len());
    assert!(share >= 0.95, "only {held} of {} checks hold", checks.len());
}
