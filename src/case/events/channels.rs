//! Promises about one complaint in several places.

use super::tests::{COMPLAINT, PRAISE, hours, key};
use super::*;
use crate::case::{Ack, advance, begin};
use jiff::SignedDuration;

fn blog() -> ReviewKey {
    ReviewKey { source: "blog".parse().expect("a valid name"), native: "9".to_owned() }
}

fn seen<'a>(review: &'a ReviewKey, written: i64) -> Sight<'a> {
    Sight {
        review,
        judgement: &COMPLAINT,
        before: Some(&COMPLAINT),
        words: "지퍼가 고장났는데 답이 없어요",
        rating: None,
        posted: Some(Interval::at(hours(written))),
        first_seen: hours(written),
        answered: false,
        replied: None,
        thanks: false,
        joins: None,
        hidden: &[],
    }
}

fn between(hour: i64) -> Interval {
    Interval::between(hours(hour - 1), hours(hour))
}

/// A complaint of hour 0 in the shop.
fn open() -> Case {
    begin(CaseId(7), key(), 1, hours(0), hours(0), &Settings::default()).0
}

/// The same in the blog, written at one hour and seen at another, joins it.
fn joined(case: &Case, written: i64, now: i64) -> Change {
    let review = blog();
    let sight = Sight { joins: Some(case), ..seen(&review, written) };
    let new = [Event::New { baseline: false }];
    on_events(None, None, &new, &sight, hours(now), &Settings::default()).expect("a complaint")
}

fn happens(case: &Case, event: Event, sight: &Sight<'_>, now: i64) -> Option<Change> {
    on_events(Some(case), None, &[event], sight, hours(now), &Settings::default())
}

fn answered(case: &Case, review: &ReviewKey, hour: i64) -> Change {
    let sight = Sight { answered: true, ..seen(review, 0) };
    let event = Event::Answered { between: between(hour) };
    happens(case, event, &sight, hour).expect("a reply is noted")
}

fn gone(case: &Case, review: &ReviewKey, hour: i64) -> Change {
    let event = Event::Vanished { between: between(hour) };
    happens(case, event, &seen(review, 0), hour).expect("it is noted")
}

fn turns(change: &Change) -> Vec<Turn> {
    change.what.iter().map(|taken| taken.turn).collect()
}

#[test]
fn the_same_complaint_elsewhere_joins_on_the_earlier_clock_and_without_a_mail_of_its_own() {
    let change = joined(&open(), 2, 3);
    assert_eq!((change.is_new, change.case.id, change.case.round), (false, CaseId(7), 1));
    assert_eq!((change.case.deadline, change.step), (hours(24), None));
    assert_eq!(change.case.next, open().next, "its reminders are as they were");
    assert_eq!(turns(&change), [Turn::JoinedByReview]);
    let earlier = joined(&open(), -3, 3);
    assert_eq!((earlier.case.started, earlier.case.deadline), (hours(-3), hours(21)));
    assert_eq!(earlier.case.next.map(|due| due.at), Some(hours(9)), "12 h before it");
    assert_eq!(earlier.step, None);
}

#[test]
fn what_an_earlier_clock_makes_due_comes_at_once_and_once() {
    // At hour 11 of the first clock nothing was due; of the second it is the 21st hour.
    let change = joined(&open(), -10, 11);
    let (case, due) = advance(&change.case, hours(11), &Settings::default()).expect("it is due");
    let reminder = |h| Step::Reminder(SignedDuration::from_hours(h));
    assert_eq!((due.step, due.at), (reminder(4), hours(10)), "of those missed the latest");
    let (_, due) = advance(&case, hours(13), &Settings::default()).expect("the last hour");
    assert_eq!(due.step, reminder(1));
    let late = joined(&open(), -30, 11);
    assert_eq!(late.case.state, State::Overdue);
    assert_eq!(late.step.map(|due| due.step), Some(Step::Overdue));
    assert_eq!(late.case.deadline, hours(-6));
}

