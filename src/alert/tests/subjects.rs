//! Subjects, as a phone's list shows them.

use unicode_width::UnicodeWidthStr as _;

use super::letters::LANGUAGES;
use super::*;

fn named(language: Language, shop: &str, page: Option<&str>) -> Sender {
    let mut sender = sender(language);
    sender.shop.name = shop.to_owned();
    let name = page.map(|name| ("mall".parse().expect("a valid source"), name.to_owned()));
    sender.names.extend(name);
    sender
}

fn subject_of(name: &str, language: Language) -> String {
    let sample = sample(name, language).expect("a sample is called so");
    preview(&sample.said, &sender(language), sample.now).subject
}

#[test]
fn a_subject_says_what_is_wrong_where_and_for_whom() {
    let mut facts = complaint(Language::Ko);
    let korean = named(Language::Ko, "한빛상점", Some("자사몰"));
    assert_eq!(
        subject::of_case(&facts, &korean),
        "[답글 필요] ★1 배송이 너무 늦어요 – 한빛상점 자사몰 #AEFK"
    );
    let english = named(Language::En, "Green Market", Some("Mall"));
    assert_eq!(
        subject::of_case(&complaint(Language::En), &english),
        "[Reply due] ★1 Broken on a… – Mall #AEFK"
    );
    facts.judgement.causes = vec![Cause::Other, Cause::Delivery, Cause::Service];
    assert_eq!(
        subject::of_case(&facts, &korean),
        "[답글 필요] ★1 배송 불만 – 한빛상점 자사몰 #AEFK",
        "what it is about is shorter than how it begins"
    );
    facts.judgement.causes.clear();
    (facts.review.title, facts.review.body, facts.review.rating) = (None, None, None);
    let of_id = named(Language::Ko, "한빛상점", None);
    assert_eq!(subject::of_case(&facts, &of_id), "[답글 필요] (글 없음) – 한빛상점 mall #AEFK");
}

#[test]
fn no_subject_is_longer_than_a_phone_shows() {
    for (language, _) in LANGUAGES {
        for (name, _) in SAMPLES {
            let subject = subject_of(name, language);
            let (length, wide) = (subject.chars().count(), subject.width());
            assert!(length <= 40 && wide <= 60, "{name}: {length}, {wide} columns: {subject}");
        }
    }
}

#[test]
fn every_mail_of_a_case_has_the_subject_of_its_first() {
    for (language, _) in LANGUAGES {
        let first = subject_of("alert", language);
        for name in ["reminder", "overdue", "handed-back", "unconfirmed", "answered", "follow-up"] {
            assert_eq!(subject_of(name, language), first, "{name}");
        }
    }
}

#[test]
fn a_night_tells_how_much_of_it_asks_for_a_reply() {
    let subjects = ["overnight", "overnight-calm"].map(|name| subject_of(name, Language::Ko));
    assert_eq!(
        subjects,
        ["[쉬시는 동안] 알림 9건, 답글 필요 4건 – 초록마켓", "[쉬시는 동안] 알림 2건 – 초록마켓"]
    );
    let subjects = ["overnight", "overnight-calm"].map(|name| subject_of(name, Language::En));
    assert_eq!(
        subjects,
        ["[While away] 9 notices, 4 to answer", "[While away] 2 notices – Green Market"]
    );
}

#[test]
fn however_long_names_and_words_are_the_code_and_the_stars_are_there() {
    let mut facts = complaint(Language::Ko);
    facts.review.rating = Rating::new(7.5, 10.0).ok();
    for title in ["짧음", &*"길고 긴 제목 ".repeat(80), &*"x".repeat(500)] {
        facts.review.title = Some(title.to_owned());
        for shop in ["가게", &*"이름이 아주 긴 가게 ".repeat(9), ""] {
            for page in [None, Some("아주 길고 긴 이름의 게시판"), Some("a board with a long name")]
            {
                for (language, _) in LANGUAGES {
                    let subject = subject::of_case(&facts, &named(language, shop, page));
                    let (length, wide) = (subject.chars().count(), subject.width());
                    assert!(length <= 40 && wide <= 60, "{length}, {wide} columns: {subject}");
                    assert!(
                        subject.ends_with(" #AEFK") && subject.contains("★7.5/10"),
                        "{subject}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_cause_is_called_by_its_name_in_both_languages() {
    let causes = [
        Cause::Delivery,
        Cause::Packaging,
        Cause::Defect,
        Cause::Quality,
        Cause::Size,
        Cause::Mismatch,
        Cause::Price,
        Cause::Refund,
        Cause::Service,
        Cause::Site,
    ];
    for (language, _) in LANGUAGES {
        let names: std::collections::BTreeSet<_> =
            causes.iter().filter_map(|found| words::cause(language, *found)).collect();
        assert_eq!(names.len(), causes.len(), "{names:?}");
        assert_eq!(words::cause(language, Cause::Other), None, "it would say nothing");
    }
}
