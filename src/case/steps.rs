//! Rounds and the steps within one.

use jiff::{SignedDuration, Timestamp};

use super::plan::Plan;
use super::{Case, CaseId, Due, Hands, Place, Settings, State, Step, deadline_for};
use crate::review::{Interval, ReviewKey};

/// A round that begins, and the step that people hear of first.
///
/// Where its deadline has already passed, that is [`Step::Overdue`]; steps before `now` are not made
/// up for one by one. Whose it is, is not decided here.
pub fn begin(
    id: CaseId,
    review: ReviewKey,
    round: u32,
    started: Timestamp,
    now: Timestamp,
    settings: &Settings,
) -> (Case, Due) {
    let deadline = deadline_for(started, settings.reply_within);
    let plan = Plan::new(now, deadline, settings);
    let overdue = Due::new(Step::Overdue, now);
    let (state, due, next) = if deadline <= now {
        (State::Overdue, plan.told(overdue, now, now), None)
    } else {
        (State::Open, plan.alert(), plan.next_after(now))
    };
    let case = Case {
        id,
        places: vec![Place::new(review.clone(), started)],
        review,
        round,
        state,
        started,
        deadline,
        opened: now,
        closed: None,
        next,
        owner: None,
        hands: Hands::default(),
        replied: None,
        into: None,
    };
    (case, due)
}

/// The round after one in which a reply was reported that is not there: the customer's clock has gone on
/// all the while, so it keeps its start and is mostly overdue at once, which the escalation contact hears.
pub(super) fn begin_again(case: &Case, now: Timestamp, settings: &Settings) -> (Case, Due) {
    let (again, due) =
        begin(case.id, case.review.clone(), case.round + 1, case.started, now, settings);
    (Case { owner: case.owner.clone(), places: case.places.clone(), ..again }, due)
}

/// The last moment before the deadline at which people are to be reminded whatever they asked for: the
/// last reminder that leaves working hours to write in or, where all have passed, the middle of what is
/// left. `None` where nothing is left.
pub(super) fn last_call(case: &Case, now: Timestamp, settings: &Settings) -> Option<Timestamp> {
    let left = case.deadline.duration_since(now);
    let regular = Plan::of(case, settings).last_reminder_after(now);
    (left > SignedDuration::ZERO).then(|| {
        regular.unwrap_or_else(|| case.deadline - SignedDuration::from_secs(left.as_secs() / 2))
    })
}

/// What happens to a case next by itself, after `after`.
pub(super) fn next_after(case: &Case, after: Timestamp, settings: &Settings) -> Option<Due> {
    // It stands out until someone acts, so it is never passed over.
    let back = case.hands.handed.iter().map(|handed| Due::new(Step::HandedBack, handed.back));
    match case.state {
        State::Open => Plan::of(case, settings)
            .next_after(after)
            .into_iter()
            .chain(back)
            .min_by_key(|due| due.at),
        State::Overdue => back.min_by_key(|due| due.at),
        State::Unconfirmed
        | State::Answered
        | State::Dismissed
        | State::Withdrawn
        | State::Joined => None,
    }
}

/// The transition that is due at `now`, if one is: the case after it, and the step people hear of with
/// the time at which they do, which is later than `now` where quiet hours are waited for.
///
/// Of several steps missed meanwhile only the latest is taken; what it says covers the others. A reply
/// that never showed begins another round.
pub fn advance(case: &Case, now: Timestamp, settings: &Settings) -> Option<(Case, Due)> {
    let due = case.next.filter(|due| due.at <= now)?;
    let told = |due: Due| Plan::of(case, settings).told(due, due.at, now);
    match (case.state, due.step) {
        (State::Open, Step::Reminder(_) | Step::Overdue) => Some(remind(case, due, now, settings)),
        (State::Open | State::Overdue, Step::HandedBack) => {
            let mut case = case.clone();
            case.owner = case.hands.handed.take().and_then(|handed| handed.from);
            case.next = next_after(&case, due.at, settings);
            Some((case, told(due)))
        }
        (State::Unconfirmed, Step::Unconfirmed) => {
            let mut case = case.clone();
            case.hands.said.iter_mut().for_each(|said| said.asked = true);
            case.next = Some(gives_up(now, settings.reply_within));
            Some((case, told(due)))
        }
        (State::Unconfirmed, Step::Overdue) => Some(begin_again(case, now, settings)),
        (State::Answered, Step::FollowUp) => Some((Case { next: None, ..case.clone() }, told(due))),
        _ => None,
    }
}

