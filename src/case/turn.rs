//! What can happen to a case, as its history keeps it.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

use super::{Address, Step};

macro_rules! turns {
    ($($(#[doc = $doc:literal])+ $turn:ident = $name:literal,)+) => {
        /// A turn that a case took. Its name is stable: histories and logs are full of it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Turn {
            $($(#[doc = $doc])+ $turn,)+
        }

        impl Turn {
            /// Every one there is.
            pub const ALL: &[Self] = &[$(Self::$turn),+];

            /// The stable machine name.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$turn => $name,)+
                }
            }
        }
    };
}

turns! {
    /// A complaint asks for an answer.
    Opened = "opened",
    /// The complaint was reworded and still is one.
    Edited = "edited",
    /// New words ask for an answer.
    RenewedByEdit = "renewed by an edit",
    /// The same customer complains of the same thing again.
    RenewedByReview = "renewed by another review",
    /// The shop's reply is gone, the complaint is not.
    ReplyVanished = "the reply vanished",
    /// A complaint that was gone is back.
    ThereAgain = "there again",
    /// A person wants it answered after all.
    Reopened = "reopened by a person",
    /// The first mail of a round came due.
    Alerted = "alerted",
    /// A reminder came due.
    Reminded = "reminded",
    /// The deadline passed.
    Overdue = "overdue",
    /// The shop's reply stands on the page.
    Answered = "answered",
    /// A person says that the reply was given, where the page shows none.
    AnsweredByPerson = "answered, says a person",
    /// A person says that the reply was given; it does not show yet.
    Unconfirmed = "answered, says a person, but not seen",
    /// The reply that a person spoke of still does not show: they are asked once more.
    NotSeen = "the reply does not show",
    /// It never did.
    NeverShown = "the reply never showed",
    /// A person is on it.
    Acked = "acknowledged by a person",
    /// A person wants no mail for a while.
    Snoozed = "snoozed by a person",
    /// A person put someone in charge.
    Assigned = "assigned by a person",
    /// Whoever was put in charge did nothing.
    HandedBack = "handed back",
    /// A person noted something.
    Noted = "noted by a person",
    /// A person found the cause.
    CauseFound = "cause found by a person",
    /// A person chose a remedy.
    RemedyChosen = "remedy chosen by a person",
    /// It is time to ask whether the customer is content.
    FollowedUp = "follow-up asked for",
    /// A person says that the customer is content.
    Resolved = "resolved, says a person",
    /// The customer edited the complaint into something milder after the reply.
    Appeased = "softened by the customer",
    /// The customer wrote well of the same thing after the reply.
    Thanked = "the customer wrote well of it",
    /// A person did something against its happening again.
    Prevented = "prevented by a person",
    /// A person says that no reply is due.
    Dismissed = "dismissed by a person",
    /// The complaint was edited into praise.
    WithdrawnByEdit = "withdrawn by an edit",
    /// The review is gone.
    Vanished = "vanished",
    /// Nothing is due any more.
    Settled = "settled",
}

impl From<Step> for Turn {
    fn from(step: Step) -> Self {
        match step {
            Step::Alert => Self::Alerted,
            Step::Reminder(_) => Self::Reminded,
            Step::Overdue => Self::Overdue,
            Step::Answered => Self::Answered,
            Step::HandedBack => Self::HandedBack,
            Step::Unconfirmed => Self::NotSeen,
            Step::FollowUp => Self::FollowedUp,
        }
    }
}

/// A turn with what is to be told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Which turn.
    pub turn: Turn,
    /// Who took it; `None` where nobody did.
    pub by: Option<String>,
    /// What they said: a note, a cause, a remedy.
    pub text: Option<String>,
    /// To whom the case was given.
    pub to: Option<Address>,
    /// How long it lasts.
    pub until: Option<Timestamp>,
    /// Time from the complaint to the public reply.
    pub took: Option<SignedDuration>,
}

impl<T: Into<Turn>> From<T> for Taken {
    fn from(turn: T) -> Self {
        Self { turn: turn.into(), by: None, text: None, to: None, until: None, took: None }
    }
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Turn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let turn = Self::ALL.iter().find(|turn| turn.as_str() == text);
        turn.copied().ok_or_else(|| format!("{text:?} is no turn of a case"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_turn_is_read_back_by_its_name() {
        for turn in Turn::ALL {
            assert_eq!(turn.as_str().parse(), Ok(*turn), "two turns share a name");
        }
        assert!("late".parse::<Turn>().is_err());
    }
}
