//! One item of an answer as a review.

use jiff::Timestamp;
use serde_json::Value;

use super::field::Field;
use super::options::{Fields, Markup, Max, ReplyFields};
use super::rating;
use crate::review::{Posted, Rating, Reply, Review, text};
use crate::source::answers::{self, Row};
use crate::source::{Context, Reject, dates, markup, points};

/// The most comments of one item among which the shop's are looked for.
const MAX_COMMENTS: usize = 1_000;

/// What reading an item needs to know.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) context: &'a Context,
    pub(super) fields: &'a Fields,
    pub(super) markup: Option<Markup>,
    /// When the answer came.
    pub(super) seen: Timestamp,
    /// What could not be taken.
    pub(super) rejects: Vec<Reject>,
}

impl Reader<'_> {
    /// The review an item makes, or the shop's own words; `None`, recorded, where it has neither words
    /// nor stars.
    pub(super) fn row(&mut self, item: &Value) -> Option<Row> {
        let review = self.review(item)?;
        let is_own = answers::is_shops(review.author.as_deref(), &self.context.reply_authors);
        let parent = self.fields.parent.as_ref();
        let answers = parent.and_then(|parent| parent.get(item)).into_iter().collect();
        Some(Row { review, is_own, answers })
    }

    fn review(&mut self, item: &Value) -> Option<Review> {
        let fields = self.fields;
        let title = self.words(fields.title.as_ref(), item).and_then(|t| text::line(&t));
        let body = self.body(fields.body.as_ref(), item);
        let rating = self.rating(item);
        let is_secret = fields.secret.as_ref().is_some_and(|secret| secret.stands(item));
        if title.is_none() && body.is_none() && rating.is_none() && !is_secret {
            self.reject("an item without title, body and rating", item);
            return None;
        }
        let mut review = Review {
            id: line(fields.id.as_ref(), item),
            author: line(fields.author.as_ref(), item),
            rating,
            title,
            body,
            posted: dates::first_readable(self.posted(fields.written.as_ref(), item), || {
                self.posted(fields.date.as_ref(), item)
            }),
            url: self.link(item),
            reply: fields.reply.as_ref().and_then(|reply| self.reply(reply, item)),
            product: line(fields.product.as_ref(), item),
        };
        self.context.content.seal(&mut review, is_secret);
        Some(review)
    }

    /// The answer an item carries: the shop's newest among the comments, the one there is, or the word
    /// that there is one.
    fn reply(&mut self, fields: &ReplyFields, item: &Value) -> Option<Reply> {
        let names = &self.context.reply_authors;
        let marked = fields.answered.as_ref().is_some_and(|answered| answered.stands(item));
        let mut best = marked.then(Reply::unseen);
        let Some(items) = &fields.items else {
            return match self.comment(fields, item) {
                Some(reply) => Some(answers::better(best, reply, names)),
                None => best,
            };
        };
        let listed = items.query(item).all().into_iter().flat_map(|found| match found {
            Value::Array(comments) => comments.iter().collect(),
            one => vec![one],
        });
        for comment in listed.take(MAX_COMMENTS) {
            if answers::is_shops(line(fields.author.as_ref(), comment).as_deref(), names)
                && let Some(reply) = self.comment(fields, comment)
            {
                best = Some(answers::better(best, reply, names));
            }
        }
        best
    }

    fn comment(&mut self, fields: &ReplyFields, item: &Value) -> Option<Reply> {
        Some(Reply {
            body: self.body(fields.body.as_ref(), item)?,
            author: line(fields.author.as_ref(), item),
            posted: self.posted(fields.date.as_ref(), item),
        })
    }

    fn words(&self, field: Option<&Field>, item: &Value) -> Option<String> {
        let words = field?.get(item)?;
        Some(match self.markup {
            Some(Markup::Html) => markup::plain(&words),
            Some(Markup::Text) | None => words,
        })
    }

    fn body(&mut self, field: Option<&Field>, item: &Value) -> Option<String> {
        let (body, is_cut) = text::body(&self.words(field, item)?)?;
        if is_cut {
            let why = format!(
                "the text is longer than {} characters; the rest is not kept",
                text::MAX_BODY
            );
            self.reject(why, item);
        }
        Some(body)
    }

    fn posted(&self, field: Option<&Field>, item: &Value) -> Posted {
        let date = field.and_then(|field| field.get(item));
        date.map_or_else(Posted::default, |date| dates::posted(&date, self.context, self.seen))
    }

    fn rating(&mut self, item: &Value) -> Option<Rating> {
        let points = self.fields.rating.as_ref()?.get(item)?;
        let max = match &self.fields.rating_max {
            Some(Max::Number(max)) => Some(*max),
            Some(Max::Field(field)) => field.get(item).and_then(|max| points::number(&max)),
            None => None,
        };
        rating::read(&points, max)
            .map_err(|why| self.reject(format!("{why}; the review is kept without it"), item))
            .ok()
    }

    fn link(&self, item: &Value) -> Option<String> {
        let url = self.context.url.join(&self.fields.link.as_ref()?.address(item)?).ok()?;
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }

    fn reject(&mut self, why: impl Into<String>, item: &Value) {
        self.rejects.push(Reject::new(why, &item.to_string()));
    }
}

fn line(field: Option<&Field>, item: &Value) -> Option<String> {
    text::line(&field?.get(item)?)
}
