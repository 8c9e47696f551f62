//! What people did about a case in one round, and who heard of it, as far as that bears on what happens next.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Address, Step};

/// What people did and heard in the present round; empty when it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hands {
    /// Someone is on it: until shortly before the deadline nobody is reminded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ack: Option<Ack>,
    /// Nobody is reminded before then; then somebody is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snoozed: Option<Timestamp>,
    /// It was handed to its owner, who has done nothing yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed: Option<Handed>,
    /// How often it was handed on.
    pub handings: u32,
    /// How often people heard of it anew, since it asks for an answer in one more place or still does
    /// in one.
    pub again: u32,
    /// Someone says that the reply was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
    /// Who heard of it, or will when quiet hours end: they hear its end as well.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub heard: BTreeSet<Address>,
}

/// That someone is on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// When they said so.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// When they are reminded all the same.
    pub chased: Timestamp,
}

/// That a case was handed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Who did that.
    pub by: String,
    /// Who had it before; `None` where nobody in particular did.
    #[serde(skip)]
    pub from: Option<Address>,
    /// When it goes back unless its owner does something.
    pub back: Timestamp,
}

/// That someone says that the reply was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// When they said so last.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// They were asked once more, since it did not show.
    pub asked: bool,
}

/// Whoever gets a case has at least so long before it goes back.
const LEAST_TRIAL: SignedDuration = SignedDuration::from_mins(30);

impl Hands {
    /// Which of the mails it is that can come several times in a round.
    pub fn occurrence(&self, step: Step) -> u32 {
        match step {
            Step::Alert | Step::HandedBack => self.handings + self.again,
            _ => 0,
        }
    }

    /// No regular reminder comes before then.
    pub(super) fn quiet_until(&self) -> Option<Timestamp> {
        self.ack.as_ref().map(|ack| ack.chased).max(self.snoozed)
    }

    /// The reminders that people asked for.
    pub(super) fn wanted(&self) -> impl Iterator<Item = Timestamp> {
        self.ack.as_ref().map(|ack| ack.chased).into_iter().chain(self.snoozed)
    }
}

/// When a case that is handed on at `now` goes back: after a quarter of the time that is left.
pub(super) fn back_at(now: Timestamp, deadline: Timestamp) -> Timestamp {
    let trial = (deadline.duration_since(now) / 4).max(LEAST_TRIAL);
    now.saturating_add(trial).unwrap_or(Timestamp::MAX)
}
