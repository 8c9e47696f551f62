//! What people do with a case, and what comes of it.

use jiff::{SignedDuration, Timestamp};

use super::hands::back_at;
use super::steps::{begin, begin_again, closed, handed_on, last_call, next_after};
use super::{
    Ack, Address, Case, CaseId, Change, Due, Handed, Place, Said, Settings, Standing, State, Step,
    Taken, Turn,
};
use crate::review::Interval;

/// What a person may do with a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// They are on it.
    Ack,
    /// Someone else takes charge of it.
    Assign(Address),
    /// They have something to say.
    Note(String),
    /// They want no mail for so long.
    Snooze(SignedDuration),
    /// The public reply was given.
    Answered {
        /// The page will show it, so their word is not enough.
        shows: bool,
    },
    /// They know why it happened.
    Cause(String),
    /// They know what the customer gets.
    Remedy(String),
    /// The customer is content.
    Resolved,
    /// They did something against its happening again.
    Prevented(String),
    /// No reply is due.
    Dismiss,
    /// It needs a reply after all.
    Reopen,
}

/// Why something cannot be done with a case, as a fragment after "it cannot be done: ".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody has to act on it.
    #[error("it is {}, so nobody has to act on it; `reopen` changes that", .0.as_str())]
    NotOpen(State),
    /// It is so already.
    #[error("it is {} already", .0.as_str())]
    Already(State),
    /// The same person has it.
    #[error("it is theirs already")]
    Theirs,
    /// The mails are over.
    #[error("its deadline has passed: no reminder is left that could wait")]
    Late,
    /// A reply was reported and is looked for.
    #[error("a reply was reported already and is looked for on the page; `reopen` takes that back")]
    Reported,
    /// The customer has no reply yet.
    #[error("it is {}: only a case that was answered is resolved", .0.as_str())]
    NotAnswered(State),
    /// There is nothing to keep.
    #[error("the text is empty")]
    Empty,
    /// It goes on in another case.
    #[error("#{0} was joined into #{1}: do it there")]
    Merged(CaseId, CaseId),
    /// A case is not joined with itself.
    #[error("it is one and the same case")]
    Itself,
    /// The other one asks for an answer and this one does not.
    #[error("it is {} and #{other} waits for a reply: join this one into that one", .state.as_str())]
    OtherWaits {
        /// How this one stands.
        state: State,
        /// The other one.
        other: CaseId,
    },
    /// There is nothing to split off.
    #[error("it has only one review")]
    Alone,
    /// The text names no place, or several.
    #[error("say which of its reviews: {0}")]
    Which(String),
}

/// Does with a case what a person wants; `by` is their name.
///
/// # Errors
/// With the reason where it cannot be done; the case is as it was.
pub fn act(
    case: &Case,
    act: &Act,
    by: &str,
    now: Timestamp,
    settings: &Settings,
) -> Result<Change, Refusal> {
    if let Some(into) = case.into {
        return Err(Refusal::Merged(case.id, into));
    }
    let hand = Hand { case, by, now, settings };
    match act {
        Act::Ack => hand.ack(),
        Act::Assign(to) => hand.assign(to),
        Act::Note(text) => hand.keep(Turn::Noted, text),
        Act::Snooze(length) => hand.snooze(*length),
        Act::Answered { shows: true } => hand.report(),
        Act::Answered { shows: false } => hand.answer(),
        Act::Cause(text) => hand.keep(Turn::CauseFound, text),
        Act::Remedy(text) => hand.keep(Turn::RemedyChosen, text),
        Act::Resolved => hand.resolve(),
        Act::Prevented(text) => hand.keep(Turn::Prevented, text),
        Act::Dismiss => hand.dismiss(),
        Act::Reopen => hand.reopen(),
    }
}

/// A person at a case.
struct Hand<'a> {
    case: &'a Case,
    by: &'a str,
    now: Timestamp,
    settings: &'a Settings,
}

