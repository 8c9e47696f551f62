//! Answers that are rows of the list: which review each of them belongs to.
//!
//! A row says it itself where `reply.parent` reads a number. Else its title does, since boards call an
//! answer "RE: " and the title it answers. Else it belongs to the review before it, unless that one was
//! written later.

use std::sync::LazyLock;

use regex::Regex;

use super::field::Scope;
use super::list::Read;
use super::options::Fields;
use super::row::Reader;
use crate::review::{Reply, Review};
use crate::source::{Reject, markup};

/// An answer that waits for its review.
pub(super) struct ReplyRow {
    reply: Reply,
    /// Where it stands among the rows.
    at: usize,
    /// The number it gives for what it answers.
    parent: Option<String>,
    /// Its title without what makes it an answer's; empty where nothing is left.
    topic: String,
    /// The owner's options tell it, and not its author's name alone.
    is_marked: bool,
    /// Its beginning, for a word on what cannot be placed.
    excerpt: String,
}

impl ReplyRow {
    /// The row as an answer; `None` where it is a customer's.
    pub(super) fn read(
        fields: &Fields,
        reader: &mut Reader<'_>,
        scope: &Scope<'_>,
        at: usize,
    ) -> Option<Self> {
        let title = fields.title.as_ref().and_then(|field| field.get(scope)).unwrap_or_default();
        let options = fields.reply.as_ref();
        let by_title = options.and_then(|reply| reply.row_title.as_ref()?.find(&title));
        let by_css = options.and_then(|reply| reply.row.as_ref()).is_some_and(|r| scope.matches(r));
        let is_marked = by_title.is_some() || by_css;
        if !is_marked && !reader.is_shops(fields, scope) {
            return None;
        }
        let rest = by_title.filter(|found| found.start() == 0).map_or(0, |found| found.end());
        let reply = match options {
            Some(options) => reader.reply_row(options, fields, scope),
            None => None,
        };
        Some(Self {
            reply: reply.unwrap_or_else(Reply::unseen),
            at,
            parent: options.and_then(|reply| reply.parent.as_ref()?.get(scope)),
            topic: topic(&title[rest..]).to_owned(),
            is_marked,
            excerpt: scope.text(),
        })
    }

    /// The row of the review it belongs to, or why there is none.
    fn place(&self, rows: &[Read]) -> Result<usize, &'static str> {
        let found = |is: &dyn Fn(&Review) -> bool| {
            // The nearest before it comes first, then the nearest after it.
            let before = (0..self.at).rev();
            let mut order = before.chain(self.at + 1..rows.len());
            order.find(|at| matches!(&rows[*at], Read::Review(review) if is(review)))
        };
        if let Some(parent) = &self.parent {
            let is_it = |review: &Review| review.id.as_ref() == Some(parent);
            return found(&is_it).ok_or("a reply to a review that is not on this page");
        }
        let is_topic = |review: &Review| self.is_about(review);
        if let Some(at) = found(&is_topic) {
            return Ok(at);
        }
        let before = (0..self.at).rev().find(|at| !matches!(&rows[*at], Read::Else));
        let Some((at, Read::Review(review))) = before.map(|at| (at, &rows[at])) else {
            return Err("a reply without its review before it");
        };
        if !self.is_marked {
            return Err("the shop's own row, which answers no review on this page");
        }
        let is_older = match (self.reply.posted.interval, review.posted.interval) {
            (Some(reply), Some(words)) => reply.latest < words.earliest,
            _ => false,
        };
        if is_older { Err("a reply older than the review before it") } else { Ok(at) }
    }

    /// Whether its title names the review's, whole or cut off.
    fn is_about(&self, review: &Review) -> bool {
        let Some(title) = review.title.as_deref().map(topic).filter(|_| !self.topic.is_empty())
        else {
            return false;
        };
        let cut = ["...", "…"].iter().find_map(|dots| self.topic.strip_suffix(dots));
        title == self.topic
            || cut.is_some_and(|cut| !cut.trim().is_empty() && title.starts_with(cut.trim()))
    }
}

/// A title without the words that make it an answer's.
fn topic(title: &str) -> &str {
    static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:\s|[└ㄴ↳→ㅡ:：\-]|\[?\s*(?:re|답변|답글|답신|reply)\s*(?:\]|[:：]))+")
            .expect("the pattern compiles, as a test shows")
    });
    PREFIX.find(title).map_or(title, |found| &title[found.end()..]).trim()
}

/// Gives each answer to its review; what finds none is recorded.
pub(super) fn attach(replies: Vec<ReplyRow>, rows: &mut [Read], reader: &mut Reader<'_>) {
    for row in replies {
        match row.place(rows) {
            Ok(at) => {
                if let Read::Review(review) = &mut rows[at] {
                    review.reply = Some(reader.better_reply(review.reply.take(), row.reply));
                }
            }
            Err(why) => {
                reader.rejects.push(Reject::new(why, &markup::one_line(&row.excerpt)));
            }
        }
    }
}
