//! Promises about what opens, renews and closes a case.

use std::sync::LazyLock;

use jiff::SignedDuration;

use super::*;
use crate::case::{Step, advance};

pub(super) fn hours(h: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(h)
}

pub(super) fn key() -> ReviewKey {
    ReviewKey { source: "mall".parse().expect("a valid name"), native: "1".to_owned() }
}

pub(super) fn judgement(verdict: Verdict, negative: f64) -> Judgement {
    Judgement { verdict, negative, troll: 0.0, causes: Vec::new(), evidence: Vec::new() }
}

pub(super) static COMPLAINT: LazyLock<Judgement> =
    LazyLock::new(|| judgement(Verdict::Negative, 0.9));
pub(super) static MILD: LazyLock<Judgement> = LazyLock::new(|| judgement(Verdict::Negative, 0.6));
pub(super) static PRAISE: LazyLock<Judgement> = LazyLock::new(|| judgement(Verdict::Positive, 0.1));
pub(super) static TROLL: LazyLock<Judgement> =
    LazyLock::new(|| judgement(Verdict::SuspectedTroll, 0.9));

/// A complaint written at hour 0 and seen at hour 1.
fn sight(key: &ReviewKey) -> Sight<'_> {
    Sight {
        review: key,
        judgement: &COMPLAINT,
        before: None,
        words: "지퍼가 고장났는데 답이 없어요",
        rating: None,
        posted: Some(Interval::between(hours(0), hours(1))),
        first_seen: hours(1),
        answered: false,
        replied: None,
        thanks: false,
    }
}

const NEW: Event = Event::New { baseline: false };

fn between() -> Interval {
    Interval::between(hours(5), hours(6))
}

fn change(case: Option<&Case>, event: Event, sight: &Sight<'_>, now: i64) -> Option<Change> {
    on_events(case, None, &[event], sight, hours(now), &Settings::default())
}

fn open() -> Case {
    change(None, NEW, &sight(&key()), 1).expect("a complaint opens a case").case
}

fn answered() -> Case {
    let key = key();
    let sight = Sight { answered: true, ..sight(&key) };
    let change = change(Some(&open()), Event::Answered { between: between() }, &sight, 6);
    change.expect("a reply answers").case
}

#[test]
fn a_complaint_opens_a_case_whose_clock_starts_when_the_customer_wrote() {
    let case = open();
    assert_eq!((case.round, case.state), (1, State::Open));
    assert_eq!((case.started, case.deadline), (hours(0), hours(24)));
}

#[test]
fn praise_trolls_and_answered_complaints_open_none() {
    let key = key();
    for judgement in [&PRAISE, &TROLL] {
        let sight = Sight { judgement, ..sight(&key) };
        assert_eq!(change(None, NEW, &sight, 1), None, "{judgement:?}");
    }
    let sight = Sight { answered: true, ..sight(&key) };
    assert_eq!(change(None, NEW, &sight, 1), None, "first seen with an answer");
}

#[test]
fn a_baseline_opens_what_can_still_be_answered_in_time_and_nothing_older() {
    let key = key();
    let baseline = || Event::New { baseline: true };
    let fresh = change(None, baseline(), &sight(&key), 20).expect("4 h are left");
    assert_eq!(fresh.case.deadline, hours(24));
    assert!(change(None, baseline(), &sight(&key), 24).is_some(), "it may have been written at 1");
    assert_eq!(change(None, baseline(), &sight(&key), 25), None, "history");
    let undated = Sight { posted: None, ..sight(&key) };
    assert_eq!(change(None, baseline(), &undated, 1), None, "of unknown age");
}

#[test]
fn what_was_missed_in_a_downtime_opens_a_case_that_is_overdue_at_once() {
    let change = change(None, NEW, &sight(&key()), 90).expect("a complaint is never lost");
    assert_eq!(change.case.state, State::Overdue);
    assert_eq!(change.step.map(|due| due.step), Some(Step::Overdue));
}

#[test]
fn an_undated_complaint_starts_its_clock_at_first_sight() {
    let key = key();
    let change = change(None, NEW, &Sight { posted: None, ..sight(&key) }, 3).expect("a case");
    assert_eq!(change.case.started, hours(1));
}

