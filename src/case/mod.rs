//! The reply-deadline state machine: what a case is, and what is due when.
//!
//! **Invariant:** pure; a deadline is made in [`deadline_for`] alone and never moves later within a
//! round.

mod address;
mod events;
mod id;
mod settings;
mod steps;
mod turn;

pub use address::{Address, InvalidAddress};
pub use events::{Change, Decision, Sight, decide, on_events};
pub use id::{CaseId, InvalidCaseId};
pub use settings::Settings;
pub use steps::{advance, begin};
pub use turn::Turn;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::review::ReviewKey;

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A public reply is due and there is time.
    Open,
    /// A public reply is due and the deadline has passed.
    Overdue,
    /// The shop's reply stands on the page, or a person says so.
    Answered,
    /// A person decided that no reply is due.
    Dismissed,
    /// The customer took the complaint back: edited into praise, or removed.
    Withdrawn,
}

impl State {
    /// Whether someone still has to act.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Overdue)
    }

    /// The stable machine name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Answered => "answered",
            Self::Dismissed => "dismissed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A step of a case that people hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The first mail of a round.
    Alert,
    /// This long before the deadline.
    Reminder(SignedDuration),
    /// The deadline has passed.
    Overdue,
    /// The reply was noticed, or the complaint was withdrawn.
    Answered,
}

/// The next thing that will happen to a case by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// What.
    pub step: Step,
    /// When.
    pub at: Timestamp,
}

/// One complaint on its way to an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its number and short code.
    pub id: CaseId,
    /// The review that asks for the answer in this round.
    pub review: ReviewKey,
    /// 1 for the first complaint; one more each time it is renewed.
    pub round: u32,
    /// Where it stands.
    pub state: State,
    /// When the customer wrote, at the earliest: the clock of this round starts here.
    pub started: Timestamp,
    /// When the answer is due.
    pub deadline: Timestamp,
    /// When reviewd opened this round.
    pub opened: Timestamp,
    /// When it was answered, dismissed or withdrawn.
    pub closed: Option<Timestamp>,
    /// What happens next by itself; `None` where nothing does.
    pub next: Option<Due>,
    /// Who sees to the answer; `None` where nobody was chosen yet.
    pub owner: Option<Address>,
}

/// When the answer to something written at `earliest` is due.
///
/// Saturates at the end of representable time.
pub fn deadline_for(earliest: Timestamp, reply_within: SignedDuration) -> Timestamp {
    earliest.saturating_add(reply_within).unwrap_or(Timestamp::MAX)
}
