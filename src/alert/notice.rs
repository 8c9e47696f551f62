//! A notice: the fact that someone has to be told something, before it is words.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::case::{CaseId, Step};
use crate::review::SourceId;
use crate::route::Address;

/// What a notice is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A case.
    Case(CaseId),
    /// A source that stopped yielding; the number counts its incidents.
    Incident(SourceId, u32),
}

/// What is to be said; with the subject, round, occurrence and recipient it identifies a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A complaint needs a reply.
    Alert,
    /// The deadline is this near.
    Reminder(SignedDuration),
    /// The deadline has passed.
    Overdue,
    /// The reply was noticed.
    Answered,
    /// Whoever the case was handed to did nothing.
    HandedBack,
    /// A reply that was reported does not show.
    Unconfirmed,
    /// Is the customer content with the reply?
    FollowUp,
    /// A source stopped yielding.
    SourceBroken,
    /// It yields again.
    SourceRecovered,
}

impl From<Step> for Kind {
    fn from(step: Step) -> Self {
        match step {
            Step::Alert => Self::Alert,
            Step::Reminder(before) => Self::Reminder(before),
            Step::Overdue => Self::Overdue,
            Step::Answered => Self::Answered,
            Step::HandedBack => Self::HandedBack,
            Step::Unconfirmed => Self::Unconfirmed,
            Step::FollowUp => Self::FollowUp,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alert => f.write_str("alert"),
            Self::Reminder(before) => write!(f, "reminder:{}", before.as_secs()),
            Self::Overdue => f.write_str("overdue"),
            Self::Answered => f.write_str("answered"),
            Self::HandedBack => f.write_str("handed_back"),
            Self::Unconfirmed => f.write_str("unconfirmed"),
            Self::FollowUp => f.write_str("follow_up"),
            Self::SourceBroken => f.write_str("source_broken"),
            Self::SourceRecovered => f.write_str("source_recovered"),
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(seconds) = text.strip_prefix("reminder:") {
            let seconds = seconds.parse().map_err(|e| format!("{text:?}: {e}"))?;
            return Ok(Self::Reminder(SignedDuration::from_secs(seconds)));
        }
        match text {
            "alert" => Ok(Self::Alert),
            "overdue" => Ok(Self::Overdue),
            "answered" => Ok(Self::Answered),
            "handed_back" => Ok(Self::HandedBack),
            "unconfirmed" => Ok(Self::Unconfirmed),
            "follow_up" => Ok(Self::FollowUp),
            "source_broken" => Ok(Self::SourceBroken),
            "source_recovered" => Ok(Self::SourceRecovered),
            other => Err(format!("{other:?} is no kind of notice")),
        }
    }
}

/// Someone has to be told something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// About what.
    pub subject: Subject,
    /// The case's round; 1 for incidents.
    pub round: u32,
    /// What is to be said.
    pub kind: Kind,
    /// Counts repetitions of the same kind within a round, from 0.
    pub occurrence: u32,
    /// Who is told.
    pub recipient: Address,
    /// When it became due; a mail composed later still speaks of this instant.
    pub due: Timestamp,
}
