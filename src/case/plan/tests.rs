//! Whom a round wakes, and when: told by example, and held against a model that walks every minute.

mod model;

use super::*;
use crate::calendar::example::{SEOUL, at, calendar};
use crate::case::steps::{closing, handed_on};
use crate::case::{CaseId, State, advance, begin};
use crate::review::ReviewKey;

/// Nine to six on weekdays with lunch at twelve, nobody woken outside.
const OFFICE: &str = "work = \"mon-fri 09:00-18:00\"\nlunch = \"12:00-13:00\"\nholidays = \"KR\"";

fn settings(hours: &str) -> Settings {
    Settings { calendar: calendar(hours, SEOUL), ..Settings::default() }
}

fn key() -> ReviewKey {
    ReviewKey { source: "mall".parse().expect("a valid name"), native: "1".to_owned() }
}

fn named(due: &Due) -> String {
    let step = match due.step {
        Step::Alert => "alert".to_owned(),
        Step::Reminder(before) => format!("{}h", before.as_hours()),
        Step::Overdue => "overdue".to_owned(),
        Step::Answered => "answered".to_owned(),
        other => panic!("{other:?} is no step of a case that nobody touches"),
    };
    let zone = jiff::tz::TimeZone::get(SEOUL).expect("a zone");
    let local = zone.to_datetime(due.at).strftime("%a %H:%M");
    format!("{local} {step}{}", if due.wakes { " wakes" } else { "" })
}

/// What people hear of a complaint of `written` that is seen at `seen`, every step on time.
fn told(hours: &str, written: &str, seen: &str) -> Vec<String> {
    let settings = settings(hours);
    let (mut case, first) =
        begin(CaseId(1), key(), 1, at(written, SEOUL), at(seen, SEOUL), &settings);
    let mut told = vec![named(&first)];
    while let Some(next) = case.next {
        let (after, due) = advance(&case, next.at, &settings).expect("it is due");
        told.push(named(&due));
        case = after;
    }
    assert_eq!(case.state, State::Overdue);
    told
}

#[test]
fn a_night_passes_in_silence_and_the_morning_brings_the_mail() {
    // Monday 23 to Tuesday 24 November 2026.
    assert_eq!(
        told(OFFICE, "2026-11-23T20:00", "2026-11-23T20:10"),
        ["Tue 09:00 alert", "Tue 16:00 4h", "Tue 17:30 1h", "Wed 09:00 overdue"],
        "the reminders at 08:00 and 19:00 move to the last moment to write"
    );
}

#[test]
fn by_day_the_first_mail_comes_at_once_and_reminders_that_coincide_are_one() {
    assert_eq!(
        told(OFFICE, "2026-11-23T09:30", "2026-11-23T09:40"),
        ["Mon 09:40 alert", "Tue 09:00 1h", "Tue 09:30 overdue"],
        "all three reminders of the night move to half an hour before the deadline"
    );
}

#[test]
fn a_reminder_at_lunch_or_in_an_audible_evening_stays() {
    let hours = format!("{OFFICE}\nquiet = \"22:00-08:00\"");
    assert_eq!(
        told(&hours, "2026-11-23T16:30", "2026-11-23T16:40"),
        ["Mon 16:40 alert", "Tue 12:30 4h", "Tue 15:30 1h", "Tue 16:00 12h", "Tue 16:30 overdue"],
        "the reminder of 04:30 moves, that of half past twelve does not"
    );
    assert_eq!(
        told(&hours, "2026-11-24T21:30", "2026-11-24T21:40"),
        ["Tue 21:40 alert", "Wed 09:30 12h", "Wed 17:30 4h", "Wed 20:30 1h", "Wed 21:30 overdue"],
    );
}

#[test]
fn where_no_working_moment_is_left_the_first_mail_wakes_and_the_night_is_silent_after_it() {
    assert_eq!(
        told(OFFICE, "2026-11-27T17:00", "2026-11-27T18:30"),
        ["Fri 18:30 alert wakes", "Mon 09:00 overdue"],
        "Saturday's deadline leaves nobody at work"
    );
    assert_eq!(
        told(OFFICE, "2026-11-27T16:00", "2026-11-27T17:45"),
        ["Fri 17:45 alert wakes", "Mon 09:00 overdue"],
        "a quarter of an hour of work is not enough to write"
    );
    assert_eq!(
        told(OFFICE, "2026-11-27T16:00", "2026-11-27T17:20"),
        ["Fri 17:20 alert", "Fri 17:30 1h", "Mon 09:00 overdue"],
        "ten minutes earlier it is"
    );
}

