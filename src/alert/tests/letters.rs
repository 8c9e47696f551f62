//! Every kind of mail in both languages, as it is sent and as it is read.

use super::*;

pub(super) const LANGUAGES: [(Language, &str); 2] = [(Language::Ko, "ko"), (Language::En, "en")];

/// Keeps a mail's raw bytes, its text and its HTML, the last two as a person would see their source.
pub(super) fn keep(name: &str, mail: &Frozen) {
    let raw = std::str::from_utf8(&mail.bytes).expect("a mail is ASCII");
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(format!("{name}.eml"), raw.replace("\r\n", "\n"));
        let text = text_of(mail).replace("\r\n", "\n");
        insta::assert_snapshot!(format!("{name}.txt"), format!("Subject: {}\n\n{text}", mail.subject));
        insta::assert_snapshot!(format!("{name}.html"), html_of(mail).replace("\r\n", "\n"));
    });
}

#[test]
fn an_alert_says_all_that_is_needed_to_answer() {
    for (language, name) in LANGUAGES {
        let mail = letter(language, Kind::Alert, complaint(language), at("2026-11-22T15:35:14"));
        keep(&format!("{name}_alert"), &mail);
    }
}

#[test]
fn an_alert_admits_what_it_does_not_know() {
    for (language, name) in LANGUAGES {
        let mut facts = complaint(language);
        let hour = Interval::between(at("2026-11-22T15:00:00"), at("2026-11-22T15:59:59"));
        facts.review.posted.interval = Some(hour);
        facts.review.url = Some("javascript:alert(1)".to_owned());
        facts.review.title = None;
        facts.review.rating = None;
        facts.review.product = None;
        facts.judgement.evidence.clear();
        let mail = letter(language, Kind::Alert, facts, at("2026-11-22T18:00:00"));
        keep(&format!("{name}_alert_vague"), &mail);
    }
}

#[test]
fn a_renewed_and_edited_complaint_shows_its_history() {
    for (language, name) in LANGUAGES {
        let mut facts = complaint(language);
        facts.case.round = 2;
        facts.began = Some(Turn::ReplyVanished);
        facts.words_before = Some(
            match language {
                Language::Ko => "그럭저럭 괜찮아요.",
                Language::En => "It is all right, I suppose.",
            }
            .to_owned(),
        );
        facts.overtaken = vec![Kind::Alert, Kind::Reminder(SignedDuration::from_hours(12))];
        facts.instead_of = vec![address("gone@example.com")];
        let mail = letter(language, Kind::Alert, facts, at("2026-11-23T11:00:00"));
        keep(&format!("{name}_alert_renewed"), &mail);
    }
}

#[test]
fn a_complaint_renewed_by_an_edit_shows_what_changed_in_it() {
    for (language, name) in LANGUAGES {
        let mut facts = complaint(language);
        facts.case.round = 2;
        facts.began = Some(Turn::RenewedByEdit);
        facts.rated_before = Rating::new(3.0, 5.0).ok();
        facts.edited =
            Some(Interval::between(at("2026-11-22T18:00:00"), at("2026-11-22T18:10:00")));
        facts.case.started = at("2026-11-22T18:00:00");
        facts.case.deadline = at("2026-11-23T18:00:00");
        facts.words_before = Some(
            match language {
                Language::Ko => "배송이 조금 늦어요\n일주일을 기다렸는데 상자가 예쁘게 왔어요.\n\n안에 든 컵도 마음에 드네요.",
                Language::En => {
                    "Broken on arrival\nI waited a week and the box came late.\n\nOne cup is in pieces."
                }
            }
            .to_owned(),
        );
        let mail = letter(language, Kind::Alert, facts, at("2026-11-22T18:10:14"));
        keep(&format!("{name}_alert_edited"), &mail);
    }
}

#[test]
fn every_reason_for_another_round_is_told() {
    let turns = [
        Turn::RenewedByEdit,
        Turn::RenewedByReview,
        Turn::ReplyVanished,
        Turn::ThereAgain,
        Turn::Reopened,
    ];
    for (language, _) in LANGUAGES {
        let began = turns.iter().map(|turn| Some(*turn)).chain([None]);
        let told: Vec<String> = began
            .map(|began| {
                let mut facts = complaint(language);
                (facts.case.round, facts.began) = (3, began);
                let mail = letter(language, Kind::Alert, facts, at("2026-11-22T15:35:14"));
                let text = text_of(&mail).replace("\r\n", "\n");
                text.split("\n\n").nth(1).expect("a reason").to_owned()
            })
            .collect();
        let different: std::collections::BTreeSet<&String> = told.iter().collect();
        assert_eq!(different.len(), told.len(), "each is told in words of its own: {told:#?}");
        assert!(told.iter().all(|why| why.contains('3')), "which round it is: {told:#?}");
    }
}

