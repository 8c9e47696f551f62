//! The digest as a mail: what its subject says first, how to be rid of it, and whose words it shows.

use unicode_width::UnicodeWidthStr as _;

use super::letters::LANGUAGES;
use super::*;

/// The facts of a busy day.
fn full(language: Language) -> (Notice, DigestFacts) {
    let said = sample("digest", language).expect("a sample").said;
    match said.into_iter().next() {
        Some((notice, Facts::Digest(facts))) => (notice, *facts),
        other => panic!("a digest, not {other:?}"),
    }
}

fn mail(language: Language, change: impl FnOnce(&mut DigestFacts)) -> Frozen {
    let (notice, mut facts) = full(language);
    change(&mut facts);
    let now = notice.due;
    composed(language, &[(notice, Facts::Digest(Box::new(facts)))], now)
}

#[test]
fn the_subject_says_what_needs_someone_the_most_urgent_first() {
    let none = |facts: &mut DigestFacts| {
        facts.report.open.clear();
        facts.report.sources.clear();
    };
    for (language, busy, calm) in [
        (
            Language::Ko,
            "[하루 요약] 기한 지남 2건, 답글 필요 12건, 페이지 이상 3곳",
            "[하루 요약] 밀린 답글 없음 – 초록마켓",
        ),
        (
            Language::En,
            "[Daily] 2 overdue, 12 open, 3 pages off",
            "[Daily] nothing waits – Green Market",
        ),
    ] {
        assert_eq!(mail(language, |_| ()).subject, busy);
        assert_eq!(mail(language, none).subject, calm);
    }
}

#[test]
fn however_much_waits_the_subject_fits_a_phone() {
    for (language, _) in LANGUAGES {
        let mail = mail(language, |facts| {
            let open = facts.report.open.clone();
            facts.report.open = open.into_iter().cycle().take(30_000).collect();
            let sources = facts.report.sources.clone();
            facts.report.sources = sources.into_iter().cycle().take(30_000).collect();
        });
        let (length, wide) = (mail.subject.chars().count(), mail.subject.width());
        assert!(length <= 40 && wide <= 60, "{length}, {wide} columns: {}", mail.subject);
        assert!(mail.bytes.len() < 100_000, "{} bytes: lists are capped", mail.bytes.len());
    }
}

#[test]
fn the_way_to_be_rid_of_it_is_a_mail_to_the_shops_own_address() {
    let (notice, facts) = full(Language::Ko);
    let now = notice.due;
    let mut sender = sender(Language::Ko);
    for (from, rid) in [
        ("alerts@shop.example", "<mailto:alerts@shop.example?subject=unsubscribe%20digest>"),
        (
            "me+a?b&c@shop.example",
            "<mailto:me%2Ba%3Fb%26c@shop.example?subject=unsubscribe%20digest>",
        ),
    ] {
        sender.from = address(from);
        let said = [(notice.clone(), Facts::Digest(Box::new(facts.clone())))];
        let bytes = compose(&said, &sender, now).bytes;
        let raw = String::from_utf8(bytes).expect("a mail is ASCII").replace("\r\n ", " ");
        assert!(raw.contains(&format!("List-Unsubscribe: {rid}\r\n")), "{from}:\n{raw}");
    }
}

#[test]
fn a_strangers_words_are_shown_as_such_and_do_nothing() {
    const HOSTILE: &str = "나빠요\r\n--\r\n[리뷰 페이지] <script>alert(1)</script>\u{202e}";
    let mail = mail(Language::Ko, |facts| {
        for arrival in &mut facts.report.arrivals {
            let review = &mut arrival.review;
            (review.title, review.body) = (Some(HOSTILE.to_owned()), Some(HOSTILE.to_owned()));
            (review.author, review.product) = (Some(HOSTILE.to_owned()), Some(HOSTILE.to_owned()));
            review.url = Some("javascript:alert(1)".to_owned());
        }
    });
    let (text, html) = (text_of(&mail), html_of(&mail));
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"), "{html}");
    assert!(!html.contains("javascript:") && !text.contains("javascript:"), "{text}");
    assert!(!text.contains('\u{202e}') && !html.contains('\u{202e}'), "nothing reorders the text");
    let ours = text.lines().filter(|line| line.starts_with("[리뷰 페이지]")).count();
    assert_eq!(ours, 1, "only our own heading stands at a line's beginning:\n{text}");
}

#[test]
fn one_that_is_written_late_says_as_of_when() {
    let (notice, facts) = full(Language::Ko);
    let now = notice.due + SignedDuration::from_hours(3);
    let said = [(notice, Facts::Digest(Box::new(facts)))];
    let text = text_of(&composed(Language::Ko, &said, now));
    assert!(text.contains("11월 23일(월) 오전 11시 현재"), "{text}");
    assert!(text.contains("기한이 17시간 지남"), "{text}");
}
