//! Two cases that a person finds to be one, and one that they find to be two.

use jiff::Timestamp;

use super::place::asked_too;
use super::steps::{begin, closed, closing};
use super::{Case, CaseId, Change, Place, Refusal, Settings, Standing, State, Taken, Turn};
use crate::review::ReviewKey;

/// Takes all reviews of `other` over into `case`, on the earlier clock of both; gives both after it, `case`
/// first. `by` is who wants it.
///
/// # Errors
/// With the reason where it cannot be done.
pub fn join(
    case: &Case,
    other: &Case,
    by: &str,
    now: Timestamp,
    settings: &Settings,
) -> Result<[Change; 2], Refusal> {
    if case.id == other.id {
        return Err(Refusal::Itself);
    }
    for one in [case, other] {
        if let Some(into) = one.into {
            return Err(Refusal::Merged(one.id, into));
        }
    }
    let (mut after, step) = if other.state.is_over() {
        (case.clone(), None)
    } else if case.state.is_open() {
        let clock = (other.started, other.deadline);
        asked_too(case, &other.places, clock, now, settings)
    } else {
        return Err(Refusal::OtherWaits { state: case.state, other: other.id });
    };
    if !other.state.is_over() {
        let replied = [case.replied, other.replied].into_iter().flatten();
        after.replied = replied.max_by_key(|replied| replied.latest);
    }
    let gone = Case {
        state: State::Joined,
        into: Some(case.id),
        closed: Some(now),
        places: Vec::new(),
        ..closed(other, State::Joined, now, other.replied, settings)
    };
    let named = |turn: Turn, id: CaseId| said(turn, by, format!("#{id}"));
    Ok([
        Change { step, ..change(after, named(Turn::JoinedByPerson, other.id)) },
        change(gone, named(Turn::JoinedInto, case.id)),
    ])
}

/// Takes one of its reviews out of a case into one of its own, on that review's own clock; gives both after
/// it, `case` first. The clock of `case` stays as it is: within a round it never moves later.
///
/// # Errors
/// With the reason where it cannot be done.
pub fn split(
    case: &Case,
    place: &str,
    by: &str,
    now: Timestamp,
    settings: &Settings,
) -> Result<[Change; 2], Refusal> {
    if let Some(into) = case.into {
        return Err(Refusal::Merged(case.id, into));
    }
    let place = found(case, place)?;
    let mut rest = case.clone();
    rest.places.retain(|one| one.review != place.review);
    if rest.review == place.review {
        rest.review = rest.places[0].review.clone();
    }
    let waits = !case.state.is_over() && rest.waiting().is_empty();
    let mut step = None;
    if waits {
        let is_answered = rest.places.iter().any(|one| one.standing == Standing::Answered);
        let state = if is_answered { State::Answered } else { State::Withdrawn };
        step = Some(closing(&rest, now, settings));
        rest = closed(&rest, state, now, case.replied, settings);
    }
    rest.look_where_it_waits();
    let (own, first) = own_case(case, place, now, settings);
    Ok([
        Change { step, ..change(rest, said(Turn::SplitOff, by, place.review.to_string())) },
        Change {
            is_new: true,
            step: first,
            ..change(own, said(Turn::SplitFrom, by, format!("#{}", case.id)))
        },
    ])
}

/// The case of a review that leaves another one: where it waits, it goes on to.
fn own_case(
    case: &Case,
    place: &Place,
    now: Timestamp,
    settings: &Settings,
) -> (Case, Option<super::Due>) {
    let (own, first) = begin(CaseId(0), place.review.clone(), 1, place.started, now, settings);
    let own = Case { owner: case.owner.clone(), places: vec![place.clone()], ..own };
    let over = |state| closed(&own, state, case.closed.unwrap_or(now), case.replied, settings);
    match (case.state, place.standing) {
        (State::Open | State::Overdue, Standing::Waiting) => (own, Some(first)),
        (State::Unconfirmed, Standing::Waiting) => {
            let mut own = Case { state: case.state, next: case.next, ..own };
            own.hands.said = case.hands.said.clone();
            (own, None)
        }
        (state, _) if state.is_over() => (Case { next: None, ..over(state) }, None),
        (_, Standing::Answered) => (over(State::Answered), None),
        (_, _) => (over(State::Withdrawn), None),
    }
}

/// The one place that a person means: by its page, its number there, or both.
fn found<'c>(case: &'c Case, text: &str) -> Result<&'c Place, Refusal> {
    let means = |key: &ReviewKey| {
        key.source.as_str() == text || key.native == text || key.to_string() == text
    };
    let names = || case.places.iter().map(|place| place.review.to_string()).collect::<Vec<_>>();
    let meant: Vec<&Place> = case.places.iter().filter(|place| means(&place.review)).collect();
    match meant.as_slice() {
        _ if case.places.len() < 2 => Err(Refusal::Alone),
        [one] => Ok(one),
        _ => Err(Refusal::Which(names().join(", "))),
    }
}

fn said(turn: Turn, by: &str, text: String) -> Taken {
    Taken { by: Some(by.to_owned()), text: Some(text), ..turn.into() }
}

fn change(case: Case, what: Taken) -> Change {
    Change { case, is_new: false, what: vec![what], step: None }
}

#[cfg(test)]
mod tests;