#[test]
fn a_reminder_puts_the_time_left_first() {
    for (language, name) in LANGUAGES {
        let kind = Kind::Reminder(SignedDuration::from_hours(4));
        let mail = letter(language, kind, complaint(language), at("2026-11-23T11:05:00"));
        keep(&format!("{name}_reminder"), &mail);
    }
}

#[test]
fn an_overdue_mail_says_how_late_it_is() {
    for (language, name) in LANGUAGES {
        let mut facts = complaint(language);
        facts.case.state = State::Overdue;
        facts.overtaken = vec![Kind::Reminder(SignedDuration::from_hours(4))];
        let mail = letter(language, Kind::Overdue, facts.clone(), at("2026-11-23T17:20:00"));
        keep(&format!("{name}_overdue"), &mail);
        let mail = letter(language, Kind::Overdue, facts, at("2026-11-23T15:05:00"));
        let text = text_of(&mail);
        let now = match language {
            Language::Ko => "답글 기한이 방금 지났습니다",
            Language::En => "The deadline has just passed",
        };
        assert!(text.starts_with(now), "at the deadline itself: {text}");
    }
}

#[test]
fn an_answered_mail_shows_the_reply_and_whether_it_was_in_time() {
    for (language, name) in LANGUAGES {
        let posted = Interval::at(at("2026-11-22T20:25:00"));
        let facts = answered(complaint(language), language, posted, "2026-11-22T20:40:00");
        let mail = letter(language, Kind::Answered, facts, at("2026-11-22T20:40:01"));
        keep(&format!("{name}_answered"), &mail);
    }
}

#[test]
fn a_reply_after_the_deadline_or_of_unclear_time_is_called_so() {
    let whole_day = Interval::between(at("2026-11-23T00:00:00"), at("2026-11-23T23:59:59"));
    let evening = Interval::at(at("2026-11-23T18:00:00"));
    for (posted, closed, says) in [
        (evening, "2026-11-23T18:10:00", "지난 뒤였습니다"),
        (whole_day, "2026-11-23T18:10:00", "분명하지 않습니다"),
        (whole_day, "2026-11-23T12:00:00", "기한 안입니다"),
    ] {
        let facts = answered(complaint(Language::Ko), Language::Ko, posted, closed);
        let mail = letter(Language::Ko, Kind::Answered, facts, at(closed));
        let text = text_of(&mail);
        assert!(text.contains(says), "noticed at {closed}, {says:?} is missing:\n{text}");
    }
}

#[test]
fn a_withdrawn_complaint_ends_with_good_news() {
    for (language, name) in LANGUAGES {
        let mut facts = complaint(language);
        facts.case.state = State::Withdrawn;
        facts.case.closed = Some(at("2026-11-22T19:00:00"));
        let mail = letter(language, Kind::Answered, facts, at("2026-11-22T19:00:00"));
        keep(&format!("{name}_withdrawn"), &mail);
    }
}

#[test]
fn a_storm_lists_the_most_urgent_first() {
    for (language, name) in LANGUAGES {
        let now = at("2026-11-23T15:00:00");
        let said: Vec<(Notice, Facts)> = (0..6)
            .map(|index| {
                let mut facts = complaint(language);
                facts.case.id = CaseId(20 + index);
                facts.case.deadline = at("2026-11-23T20:00:00") - SignedDuration::from_hours(index);
                facts.review.url = facts.review.url.filter(|_| index != 3);
                (notice(Kind::Alert, &facts, now), Facts::Case(Box::new(facts)))
            })
            .collect();
        keep(&format!("{name}_storm"), &composed(language, &said, now));
    }
}

#[test]
fn what_was_found_too_late_comes_in_one_catch_up_mail() {
    for (language, name) in LANGUAGES {
        let now = at("2026-11-25T09:00:00");
        let said: Vec<(Notice, Facts)> = (0..2)
            .map(|index| {
                let mut facts = complaint(language);
                facts.case.id = CaseId(30 + index);
                facts.case.opened = now;
                facts.case.deadline = at("2026-11-24T15:00:00") - SignedDuration::from_hours(index);
                (notice(Kind::Overdue, &facts, now), Facts::Case(Box::new(facts)))
            })
            .collect();
        keep(&format!("{name}_catch_up"), &composed(language, &said, now));
    }
}

