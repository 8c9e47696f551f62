//! One complaint, its answer and one incident, made up.

use jiff::{SignedDuration, Timestamp};

use crate::alert::{CaseFacts, IncidentFacts, Language, Missed};
use crate::case::{Case, CaseId, State};
use crate::review::{
    Evidence, Interval, Judgement, Posted, Rating, Reply, Review, ReviewKey, Scope, SourceId,
    Trouble, Unread, Usual, Verdict,
};

/// An instant by its clock in Seoul.
pub(in crate::alert) fn at(local: &str) -> Timestamp {
    format!("{local}+09:00").parse().expect("a valid time")
}

fn source() -> SourceId {
    "mall".parse().expect("a valid source")
}

/// A complaint of Sunday afternoon, seen half an hour later, due on Monday at five past three.
pub(in crate::alert) fn complaint(language: Language) -> CaseFacts {
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
    let written = at("2026-11-22T15:05:00");
    let review = Review {
        id: Some("4711".to_owned()),
        author: Some(author.to_owned()),
        rating: Some(Rating::new(1.0, 5.0).expect("a possible rating")),
        title: Some(title.to_owned()),
        body: Some(body.to_owned()),
        posted: Posted { text: None, interval: Some(Interval::at(written)), relative: false },
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
            started: written,
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
        overtaken: Vec::new(),
        instead_of: Vec::new(),
        handed: None,
        owner: None,
        told: None,
        earlier: None,
        thread_subject: None,
        waited: false,
    }
}

/// What the complaint said before an edit made it one.
pub(super) fn before_edit(language: Language) -> &'static str {
    match language {
        Language::Ko => {
            "배송이 조금 늦어요\n일주일을 기다렸는데 상자가 예쁘게 왔어요.\n\n안에 든 컵도 마음에 드네요."
        }
        Language::En => {
            "Broken on arrival\nI waited a week and the box came late.\n\nOne cup is in pieces."
        }
    }
}

/// Words of which the complaint kept none.
pub(super) fn other_words(language: Language) -> &'static str {
    match language {
        Language::Ko => "그럭저럭 괜찮아요.",
        Language::En => "It is all right, I suppose.",
    }
}

/// The complaint with the shop's reply under it, `posted` and noticed at `closed`.
pub(in crate::alert) fn answered(
    mut facts: CaseFacts,
    language: Language,
    posted: Interval,
    closed: &str,
) -> CaseFacts {
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

/// A server that blocks since half past nine on Sunday.
pub(in crate::alert) fn incident() -> IncidentFacts {
    IncidentFacts {
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
        waited: false,
    }
}

/// A review that nobody saw while a page could not be read.
pub(in crate::alert) fn missed(
    words: &str,
    verdict: Verdict,
    deadline: Option<(CaseId, Timestamp)>,
) -> Missed {
    Missed {
        author: Some("김*영".to_owned()),
        words: words.to_owned(),
        verdict: Some(verdict),
        deadline,
    }
}

/// One that is late already, one that is due in the evening, and one that praises.
pub(super) fn missed_meanwhile(language: Language, back: Timestamp) -> Vec<Missed> {
    let [late, due, praise] = match language {
        Language::Ko => {
            ["일주일을 기다렸는데\n상자가 찌그러져 왔어요", "컵이 깨져 있어요", "좋아요"]
        }
        Language::En => ["A week of waiting\nand a crushed box", "The cup is broken", "Lovely"],
    };
    let evening = back + SignedDuration::from_hours(9);
    [
        missed(late, Verdict::Negative, Some((CaseId(7), at("2026-11-22T12:00:00")))),
        missed(due, Verdict::Negative, Some((CaseId(8), evening))),
        missed(praise, Verdict::Positive, None),
    ]
    .map(|missed| Missed { author: complaint(language).review.author, ..missed })
    .to_vec()
}
