//! What a poll proves: known reviews and an extraction in; new, edited, vanished, answered out.
//!
//! **Invariant:** pure, and the only place where a review's lasting identity is made.

mod settings;

use jiff::Timestamp;

use crate::review::{Review, ReviewKey};

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
