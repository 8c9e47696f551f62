//! Moments of digests, worked out by hand and over a year of days.

use jiff::SignedDuration;
use jiff::civil::time;
use proptest::prelude::*;

use super::*;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a bundled zone")
}

fn at(local: &str, zone: &TimeZone) -> Timestamp {
    let local: jiff::civil::DateTime = local.parse().expect("a civil time");
    zone.to_zoned(local).expect("an instant").timestamp()
}

fn daily(hour: i8, minute: i8) -> Settings {
    Settings { at: Some(time(hour, minute, 0, 0)), ..Settings::default() }
}

fn told(day: &str, decision: Decision) -> Planned {
    let told = decision.told.unwrap_or_else(|| panic!("{day} is told of: {decision:?}"));
    assert_eq!(told.day.to_string(), day);
    assert_eq!(decision.next.since, told.at, "the next one goes on where this one ends");
    told
}

#[test]
fn the_first_digest_comes_at_the_next_eight_o_clock_and_tells_what_happened_since_the_start() {
    let seoul = zone("Asia/Seoul");
    for (start, first) in [
        ("2026-11-22T07:59:59", "2026-11-22T08:00:00"),
        ("2026-11-22T08:00:00", "2026-11-23T08:00:00"),
        ("2026-11-22T15:00:00", "2026-11-23T08:00:00"),
    ] {
        let now = at(start, &seoul);
        let planned = plan(&daily(8, 0), &seoul, None, now).expect("one is planned");
        assert_eq!((planned.at, planned.since), (at(first, &seoul), now), "started {start}");
    }
    let off = Settings { at: None, ..Settings::default() };
    assert_eq!(plan(&off, &seoul, None, at("2026-11-22T15:00:00", &seoul)), None);
}

#[test]
fn another_time_in_the_settings_moves_the_digest_that_is_to_come_and_adds_none() {
    let seoul = zone("Asia/Seoul");
    let now = at("2026-11-22T15:00:00", &seoul);
    let planned = plan(&daily(8, 0), &seoul, None, now).expect("one is planned");
    let moved = plan(&daily(18, 30), &seoul, Some(&planned), now).expect("one is planned");
    assert_eq!(moved.at, at("2026-11-23T18:30:00", &seoul));
    assert_eq!((moved.day, moved.since), (planned.day, planned.since));
    let again = plan(&daily(8, 0), &seoul, Some(&moved), now);
    assert_eq!(again, Some(planned));

    // Moved to a time before the digest had anything to tell: that day has none.
    let evening = plan(&daily(18, 0), &seoul, None, now).expect("one is planned");
    let early = plan(&daily(8, 0), &seoul, Some(&evening), now).expect("one is planned");
    assert_eq!(early.at, at("2026-11-23T08:00:00", &seoul));
}

#[test]
fn a_machine_that_was_off_tells_within_twelve_hours_or_leaves_it_to_the_next_day() {
    let (seoul, settings) = (zone("Asia/Seoul"), daily(8, 0));
    let planned =
        plan(&settings, &seoul, None, at("2026-11-22T15:00:00", &seoul)).expect("one is planned");
    let decide = |now| decide(&planned, time(8, 0, 0, 0), &seoul, at(now, &seoul));

    let prompt = told("2026-11-23", decide("2026-11-23T08:00:00"));
    assert_eq!(prompt.at, at("2026-11-23T08:00:00", &seoul));
    let late = told("2026-11-23", decide("2026-11-23T19:59:59"));
    assert_eq!(late, prompt, "it still speaks of its own moment");

    let skipped = decide("2026-11-23T20:00:00");
    assert_eq!(skipped.told, None, "too late for the day's");
    assert_eq!(skipped.next.at, at("2026-11-24T08:00:00", &seoul));
    assert_eq!(skipped.next.since, planned.since, "what it would have said is not lost");
    assert_eq!(decide("2026-11-24T03:00:00"), skipped, "the night after is the same day");

    let days_later = told("2026-11-26", decide("2026-11-26T09:00:00"));
    assert_eq!(days_later.since, planned.since, "one digest for all the days that were missed");
    let days_later = decide("2026-11-26T07:00:00");
    assert_eq!(days_later.told, None, "yesterday's is too late and today's too early");
    assert_eq!(days_later.next.at, at("2026-11-26T08:00:00", &seoul));
}

#[test]
fn clocks_that_jump_neither_swallow_a_digest_nor_double_it() {
    let (new_york, settings) = (zone("America/New_York"), daily(2, 30));
    // On 8 March 2026 there is no half past two: three o'clock follows two.
    let start = at("2026-03-07T12:00:00", &new_york);
    let planned = plan(&settings, &new_york, None, start).expect("one is planned");
    assert_eq!(planned.at, at("2026-03-08T03:00:00", &new_york), "the next moment there is");
    // On 1 November half past two comes once, half past one twice.
    let twice = daily(1, 30);
    let planned = plan(&twice, &new_york, None, at("2026-10-31T12:00:00", &new_york));
    let planned = planned.expect("one is planned");
    assert_eq!(planned.at, at("2026-11-01T01:30:00", &new_york));
    let next = decide(&planned, time(1, 30, 0, 0), &new_york, planned.at).next;
    assert_eq!(next.at, at("2026-11-02T01:30:00", &new_york), "not at the second half past one");
    assert_eq!(next.at.duration_since(planned.at), SignedDuration::from_hours(25));
}

proptest! {
    #[test]
    fn over_a_year_every_day_has_one_digest_and_no_moment_is_told_twice(
        minute in 0_i16..1440,
        zone_name in prop::sample::select(vec!["Asia/Seoul", "America/New_York", "Australia/Lord_Howe"]),
        start in 1_767_000_000_i64..1_780_000_000,
    ) {
        let zone = zone(zone_name);
        let settings = daily((minute / 60) as i8, (minute % 60) as i8);
        let start = Timestamp::from_second(start).expect("an instant");
        let mut planned = plan(&settings, &zone, None, start).expect("one is planned");
        for _ in 0..370 {
            let decision = decide(&planned, settings.at.expect("a time"), &zone, planned.at);
            prop_assert_eq!(decision.told, Some(planned));
            prop_assert_eq!(decision.next.day, planned.day.tomorrow().expect("a day"));
            prop_assert_eq!(decision.next.since, planned.at);
            prop_assert!(decision.next.at > planned.at);
            prop_assert_eq!(decision.next.at.to_zoned(zone.clone()).date(), decision.next.day);
            // Starting anew changes nothing.
            let again = plan(&settings, &zone, Some(&decision.next), planned.at);
            prop_assert_eq!(again, Some(decision.next));
            planned = decision.next;
        }
    }
}
