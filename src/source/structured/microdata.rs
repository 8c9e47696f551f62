//! Microdata: `itemscope`, `itemtype`, `itemprop`, `itemid` and `itemref` on the page's own elements.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::rc::Rc;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html};

use super::crawl::{Visitor, crawl};
use super::graph::{Format, Graph, Value};
use super::vocabulary;
use crate::source::markup;

/// The most places elsewhere that a thing may name as its own.
const MAX_REFERENCES: usize = 32;
/// The most elements, names of properties and pieces of text that are looked at for the sake of `itemref`.
const MAX_REFERENCED: usize = 200_000;
/// A piece of text, in bytes.
const PIECE: usize = 8;

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
        self.say(holder, element, || value(element));
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

    fn say(&mut self, holder: usize, element: ElementRef<'_>, value: impl FnOnce() -> Value) {
        // Its words may be those of half the page, and its names many.
        let value = LazyCell::new(value);
        for name in names(element) {
            if self.graph.wants(holder, name) {
                self.graph.say(holder, name, Value::clone(&value));
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
        let mut referenced = Referenced { values: HashMap::new(), left: MAX_REFERENCED };
        for (thing, references) in pending {
            for id in references.split_whitespace().take(MAX_REFERENCES) {
                if let Some(element) = by_id.get(id) {
                    self.gather(thing, *element, &mut referenced);
                }
            }
        }
        referenced.left > 0
    }

    /// Gives a thing the properties in an element, but for those of the things in it.
    fn gather(&mut self, thing: usize, root: ElementRef<'_>, referenced: &mut Referenced) {
        let mut inside = None;
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) if inside.is_none() => {
                    if referenced.left == 0 {
                        return;
                    }
                    referenced.charge(1);
                    let Some(element) = ElementRef::wrap(node) else { continue };
                    referenced.charge(names(element).count());
                    if let Some(other) = self.things.get(&node.id()).copied() {
                        self.link(thing, element, other);
                        inside = Some(node.id());
                    } else if element.attr("itemprop").is_some() {
                        self.say(thing, element, || referenced.value(element));
                    }
                }
                Edge::Close(node) if inside == Some(node.id()) => inside = None,
                Edge::Open(_) | Edge::Close(_) => {}
            }
        }
    }
}

/// What stands in places that things refer to, however many do.
struct Referenced {
    /// What elements say, put together once.
    values: HashMap<NodeId, Value>,
    /// How much may still be looked at.
    left: usize,
}

impl Referenced {
    fn charge(&mut self, looks: usize) {
        self.left = self.left.saturating_sub(looks);
    }

    fn value(&mut self, element: ElementRef<'_>) -> Value {
        if let Some(value) = self.values.get(&element.id()) {
            return value.clone();
        }
        let value = value(element);
        if let Value::Text(words) | Value::Link { words, .. } = &value {
            self.charge(words.len() / PIECE);
        }
        self.values.insert(element.id(), value.clone());
        value
    }
}

fn names(element: ElementRef<'_>) -> impl Iterator<Item = &str> {
    let names = element.attr("itemprop").unwrap_or_default().split_whitespace();
    names.map(|name| vocabulary::local(name).unwrap_or(name))
}

/// What a property's element says: of most its words, of some an attribute.
fn value(element: ElementRef<'_>) -> Value {
    let words = || Rc::from(markup::text_of(element, None));
    let link = |attribute| Value::Link {
        address: element.attr(attribute).unwrap_or_default().into(),
        words: words(),
    };
    if let Some(content) = element.attr("content") {
        return Value::raw(content);
    }
    match element.value().name() {
        "a" | "area" | "link" => link("href"),
        "audio" | "embed" | "iframe" | "img" | "source" | "track" | "video" => {
            let address = element.attr("src").unwrap_or_default().into();
            Value::Link { address, words: element.attr("alt").unwrap_or_default().into() }
        }
        "object" => link("data"),
        "data" | "meter" => Value::Text(element.attr("value").map_or_else(words, Rc::from)),
        "time" => Value::Text(element.attr("datetime").map_or_else(words, Rc::from)),
        _ => Value::Text(words()),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn what_an_element_says_under_many_names_is_put_together_once() {
        let names = "name ".repeat(100) + &"reviewBody ".repeat(100);
        let page = markup::parse(&format!("<p itemprop='{names}'> </p>"));
        let css = markup::selector("p").expect("it is one");
        let element = page.html.select(&css).next().expect("it is there");
        let base = "https://shop.example/".parse().expect("it is a URL");
        let mut graph = Graph::new(base, 0);
        let thing = graph.add(Format::Microdata, Vec::new(), None, None).expect("there is room");
        let mut reader = Reader {
            graph: &mut graph,
            holders: Vec::new(),
            things: HashMap::new(),
            pending: Vec::new(),
        };
        let times = Cell::new(0);
        let blank = || {
            times.set(times.get() + 1);
            value(element)
        };
        reader.say(thing, element, blank);
        assert_eq!(times.get(), 1, "blank words, which never fill a property up, are read once");
    }
}
