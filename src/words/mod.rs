//! What the house's own vocabulary is called in the languages of the shops.
//!
//! **Invariant:** machine names stay what they are; these are for people alone.

mod history;
pub(crate) mod time;

pub(crate) use history::{happening, said};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::alert::{Language, Shop};
use crate::case::State;
use crate::review::{Cause, Evidence, Verdict};
use crate::source::Outcome;

/// Whoever reads what a command prints: the shop's language and zone, and the present moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    pub(crate) language: Language,
    pub(crate) zone: &'a TimeZone,
    pub(crate) now: Timestamp,
}

impl<'a> Reader<'a> {
    pub(crate) fn of(shop: &'a Shop, now: Timestamp) -> Self {
        Self { language: shop.language, zone: &shop.zone, now }
    }

    /// The wording in the reader's language.
    pub(crate) fn say<T>(&self, ko: T, en: T) -> T {
        either(self.language, ko, en)
    }

    /// "2026-11-22 18:05".
    pub(crate) fn moment(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// The same, or "-" for never.
    pub(crate) fn moment_or_dash(&self, at: Option<Timestamp>) -> String {
        at.map_or_else(|| "-".to_owned(), |at| self.moment(at))
    }

    /// "5시간 20분 남음".
    pub(crate) fn left(&self, deadline: Timestamp) -> String {
        time::left(self.language, deadline, self.now)
    }
}

/// The one of two wordings that is in `language`.
pub(crate) fn either<T>(language: Language, ko: T, en: T) -> T {
    match language {
        Language::Ko => ko,
        Language::En => en,
    }
}

/// Where a case stands.
pub(crate) fn state(language: Language, state: State) -> &'static str {
    match (language, state) {
        (Language::En, state) => state.as_str(),
        (Language::Ko, State::Open) => "답글 대기",
        (Language::Ko, State::Overdue) => "기한 초과",
        (Language::Ko, State::Unconfirmed) => "답글 확인 중",
        (Language::Ko, State::Answered) => "답글 완료",
        (Language::Ko, State::Dismissed) => "답글 생략",
        (Language::Ko, State::Withdrawn) => "불만 철회",
    }
}

/// What is made of a review.
pub(crate) fn verdict(language: Language, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Negative => either(language, "불만", "negative"),
        Verdict::SuspectedTroll => either(language, "악성 의심", "suspected troll"),
        Verdict::Positive => either(language, "긍정", "positive"),
    }
}

/// What a complaint is about.
pub(crate) fn cause(language: Language, cause: Cause) -> &'static str {
    match cause {
        Cause::Delivery => either(language, "배송", "delivery"),
        Cause::Packaging => either(language, "포장", "packaging"),
        Cause::Defect => either(language, "불량·파손", "defect"),
        Cause::Quality => either(language, "품질", "quality"),
        Cause::Size => either(language, "사이즈·양", "size"),
        Cause::Mismatch => either(language, "다른 상품·누락", "mismatch"),
        Cause::Price => either(language, "가격", "price"),
        Cause::Refund => either(language, "교환·환불", "refund"),
        Cause::Service => either(language, "응대", "service"),
        Cause::Site => either(language, "사이트·결제", "site"),
        Cause::Other => either(language, "그 밖", "other"),
    }
}

/// What a poll found, in a word or two.
pub(crate) fn outcome(language: Language, outcome: Outcome) -> &'static str {
    match (language, outcome) {
        (Language::En, outcome) => outcome.as_str(),
        (Language::Ko, Outcome::Reviews) => "정상",
        (Language::Ko, Outcome::Empty) => "리뷰 없음",
        (Language::Ko, Outcome::Unchanged) => "변동 없음",
        (Language::Ko, Outcome::Blocked) => "접속 차단",
        (Language::Ko, Outcome::Login) => "로그인 필요",
        (Language::Ko, Outcome::Disallowed) => "수집 거부",
        (Language::Ko, Outcome::Error) => "읽기 실패",
    }
}

/// A reason for a judgement: which signal speaks, over what, how strongly.
pub(crate) fn evidence(language: Language, evidence: &Evidence) -> String {
    let signal = match (language, evidence.signal.as_str()) {
        (Language::Ko, "text") => "표현",
        (Language::Ko, "stars") => "별점",
        (Language::Ko, "abuse") => "욕설",
        // These two are remarks in English, not quotes.
        (Language::Ko, "silence") => return "글 없음".to_owned(),
        (Language::Ko, "language") => return "모르는 언어가 섞임".to_owned(),
        (_, signal) => signal,
    };
    match &evidence.quote {
        Some(quote) => {
            let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{signal} “{quote}” {:+.1}", evidence.weight)
        }
        None => format!("{signal} {:+.1}", evidence.weight),
    }
}
