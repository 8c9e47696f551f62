//! What waited for the end of quiet hours is one mail.

use super::letters::keep_sample;
use super::*;

/// A case's notice that waited.
fn waited(number: i64, kind: Kind, now: Timestamp) -> (Notice, Facts) {
    let mut facts = complaint(Language::Ko);
    facts.case.id = CaseId(number);
    facts.waited = true;
    (notice(kind, &facts, now), Facts::Case(Box::new(facts)))
}

#[test]
fn a_night_is_told_in_one_mail_with_what_asks_first_and_what_is_settled_last() {
    let told = sample("overnight", Language::Ko).expect("a sample is called so").said;
    assert_eq!(batches(&told), [(0..told.len()).collect::<Vec<_>>()], "all of it is one mail");
    keep_sample("overnight");
}

#[test]
fn a_night_that_asks_for_nothing_says_so() {
    keep_sample("overnight-calm");
}

#[test]
fn one_that_waited_alone_is_told_as_by_day_beside_what_came_since() {
    let now = at("2026-11-23T09:00:00");
    let fresh = complaint(Language::Ko);
    let fresh = (notice(Kind::Alert, &fresh, now), Facts::Case(Box::new(fresh)));
    let alone = waited(40, Kind::Alert, now);
    assert_eq!(batches(&[alone.clone(), fresh.clone()]), [[0], [1]]);
    assert_eq!(batches(&[alone, fresh, waited(41, Kind::Overdue, now)]), [vec![0, 2], vec![1]]);
}

#[test]
fn a_night_without_cases_speaks_of_pages_alone() {
    let now = at("2026-11-23T09:00:00");
    let pages = ["a", "b"].map(|name| {
        let source = name.parse().expect("a valid source");
        let facts = IncidentFacts { source, waited: true, ..incident() };
        about_source(Kind::SourceBroken, facts, now)
    });
    assert_eq!(batches(&pages), [[0, 1]]);
    let mail = composed(Language::En, &pages, now);
    assert!(text_of(&mail).starts_with("2 things happened"), "{}", text_of(&mail));
    let raw = std::str::from_utf8(&mail.bytes).expect("a mail is ASCII");
    assert!(raw.contains("\r\nX-Reviewd-Source: a, b\r\n"), "{raw}");
    assert!(!raw.contains("X-Reviewd-Case"), "there is none:\n{raw}");
}
