//! What was read from a source and made of it, in the stable form that `--json` prints.
//!
//! **Invariant:** what the page does not say is null, never left out and never made up.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::case::deadline_for;
use crate::coverage::List;
use crate::review::{self, Evidence, Verdict};
use crate::score::{Scorer, Subject};
use crate::source::{Outcome, Reject};

/// One source, read once.
#[derive(Debug, Serialize)]
pub(crate) struct Reading {
    /// Its short name.
    pub(crate) source: String,
    /// What kind of page it gave.
    pub(crate) outcome: Outcome,
    /// Why, where that needs a word.
    pub(crate) note: Option<String>,
    /// The reviews, in page order.
    pub(crate) reviews: Vec<Judged>,
    /// What was not taken.
    pub(crate) rejects: Vec<Reject>,
    /// The address of the following page.
    pub(crate) next: Option<String>,
}

/// A review and what reviewd makes of it.
#[derive(Debug, Serialize)]
pub(crate) struct Judged {
    pub(crate) id: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) rating: Option<f64>,
    pub(crate) rating_max: Option<f64>,
    pub(crate) title: Option<String>,
    pub(crate) body: Option<String>,
    /// Only the shop may read its text.
    pub(crate) secret: bool,
    pub(crate) posted: Posted,
    pub(crate) url: Option<String>,
    pub(crate) reply: Option<Reply>,
    pub(crate) product: Option<String>,
    pub(crate) verdict: Verdict,
    /// Why, heaviest first.
    pub(crate) evidence: Vec<Evidence>,
    /// When the public answer is due; null where none is, or the time of writing is unknown.
    pub(crate) deadline: Option<Timestamp>,
    /// The shop's own reply stands beside it.
    #[serde(skip)]
    pub(crate) is_answered: bool,
}

/// When something was written: the words on the page and the interval they mean.
#[derive(Debug, Serialize)]
pub(crate) struct Posted {
    pub(crate) text: Option<String>,
    pub(crate) earliest: Option<Timestamp>,
    pub(crate) latest: Option<Timestamp>,
}

/// An answer beside a review.
#[derive(Debug, Serialize)]
pub(crate) struct Reply {
    pub(crate) author: Option<String>,
    /// Null where the page only says that an answer was given.
    pub(crate) body: Option<String>,
    pub(crate) posted: Posted,
}

/// How a review is judged and when an answer to it is due.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules<'a> {
    /// The model.
    pub(crate) scorer: &'a Scorer,
    /// Which replies are the shop's.
    pub(crate) list: &'a List,
    /// The time an answer may take.
    pub(crate) reply_within: SignedDuration,
}

impl Judged {
    /// Judges `review`.
    pub(crate) fn of(review: review::Review, rules: Rules<'_>) -> Self {
        let words = review.words();
        let subject = Subject { text: &words, rating: review.rating };
        let judgement = rules.scorer.assess(subject);
        let is_answered = rules.list.shop_reply(&review).is_some();
        let is_due = judgement.verdict == Verdict::Negative && !is_answered;
        let written = review.posted.interval.filter(|_| is_due);
        Self {
            is_answered,
            secret: review.is_secret(),
            deadline: written.map(|written| deadline_for(written.earliest, rules.reply_within)),
            verdict: judgement.verdict,
            evidence: judgement.evidence,
            rating: review.rating.map(review::Rating::value),
            rating_max: review.rating.map(review::Rating::max),
            id: review.id,
            author: review.author,
            title: review.title,
            body: review.body.filter(|body| !body.is_empty()),
            posted: review.posted.into(),
            url: review.url,
            reply: review.reply.map(Reply::from),
            product: review.product,
        }
    }
}

impl From<review::Posted> for Posted {
    fn from(posted: review::Posted) -> Self {
        Self {
            text: posted.text,
            earliest: posted.interval.map(|interval| interval.earliest),
            latest: posted.interval.map(|interval| interval.latest),
        }
    }
}

impl From<review::Reply> for Reply {
    fn from(reply: review::Reply) -> Self {
        let body = Some(reply.body).filter(|body| !body.is_empty());
        Self { author: reply.author, body, posted: reply.posted.into() }
    }
}
