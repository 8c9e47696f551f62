//! What the oracle expects: the steps of a case that come due, and what is then said to whom.

use jiff::SignedDuration;

use super::people::Reader;

/// A mail, or a share in one, that is to come.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    /// The first review of the case.
    pub(crate) case: u32,
    pub(crate) round: u32,
    /// As the mail's header names it.
    pub(crate) kind: String,
    pub(crate) to: Reader,
    /// When it came due.
    pub(crate) due: SignedDuration,
    /// When it is said: later than it came due where the night kept it back.
    pub(crate) at: SignedDuration,
    /// It was overdue before it could be seen.
    pub(crate) found_late: bool,
    /// It came due in the same minute in which the round, or the time that is looked at, ended.
    pub(crate) may_lack: bool,
}

impl Notice {
    /// The night kept it back.
    pub(crate) fn waited(&self) -> bool {
        self.at > self.due
    }
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// So long before the deadline.
    Reminder(SignedDuration),
    /// Someone who put it off hears again.
    Snoozed,
    Overdue,
    HandedBack,
    /// A reply that somebody reported does not show.
    Unconfirmed,
    /// And still does not.
    Lapsed,
    /// Is the customer content?
    FollowUp,
}

pub(super) fn reminder(lead: SignedDuration) -> String {
    format!("reminder:{}", lead.as_secs())
}

pub(super) fn is_reminder((_, step): &(SignedDuration, Step)) -> bool {
    matches!(step, Step::Reminder(_) | Step::Snoozed)
}
