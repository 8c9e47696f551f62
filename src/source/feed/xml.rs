//! RSS and Atom, of any version: the entries a feed holds and where it goes on.

use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use regex::Regex;
use url::Url;

use super::Contents;
use super::element::{Element, Space};
use super::item::{Item, fullest};
use super::person;
use super::scan::{Part, Scan, escape_stray_brackets, is_item};
use crate::review::text;
use crate::source::{Reject, escapes, markup};

/// The most entries that one is read to answer.
const MAX_ANSWERED: usize = 10;

/// Reads a feed; `None` when the text is no RSS and no Atom.
pub(super) fn read(text: &str, url: &Url, max_items: usize) -> Option<Contents> {
    let repaired = escape_stray_brackets(text);
    let mut scan = Scan::new(&repaired);
    let mut contents = Contents::default();
    let mut shared = Shared { base: url.clone(), author: None };
    while let Some(part) = scan.next() {
        shared.base = scan.new_bases().iter().fold(shared.base, |base, next| rebased(&base, next));
        match part {
            Part::Whole(element) if is_item(&element) => {
                if contents.items.len() == max_items {
                    contents.is_cut = true;
                    break;
                }
                contents.items.push(item(&element, &shared));
            }
            Part::Whole(element) => shared.learn(&element, &mut contents),
            Part::Broken { element, why } => {
                contents.rejects.push(Reject::new(why, &element.text()));
            }
        }
    }
    // An element or two may be missing in a feed without entries; its root may not.
    let root = scan.root()?;
    matches!(root, "rss" | "rdf" | "feed" | "channel" | "entry").then_some(contents)
}

/// What entries inherit from their feed.
struct Shared {
    base: Url,
    author: Option<String>,
}

impl Shared {
    /// Takes what stands beside the entries.
    fn learn(&mut self, element: &Element, contents: &mut Contents) {
        match (element.space, element.name.as_str()) {
            (Space::Feed, "link") if element.attribute("rel") == Some("next") => {
                let next = element.attribute("href").and_then(|href| self.base.join(href).ok());
                contents.next = next.map(Url::into);
            }
            // Only Atom lets an entry inherit it; in RSS the name stands beside the feed's own.
            (Space::Feed, "author") if element.child(Space::Feed, "name").is_some() => {
                self.author = person::of(element).as_deref().and_then(text::line);
            }
            _ => {}
        }
    }
}

/// What links are relative to from here on. A long base is none: every link would repeat it.
fn rebased(base: &Url, href: &str) -> Url {
    let joined = base.join(href).ok().filter(|joined| joined.as_str().len() <= markup::MAX_BASE);
    joined.unwrap_or_else(|| base.clone())
}

fn item(element: &Element, shared: &Shared) -> Item {
    let base = match element.attribute("xml:base") {
        Some(own) => rebased(&shared.base, own),
        None => shared.base.clone(),
    };
    let author = author(element);
    Item {
        id: id(element),
        is_inherited: author.is_none(),
        author: author.or_else(|| shared.author.clone()),
        title: [(Space::Feed, "title"), (Space::Dc, "title"), (Space::Media, "title")]
            .into_iter()
            .find_map(|(space, name)| element.child(space, name))
            .map(words),
        body: body(element),
        link: link(element, &base),
        dates: dates(element),
        answers: answers(element, &base),
        stars: element.child(Space::Im, "rating").map(Element::text),
    }
}

fn id(element: &Element) -> Option<String> {
    let stated = [(Space::Feed, "guid"), (Space::Feed, "id"), (Space::Dc, "identifier")];
    let found = stated.into_iter().find_map(|(space, name)| element.child(space, name));
    found.map(Element::text).or_else(|| element.attribute("rdf:about").map(str::to_owned))
}

fn author(element: &Element) -> Option<String> {
    let stated = [
        (Space::Feed, "author"),
        (Space::Dc, "creator"),
        (Space::Dc, "author"),
        (Space::Itunes, "author"),
    ];
    let own =
        stated.into_iter().flat_map(|(space, name)| element.all(space, name)).find_map(person::of);
    let copied_from = || element.child(Space::Feed, "source")?.child(Space::Feed, "author");
    own.or_else(|| copied_from().and_then(person::of))
}

/// Where a person can see it: Atom's alternate link, RSS's link, or a guid that is one.
fn link(element: &Element, base: &Url) -> Option<Url> {
    let links: Vec<&Element> = element.all(Space::Feed, "link").collect();
    let is_alternate = |link: &&&Element| matches!(link.attribute("rel"), None | Some("alternate"));
    let is_page = |link: &&&Element| link.attribute("type").is_none_or(|t| t.contains("html"));
    let alternates = || links.iter().filter(is_alternate).filter(|l| l.attribute("href").is_some());
    let atom = || {
        alternates()
            .find(is_page)
            .or_else(|| alternates().next())?
            .attribute("href")
            .map(str::to_owned)
    };
    let rss = || links.iter().find(|link| !link.is_blank()).map(|link| link.text());
    let guid = || {
        let guid = element.child(Space::Feed, "guid")?;
        let is_link = guid.attribute("ispermalink") != Some("false")
            && guid.attribute("isPermaLink") != Some("false");
        Some(guid.text()).filter(|text| is_link && text.starts_with("http"))
    };
    let about = || element.attribute("rdf:about").map(str::to_owned);
    let href = atom().or_else(rss).or_else(guid).or_else(about)?;
    base.join(&href).ok()
}

