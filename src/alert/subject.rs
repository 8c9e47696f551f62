//! Subjects: short, and the same for every mail of a case, because mailboxes split threads on a change.

use super::batch::Shared;
use super::source_view::Sources;
use super::words::points;
use super::{CaseFacts, Kind, Language, Shop};
use crate::review::{Rating, text};

/// The longest subject aimed at, in characters: what a phone's list shows. Hangul is twice as wide.
const ROOM_KO: usize = 44;
const ROOM_EN: usize = 64;
/// However long the rest is, this many characters of the complaint are shown.
const LEAST_HEADLINE: usize = 10;
const LONGEST_NAME: usize = 12;

/// The subject of a mail about one case.
pub(super) fn of_case(facts: &CaseFacts, shop: &Shop) -> String {
    if let Some(first) = facts.thread_subject.as_deref().and_then(text::line) {
        return first;
    }
    let (asks, room) = match shop.language {
        Language::Ko => ("[답글 필요]", ROOM_KO),
        Language::En => ("[Reply needed]", ROOM_EN),
    };
    let stars = facts.review.rating.map(stars).unwrap_or_default();
    let source = cut(facts.case.review.source.as_str(), LONGEST_NAME);
    let tail = format!(" – {} {source} #{}", name(shop), facts.case.id);
    let taken = asks.chars().count() + stars.chars().count() + tail.chars().count() + 1;
    let review = &facts.review;
    let first = review.title.as_deref().or(review.body.as_deref());
    let words = first.and_then(text::line).unwrap_or_else(|| {
        match shop.language {
            Language::Ko => "(글 없음)",
            Language::En => "(no text)",
        }
        .to_owned()
    });
    let headline = cut(&words, room.saturating_sub(taken).max(LEAST_HEADLINE));
    format!("{asks} {stars}{headline}{tail}")
}

/// The subject of a mail about several cases.
pub(super) fn of_many(shared: Shared, count: usize, shop: &Shop) -> String {
    let name = name(shop);
    match (shop.language, shared) {
        (Language::Ko, Shared::CatchUp) => {
            format!("[답글 필요] 기한이 지난 뒤 발견한 리뷰 {count}건 – {name}")
        }
        (Language::Ko, Shared::Storm) => format!("[답글 필요] 불만 리뷰 {count}건 – {name}"),
        (Language::Ko, Shared::Done) => format!("[처리 완료] 리뷰 {count}건 – {name}"),
        (Language::Ko, Shared::Overnight) => {
            format!("[쉬시는 동안] 들어온 알림 {count}건 – {name}")
        }
        (Language::En, Shared::CatchUp) => {
            format!("[Reply needed] {count} reviews found too late – {name}")
        }
        (Language::En, Shared::Storm) => format!("[Reply needed] {count} complaints – {name}"),
        (Language::En, Shared::Overnight) => {
            format!("[While you were away] {count} things to know – {name}")
        }
        (Language::En, Shared::Done) => format!("[Done] {count} reviews – {name}"),
    }
}

/// The subject of a mail about sources that have a trouble, or had one.
pub(super) fn of_sources(kind: Kind, sources: &Sources, shop: &Shop) -> String {
    let first = sources.names.first().map_or("", String::as_str);
    let others = sources.names.len().saturating_sub(1);
    let which = match (shop.language, others) {
        (_, 0) => first.to_owned(),
        (Language::Ko, _) => format!("{first} 외 {others}곳"),
        (Language::En, 1) => format!("{first} and 1 more"),
        (Language::En, _) => format!("{first} and {others} more"),
    };
    let says = match (shop.language, kind, sources.stop) {
        (Language::Ko, Kind::SourceRecovered, true) => "[리뷰 수집 재개]",
        (Language::Ko, Kind::SourceRecovered, false) => "[리뷰 페이지 정상]",
        (Language::En, Kind::SourceRecovered, true) => "[Reading again]",
        (Language::En, Kind::SourceRecovered, false) => "[Page is well again]",
        (Language::Ko, _, _) if sources.gap => "[못 읽은 글 확인 필요]",
        (Language::En, _, _) if sources.gap => "[Reviews may be missed]",
        (Language::Ko, _, true) => "[리뷰 수집 중단]",
        (Language::Ko, _, false) => "[리뷰 페이지 확인 필요]",
        (Language::En, _, true) => "[Reading stopped]",
        (Language::En, _, false) => "[Page needs a look]",
    };
    format!("{says} {which} – {}", name(shop))
}

/// The subject of a test mail.
pub(super) fn of_test(shop: &Shop) -> String {
    match shop.language {
        Language::Ko => format!("[테스트] 리뷰 알림 메일 – {}", name(shop)),
        Language::En => format!("[Test] Review alerts – {}", name(shop)),
    }
}

/// The sender's name in a list of mails.
pub(super) fn sender_name(shop: &Shop) -> String {
    match text::line(&shop.name) {
        Some(name) => format!("{} reviewd", cut(&name, 40)),
        None => "reviewd".to_owned(),
    }
}

fn name(shop: &Shop) -> String {
    cut(&text::line(&shop.name).unwrap_or_default(), LONGEST_NAME)
}

fn stars(rating: Rating) -> String {
    if rating.max() == 5.0 {
        format!("★{} ", points(rating.value()))
    } else {
        format!("★{}/{} ", points(rating.value()), points(rating.max()))
    }
}

/// At most `room` characters, with an ellipsis where something is missing.
pub(super) fn cut(whole: &str, room: usize) -> String {
    if whole.chars().count() <= room {
        return whole.to_owned();
    }
    let kept: String = whole.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
