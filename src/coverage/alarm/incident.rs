//! A trouble while it lasts, and what a poll does to it.

use jiff::{SignedDuration, Timestamp};

use crate::review::{Scope, Trouble, Usual};

/// A trouble of a source, from the first poll that showed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// Counts the source's incidents, from 1; 0 until it is stored.
    pub number: u32,
    /// What is wrong, as of the last poll that showed it.
    pub trouble: Trouble,
    /// How far it reaches; fixed once it was told.
    pub scope: Scope,
    /// Details of the last poll that showed it.
    pub note: Option<String>,
    /// Since when it may last: the last poll before it, or when silence became suspicious.
    pub since: Timestamp,
    /// The first poll that showed it.
    pub began: Timestamp,
    /// How many polls showed it.
    pub polls: u32,
    /// The source before.
    pub usual: Usual,
    /// When it was first told, and how often it was told again; `None` until then.
    pub told: Option<Told>,
}

/// That people were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// First.
    pub at: Timestamp,
    /// The last repetition: 0 for the first mail, n for the one n days later.
    pub occurrence: u32,
}

/// What becomes of an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The incident after it.
    pub incident: Incident,
    /// What is done beside storing it.
    pub act: Act,
}

/// What is done with an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is kept.
    Keep,
    /// People are told, for the first time or once more.
    Tell(Told),
    /// People are told, and with that it is over: a gap is a fact, not a state.
    TellOnce(Told),
    /// It is over. One that was never told leaves no trace.
    End,
}

/// A single poll is weather.
const FEWEST_POLLS: u32 = 2;
/// What lasts less than this is not told.
const SHORTEST: SignedDuration = SignedDuration::from_hours(1);
/// For this long after a recovery, trouble of the same kind is not told: a source that comes and goes
/// does not send mail every hour.
pub const FLAPPING: SignedDuration = SignedDuration::from_hours(6);
/// While it lasts it is told again at this distance.
const REPETITION: SignedDuration = SignedDuration::from_hours(24);

/// What decides when an incident is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// The source was never read: someone is setting it up and wants to know at once.
    pub(super) never_read: bool,
    /// When people were last told that trouble of this kind is over.
    pub(super) recovered: Option<Timestamp>,
    /// The server wants to be left alone until then.
    pub(super) held: Option<Timestamp>,
}

impl Incident {
    /// When it has lasted long enough to be told.
    pub(super) fn ripe_at(&self, patience: Patience) -> Timestamp {
        let first = match patience.never_read {
            true => self.began,
            false => self.since.saturating_add(SHORTEST).unwrap_or(Timestamp::MAX),
        };
        let again = patience.recovered.and_then(|end| end.saturating_add(FLAPPING).ok());
        again.map_or(first, |again| again.max(first))
    }

    /// That people are to be told now, where they are.
    pub(super) fn due(&self, patience: Patience, now: Timestamp) -> Option<Told> {
        if let Some(told) = self.told {
            let days = now.duration_since(told.at).as_secs() / REPETITION.as_secs();
            let occurrence = u32::try_from(days).ok().filter(|days| *days > told.occurrence)?;
            return Some(Told { occurrence, ..told });
        }
        let ripe = self.ripe_at(patience);
        // The server itself says that it gives nothing for long enough.
        let certain = patience
            .held
            .is_some_and(|until| until >= ripe && until.duration_since(now) >= SHORTEST);
        let is_due = (self.polls >= FEWEST_POLLS && now >= ripe) || certain;
        is_due.then_some(Told { at: now, occurrence: 0 })
    }

    /// When a poll should next look whether people are to be told.
    pub(super) fn look_at(&self, patience: Patience) -> Timestamp {
        match self.told {
            None => self.ripe_at(patience),
            Some(told) => {
                let next = i32::try_from(told.occurrence).unwrap_or(i32::MAX).saturating_add(1);
                told.at.saturating_add(REPETITION.saturating_mul(next)).unwrap_or(Timestamp::MAX)
            }
        }
    }
}