impl Hand<'_> {
    fn taken(&self, turn: Turn) -> Taken {
        Taken { by: Some(self.by.to_owned()), ..turn.into() }
    }

    fn change(&self, case: Case, what: Taken) -> Change {
        Change { case, is_new: false, what: vec![what], step: None }
    }

    /// The case with its next step planned anew. What is due already and was not taken yet stays due.
    fn planned(&self, mut case: Case) -> Case {
        let untaken = self.case.next.map(|due| due.at - SignedDuration::from_micros(1));
        let after = untaken.map_or(self.now, |before| before.min(self.now));
        case.next = next_after(&case, after, self.settings);
        case
    }

    fn open(&self) -> Result<Case, Refusal> {
        if self.case.state.is_open() {
            Ok(self.case.clone())
        } else {
            Err(Refusal::NotOpen(self.case.state))
        }
    }

    fn ack(&self) -> Result<Change, Refusal> {
        let mut case = self.open()?;
        let (at, by) = (self.now, self.by.to_owned());
        let chased = last_call(&case, at, self.settings);
        case.hands.ack = chased.map(|chased| Ack { at, by, chased });
        case.hands.snoozed = None;
        case.hands.handed = None;
        Ok(self.change(self.planned(case), self.taken(Turn::Acked)))
    }

    fn assign(&self, to: &Address) -> Result<Change, Refusal> {
        let mut case = self.open()?;
        if case.owner.as_ref() == Some(to) {
            return Err(Refusal::Theirs);
        }
        let from = case.owner.replace(to.clone());
        let back = back_at(self.now, case.deadline);
        case.hands.handed = Some(Handed { by: self.by.to_owned(), from, back });
        case.hands.handings += 1;
        // Someone else said that they were on it.
        (case.hands.ack, case.hands.snoozed) = (None, None);
        let what = Taken { to: Some(to.clone()), ..self.taken(Turn::Assigned) };
        let step = Some(handed_on(&case, self.now, self.settings));
        Ok(Change { step, ..self.change(self.planned(case), what) })
    }

    fn snooze(&self, length: SignedDuration) -> Result<Change, Refusal> {
        let mut case = self.open()?;
        let latest = last_call(&case, self.now, self.settings).ok_or(Refusal::Late)?;
        let asked = self.now.saturating_add(length).unwrap_or(Timestamp::MAX).min(latest);
        // Reminders are told apart by the whole seconds they come before the deadline.
        let before = SignedDuration::from_secs(case.deadline.duration_since(asked).as_secs());
        let until = case.deadline - before;
        case.hands.snoozed = Some(until);
        case.hands.handed = None;
        let what = Taken { until: Some(until), ..self.taken(Turn::Snoozed) };
        Ok(self.change(self.planned(case), what))
    }

    /// Keeps a text in the history. Whoever handed the case on says nothing about what its owner does.
    fn keep(&self, turn: Turn, text: &str) -> Result<Change, Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::Empty);
        }
        let mut case = self.case.clone();
        let is_acted_on = case.hands.handed.as_ref().is_some_and(|handed| handed.by != self.by);
        if is_acted_on {
            case.hands.handed = None;
            case = self.planned(case);
        }
        let what = Taken { text: Some(text.to_owned()), ..self.taken(turn) };
        Ok(self.change(case, what))
    }

    /// Takes someone's word for a reply that the page does not show yet: the reminders rest, and the
    /// polls look for it.
    fn report(&self) -> Result<Change, Refusal> {
        let asked = match (self.case.state, &self.case.hands.said) {
            (State::Open | State::Overdue, _) => false,
            (State::Unconfirmed, Some(said)) if said.asked => true,
            (State::Unconfirmed, _) => return Err(Refusal::Reported),
            (state, _) => return Err(Refusal::Already(state)),
        };
        let due = self.now.saturating_add(self.settings.confirm_within).unwrap_or(Timestamp::MAX);
        // People are asked once a round; after that the case is open again.
        let step = if asked { Step::Overdue } else { Step::Unconfirmed };
        let mut case = Case {
            state: State::Unconfirmed,
            next: Some(Due::new(step, due)),
            ..self.case.clone()
        };
        case.hands.said = Some(Said { at: self.now, by: self.by.to_owned(), asked });
        case.hands.handed = None;
        let what = Taken { until: Some(due), ..self.taken(Turn::Unconfirmed) };
        Ok(self.change(case, what))
    }

    fn answer(&self) -> Result<Change, Refusal> {
        if self.case.state.is_over() {
            return Err(Refusal::Already(self.case.state));
        }
        let replied = Interval::at(self.now);
        let case = closed(self.case, State::Answered, self.now, Some(replied), self.settings);
        let took = Some(self.now.duration_since(case.started));
        let what = Taken { took, ..self.taken(Turn::AnsweredByPerson) };
        Ok(self.change(case, what))
    }

    fn resolve(&self) -> Result<Change, Refusal> {
        match self.case.state {
            State::Answered => {
                let case = Case { next: None, ..self.case.clone() };
                Ok(self.change(case, self.taken(Turn::Resolved)))
            }
            state => Err(Refusal::NotAnswered(state)),
        }
    }

    fn dismiss(&self) -> Result<Change, Refusal> {
        if self.case.state.is_over() {
            return Err(Refusal::Already(self.case.state));
        }
        let case = closed(self.case, State::Dismissed, self.now, None, self.settings);
        Ok(self.change(case, self.taken(Turn::Dismissed)))
    }

    /// A new round; where someone takes back that they replied, the customer's clock has gone on.
    fn reopen(&self) -> Result<Change, Refusal> {
        let (case, due) = match self.case.state {
            state @ (State::Open | State::Overdue) => return Err(Refusal::Already(state)),
            State::Unconfirmed => begin_again(self.case, self.now, self.settings),
            State::Answered | State::Dismissed | State::Withdrawn | State::Joined => {
                let Case { id, review, round, owner, places, .. } = self.case.clone();
                let again = |place| Place { started: self.now, ..place };
                let places = places.into_iter().map(again).collect();
                let (case, due) = begin(id, review, round + 1, self.now, self.now, self.settings);
                (Case { owner, places, ..case }, due)
            }
        };
        let mut case = case;
        if case.waiting().is_empty() {
            let review = case.review.clone();
            case.stands(&review, Standing::Waiting);
        }
        Ok(Change { step: Some(due), ..self.change(case, self.taken(Turn::Reopened)) })
    }
}

#[cfg(test)]
mod tests;
