//! Reading pages: one folder a kind, sans-I/O; decides what kind of page it is and what it says.
//!
//! **Invariant:** reading never fails, never waits and never knows what was read before.

mod answers;
mod content;
mod dates;
mod escapes;
#[cfg(test)]
mod example;
mod feed;
mod follow;
mod html;
mod json;
mod json_text;
mod kind;
mod markup;
mod points;
mod reject;
mod settled;
mod structured;

pub use content::Content;
pub use settled::build;

use serde::{Deserialize, Serialize};

use crate::fetch::{Page, PageRequest};
use crate::review::Review;
use crate::when::DateOrder;

/// What kind of page came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The list is there and holds reviews.
    Reviews,
    /// The list is there and holds none.
    Empty,
    /// The server says nothing changed (304).
    Unchanged,
    /// 403, 429, or a challenge, throttle or error page at any status.
    Blocked,
    /// 401, or a login form where the list was.
    Login,
    /// robots.txt asks us to stay out.
    Disallowed,
    /// Everything else, also "list not found".
    Error,
}

impl Outcome {
    /// The stable machine name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reviews => "reviews",
            Self::Empty => "empty",
            Self::Unchanged => "unchanged",
            Self::Blocked => "blocked",
            Self::Login => "login",
            Self::Disallowed => "disallowed",
            Self::Error => "error",
        }
    }

    /// Whether absence from such a page says anything.
    pub fn proves(self) -> bool {
        matches!(self, Self::Reviews | Self::Empty | Self::Unchanged)
    }
}

/// A row that could not be taken as a review; it is kept for the owner to see, never dropped silently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// What is wrong with it, as a sentence fragment.
    pub why: String,
    /// The beginning of what stood there, at most 200 characters.
    pub excerpt: String,
}

/// Everything a page says.
#[derive(Clone, Debug, PartialEq)]
pub struct Extraction {
    /// What kind of page it is.
    pub outcome: Outcome,
    /// Why, where the outcome needs a word ("list not found: no element matches …").
    pub note: Option<String>,
    /// The reviews, in page order; pinned notices are left out.
    pub reviews: Vec<Review>,
    /// What was not taken, and why.
    pub rejects: Vec<Reject>,
    /// The following page of the list.
    pub next: Option<PageRequest>,
}

impl Extraction {
    /// A page that shows no list, and why.
    pub(crate) fn nothing(outcome: Outcome, note: Option<String>) -> Self {
        Self { outcome, note, reviews: Vec::new(), rejects: Vec::new(), next: None }
    }
}

/// A kind of source, with its options.
pub trait Source: Send + Sync + std::fmt::Debug {
    /// The request that starts a poll.
    fn first_page(&self) -> PageRequest;

    /// Whether it is told how the list goes on, so that a page without a next one is the last.
    fn pages(&self) -> bool {
        false
    }

    /// What a page of the list says.
    fn read(&self, page: &Page) -> Extraction;

    /// The page that holds the rest of a listed review, where this source reads detail pages.
    fn detail_page(&self, _listed: &Review) -> Option<PageRequest> {
        None
    }

    /// Whether detail pages show the shop's replies; where they do not, the list alone does.
    fn details_show_replies(&self) -> bool {
        false
    }

    /// What the detail page of a listed review says: on [`Outcome::Reviews`] exactly one review, the
    /// listed one with every field filled that the page knows better.
    fn read_detail(&self, listed: &Review, page: &Page) -> Extraction;
}

/// What every kind needs to know beside its own options.
#[derive(Clone, Debug)]
pub struct Context {
    /// The list's address.
    pub url: url::Url,
    /// The zone in which the page prints its times.
    pub zone: jiff::tz::TimeZone,
    /// How the page orders day and month.
    pub date_order: Option<DateOrder>,
    /// The list runs from new to old, so that neighbours tell what a date leaves open.
    pub newest_first: bool,
    /// Names under which the shop answers here, so that its answer is told from other comments.
    pub reply_authors: Vec<String>,
    /// What customers write there.
    pub content: Content,
}

/// Reads a kind's own options table; on problems, which it records, `None`.
pub type Build = fn(&Context, crate::settings::Section<'_>) -> Option<std::sync::Arc<dyn Source>>;

/// Every kind by the name it has in the configuration.
pub const KINDS: &[(&str, Build)] = &[
    ("html", html::build),
    ("feed", feed::build),
    ("json", json::build),
    ("structured", structured::build),
];
