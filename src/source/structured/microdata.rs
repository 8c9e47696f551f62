//! Microdata: `itemscope`, `itemtype`, `itemprop`, `itemid` and `itemref` on the page's own elements.

use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html};

use super::crawl::{Visitor, crawl};
use super::graph::{Format, Graph, Value};
use super::vocabulary;
use crate::source::markup;

/// The most places elsewhere that a thing may name as its own.
const MAX_REFERENCES: usize = 32;
/// The most elements that are looked at for the sake of `itemref`, in all.
const MAX_REFERENCED: usize = 200_000;

/// Reads a page's microdata; `false` where not all of it was looked at.
pub(super) fn read(html: &Html, graph: &mut Graph) -> bool {
    let mut reader =
        Reader { graph, holders: Vec::new(), things: HashMap::new(), pending: Vec::new() };
    let is_whole = crawl(html.root_element(), &mut reader);
    reader.follow_references(html) && is_whole
}

struct Reader<'g, 'a> {
    graph: &'g mut Graph,
    /// The things, or properties of them, that are open.
    holders: Vec<Option<usize>>,
    things: HashMap<NodeId, usize>,
    /// Things that name places elsewhere as theirs.
    pending: Vec<(usize, &'a str)>,
}

impl<'a> Visitor<'a> for Reader<'_, 'a> {
    fn enter(&mut self, element: ElementRef<'a>) -> bool {
        let holder = self.holders.last().copied().flatten();
        if element.attr("itemscope").is_some() {
            let thing = self.thing(element);
            if let (Some(thing), Some(holder)) = (thing, holder) {
                self.link(holder, element, thing);
            }
            self.holders.push(thing);
            return true;
        }
        let Some(holder) = holder.filter(|_| element.attr("itemprop").is_some()) else {
            return false;
        };
        self.say(holder, element);
        self.holders.push(Some(holder));
        true
    }

    fn leave(&mut self) {
        self.holders.pop();
    }
}

impl<'a> Reader<'_, 'a> {
    fn thing(&mut self, element: ElementRef<'a>) -> Option<usize> {
        let types = element.attr("itemtype").unwrap_or_default().split_whitespace();
        // A type of another vocabulary is kept whole: the thing is not one without any.
        let types = types.map(|t| vocabulary::local(t).unwrap_or(t).to_owned()).collect();
        let thing = self.graph.add(Format::Microdata, types, element.attr("itemid"), None)?;
        self.things.insert(element.id(), thing);
        if let Some(references) = element.attr("itemref") {
            self.pending.push((thing, references));
        }
        Some(thing)
    }

    fn link(&mut self, holder: usize, element: ElementRef<'_>, thing: usize) {
        for name in names(element) {
            self.graph.link(holder, name, thing);
        }
    }

    fn say(&mut self, holder: usize, element: ElementRef<'_>) {
        for name in names(element) {
            if self.graph.wants(holder, name) {
                self.graph.say(holder, name, value(element));
            }
        }
    }

    /// Gives things what stands elsewhere; `false` where that is too much.
    fn follow_references(&mut self, html: &Html) -> bool {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return true;
        }
        let elements = html.root_element().descendants().filter_map(ElementRef::wrap);
        let mut by_id = HashMap::new();
        for element in elements {
            if let Some(id) = element.attr("id") {
                by_id.entry(id).or_insert(element);
            }
        }
        let mut budget = MAX_REFERENCED;
        for (thing, references) in pending {
            for id in references.split_whitespace().take(MAX_REFERENCES) {
                if let Some(element) = by_id.get(id) {
                    self.gather(thing, *element, &mut budget);
                }
            }
        }
        budget > 0
    }

    /// Gives a thing the properties in an element, but for those of the things in it.
    fn gather(&mut self, thing: usize, root: ElementRef<'_>, budget: &mut usize) {
        let mut inside = None;
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) if inside.is_none() => {
                    if *budget == 0 {
                        return;
                    }
                    *budget -= 1;
                    let Some(element) = ElementRef::wrap(node) else { continue };
                    if let Some(other) = self.things.get(&node.id()).copied() {
                        self.link(thing, element, other);
                        inside = Some(node.id());
                    } else if element.attr("itemprop").is_some() {
                        self.say(thing, element);
                    }
                }
                Edge::Close(node) if inside == Some(node.id()) => inside = None,
                Edge::Open(_) | Edge::Close(_) => {}
            }
        }
    }
}

fn names(element: ElementRef<'_>) -> impl Iterator<Item = &str> {
    let names = element.attr("itemprop").unwrap_or_default().split_whitespace();
    names.map(|name| vocabulary::local(name).unwrap_or(name))
}

/// What a property's element says: of most its words, of some an attribute.
fn value(element: ElementRef<'_>) -> Value {
    let words = || markup::text_of(element, None);
    let link = |attribute| Value::Link {
        address: element.attr(attribute).unwrap_or_default().to_owned(),
        words: words(),
    };
    if let Some(content) = element.attr("content") {
        return Value::Raw(content.to_owned());
    }
    match element.value().name() {
        "a" | "area" | "link" => link("href"),
        "audio" | "embed" | "iframe" | "img" | "source" | "track" | "video" => {
            let address = element.attr("src").unwrap_or_default().to_owned();
            Value::Link { address, words: element.attr("alt").unwrap_or_default().to_owned() }
        }
        "object" => link("data"),
        "data" | "meter" => Value::Text(element.attr("value").map_or_else(words, str::to_owned)),
        "time" => Value::Text(element.attr("datetime").map_or_else(words, str::to_owned)),
        _ => Value::Text(words()),
    }
}
