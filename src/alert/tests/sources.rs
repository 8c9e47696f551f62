//! Mails about sources, as an owner reads them at seven in the morning.

use super::letters::{LANGUAGES, keep};
use super::*;
use crate::review::{Field, Share, Stop, Unseen};

fn page(trouble: Trouble) -> IncidentFacts {
    let kind = trouble.kind().to_owned();
    IncidentFacts {
        scope: Scope::Page { host: "mall.example".to_owned(), kind },
        trouble,
        note: None,
        ..incident()
    }
}

fn missed(words: &str, verdict: Verdict, deadline: Option<(CaseId, Timestamp)>) -> Missed {
    Missed {
        author: Some("김*영".to_owned()),
        words: words.to_owned(),
        verdict: Some(verdict),
        deadline,
    }
}

fn gap() -> Unseen {
    let (from, until) = (at("2026-11-22T09:15:00"), at("2026-11-22T12:58:00"));
    Unseen { from, until, why: Stop::OnlyPage }
}

#[test]
fn a_recovery_that_left_a_gap_says_so_and_does_not_say_that_all_is_well() {
    let back = at("2026-11-22T13:00:00");
    let found = vec![missed("좋아요", Verdict::Positive, None)];
    let well = IncidentFacts { recovered: Some(back), missed: found, ..incident() };
    let facts = IncidentFacts { unseen: vec![gap()], ..well.clone() };
    for (language, time, asks, calm) in [
        (
            Language::Ko,
            "못 읽은 때: 11월 22일(일) 오전 9시 15분~낮 12시 58분 사이",
            "직접 확인해 주세요",
            "1건을 찾았습니다",
        ),
        (
            Language::En,
            "Not read: Sun 22 Nov, between 9:15 am and 12:58 pm",
            "look at the page yourself",
            "1 review was found",
        ),
    ] {
        let mail = |facts: &IncidentFacts| {
            composed(language, &[about_source(Kind::SourceRecovered, facts.clone(), back)], back)
        };
        let text = text_of(&mail(&facts));
        for words in [time, asks, &facts.url, "좋아요"] {
            assert!(text.contains(words), "{words:?} is not in\n{text}");
        }
        assert!(!text.contains(calm), "{calm:?} is in\n{text}");
        let html = html_of(&mail(&facts));
        assert!(html.contains(asks) && html.contains(&facts.url), "{html}");
        let text = text_of(&mail(&well));
        assert!(text.contains(calm) && !text.contains(asks), "{text}");
    }
}

#[test]
fn gaps_of_many_sites_are_one_mail_apart_from_all_else() {
    let now = at("2026-11-22T13:10:00");
    let on = |host: &str, source: &str, trouble: Trouble| {
        let facts = page(trouble);
        let kind = facts.trouble.kind().to_owned();
        let scope = Scope::Page { host: host.to_owned(), kind };
        let facts = IncidentFacts { source: source.parse().expect("a name"), scope, ..facts };
        about_source(Kind::SourceBroken, facts, now)
    };
    let said = [
        on("mall.example", "mall", Trouble::Gap(gap())),
        on("mall.example", "mall", Trouble::Empty { before: 20 }),
        on("blog.example", "blog", Trouble::Gap(gap())),
    ];
    assert_eq!(batches(&said), [vec![0, 2], vec![1]]);
    let both = [said[0].clone(), said[2].clone()];
    let mail = composed(Language::En, &both, now);
    assert_eq!(mail.subject, "[Reviews may be missed] mall and 1 more – Green Market");
    let text = text_of(&mail);
    for text in [text, html_of(&mail)] {
        let time = "between 9:15 am and 12:58 pm";
        assert_eq!(text.matches(time).count(), 2, "when, for each:\n{text}");
        assert!(!text.contains("tells you when it is over"), "nothing is to be over:\n{text}");
    }
}

#[test]
fn a_source_that_stops_and_returns_is_spoken_of_in_an_owners_words() {
    for (language, name) in LANGUAGES {
        let now = at("2026-11-22T10:15:00");
        let broken = incident();
        let mut other = broken.clone();
        other.source = "blog".parse().expect("a valid source");
        other.url = "https://mall.example/blog".to_owned();
        (other.last_success, other.usual.rows) = (None, None);
        let said = [
            about_source(Kind::SourceBroken, broken.clone(), now),
            about_source(Kind::SourceBroken, other, now),
        ];
        keep(&format!("{name}_source_broken"), &composed(language, &said, now));
        let back = at("2026-11-22T13:00:00");
        let recovered = IncidentFacts {
            recovered: Some(back),
            missed: vec![
                missed(
                    "일주일을 기다렸는데\n상자가 찌그러져 왔어요",
                    Verdict::Negative,
                    Some((CaseId(7), at("2026-11-22T12:00:00"))),
                ),
                missed(
                    "컵이 깨져 있어요",
                    Verdict::Negative,
                    Some((CaseId(8), back + SignedDuration::from_hours(9))),
                ),
                missed("좋아요", Verdict::Positive, None),
            ],
            ..broken
        };
        let said = [about_source(Kind::SourceRecovered, recovered, back)];
        keep(&format!("{name}_source_recovered"), &composed(language, &said, back));
    }
}

