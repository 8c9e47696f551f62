//! What routing comes to.

use jiff::{SignedDuration, Timestamp};

use super::{Address, Away};
use crate::case::{Case, Due, Step};

/// Who is told of a complaint, with the reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routed {
    /// Who has to see to an answer (담당).
    pub owner: Address,
    /// Who reads along.
    pub also: Vec<Address>,
    /// Who is next, the longest lead first.
    pub rungs: Vec<Rung>,
    /// How this came about.
    pub why: Why,
}

/// A step of the escalation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Who hears; never empty.
    pub to: Vec<Address>,
    /// How long before the deadline; zero: when it passes.
    pub before: SignedDuration,
}

/// How it came about that these people are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// Which route fits, by its place in the file from 0; `None` where none does and `mail.to` is told.
    pub route: Option<usize>,
    /// The lines of it, all of which hold.
    pub fits: Vec<String>,
    /// The routes before it, in their order, each with its first line that does not hold.
    pub passed: Vec<String>,
    /// Who would have been told and is away.
    pub absent: Vec<Absence>,
}

/// One who is away, and who is told instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The person's name.
    pub name: String,
    /// Which days.
    pub away: Away,
    /// Who takes it on; `None` where only the fallback is left.
    pub instead: Option<Address>,
}

/// What a recipient is to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Sees to the answer.
    Owner,
    /// Does so while the owner is away.
    StandIn,
    /// Reads along.
    Copy,
    /// Hears because there is no answer yet.
    Escalation,
}

impl Routed {
    /// Leads at which a rung hears before the deadline: reminders of their own.
    pub fn leads(&self) -> impl Iterator<Item = SignedDuration> {
        self.rungs.iter().map(|rung| rung.before).filter(SignedDuration::is_positive)
    }

    /// The rungs that hear of a step; `before` is the case before it.
    ///
    /// Whoever heard of the lapse hears of the end as well. What cannot wait, or what its owner does nothing
    /// about, concerns the first rung at once.
    pub(super) fn reached(
        &self,
        case: &Case,
        due: Due,
        before: Option<&Case>,
    ) -> impl Iterator<Item = &Rung> {
        let late = due.step == Step::Overdue || before.is_some_and(Case::was_overdue);
        let is_reached = move |place: usize, rung: &Rung| match due.step {
            Step::FollowUp => false,
            Step::Unconfirmed => late,
            Step::HandedBack => late || place == 0,
            Step::Alert | Step::Reminder(_) | Step::Overdue | Step::Answered => {
                let is_time = rung.before.is_positive() && came(case.deadline, rung.before, due.at);
                let named = matches!(due.step, Step::Reminder(lead) if lead <= rung.before);
                late || is_time || named || (due.wakes && place == 0)
            }
        };
        self.rungs
            .iter()
            .enumerate()
            .filter(move |(place, rung)| is_reached(*place, rung))
            .map(|(_, rung)| rung)
    }
}

/// Whether it is `lead` before the deadline, or later.
fn came(deadline: Timestamp, lead: SignedDuration, at: Timestamp) -> bool {
    deadline.duration_since(at) <= lead
}
