//! The places where one complaint stands, and what becomes of a case when one more asks for its answer.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::hands::back_at;
use super::plan::Plan;
use super::steps::{last_call, next_after};
use super::{Case, Due, Settings, State, Step};
use crate::review::ReviewKey;

/// A review that asks for the answer in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub review: ReviewKey,
    /// When its own clock started.
    pub started: Timestamp,
    /// Whether it still asks.
    pub standing: Standing,
}

/// How far the answer came in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It waits for its reply.
    Waiting,
    /// The shop's reply stands beside it.
    Answered,
    /// The customer took it back there.
    Gone,
}

impl Place {
    /// One that waits.
    pub fn new(review: ReviewKey, started: Timestamp) -> Self {
        Self { review, started, standing: Standing::Waiting }
    }

    /// Whether it waits for its reply.
    pub fn waits(&self) -> bool {
        self.standing == Standing::Waiting
    }
}

impl Case {
    /// How a review stands in this round; `None` where it is none of its places.
    pub fn standing(&self, review: &ReviewKey) -> Option<Standing> {
        self.places.iter().find(|place| place.review == *review).map(|place| place.standing)
    }

    /// The places that wait, whichever was written first comes first.
    pub fn waiting(&self) -> Vec<&Place> {
        let mut waiting: Vec<&Place> = self.places.iter().filter(|place| place.waits()).collect();
        waiting.sort_by_key(|place| place.started);
        waiting
    }

    /// Notes how a review stands, where it is one of the places.
    pub(super) fn stands(&mut self, review: &ReviewKey, standing: Standing) {
        for place in self.places.iter_mut().filter(|place| place.review == *review) {
            place.standing = standing;
        }
        self.look_where_it_waits();
    }

    /// What people are shown first is a place that waits, where one does.
    pub(super) fn look_where_it_waits(&mut self) {
        if self.standing(&self.review) != Some(Standing::Waiting)
            && let Some(first) = self.waiting().first()
        {
            self.review = first.review.clone();
        }
    }

    /// Whether a mail is still to come that asks for the answer before the deadline.
    pub(super) fn is_asked_for_again(&self, now: Timestamp, settings: &Settings) -> bool {
        let next = Plan::of(self, settings).next_after(self.untaken_before(now));
        self.state == State::Open && next.is_some_and(|due| matches!(due.step, Step::Reminder(_)))
    }

    /// The last instant up to which everything that was due was taken.
    fn untaken_before(&self, now: Timestamp) -> Timestamp {
        let untaken = self.next.map(|due| due.at - SignedDuration::from_micros(1));
        untaken.map_or(now, |before| before.min(now))
    }
}

/// That people hear anew of an open case.
pub(super) fn told_again(case: &mut Case, now: Timestamp, settings: &Settings) -> Due {
    case.hands.again += 1;
    if case.state == State::Open {
        Plan::new(now, case.deadline, settings).alert()
    } else {
        Plan::of(case, settings).told(Due::new(Step::Alert, now), now, now)
    }
}

/// An open case that some more places ask to be answered, on the earlier clock of theirs and its own;
/// with what people hear at once.
///
/// They hear of it in the next mail of the round. Only where none is left, or where the earlier clock
/// leaves no working moment for it, they are told now: whoever knows of one place answers there alone.
pub(super) fn asked_too(
    case: &Case,
    places: &[Place],
    (started, deadline): (Timestamp, Timestamp),
    now: Timestamp,
    settings: &Settings,
) -> (Case, Option<Due>) {
    let mut joined = case.clone();
    joined.places.retain(|place| places.iter().all(|one| one.review != place.review));
    joined.places.extend(places.iter().cloned());
    joined.started = case.started.min(started);
    joined.deadline = case.deadline.min(deadline);
    joined.look_where_it_waits();
    let earlier = case.deadline.duration_since(joined.deadline);
    if earlier > SignedDuration::ZERO {
        hurry(&mut joined, now, settings);
    }
    if joined.state != State::Open {
        let step = told_again(&mut joined, now, settings);
        return (joined, Some(step));
    }
    if joined.deadline <= now {
        joined.state = State::Overdue;
        joined.next = next_after(&joined, now, settings);
        let told = Plan::of(&joined, settings).told(Due::new(Step::Overdue, now), now, now);
        return (joined, Some(told));
    }
    // What came due by the earlier clock is due now: it lies as far before the deadline as what was
    // taken last did, or nearer.
    let taken = case.untaken_before(now) - earlier;
    joined.next = next_after(&joined, taken, settings);
    let wakes = !earlier.is_zero() && Plan::new(now, joined.deadline, settings).alert().wakes;
    let is_heard = Plan::of(&joined, settings)
        .next_after(taken)
        .is_some_and(|due| matches!(due.step, Step::Reminder(_)));
    if is_heard && !wakes {
        return (joined, None);
    }
    let step = told_again(&mut joined, now, settings);
    joined.next = next_after(&joined, now, settings);
    (joined, Some(step))
}

/// Brings forward what people asked for, so that it still comes before the earlier deadline.
fn hurry(case: &mut Case, now: Timestamp, settings: &Settings) {
    let latest = last_call(case, now, settings);
    let hands = &mut case.hands;
    hands.snoozed = hands.snoozed.and_then(|until| Some(until.min(latest?)));
    hands.ack = hands.ack.take().and_then(|mut ack| {
        ack.chased = ack.chased.min(latest?);
        Some(ack)
    });
    if let Some(handed) = &mut hands.handed {
        handed.back = handed.back.min(back_at(now, case.deadline));
    }
}