#[test]
fn whoever_would_not_hear_of_a_second_place_any_more_hears_of_it_at_once() {
    let (last, _) = advance(&open(), hours(23), &Settings::default()).expect("reminders");
    let change = joined(&last, 22, 23);
    assert_eq!(change.step, Some(Due::new(Step::Alert, hours(23))), "no reminder is left");
    assert_eq!(change.case.hands.occurrence(Step::Alert), 1, "it is not the first alert");
    let (overdue, _) = advance(&open(), hours(24), &Settings::default()).expect("the deadline");
    let change = joined(&overdue, 22, 30);
    assert_eq!(change.step.map(|due| due.step), Some(Step::Alert));
    assert_eq!((change.case.state, change.case.deadline), (State::Overdue, hours(24)));
}

#[test]
fn what_people_asked_for_still_comes_before_an_earlier_deadline() {
    let mut case = open();
    case.hands.ack = Some(Ack { at: hours(1), by: "하늘".to_owned(), chased: hours(23) });
    case.hands.snoozed = Some(hours(22));
    let case = joined(&case, -10, 3).case;
    assert_eq!(case.hands.ack.map(|ack| ack.chased), Some(hours(13)), "the last reminder");
    assert_eq!(case.hands.snoozed, Some(hours(13)));
}

#[test]
fn a_case_is_answered_when_every_place_has_its_reply() {
    let case = joined(&open(), 2, 3).case;
    let first = answered(&case, &key(), 6);
    assert_eq!((first.case.state, turns(&first)), (State::Open, vec![Turn::AnsweredHere]));
    assert_eq!(first.step, None, "the next reminder says where it still waits");
    assert_eq!(first.case.review, blog(), "and that is what it shows");
    let both = answered(&first.case, &blog(), 8);
    assert_eq!((both.case.state, turns(&both)), (State::Answered, vec![Turn::Answered]));
    assert_eq!(both.case.replied, Some(between(8)), "the last reply counts");
    let turned = answered(&answered(&case, &blog(), 6).case, &key(), 8);
    assert_eq!(turned.case.state, State::Answered, "in any order");
}

#[test]
fn whoever_replied_in_one_place_alone_hears_of_the_other_where_no_reminder_is_left() {
    let case = joined(&open(), 2, 3).case;
    let (last, _) = advance(&case, hours(23), &Settings::default()).expect("reminders");
    let change = answered(&last, &key(), 23);
    assert_eq!(change.step, Some(Due::new(Step::Alert, hours(23))));
    let (overdue, _) = advance(&case, hours(24), &Settings::default()).expect("the deadline");
    let change = answered(&overdue, &key(), 30);
    assert_eq!(change.step.map(|due| due.step), Some(Step::Alert));
}

#[test]
fn a_complaint_taken_back_in_one_place_still_waits_in_the_other() {
    let case = joined(&open(), 2, 3).case;
    let first = gone(&case, &key(), 6);
    assert_eq!((first.case.state, &first.case.review), (State::Open, &blog()));
    assert_eq!(turns(&first), [Turn::TakenBackHere]);
    let both = gone(&first.case, &blog(), 8);
    assert_eq!((both.case.state, turns(&both)), (State::Withdrawn, vec![Turn::Vanished]));
    let replied = answered(&first.case, &blog(), 8);
    assert_eq!(replied.case.state, State::Answered, "where it still stands it was answered");
    let half = answered(&case, &key(), 6).case;
    let praise = blog();
    let praise = Sight { judgement: &PRAISE, ..seen(&praise, 2) };
    let edited = Event::Edited { was: "고장".to_owned(), rated: None, between: between(8) };
    let rest = happens(&half, edited, &praise, 8).expect("it is noted");
    assert_eq!(rest.case.state, State::Answered, "what is left has its reply");
    assert_eq!(rest.case.replied, Some(between(6)));
}

