//! What mails say, byte for byte.

mod letters;
mod overnight;
mod people;
mod safety;
mod secret;
mod sharing;
mod sources;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::case::{Case, CaseId, State, Turn};
use crate::review::{
    Evidence, Interval, Judgement, Posted, Rating, Reply, Review, ReviewKey, Scope, SourceId,
    Trouble, Unread, Usual, Verdict,
};

/// An instant by its clock in Seoul.
fn at(local: &str) -> Timestamp {
    format!("{local}+09:00").parse().expect("a valid time")
}

fn address(text: &str) -> Address {
    text.parse().expect("a valid address")
}

fn source() -> SourceId {
    "mall".parse().expect("a valid source")
}

fn shop(language: Language) -> Shop {
    Shop {
        name: match language {
            Language::Ko => "초록마켓",
            Language::En => "Green Market",
        }
        .to_owned(),
        language,
        zone: jiff::tz::TimeZone::get("Asia/Seoul").expect("a bundled zone"),
        reply_authors: Vec::new(),
        signature: None,
        private_channel: None,
    }
}

/// A complaint of Sunday afternoon, seen half an hour later, due on Monday at five past three.
fn complaint(language: Language) -> CaseFacts {
    let (author, title, body, product, quotes) = match language {
        Language::Ko => (
            "김*영",
            "배송이 너무 늦어요",
            "일주일을 기다렸는데 상자가 찌그러져 왔어요.\n\n안에 든 컵도 깨져 있고, 문의해도 답이 없네요.",
            "머그컵 2개 세트",
            ["상자가 찌그러져", "깨져 있고"],
        ),
        Language::En => (
            "J. Kim",
            "Broken on arrival",
            "I waited a week and the box came crushed.\n\nOne cup is in pieces & nobody answers my mails.",
            "Mug, set of two",
            ["the box came crushed", "nobody answers"],
        ),
    };
    let stars = Evidence { signal: "stars".to_owned(), weight: 2.5, quote: None };
    let text = |quote: &str| Evidence {
        signal: "text".to_owned(),
        weight: 1.5,
        quote: Some(quote.to_owned()),
    };
    let review = Review {
        id: Some("4711".to_owned()),
        author: Some(author.to_owned()),
        rating: Some(Rating::new(1.0, 5.0).expect("a possible rating")),
        title: Some(title.to_owned()),
        body: Some(body.to_owned()),
        posted: Posted {
            text: None,
            interval: Some(Interval::between(at("2026-11-22T15:05:00"), at("2026-11-22T15:05:00"))),
            relative: false,
        },
        url: Some("https://mall.example/board/review/read.html?no=4711&page=1".to_owned()),
        reply: None,
        product: Some(product.to_owned()),
    };
    CaseFacts {
        case: Case {
            id: CaseId(7),
            review: ReviewKey { source: source(), native: "4711".to_owned() },
            round: 1,
            state: State::Open,
            started: at("2026-11-22T15:05:00"),
            deadline: at("2026-11-23T15:05:00"),
            opened: at("2026-11-22T15:35:12"),
            closed: None,
            next: None,
            owner: None,
            hands: Default::default(),
            replied: None,
        },
        review,
        judgement: Judgement {
            verdict: Verdict::Negative,
            negative: 0.967,
            troll: 0.01,
            causes: Vec::new(),
            evidence: vec![stars, text(quotes[0]), text(quotes[1])],
        },
        seen: at("2026-11-22T15:35:10"),
        began: None,
        words_before: None,
        edited: None,
        rated_before: None,
        waited: false,
        overtaken: Vec::new(),
        instead_of: Vec::new(),
        handed: None,
        owner: None,
        thread_subject: None,
    }
}

fn notice(kind: Kind, facts: &CaseFacts, due: Timestamp) -> Notice {
    Notice {
        subject: Subject::Case(facts.case.id),
        round: facts.case.round,
        kind,
        occurrence: 0,
        recipient: address("owner@example.com"),
        due,
    }
}

/// A mail about one case.
fn letter(language: Language, kind: Kind, facts: CaseFacts, now: Timestamp) -> Frozen {
    let notice = notice(kind, &facts, now);
    composed(language, &[(notice, Facts::Case(Box::new(facts)))], now)
}

fn composed(language: Language, said: &[(Notice, Facts)], now: Timestamp) -> Frozen {
    let from = address("alerts@shop.example");
    compose(said, &shop(language), &from, now)
}

fn answered(mut facts: CaseFacts, language: Language, posted: Interval, closed: &str) -> CaseFacts {
    let (author, body) = match language {
        Language::Ko => ("초록마켓", "불편을 드려 죄송합니다. 새 상품을 오늘 보내 드리겠습니다."),
        Language::En => ("Green Market", "We are sorry. A new set leaves our shop today."),
    };
    facts.review.reply = Some(Reply {
        author: Some(author.to_owned()),
        body: body.to_owned(),
        posted: Posted { text: None, interval: Some(posted), relative: false },
    });
    facts.case.state = State::Answered;
    facts.case.closed = Some(at(closed));
    facts
}

fn incident() -> IncidentFacts {
    IncidentFacts {
        waited: false,
        source: source(),
        url: "https://mall.example/board/review/list.html".to_owned(),
        trouble: Trouble::Unread { why: Unread::Blocked },
        scope: Scope::Server { host: "mall.example".to_owned(), manner: "blocked".to_owned() },
        note: Some("the server refuses us (403)".to_owned()),
        since: at("2026-11-22T09:30:00"),
        polls: 3,
        usual: Usual { rows: Some(20), newest: Some(at("2026-11-20T21:04:00")) },
        last_success: Some(at("2026-11-22T09:15:00")),
        recovered: None,
        missed: Vec::new(),
        unseen: Vec::new(),
    }
}

fn about_source(kind: Kind, facts: IncidentFacts, due: Timestamp) -> (Notice, Facts) {
    let notice = Notice {
        subject: Subject::Incident(facts.source.clone(), 1),
        round: 1,
        kind,
        occurrence: 0,
        recipient: address("owner@example.com"),
        due,
    };
    (notice, Facts::Incident(Box::new(facts)))
}

/// The mail as text: headers, then the readable part, decoded.
fn text_of(mail: &Frozen) -> String {
    part_of(mail, "text/plain")
}

fn html_of(mail: &Frozen) -> String {
    part_of(mail, "text/html")
}

fn part_of(mail: &Frozen, kind: &str) -> String {
    let raw = std::str::from_utf8(&mail.bytes).expect("a mail is ASCII");
    let part = raw
        .split("--=_")
        .find(|part| part.contains(&format!("Content-Type: {kind}")))
        .expect("the part is there");
    let (head, body) = part.split_once("\r\n\r\n").expect("a part has a head");
    if head.contains("base64") {
        let packed: String = body.split_whitespace().collect();
        return String::from_utf8(unbase64(&packed)).expect("the part is UTF-8");
    }
    unquoted(body)
}

fn unbase64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut out) = (0_u32, 0, Vec::new());
    for byte in text.bytes().filter(|b| *b != b'=') {
        let digit = DIGITS.iter().position(|d| *d == byte).expect("a base64 digit");
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

/// Undoes quoted-printable.
fn unquoted(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let mut out = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'=' {
            let hex = std::str::from_utf8(&after[..2]).expect("two digits");
            out.push(u8::from_str_radix(hex, 16).expect("two digits"));
            rest = &after[2..];
        } else {
            out.push(*first);
            rest = after;
        }
    }
    String::from_utf8(out).expect("the part is UTF-8")
}
