//! What becomes of a case when something happens to its review, or a person decides.

use jiff::Timestamp;

use super::steps::{begin, closed, closing};
use super::{Case, CaseId, Due, Settings, State, Turn, deadline_for};
use crate::review::{
    Event, Interval, Judgement, Rating, ReviewKey, Verdict, only_removes, wording,
};

/// What is known of a review when its events are dealt with.
#[derive(Clone, Debug)]
pub struct Sight<'a> {
    /// Which review.
    pub review: &'a ReviewKey,
    /// What its present words amount to.
    pub judgement: &'a Judgement,
    /// What the words amounted to that were judged last; `None` where none were.
    pub before: Option<&'a Judgement>,
    /// Its present words.
    pub words: &'a str,
    /// Its present stars.
    pub rating: Option<Rating>,
    /// When the customer wrote, as far as that is known.
    pub posted: Option<Interval>,
    /// When reviewd saw it first.
    pub first_seen: Timestamp,
    /// The shop's reply stands beside it, and is not older than what it says now.
    pub answered: bool,
}

impl Sight<'_> {
    fn is_complaint(&self) -> bool {
        self.judgement.verdict == Verdict::Negative
    }

    /// Whether an edit asks for an answer of its own: the words were no complaint before, fewer stars
    /// are given, or more is complained of. A mended typo asks for none, and neither does an edit that
    /// takes something back: more stars, words that are only fewer, or clearly milder ones.
    fn is_worse_than(&self, was: &str, rated: Option<Rating>) -> bool {
        let share = |rating: Rating| rating.share();
        let stars = rated.zip(self.rating).map(|(was, is)| share(is) - share(was));
        if stars.is_some_and(|change| change < -SAME_STARS) {
            return true;
        }
        if self.before.is_some_and(|before| before.verdict != Verdict::Negative) {
            return !wording::is_trivial(was, self.words);
        }
        let eased = self.before.map_or(0.0, |before| before.negative - self.judgement.negative);
        let milder = stars.is_some_and(|change| change > SAME_STARS) || eased >= CLEARLY_MILDER;
        !milder && !wording::is_mended(was, self.words) && !only_removes(was, self.words)
    }
}

/// Stars that differ by less, as a share of their scale, are the same stars.
const SAME_STARS: f64 = 0.02;
/// A complaint is milder where the probability that it is one fell by so much.
const CLEARLY_MILDER: f64 = 0.2;

/// A case to create or change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The case after it.
    pub case: Case,
    /// It has to be created; its number is given then.
    pub is_new: bool,
    /// What happened, for its history; never empty.
    pub what: Vec<Turn>,
    /// The step people hear of, if they do.
    pub step: Option<Due>,
}

/// Deals with a review's events, oldest first.
///
/// `case` is the review's own; `renews` is a closed case that a new review of the same author on the
/// same product takes up again.
pub fn on_events(
    case: Option<&Case>,
    renews: Option<&Case>,
    events: &[Event],
    sight: &Sight<'_>,
    now: Timestamp,
    settings: &Settings,
) -> Option<Change> {
    let mut round = Round { case: case.cloned(), is_new: false, what: Vec::new(), step: None };
    for event in events {
        round.take(event, renews, sight, now, settings);
    }
    let case = round.case.filter(|_| !round.what.is_empty())?;
    Some(Change { case, is_new: round.is_new, what: round.what, step: round.step })
}

/// The case while events are folded into it.
struct Round {
    case: Option<Case>,
    is_new: bool,
    what: Vec<Turn>,
    step: Option<Due>,
}

