//! What becomes of a case when something happens to its review.

use jiff::Timestamp;

use super::steps::{begin, closed, closing};
use super::{Case, CaseId, Due, Settings, State, Step, Taken, Turn, deadline_for};
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
    /// When that reply was written, as far as the page says.
    pub replied: Option<Interval>,
    /// What the customer last added to it is thanks.
    pub thanks: bool,
}

/// What an edit asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bearing {
    /// An answer of its own.
    Worse,
    /// Nothing: it mends, or leaves something out.
    Same,
    /// Nothing, and the customer is content.
    Milder,
}

impl Sight<'_> {
    fn is_complaint(&self) -> bool {
        self.judgement.verdict == Verdict::Negative
    }

    /// An edit asks for an answer of its own where the words were no complaint before, fewer stars are
    /// given, or more is complained of. A mended typo asks for none, and neither does an edit that takes
    /// something back: more stars, words that are only fewer, or clearly milder ones.
    fn bearing(&self, was: &str, rated: Option<Rating>) -> Bearing {
        match self.judgement.verdict {
            Verdict::Positive => return Bearing::Milder,
            Verdict::SuspectedTroll => return Bearing::Same,
            Verdict::Negative => {}
        }
        let share = |rating: Rating| rating.share();
        let stars = rated.zip(self.rating).map(|(was, is)| share(is) - share(was));
        if stars.is_some_and(|change| change < -SAME_STARS) {
            return Bearing::Worse;
        }
        if self.before.is_some_and(|before| before.verdict != Verdict::Negative) {
            let trivial = wording::is_trivial(was, self.words);
            return if trivial { Bearing::Same } else { Bearing::Worse };
        }
        let eased = self.before.map_or(0.0, |before| before.negative - self.judgement.negative);
        let more_stars = stars.is_some_and(|change| change > SAME_STARS);
        if more_stars || eased >= CLEARLY_MILDER || self.thanks {
            return Bearing::Milder;
        }
        let mended = wording::is_mended(was, self.words) || only_removes(was, self.words);
        if mended { Bearing::Same } else { Bearing::Worse }
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
    pub what: Vec<Taken>,
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
    what: Vec<Taken>,
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
        let waits = state.is_some_and(|state| !state.is_over());
        match event {
            Event::New { .. } | Event::Completed
                if complaint && !sight.answered && state.is_none() =>
            {
                self.first(event, renews, sight, now, settings);
            }
            Event::New { baseline: false } | Event::Completed
                if sight.judgement.verdict == Verdict::Positive && state.is_none() =>
            {
                self.case = renews.cloned();
                self.content(Turn::Thanked);
            }
            Event::Edited { was, rated, between } => {
                match (sight.bearing(was, *rated), complaint) {
                    (Bearing::Milder, false) if waits => {
                        self.close(
                            State::Withdrawn,
                            Turn::WithdrawnByEdit.into(),
                            None,
                            (now, settings),
                        );
                    }
                    (Bearing::Worse, true) if !open => {
                        self.renew(Turn::RenewedByEdit, between.earliest, sight, now, settings);
                    }
                    (_, true) if waits && !wording::is_trivial(was, sight.words) => {
                        self.what.push(Turn::Edited.into());
                    }
                    (Bearing::Milder, _) => self.content(Turn::Appeased),
                    _ => {}
                }
            }
            // A reply that is older than the words does not answer them.
            Event::Answered { between } if waits && sight.answered => {
                self.answered(sight.replied, *between, (now, settings));
            }
            Event::ReplyVanished { between } if complaint && !waits => {
                self.renew(Turn::ReplyVanished, between.earliest, sight, now, settings);
            }
            Event::Vanished { .. } if waits => {
                self.close(State::Withdrawn, Turn::Vanished.into(), None, (now, settings));
            }
            Event::Vanished { .. } => self.content(Turn::Vanished),
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
        let owner = self.case.take().and_then(|case| case.owner);
        let (case, due) = begin(id, sight.review.clone(), round, started, now, settings);
        self.case = Some(Case { owner, ..case });
        self.step = Some(due);
        self.what.push(what.into());
    }

    /// The page's own date of the reply counts, as far as it can be true.
    fn answered(
        &mut self,
        dated: Option<Interval>,
        seen: Interval,
        (now, settings): (Timestamp, &Settings),
    ) {
        let Some(started) = self.case.as_ref().map(|case| case.started) else { return };
        let possible = Interval::between(started.min(now), now);
        let replied = [dated, Some(seen)].into_iter().flatten();
        let replied = replied.filter_map(|interval| interval.intersection(possible)).next();
        let replied = replied.unwrap_or(Interval::at(now));
        let took = Some(replied.latest.duration_since(started));
        let turn = Taken { took, ..Turn::Answered.into() };
        self.close(State::Answered, turn, Some(replied), (now, settings));
    }

    fn close(
        &mut self,
        state: State,
        what: Taken,
        replied: Option<Interval>,
        (now, settings): (Timestamp, &Settings),
    ) {
        if let Some(case) = &self.case {
            self.step = Some(closing(case, now, settings));
            self.case = Some(closed(case, state, now, replied, settings));
            self.what.push(what);
        }
    }

    /// The customer shows whether they are content, so nobody has to be asked.
    fn content(&mut self, what: Turn) {
        let asks = |case: &Case| case.next.is_some_and(|due| due.step == Step::FollowUp);
        if let Some(case) = self.case.as_mut().filter(|case| asks(case)) {
            case.next = None;
            self.what.push(what.into());
        }
    }
}

#[cfg(test)]
mod rounds;
#[cfg(test)]
mod tests;