#[test]
fn a_reply_that_vanishes_in_one_place_asks_again_about_that_place() {
    let case = joined(&open(), 2, 3).case;
    let done = answered(&answered(&case, &key(), 6).case, &blog(), 8).case;
    let vanished = |hour| Event::ReplyVanished { between: between(hour) };
    let again = happens(&done, vanished(30), &seen(&key(), 0), 30).expect("it asks again").case;
    assert_eq!((again.round, again.places.len()), (2, 1), "of that place alone");
    assert_eq!((&again.review, again.deadline), (&key(), hours(29 + 24)));
    // The other reply goes, too, while the first place waits: it must not be forgotten.
    let both = happens(&again, vanished(32), &seen(&blog(), 2), 32).expect("it asks, too").case;
    assert_eq!((both.round, both.waiting().len(), both.deadline), (2, 2, hours(29 + 24)));
    let one = answered(&both, &key(), 40).case;
    assert_eq!(one.state, State::Open);
    // Within a round.
    let half = answered(&case, &key(), 6).case;
    let back = happens(&half, vanished(7), &seen(&key(), 0), 7).expect("it asks again");
    assert_eq!((back.case.waiting().len(), back.case.deadline), (2, hours(24)));
    assert_eq!(turns(&back), [Turn::AsksAgainHere]);
}

#[test]
fn a_place_that_had_its_reply_asks_again_with_worse_words() {
    let half = answered(&joined(&open(), 2, 3).case, &key(), 6).case;
    let edited =
        Event::Edited { was: "지퍼가 고장".to_owned(), rated: None, between: between(9) };
    let worse = happens(&half, edited, &seen(&key(), 0), 9).expect("it is worse").case;
    assert_eq!(worse.waiting().len(), 2);
    assert_eq!(answered(&worse, &blog(), 10).case.state, State::Open);
}

#[test]
fn a_complaint_that_comes_back_beside_an_answered_one_asks_again() {
    let case = joined(&open(), 2, 3).case;
    let done = gone(&answered(&case, &blog(), 5).case, &key(), 6).case;
    assert_eq!(done.state, State::Answered);
    let back = happens(&done, Event::Reappeared, &seen(&key(), 0), 9).expect("it is there again");
    assert_eq!((back.case.round, turns(&back)), (2, vec![Turn::ThereAgain]));
    assert_eq!(back.case.deadline, hours(24), "on its own clock");
}

#[test]
fn a_reported_reply_has_to_show_in_every_place_that_can_show_it() {
    let case = joined(&open(), 2, 3).case;
    let act = crate::case::Act::Answered { shows: true };
    let told = crate::case::act(&case, &act, "하늘", hours(5), &Settings::default());
    let told = told.expect("it is open").case;
    let half = answered(&told, &key(), 6);
    assert_eq!((half.case.state, half.step), (State::Unconfirmed, None));
    assert_eq!(answered(&half.case, &blog(), 8).case.state, State::Answered);
    let hidden = [blog().source];
    let review = key();
    let sight = Sight { answered: true, hidden: &hidden, ..seen(&review, 0) };
    let event = Event::Answered { between: between(6) };
    let shown = happens(&told, event, &sight, 6).expect("it shows");
    assert_eq!(shown.case.state, State::Answered, "the blog never shows one");
    // One that never shows: the round that follows is about both.
    let week = hours(5 + 72 + 24);
    let (asked, _) = advance(&told, hours(5 + 72), &Settings::default()).expect("a question");
    let (again, _) = advance(&asked, week, &Settings::default()).expect("a new round");
    assert_eq!((again.round, again.waiting().len()), (2, 2));
    let edited =
        Event::Edited { was: "지퍼가 고장".to_owned(), rated: None, between: between(9) };
    let renewed = happens(&told, edited, &seen(&key(), 0), 9).expect("new words").case;
    assert_eq!((renewed.round, renewed.waiting().len()), (2, 2), "the blog is not forgotten");
}

#[test]
fn the_same_complaint_after_an_answer_elsewhere_renews_the_case_on_its_own_clock() {
    let done = answered(&open(), &key(), 6).case;
    let review = blog();
    let new = [Event::New { baseline: false }];
    let sight = seen(&review, 10);
    let again = on_events(None, Some(&done), &new, &sight, hours(11), &Settings::default());
    let again = again.expect("a complaint").case;
    assert_eq!((again.id, again.round, again.deadline), (CaseId(7), 2, hours(34)));
    assert_eq!(again.places.len(), 1, "the first place has its reply");
}
