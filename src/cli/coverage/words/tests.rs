//! What `coverage` reads like: sound, doubtful and with gaps.

use jiff::Timestamp;

use super::*;
use crate::cli::samples::{at, in_both, source};
use crate::coverage::Stop;
use crate::source::Outcome;
use crate::store::SourceStatus;

fn coverage(name: &str, spans: Vec<Span>) -> Coverage {
    let last_success = spans.last().map(|span| span.to);
    Coverage {
        status: SourceStatus {
            troubles: Vec::new(),
            accepted: None,
            id: source(name),
            last_success,
            last_outcome: Some(Outcome::Reviews),
            note: None,
            last_review: None,
            next_poll: last_success,
            paused_until: None,
            failures: 0,
            reviews: 12,
            rejects: 0,
            first_reject: None,
        },
        url: Some("https://mall.example/reviews".to_owned()),
        expect_empty: false,
        spans,
    }
}

fn day(day: u8, hour: u8) -> Timestamp {
    at(&format!("2026-11-{day:02}T{hour:02}:00:00"))
}

fn span(from: Timestamp, to: Timestamp, seen: Seen) -> Span {
    Span { from, to, seen }
}

fn gap(why: Stop, tries: u32) -> Seen {
    Seen::Uncovered(Gap { why, found: day(21, 0), tries })
}

/// Every kind of span, one after another.
fn mixed() -> Coverage {
    let kinds = [
        Seen::Complete,
        gap(Stop::LastPage, 0),
        Seen::Complete,
        gap(Stop::OnlyPage, 0),
        Seen::Unproven(Doubt::AnyOrder),
        gap(Stop::PageLimit, 0),
        Seen::Unproven(Doubt::NoOrder),
        gap(Stop::PageFailed, 6),
        Seen::Unproven(Doubt::Moderated),
        Seen::Unproven(Doubt::Emptied),
        Seen::Unproven(Doubt::Changed),
    ];
    let spans = (10..).zip(kinds).map(|(n, seen)| span(day(n, 9), day(n + 1, 9), seen));
    coverage("mall", spans.collect())
}

#[test]
fn every_span_is_told_with_what_to_do_in_both_languages() {
    insta::assert_snapshot!(in_both(|reader| told(&mixed(), reader)));
}

#[test]
fn every_source_has_a_line_in_both_languages() {
    let sound = coverage("app", vec![span(day(10, 9), day(23, 8), Seen::Complete)]);
    let mut broken = coverage("naver-blog", vec![span(day(10, 9), day(22, 8), Seen::Complete)]);
    broken.status.failures = 3;
    let doubt = Seen::Unproven(Doubt::AnyOrder);
    let doubtful = coverage("best", vec![span(day(10, 9), day(23, 8), doubt)]);
    let unread = coverage("new-board", Vec::new());
    let mut gone = coverage("hats", Vec::new());
    (gone.status.last_success, gone.status.failures) = (Some(day(20, 9)), 4);
    let all = [mixed(), sound, broken, doubtful, unread, gone];
    insta::assert_snapshot!(in_both(|reader| lines(&all, reader)));
}

#[test]
fn who_has_said_that_an_empty_list_is_right_is_not_asked_again() {
    let emptied = || {
        let spans = vec![span(day(10, 9), day(12, 9), Seen::Unproven(Doubt::Emptied))];
        in_both(|reader| told(&coverage("mall", spans.clone()), reader))
    };
    let asks = |said: &str| said.contains("확인해 주세요") || said.contains("Please open");
    assert!(asks(&emptied()), "{}", emptied());
    let spans = vec![span(day(10, 9), day(12, 9), Seen::Unproven(Doubt::Emptied))];
    let mut accepted = coverage("mall", spans.clone());
    accepted.status.accepted = Some(day(10, 8));
    let said = in_both(|reader| told(&accepted, reader));
    assert!(asks(&said), "accepted before it was empty:\n{said}");
    accepted.status.accepted = Some(day(11, 9));
    let said = in_both(|reader| told(&accepted, reader));
    assert!(!asks(&said) && said.contains("reviewd accept"), "{said}");
    let expected = Coverage { expect_empty: true, ..coverage("mall", spans) };
    let said = in_both(|reader| told(&expected, reader));
    assert!(!asks(&said) && said.contains("expect_empty"), "{said}");
}