#[test]
fn a_test_mail_says_that_mail_works_and_each_is_a_mail_of_its_own() {
    for (language, name) in LANGUAGES {
        let (from, to) = (address("alerts@shop.example"), address("owner@example.com"));
        let mail = compose_test(&shop(language), &from, &to, at("2026-11-22T15:35:14"));
        keep(&format!("{name}_test"), &mail);
        let next = compose_test(&shop(language), &from, &to, at("2026-11-22T15:35:15"));
        assert_ne!(mail.message_id, next.message_id, "a mailbox would drop the second");
    }
}

#[test]
fn a_mail_says_whose_case_it_is_and_why_others_hear_of_it() {
    use crate::route::Role;
    for (language, role, done, wanted) in [
        (Language::Ko, Role::Owner, false, None),
        (
            Language::Ko,
            Role::StandIn,
            false,
            Some("김하늘 님이 자리를 비운 동안 대신 맡아 주세요."),
        ),
        (
            Language::Ko,
            Role::Copy,
            false,
            Some("담당은 김하늘 님입니다. 참고하시도록 함께 보내 드립니다."),
        ),
        (
            Language::Ko,
            Role::Escalation,
            false,
            Some("담당은 김하늘 님입니다. 아직 답글이 보이지 않아 함께 알려 드립니다."),
        ),
        (
            Language::Ko,
            Role::Escalation,
            true,
            Some("담당은 김하늘 님입니다. 참고하시도록 함께 보내 드립니다."),
        ),
        (Language::En, Role::StandIn, false, Some("Please take this on while 김하늘 is away.")),
        (Language::En, Role::Copy, true, Some("This is for 김하늘; you get a copy.")),
        (
            Language::En,
            Role::Escalation,
            false,
            Some("This is for 김하늘; you are told too because no reply shows yet."),
        ),
    ] {
        let mut facts = complaint(language);
        let interval = Interval::at(at("2026-11-22T17:00:00"));
        if done {
            facts = answered(facts, language, interval, "2026-11-22T17:10:00");
        }
        facts.owner = Some(Owner { name: "김하늘".to_owned(), recipient_is: role });
        let kind = if done { Kind::Answered } else { Kind::Alert };
        let mail = letter(language, kind, facts.clone(), at("2026-11-22T17:10:00"));
        let label = if language == Language::Ko { "담당" } else { "Owner" };
        for text in [text_of(&mail), html_of(&mail)] {
            let said = wanted.is_none_or(|wanted| text.contains(wanted));
            assert!(said, "{role:?} in {language:?}, done {done}:\n{text}");
            assert!(text.contains(label), "whose it is:\n{text}");
            let own = ["함께 보내", "함께 알려", "대신 맡아", "you get a copy"];
            assert!(wanted.is_some() || own.iter().all(|note| !text.contains(note)), "{text}");
        }
        facts.instead_of = vec![address("gone@example.com")];
        let text = text_of(&letter(language, kind, facts, at("2026-11-22T17:10:00")));
        let said = wanted.is_some_and(|wanted| text.contains(wanted));
        assert!(!said, "who stands in for a refused address is told that alone:\n{text}");
    }
}

#[test]
fn a_storm_says_of_each_case_whose_it_is() {
    for (language, label) in [(Language::Ko, "담당 김하늘"), (Language::En, "owner: 김하늘")]
    {
        let said: Vec<(Notice, Facts)> = (0..6)
            .map(|number| {
                let mut facts = complaint(language);
                facts.case.id = CaseId(number);
                let recipient_is = crate::route::Role::Owner;
                facts.owner =
                    (number == 3).then(|| Owner { name: "김하늘".to_owned(), recipient_is });
                let notice = notice(Kind::Alert, &facts, at("2026-11-22T16:00:00"));
                (notice, Facts::Case(Box::new(facts)))
            })
            .collect();
        let mail = composed(language, &said, at("2026-11-22T16:00:00"));
        for text in [text_of(&mail), html_of(&mail)] {
            assert_eq!(text.matches(label).count(), 1, "{text}");
        }
    }
}
