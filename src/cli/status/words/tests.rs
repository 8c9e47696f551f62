//! What `status` reads like on good days and bad ones.

use super::*;
use crate::case::State;
use crate::cli::samples::{at, in_both, source, summary};
use crate::source::{Outcome, Reject};

fn sound(name: &str) -> SourceStatus {
    SourceStatus {
        id: source(name),
        last_success: Some(at("2026-11-23T08:55:00")),
        last_outcome: Some(Outcome::Reviews),
        note: None,
        last_review: Some(at("2026-11-22T15:35:00")),
        next_poll: Some(at("2026-11-23T09:05:00")),
        paused_until: None,
        failures: 0,
        troubles: Vec::new(),
        accepted: None,
        reviews: 12,
        rejects: 0,
        first_reject: None,
    }
}

#[test]
fn a_quiet_day_is_told_in_both_languages() {
    let sources = [sound("mall"), sound("instagram")];
    insta::assert_snapshot!(in_both(|reader| {
        told(&sources, &[], &OutboxStatus::default(), &Gaps::new(), reader)
    }));
}

#[test]
fn all_that_is_wrong_is_told_with_its_cure_in_both_languages() {
    let broken = SourceStatus {
        last_outcome: Some(Outcome::Login),
        note: Some("401 Unauthorized".to_owned()),
        failures: 3,
        ..sound("mall")
    };
    let unread = SourceStatus {
        last_success: None,
        last_outcome: None,
        last_review: None,
        next_poll: None,
        reviews: 0,
        ..sound("new-board")
    };
    let why = "a row with neither title nor body".to_owned();
    let paused = SourceStatus {
        paused_until: Some(at("2026-11-23T18:00:00")),
        rejects: 2,
        first_reject: Some(Reject { why, excerpt: String::new() }),
        ..sound("app")
    };
    let emptied = SourceStatus {
        last_outcome: Some(Outcome::Empty),
        troubles: vec![(Trouble::Empty { before: 20 }, at("2026-11-22T21:10:00"))],
        ..sound("board")
    };
    let outbox = OutboxStatus {
        waiting: 3,
        oldest: Some(at("2026-11-23T06:40:00")),
        failed: 1,
        last_error: Some((at("2026-11-23T08:50:00"), "connect: refused".to_owned())),
        held_until: Some(at("2026-11-23T09:20:00")),
    };
    let mut late = summary(2, State::Overdue);
    late.case.deadline = at("2026-11-21T06:00:00");
    let gaps = Gaps::from([(source("app"), 2), (source("mall"), 0)]);
    let (sources, cases) = ([broken, unread, paused, emptied], [late, summary(1, State::Open)]);
    insta::assert_snapshot!(in_both(|reader| told(&sources, &cases, &outbox, &gaps, reader)));
}
