//! Made-up shops, cases and reviews that the tests of what commands print have in common.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::alert::Language;
use crate::calendar::Calendar;
use crate::case::{Case, CaseId, State};
use crate::review::{Posted, Rating, Review, ReviewKey, SourceId, Verdict};
use crate::route::{People, Person, Settings};
use crate::store::CaseSummary;
use crate::words::Reader;

/// What is printed, in both languages, without colours.
pub(super) fn in_both(told: impl Fn(Reader<'_>) -> String) -> String {
    let zone = TimeZone::get("Asia/Seoul").expect("a bundled zone");
    let said = [Language::Ko, Language::En].map(|language| {
        let reader = Reader { language, zone: &zone, now: at("2026-11-23T09:00:00") };
        anstream::adapter::strip_str(&told(reader)).to_string()
    });
    said.join("\n――――――――――\n")
}

/// A shop with two people, of whom the first is told of everything.
pub(super) fn people() -> People {
    let address = |name: &str| format!("{name}@example.com").parse().expect("an address");
    let person = |name: &str, mail| Person {
        name: name.to_owned(),
        mail: address(mail),
        away: Vec::new(),
        stand_in: None,
    };
    People {
        to: vec![address("owner")],
        escalate_to: vec![address("boss")],
        named: Settings {
            persons: vec![person("김하늘", "haneul"), person("팀장", "lead")],
            ..Settings::default()
        },
        zone: TimeZone::get("Asia/Seoul").expect("a bundled zone"),
        calendar: Calendar::default(),
    }
}

/// An instant by its clock in Seoul.
pub(super) fn at(local: &str) -> Timestamp {
    format!("{local}+09:00").parse().expect("a valid time")
}

pub(super) fn source(name: &str) -> SourceId {
    name.parse().expect("a valid name")
}

pub(super) fn review() -> Review {
    Review {
        id: Some("4711".to_owned()),
        author: Some("김*영".to_owned()),
        rating: Some(Rating::new(1.0, 5.0).expect("a possible rating")),
        title: Some("배송이 너무 늦어요".to_owned()),
        body: Some("일주일을 기다렸는데\n상자가 찌그러져 왔어요.".to_owned()),
        posted: Posted { text: None, interval: None, relative: false },
        url: Some("https://mall.example/read?no=4711".to_owned()),
        reply: None,
        product: None,
    }
}

pub(super) fn case(number: i64, state: State) -> Case {
    Case {
        id: CaseId(number),
        review: ReviewKey { source: source("mall"), native: "4711".to_owned() },
        round: 1,
        state,
        started: at("2026-11-22T15:05:00"),
        deadline: at("2026-11-23T15:05:00"),
        opened: at("2026-11-22T15:35:00"),
        closed: (!state.is_open()).then(|| at("2026-11-22T18:20:00")),
        next: None,
        owner: None,
        hands: Default::default(),
        replied: None,
    }
}

pub(super) fn summary(number: i64, state: State) -> CaseSummary {
    CaseSummary { case: case(number, state), review: review(), verdict: Verdict::Negative }
}
