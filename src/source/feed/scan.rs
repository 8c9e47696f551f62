//! Cuts a feed's XML into its elements, forgiving what feeds do wrong.
//!
//! An end tag too few or too many, a bare `&` or `<`, an undeclared entity or prefix, a declaration
//! that names another encoding: none of them costs more than the words they touch.
//!
//! **Invariant:** an entity that a document defines for itself is a short, plain word or stays unread,
//! so that none makes another; time and memory stay in proportion to the input.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use regex::Regex;

use super::element::{Element, Node, Space, is_void};
use crate::source::escapes;

/// Deeper elements are read as if their tags were not there.
const MAX_DEPTH: usize = 100;
/// More elements in one item, and more attributes in one tag, are read as if they were not there.
const MAX_ELEMENTS: usize = 20_000;
const MAX_ATTRIBUTES: usize = 100;
/// The longest entity of a document's own that is read, in bytes.
const MAX_ENTITY: usize = 32;
/// How often reading is taken up again behind markup that never ends.
const MAX_RESTARTS: usize = 20;

/// One thing a feed holds.
#[derive(Debug, PartialEq)]
pub(super) enum Part {
    /// An `item` or `entry`, or anything else that stands beside them.
    Whole(Element),
    /// An item that ends with the document or in broken markup.
    Broken {
        /// What there is of it.
        element: Element,
        /// What is wrong.
        why: String,
    },
}

/// The parts of a feed in order.
pub(super) struct Scan<'a> {
    text: &'a str,
    /// Where `reader` started in `text`.
    offset: usize,
    reader: Reader<&'a [u8]>,
    restarts: usize,
    /// What the prefixes stand for; where one is declared twice, the last one counts.
    prefixes: HashMap<String, Space>,
    /// The document's own entities, by name.
    entities: HashMap<String, String>,
    /// The open elements, outermost first; the containers of items are not among them.
    open: Vec<Element>,
    /// How many elements the part has that is being read.
    elements: usize,
    ready: VecDeque<Part>,
    root: Option<String>,
    /// `xml:base` of the containers that were not asked for yet, outermost first.
    bases: Vec<String>,
    done: bool,
}

impl<'a> Scan<'a> {
    /// Starts at the first `<`; whatever stands before it is not XML.
    pub(super) fn new(text: &'a str) -> Self {
        let offset = text.find('<').unwrap_or(text.len());
        Self {
            text,
            offset,
            reader: reader(&text[offset..]),
            restarts: 0,
            prefixes: HashMap::new(),
            entities: HashMap::new(),
            open: Vec::new(),
            elements: 0,
            ready: VecDeque::new(),
            root: None,
            bases: Vec::new(),
            done: false,
        }
    }