impl Round {
    fn take(
        &mut self,
        event: &Event,
        renews: Option<&Case>,
        sight: &Sight<'_>,
        now: Timestamp,
        settings: &Settings,
    ) {
        let complaint = sight.is_complaint();
        let state = self.case.as_ref().map(|case| case.state);
        let open = state.is_some_and(State::is_open);
        match event {
            Event::New { .. } | Event::Completed
                if complaint && !sight.answered && state.is_none() =>
            {
                self.first(event, renews, sight, now, settings);
            }
            Event::Edited { was, rated, between } => match (complaint, open) {
                (true, true) if !wording::is_trivial(was, sight.words) => {
                    self.what.push(Turn::Edited);
                }
                (true, false) if sight.is_worse_than(was, *rated) => {
                    self.renew(Turn::RenewedByEdit, between.earliest, sight, now, settings);
                }
                (false, true) if sight.judgement.verdict == Verdict::Positive => {
                    self.close(State::Withdrawn, Turn::WithdrawnByEdit, now, settings);
                }
                _ => {}
            },
            // A reply that is older than the words does not answer them.
            Event::Answered { .. } if open && sight.answered => {
                self.close(State::Answered, Turn::Answered, now, settings)
            }
            Event::ReplyVanished { between } if complaint && !open => {
                self.renew(Turn::ReplyVanished, between.earliest, sight, now, settings);
            }
            Event::Vanished { .. } if open => {
                self.close(State::Withdrawn, Turn::Vanished, now, settings);
            }
            Event::Reappeared
                if complaint && !sight.answered && state == Some(State::Withdrawn) =>
            {
                let started = self.case.as_ref().map_or(now, |case| case.started);
                self.renew(Turn::ThereAgain, started, sight, now, settings);
            }
            _ => {}
        }
    }

    fn first(
        &mut self,
        event: &Event,
        renews: Option<&Case>,
        sight: &Sight<'_>,
        now: Timestamp,
        settings: &Settings,
    ) {
        let baseline = matches!(event, Event::New { baseline: true });
        let started = match sight.posted {
            // What was there before us and may already have been due is history, not a case.
            Some(posted)
                if baseline && deadline_for(posted.latest, settings.reply_within) <= now =>
            {
                return;
            }
            Some(posted) => posted.earliest,
            None if baseline => return,
            None => sight.first_seen,
        };
        self.case = renews.cloned();
        self.renew(
            if renews.is_some() { Turn::RenewedByReview } else { Turn::Opened },
            started,
            sight,
            now,
            settings,
        );
    }

    fn renew(
        &mut self,
        what: Turn,
        started: Timestamp,
        sight: &Sight<'_>,
        now: Timestamp,
        settings: &Settings,
    ) {
        let (id, round) = match &self.case {
            Some(case) => (case.id, case.round + 1),
            None => (CaseId(0), 1),
        };
        self.is_new |= self.case.is_none();
        let (case, due) = begin(id, sight.review.clone(), round, started, now, settings);
        self.case = Some(case);
        self.step = Some(due);
        self.what.push(what);
    }

    fn close(&mut self, state: State, what: Turn, now: Timestamp, settings: &Settings) {
        if let Some(case) = &self.case {
            self.step = Some(closing(case, now, settings));
            self.case = Some(closed(case, state, now));
            self.what.push(what);
        }
    }
}

/// What a person may decide about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The public reply was given.
    Answered,
    /// No reply is due.
    Dismiss,
    /// It needs a reply after all; the clock of a new round starts now.
    Reopen,
}

/// Carries out a person's decision; `None` where the case is already so.
pub fn decide(
    case: &Case,
    decision: Decision,
    now: Timestamp,
    settings: &Settings,
) -> Option<Change> {
    let close = |state, what| {
        (case.state.is_open()).then(|| Change {
            case: closed(case, state, now),
            is_new: false,
            what: vec![what],
            step: None,
        })
    };
    match decision {
        Decision::Answered => close(State::Answered, Turn::AnsweredByPerson),
        Decision::Dismiss => close(State::Dismissed, Turn::Dismissed),
        Decision::Reopen if case.state.is_open() => None,
        Decision::Reopen => {
            let (case, due) =
                begin(case.id, case.review.clone(), case.round + 1, now, now, settings);
            let what = vec![Turn::Reopened];
            Some(Change { case, is_new: false, what, step: Some(due) })
        }
    }
}

#[cfg(test)]
mod rounds;
#[cfg(test)]
mod tests;
