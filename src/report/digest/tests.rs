//! What a digest makes of the facts of a day.

use super::*;
use crate::alert::{Facts as Told, Language, sample};
use crate::case::State;
use crate::review::{Reply, Trouble, Unread};

const NOW: Timestamp = Timestamp::constant(1_795_302_000, 0);

fn ago(hours: i64) -> Timestamp {
    NOW - SignedDuration::from_hours(hours)
}

fn seoul() -> TimeZone {
    TimeZone::get("Asia/Seoul").expect("a bundled zone")
}

/// A day on which nothing happened.
fn nothing() -> Facts {
    Facts {
        since: ago(24),
        until: NOW,
        arrivals: Vec::new(),
        open: Vec::new(),
        answers: Vec::new(),
        sources: vec![health("mall", Some(1))],
    }
}

fn health(source: &str, success_hours_ago: Option<i64>) -> Health {
    Health {
        source: source.parse().expect("a source"),
        last_success: success_hours_ago.map(ago),
        paused_until: None,
        troubles: Vec::new(),
        gaps: Vec::new(),
    }
}

/// A case with so many hours left.
fn waiting(id: i64, hours_left: i64) -> Open {
    let said = sample("alert", Language::Ko).expect("a sample").said;
    let Some((_, Told::Case(facts))) = said.into_iter().next() else { panic!("it is of a case") };
    let mut case = facts.case;
    (case.id, case.deadline) = (CaseId(id), ago(-hours_left));
    Open { case, review: facts.review }
}

fn arrival(verdict: Option<Verdict>, words: &str) -> Arrival {
    let review = Review { title: None, body: Some(words.to_owned()), ..waiting(1, 1).review };
    let source = "mall".parse().expect("a source");
    Arrival { source, review, verdict, is_new: true }
}

fn codes(listed: &Listed<Open>) -> Vec<i64> {
    listed.shown.iter().map(|open| open.case.id.0).collect()
}

#[test]
fn a_day_on_which_nothing_happened_is_quiet_and_says_which_sources_are_well() {
    let digest = digest(&nothing(), NOW, &seoul());
    assert!(digest.is_quiet());
    assert_eq!(digest.well.len(), 1);
    assert_eq!((digest.missed_days, digest.arrivals.count(), digest.thanks.len()), (0, 0, 0));
}

#[test]
fn who_waits_longest_stands_first_and_what_is_late_stands_apart() {
    let open = vec![waiting(1, 5), waiting(2, -1), waiting(3, 2), waiting(4, -30), waiting(5, 0)];
    let digest = digest(&Facts { open, ..nothing() }, NOW, &seoul());
    assert_eq!(codes(&digest.overdue), [4, 2, 5], "at the deadline it is late");
    assert_eq!(codes(&digest.open), [3, 1]);
    assert!(!digest.is_quiet());
}

#[test]
fn an_answer_that_does_not_show_yet_neither_waits_for_one_nor_is_forgotten() {
    let mut said = waiting(2, -1);
    said.case.state = State::Unconfirmed;
    let digest = digest(&Facts { open: vec![waiting(1, 5), said], ..nothing() }, NOW, &seoul());
    assert_eq!(codes(&digest.unconfirmed), [2]);
    assert_eq!((codes(&digest.open), digest.overdue.count()), (vec![1], 0));
}

#[test]
fn long_lists_end_with_how_many_more_there_are() {
    let open = (1..=37).map(|id| waiting(id, id)).collect();
    let digest = digest(&Facts { open, ..nothing() }, NOW, &seoul());
    assert_eq!(codes(&digest.open), (1..=10).collect::<Vec<_>>());
    assert_eq!((digest.open.more, digest.open.count()), (27, 37));
}

