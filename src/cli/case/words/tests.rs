//! What a case's story reads like.

use super::*;
use crate::alert::{Address, Kind};
use crate::case::{Case, State, Taken, Turn};
use crate::cli::samples::{at, case, in_both, people, review};
use crate::coverage::{Edit, Version};
use crate::review::{Cause, Event, Interval, Judgement, Rating, Verdict};
use crate::store::{Entry, Happening, NoticeEnd};
use jiff::SignedDuration;

fn history(state: State, happenings: Vec<Happening>) -> CaseHistory {
    let moment = at("2026-11-22T15:35:00");
    CaseHistory {
        case: Case {
            owner: people().named.persons.first().map(|p| p.mail.clone()),
            ..case(7, state)
        },
        review: review(),
        first_seen: moment,
        judgement: None,
        entries: happenings
            .into_iter()
            .map(|happening| Entry { at: moment, round: 1, happening })
            .collect(),
    }
}

fn edited(was: (&str, u8), now: (&str, u8)) -> Happening {
    let version = |(words, stars): (&str, u8)| Version {
        words: words.to_owned(),
        rating: Rating::new(stars.into(), 5.0).ok(),
    };
    let moment = at("2026-11-22T15:35:00");
    let (was, now) = (version(was), version(now));
    Happening::Edited(Edit { at: moment, was, now, between: Interval::at(moment) })
}

fn said(turn: Turn, by: &str, text: Option<&str>) -> Happening {
    let text = text.map(str::to_owned);
    Happening::Case(Taken { by: Some(by.to_owned()), text, ..turn.into() })
}

#[test]
fn how_far_a_complaint_was_handled_is_told_in_both_languages() {
    let mut history = history(
        State::Answered,
        vec![
            Happening::Review(Event::New { baseline: false }),
            Happening::Case(Turn::Opened.into()),
            mail(Kind::Alert, NoticeEnd::Sent),
            Happening::Case(Taken {
                by: Some("김하늘".to_owned()),
                to: Some("sea@example.com".parse().expect("an address")),
                ..Turn::Assigned.into()
            }),
            said(Turn::Acked, "박바다", None),
            said(Turn::CauseFound, "박바다", Some("packaging")),
            said(Turn::RemedyChosen, "박바다", Some("exchange: 컵 2개")),
            Happening::Case(Taken {
                took: Some(SignedDuration::from_mins(190)),
                ..Turn::Answered.into()
            }),
            said(Turn::Resolved, "김하늘", None),
            said(Turn::Prevented, "김하늘", Some("완충재를 바꿨어요")),
        ],
    );
    let replied = Interval::at(at("2026-11-22T18:15:00"));
    history.case.replied = Some(replied);
    history.case.owner = Some("sea@example.com".parse().expect("an address"));
    history.judgement = Some(Judgement {
        verdict: Verdict::Negative,
        negative: 0.9,
        troll: 0.0,
        causes: vec![Cause::Packaging, Cause::Service],
        evidence: Vec::new(),
    });
    insta::assert_snapshot!(in_both(|reader| told(&history, &people(), reader)));
    let steps = steps(&history).map(|step| step.is_some());
    assert_eq!(steps, [true; 8], "each can be seen");
}

#[test]
fn a_new_round_needs_a_reply_of_its_own_but_what_is_known_stays_known() {
    let mut history = history(
        State::Answered,
        vec![
            Happening::Case(Turn::Opened.into()),
            said(Turn::CauseFound, "박바다", Some("packaging")),
            Happening::Case(Turn::Answered.into()),
            said(Turn::Resolved, "김하늘", None),
        ],
    );
    let done = |history: &CaseHistory| steps(history).map(|step| step.is_some());
    assert_eq!(done(&history), [true, false, false, true, false, true, true, false]);
    history.case = Case { round: 2, state: State::Open, closed: None, ..history.case };
    assert_eq!(done(&history), [true, false, false, true, false, false, false, false]);
}

fn mail(kind: Kind, end: NoticeEnd) -> Happening {
    let to: Address = "owner@example.com".parse().expect("an address");
    Happening::Mail { kind, to, end }
}

#[test]
fn every_turn_of_a_case_is_told_in_both_languages() {
    let turns = Turn::ALL.iter().map(|turn| Happening::Case((*turn).into())).collect();
    let history = history(State::Open, turns);
    insta::assert_snapshot!(in_both(|reader| told(&history, &people(), reader)));
}

#[test]
fn what_befell_its_review_and_mails_is_told_in_both_languages() {
    let between = Interval::at(at("2026-11-22T15:00:00"));
    let refused = NoticeEnd::Refused(Some("550 no such user".to_owned()));
    let reminder = Kind::Reminder(SignedDuration::from_hours(12));
    let mut history = history(
        State::Answered,
        vec![
            Happening::Review(Event::New { baseline: true }),
            Happening::Review(Event::New { baseline: false }),
            Happening::Review(Event::Completed),
            edited(("배송이 조금 늦었지만 좋아요", 4), ("배송이 너무 늦었지만 좋아요", 2)),
            edited(("좋아요\n아주", 2), ("이틀 만에 고장났네요", 2)),
            edited(("좋아요", 5), ("좋아요", 1)),
            Happening::Review(Event::Answered { between }),
            Happening::Review(Event::ReplyVanished { between }),
            Happening::Review(Event::Vanished { between }),
            Happening::Review(Event::Reappeared),
            Happening::PutOff { answer: "connect: connection refused".to_owned() },
            mail(Kind::Alert, NoticeEnd::Sent),
            mail(reminder, NoticeEnd::Overtaken),
            mail(Kind::Overdue, NoticeEnd::Closed),
            mail(Kind::Answered, refused),
            mail(Kind::Alert, NoticeEnd::Refused(None)),
        ],
    );
    history.case.round = 2;
    (history.review.title, history.review.body) = (None, None);
    insta::assert_snapshot!(in_both(|reader| told(&history, &people(), reader)));
}