#[test]
fn the_shops_reply_closes_the_case_and_nothing_more_comes() {
    let case = answered();
    assert_eq!((case.state, case.closed), (State::Answered, Some(hours(6))));
    let week = hours(6 + 7 * 24);
    assert_eq!(case.next, Some(Due::new(Step::FollowUp, week)), "but one question");
    assert_eq!(advance(&case, hours(99), &Settings::default()), None);
    let (asked, _) = advance(&case, week, &Settings::default()).expect("the question");
    assert_eq!((asked.state, asked.next), (State::Answered, None));
    let settings = Settings { follow_up_after: None, ..Settings::default() };
    let key = key();
    let sight = Sight { answered: true, ..sight(&key) };
    let events = [Event::Answered { between: between() }];
    let unasked = on_events(Some(&open()), None, &events, &sight, hours(6), &settings);
    assert_eq!(unasked.expect("a reply answers").case.next, None, "where that is off");
}

#[test]
fn a_reply_that_vanishes_opens_a_new_round_with_its_own_deadline() {
    let key = key();
    let event = Event::ReplyVanished { between: between() };
    let change = change(Some(&answered()), event, &sight(&key), 8).expect("it asks again");
    assert_eq!((change.case.round, change.case.state), (2, State::Open));
    assert_eq!(change.case.deadline, hours(5 + 24));
}

fn edited(was: &str, rated: Option<Rating>) -> Event {
    Event::Edited { was: was.to_owned(), rated, between: between() }
}

fn stars(stars: u8) -> Option<Rating> {
    Rating::new(stars.into(), 5.0).ok()
}

#[test]
fn a_worse_edit_opens_a_new_round() {
    let key = key();
    let words = sight(&key).words;
    for (was, rated, before) in [
        ("괜찮아요", None, None),
        ("괜찮아요", None, Some(&*PRAISE)),
        ("지퍼가 고장났는데", None, Some(&*COMPLAINT)),
        ("지퍼가 고장났는데 답이 있어요", None, Some(&*PRAISE)),
        (words, stars(5), Some(&*COMPLAINT)),
    ] {
        let sight = Sight { before, rating: stars(1), ..sight(&key) };
        let worse = change(Some(&answered()), edited(was, rated), &sight, 8);
        let worse = worse.unwrap_or_else(|| panic!("{was:?} {rated:?} became worse")).case;
        assert_eq!((worse.round, worse.started, worse.deadline), (2, hours(5), hours(29)));
    }
}

#[test]
fn a_milder_edit_and_a_mended_typo_open_none() {
    let key = key();
    let words = sight(&key).words;
    for (was, rated, judgement) in [
        ("지퍼가 고장났는데 답이 없어오", None, &*COMPLAINT),
        ("지퍼가 고장났는데, 답이 없어요!!", None, &*COMPLAINT),
        ("지퍼가 고장났는데 화가 나고 답이 없어요", None, &*COMPLAINT),
        ("쓰레기 같은 가게에서 당했네", stars(1), &*COMPLAINT),
        ("쓰레기 같은 가게에서 당했네", None, &*MILD),
        (words, stars(1), &*COMPLAINT),
    ] {
        let before = Some(&*COMPLAINT);
        let sight = Sight { before, judgement, rating: stars(2), ..sight(&key) };
        let rated = rated.or(stars(2));
        let after = change(Some(&answered()), edited(was, rated), &sight, 8);
        let asks = after.filter(|after| after.case.round > 1 || after.step.is_some());
        assert_eq!(asks, None, "{was:?}");
        assert_eq!(change(None, edited(was, rated), &sight, 8), None, "{was:?}, of long ago");
    }
}

#[test]
fn new_punctuation_leaves_no_trace_in_an_open_case() {
    let key = key();
    let event = edited("지퍼가 고장났는데 답이 없어요!!!", None);
    assert_eq!(change(Some(&open()), event, &sight(&key), 8), None);
}

#[test]
fn a_reply_older_than_the_words_does_not_close_the_case() {
    let key = key();
    let event = Event::Answered { between: between() };
    assert_eq!(change(Some(&open()), event, &sight(&key), 8), None);
}

#[test]
fn an_edit_never_moves_the_deadline_of_an_open_round() {
    let key = key();
    let edit = Event::Edited { was: "괜찮아요".to_owned(), rated: None, between: between() };
    let change = change(Some(&open()), edit, &sight(&key), 8).expect("the case learns of it");
    assert_eq!((change.case.deadline, change.case.round, change.step), (hours(24), 1, None));
}

#[test]
fn praise_that_becomes_a_complaint_opens_a_case_from_the_edit_on() {
    let key = key();
    let edit = Event::Edited { was: "좋아요".to_owned(), rated: None, between: between() };
    let change = change(None, edit, &sight(&key), 8).expect("a complaint");
    assert_eq!((change.is_new, change.case.started), (true, hours(5)));
}

