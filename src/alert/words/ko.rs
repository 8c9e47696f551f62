//! Korean.

use jiff::SignedDuration;
use jiff::civil::{DateTime, Weekday};

use super::points;
use crate::alert::Kind;
use crate::case::Turn;
use crate::review::{Cause, Rating};
use crate::route::Role;

pub(super) fn date(at: DateTime, with_year: bool) -> String {
    let day = match at.weekday() {
        Weekday::Monday => "월",
        Weekday::Tuesday => "화",
        Weekday::Wednesday => "수",
        Weekday::Thursday => "목",
        Weekday::Friday => "금",
        Weekday::Saturday => "토",
        Weekday::Sunday => "일",
    };
    let year = if with_year { format!("{}년 ", at.year()) } else { String::new() };
    format!("{year}{}월 {}일({day})", at.month(), at.day())
}

/// "오후 3시 5분". Noon is 낮 12시 and midnight 오전 0시, which nobody can mistake for each other.
pub(super) fn time(at: DateTime) -> String {
    format!("{} {}", half(at), clock(at))
}

/// "오후 3시~4시": the half of the day is said once where both share it.
pub(super) fn times(from: DateTime, to: DateTime) -> String {
    if half(from) == half(to) {
        format!("{}~{}", time(from), clock(to))
    } else {
        format!("{}~{}", time(from), time(to))
    }
}

fn half(at: DateTime) -> &'static str {
    match at.hour() {
        0..=11 => "오전",
        12 => "낮",
        _ => "오후",
    }
}

fn clock(at: DateTime) -> String {
    let hour = if at.hour() > 12 { at.hour() - 12 } else { at.hour() };
    match at.minute() {
        0 => format!("{hour}시"),
        minute => format!("{hour}시 {minute}분"),
    }
}

/// Days, hours and minutes, where they are said.
pub(super) fn length(parts: [Option<i64>; 3]) -> String {
    let said: Vec<String> = parts
        .into_iter()
        .zip(["일", "시간", "분"])
        .filter_map(|(part, unit)| part.filter(|n| *n > 0).map(|n| format!("{n}{unit}")))
        .collect();
    if said.is_empty() { "1분 미만".to_owned() } else { said.join(" ") }
}

pub(super) fn kind(kind: Kind, length: impl Fn(SignedDuration) -> String) -> String {
    match kind {
        Kind::Alert => "첫 알림".to_owned(),
        Kind::Reminder(before) => format!("{} 전 알림", length(before)),
        Kind::Overdue => "기한 초과 알림".to_owned(),
        Kind::Answered => "완료 알림".to_owned(),
        Kind::HandedBack => "되돌아온 건 알림".to_owned(),
        Kind::Unconfirmed => "답글 확인 요청".to_owned(),
        Kind::FollowUp => "고객 만족 확인 요청".to_owned(),
        Kind::SourceBroken => "페이지 이상 알림".to_owned(),
        Kind::SourceRecovered => "페이지 정상 알림".to_owned(),
        Kind::Digest => "하루 요약".to_owned(),
    }
}

/// Why an answer is due in this round; a sentence in the first, its beginning later.
pub(super) fn again(began: Option<Turn>, round: u32) -> Option<&'static str> {
    match (began?, round) {
        (Turn::RenewedByEdit, 1) => Some("전에 올린 글을 고객이 불만으로 고쳤습니다."),
        (_, 1) => None,
        (Turn::RenewedByEdit, _) => Some("마무리된 뒤 고객이 글을 고쳐 다시 답글이 필요해졌습니다"),
        (Turn::RenewedByReview, _) => {
            Some("마무리된 뒤 같은 고객이 다시 불만을 올려 답글이 필요해졌습니다")
        }
        (Turn::ReplyVanished, _) => Some("달렸던 답글이 페이지에서 사라져 다시 답글이 필요합니다"),
        (Turn::ThereAgain, _) => Some("사라졌던 글이 다시 보여 답글이 필요합니다"),
        (Turn::Reopened, _) => Some("담당자가 다시 연 건입니다"),
        (Turn::NeverShown, _) => {
            Some("달았다고 하신 답글이 끝내 페이지에 보이지 않아 다시 답글이 필요합니다")
        }
        _ => None,
    }
}

/// Why someone is told whose case it is not.
pub(super) fn told_as(owner: &str, role: Role, kind: Kind, asks: bool) -> Option<String> {
    match (role, asks) {
        (Role::Owner, _) => None,
        (Role::StandIn, true) => Some(format!("{owner} 님이 자리를 비운 동안 대신 맡아 주세요.")),
        (Role::Escalation, true) if kind == Kind::Alert => Some(format!(
            "담당은 {owner} 님입니다. 답글을 달 시간이 얼마 남지 않아 함께 알려 드립니다."
        )),
        (Role::Escalation, true) => {
            Some(format!("담당은 {owner} 님입니다. 아직 답글이 보이지 않아 함께 알려 드립니다."))
        }
        (Role::StandIn | Role::Copy | Role::Escalation, _) => {
            Some(format!("담당은 {owner} 님입니다. 참고하시도록 함께 보내 드립니다."))
        }
    }
}

pub(super) fn reasons(
    low: Option<Rating>,
    complaining: Option<String>,
    harsh: Option<String>,
) -> Vec<String> {
    let said: Vec<String> = [
        low.map(|r| format!("별점이 {}점 만점에 {}점입니다.", points(r.max()), points(r.value()))),
        complaining.map(|words| format!("불만으로 읽히는 표현이 있습니다: {words}")),
        harsh.map(|words| format!("거친 표현이 있습니다: {words}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    if said.is_empty() {
        vec!["글 전체의 느낌이 불만에 가깝습니다.".to_owned()]
    } else {
        said
    }
}

pub(super) fn cause(cause: Cause) -> Option<&'static str> {
    Some(match cause {
        Cause::Delivery => "배송 불만",
        Cause::Packaging => "포장 불만",
        Cause::Defect => "불량·파손",
        Cause::Quality => "품질 불만",
        Cause::Size => "사이즈·양 불만",
        Cause::Mismatch => "다른 상품·누락",
        Cause::Price => "가격 불만",
        Cause::Refund => "교환·환불",
        Cause::Service => "응대 불만",
        Cause::Site => "사이트·결제 오류",
        Cause::Other => return None,
    })
}