#[test]
fn every_trouble_of_a_page_is_told_before_and_after_and_with_its_cure() {
    let share = |read| Share { read, of: 20 };
    let troubles = [
        ("empty", Trouble::Empty { before: 20 }),
        ("collapsed", Trouble::Collapsed { before: 20, now: 3 }),
        ("field", Trouble::Field { field: Field::Date, before: share(20), now: share(2) }),
        (
            "quiet",
            Trouble::Quiet {
                newest: at("2026-11-15T21:04:00"),
                usual: SignedDuration::from_hours(77),
            },
        ),
        ("moved", Trouble::Moved { to: "https://mall.example/board/new".to_owned() }),
        ("gap", Trouble::Gap(gap())),
    ];
    for (language, name) in LANGUAGES {
        let now = at("2026-11-22T10:15:00");
        for (trouble, facts) in troubles.clone() {
            let mail =
                composed(language, &[about_source(Kind::SourceBroken, page(facts), now)], now);
            let text = text_of(&mail).replace("\r\n", "\n");
            insta::with_settings!({
                snapshot_path => "../snapshots",
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                let text = format!("Subject: {}\n\n{text}", mail.subject);
                insta::assert_snapshot!(format!("{name}_source_{trouble}.txt"), text);
            });
        }
    }
}

#[test]
fn a_mail_that_comes_again_says_for_how_long() {
    for (language, says) in
        [(Language::Ko, "3일째 이어지고 있습니다."), (Language::En, "This is day 3.")]
    {
        let now = at("2026-11-24T10:15:00");
        let (notice, facts) = about_source(Kind::SourceBroken, incident(), now);
        let mail = composed(language, &[(Notice { occurrence: 2, ..notice }, facts)], now);
        for text in [text_of(&mail), html_of(&mail)] {
            assert!(text.contains(says), "{says:?} is not in\n{text}");
        }
    }
}

#[test]
fn one_cause_of_many_sources_is_named_and_the_many_are_listed_by_name() {
    let now = at("2026-11-22T10:15:00");
    let said: Vec<_> = (0..30)
        .map(|number| {
            let facts = IncidentFacts {
                source: format!("board-{number}").parse().expect("a valid source"),
                trouble: Trouble::Unread { why: Unread::Unreachable },
                scope: Scope::Network,
                ..incident()
            };
            about_source(Kind::SourceBroken, facts, now)
        })
        .collect();
    for (language, subject, cause) in [
        (Language::Ko, "board-0 외 29곳", "이 서버의 인터넷 연결이나 DNS"),
        (Language::En, "board-0 and 29 more", "this server's own internet connection or DNS"),
    ] {
        let mail = composed(language, &said, now);
        assert!(mail.subject.contains(subject), "{}", mail.subject);
        let text = text_of(&mail);
        assert!(text.contains(cause), "{cause:?} is not in\n{text}");
        let named = |n: usize| text.contains(&format!("board-{n}"));
        assert!((0..30).all(named), "every source is named:\n{text}");
        assert_eq!(text.matches("\n[board-").count(), 8, "few are told of in full:\n{text}");
    }
}

#[test]
fn parts_of_one_page_that_are_lost_together_are_one_mail() {
    let now = at("2026-11-22T10:15:00");
    let share = |read| Share { read, of: 20 };
    let said: Vec<_> = [Field::Date, Field::Rating]
        .map(|field| {
            let facts = page(Trouble::Field { field, before: share(20), now: share(0) });
            about_source(Kind::SourceBroken, facts, now)
        })
        .to_vec();
    assert_eq!(batches(&said), [[0, 1]]);
    let mail = composed(Language::En, &said, now);
    assert_eq!(mail.subject, "[Page needs a look] mall – Green Market");
    let text = text_of(&mail);
    for words in ["dates of reviews are no longer read", "ratings of reviews are no longer read"] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
}
