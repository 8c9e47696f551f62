//! A source's polls one after another, and what people hear of them.

mod any_polls;
mod gaps;
mod pages;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::coverage::{Gap, Seen, Span};
use crate::review::{Posted, Rating, Review, Stop, Trouble, Unread};
use crate::source::Outcome;

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// What a poll meets.
#[derive(Clone, Debug, PartialEq)]
enum Met {
    /// So many rows, in so many of which the date is found.
    Rows {
        rows: u32,
        dates: u32,
    },
    Empty,
    Unchanged,
    Unread(Unread),
}

fn rows(rows: u32) -> Met {
    Met::Rows { rows, dates: rows }
}

/// What people hear.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Heard {
    minute: i64,
    kind: &'static str,
    /// The occurrence of a mail that something is wrong; `None` for one that it is over.
    broken: Option<u32>,
}

/// A source and its polls.
struct Life {
    state: State,
    last_success: Option<Timestamp>,
    start: Timestamp,
    now: Timestamp,
    numbers: u32,
    heard: Vec<Heard>,
    /// Polls that changed anything of what is stored.
    writes: usize,
    written: Vec<Timestamp>,
    moved_to: Option<String>,
    expect_empty: bool,
    held: Option<Timestamp>,
    look_again: Option<Timestamp>,
    /// What the next poll finds that will never be read.
    gaps: Vec<Span>,
}

impl Life {
    fn new() -> Self {
        let start: Timestamp = "2026-03-02T00:00:00Z".parse().expect("an instant");
        Self {
            state: State::default(),
            last_success: None,
            start,
            now: start,
            numbers: 0,
            heard: Vec::new(),
            writes: 0,
            written: Vec::new(),
            moved_to: None,
            expect_empty: false,
            held: None,
            look_again: None,
            gaps: Vec::new(),
        }
    }

    /// A source that showed twenty rows for a day, every ten minutes.
    fn well() -> Self {
        let mut life = Self::new();
        life.polls(144, &rows(20));
        assert_eq!(life.heard, [], "all was well");
        life
    }

    /// As many polls, ten minutes apart, that all meet the same.
    fn polls(&mut self, count: usize, met: &Met) {
        for _ in 0..count {
            self.poll(met, 10 * MINUTE);
        }
    }

    /// A poll, so long after the one before.
    fn poll(&mut self, met: &Met, after: SignedDuration) {
        self.now += after;
        let mut decision = self.decide(met);
        decision.tell_gaps(&self.state, &std::mem::take(&mut self.gaps), "shop.example", self.now);
        if !matches!(met, Met::Unread(_)) {
            self.last_success = Some(self.now);
        }
        self.writes += usize::from(decision.profile.is_some() || !decision.steps.is_empty());
        self.look_again = decision.look_again;
        self.state.profile = decision.profile.or(self.state.profile.take());
        let lately = self.now - FLAPPING;
        self.state.over.retain(|(_, at)| *at > lately);
        for step in decision.steps {
            self.take(step);
        }
    }

    fn decide(&self, met: &Met) -> Decision {
        let (outcome, unread) = match met {
            Met::Rows { .. } => (Outcome::Reviews, None),
            Met::Empty => (Outcome::Empty, None),
            Met::Unchanged => (Outcome::Unchanged, None),
            Met::Unread(why) => (Outcome::Error, Some(*why)),
        };
        watch(
            &self.state,
            &Sighting {
                now: self.now,
                last_success: self.last_success,
                outcome,
                unread,
                note: None,
                host: "shop.example",
                tally: &tally(met),
                written: &self.written,
                moved_to: self.moved_to.as_deref(),
                expect_empty: self.expect_empty,
                held: self.held,
                elsewhere: &Elsewhere::default(),
            },
        )
    }

    /// Does what the store does with a step.
    fn take(&mut self, Step { mut incident, act }: Step) {
        let kind = incident.trouble.kind();
        self.state.open.retain(|open| open.trouble.kind() != kind);
        let minute = self.now.duration_since(self.start).as_mins();
        match act {
            Act::End => {
                if incident.told.is_some() {
                    self.state.over.push((kind.to_owned(), self.now));
                    self.heard.push(Heard { minute, kind, broken: None });
                }
                return;
            }
            Act::Tell(told) => {
                assert_eq!(incident.told, Some(told), "what is told is noted");
                self.heard.push(Heard { minute, kind, broken: Some(told.occurrence) });
            }
            Act::TellOnce(_) => {
                self.state.over.push((kind.to_owned(), self.now));
                self.heard.push(Heard { minute, kind, broken: Some(0) });
                return;
            }
            Act::Keep => {}
        }
        if incident.number == 0 {
            self.numbers += 1;
            incident.number = self.numbers;
        }
        self.state.open.push(incident);
    }

    /// What was heard since the minute, as (minutes since then, kind, occurrence).
    fn since(&self, minute: i64) -> Vec<(i64, &'static str, Option<u32>)> {
        let heard = self.heard.iter().filter(|heard| heard.minute >= minute);
        heard.map(|heard| (heard.minute - minute, heard.kind, heard.broken)).collect()
    }

    fn minute(&self) -> i64 {
        self.now.duration_since(self.start).as_mins()
    }
}

fn tally(met: &Met) -> Tally {
    let Met::Rows { rows, dates } = met else { return Tally::default() };
    let review = |index: u32| Review {
        id: None,
        author: Some("손님".to_owned()),
        rating: Rating::new(5.0, 5.0).ok(),
        title: None,
        body: Some("좋아요".to_owned()),
        posted: Posted {
            text: None,
            interval: (index < *dates).then(|| crate::review::Interval::at(Timestamp::UNIX_EPOCH)),
            relative: false,
        },
        url: None,
        reply: None,
        product: None,
    };
    Tally::of_list(&(0..*rows).map(review).collect::<Vec<_>>())
}
