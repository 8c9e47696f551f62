//! The plan against a model that knows nothing but the calendar's answer for each minute.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::calendar::Calendar;
use crate::calendar::example::NEW_YORK;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

const HOURS: [(&str, &str); 6] = [
    (OFFICE, SEOUL),
    ("work = [\"mon-fri 09:00-18:00\", \"sat 10:00-14:00\"]\nquiet = \"22:00-08:00\"", SEOUL),
    ("work = \"mon-fri 09:00-18:00\"\nquiet = \"00:00-06:00\"\ntime_to_write = \"2h\"", SEOUL),
    ("quiet = \"23:00-07:00\"", NEW_YORK),
    ("work = \"mon-fri 20:00-04:00\"\nlunch = \"23:00-24:00\"", NEW_YORK),
    ("", SEOUL),
];

/// Two weeks in spring with New York's jump, and two in autumn with 추석.
const STARTS: [&str; 2] = ["2026-03-02T00:00:00Z", "2026-09-14T00:00:00Z"];

/// What is told when before the deadline, and whether it wakes, in order.
fn model(
    calendar: &Calendar,
    opened: Timestamp,
    deadline: Timestamp,
    reminders: &[SignedDuration],
) -> Vec<(Timestamp, Step, bool)> {
    let count = i32::try_from(deadline.duration_since(opened).as_mins()).expect("a few days");
    let minutes: Vec<Timestamp> = (0..count).map(|n| opened + MINUTE * n).collect();
    let (mut left, mut last) = (calendar.time_to_write().as_mins(), None);
    for minute in minutes.iter().rev().filter(|minute| calendar.is_working(**minute)) {
        left -= 1;
        if left == 0 {
            last = Some(*minute);
        }
    }
    let audible = minutes.iter().copied().find(|minute| !calendar.is_quiet(*minute));

    let in_time = audible.filter(|audible| last.is_some_and(|last| last >= *audible));
    let (alert, mut wakes) = match (calendar.is_quiet(opened), in_time) {
        (true, Some(audible)) => (audible, false),
        (quiet, _) => (opened, quiet),
    };
    let mut told: Vec<(Timestamp, Step)> = Vec::new();
    for before in reminders {
        let plain = deadline - *before;
        if plain <= opened {
            continue;
        }
        match (calendar.is_quiet(plain), last) {
            (false, _) => told.push((plain, Step::Reminder(*before))),
            (true, Some(last)) => told.push((last, Step::Reminder(*before))),
            (true, None) => wakes = true,
        }
    }
    told.retain(|(at, _)| *at > alert);
    // The nearest to the deadline comes first among those at one time.
    told.sort_by_key(|(at, step)| (*at, before(*step)));
    told.dedup_by_key(|(at, _)| *at);
    let mut all = vec![(alert, Step::Alert, wakes)];
    all.extend(told.into_iter().map(|(at, step)| (at, step, false)));
    all
}

/// A round's settings, and when its complaint was written and seen, in whole minutes.
fn rounds() -> impl Strategy<Value = (Settings, Timestamp, Timestamp)> {
    let reminders = proptest::collection::btree_set(1..40i32, 0..4);
    (0..HOURS.len(), 0..STARTS.len(), 0..14 * 1440i32, 60..48 * 60i32, 0..1440i32, reminders)
        .prop_map(|(hours, start, written, within, seen, reminders)| {
            let (hours, zone) = HOURS[hours];
            let start: Timestamp = STARTS[start].parse().expect("an instant");
            let reply_within = MINUTE * within;
            let remind_before = reminders.into_iter().rev().map(|n| MINUTE * (n * 30));
            let settings = Settings {
                reply_within,
                remind_before: remind_before.filter(|before| *before < reply_within).collect(),
                calendar: calendar(hours, zone),
                ..Settings::default()
            };
            let written = start + MINUTE * written;
            (settings, written, written + MINUTE * seen.min(within - 1))
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn every_round_is_told_as_the_model_tells_it((settings, written, seen) in rounds()) {
        let (mut case, first) = begin(CaseId(1), key(), 1, written, seen, &settings);
        let mut told = vec![(first.at, first.step, first.wakes)];
        while let Some(next) = case.next.filter(|next| next.step != Step::Overdue) {
            let (after, due) = advance(&case, next.at, &settings).expect("it is due");
            told.push((due.at, due.step, due.wakes));
            case = after;
        }
        let wanted = model(&settings.calendar, seen, case.deadline, &settings.remind_before);
        prop_assert_eq!(told, wanted);
        let (case, due) = advance(&case, case.deadline, &settings).expect("the deadline");
        let audible = settings.calendar.next_audible(case.deadline).expect("soon");
        prop_assert_eq!((case.state, due.step, due.at), (State::Overdue, Step::Overdue, audible));
    }

    #[test]
    fn however_late_steps_are_taken_a_round_wakes_at_most_once_and_by_night_nothing_else_does(
        (settings, written, seen) in rounds(),
        delays in proptest::collection::vec(0..600i32, 12),
    ) {
        let (mut case, first) = begin(CaseId(1), key(), 1, written, seen, &settings);
        let mut told = vec![(seen, first)];
        let mut now = seen;
        for delay in delays {
            let Some(next) = case.next else { break };
            now = now.max(next.at) + MINUTE * delay;
            let (after, due) = advance(&case, now, &settings).expect("it is due");
            told.push((now, due));
            case = after;
        }
        let woken = told.iter().filter(|(_, due)| due.wakes).count();
        prop_assert!(woken <= 1, "woken {} times: {:?}", woken, told);
        for (now, due) in &told {
            let heard = due.at.max(*now);
            let by_night = settings.calendar.is_quiet(heard) && heard.duration_since(due.at) > MINUTE;
            prop_assert!(due.wakes || !by_night, "at {heard} by night, and wakes nobody: {due:?}");
        }
    }
}
