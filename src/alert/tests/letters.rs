//! Every kind of mail in both languages, as it is sent and as it is read.

use super::*;

pub(super) const LANGUAGES: [(Language, &str); 2] = [(Language::Ko, "ko"), (Language::En, "en")];

/// Keeps a mail's text and its HTML, as a person would see their source.
pub(super) fn keep(name: &str, mail: &Frozen) {
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        let text = text_of(mail).replace("\r\n", "\n");
        insta::assert_snapshot!(format!("{name}.txt"), format!("Subject: {}\n\n{text}", mail.subject));
        insta::assert_snapshot!(format!("{name}.html"), html_of(mail).replace("\r\n", "\n"));
    });
}

/// Keeps a mail's bytes as well.
fn keep_raw(name: &str, mail: &Frozen) {
    keep(name, mail);
    let raw = std::str::from_utf8(&mail.bytes).expect("a mail is ASCII");
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(format!("{name}.eml"), raw.replace("\r\n", "\n"));
    });
}

/// The mail of a sample.
pub(super) fn mail_of(name: &str, language: Language) -> Frozen {
    let sample = sample(name, language).expect("a sample is called so");
    composed(language, &sample.said, sample.now)
}

/// Keeps the mail of a sample in both languages.
pub(super) fn keep_sample(sample: &str) {
    for (language, name) in LANGUAGES {
        keep(&format!("{name}_{}", sample.replace('-', "_")), &mail_of(sample, language));
    }
}

#[test]
fn an_alert_says_all_that_is_needed_to_answer() {
    for (language, name) in LANGUAGES {
        keep_raw(&format!("{name}_alert"), &mail_of("alert", language));
    }
}

#[test]
fn an_alert_admits_what_it_does_not_know() {
    keep_sample("alert-vague");
}

#[test]
fn a_renewed_and_edited_complaint_shows_its_history() {
    keep_sample("alert-again");
}

#[test]
fn a_complaint_renewed_by_an_edit_shows_what_changed_in_it() {
    keep_sample("alert-edited");
}

#[test]
fn every_reason_for_another_round_is_told() {
    let turns = [
        Turn::RenewedByEdit,
        Turn::RenewedByReview,
        Turn::ReplyVanished,
        Turn::ThereAgain,
        Turn::Reopened,
        Turn::NeverShown,
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
    keep_sample("reminder");
}

#[test]
fn an_overdue_mail_says_how_late_it_is() {
    keep_sample("overdue");
    for (language, now) in [
        (Language::Ko, "답글 기한이 방금 지났습니다"),
        (Language::En, "The deadline has just passed"),
    ] {
        let mail = letter(language, Kind::Overdue, complaint(language), at("2026-11-23T15:05:00"));
        let text = text_of(&mail);
        assert!(text.starts_with(now), "at the deadline itself: {text}");
    }
}

#[test]
fn an_answered_mail_shows_the_reply_and_whether_it_was_in_time() {
    keep_sample("answered");
}

#[test]
fn a_reply_after_the_deadline_or_of_unclear_time_is_called_so() {
    let whole_day = Interval::between(at("2026-11-23T00:00:00"), at("2026-11-23T23:59:59"));
    let evening = Interval::at(at("2026-11-23T18:00:00"));
    for (posted, closed, says) in [
        (evening, "2026-11-23T18:10:00", "기한이 지난 뒤"),
        (whole_day, "2026-11-23T18:10:00", "분명하지 않습니다"),
        (whole_day, "2026-11-23T12:00:00", "기한을 지키셨습니다"),
    ] {
        let facts = answered(complaint(Language::Ko), Language::Ko, posted, closed);
        let mail = letter(Language::Ko, Kind::Answered, facts, at(closed));
        let text = text_of(&mail);
        assert!(text.contains(says), "noticed at {closed}, {says:?} is missing:\n{text}");
    }
}

#[test]
fn a_withdrawn_complaint_ends_with_good_news() {
    keep_sample("withdrawn");
}

#[test]
fn a_storm_lists_the_most_urgent_first_and_marks_what_is_new() {
    for (language, name) in LANGUAGES {
        keep_raw(&format!("{name}_storm"), &mail_of("storm", language));
    }
}

#[test]
fn the_first_storm_has_nothing_to_compare_itself_with() {
    for (language, unsaid) in [(Language::Ko, "지난 모음 메일"), (Language::En, "Since the last")]
    {
        let mut sample = sample("storm", language).expect("a sample is called so");
        for (_, facts) in &mut sample.said {
            let Facts::Case(facts) = facts else { panic!("it is a case") };
            (facts.told, facts.earlier) = (None, None);
        }
        let mail = composed(language, &sample.said, sample.now);
        for text in [text_of(&mail), html_of(&mail)] {
            assert!(!text.contains(unsaid), "{unsaid:?} stands in\n{text}");
        }
    }
}

#[test]
fn what_was_found_too_late_comes_in_one_catch_up_mail() {
    keep_sample("catch-up");
}

#[test]
fn many_that_ended_at_once_are_one_mail_with_how_each_ended() {
    keep_sample("done");
}

#[test]
fn a_digest_says_what_waits_what_happened_and_how_to_be_rid_of_it() {
    keep_sample("digest");
    keep_sample("digest-quiet");
    for (language, name) in LANGUAGES {
        keep_raw(&format!("{name}_digest_quiet"), &mail_of("digest-quiet", language));
    }
}

#[test]
fn a_test_mail_says_that_mail_works_and_each_is_a_mail_of_its_own() {
    for (language, name) in LANGUAGES {
        let to = address("owner@example.com");
        let mail = compose_test(&sender(language), &to, at("2026-11-22T15:35:14"));
        keep_raw(&format!("{name}_test"), &mail);
        let next = compose_test(&sender(language), &to, at("2026-11-22T15:35:15"));
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
            Some("담당은 김하늘 님입니다. 답글을 달 시간이 얼마 남지 않아 함께 알려 드립니다."),
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
            Some("This is for 김하늘; you are told too because there is little time to reply."),
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

#[test]
fn a_complaint_in_several_places_says_where_it_still_waits() {
    keep_sample("reminder-places");
    for (language, _) in LANGUAGES {
        let done = answered(
            in_places(language),
            language,
            Interval::at(at("2026-11-22T18:20:00")),
            "2026-11-22T18:30:00",
        );
        let mail = letter(language, Kind::Answered, done, at("2026-11-22T18:30:00"));
        let asks = ["아직 답글이 필요한 곳", "A reply is still due"];
        let text = text_of(&mail);
        assert!(asks.iter().all(|asks| !text.contains(asks)), "nothing is left to do: {text}");
        assert!(text.contains("https://blog.example/9"), "{text}");
    }
}
