//! A day on which much happened and one on which nothing did, made up.

use jiff::{SignedDuration, Timestamp};

use super::facts::{at, complaint};
use super::{Sample, recipient};
use crate::alert::{DigestFacts, Facts, Kind, Language, Notice, Subject};
use crate::case::{CaseId, State};
use crate::report::{self, Answer, Arrival, Health, Open};
use crate::review::{Interval, Posted, Rating, Review, SourceId, Trouble, Unread, Verdict};

/// The digest's moment.
fn morning() -> Timestamp {
    at("2026-11-23T08:00:00")
}

fn source(name: &str) -> SourceId {
    name.parse().expect("a valid source")
}

pub(super) fn quiet() -> Sample {
    told(report::Facts {
        since: morning() - SignedDuration::from_hours(24),
        until: morning(),
        arrivals: Vec::new(),
        open: Vec::new(),
        answers: Vec::new(),
        sources: ["mall", "blog", "app"].map(well).to_vec(),
    })
}

/// After a day without a digest; for someone else, too.
pub(super) fn full(language: Language) -> Sample {
    let hours = SignedDuration::from_hours;
    let open = |id, left| {
        let mut facts = complaint(language);
        (facts.case.id, facts.case.deadline) = (CaseId(id), morning() + hours(left));
        Open { case: facts.case, review: facts.review }
    };
    let mut unseen = open(79, 5);
    unseen.case.state = State::Unconfirmed;
    let answer = |id, took| Answer {
        case: CaseId(id),
        round: 1,
        took: Some(SignedDuration::from_mins(took)),
    };
    let blocked = Trouble::Unread { why: Unread::Blocked };
    let sources = vec![
        Health { troubles: vec![(blocked, at("2026-11-22T21:30:00"))], ..well("app") },
        Health {
            gaps: vec![(at("2026-11-22T03:00:00"), at("2026-11-22T05:00:00"))],
            ..well("qna")
        },
        Health { paused_until: Some(at("2026-11-24T00:00:00")), ..well("old") },
        well("mall"),
        well("blog"),
    ];
    // More of those with time left than are listed.
    let left = (0..12).map(|n| (80 + n, 2 + 2 * n));
    let waiting = [(70, -14), (71, -2)].into_iter().chain(left).map(|(id, left)| open(id, left));
    let waiting = waiting.chain([unseen]);
    let mut sample = told(report::Facts {
        since: morning() - hours(48),
        until: morning(),
        arrivals: arrivals(language),
        // More of those with time left than are listed.
        open: waiting.collect(),
        answers: vec![answer(60, 35), answer(61, 150), answer(62, 80), answer(63, 1_310)],
        sources,
    });
    for (_, facts) in &mut sample.said {
        if let Facts::Digest(facts) = facts {
            facts.instead_of = vec![recipient("gone")];
        }
    }
    sample
}

fn arrivals(language: Language) -> Vec<Arrival> {
    let [troll, careful, happy, short] = match language {
        Language::Ko => [
            "ㅋㅋ 이딴 걸 누가 사냐 사장 얼굴 좀 보자",
            "어머니 생신 선물로 샀는데 손잡이가 편하고 가벼워서 아침마다 쓰신대요. 포장도 꼼꼼했습니다.",
            "색이 사진 그대로예요. 식기세척기에 돌려도 멀쩡해서 하나 더 주문했습니다.",
            "좋아요",
        ],
        Language::En => [
            "lol who buys this trash, show us your face, boss",
            "Bought for my mother's birthday: light, a handle she likes, and wrapped with real care.",
            "The colour is just as in the picture, and the dishwasher does it no harm. Ordered another.",
            "Lovely",
        ],
    };
    let arrival = |words: &str, stars, verdict| Arrival {
        source: source("mall"),
        review: praised(language, words, stars),
        verdict: Some(verdict),
        is_new: true,
    };
    vec![
        arrival(troll, 1.0, Verdict::SuspectedTroll),
        arrival(careful, 5.0, Verdict::Positive),
        arrival(happy, 5.0, Verdict::Positive),
        arrival(short, 5.0, Verdict::Positive),
        Arrival { verdict: None, ..arrival(short, 5.0, Verdict::Positive) },
        arrival(short, 2.0, Verdict::Negative),
    ]
}

fn praised(language: Language, words: &str, stars: f64) -> Review {
    let written = Interval::at(at("2026-11-22T19:20:00"));
    Review {
        author: Some(if language == Language::Ko { "이*훈" } else { "S. Lee" }.to_owned()),
        rating: Rating::new(stars, 5.0).ok(),
        title: None,
        body: Some(words.to_owned()),
        posted: Posted { text: None, interval: Some(written), relative: false },
        ..complaint(language).review
    }
}

fn well(name: &str) -> Health {
    Health {
        source: source(name),
        last_success: Some(at("2026-11-23T07:52:00")),
        paused_until: None,
        troubles: Vec::new(),
        gaps: Vec::new(),
    }
}

fn told(report: report::Facts) -> Sample {
    let notice = Notice {
        subject: Subject::Day(morning().to_zoned(jiff::tz::TimeZone::UTC).date()),
        round: 1,
        kind: Kind::Digest,
        occurrence: 0,
        recipient: recipient("owner"),
        due: report.until,
    };
    let facts = Facts::Digest(Box::new(DigestFacts { report, instead_of: Vec::new() }));
    Sample { said: vec![(notice, facts)], now: morning() }
}
