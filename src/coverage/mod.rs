//! What a poll proves: known reviews and what a list shows now in; new, edited, vanished and answered
//! reviews out.
//!
//! **Invariant:** pure, and the only place where a review's lasting identity is made.

pub mod alarm;
mod compare;
mod edits;
mod face;
mod identity;
mod matching;
mod order;
mod overlap;
mod paging;
mod posted;
mod proof;
mod said;
mod settings;
mod span;

pub use crate::review::Stop;
pub use compare::{Findings, Found, Look, Shown, compare, wanted_details};
pub use edits::{Edit, Version, edits};
pub use identity::may_be_one;
pub use overlap::{Past, Reach};
pub use paging::without_overlap;
pub use posted::predates;
pub use proof::{Poll, proven};
pub use span::{Doubt, Gap, Mark, Rewrite, Seen, Span, certain_gaps, spans};

use jiff::Timestamp;

use crate::review::{Reply, Review, ReviewKey};

/// A review as it is stored, with what a comparison needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Its identity.
    pub key: ReviewKey,
    /// What it said when it was last read.
    pub review: Review,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// When it was last seen.
    pub last_seen: Timestamp,
    /// It is known to be gone.
    pub vanished: bool,
    /// A case about it is open, so its detail page is read again.
    pub awaited: bool,
}

/// How a source's list behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// `order = "newest"`: the newest review stands first, so absence can be proven.
    pub newest_first: bool,
    /// `moderated = true`: reviews appear later than they were written.
    pub moderated: bool,
    /// `replies = "hidden"`: the page never shows the shop's replies.
    pub replies_hidden: bool,
    /// Names under which the shop answers here; empty where every shown reply is the shop's.
    pub reply_authors: Vec<String>,
}

impl List {
    /// The shop's own reply beside a review, newer than the words it answers.
    ///
    /// A reply without a name counts as the shop's: it stands where the page puts the shop's answer.
    pub fn shop_reply<'r>(&self, review: &'r Review) -> Option<&'r Reply> {
        let reply = review.reply.as_ref()?;
        let signed_by_shop = reply.is_signed_by(&self.reply_authors);
        let older_than_words = match (reply.posted.interval, review.posted.interval) {
            (Some(reply), Some(words)) => reply.latest < words.earliest,
            _ => false,
        };
        (signed_by_shop && !older_than_words).then_some(reply)
    }
}
