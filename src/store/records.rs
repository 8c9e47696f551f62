//! What people read of the store.

use jiff::Timestamp;

use super::Entry;
use crate::case::{Case, Place};
use crate::review::{Judgement, Review, ReviewKey, SourceId, Trouble, Verdict};
use crate::source::{Outcome, Reject};

/// Which cases to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseFilter {
    /// Those waiting for an answer, overdue or not.
    Open,
    /// Those past their deadline.
    Overdue,
    /// All.
    All,
}

/// A case in a list.
#[derive(Clone, Debug)]
pub struct CaseSummary {
    /// The case.
    pub case: Case,
    /// The review.
    pub review: Review,
    /// Its verdict.
    pub verdict: Verdict,
}

/// A case with everything that happened.
#[derive(Clone, Debug)]
pub struct CaseHistory {
    /// The case.
    pub case: Case,
    /// The review.
    pub review: Review,
    /// Every place of its round, with its address.
    pub places: Vec<(Place, Option<String>)>,
    /// When reviewd first saw it.
    pub first_seen: Timestamp,
    /// Why it is judged as it is.
    pub judgement: Option<Judgement>,
    /// What happened, oldest first.
    pub entries: Vec<Entry>,
}

/// A review on record.
#[derive(Clone, Debug)]
pub struct ReviewRecord {
    /// Its identity.
    pub key: ReviewKey,
    /// What it says now.
    pub review: Review,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// What is made of it; `None` until it was judged.
    pub judgement: Option<Judgement>,
}

/// A source in `status`.
#[derive(Clone, Debug)]
pub struct SourceStatus {
    /// Which.
    pub id: SourceId,
    /// The last poll that proved something.
    pub last_success: Option<Timestamp>,
    /// What the last poll found.
    pub last_outcome: Option<Outcome>,
    /// Details of it.
    pub note: Option<String>,
    /// When the newest review was first seen.
    pub last_review: Option<Timestamp>,
    /// When the next poll is due; `None` where it is no longer configured.
    pub next_poll: Option<Timestamp>,
    /// Paused by a person until then.
    pub paused_until: Option<Timestamp>,
    /// Polls in a row that proved nothing.
    pub failures: u32,
    /// What is wrong with it, and since when; gaps aside, which [`super::Records::coverage`] tells.
    pub troubles: Vec<(Trouble, Timestamp)>,
    /// When a person last took it as it was.
    pub accepted: Option<Timestamp>,
    /// Reviews on record.
    pub reviews: u64,
    /// Rows of the last poll that could not be taken.
    pub rejects: u64,
    /// The first of them.
    pub first_reject: Option<Reject>,
}

/// Mail that waits.
#[derive(Clone, Debug, Default)]
pub struct OutboxStatus {
    /// Notices not yet sent.
    pub waiting: u64,
    /// The oldest of them is due since.
    pub oldest: Option<Timestamp>,
    /// Notices whose recipient refused for good.
    pub failed: u64,
    /// The last failure's words and time, where the last sending failed.
    pub last_error: Option<(Timestamp, String)>,
    /// No sending before then.
    pub held_until: Option<Timestamp>,
}
