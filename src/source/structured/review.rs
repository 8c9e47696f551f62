//! A thing that is a review, as the review it is.

use jiff::Timestamp;

use super::graph::{Graph, Printing, Value};
use super::vocabulary::{AUTHOR, BODY, DATE, NAME, POST};
use super::{merge, rating, say};
use crate::review::{Posted, Reply, Review, text};
use crate::source::{Context, Reject, answers, dates, reject};

/// More reviews than this are not read from one page.
pub(super) const MAX_REVIEWS: usize = 1_000;

/// How much text reviews are made of, in times the page's size: a page prints each in a few formats.
const MAX_REPETITION: usize = 4;
/// A page smaller than this is read as if it were this big, in bytes.
const SMALL_PAGE: usize = 256 << 10;

/// A review with what its identity may be made of.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) review: Review,
    /// Its identifier, its number, its address: each may be shared with others.
    pub(super) ids: [Option<String>; 3],
    pub(super) printing: Printing,
}

impl Draft {
    /// What its texts beside the body take, in bytes.
    fn bytes(&self) -> usize {
        let Review { author, title, product, url, .. } = &self.review;
        let texts = [author, title, product, url].into_iter().chain(&self.ids);
        texts.flatten().map(String::len).sum()
    }
}

/// What reading needs to know.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    graph: &'a Graph,
    context: &'a Context,
    /// When the page came.
    seen: Timestamp,
    rejects: &'a mut Vec<Reject>,
    /// How many bytes of text may still be read. Things that many reviews refer to are read for each.
    left: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        graph: &'a Graph,
        context: &'a Context,
        seen: Timestamp,
        rejects: &'a mut Vec<Reject>,
    ) -> Self {
        let left = MAX_REPETITION * graph.page.max(SMALL_PAGE);
        Self { graph, context, seen, rejects, left }
    }

    /// The page's reviews as they are printed; where it has none, the posts of its feed.
    pub(super) fn drafts(&mut self) -> Vec<Draft> {
        let graph = self.graph;
        let reviews: Vec<usize> = (0..graph.things.len()).filter(|t| graph.is_review(*t)).collect();
        let is_post = |thing: &usize| graph.things[*thing].types.iter().any(|t| t == POST);
        let things = match reviews.is_empty() {
            false => reviews,
            // A page that marks reviews may have a feed of news beside them.
            true => (0..graph.things.len()).filter(is_post).collect(),
        };
        if things.len() > MAX_REVIEWS {
            let why = format!("only the first {MAX_REVIEWS} of {} reviews were read", things.len());
            self.rejects.push(Reject::new(why, ""));
        }
        let mut drafts = Vec::new();
        for thing in things.into_iter().take(MAX_REVIEWS) {
            if self.left == 0 {
                let why = format!(
                    "the reviews repeat the same words beyond reason; only the first {} were read",
                    drafts.len()
                );
                self.rejects.push(Reject::new(why, ""));
                break;
            }
            if let Some(draft) = self.draft(thing) {
                self.left = self.left.saturating_sub(draft.bytes());
                drafts.push(draft);
            }
        }
        drafts
    }

    fn draft(&mut self, thing: usize) -> Option<Draft> {
        let graph = self.graph;
        // An identifier alone says that the review stands elsewhere.
        if graph.things[thing].is_bare() && graph.things[thing].id.is_some() {
            return None;
        }
        let title = say::line(graph, thing, NAME);
        let body = self.body(thing);
        let rating = rating::of(graph, thing).unwrap_or_else(|why| {
            self.reject(format!("{why}; the review is kept without it"), thing);
            None
        });
        if title.is_none() && body.is_none() && rating.is_none() {
            self.reject("a review without title, body and rating".to_owned(), thing);
            return None;
        }
        // Where the text has no place of its own, it is repeated as its own title.
        let is_repeated = |title: &String| {
            body.as_deref().is_some_and(|body| merge::squeezed(title) == merge::squeezed(body))
        };
        let url = say::address(graph, thing, "url");
        let review = Review {
            id: None,
            author: say::names(graph, thing, AUTHOR),
            rating,
            title: title.filter(|title| !is_repeated(title)),
            posted: self.posted(thing),
            url: url.clone(),
            reply: self.reply(thing),
            product: self.product(thing),
            body,
        };
        let own = graph.things[thing].id.clone().filter(|id| !id.starts_with("_:"));
        let own = own.and_then(|id| text::line(&id));
        let ids = [own, self.number(thing), url];
        Some(Draft { review, ids, printing: graph.printing(thing) })
    }

    /// Its `identifier`: a text, or a link as some formats have it.
    fn number(&self, thing: usize) -> Option<String> {
        let link = |value: &Value| match value {
            Value::Link { address, .. } => text::line(address),
            _ => None,
        };
        say::line(self.graph, thing, &["identifier"])
            .or_else(|| self.graph.values(thing, "identifier").find_map(link))
    }

    fn body(&mut self, thing: usize) -> Option<String> {
        let words = say::words(self.graph, thing, BODY)?;
        self.left = self.left.saturating_sub(words.len());
        let (body, is_cut) = text::body(&words)?;
        if is_cut {
            let why = format!(
                "the text is longer than {} characters; the rest is not kept",
                text::MAX_BODY
            );
            self.reject(why, thing);
        }
        Some(body)
    }

    fn posted(&mut self, thing: usize) -> Posted {
        let Some(date) = say::line(self.graph, thing, DATE) else { return Posted::default() };
        let posted = dates::posted(&date, self.context, self.seen);
        if posted.interval.is_none() {
            let date = reject::beginning(&date);
            let why = format!("no date can be read from {date:?}; the review is kept without one");
            self.reject(why, thing);
        }
        posted
    }

    /// What it is about: what it says itself, else the thing that has it as its review.
    fn product(&self, thing: usize) -> Option<String> {
        let graph = self.graph;
        let said = graph.values(thing, "itemReviewed");
        let mut said = said.filter_map(|value| say::name(graph, value));
        said.next().or_else(|| say::name_of(graph, graph.reviewed(thing)?))
    }

    /// The shop's answer among the comments on it. Anyone may comment, so that only a name that is
    /// known to be the shop's counts.
    fn reply(&mut self, thing: usize) -> Option<Reply> {
        let names = &self.context.reply_authors;
        let mut best = None;
        for value in self.graph.values(thing, "comment") {
            for comment in self.graph.meant(value) {
                let author = say::names(self.graph, comment, AUTHOR);
                if !answers::is_shops(author.as_deref(), names) {
                    continue;
                }
                let Some(body) = self.body(comment) else { continue };
                let reply = Reply { author, body, posted: self.posted(comment) };
                best = Some(answers::better(best, reply, names));
            }
        }
        best
    }

    fn reject(&mut self, why: String, thing: usize) {
        let properties = [BODY, NAME, &["ratingValue"]].concat();
        let stood = say::words(self.graph, thing, &properties);
        self.rejects.push(Reject::new(why, &stood.unwrap_or_default()));
    }
}
