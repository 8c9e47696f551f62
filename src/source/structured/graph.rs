//! What a page says to machines in one shape, whatever the encoding: things, and what is said of them.
//!
//! **Invariant:** things may point at each other in circles; whoever follows a pointer does so once.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use url::Url;

use super::say;
use super::vocabulary::{REVIEW_OF, is_review, read};

/// More things than this are not read from one page.
const MAX_THINGS: usize = 50_000;
/// A thing takes about 500 bytes of memory; the tersest review is three things in 200 bytes.
const BYTES_PER_THING: usize = 60;
/// A page smaller than this may describe as many things as one of this size, in bytes.
const SMALL_PAGE: usize = 256 << 10;
/// More values of one property of a thing say nothing that is looked at.
const MAX_VALUES: usize = 8;
/// The most descriptions of one thing that are looked at.
const MAX_NAMESAKES: usize = 8;
/// How far up the things that hold a thing are looked for.
const MAX_HOLDERS: usize = 64;

/// How a page writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    JsonLd,
    Microdata,
    Rdfa,
    Microformats,
}

/// What is said of a thing. What one place says under several names or of several things is held once.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Words of which nobody says whether they are markup.
    Raw(Rc<Written>),
    /// Words as a person reads them.
    Text(Rc<str>),
    /// A link: where it leads, as written, and its words.
    Link { address: Rc<str>, words: Rc<str> },
    /// Another thing.
    Thing(usize),
    /// Another thing, by its identifier.
    Reference(String),
}

/// Words as they are written, and as a person reads them.
#[derive(Debug, PartialEq)]
pub(super) struct Written {
    pub(super) text: String,
    words: OnceCell<Rc<str>>,
}

impl Value {
    pub(super) fn raw(text: &str) -> Self {
        Self::Raw(Rc::new(Written { text: text.to_owned(), words: OnceCell::new() }))
    }
}

impl Written {
    /// Without markup and character references, which are looked for once, whoever asks how often.
    pub(super) fn words(&self) -> Rc<str> {
        self.words.get_or_init(|| say::unescaped(&self.text).into()).clone()
    }
}

/// A place on the page that lists things together; what it lists is not compared with itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Printing {
    pub(super) format: Format,
    place: usize,
}

/// Something the page describes.
#[derive(Debug)]
pub(super) struct Thing {
    pub(super) format: Format,
    /// Its types, as schema.org names them.
    pub(super) types: Vec<String>,
    /// Its identifier, as written.
    pub(super) id: Option<String>,
    /// It was stated that there are no reviews of it.
    pub(super) says_none: bool,
    said: Vec<(&'static str, Value)>,
    /// The thing that names it, and under which property.
    holder: Option<(usize, String)>,
    /// The script that it stands in.
    block: Option<usize>,
}

impl Thing {
    /// Whether nothing is said of it but what it is.
    pub(super) fn is_bare(&self) -> bool {
        self.said.is_empty()
    }
}

/// Everything a page describes.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) things: Vec<Thing>,
    /// There were more things than the most that are read.
    pub(super) is_cut: bool,
    /// The size of the page, in bytes.
    pub(super) page: usize,
    base: Url,
    by_id: HashMap<String, Vec<usize>>,
    /// Reviews that a thing names by their identifiers.
    named_reviews: Vec<(usize, String, String)>,
}

impl Graph {
    /// An empty one for a page of so many bytes; identifiers are relative to `base`.
    pub(super) fn new(base: Url, page: usize) -> Self {
        Self {
            things: Vec::new(),
            is_cut: false,
            page,
            base,
            by_id: HashMap::new(),
            named_reviews: Vec::new(),
        }
    }

    /// A new thing; `None` where there are too many already.
    pub(super) fn add(
        &mut self,
        format: Format,
        types: Vec<String>,
        id: Option<&str>,
        block: Option<usize>,
    ) -> Option<usize> {
        let most = (self.page.max(SMALL_PAGE) / BYTES_PER_THING).min(MAX_THINGS);
        if self.things.len() >= most {
            self.is_cut = true;
            return None;
        }
        let index = self.things.len();
        let id = id.map(str::trim).filter(|id| !id.is_empty());
        if let Some(id) = id {
            let namesakes = self.by_id.entry(self.absolute(id)).or_default();
            if namesakes.len() < MAX_NAMESAKES {
                namesakes.push(index);
            }
        }
        let id = id.map(str::to_owned);
        let said = Vec::new();
        let thing = Thing { format, types, id, says_none: false, said, holder: None, block };
        self.things.push(thing);
        Some(index)
    }

