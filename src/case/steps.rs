//! Rounds and the steps within one.

use jiff::Timestamp;

use super::{Case, CaseId, Due, Settings, State, Step, deadline_for};
use crate::review::ReviewKey;

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
    let overdue = deadline <= now;
    let (state, step) =
        if overdue { (State::Overdue, Step::Overdue) } else { (State::Open, Step::Alert) };
    let next = if overdue { None } else { next_after(deadline, now, settings) };
    let (opened, closed, owner) = (now, None, None);
    let case = Case { id, review, round, state, started, deadline, opened, closed, next, owner };
    (case, Due { step, at: now })
}

/// The next step of a round after `now`.
fn next_after(deadline: Timestamp, now: Timestamp, settings: &Settings) -> Option<Due> {
    let reminders = settings.remind_before.iter().filter_map(|before| {
        let at = deadline.checked_sub(*before).ok()?;
        Some(Due { step: Step::Reminder(*before), at })
    });
    reminders
        .chain([Due { step: Step::Overdue, at: deadline }])
        .filter(|due| due.at > now)
        .min_by_key(|due| due.at)
}

/// The transition that is due at `now`, if one is: the case after it and the step people hear of.
///
/// Of several steps missed meanwhile only the latest is taken; what it says covers the others.
pub fn advance(case: &Case, now: Timestamp, settings: &Settings) -> Option<(Case, Due)> {
    let mut due = case.next.filter(|due| case.state == State::Open && due.at <= now)?;
    while let Some(later) = next_after(case.deadline, due.at, settings).filter(|d| d.at <= now) {
        due = later;
    }
    let (state, next) = match due.step {
        Step::Overdue => (State::Overdue, None),
        _ => (State::Open, next_after(case.deadline, due.at, settings)),
    };
    Some((Case { state, next, ..case.clone() }, due))
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
        assert_eq!(first, Due { step: Step::Alert, at: hours(0) });
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
            assert_eq!(due, Due { step, at });
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
        assert_eq!(due, Due { step: Step::Reminder(SignedDuration::from_hours(4)), at: hours(20) });
        let (case, due) = advance(&case, hours(90), &Settings::default()).expect("overdue");
        assert_eq!(due, Due { step: Step::Overdue, at: hours(24) });
        assert_eq!(advance(&case, hours(99), &Settings::default()), None, "overdue is said once");
    }
}
