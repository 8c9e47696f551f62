//! Promises about what comes of people's words.

use super::*;
use crate::case::{CaseId, advance};
use crate::review::ReviewKey;

fn minutes(m: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(m)
}

fn hours(h: i64) -> Timestamp {
    minutes(h * 60)
}

fn length(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn settings() -> Settings {
    Settings::default()
}

/// A complaint of hour 0, due at hour 24, reminded of at 12, 20 and 23.
fn open() -> Case {
    let key = ReviewKey { source: "mall".parse().expect("a valid name"), native: "1".to_owned() };
    begin(CaseId(1), key, 1, hours(0), hours(0), &settings()).0
}

fn someone() -> Address {
    "sea@shop.example".parse().expect("an address")
}

fn tried(case: &Case, what: &Act, at: i64) -> Result<Change, Refusal> {
    act(case, what, "하늘", hours(at), &settings())
}

fn done(case: &Case, what: &Act, at: i64) -> Case {
    tried(case, what, at).unwrap_or_else(|why| panic!("{what:?} at {at}: {why}")).case
}

/// Everything that happens by itself from here on, as hours and steps.
fn course(mut case: Case) -> Vec<(Timestamp, Step)> {
    let mut taken = Vec::new();
    while let Some(next) = case.next {
        let Some((after, due)) = advance(&case, next.at, &settings()) else {
            panic!("{next:?} is due and cannot be taken: {case:?}")
        };
        taken.push((next.at, due.step));
        case = after;
    }
    taken
}

fn reminder(before: i64) -> Step {
    Step::Reminder(length(before))
}

#[test]
fn who_is_on_it_is_reminded_once_more_before_the_deadline() {
    let case = done(&open(), &Act::Ack, 2);
    assert_eq!(course(case.clone()), [(hours(23), reminder(1)), (hours(24), Step::Overdue)]);
    assert_eq!(case.hands.ack.map(|ack| (ack.by, ack.at)), Some(("하늘".to_owned(), hours(2))));
}

#[test]
fn who_is_on_it_after_the_last_reminder_is_still_reminded() {
    let (mut case, last) = (open(), minutes(23 * 60 + 20));
    (case, _) = advance(&case, last, &settings()).expect("reminders were due");
    let case = act(&case, &Act::Ack, "하늘", last, &settings()).expect("it is open").case;
    let half = Step::Reminder(SignedDuration::from_mins(20));
    assert_eq!(course(case), [(minutes(23 * 60 + 40), half), (hours(24), Step::Overdue)]);
}

#[test]
fn a_snooze_ends_with_a_mail_and_the_reminders_go_on() {
    let case = done(&open(), &Act::Snooze(length(15)), 2);
    let rest = [(hours(17), reminder(7)), (hours(20), reminder(4)), (hours(23), reminder(1))];
    assert_eq!(course(case)[..3], rest, "the 12 h reminder is within the snooze");
}

#[test]
fn a_snooze_never_reaches_beyond_the_last_reminder() {
    for (asked, at) in [(22, 2), (1_000, 2), (24, 22)] {
        let case = done(&open(), &Act::Snooze(length(asked)), at);
        assert_eq!(case.hands.snoozed, Some(hours(23)), "{asked} h from {at} h on");
        assert_eq!(course(case), [(hours(23), reminder(1)), (hours(24), Step::Overdue)]);
    }
    let (late, _) = advance(&open(), minutes(23 * 60 + 30), &settings()).expect("reminders");
    let late = act(&late, &Act::Snooze(length(5)), "하늘", minutes(23 * 60 + 30), &settings());
    let until = late.expect("half an hour is left").case.hands.snoozed;
    assert_eq!(until, Some(minutes(23 * 60 + 45)), "half of what is left after the last reminder");
    let (overdue, _) = advance(&open(), hours(24), &settings()).expect("the deadline");
    assert_eq!(tried(&overdue, &Act::Snooze(length(1)), 25), Err(Refusal::Late));
}

#[test]
fn a_word_after_the_deadline_does_not_hide_that_it_passed() {
    // The loop has not come to the deadline yet.
    for what in [Act::Ack, Act::Note("보고 있어요".to_owned()), Act::Assign(someone())] {
        let case = done(&open(), &what, 25);
        let steps: Vec<Step> = course(case).into_iter().map(|(_, step)| step).collect();
        assert!(steps.contains(&Step::Overdue), "{what:?}: {steps:?}");
    }
}

#[test]
fn a_case_handed_to_someone_who_does_nothing_comes_back_after_a_quarter_of_the_time() {
    let change = tried(&open(), &Act::Assign(someone()), 4).expect("it is open");
    assert_eq!(change.step, Some(Due::new(Step::Alert, hours(4))), "they are told");
    let case = change.case;
    assert_eq!(case.owner, Some(someone()));
    let (back, due) = advance(&case, hours(9), &settings()).expect("5 of 20 h have passed");
    assert_eq!(due, Due::new(Step::HandedBack, hours(9)));
    assert_eq!((back.owner.clone(), back.hands.handed.clone()), (None, None), "as it was before");
    assert_eq!(course(back).len(), 4, "and its reminders and deadline are as they were");
}

#[test]
fn who_gets_a_case_late_has_half_an_hour() {
    let case = done(&open(), &Act::Assign(someone()), 23);
    let case = advance(&case, hours(23), &settings()).expect("the last reminder").0;
    let rest = [(minutes(23 * 60 + 30), Step::HandedBack), (hours(24), Step::Overdue)];
    assert_eq!(course(case), rest);
    let (overdue, _) = advance(&open(), hours(24), &settings()).expect("the deadline");
    let case = done(&overdue, &Act::Assign(someone()), 30);
    assert_eq!(course(case), [(minutes(30 * 60 + 30), Step::HandedBack)], "late cases too");
}

#[test]
fn whoever_does_something_keeps_the_case() {
    let handed = done(&open(), &Act::Assign(someone()), 4);
    let note = Act::Note("창고에 물어봤어요".to_owned());
    let own = act(&handed, &note, "하늘", hours(5), &settings()).expect("a note").case;
    assert!(own.hands.handed.is_some(), "who handed it on says nothing about who got it");
    for what in [Act::Ack, note, Act::Snooze(length(2)), Act::Cause("delivery".to_owned())] {
        let kept = act(&handed, &what, "바다", hours(5), &settings()).expect("it is open").case;
        assert_eq!((kept.owner.clone(), kept.hands.handed.clone()), (Some(someone()), None));
        let steps = course(kept);
        assert!(steps.iter().all(|(_, step)| *step != Step::HandedBack), "{what:?}: {steps:?}");
    }
    assert_eq!(tried(&handed, &Act::Assign(someone()), 5), Err(Refusal::Theirs));
}

#[test]
fn a_reply_that_is_reported_and_never_shows_is_asked_for_once_and_then_the_case_is_open_again() {
    let case = done(&open(), &Act::Answered { shows: true }, 5);
    assert_eq!((case.state, case.closed), (State::Unconfirmed, None));
    let (case, due) = advance(&case, hours(5 + 72), &settings()).expect("three days");
    assert_eq!((case.state, due.step), (State::Unconfirmed, Step::Unconfirmed));
    let (case, due) = advance(&case, hours(5 + 72 + 24), &settings()).expect("a day more");
    assert_eq!((case.state, case.round, due.step), (State::Overdue, 2, Step::Overdue));
    assert_eq!((case.started, case.deadline), (hours(0), hours(24)), "the customer's own clock");
}

#[test]
fn a_reported_reply_is_reported_again_only_when_asked_for() {
    let reported = || Act::Answered { shows: true };
    let case = done(&open(), &reported(), 5);
    assert_eq!(tried(&case, &reported(), 6), Err(Refusal::Reported));
    let (asked, _) = advance(&case, hours(77), &settings()).expect("three days");
    let again = done(&asked, &reported(), 80);
    assert_eq!(course(again), [(hours(80 + 72), Step::Overdue)], "nobody is asked twice");
}

#[test]
fn taking_back_a_reported_reply_does_not_stop_the_clock() {
    let case = done(&open(), &Act::Answered { shows: true }, 5);
    let back = done(&case, &Act::Reopen, 7);
    assert_eq!((back.round, back.state, back.deadline), (2, State::Open, hours(24)));
    let late = tried(&case, &Act::Reopen, 30).expect("it is taken back");
    assert_eq!(late.step.map(|due| due.step), Some(Step::Overdue), "people hear that it is late");
}

#[test]
fn where_no_reply_ever_shows_a_word_is_final() {
    let case = done(&open(), &Act::Answered { shows: false }, 5);
    assert_eq!((case.state, case.closed), (State::Answered, Some(hours(5))));
    assert_eq!(course(case), [(hours(5 + 7 * 24), Step::FollowUp)]);
}

#[test]
fn an_outcome_is_recorded_once_there_is_an_answer() {
    let answered = done(&open(), &Act::Answered { shows: false }, 5);
    let resolved = tried(&answered, &Act::Resolved, 30).expect("it is answered");
    assert_eq!((resolved.case.state, resolved.case.next), (State::Answered, None));
    assert_eq!(resolved.what[0].turn, Turn::Resolved);
    assert_eq!(tried(&open(), &Act::Resolved, 3), Err(Refusal::NotAnswered(State::Open)));
    let kept = tried(&answered, &Act::Prevented("완충재를 바꿨어요".to_owned()), 31);
    let kept = kept.expect("closed cases can be written about");
    assert_eq!(kept.case, answered, "which changes nothing else");
}

#[test]
fn words_are_kept_with_who_said_them() {
    let kept = tried(&open(), &Act::Remedy(" refund: 전액 ".to_owned()), 3).expect("a remedy");
    let what = &kept.what[0];
    assert_eq!(what.by.as_deref(), Some("하늘"));
    assert_eq!((what.turn, what.text.as_deref()), (Turn::RemedyChosen, Some("refund: 전액")));
    assert_eq!(tried(&open(), &Act::Note("  ".to_owned()), 3), Err(Refusal::Empty));
}

#[test]
fn a_person_may_close_and_reopen() {
    let dismissed = done(&open(), &Act::Dismiss, 9);
    assert_eq!((dismissed.state, dismissed.next), (State::Dismissed, None));
    let already = Err(Refusal::Already(State::Dismissed));
    assert_eq!(tried(&dismissed, &Act::Answered { shows: true }, 9), already);
    assert_eq!(tried(&dismissed, &Act::Ack, 9), Err(Refusal::NotOpen(State::Dismissed)));
    let again = done(&dismissed, &Act::Reopen, 9);
    assert_eq!((again.round, again.deadline), (2, hours(33)));
    assert_eq!(tried(&again, &Act::Reopen, 9), Err(Refusal::Already(State::Open)));
}
