//! Mails about what people do with a case.

use super::letters::{LANGUAGES, keep_sample, mail_of};
use super::*;

#[test]
fn whoever_is_put_in_charge_hears_by_whom() {
    keep_sample("alert-given");
}

#[test]
fn the_last_reminder_says_who_is_on_it() {
    keep_sample("reminder-acked");
}

#[test]
fn a_case_that_comes_back_says_from_whom() {
    keep_sample("handed-back");
    for (language, said) in [
        (Language::Ko, "맡긴 건이 되돌아왔습니다 – 답글 기한이 1시간 지났습니다"),
        (Language::En, "This case came back – the reply is 1 hour overdue"),
    ] {
        let late = text_of(&mail_of("handed-back-late", language));
        assert!(late.starts_with(said), "{late}");
    }
}

#[test]
fn a_reply_that_does_not_show_is_asked_for_with_what_can_be_done() {
    keep_sample("unconfirmed");
}

#[test]
fn a_follow_up_shows_complaint_reply_and_what_to_say() {
    keep_sample("follow-up");
    for (language, said) in [
        (Language::Ko, "담당자가 답글을 달았다고 표시한 건이며"),
        (Language::En, "Answered on someone's word"),
    ] {
        let unseen = text_of(&mail_of("follow-up-unseen", language));
        assert!(unseen.contains(said), "{unseen}");
    }
}

#[test]
fn a_mail_of_a_case_that_nobody_touched_makes_nobody_up() {
    // As `reviewd mail preview KIND --case` shows one.
    for (language, _) in LANGUAGES {
        for kind in [Kind::HandedBack, Kind::Unconfirmed, Kind::FollowUp] {
            let mail = letter(language, kind, complaint(language), at("2026-11-23T14:00:00"));
            for text in [text_of(&mail), html_of(&mail).replace(":none", "")] {
                assert!(!text.contains("none"), "{text}");
            }
        }
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

#[test]
fn a_case_that_is_handed_on_twice_blames_no_mail_server() {
    for (language, server) in [(Language::Ko, "메일 서버"), (Language::En, "mail server")] {
        let mut facts = complaint(language);
        facts.overtaken = vec![Kind::Alert];
        let mail = letter(language, Kind::Alert, facts.clone(), at("2026-11-22T16:00:00"));
        assert!(!text_of(&mail).contains(server), "{}", text_of(&mail));
        let mail = letter(language, Kind::Overdue, facts, at("2026-11-23T16:00:00"));
        assert!(text_of(&mail).contains(server), "{}", text_of(&mail));
    }
}