/// The step by which people hear that the case was closed at `now`.
pub(super) fn closing(case: &Case, now: Timestamp, settings: &Settings) -> Due {
    Plan::of(case, settings).told(Due::new(Step::Answered, now), now, now)
}

/// The step by which whoever is put in charge at `now` hears of it.
pub(super) fn handed_on(case: &Case, now: Timestamp, settings: &Settings) -> Due {
    Plan::of(case, settings).handed_on(now)
}

fn remind(case: &Case, first: Due, now: Timestamp, settings: &Settings) -> (Case, Due) {
    let is_covered = |later: &Due| later.at <= now && later.step != Step::HandedBack;
    let mut due = first;
    while let Some(later) = next_after(case, due.at, settings).filter(is_covered) {
        due = later;
    }
    let told = Plan::of(case, settings).told(due, first.at, now);
    let state = if due.step == Step::Overdue { State::Overdue } else { State::Open };
    let mut case = Case { state, ..case.clone() };
    case.next = next_after(&case, due.at, settings);
    (case, told)
}

/// When a reply that was reported counts as not given, unless it shows within `wait`.
pub(super) fn gives_up(now: Timestamp, wait: SignedDuration) -> Due {
    Due::new(Step::Overdue, now.saturating_add(wait).unwrap_or(Timestamp::MAX))
}

/// The case closed at `now`; where that was by a reply, `replied` says when it was written.
pub(super) fn closed(
    case: &Case,
    state: State,
    now: Timestamp,
    replied: Option<Interval>,
    settings: &Settings,
) -> Case {
    let next = settings.follow_up_after.filter(|_| state == State::Answered).map(|after| {
        let since = replied.map_or(now, |replied| replied.latest);
        Due::new(Step::FollowUp, since.saturating_add(after).unwrap_or(Timestamp::MAX))
    });
    let mut case = Case { state, closed: Some(now), next, replied, ..case.clone() };
    // Who was to have it before is nobody's matter any more.
    case.hands.handed = None;
    case
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(h: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(h)
    }

    fn key() -> ReviewKey {
        ReviewKey { source: "mall".parse().expect("a valid name"), native: "1".to_owned() }
    }

    fn opened(started: Timestamp, now: Timestamp) -> (Case, Due) {
        begin(CaseId(1), key(), 1, started, now, &Settings::default())
    }

    #[test]
    fn every_step_comes_at_its_second_and_not_one_before() {
        let (mut case, first) = opened(hours(0), hours(0));
        assert_eq!(first, Due::new(Step::Alert, hours(0)));
        let second = SignedDuration::from_secs(1);
        for (step, at) in [
            (Step::Reminder(SignedDuration::from_hours(12)), hours(12)),
            (Step::Reminder(SignedDuration::from_hours(4)), hours(20)),
            (Step::Reminder(SignedDuration::from_hours(1)), hours(23)),
            (Step::Overdue, hours(24)),
        ] {
            let early = advance(&case, at - second, &Settings::default());
            assert_eq!(early, None, "{step:?} came a second early");
            let (after, due) = advance(&case, at, &Settings::default())
                .unwrap_or_else(|| panic!("{step:?} is due"));
            assert_eq!(due, Due::new(step, at));
            case = after;
        }
        assert_eq!((case.state, case.next), (State::Overdue, None));
    }

    #[test]
    fn steps_already_past_at_first_sight_are_not_sent_one_by_one() {
        let (case, first) = opened(hours(0), hours(21));
        assert_eq!(first.step, Step::Alert, "one alert says what is left");
        assert_eq!(case.next.map(|d| d.at), Some(hours(23)), "the 12 h and 4 h reminders are past");
        let (case, first) = opened(hours(0), hours(24));
        assert_eq!((case.state, first.step), (State::Overdue, Step::Overdue));
    }

    #[test]
    fn after_a_downtime_only_the_latest_missed_step_is_taken() {
        let (case, _) = opened(hours(0), hours(0));
        let (case, due) =
            advance(&case, hours(22), &Settings::default()).expect("steps were missed");
        assert_eq!(due, Due::new(Step::Reminder(SignedDuration::from_hours(4)), hours(20)));
        let (case, due) = advance(&case, hours(90), &Settings::default()).expect("overdue");
        assert_eq!(due, Due::new(Step::Overdue, hours(24)));
        assert_eq!(advance(&case, hours(99), &Settings::default()), None, "overdue is said once");
    }
}
