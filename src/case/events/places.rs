//! A complaint that stands in several places: one more asks for the answer, one has its reply, one is taken
//! back.

use jiff::Timestamp;

use super::{Round, Sight};
use crate::case::place::{asked_too, told_again};
use crate::case::{Case, Place, Settings, Standing, State, Taken, Turn, deadline_for};
use crate::review::Interval;

impl Round {
    /// One more place asks for the answer to an open case.
    pub(super) fn asks(
        &mut self,
        what: Turn,
        started: Timestamp,
        sight: &Sight<'_>,
        now: Timestamp,
        settings: &Settings,
    ) {
        let Some(case) = self.case.as_ref().filter(|case| case.state.is_open()) else { return };
        let places = [Place::new(sight.review.clone(), started)];
        let clock = (started, deadline_for(started, settings.reply_within));
        let (case, step) = asked_too(case, &places, clock, now, settings);
        self.case = Some(case);
        self.step = step.or(self.step);
        self.what.push(here(what, sight));
    }

    /// A place of an open case that had its reply, was taken back, or belongs to an earlier round.
    pub(super) fn asks_again(
        &mut self,
        started: Timestamp,
        sight: &Sight<'_>,
        now: Timestamp,
        settings: &Settings,
    ) {
        let waits = |case: &Case| case.standing(sight.review) == Some(Standing::Waiting);
        if self.case.as_ref().is_some_and(|case| !waits(case)) {
            self.asks(Turn::AsksAgainHere, started, sight, now, settings);
        }
    }

    /// The places beside this one that still have to show a reply. Where a person says that it was given,
    /// their word has to do for pages that show none.
    fn waits_elsewhere(&self, sight: &Sight<'_>) -> bool {
        self.case.as_ref().is_some_and(|case| {
            let has_to_show = |place: &Place| {
                case.state != State::Unconfirmed || !sight.hidden.contains(&place.review.source)
            };
            let others = case.places.iter().filter(|place| place.review != *sight.review);
            others.filter(|place| place.waits()).any(has_to_show)
        })
    }

    /// The customer took it back in one place.
    pub(super) fn taken_back(
        &mut self,
        turn: Turn,
        sight: &Sight<'_>,
        now: Timestamp,
        settings: &Settings,
    ) {
        let waits_elsewhere = self.waits_elsewhere(sight);
        let Some(case) = &mut self.case else { return };
        if case.standing(sight.review).is_none_or(|standing| standing == Standing::Gone) {
            return;
        }
        case.stands(sight.review, Standing::Gone);
        if waits_elsewhere {
            self.what.push(here(Turn::TakenBackHere, sight));
            return;
        }
        // What is left had its reply, or is covered by a person's word.
        let is_answered = case.places.iter().any(|place| place.standing != Standing::Gone);
        let said = case.hands.said.as_ref().map(|said| said.at);
        let known = case.replied.unwrap_or(Interval::at(said.unwrap_or(now)));
        let replied = is_answered.then_some(known);
        match replied {
            None => self.close(State::Withdrawn, turn.into(), None, (now, settings)),
            Some(replied) => {
                self.what.push(here(Turn::TakenBackHere, sight));
                self.close_answered(replied, (now, settings));
            }
        }
    }

    /// The page's own date of the reply counts, as far as it can be true.
    pub(super) fn answered(
        &mut self,
        seen: Interval,
        sight: &Sight<'_>,
        now: Timestamp,
        settings: &Settings,
    ) {
        let waits_elsewhere = self.waits_elsewhere(sight);
        let Some(case) = &mut self.case else { return };
        if case.standing(sight.review).is_none() {
            return;
        }
        let possible = Interval::between(case.started.min(now), now);
        let replied = [sight.replied, Some(seen)].into_iter().flatten();
        let replied = replied.filter_map(|interval| interval.intersection(possible)).next();
        let replied = [case.replied, Some(replied.unwrap_or(Interval::at(now)))];
        let replied = replied.into_iter().flatten().max_by_key(|replied| replied.latest);
        let replied = replied.unwrap_or(Interval::at(now));
        let is_news = case.standing(sight.review) == Some(Standing::Waiting);
        case.stands(sight.review, Standing::Answered);
        if !waits_elsewhere {
            self.close_answered(replied, (now, settings));
        } else if is_news {
            case.replied = Some(replied);
            self.what.push(here(Turn::AnsweredHere, sight));
            // Whoever replied here may think that all is done, and no mail would tell otherwise.
            if case.state.is_open() && !case.is_asked_for_again(now, settings) {
                self.step = Some(told_again(case, now, settings));
            }
        }
    }

    fn close_answered(&mut self, replied: Interval, (now, settings): (Timestamp, &Settings)) {
        let Some(case) = &self.case else { return };
        let took = Some(replied.latest.duration_since(case.started));
        let turn = Taken { took, ..Turn::Answered.into() };
        self.close(State::Answered, turn, Some(replied), (now, settings));
    }
}

/// A turn that concerns one of several places.
fn here(turn: Turn, sight: &Sight<'_>) -> Taken {
    Taken { text: Some(sight.review.to_string()), ..turn.into() }
}