/// What a comment answers: as Atom threads say it, or as WordPress writes it above the words.
fn answers(element: &Element, base: &Url) -> Vec<String> {
    static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
        let link = r#"<a\s[^>]*href=["']([^"']+)["'][^>]*>[^<]*</a>"#;
        let pattern = format!(
            "(?i)(?:in reply to\\s*{link}|{link}\\s*님?\\s*에(?:게 보내는| 대한) 답(?:글|변))"
        );
        Regex::new(&pattern).expect("the pattern compiles, as a test shows")
    });
    let stated = element.all(Space::Thread, "in-reply-to").take(MAX_ANSWERED);
    let stated = stated.flat_map(|thread| [thread.attribute("ref"), thread.attribute("href")]);
    let mut answers: Vec<String> = stated.flatten().map(str::to_owned).collect();
    let texts =
        [(Space::Content, "encoded"), (Space::Feed, "content"), (Space::Feed, "description")];
    for text in texts.into_iter().filter_map(|(space, name)| element.child(space, name)) {
        let text = text.text();
        let found = WRITTEN.captures(&text);
        let href = found.and_then(|found| found.get(1).or_else(|| found.get(2)));
        let link = href.and_then(|href| base.join(&escapes::decode(href.as_str())).ok());
        answers.extend(link.map(String::from));
    }
    answers
}

/// When the customer wrote comes before when somebody changed it.
fn dates(element: &Element) -> Vec<String> {
    const NAMES: &[(Space, &str)] = &[
        (Space::Feed, "published"),
        (Space::Feed, "pubdate"),
        (Space::Feed, "issued"),
        (Space::Dc, "date"),
        (Space::Dc, "issued"),
        (Space::Feed, "created"),
        (Space::Dc, "created"),
        (Space::Feed, "date"),
        (Space::Feed, "updated"),
        (Space::Feed, "modified"),
        (Space::Dc, "modified"),
        (Space::Feed, "lastbuilddate"),
    ];
    let stated = NAMES.iter().filter_map(|(space, name)| element.child(*space, name));
    stated.map(Element::text).collect()
}

/// The fullest of the texts an entry carries; markup of its own comes before a summary.
fn body(element: &Element) -> Option<String> {
    const NAMES: &[(Space, &str)] = &[
        (Space::Content, "encoded"),
        (Space::Feed, "content"),
        (Space::Html, "body"),
        (Space::Html, "div"),
        (Space::Feed, "body"),
        (Space::Feed, "div"),
        (Space::Feed, "fullitem"),
        (Space::Feed, "description"),
        (Space::Feed, "summary"),
        (Space::Dc, "description"),
        (Space::Itunes, "summary"),
        (Space::Media, "description"),
    ];
    /// What is said beside a text, or for want of one.
    const BESIDE: &[(Space, &str)] = &[
        (Space::Feed, "subtitle"),
        (Space::Feed, "tagline"),
        (Space::Feed, "info"),
        (Space::Itunes, "subtitle"),
    ];
    let all = |names: &'static [(Space, &'static str)]| {
        names.iter().filter_map(|(space, name)| element.child(*space, name))
    };
    let group = element.child(Space::Media, "group");
    let of_group = group.and_then(|group| group.child(Space::Media, "description"));
    fullest(all(NAMES).chain(of_group).map(words)).or_else(|| fullest(all(BESIDE).map(words)))
}

/// What a text element says to a reader: as its type says, or by the look of it where none does.
fn words(element: &Element) -> String {
    let has_elements = element.elements().next().is_some();
    let kind = element.attribute("type").unwrap_or("").to_ascii_lowercase();
    let mode = element.attribute("mode").unwrap_or("");
    match kind.as_str() {
        "text" | "text/plain" if !has_elements => element.text(),
        "html" | "text/html" if !has_elements || mode == "escaped" => {
            markup::plain(&element.inner_markup(false))
        }
        "" if !has_elements => escapes::words(&element.text()),
        "" => escapes::words(&element.inner_markup(false)),
        // XHTML, or markup that forgot to say so: the text in it was already unescaped once.
        _ if has_elements => markup::plain(&element.inner_markup(true)),
        kind if kind.starts_with("text/") || kind.contains("html") || kind.ends_with("xml") => {
            markup::plain(&element.inner_markup(false))
        }
        // Bytes of another type are in base64; where they are no text, a reader reads nothing.
        _ => {
            let packed: String = element.text().split_whitespace().collect();
            let bytes = BASE64_STANDARD.decode(packed).unwrap_or_default();
            String::from_utf8(bytes).map(|text| escapes::words(&text)).unwrap_or_default()
        }
    }
}