#[test]
fn how_fast_complaints_were_answered_is_measured_and_not_guessed() {
    let answer = |case, round, hours: Option<i64>| Answer {
        case: CaseId(case),
        round,
        took: hours.map(SignedDuration::from_hours),
    };
    let answers = vec![
        answer(1, 1, Some(9)),
        answer(2, 1, Some(2)),
        answer(3, 1, None),
        answer(4, 1, Some(5)),
        // Its reply went and came back: one answer.
        answer(2, 1, Some(30)),
        // A new complaint in the same case is another one.
        answer(2, 2, Some(1)),
    ];
    let found = answered(&answers);
    assert_eq!(found.count, 5);
    assert_eq!(found.median, Some(SignedDuration::from_hours(5)), "of 1, 5, 9 and 30");
    assert_eq!(found.slowest, Some((CaseId(2), SignedDuration::from_hours(30))));
    assert_eq!(answered(&[answer(3, 1, None)]).median, None);
    assert_eq!(answered(&[]), Answered::default());
}

#[test]
fn new_reviews_are_counted_by_verdict_and_edited_ones_are_not_new() {
    let edited = Arrival { is_new: false, ..arrival(Some(Verdict::SuspectedTroll), "쓰레기") };
    let arrivals = vec![
        arrival(Some(Verdict::Negative), "지퍼가 고장났어요"),
        arrival(Some(Verdict::Positive), "좋아요"),
        arrival(Some(Verdict::Positive), "좋네요"),
        arrival(None, "아직"),
        edited,
    ];
    let digest = digest(&Facts { arrivals, ..nothing() }, NOW, &seoul());
    let Arrivals { negative, trolls, positive, unjudged } = digest.arrivals;
    assert_eq!((negative, trolls, positive, unjudged), (1, 0, 2, 1));
    assert_eq!(
        digest.trolls.count(),
        1,
        "one that became a troll has to be looked at all the same"
    );
}

#[test]
fn thanks_are_due_to_praise_that_says_something_and_has_no_reply() {
    let praise = |words: &str| arrival(Some(Verdict::Positive), words);
    let mut answered = praise("색도 곱고 박음질도 튼튼하고 배송까지 빨라서 세 번째 삽니다");
    answered.review.reply = Some(Reply::unseen());
    let arrivals = vec![
        praise("좋아요 좋아요 좋아요 좋아요 좋아요 좋아요"),
        praise("아이가 좋아해요 또 살게요"),
        answered,
        praise("손잡이가 튼튼하고 가벼워서 어머니가 쓰시기 편하대요 선물로 하나 더 샀어요"),
        arrival(Some(Verdict::Negative), "손잡이가 부러지고 가볍지도 않고 어머니가 실망하셨어요"),
    ];
    let digest = digest(&Facts { arrivals: arrivals.clone(), ..nothing() }, NOW, &seoul());
    assert_eq!(digest.thanks, [arrivals[3].clone(), arrivals[1].clone()]);
}

#[test]
fn sources_that_need_a_look_stand_out_from_those_that_are_well() {
    let mut stopped = health("stopped", Some(30));
    stopped.troubles = vec![(Trouble::Unread { why: Unread::Blocked }, ago(20))];
    let mut missed = health("missed", Some(1));
    missed.gaps = vec![(ago(9), ago(8))];
    let never = health("never", None);
    let paused = |id, hours: i64| Health { paused_until: Some(ago(-hours)), ..health(id, Some(1)) };
    let sources = vec![
        health("mall", Some(1)),
        stopped,
        missed,
        never,
        paused("paused", 3),
        paused("resumed", -3),
    ];
    let digest = digest(&Facts { sources, ..nothing() }, NOW, &seoul());
    let ailing: Vec<&str> = digest.ailing.shown.iter().map(|one| one.source.as_str()).collect();
    assert_eq!(ailing, ["stopped", "missed", "never", "paused"]);
    assert_eq!(digest.well.len(), 2);
}

#[test]
fn days_without_a_digest_of_their_own_are_counted() {
    for (hours, missed) in [(5, 0), (24, 0), (48, 1), (96, 3)] {
        let facts = Facts { since: ago(hours), ..nothing() };
        assert_eq!(digest(&facts, NOW, &seoul()).missed_days, missed, "{hours} h");
    }
}
