//! Rounds and the steps within one.

use jiff::Timestamp;

use super::plan::Plan;
use super::{Case, CaseId, Due, Settings, State, Step, deadline_for};
use crate::review::ReviewKey;

/// A round that begins, and the step that people hear of first.
///
/// Where its deadline has already passed, that is [`Step::Overdue`]; steps before `now` are not made
/// up for one by one.
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
    let case =
        Case { id, review, round, state, started, deadline, opened: now, closed: None, next };
    (case, due)
}

/// The transition that is due at `now`, if one is: the case after it, and the step people hear of with
/// the time at which they do, which is later than `now` where quiet hours are waited for.
///
/// Of several steps missed meanwhile only the latest is taken; what it says covers the others.
pub fn advance(case: &Case, now: Timestamp, settings: &Settings) -> Option<(Case, Due)> {
    let first = case.next.filter(|due| case.state == State::Open && due.at <= now)?;
    let plan = Plan::of(case, settings);
    let mut due = first;
    while let Some(later) = plan.next_after(due.at).filter(|later| later.at <= now) {
        due = later;
    }
    let (state, next) = match due.step {
        Step::Overdue => (State::Overdue, None),
        _ => (State::Open, plan.next_after(due.at)),
    };
    Some((Case { state, next, ..case.clone() }, plan.told(due, first.at, now)))
}

/// The step by which people hear that the case was closed at `now`. Whoever the first mail of the round
/// woke hears of it too.
pub(super) fn closing(case: &Case, now: Timestamp, settings: &Settings) -> Due {
    let plan = Plan::of(case, settings);
    let told = plan.told(Due::new(Step::Answered, now), now, now);
    Due { wakes: case.opened < case.deadline && plan.alert().wakes, ..told }
}

/// The case closed at `now`.
pub(super) fn closed(case: &Case, state: State, now: Timestamp) -> Case {
    Case { state, closed: Some(now), next: None, ..case.clone() }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

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
