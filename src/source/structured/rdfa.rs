//! RDFa Lite: `vocab`, `typeof`, `property`, `resource` and `prefix` on the page's own elements.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use scraper::{ElementRef, Html};

use super::crawl::{Visitor, crawl};
use super::graph::{Format, Graph, Value};
use super::vocabulary;
use crate::source::markup;

/// Reads a page's RDFa; `false` where not all of it was looked at.
pub(super) fn read(html: &Html, graph: &mut Graph) -> bool {
    let page = Scope { is_schema: false, prefixes: Rc::default(), subject: None };
    let mut reader = Reader { graph, scopes: vec![page], subjects: HashMap::new() };
    crawl(html.root_element(), &mut reader)
}

/// What holds within an element.
#[derive(Clone)]
struct Scope {
    /// Names without a prefix are schema.org's.
    is_schema: bool,
    /// Whether a prefix stands for schema.org.
    prefixes: Rc<BTreeMap<String, bool>>,
    /// What is spoken of.
    subject: Option<usize>,
}

struct Reader<'g> {
    graph: &'g mut Graph,
    scopes: Vec<Scope>,
    /// The things by the identifiers under which they are spoken of again.
    subjects: HashMap<String, usize>,
}

const ATTRIBUTES: [&str; 6] = ["vocab", "prefix", "typeof", "property", "resource", "about"];

impl<'a> Visitor<'a> for Reader<'_> {
    fn enter(&mut self, element: ElementRef<'a>) -> bool {
        let Some(outer) = self.scopes.last() else { return false };
        if !ATTRIBUTES.iter().any(|attribute| element.attr(attribute).is_some()) {
            return false;
        }
        let mut scope = outer.clone();
        if let Some(vocabulary) = element.attr("vocab") {
            scope.is_schema = vocabulary::is_schema(vocabulary);
        }
        if let Some(prefixes) = element.attr("prefix") {
            Rc::make_mut(&mut scope.prefixes).extend(declared(prefixes));
        }
        let properties = element.attr("property").map(|names| scope.names(names));
        let types = element.attr("typeof").map(|names| scope.names(names));
        let holder = match element.attr("about") {
            Some(about) => self.spoken_of(about),
            None => scope.subject,
        };
        scope.subject = match (types, properties) {
            (Some(types), properties) => {
                let thing = self.typed(element, types);
                if let (Some(holder), Some(thing)) = (holder, thing) {
                    for property in properties.iter().flatten() {
                        self.graph.link(holder, property, thing);
                    }
                }
                thing
            }
            (None, Some(properties)) => {
                if let Some(holder) = holder {
                    self.say(holder, &properties, element);
                }
                holder
            }
            (None, None) => match element.attr("resource") {
                Some(resource) => self.spoken_of(resource),
                None => holder,
            },
        };
        self.scopes.push(scope);
        true
    }

    fn leave(&mut self) {
        self.scopes.pop();
    }
}

impl Reader<'_> {
    /// The thing that an identifier names; a new one where nothing was said of it yet.
    fn spoken_of(&mut self, id: &str) -> Option<usize> {
        if let Some(thing) = self.subjects.get(id.trim()) {
            return Some(*thing);
        }
        let thing = self.graph.add(Format::Rdfa, Vec::new(), Some(id), None)?;
        self.subjects.insert(id.trim().to_owned(), thing);
        Some(thing)
    }

    fn typed(&mut self, element: ElementRef<'_>, types: Vec<String>) -> Option<usize> {
        let id = ["resource", "about", "href", "src"].iter().find_map(|name| element.attr(name));
        // Pages that give every review one identifier mean several reviews all the same.
        if let Some(id) = id.filter(|_| !vocabulary::is_review(&types)) {
            let thing = self.spoken_of(id)?;
            let known = &mut self.graph.things[thing].types;
            known.extend(types);
            return Some(thing);
        }
        let thing = self.graph.add(Format::Rdfa, types, id, None)?;
        if let Some(id) = id {
            self.subjects.entry(id.trim().to_owned()).or_insert(thing);
        }
        Some(thing)
    }

    fn say(&mut self, holder: usize, properties: &[String], element: ElementRef<'_>) {
        for property in properties {
            if self.graph.wants(holder, property) {
                self.graph.say(holder, property, value(element));
            }
        }
    }
}

impl Scope {
    /// The names that are schema.org's, as it writes them.
    fn names(&self, names: &str) -> Vec<String> {
        names.split_whitespace().filter_map(|name| self.name(name)).map(str::to_owned).collect()
    }

    fn name<'n>(&self, name: &'n str) -> Option<&'n str> {
        if let Some(local) = vocabulary::local(name) {
            return Some(local);
        }
        let Some((prefix, local)) = name.split_once(':') else {
            return self.is_schema.then_some(name);
        };
        let prefix = prefix.to_ascii_lowercase();
        // Everyone knows this one; a page may still give it another meaning.
        let is_schema = self.prefixes.get(&prefix).copied().unwrap_or(prefix == "schema");
        is_schema.then_some(local)
    }
}

/// The prefixes that an attribute declares: "s: https://schema.org/ og: https://ogp.me/ns#".
fn declared(prefixes: &str) -> Vec<(String, bool)> {
    let words: Vec<&str> = prefixes.split_whitespace().collect();
    let pairs = words.chunks_exact(2).filter_map(|pair| {
        let prefix = pair[0].strip_suffix(':')?.to_ascii_lowercase();
        Some((prefix, vocabulary::is_schema(pair[1])))
    });
    pairs.collect()
}

/// What a property's element says: what it states for machines, else where it leads, else its words.
fn value(element: ElementRef<'_>) -> Value {
    if let Some(content) = element.attr("content") {
        return Value::Raw(content.to_owned());
    }
    if let Some(resource) = element.attr("resource") {
        return Value::Reference(resource.to_owned());
    }
    if let Some(time) = element.attr("datetime") {
        return Value::Text(time.to_owned());
    }
    let words = markup::text_of(element, None);
    match element.attr("href").or_else(|| element.attr("src")) {
        Some(address) => {
            let words = match element.attr("alt") {
                Some(alt) if words.is_empty() => alt.to_owned(),
                _ => words,
            };
            Value::Link { address: address.to_owned(), words }
        }
        None => Value::Text(words),
    }
}
