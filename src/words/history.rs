//! What happened to a case, as a line of its history.

use crate::alert::{Language, kind_name};
use crate::case::Turn;
use crate::review::Event;
use crate::store::{Entry, Happening, NoticeEnd};

/// What happened, with its details.
pub(crate) fn happening(language: Language, entry: &Entry) -> String {
    match language {
        Language::Ko => korean(&entry.happening),
        // The stable names are English already.
        Language::En => match entry.detail() {
            Some(detail) => format!("{} ({})", entry.what(), one_line(&detail)),
            None => entry.what(),
        },
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn korean(happening: &Happening) -> String {
    match happening {
        Happening::Case(turn) => korean_turn(*turn).to_owned(),
        Happening::Review(event) => korean_event(event),
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
    }
}

fn korean_event(event: &Event) -> String {
    match event {
        Event::New { baseline: false } => "리뷰 발견".to_owned(),
        Event::New { baseline: true } => "리뷰 발견 (첫 수집 때 이미 있던 글)".to_owned(),
        Event::Completed => "본문 페이지 확인".to_owned(),
        Event::Edited { was, .. } => format!("고객이 글을 고침 (고치기 전: {})", one_line(was)),
        Event::Answered { .. } => "답글 발견".to_owned(),
        Event::ReplyVanished { .. } => "답글이 사라짐".to_owned(),
        Event::Vanished { .. } => "리뷰가 사라짐".to_owned(),
        Event::Reappeared => "리뷰가 다시 보임".to_owned(),
    }
}
