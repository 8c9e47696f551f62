//! Subjects: short, and the same for every mail of a case, because mailboxes split threads on a change.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::batch::Shared;
use super::digest_view::DigestView;
use super::source_view::Sources;
use super::words::{cause, points};
use super::{CaseFacts, Kind, Language, Sender, Shop};
use crate::review::{Rating, text};

/// The longest subject: what a phone's list shows of a mail, in characters.
const ROOM: usize = 40;
/// The same in columns, of which a Hangul syllable takes two.
const COLUMNS: usize = 60;
/// The shop's name gives way where it would leave the complaint less than this, in characters.
const LEAST_HEADLINE: usize = 8;
/// As much of a name as is always enough to tell pages apart, in characters.
const LONGEST_NAME: usize = 12;

/// The subject of a mail about one case: "[답글 필요] ★1 배송이 너무 늦어요 – 한빛상점 자사몰 #A7K2".
pub(super) fn of_case(facts: &CaseFacts, sender: &Sender) -> String {
    if let Some(first) = facts.thread_subject.as_deref().and_then(text::line) {
        return first;
    }
    let language = sender.shop.language;
    let asks = match language {
        Language::Ko => "[답글 필요]",
        Language::En => "[Reply due]",
    };
    let stars = facts.review.rating.map(|rating| stars(rating) + " ").unwrap_or_default();
    let headline = headline(facts, language);
    let source = cut(sender.name_of(&facts.case.review.source), LONGEST_NAME);
    let with_shop = format!("{} {source}", name(&sender.shop));
    let least = headline.chars().count().min(LEAST_HEADLINE);
    let whole = |place: &str| {
        let (head, tail) = (format!("{asks} {stars}"), format!(" – {place} #{}", facts.case.id));
        let said = fit(&headline, &[&head, &tail]);
        (said.chars().count() >= least).then(|| format!("{head}{said}{tail}"))
    };
    // The sender's name tells the shop as well, the page's name stands nowhere else.
    whole(&with_shop).or_else(|| whole(&source)).unwrap_or_else(|| {
        let (head, tail) = (format!("{asks} {stars}"), format!(" #{}", facts.case.id));
        format!("{head}{}{tail}", fit(&headline, &[&head, &tail]))
    })
}

/// What the complaint is about in a word or two where that is known, else how it begins.
fn headline(facts: &CaseFacts, language: Language) -> String {
    let known = facts.judgement.causes.iter().find_map(|found| cause(language, *found));
    if let Some(known) = known {
        return known.to_owned();
    }
    let review = &facts.review;
    let first = review.title.as_deref().or(review.body.as_deref());
    first.and_then(text::line).unwrap_or_else(|| {
        match language {
            Language::Ko => "(글 없음)",
            Language::En => "(no text)",
        }
        .to_owned()
    })
}

/// How much a mail about several things tells of.
pub(super) struct Counts {
    /// Everything.
    pub(super) all: usize,
    /// Cases that want a reply.
    pub(super) open: usize,
    /// Cases that are new to the recipient.
    pub(super) fresh: usize,
}

/// The subject of a mail about several things.
pub(super) fn of_many(shared: Shared, counts: &Counts, shop: &Shop) -> String {
    let Counts { all: count, open, fresh } = *counts;
    let some_known = 0 < fresh && fresh < count;
    let says = match (shop.language, shared) {
        (Language::Ko, Shared::CatchUp) => format!("[답글 필요] 뒤늦게 발견한 리뷰 {count}건"),
        (Language::Ko, Shared::Storm) if some_known => {
            format!("[답글 필요] 불만 리뷰 {count}건, 새로 {fresh}건")
        }
        (Language::Ko, Shared::Storm) => format!("[답글 필요] 불만 리뷰 {count}건"),
        (Language::Ko, Shared::Done) => format!("[처리 완료] 리뷰 {count}건"),
        (Language::Ko, Shared::Overnight) if open > 0 => {
            format!("[쉬시는 동안] 알림 {count}건, 답글 필요 {open}건")
        }
        (Language::Ko, Shared::Overnight) => format!("[쉬시는 동안] 알림 {count}건"),
        (Language::En, Shared::CatchUp) => format!("[Reply due] {count} found too late"),
        (Language::En, Shared::Storm) if some_known => {
            format!("[Reply due] {count} complaints, {fresh} new")
        }
        (Language::En, Shared::Storm) => format!("[Reply due] {count} complaints"),
        (Language::En, Shared::Done) => format!("[Done] {count} reviews"),
        (Language::En, Shared::Overnight) if open > 0 => {
            format!("[While away] {count} notices, {open} to answer")
        }
        (Language::En, Shared::Overnight) => format!("[While away] {count} notices"),
    };
    signed(says, shop)
}

