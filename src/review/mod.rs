//! The vocabulary every room shares: what a review is, and what is said of it.
//!
//! **Invariant:** nothing here reads a clock, a file or a socket, and nothing here imports another room.

mod difference;
mod event;
mod key;
mod posted;
mod rating;
mod script;
pub mod text;
mod trouble;
mod verdict;
pub mod wording;

pub use difference::{Piece, difference, only_removes};
pub use event::Event;
pub use key::{InvalidSourceId, ReviewKey, SourceId};
pub use posted::{Interval, Posted};
pub use rating::{InvalidRating, Rating};
pub use script::Script;
pub use trouble::{Field, Scope, Share, Stop, Trouble, Unread, Unseen, Usual};
pub use verdict::{Cause, Evidence, Judgement, Verdict};

use serde::{Deserialize, Serialize};

/// One review as a page showed it; `None` is what the page did not say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The site's own identifier, where it prints one.
    pub id: Option<String>,
    /// The name as displayed, masked or not, on one line.
    pub author: Option<String>,
    /// Stars or points, with the scale they are out of.
    pub rating: Option<Rating>,
    /// The headline, on one line.
    pub title: Option<String>,
    /// The text itself; lines are kept. Where it is empty there is one that the page keeps from all
    /// but the shop ([`Review::is_secret`]).
    pub body: Option<String>,
    /// When the customer wrote, as text and as the interval it was read to.
    pub posted: Posted,
    /// Where a person can see and answer it; absolute, http or https.
    pub url: Option<String>,
    /// The answer that stands beside it, whoever signed it.
    pub reply: Option<Reply>,
    /// What was bought, on one line.
    pub product: Option<String>,
}

impl Review {
    /// Title and body as one text, the way a reader takes them in; empty where both are missing.
    pub fn words(&self) -> String {
        match (self.title.as_deref(), self.body.as_deref().filter(|body| !body.is_empty())) {
            (Some(title), Some(body)) => format!("{title}\n{body}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => String::new(),
        }
    }

    /// Whether it has a text that only the shop may read, so that there is none to judge or to fetch.
    pub fn is_secret(&self) -> bool {
        self.body.as_deref() == Some("")
    }

    /// Marks it as one whose text only the shop may read.
    pub fn keep_secret(&mut self) {
        self.body = Some(String::new());
    }
}

/// An answer shown beside a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The name it is signed with, where the page prints one.
    pub author: Option<String>,
    /// What it says; empty where the page only says that there is one.
    pub body: String,
    /// When it was written.
    pub posted: Posted,
}

impl Reply {
    /// One of which the page only says that it was given.
    pub fn unseen() -> Self {
        Self { author: None, body: String::new(), posted: Posted::default() }
    }

    /// Whether it is signed with one of `names`; without any names, whoever signed it.
    ///
    /// A reply without a name counts: it stands where the page puts the shop's answer.
    pub fn is_signed_by(&self, names: &[String]) -> bool {
        self.author.as_deref().is_none_or(|author| {
            names.is_empty() || names.iter().any(|n| author.trim().eq_ignore_ascii_case(n.trim()))
        })
    }
}
