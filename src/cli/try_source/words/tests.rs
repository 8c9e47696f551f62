//! What a reading of a source reads like.

use super::*;
use crate::cli::samples::{at, in_both};
use crate::review::Evidence;
use crate::source::Reject;

fn reading(outcome: Outcome, reviews: Vec<Judged>) -> Reading {
    Reading {
        source: "mall".to_owned(),
        outcome,
        note: None,
        reviews,
        rejects: Vec::new(),
        next: None,
    }
}

fn complaint() -> Judged {
    let said = |signal: &str, weight, quote: &str| Evidence {
        signal: signal.to_owned(),
        weight,
        quote: Some(quote.to_owned()),
    };
    Judged {
        id: Some("4711".to_owned()),
        author: Some("김*영".to_owned()),
        rating: Some(1.0),
        rating_max: Some(5.0),
        title: Some("배송이 너무 늦어요".to_owned()),
        body: Some("상자가\n찌그러져 왔어요.".to_owned()),
        secret: false,
        posted: Posted {
            text: Some("2026.11.22".to_owned()),
            earliest: Some(at("2026-11-22T00:00:00")),
            latest: Some(at("2026-11-22T23:59:59")),
        },
        url: Some("https://mall.example/read?no=4711".to_owned()),
        reply: None,
        product: Some("머그컵".to_owned()),
        verdict: Verdict::Negative,
        evidence: vec![
            said("stars", 6.0, "1/5"),
            said("text", 1.2, "찌그러져"),
            said("abuse", 0.3, "뭐야"),
            said("language", 0.0, "40 % of the letters are in a script the model has not learned"),
        ],
        deadline: Some(at("2026-11-23T15:05:00")),
        is_answered: false,
    }
}

fn unknown() -> Posted {
    Posted { text: None, earliest: None, latest: None }
}

#[test]
fn reviews_are_told_in_both_languages() {
    let reply = Reply {
        author: None,
        body: Some("죄송합니다.".to_owned()),
        posted: Posted {
            earliest: Some(at("2026-11-22T18:00:00")),
            latest: Some(at("2026-11-22T18:00:00")),
            ..unknown()
        },
    };
    let answered = Judged { reply: Some(reply), is_answered: true, deadline: None, ..complaint() };
    let bare = Judged {
        author: None,
        id: None,
        rating: None,
        posted: unknown(),
        deadline: None,
        evidence: vec![Evidence {
            signal: "silence".to_owned(),
            weight: 0.0,
            quote: Some("no words and no stars".to_owned()),
        }],
        ..complaint()
    };
    let troll = Judged { verdict: Verdict::SuspectedTroll, deadline: None, ..complaint() };
    let mut reading = reading(Outcome::Reviews, vec![complaint(), answered, bare, troll]);
    reading.next = Some("https://mall.example/board?page=2".to_owned());
    reading.rejects =
        vec![Reject { why: "no text".to_owned(), excerpt: "<tr>…</tr>".to_owned() }];
    insta::assert_snapshot!(in_both(|reader| findings(&reading, Content::Reviews, reader)));
}

#[test]
fn every_kind_of_page_is_told_in_both_languages() {
    let outcomes = [
        Outcome::Empty,
        Outcome::Unchanged,
        Outcome::Blocked,
        Outcome::Login,
        Outcome::Disallowed,
        Outcome::Error,
    ];
    let readings = outcomes.map(|outcome| reading(outcome, Vec::new()));
    insta::assert_snapshot!(in_both(|reader| {
        readings.iter().map(|reading| headline(reading, Content::Reviews, reader) + "\n").collect()
    }));
}

#[test]
fn questions_are_counted_as_such_and_secret_ones_are_said_to_be() {
    let reply = Some(Reply { author: None, body: None, posted: unknown() });
    let secret = Judged { title: None, body: None, secret: true, reply, ..complaint() };
    let reading = reading(Outcome::Reviews, vec![complaint(), secret]);
    let told = in_both(|reader| findings(&reading, Content::Questions, reader));
    for said in [
        "문의 2건(비밀글 1건) 가운데 불만은 2건",
        "비밀글이라 가게만 볼 수 있습니다",
        "답변했다는 표시만 있습니다",
        "2 questions on the page, 1 of them secret, 2 negative",
        "secret: only the shop may read it",
        "the page only says that it was answered",
    ] {
        assert!(told.contains(said), "{said:?} is missing:\n{told}");
    }
}