    /// The name of the outermost element, lower case, once something was read.
    pub(super) fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }

    /// The `xml:base` of the feed and its channel that were met since this was last asked, outermost first.
    pub(super) fn new_bases(&mut self) -> Vec<String> {
        std::mem::take(&mut self.bases)
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        let element = self.element(tag);
        if self.root.is_none() {
            self.root = Some(element.name.clone());
        }
        if is_item(&element) {
            // A new item ends an old one whose end tag is missing.
            self.close(0);
        } else if self.open.is_empty() && is_container(&element) {
            self.bases.extend(element.attribute("xml:base").map(str::to_owned));
            return;
        }
        let is_ended = is_empty || is_void(&element.name);
        if self.open.len() < MAX_DEPTH && self.elements < MAX_ELEMENTS {
            self.elements += 1;
            self.open.push(element);
            if is_ended {
                self.close(self.open.len() - 1);
            }
        }
    }

    fn end(&mut self, name: &str) {
        let local = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
        if let Some(depth) = self.open.iter().rposition(|e| e.name == local) {
            self.close(depth);
        }
    }

    /// Closes every open element from `depth` on; the outermost becomes a part.
    fn close(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(element) = self.open.pop() else { return };
            match self.open.last_mut() {
                Some(parent) => parent.children.push(Node::Element(element)),
                None => {
                    self.elements = 0;
                    self.ready.push_back(Part::Whole(element));
                }
            }
        }
    }

    /// Closes everything, which is not where it ends; only an item is worth a word.
    fn cut_off(&mut self, why: String) {
        self.close(0);
        if let Some(Part::Whole(element)) = self.ready.pop_back()
            && is_item(&element)
        {
            self.ready.push_back(Part::Broken { element, why });
        }
    }

    fn text(&mut self, text: &str) {
        let Some(element) = self.open.last_mut() else { return };
        let text = &without_c1(text);
        if let Some(Node::Text(before)) = element.children.last_mut() {
            before.push_str(text);
        } else {
            element.children.push(Node::Text(text.as_ref().to_owned()));
        }
    }

    /// Takes the entities of a DOCTYPE that are plain words.
    fn define(&mut self, definition: &str) {
        static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r#"<!ENTITY\s+(\w+)\s+(?:"([^"&%<]*)"|'([^'&%<]*)')\s*>"#)
                .expect("the pattern compiles, as a test shows")
        });
        for found in ENTITY.captures_iter(definition) {
            let value = found.get(2).or_else(|| found.get(3)).map_or("", |value| value.as_str());
            if value.len() <= MAX_ENTITY {
                self.entities.insert(found[1].to_owned(), value.to_owned());
            }
        }
    }

    /// A reference resolved as in HTML, since that is what feeds forget to declare; one that means
    /// nothing there or here stays as it is written.
    fn resolved(&self, name: &str) -> Cow<'static, str> {
        match name {
            "amp" => "&".into(),
            "lt" => "<".into(),
            "gt" => ">".into(),
            "quot" => "\"".into(),
            "apos" => "'".into(),
            own if self.entities.contains_key(own) => self.entities[own].clone().into(),
            other => escapes::decode(&format!("&{other};")).into(),
        }
    }

    fn element(&mut self, tag: &BytesStart<'_>) -> Element {
        let mut attributes = Vec::new();
        for attribute in tag.html_attributes().with_checks(false).flatten().take(MAX_ATTRIBUTES) {
            let name = attribute.key.as_ref().to_owned();
            let value = escapes::decode(&attribute.value);
            if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.prefixes.insert(prefix.to_owned(), Space::of(prefix, Some(&value)));
            }
            attributes.push((name, value));
        }
        let full = tag.name();
        let (prefix, local) = full.as_ref().split_once(':').unwrap_or(("", full.as_ref()));
        let own_default = || attributes.iter().find(|(name, _)| name == "xmlns");
        let space = match self.prefixes.get(prefix) {
            Some(space) => *space,
            None if prefix.is_empty() => Space::of("", own_default().map(|(_, uri)| uri.as_str())),
            None => Space::of(prefix, None),
        };
        Element { space, name: local.to_ascii_lowercase(), attributes, children: Vec::new() }
    }

    fn step(&mut self) {
        match self.reader.read_event() {
            Ok(Event::Start(tag)) => self.start(&tag, false),
            Ok(Event::Empty(tag)) => self.start(&tag, true),
            Ok(Event::End(tag)) => self.end(tag.name().as_ref()),
            Ok(Event::Text(text)) => self.text(&text),
            Ok(Event::CData(text)) => self.text(&text),
            Ok(Event::GeneralRef(name)) => {
                let text = self.resolved(&name);
                self.text(&text);
            }
            Ok(Event::DocType(definition)) => self.define(&definition),
            Ok(Event::Decl(_) | Event::PI(_) | Event::Comment(_)) => {}
            Ok(Event::Eof) => {
                self.done = true;
                self.cut_off("the feed ends in the middle of it".to_owned());
            }
            Err(error) => self.restart(&error.to_string()),
        }
    }

    /// Markup that never ends swallows the rest: what was open is broken, and reading is taken up
    /// again at the next item behind the place where it began.
    fn restart(&mut self, error: &str) {
        let began = self.offset + usize::try_from(self.reader.error_position()).unwrap_or(0);
        self.cut_off(format!("its markup never ends: {error}"));
        let rest = self.text.get(began + 1..).unwrap_or_default();
        let next = ["<item", "<entry"].iter().filter_map(|tag| rest.find(tag)).min();
        match next.filter(|_| self.restarts < MAX_RESTARTS) {
            Some(at) => {
                self.restarts += 1;
                self.offset = began + 1 + at;
                self.reader = reader(&self.text[self.offset..]);
            }
            None => self.done = true,
        }
    }
}

impl Iterator for Scan<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            if let Some(part) = self.ready.pop_front() {
                return Some(part);
            }
            if self.done {
                return None;
            }
            self.step();
        }
    }
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

/// Reads the control characters U+0080 to U+009F as the windows-1252 letters they were meant to be.
fn without_c1(text: &str) -> Cow<'_, str> {
    let is_c1 = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    if !text.contains(is_c1) {
        return Cow::Borrowed(text);
    }
    let meant = |c: char| match u8::try_from(u32::from(c)) {
        Ok(byte) if is_c1(c) => WINDOWS_1252.decode(&[byte]).0.chars().next().unwrap_or(c),
        _ => c,
    };
    Cow::Owned(text.chars().map(meant).collect())
}

fn is_container(element: &Element) -> bool {
    matches!(
        (element.space, element.name.as_str()),
        (Space::Feed, "rss" | "feed" | "channel") | (Space::Rdf | Space::Feed, "rdf")
    )
}

/// Whether it is one of the things the feed is a list of.
pub(super) fn is_item(element: &Element) -> bool {
    element.space == Space::Feed && matches!(element.name.as_str(), "item" | "entry")
}

/// Writes `<` as `&lt;` where it opens nothing ("5 < 6", "<속보>"), outside CDATA and comments.
pub(super) fn escape_stray_brackets(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        let rest = &text[start..];
        let section = [("<!--", "-->"), ("<![CDATA[", "]]>")];
        if let Some((_, close)) = section.iter().find(|(open, _)| rest.starts_with(open)) {
            let Some(end) = rest.find(close) else { break };
            at = start + end + close.len();
            continue;
        }
        at = start + 1;
        let opens = |c: u8| c.is_ascii_alphabetic() || matches!(c, b'/' | b'!' | b'?' | b'_');
        if !rest.as_bytes().get(1).copied().is_some_and(opens) {
            out.push_str(&text[kept..start]);
            out.push_str("&lt;");
            kept = at;
        }
    }
    if out.is_empty() && kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[kept..]);
    Cow::Owned(out)
}
