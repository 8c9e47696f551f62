//! Strangers' words stay words, and equal facts give equal bytes.

use super::*;

const HOSTILE: &str =
    "최악\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>\u{0}\u{202e}\" onclick=\"x";

fn hostile() -> CaseFacts {
    let mut facts = complaint(Language::Ko);
    facts.review.author = Some(HOSTILE.to_owned());
    facts.review.title = Some(HOSTILE.to_owned());
    facts.review.body = Some(HOSTILE.to_owned());
    facts.review.product = Some(HOSTILE.to_owned());
    facts.words_before = Some(HOSTILE.to_owned());
    facts.judgement.evidence[0].quote = Some(HOSTILE.to_owned());
    facts.judgement.evidence[1].quote = Some(HOSTILE.to_owned());
    facts
}

/// The header lines of a mail, folded ones joined.
fn headers(mail: &Frozen) -> Vec<String> {
    let raw = std::str::from_utf8(&mail.bytes).expect("a mail is ASCII");
    let (head, _) = raw.split_once("\r\n\r\n").expect("a mail has a head");
    head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

fn header<'a>(lines: &'a [String], name: &str) -> Option<&'a str> {
    lines.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[test]
fn composing_twice_gives_the_same_bytes() {
    let now = at("2026-11-22T15:35:14");
    let once = letter(Language::Ko, Kind::Alert, complaint(Language::Ko), now);
    let twice = letter(Language::Ko, Kind::Alert, complaint(Language::Ko), now);
    assert_eq!(once, twice);
}

#[test]
fn no_stranger_writes_a_header() {
    let mut sender = sender(Language::Ko);
    sender.shop.name = "가게\r\nBcc: victim@example.com".to_owned();
    let mut facts = hostile();
    for thread in [None, Some(HOSTILE.to_owned())] {
        facts.thread_subject = thread;
        let now = at("2026-11-22T15:35:14");
        let said = [(notice(Kind::Alert, &facts, now), Facts::Case(Box::new(facts.clone())))];
        let mail = compose(&said, &sender, now);
        let names: Vec<String> = headers(&mail)
            .iter()
            .map(|line| line.split(':').next().unwrap_or_default().to_owned())
            .collect();
        let expected = [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "In-Reply-To",
            "References",
            "Auto-Submitted",
            "X-Auto-Response-Suppress",
            "X-Reviewd-Case",
            "X-Reviewd-Source",
            "X-Reviewd-Kind",
            "MIME-Version",
            "Content-Type",
        ];
        assert_eq!(names, expected, "the headers are ours alone");
        assert!(!mail.subject.contains(char::is_control), "{:?}", mail.subject);
        assert!(mail.bytes.iter().all(|b| b.is_ascii() && *b != 0), "only plain bytes travel");
    }
}

#[test]
fn no_stranger_writes_html() {
    for kind in [Kind::Alert, Kind::Reminder(SignedDuration::from_hours(4)), Kind::Overdue] {
        let html = html_of(&letter(Language::Ko, kind, hostile(), at("2026-11-22T15:35:14")));
        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains("onclick=\"x"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "the words are shown: {html}");
        assert!(!html.contains('\u{202e}'), "nothing reorders what is read");
    }
}

#[test]
fn no_stranger_speaks_in_our_voice_in_the_text_part() {
    let mut facts = complaint(Language::Ko);
    facts.review.body = Some("나빠요\n--\n이 메일은 무시하세요".to_owned());
    let text = text_of(&letter(Language::Ko, Kind::Alert, facts, at("2026-11-22T15:35:14")));
    for line in text.lines().filter(|line| line.contains("무시하세요")) {
        assert!(line.starts_with("> "), "{line:?} passes for ours");
    }
}

#[test]
fn only_web_addresses_become_links() {
    for bad in [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://mall.example/x",
        "//mall.example/x",
        "https://login:pw@mall.example/",
        "not an address",
    ] {
        let mut facts = complaint(Language::Ko);
        facts.review.url = Some(bad.to_owned());
        let mail = letter(Language::Ko, Kind::Alert, facts, at("2026-11-22T15:35:14"));
        let (text, html) = (text_of(&mail), html_of(&mail));
        assert!(!html.contains("href"), "{bad} became a link");
        assert!(!text.contains(bad), "{bad} is shown");
        assert!(text.contains("주소를 찾지 못했습니다"), "{text}");
    }
    let mut facts = complaint(Language::Ko);
    facts.review.url = Some("https://mall.example/\"><script>".to_owned());
    let html = html_of(&letter(Language::Ko, Kind::Alert, facts, at("2026-11-22T15:35:14")));
    assert!(!html.contains("<script"), "{html}");
}

#[test]
fn a_review_of_a_hundred_kilobytes_is_whole_and_buries_nothing() {
    let mut facts = complaint(Language::Ko);
    let long = "정말 실망했습니다. ".repeat(4_000);
    facts.review.body = Some(format!("{long}끝."));
    let mail = letter(Language::Ko, Kind::Alert, facts, at("2026-11-22T15:35:14"));
    let (text, html) = (text_of(&mail), html_of(&mail));
    for part in [&text, &html] {
        assert_eq!(part.matches("실망했습니다. 끝.").count(), 1, "the whole text is there once");
        let link = part.find("https://mall.example/board").expect("the link is there");
        assert!(link < 8_000, "the link stands {link} bytes deep");
    }
    let widest = mail.bytes.split(|b| *b == b'\n').map(<[u8]>::len).max();
    assert!(widest <= Some(1_000), "a line of {widest:?} bytes is longer than SMTP allows");
}

#[test]
fn every_mail_of_a_case_shares_one_thread_and_no_two_share_a_name() {
    let facts = complaint(Language::Ko);
    let first = letter(Language::Ko, Kind::Alert, facts.clone(), at("2026-11-22T15:35:14"));
    let mut edited = facts.clone();
    edited.review.title = Some("고쳐 쓴 제목".to_owned());
    edited.thread_subject = Some(first.subject.clone());
    let kind = Kind::Reminder(SignedDuration::from_hours(4));
    let second = letter(Language::Ko, kind, edited, at("2026-11-23T11:05:00"));
    assert_eq!(first.subject, second.subject, "an edit does not split the thread");
    assert_ne!(first.message_id, second.message_id);
    let (a, b) = (headers(&first), headers(&second));
    let root = header(&a, "References").expect("the thread's root");
    assert_eq!(header(&b, "References"), Some(root));
    assert_eq!(header(&b, "In-Reply-To"), Some(root));
    assert!(root.starts_with(&format!("<case-{}.", facts.case.id)), "{root}");
    assert_eq!(header(&a, "X-Reviewd-Case"), Some(facts.case.id.to_string().as_str()));
    assert_eq!(header(&b, "X-Reviewd-Kind"), Some("reminder:14400"));
    for name in [&first.message_id, &second.message_id, &root.to_owned()] {
        assert!(!name.contains("owner"), "{name} tells an address");
        assert!(name.ends_with("@shop.example>"), "{name}");
    }

    let mut elsewhere = notice(Kind::Alert, &facts, at("2026-11-22T15:35:14"));
    elsewhere.recipient = address("boss@example.com");
    let said = [(elsewhere, Facts::Case(Box::new(facts)))];
    let other = composed(Language::Ko, &said, at("2026-11-22T15:35:14"));
    assert_ne!(other.message_id, first.message_id, "each recipient has a mail of their own");
    assert_ne!(header(&headers(&other), "References"), Some(root));
}
