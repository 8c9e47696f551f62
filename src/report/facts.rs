//! What a day left behind, before anybody chose what is worth saying of it.

use jiff::{SignedDuration, Timestamp};

use crate::case::{Case, CaseId};
use crate::review::{Review, SourceId, Trouble, Verdict};

/// Everything a digest may speak of.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// What happened after this moment
    pub since: Timestamp,
    /// and not after this one is told.
    pub until: Timestamp,
    /// Reviews that came or changed, oldest first; those that were there before their source's first
    /// poll are none of them.
    pub arrivals: Vec<Arrival>,
    /// Cases that wait for an answer, or for one to show, as they are, whenever they opened.
    pub open: Vec<Open>,
    /// Answers that were noticed, in that order.
    pub answers: Vec<Answer>,
    /// Every source that is watched.
    pub sources: Vec<Health>,
}

/// A review that came or changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// Where.
    pub source: SourceId,
    /// What it says now.
    pub review: Review,
    /// What is made of it; `None` until it is judged.
    pub verdict: Option<Verdict>,
    /// It was seen for the first time, as opposed to changed.
    pub is_new: bool,
}

/// A case that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// The case.
    pub case: Case,
    /// Its review.
    pub review: Review,
}

/// An answer that was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// To which case.
    pub case: CaseId,
    /// In which of its rounds.
    pub round: u32,
    /// From the complaint to the public reply, where that is known.
    pub took: Option<SignedDuration>,
}

/// How a source fares.
#[derive(Clone, Debug, PartialEq)]
pub struct Health {
    /// Which.
    pub source: SourceId,
    /// The last poll that read its list or heard that it is unchanged.
    pub last_success: Option<Timestamp>,
    /// A person stopped its polls until then.
    pub paused_until: Option<Timestamp>,
    /// What is wrong with it, and since when.
    pub troubles: Vec<(Trouble, Timestamp)>,
    /// Stretches of which reviews may never have been read.
    pub gaps: Vec<(Timestamp, Timestamp)>,
}