/// The subject of a mail about sources that have a trouble, or had one.
pub(super) fn of_sources(kind: Kind, sources: &Sources, shop: &Shop) -> String {
    let first = cut(sources.names.first().map_or("", String::as_str), LONGEST_NAME);
    let others = sources.names.len().saturating_sub(1);
    let which = match (shop.language, others) {
        (_, 0) => first,
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
    signed(format!("{says} {which}"), shop)
}

/// The subject of a digest: as much as there is room for of what needs someone, the most urgent first.
pub(super) fn of_digest(day: &DigestView, shop: &Shop) -> String {
    let ko = shop.language == Language::Ko;
    let said = |count: usize, ko_says: String, en_says: String| {
        (count > 0).then_some(if ko { ko_says } else { en_says })
    };
    let (overdue, open, ailing) = (day.overdue, day.open, day.ailing);
    let pages = if ailing == 1 { "page" } else { "pages" };
    let parts = [
        said(overdue, format!("기한 지남 {overdue}건"), format!("{overdue} overdue")),
        said(open, format!("답글 필요 {open}건"), format!("{open} open")),
        said(ailing, format!("페이지 이상 {ailing}곳"), format!("{ailing} {pages} off")),
    ];
    let head = if ko { "[하루 요약]" } else { "[Daily]" };
    let mut says = head.to_owned();
    for part in parts.into_iter().flatten() {
        let between = if says == head { " " } else { ", " };
        if fit(&part, &[&says, between]) == part {
            says = format!("{says}{between}{part}");
        }
    }
    if says == head {
        says.push_str(if ko { " 밀린 답글 없음" } else { " nothing waits" });
    }
    signed(says, shop)
}

/// The subject of a test mail.
pub(super) fn of_test(shop: &Shop) -> String {
    let says = match shop.language {
        Language::Ko => "[테스트] 리뷰 알림 메일",
        Language::En => "[Test] Review alerts",
    };
    signed(says.to_owned(), shop)
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

/// `says` with the shop's name behind it, where there is room for it.
fn signed(says: String, shop: &Shop) -> String {
    let name = name(shop);
    match !name.is_empty() && fit(&name, &[&says, " – "]) == name {
        true => format!("{says} – {name}"),
        false => says,
    }
}

/// A rating in as few characters as possible: "★1", "★3/10".
pub(super) fn stars(rating: Rating) -> String {
    let value = points(rating.value());
    if rating.max() == 5.0 {
        format!("★{value}")
    } else {
        format!("★{value}/{}", points(rating.max()))
    }
}

/// As much of `whole` as a subject has room for beside the `rest` of it.
fn fit(whole: &str, rest: &[&str]) -> String {
    let chars: usize = rest.iter().map(|part| part.chars().count()).sum();
    let columns: usize = rest.iter().map(|part| part.width()).sum();
    let (chars, columns) = (ROOM.saturating_sub(chars), COLUMNS.saturating_sub(columns));
    if whole.chars().count() <= chars && whole.width() <= columns {
        return whole.to_owned();
    }
    // One of each is the ellipsis's.
    let (mut kept, mut wide) = (String::new(), 0);
    for c in whole.chars().take(chars.saturating_sub(1)) {
        wide += c.width().unwrap_or(0);
        if wide + 1 > columns {
            break;
        }
        kept.push(c);
    }
    match kept.trim_end() {
        "" => String::new(),
        kept => format!("{kept}…"),
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
