//! One item of an answer as a review.

use jiff::Timestamp;
use serde_json::Value;

use super::field::Field;
use super::options::{Fields, Markup, Max, ReplyFields};
use super::rating;
use crate::review::{Posted, Rating, Reply, Review, text};
use crate::source::{Context, Reject, dates, markup};

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
    /// The review an item makes; `None`, recorded, where it has neither words nor stars.
    pub(super) fn review(&mut self, item: &Value) -> Option<Review> {
        let fields = self.fields;
        let title = self.words(fields.title.as_ref(), item).and_then(|t| text::line(&t));
        let body = self.body(fields.body.as_ref(), item);
        let rating = self.rating(item);
        if title.is_none() && body.is_none() && rating.is_none() {
            self.reject("an item without title, body and rating", item);
            return None;
        }
        Some(Review {
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
        })
    }

    fn reply(&mut self, fields: &ReplyFields, item: &Value) -> Option<Reply> {
        Some(Reply {
            body: self.body(Some(&fields.body), item)?,
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
            Some(Max::Field(field)) => field.get(item).and_then(|max| rating::number(&max)),
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