    /// Whether another value of the property would be looked at.
    pub(super) fn wants(&self, thing: usize, property: &str) -> bool {
        read(property).is_some() && self.values(thing, property).count() < MAX_VALUES
    }

    /// Says something of a thing.
    pub(super) fn say(&mut self, thing: usize, property: &str, value: Value) {
        if let Value::Reference(id) = &value
            && REVIEW_OF.contains(&property)
        {
            self.named_reviews.push((thing, property.to_owned(), id.clone()));
        }
        if let Some(read) = read(property)
            && self.wants(thing, read)
        {
            let kept = say::kept(read, value);
            self.things[thing].said.extend(kept.map(|value| (read, value)));
        }
    }

    /// Says that `thing` has `other` under a property.
    pub(super) fn link(&mut self, thing: usize, property: &str, other: usize) {
        self.say(thing, property, Value::Thing(other));
        if thing != other && self.things[other].holder.is_none() {
            self.things[other].holder = Some((thing, property.to_owned()));
        }
    }

    /// To be called when everything is said: reviews that stand apart find what they are about.
    pub(super) fn settle(&mut self) {
        for (thing, property, id) in std::mem::take(&mut self.named_reviews) {
            let namesakes = self.by_id.get(&self.absolute(&id)).cloned().unwrap_or_default();
            for review in namesakes.into_iter().filter(|review| *review != thing) {
                if self.things[review].holder.is_none() {
                    self.things[review].holder = Some((thing, property.clone()));
                }
            }
        }
    }

    /// The thing that names this one as its review.
    pub(super) fn reviewed(&self, review: usize) -> Option<usize> {
        let (holder, property) = self.things[review].holder.as_ref()?;
        REVIEW_OF.contains(&property.as_str()).then_some(*holder)
    }

    /// Whether a thing is a review, by its type or, where it has none, by what it is to another.
    pub(super) fn is_review(&self, thing: usize) -> bool {
        let types = &self.things[thing].types;
        is_review(types) || (types.is_empty() && self.reviewed(thing).is_some())
    }

    /// Whether another thing holds this one.
    pub(super) fn is_held(&self, thing: usize) -> bool {
        self.things[thing].holder.is_some()
    }

    /// The list in which a thing is printed: its script, or the outermost thing that holds it.
    pub(super) fn printing(&self, thing: usize) -> Printing {
        /// Things that nothing holds stand in one list.
        const LOOSE: usize = usize::MAX;
        let format = self.things[thing].format;
        if let Some(block) = self.things[thing].block {
            return Printing { format, place: block };
        }
        let holder = |at: &usize| self.things[*at].holder.as_ref().map(|(holder, _)| *holder);
        let outermost = std::iter::successors(Some(thing), holder).take(MAX_HOLDERS).last();
        let place = outermost.filter(|outermost| *outermost != thing).unwrap_or(LOOSE);
        Printing { format, place }
    }

    /// What is said under a name.
    pub(super) fn values<'g>(
        &'g self,
        thing: usize,
        property: &str,
    ) -> impl Iterator<Item = &'g Value> + use<'g> {
        let property = read(property);
        let said = self.things[thing].said.iter();
        said.filter(move |(name, _)| Some(*name) == property).map(|(_, value)| value)
    }

    /// The things a value means: itself with everything else that bears its identifier.
    pub(super) fn meant(&self, value: &Value) -> Vec<usize> {
        let (first, id) = match value {
            Value::Thing(thing) => (Some(*thing), self.things[*thing].id.as_deref()),
            Value::Reference(id) => (None, Some(id.as_str())),
            Value::Link { address, .. } => (None, Some(address.as_ref())),
            // Some write the identifier where a reference to it is meant.
            Value::Raw(written) => (None, identifier(&written.text)),
            Value::Text(text) => (None, identifier(text)),
        };
        let namesakes = id.and_then(|id| self.by_id.get(&self.absolute(id)));
        let others = namesakes.into_iter().flatten().copied().filter(|thing| Some(*thing) != first);
        first.into_iter().chain(others).collect()
    }

    fn absolute(&self, id: &str) -> String {
        let is_local = id.starts_with("_:");
        let joined = if is_local { None } else { self.base.join(id).ok() };
        joined.map_or_else(|| id.to_owned(), String::from)
    }

    /// Where an address leads, if a browser could follow it.
    pub(super) fn link_target(&self, address: &str) -> Option<String> {
        let url = self.base.join(address.trim()).ok()?;
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }
}

/// A text that may be an identifier: such are short, and no sentences.
fn identifier(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|id| text.len() < 200 && id.contains(['#', '/', ':']))
}
