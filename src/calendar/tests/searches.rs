//! Searches against a model that walks minute by minute, and where clocks jump.

use jiff::civil::{DateTime, Weekday};
use proptest::prelude::*;

use super::*;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// The same hours, said in code and asked of the clock on the wall.
struct Model {
    written: &'static str,
    zone: &'static str,
    working: fn(DateTime) -> bool,
    quiet: fn(DateTime) -> bool,
}

fn is_weekday(at: DateTime) -> bool {
    !matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// 추석 2026 and the substitute day of 개천절, which the stretch of the test covers.
fn is_holiday(at: DateTime) -> bool {
    matches!((at.month(), at.day()), (9, 24..=26) | (10, 3 | 5 | 9))
}

const MODELS: [Model; 3] = [
    Model {
        written: "work = \"mon-fri 09:00-18:00\"\nlunch = \"12:00-13:00\"\nholidays = \"KR\"",
        zone: SEOUL,
        working: |at| is_weekday(at) && !is_holiday(at) && matches!(at.hour(), 9..=11 | 13..=17),
        quiet: |at| !(is_weekday(at) && !is_holiday(at) && matches!(at.hour(), 9..=17)),
    },
    Model {
        written: "work = [\"mon-fri 09:30-18:00\", \"sat 10:00-14:00\"]\nquiet = \"22:00-08:00\"",
        zone: SEOUL,
        working: |at| match at.weekday() {
            Weekday::Saturday => matches!(at.hour(), 10..=13),
            Weekday::Sunday => false,
            _ => (570..1080).contains(&(i32::from(at.hour()) * 60 + i32::from(at.minute()))),
        },
        quiet: |at| !matches!(at.hour(), 8..=21),
    },
    Model {
        written: "quiet = \"23:00-07:00\"\nlunch = \"mon-fri 12:00-13:00\"",
        zone: NEW_YORK,
        working: |at| matches!(at.hour(), 7..=22) && !(is_weekday(at) && at.hour() == 12),
        quiet: |at| !matches!(at.hour(), 7..=22),
    },
];

/// Three weeks of minutes.
const SPAN: i32 = 21 * 24 * 60;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn searches_find_what_walking_minute_by_minute_finds(
        which in 0..3usize,
        from in 0..SPAN / 2,
        seconds in 0..60i64,
        need in 1..240i64,
    ) {
        let model = &MODELS[which];
        let written = format!("{}\ntime_to_write = \"{need}m\"", model.written);
        let calendar = calendar(&written, model.zone);
        let zone = TimeZone::get(model.zone).expect("a zone");
        // No clock jumps in these weeks: what the wall shows is all there is to know.
        let start = at("2026-09-14T00:00", model.zone);
        let minute = |n: i32| start + MINUTE * n;
        let local = |n: i32| zone.to_datetime(minute(n));
        let now = minute(from) + SignedDuration::from_secs(seconds);

        prop_assert_eq!(calendar.is_working(now), (model.working)(local(from)), "{}", now);
        prop_assert_eq!(calendar.is_quiet(now), (model.quiet)(local(from)), "{}", now);
        let next = |holds: &dyn Fn(DateTime) -> bool| {
            if holds(local(from)) {
                return Some(now);
            }
            (from + 1..SPAN).find(|n| holds(local(*n))).map(minute)
        };
        prop_assert_eq!(calendar.next_working(now), next(&model.working));
        prop_assert_eq!(calendar.next_audible(now), next(&|at| !(model.quiet)(at)));

        // Whole minutes, so that counting them is exact.
        let deadline = minute(from + SPAN / 2);
        let mut left = need;
        let mut n = from + SPAN / 2;
        while left > 0 {
            n -= 1;
            left -= i64::from((model.working)(local(n)));
        }
        prop_assert_eq!(calendar.last_call(deadline), Some(minute(n)));
        let mut left = need;
        let mut n = from;
        while left > 0 {
            left -= i64::from((model.working)(local(n)));
            n += 1;
        }
        prop_assert_eq!(calendar.written_by(minute(from)), Some(minute(n)));
    }
}

#[test]
fn a_year_without_a_working_moment_is_given_up_on() {
    let days = jiff::civil::date(2025, 1, 1).series(jiff::Span::new().days(1)).take(3 * 365);
    let list: Vec<String> = days.map(|day| format!("\"{day}\"")).collect();
    let hours = format!("work = \"09:00-18:00\"\nholidays = [{}]", list.join(","));
    let calendar = calendar(&hours, SEOUL);
    let midst = at("2026-06-01T12:00", SEOUL);
    assert_eq!(calendar.next_working(midst), None);
    assert_eq!(calendar.next_audible(midst), None);
    assert_eq!(calendar.last_call(midst), None);
    assert_eq!(calendar.written_by(midst), None);
}

#[test]
fn the_end_of_quiet_hours_is_an_instant() {
    let calendar = calendar("quiet = \"22:00-08:00\"", SEOUL);
    let end = at("2026-11-23T08:00", SEOUL);
    assert!(calendar.ends_quiet(end));
    for (other, why) in [
        (end + SignedDuration::from_micros(1), "a moment later"),
        (end - SignedDuration::from_micros(1), "a moment earlier"),
        (at("2026-11-23T22:00", SEOUL), "their beginning"),
        (at("2026-11-23T12:00", SEOUL), "the middle of the day"),
    ] {
        assert!(!calendar.ends_quiet(other), "{why}");
    }
}

#[test]
fn hours_follow_the_clock_on_the_wall_when_it_jumps() {
    let calendar = calendar("work = \"09:00-17:00\"\nquiet = \"22:00-06:00\"", NEW_YORK);
    // On 8 March 2026 two becomes three, on 1 November two becomes one.
    for (evening, morning, hours) in [
        ("2026-03-07T22:00", "2026-03-08T06:00", 7),
        ("2026-10-31T22:00", "2026-11-01T06:00", 9),
        ("2026-06-01T22:00", "2026-06-02T06:00", 8),
    ] {
        let (from, until) = (at(evening, NEW_YORK), at(morning, NEW_YORK));
        assert_eq!(until.duration_since(from), SignedDuration::from_hours(hours), "{evening}");
        assert_eq!(calendar.next_audible(from), Some(until), "{evening}");
        let minutes = (0..hours * 60).all(|n| calendar.is_quiet(from + MINUTE * (n as i32)));
        assert!(minutes, "quiet throughout the night from {evening}");
    }
}

#[test]
fn hours_within_a_jump_begin_after_it_and_those_that_come_twice_begin_once() {
    let calendar = calendar("work = \"02:15-02:45\"", NEW_YORK);
    let midnight = at("2026-03-08T00:00", NEW_YORK);
    // 02:15 does not exist that night; the clock shows 03:15 and 03:45 instead.
    assert_eq!(calendar.next_working(midnight), Some(at("2026-03-08T03:15", NEW_YORK)));
    let twice = super::calendar("work = \"01:00-01:30\"", NEW_YORK);
    let first = at("2026-11-01T01:00", NEW_YORK);
    assert!(twice.is_working(first));
    assert!(!twice.is_working(first + SignedDuration::from_hours(1)), "the hour's second coming");
}
