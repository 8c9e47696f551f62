//! Microformats: `h-review` and its kin, classic `hreview`, and the posts of an `h-feed`.

mod classes;
mod value;

use scraper::{ElementRef, Html};

use self::classes::{Classes, Form, Generation, Kind};
use super::crawl::{Visitor, crawl};
use super::graph::{Format, Graph, Value};
use super::vocabulary::{FEED, POST};

/// Reads a page's microformats; `false` where not all of it was looked at.
pub(super) fn read(html: &Html, graph: &mut Graph) -> bool {
    crawl(html.root_element(), &mut Reader { graph, open: Vec::new() })
}

/// A thing or property that is open.
struct Open<'a> {
    thing: usize,
    generation: Generation,
    /// The thing's own element, where this is not one of its properties.
    element: Option<ElementRef<'a>>,
    /// Something in it says what it is called, so that all its words together do not.
    has_words: bool,
    /// Something in it says where it is.
    has_link: bool,
}

struct Reader<'g, 'a> {
    graph: &'g mut Graph,
    open: Vec<Open<'a>>,
}

impl<'a> Visitor<'a> for Reader<'_, 'a> {
    fn enter(&mut self, element: ElementRef<'a>) -> bool {
        let outer = self.open.last().map(|open| (open.thing, open.generation));
        let classes = Classes::of(element, outer.map(|(_, generation)| generation));
        match (classes.root, outer) {
            (Some((kind, generation)), _) => self.begin(element, &classes, kind, generation),
            (None, Some((thing, generation))) if classes.is_property() => {
                self.say(element, &classes, thing);
                let (has_words, has_link) = (true, true);
                self.open.push(Open { thing, generation, element: None, has_words, has_link });
                true
            }
            (None, _) => false,
        }
    }

    fn leave(&mut self) {
        let Some(Open { thing, generation, element: Some(element), has_words, has_link }) =
            self.open.pop()
        else {
            return;
        };
        // In classic names a review says everything itself.
        if generation == (Generation::Classic { is_review: true }) {
            return;
        }
        if !has_words && let Some(name) = value::implied_name(element) {
            self.graph.say(thing, "name", Value::Text(name.into()));
        }
        if !has_link && let Some(address) = value::implied_link(element) {
            self.graph.say(thing, "url", Value::Link { address: address.into(), words: "".into() });
        }
    }
}

impl<'a> Reader<'_, 'a> {
    fn begin(
        &mut self,
        element: ElementRef<'a>,
        classes: &Classes,
        kind: Kind,
        generation: Generation,
    ) -> bool {
        let outer = self.outermost();
        let holder = outer.map(|at| self.open[at].thing);
        let is_in_feed = holder.is_some_and(|holder| self.graph.things[holder].types == [FEED]);
        // A post that stands alone is what the page is about, not one of what was said about it.
        let types = match kind {
            Kind::Entry if is_in_feed => vec![POST.to_owned()],
            kind => vec![kind.schema_type().to_owned()],
        };
        let Some(thing) = self.graph.add(Format::Microformats, types, None, None) else {
            return false;
        };
        if let Some(holder) = holder {
            for (_, name) in &classes.properties {
                self.graph.link(holder, name, thing);
            }
            if classes.properties.is_empty() && is_in_feed {
                self.graph.link(holder, "dataFeedElement", thing);
            }
        }
        // A thing within says for itself what it is called and where it is.
        if let Some(outer) = outer {
            self.open[outer].has_words = true;
            self.open[outer].has_link = true;
        }
        let element = Some(element);
        self.open.push(Open { thing, generation, element, has_words: false, has_link: false });
        true
    }

    /// The innermost open thing.
    fn outermost(&self) -> Option<usize> {
        self.open.iter().rposition(|open| open.element.is_some())
    }

    fn say(&mut self, element: ElementRef<'_>, classes: &Classes, thing: usize) {
        if let Some(at) = self.outermost() {
            self.open[at].has_words |= classes.names_words;
            self.open[at].has_link |= classes.names_link;
        }
        let mut said: Vec<(Form, Value)> = Vec::new();
        for (form, name) in &classes.properties {
            if !self.graph.wants(thing, name) {
                continue;
            }
            let known =
                said.iter().find(|(known, _)| known == form).map(|(_, value)| value.clone());
            let value = known.unwrap_or_else(|| {
                let value = value::of(element, *form);
                said.push((*form, value.clone()));
                value
            });
            self.graph.say(thing, name, value);
        }
    }
}
