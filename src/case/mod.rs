//! The reply-deadline state machine: what a case is, and what is due when.
//!
//! **Invariant:** pure; a deadline is made in [`deadline_for`] alone and never moves later within a
//! round.

mod act;
mod address;
mod events;
mod feasibility;
mod hands;
mod id;
#[cfg(test)]
mod lives;
mod plan;
mod settings;
mod steps;
mod turn;

pub use act::{Act, Refusal, act};
pub use address::{Address, InvalidAddress};
pub use events::{Change, Sight, on_events};
pub use feasibility::{Feasibility, Longest, feasibility};
pub use hands::{Ack, Handed, Hands, Said};
pub use id::{CaseId, InvalidCaseId};
pub use settings::Settings;
pub use steps::{advance, begin};
pub use turn::{Taken, Turn};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::review::{Interval, ReviewKey};

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A public reply is due and there is time.
    Open,
    /// A public reply is due and the deadline has passed.
    Overdue,
    /// A person says that the reply was given; the page does not show it yet.
    Unconfirmed,
    /// The shop's reply stands on the page or, where the page shows none, a person says so.
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

    /// Whether nobody looks for a reply any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Answered | Self::Dismissed | Self::Withdrawn)
    }

    /// The stable machine name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Unconfirmed => "unconfirmed",
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
    /// Whoever the case was handed to did nothing, so it is with the one before them again.
    HandedBack,
    /// A reply that a person speaks of does not show.
    Unconfirmed,
    /// Some days after the reply: is the customer content?
    FollowUp,
}

/// The next thing that will happen to a case by itself, or a thing that people hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// What.
    pub step: Step,
    /// When.
    pub at: Timestamp,
    /// It cannot wait for a working moment, or ends what could not: whoever a passed deadline is
    /// escalated to hears of it as well. Never so of what is still to come.
    pub wakes: bool,
}

impl Due {
    /// A step that wakes nobody.
    pub fn new(step: Step, at: Timestamp) -> Self {
        Self { step, at, wakes: false }
    }
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
    /// Who sees to the answer (담당); `None` where nobody was chosen yet.
    pub owner: Option<Address>,
    /// What people did about it in this round.
    pub hands: Hands,
    /// When the reply of this round was written, as far as that is known.
    pub replied: Option<Interval>,
}

impl Case {
    /// Its round, or what a person said in it, let the deadline pass without a reply.
    pub fn was_overdue(&self) -> bool {
        let said = self.hands.said.as_ref().is_some_and(|said| said.at >= self.deadline);
        self.state == State::Overdue || (self.state == State::Unconfirmed && said)
    }
}

/// When the answer to something written at `earliest` is due.
///
/// Saturates at the end of representable time.
pub fn deadline_for(earliest: Timestamp, reply_within: SignedDuration) -> Timestamp {
    earliest.saturating_add(reply_within).unwrap_or(Timestamp::MAX)
}