#[test]
fn a_holiday_is_a_sunday() {
    // 추석 2026 is Thursday to Saturday, 24 to 26 September.
    assert_eq!(
        told(OFFICE, "2026-09-23T19:00", "2026-09-23T19:10"),
        ["Wed 19:10 alert wakes", "Mon 09:00 overdue"]
    );
    assert_eq!(
        told(OFFICE, "2026-09-27T12:00", "2026-09-27T12:10"),
        ["Mon 09:00 alert", "Mon 11:00 1h", "Mon 11:30 4h", "Mon 12:00 overdue"],
        "lunch begins at twelve: the 12 h and 4 h reminders of the night moved to 11:30"
    );
}

#[test]
fn what_is_overdue_when_first_seen_waits_for_the_morning() {
    let settings = settings(OFFICE);
    let seen = at("2026-11-23T23:00", SEOUL);
    let (case, due) = begin(CaseId(1), key(), 1, at("2026-11-22T10:00", SEOUL), seen, &settings);
    assert_eq!((case.state, case.next), (State::Overdue, None), "the state does not wait");
    assert_eq!(named(&due), "Tue 09:00 overdue");
}

#[test]
fn closing_waits_for_the_morning() {
    let settings = settings(OFFICE);
    for (written, seen, closed, said) in [
        ("2026-11-23T20:00", "2026-11-23T20:10", "2026-11-23T23:00", "Tue 09:00 answered"),
        ("2026-11-23T20:00", "2026-11-23T20:10", "2026-11-24T10:00", "Tue 10:00 answered"),
        ("2026-11-27T17:00", "2026-11-27T18:30", "2026-11-27T19:00", "Mon 09:00 answered"),
    ] {
        let (case, _) = begin(CaseId(1), key(), 1, at(written, SEOUL), at(seen, SEOUL), &settings);
        assert_eq!(named(&closing(&case, at(closed, SEOUL), &settings)), said);
    }
}

#[test]
fn whoever_is_put_in_charge_by_night_hears_in_the_morning_unless_that_is_too_late() {
    let settings = settings(OFFICE);
    for (written, handed, said) in [
        ("2026-11-23T20:00", "2026-11-23T23:00", "Tue 09:00 alert"),
        ("2026-11-23T20:00", "2026-11-24T10:00", "Tue 10:00 alert"),
        // Nobody works on Saturday.
        ("2026-11-27T17:00", "2026-11-27T23:00", "Fri 23:00 alert"),
        // It is overdue all the same.
        ("2026-11-22T20:00", "2026-11-23T23:00", "Tue 09:00 alert"),
    ] {
        let written = at(written, SEOUL);
        let (case, _) = begin(CaseId(1), key(), 1, written, written, &settings);
        assert_eq!(named(&handed_on(&case, at(handed, SEOUL), &settings)), said);
    }
}

#[test]
fn a_reminder_missed_until_the_night_wakes_only_where_the_morning_is_too_late() {
    let settings = settings(OFFICE);
    let opened = |written: &str| {
        begin(CaseId(1), key(), 1, at(written, SEOUL), at(written, SEOUL), &settings).0
    };
    // Due on Tuesday at 14:00, with reminders at 10:00 and 13:00 and one that moves to 13:30.
    let case = opened("2026-11-23T14:00");
    let late = at("2026-11-24T13:05", SEOUL);
    let (_, due) = advance(&case, late, &settings).expect("missed");
    assert_eq!(named(&due), "Tue 13:00 1h", "by day it is told at once");
    // Due on Tuesday at 09:10: the last moment was Monday at 17:40.
    let case = opened("2026-11-23T09:10");
    let (_, due) = advance(&case, at("2026-11-23T23:00", SEOUL), &settings).expect("missed");
    assert_eq!(named(&due), "Mon 17:40 1h wakes");
    // A second outage in the same night wakes nobody again.
    let (case, _) = advance(&case, at("2026-11-23T17:40", SEOUL), &settings).expect("in time");
    assert_eq!(case.next.map(|due| due.step), Some(Step::Overdue));
}

#[test]
fn whoever_rests_is_reminded_while_there_is_work_left_to_write_in() {
    let hours = format!("{OFFICE}\nquiet = \"22:00-08:00\"");
    let settings = settings(&hours);
    for (written, last) in [
        // Half past five on Monday and not eleven minutes past eight in the evening.
        ("2026-11-23T08:11", "2026-11-23T17:30"),
        // The reminder of the night comes at the last moment of work.
        ("2026-11-23T14:00", "2026-11-24T13:30"),
        // Nobody works before Sunday's deadline: the last there is.
        ("2026-11-28T10:00", "2026-11-29T09:00"),
    ] {
        let written = at(written, SEOUL);
        let (case, _) = begin(CaseId(1), key(), 1, written, written, &settings);
        let found = Plan::of(&case, &settings).last_reminder_after(written);
        assert_eq!(found, Some(at(last, SEOUL)), "written at {written}");
    }
}
