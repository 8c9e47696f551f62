//! Mails about what people do with a case.

use super::letters::{LANGUAGES, keep};
use super::*;
use crate::case::{Ack, Due, Said, Step};

fn by(language: Language) -> String {
    match language {
        Language::Ko => "김하늘",
        Language::En => "Haneul",
    }
    .to_owned()
}

fn handed(language: Language, to: &str) -> Option<Handing> {
    Some(Handing { at: at("2026-11-22T16:00:00"), by: by(language), to: address(to) })
}

#[test]
fn whoever_is_put_in_charge_hears_by_whom() {
    for (language, name) in LANGUAGES {
        let mut facts = complaint(language);
        facts.handed = handed(language, "owner@example.com");
        let now = at("2026-11-22T16:00:00");
        let notice = Notice { occurrence: 1, ..notice(Kind::Alert, &facts, now) };
        let mail = composed(language, &[(notice, Facts::Case(Box::new(facts)))], now);
        keep(&format!("{name}_alert_given"), &mail);
    }
}

#[test]
fn the_last_reminder_says_who_is_on_it() {
    for (language, name) in LANGUAGES {
        let mut facts = complaint(language);
        let (at_ten, chased) = (at("2026-11-23T10:00:00"), at("2026-11-23T14:05:00"));
        facts.case.hands.ack = Some(Ack { at: at_ten, by: by(language), chased });
        let kind = Kind::Reminder(SignedDuration::from_hours(1));
        keep(&format!("{name}_reminder_acked"), &letter(language, kind, facts, chased));
    }
}

#[test]
fn a_case_that_comes_back_says_from_whom() {
    for (language, name) in LANGUAGES {
        let mut facts = complaint(language);
        facts.handed = handed(language, "sea@example.com");
        let mail = letter(language, Kind::HandedBack, facts.clone(), at("2026-11-22T21:46:00"));
        keep(&format!("{name}_handed_back"), &mail);
        let late = letter(language, Kind::HandedBack, facts, at("2026-11-23T16:05:00"));
        let said = match language {
            Language::Ko => "맡긴 건이 되돌아왔습니다 – 답글 기한이 1시간 지났습니다",
            Language::En => "This case came back – the reply is 1 hour overdue",
        };
        assert!(text_of(&late).starts_with(said), "{}", text_of(&late));
    }
}

#[test]
fn a_reply_that_does_not_show_is_asked_for_with_what_can_be_done() {
    for (language, name) in LANGUAGES {
        let mut facts = complaint(language);
        facts.case.state = State::Unconfirmed;
        facts.case.hands.said =
            Some(Said { at: at("2026-11-22T18:00:00"), by: by(language), asked: true });
        facts.case.next = Some(Due::new(Step::Overdue, at("2026-11-26T18:00:00")));
        let mail = letter(language, Kind::Unconfirmed, facts, at("2026-11-25T18:00:00"));
        keep(&format!("{name}_unconfirmed"), &mail);
    }
}

#[test]
fn a_follow_up_shows_complaint_reply_and_what_to_say() {
    for (language, name) in LANGUAGES {
        let posted = Interval::at(at("2026-11-22T20:25:00"));
        let mut facts = answered(complaint(language), language, posted, "2026-11-22T20:40:00");
        facts.case.replied = Some(posted);
        let now = at("2026-11-29T20:25:00");
        keep(&format!("{name}_follow_up"), &letter(language, Kind::FollowUp, facts.clone(), now));
        facts.review.reply = None;
        let word = letter(language, Kind::FollowUp, facts, now);
        let said = match language {
            Language::Ko => "답글은 담당자의 표시로 확인했으며",
            Language::En => "Answered on someone's word",
        };
        assert!(text_of(&word).contains(said), "{}", text_of(&word));
    }
}

#[test]
fn questions_are_never_part_of_a_storm() {
    let said: Vec<(Notice, Facts)> = (0..8)
        .map(|number| {
            let mut facts = complaint(Language::Ko);
            facts.case.id = CaseId(number);
            let kind = if number % 2 == 0 { Kind::FollowUp } else { Kind::Unconfirmed };
            (notice(kind, &facts, at("2026-11-29T20:25:00")), Facts::Case(Box::new(facts)))
        })
        .collect();
    assert_eq!(batches(&said).len(), 8, "each is about a customer of its own");
}