#[test]
fn a_complaint_taken_back_ends_the_case() {
    let key = key();
    let edit = || Event::Edited { was: "고장".to_owned(), rated: None, between: between() };
    let praise = Sight { judgement: &PRAISE, ..sight(&key) };
    let change_to = |event, sight: &Sight<'_>| change(Some(&open()), event, sight, 8);
    assert_eq!(change_to(edit(), &praise).map(|c| c.case.state), Some(State::Withdrawn));
    let gone = Event::Vanished { between: between() };
    assert_eq!(change_to(gone, &sight(&key)).map(|c| c.case.state), Some(State::Withdrawn));
    let troll = Sight { judgement: &TROLL, ..sight(&key) };
    assert_eq!(change_to(edit(), &troll), None, "an angry customer is not a troll");
}

#[test]
fn a_complaint_that_comes_back_keeps_its_first_deadline() {
    let key = key();
    let gone = Event::Vanished { between: between() };
    let withdrawn = change(Some(&open()), gone, &sight(&key), 6).expect("withdrawn").case;
    let back = change(Some(&withdrawn), Event::Reappeared, &sight(&key), 9).expect("it is back");
    assert_eq!((back.case.round, back.case.deadline), (2, hours(24)));
}

#[test]
fn another_review_by_the_same_customer_renews_the_closed_case() {
    let (old, key) = (answered(), ReviewKey { native: "2".to_owned(), ..key() });
    let sight = Sight { posted: Some(Interval::at(hours(30))), ..sight(&key) };
    let change = on_events(None, Some(&old), &[NEW], &sight, hours(31), &Settings::default())
        .expect("a complaint");
    assert!(!change.is_new);
    assert_eq!((change.case.id, change.case.round), (old.id, 2));
    assert_eq!((&change.case.review, change.case.deadline), (&key, hours(54)));
}

#[test]
fn a_reply_counts_from_its_own_date_as_far_as_that_can_be_true() {
    let key = key();
    for (dated, counted) in [
        (Some(Interval::at(hours(3))), Interval::at(hours(3))),
        (Some(Interval::between(hours(3), hours(90))), Interval::between(hours(3), hours(6))),
        (Some(Interval::at(hours(-9))), between()),
        (None, between()),
    ] {
        let sight = Sight { answered: true, replied: dated, ..sight(&key) };
        let event = Event::Answered { between: between() };
        let after = change(Some(&open()), event, &sight, 6).expect("a reply answers");
        assert_eq!(after.case.replied, Some(counted), "dated {dated:?}");
        assert_eq!(after.what[0].took, Some(counted.latest.duration_since(hours(0))));
    }
}

#[test]
fn a_reported_reply_that_shows_answers_and_a_worse_edit_renews() {
    let key = key();
    let reported = Case { state: State::Unconfirmed, next: None, ..open() };
    let answers = Sight { answered: true, ..sight(&key) };
    let seen = change(Some(&reported), Event::Answered { between: between() }, &answers, 6);
    assert_eq!(seen.expect("it shows").case.state, State::Answered);
    let before = Some(&*COMPLAINT);
    let worse = Sight { before, ..sight(&key) };
    let edit = change(Some(&reported), edited("지퍼가 고장났는데", None), &worse, 8);
    assert_eq!(edit.expect("new words").case.round, 2);
    let gone = Event::ReplyVanished { between: between() };
    assert_eq!(change(Some(&reported), gone, &worse, 8), None, "an older reply is not the one");
}

#[test]
fn a_customer_who_is_content_spares_everybody_the_question() {
    let (key, case) = (key(), answered());
    let asked =
        |change: Option<Change>| change.map(|change| (change.what[0].turn, change.case.next));
    let before = Some(&*COMPLAINT);
    let stars_up = Sight { before, rating: stars(4), ..sight(&key) };
    let edit = change(Some(&case), edited(stars_up.words, stars(1)), &stars_up, 8);
    assert_eq!(asked(edit), Some((Turn::Appeased, None)));
    let thanks = Sight { before, thanks: true, ..sight(&key) };
    let edit = change(Some(&case), edited("지퍼가 고장났는데", None), &thanks, 8);
    assert_eq!(asked(edit), Some((Turn::Appeased, None)), "added thanks are no new complaint");
    let praise = Sight { judgement: &PRAISE, ..sight(&key) };
    let new = on_events(None, Some(&case), &[NEW], &praise, hours(31), &Settings::default());
    let new = new.expect("praise of the same thing");
    assert_eq!((new.case.id, new.is_new, new.step), (case.id, false, None));
    assert_eq!(asked(Some(new)), Some((Turn::Thanked, None)));
    let done = Case { next: None, ..case };
    let new = on_events(None, Some(&done), &[NEW], &praise, hours(31), &Settings::default());
    assert_eq!(new, None, "nobody would ask any more");
}
