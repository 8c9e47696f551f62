//! Whatever a source does: beginnings and ends alternate, and nobody is told more than once a day.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

fn any_met() -> impl Strategy<Value = Met> {
    prop_oneof![
        4 => Just(rows(20)),
        2 => (0..=25_u32, 0..=25_u32).prop_map(|(n, dates)| match n {
            0 => Met::Empty,
            n => Met::Rows { rows: n, dates: dates.min(n) },
        }),
        2 => Just(Met::Empty),
        2 => Just(rows(2)),
        2 => Just(Met::Rows { rows: 20, dates: 1 }),
        3 => Just(Met::Unchanged),
        3 => Just(Met::Unread(Unread::Unreachable)),
        1 => Just(Met::Unread(Unread::Blocked)),
    ]
}

/// Runs of polls that meet the same, so that something lasts.
fn any_life() -> impl Strategy<Value = Vec<(Met, u8, u16)>> {
    proptest::collection::vec((any_met(), 1..30_u8, 1..200_u16), 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn beginnings_and_ends_alternate_and_each_incident_is_told_at_most_daily(runs in any_life()) {
        let mut life = Life::new();
        life.polls(5, &rows(20));
        for (met, count, minutes) in &runs {
            for _ in 0..*count {
                life.poll(met, MINUTE * i32::from(*minutes));
                let mut kinds: Vec<_> = life.state.open.iter().map(|i| i.trouble.kind()).collect();
                kinds.sort_unstable();
                kinds.dedup();
                prop_assert_eq!(kinds.len(), life.state.open.len(), "one of a kind at a time");
            }
        }
        let mut last: HashMap<&str, &Heard> = HashMap::new();
        let mut first: HashMap<&str, i64> = HashMap::new();
        for heard in &life.heard {
            let before = last.insert(heard.kind, heard);
            let was_broken = before.is_some_and(|before| before.broken.is_some());
            match heard.broken {
                None => prop_assert!(was_broken, "an end without a beginning: {:?}", life.heard),
                Some(0) => {
                    prop_assert!(!was_broken, "begun twice: {:?}", life.heard);
                    if let Some(before) = before {
                        let apart = heard.minute - before.minute;
                        prop_assert!(apart >= 60, "again after {apart} minutes: {:?}", life.heard);
                    }
                    if let Some(first) = first.insert(heard.kind, heard.minute) {
                        let apart = heard.minute - first;
                        prop_assert!(apart >= 360, "twice in {apart} minutes: {:?}", life.heard);
                    }
                }
                Some(occurrence) => {
                    prop_assert!(was_broken, "repeated before it began: {:?}", life.heard);
                    let days = (heard.minute - first[heard.kind]) / (24 * 60);
                    prop_assert_eq!(i64::from(occurrence), days, "not once a day: {:?}", life.heard);
                }
            }
        }
    }
}
