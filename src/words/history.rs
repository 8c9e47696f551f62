//! What happened to a case, as a line of its history.

use super::time::rough;
use super::{cause, either};
use crate::alert::{Language, kind_name, told_change};
use crate::case::{Taken, Turn};
use crate::review::{Cause, Event, Rating, difference, wording};
use crate::store::{Edit, Entry, Happening, NoticeEnd};

/// What happened, with its details.
pub(crate) fn happening(language: Language, entry: &Entry) -> String {
    match (language, &entry.happening) {
        (_, Happening::Edited(edit)) => edited(language, edit),
        (_, Happening::Case(turn)) => taken(language, turn),
        (Language::Ko, happening) => korean(happening),
        // The stable names are English already.
        (Language::En, _) => match entry.detail() {
            Some(detail) => format!("{} ({})", entry.what(), one_line(&detail)),
            None => entry.what(),
        },
    }
}

/// An edit with what changed; words that were written anew are shown as they were before.
fn edited(language: Language, edit: &Edit) -> String {
    let (was, now) = (&edit.was, &edit.now);
    let stars = was.rating.zip(now.rating).filter(|(was, now)| !was.is_like(*now));
    let stars = stars.map(|(was, now)| {
        let (was, now) = (points(was), points(now));
        either(language, format!("별점 {was} → {now}"), format!("stars {was} → {now}"))
    });
    let words = match difference(&was.words, &now.words) {
        Some(pieces) => Some(told_change(language, &pieces)),
        None if wording::same(&was.words, &now.words) => None,
        None => {
            let before = one_line(&was.words);
            Some(either(language, format!("고치기 전: {before}"), format!("before: {before}")))
        }
    };
    let told: Vec<String> = stars.into_iter().chain(words).collect();
    let name = either(language, "고객이 글을 고침", "review edited");
    format!("{name} ({})", told.join(", "))
}

fn points(rating: Rating) -> String {
    format!("{}/{}", rating.value(), rating.max())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn korean(happening: &Happening) -> String {
    match happening {
        Happening::Case(turn) => taken(Language::Ko, turn),
        Happening::Review(event) => korean_event(event).to_owned(),
        Happening::Edited(edit) => edited(Language::Ko, edit),
        Happening::PutOff { answer } => format!("메일을 보내지 못해 미룸 ({answer})"),
        Happening::Mail { kind, to, end } => {
            let (name, to) = (kind_name(Language::Ko, *kind), to.as_str());
            match end {
                NoticeEnd::Sent => format!("메일 보냄: {name} ({to})"),
                NoticeEnd::Overtaken => format!("메일 생략: {name} ({to}, 다음 알림으로 대신)"),
                NoticeEnd::Closed => format!("메일 생략: {name} ({to}, 이미 마무리됨)"),
                NoticeEnd::Refused(Some(answer)) => {
                    format!("메일 거절됨: {name} ({to}, {answer})")
                }
                NoticeEnd::Refused(None) => format!("메일 거절됨: {name} ({to})"),
            }
        }
    }
}

/// A turn with who took it, to whom it gave the case, how soon it came and what was said.
fn taken(language: Language, taken: &Taken) -> String {
    let Taken { turn, by, text: _, to, until: _, took } = taken;
    let details: Vec<String> = [
        by.as_ref().map(|by| either(language, by.clone(), format!("by {by}"))),
        to.as_ref().map(|to| {
            let to = to.as_str();
            either(language, format!("{to} 님께"), format!("to {to}"))
        }),
        took.map(|took| {
            let took = rough(language, took);
            either(language, format!("작성 후 {took} 만"), format!("{took} after the complaint"))
        }),
        said(language, taken),
    ]
    .into_iter()
    .flatten()
    .collect();
    let turn = either(language, korean_turn(*turn), turn.as_str());
    if details.is_empty() { turn.to_owned() } else { format!("{turn} ({})", details.join(", ")) }
}

/// What was said with a turn, on one line; what has a name of its own is called by it.
pub(crate) fn said(language: Language, taken: &Taken) -> Option<String> {
    let text = one_line(taken.text.as_deref()?);
    Some(match (language, taken.turn) {
        (Language::Ko, Turn::CauseFound) => known_cause(&text).map_or(text, str::to_owned),
        (Language::Ko, Turn::RemedyChosen) => {
            let (kind, rest) = text.split_at(text.find(':').unwrap_or(text.len()));
            match kind {
                "exchange" => format!("교환{rest}"),
                "coupon" => format!("쿠폰{rest}"),
                "refund" => format!("환불{rest}"),
                "apology" => format!("사과{rest}"),
                "other" => format!("그 밖{rest}"),
                _ => text,
            }
        }
        _ => text,
    })
}

fn known_cause(name: &str) -> Option<&'static str> {
    serde_json::from_value::<Cause>(name.into()).ok().map(|known| cause(Language::Ko, known))
}

fn korean_turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Opened => "불만으로 접수",
        Turn::Edited => "고친 글도 불만이어서 계속 답글 대기",
        Turn::RenewedByEdit => "고친 글이 불만이어서 접수",
        Turn::RenewedByReview => "같은 고객이 다시 올린 불만을 이어서 접수",
        Turn::ReplyVanished => "답글이 사라져 다시 접수",
        Turn::ThereAgain => "사라졌던 불만이 다시 보여 접수",
        Turn::Reopened => "담당자가 다시 접수",
        Turn::Alerted => "알림 시작",
        Turn::Reminded => "답글 기한이 가까워짐",
        Turn::Overdue => "답글 기한 지남",
        Turn::Answered => "답글이 달려 마무리",
        Turn::AnsweredByPerson => "담당자가 답글 완료로 표시",
        Turn::Dismissed => "담당자가 답글이 필요 없다고 표시",
        Turn::WithdrawnByEdit => "고친 글이 좋은 평가여서 마무리",
        Turn::Vanished => "리뷰가 지워져 마무리",
        Turn::Settled => "남은 알림 없음",
        Turn::Unconfirmed => "담당자가 답글을 달았다고 표시, 페이지에서 확인 중",
        Turn::NotSeen => "답글이 보이지 않아 담당자에게 확인 요청",
        Turn::NeverShown => "달았다던 답글이 끝내 보이지 않아 다시 접수",
        Turn::Acked => "담당자가 확인",
        Turn::Snoozed => "알림을 잠시 멈춤",
        Turn::Assigned => "담당자 지정",
        Turn::HandedBack => "맡은 사람이 움직이지 않아 되돌아옴",
        Turn::Noted => "메모",
        Turn::CauseFound => "원인 파악",
        Turn::RemedyChosen => "조치 결정",
        Turn::FollowedUp => "고객 만족 확인 요청",
        Turn::Resolved => "고객이 만족해 해결됨으로 표시",
        Turn::Appeased => "답글 뒤 고객이 글을 누그러뜨림",
        Turn::Thanked => "답글 뒤 고객이 좋은 평을 남김",
        Turn::Prevented => "재발 방지",
    }
}

fn korean_event(event: &Event) -> &'static str {
    match event {
        Event::New { baseline: false } => "리뷰 발견",
        Event::New { baseline: true } => "리뷰 발견 (첫 수집 때 이미 있던 글)",
        Event::Completed => "본문 페이지 확인",
        Event::Edited { .. } => "고객이 글을 고침",
        Event::Answered { .. } => "답글 발견",
        Event::ReplyVanished { .. } => "답글이 사라짐",
        Event::Vanished { .. } => "리뷰가 사라짐",
        Event::Reappeared => "리뷰가 다시 보임",
    }
}
