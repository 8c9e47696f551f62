//! RDFa Lite: `vocab`, `typeof`, `property`, `resource` and `prefix` on the page's own elements.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use scraper::{ElementRef, Html};

use super::crawl::{Visitor, crawl};
use super::graph::{Format, Graph, Value};
use super::vocabulary;
use crate::source::markup;

/// More prefixes than this are not held in one place: every element that declares one more copies them.
const MAX_PREFIXES: usize = 50;

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
            scope.declare(prefixes);
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
        let value = LazyCell::new(|| value(element));
        for property in properties {
            if self.graph.wants(holder, property) {
                self.graph.say(holder, property, Value::clone(&value));
            }
        }
    }
}

impl Scope {
    /// Takes the prefixes that an attribute declares: "s: https://schema.org/ og: https://ogp.me/ns#".
    fn declare(&mut self, prefixes: &str) {
        let mut words = prefixes.split_whitespace();
        let declared = std::iter::from_fn(|| Some((words.next()?, words.next()?)));
        let known = Rc::make_mut(&mut self.prefixes);
        for (prefix, address) in declared.take(MAX_PREFIXES) {
            if let Some(prefix) = prefix.strip_suffix(':')
                && known.len() < MAX_PREFIXES
            {
                known.insert(prefix.to_ascii_lowercase(), vocabulary::is_schema(address));
            }
        }
    }

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

/// What a property's element says: what it states for machines, else where it leads, else its words.
fn value(element: ElementRef<'_>) -> Value {
    if let Some(content) = element.attr("content") {
        return Value::raw(content);
    }
    if let Some(resource) = element.attr("resource") {
        return Value::Reference(resource.to_owned());
    }
    if let Some(time) = element.attr("datetime") {
        return Value::Text(time.into());
    }
    let words = markup::text_of(element, None);
    match element.attr("href").or_else(|| element.attr("src")) {
        Some(address) => {
            let words = match element.attr("alt") {
                Some(alt) if words.is_empty() => alt.to_owned(),
                _ => words,
            };
            Value::Link { address: address.into(), words: words.into() }
        }
        None => Value::Text(words.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_declared_and_only_so_many_are_held() {
        let mut scope = Scope { is_schema: false, prefixes: Rc::default(), subject: None };
        scope.declare("s: https://schema.org/ og: https://ogp.me/ns# broken");
        assert_eq!((scope.name("s:Review"), scope.name("og:Review")), (Some("Review"), None));
        for n in 0..100 {
            scope.declare(&(0..100).map(|m| format!("p{n}x{m}: x ")).collect::<String>());
        }
        assert_eq!(scope.prefixes.len(), MAX_PREFIXES);
    }
}
