//! One item of a list, or the page behind it, as a review.

use url::Url;

use super::excerpt;
use super::field::{Field, Scope};
use super::options::{Fields, ReplyFields};
use crate::review::{Posted, Reply, Review, text};
use crate::source::{Context, Reject, answers, dates, follow, markup};

/// The most comments of one review among which the shop's answer is looked for.
const MAX_COMMENTS: usize = 200;

/// What reading needs to know of the page.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    context: &'a Context,
    /// Links are relative to this.
    pub(super) base: Url,
    /// When the page came.
    seen: jiff::Timestamp,
    /// What could not be taken.
    pub(super) rejects: &'a mut Vec<Reject>,
}

impl<'a> Reader<'a> {
    /// For a page that came at a known time.
    pub(super) fn new(
        context: &'a Context,
        base: Url,
        seen: jiff::Timestamp,
        rejects: &'a mut Vec<Reject>,
    ) -> Self {
        Self { context, base, seen, rejects }
    }

    /// Everything the fields find; fields that find nothing are `None`.
    pub(super) fn review(&mut self, fields: &Fields, scope: &Scope<'_>) -> Review {
        let mut review = Review {
            id: line(fields.id.as_ref(), scope),
            author: line(fields.author.as_ref(), scope),
            rating: fields.rating.as_ref().and_then(|rating| match rating.get(scope) {
                Ok(rating) => rating,
                Err(why) => {
                    self.reject(format!("{why}; the review is kept without it"), scope);
                    None
                }
            }),
            title: line(fields.title.as_ref(), scope),
            body: self.body(fields.body.as_ref(), scope),
            posted: dates::first_readable(self.posted(fields.written.as_ref(), scope), || {
                self.posted(fields.date.as_ref(), scope)
            }),
            url: fields.link.as_ref().and_then(|field| self.link(field, scope)).map(Url::into),
            reply: fields.reply.as_ref().and_then(|reply| self.nested_reply(reply, scope)),
            product: line(fields.product.as_ref(), scope),
        };
        let is_marked = fields.secret.as_ref().is_some_and(|secret| secret.stands(scope));
        self.context.content.seal(&mut review, is_marked);
        review
    }

    /// Where a link leads, if a browser could follow it.
    pub(super) fn link(&self, field: &Field, scope: &Scope<'_>) -> Option<Url> {
        let raw = field.get(scope)?;
        // A bare fragment is a button: it leads nowhere.
        if raw.starts_with('#') {
            return None;
        }
        let url = self.base.join(&raw).ok()?;
        matches!(url.scheme(), "http" | "https").then_some(url)
    }

    /// Whether a review's own page stands where it may be read.
    pub(super) fn is_own_page(&self, url: &Url) -> bool {
        follow::is_own_page(&self.context.url, url)
    }

    /// Whether a row's author is the shop.
    pub(super) fn is_shops(&self, fields: &Fields, scope: &Scope<'_>) -> bool {
        let author = line(fields.author.as_ref(), scope);
        answers::is_shops(author.as_deref(), &self.context.reply_authors)
    }

    /// A row of its own that answers a review.
    pub(super) fn reply_row(
        &mut self,
        reply: &ReplyFields,
        fields: &Fields,
        scope: &Scope<'_>,
    ) -> Option<Reply> {
        let or = |own: &'_ Option<Field>, of_row: &'_ Option<Field>| own.clone().or(of_row.clone());
        let title = || line(fields.title.as_ref(), scope);
        Some(Reply {
            author: line(or(&reply.author, &fields.author).as_ref(), scope),
            body: self.body(or(&reply.body, &fields.body).as_ref(), scope).or_else(title)?,
            posted: self.posted(or(&reply.date, &fields.date).as_ref(), scope),
        })
    }

    /// The shop's answer among the blocks under the reply's selector.
    fn nested_reply(&mut self, reply: &ReplyFields, scope: &Scope<'_>) -> Option<Reply> {
        let marked = reply.answered.as_ref().is_some_and(|answered| answered.stands(scope));
        let mut best = marked.then(Reply::unseen);
        let Some(css) = &reply.css else { return best };
        for element in scope.select(css).take(MAX_COMMENTS) {
            let block = Scope::of(element);
            let body = match &reply.body {
                Some(field) => self.body(Some(field), &block),
                None => self.kept(&markup::text_of(element, None), &block),
            };
            let Some(body) = body else { continue };
            let author = line(reply.author.as_ref(), &block);
            let posted = self.posted(reply.date.as_ref(), &block);
            best = Some(self.better_reply(best, Reply { author, body, posted }));
        }
        best
    }

    /// Of two answers the one that counts.
    pub(super) fn better_reply(&self, first: Option<Reply>, second: Reply) -> Reply {
        answers::better(first, second, &self.context.reply_authors)
    }

    fn body(&mut self, field: Option<&Field>, scope: &Scope<'_>) -> Option<String> {
        let raw = field?.get(scope)?;
        self.kept(&raw, scope)
    }

    fn kept(&mut self, raw: &str, scope: &Scope<'_>) -> Option<String> {
        let (body, cut) = text::body(raw)?;
        if cut {
            let why = format!(
                "the text is longer than {} characters; the rest is not kept",
                text::MAX_BODY
            );
            self.reject(why, scope);
        }
        Some(body)
    }

    fn posted(&self, field: Option<&Field>, scope: &Scope<'_>) -> Posted {
        let words = line(field, scope);
        words.map_or_else(Posted::default, |words| dates::posted(&words, self.context, self.seen))
    }

    /// Records what could not be taken.
    pub(super) fn reject(&mut self, why: impl Into<String>, scope: &Scope<'_>) {
        self.rejects.push(Reject { why: why.into(), excerpt: excerpt(&scope.text()) });
    }
}

fn line(field: Option<&Field>, scope: &Scope<'_>) -> Option<String> {
    text::line(&field?.get(scope)?)
}
