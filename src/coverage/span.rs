//! What is known of a source's time, kept run-length: a mark where it changes, none while it lasts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::review::Stop;

/// What is known of a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Every review that was written in it and stood in the list when the list was read was read.
    Complete,
    /// The list was read, but that proves nothing about what it did not show.
    Unproven(Doubt),
    /// Reviews may have been written in it that were never read.
    Uncovered(Gap),
}

/// Why a list that was read proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The configuration says that it does not show the newest first (`order = "any"`).
    AnyOrder,
    /// Its dates do not fall, or it has none.
    NoOrder,
    /// Reviews appear later than they were written (`moderated = true`), maybe far down.
    Moderated,
    /// It showed reviews before and shows none now; it may be blank rather than empty.
    Emptied,
    /// It showed far fewer reviews than it always did, or parts of them could not be read.
    Changed,
}

/// A stretch that was not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What kept the visit from meeting what was known.
    pub why: Stop,
    /// When the list was asked for that showed it.
    pub found: Timestamp,
    /// How many later visits tried to fill it in vain.
    pub tries: u32,
}

/// A gap is tried this often: an hour at the usual interval.
const MOST_TRIES: u32 = 6;

impl Gap {
    /// A later visit may still fill it: what kept this one is not lasting.
    pub fn is_open(&self) -> bool {
        let may_pass = matches!(self.why, Stop::PageLimit | Stop::PageFailed);
        may_pass && self.tries < MOST_TRIES
    }
}

/// From this instant on it is so, until the next mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Since when.
    pub since: Timestamp,
    /// What is known.
    pub seen: Seen,
}

/// Every mark at or after an instant gives way to these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// The instant.
    pub from: Timestamp,
    /// Oldest first, none before the instant.
    pub marks: Vec<Mark>,
}

impl Rewrite {
    /// What turns the old marks into the new ones, both oldest first; `None` where nothing does.
    pub(super) fn between(old: &[Mark], new: &[Mark]) -> Option<Self> {
        let same = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let first = |marks: &[Mark]| marks.get(same).map(|mark| mark.since);
        let from = [first(old), first(new)].into_iter().flatten().min()?;
        Some(Self { from, marks: new[same..].to_vec() })
    }
}

/// The gaps that a rewrite makes certain: no later visit will fill them.
pub fn certain_gaps(old: &[Mark], rewrite: &Rewrite) -> Vec<Span> {
    let is_certain = |mark: &Mark| matches!(mark.seen, Seen::Uncovered(gap) if !gap.is_open());
    let was_certain =
        |mark: &Mark| old.iter().any(|old| old.since == mark.since && is_certain(old));
    let ends =
        rewrite.marks.windows(2).filter(|pair| is_certain(&pair[0]) && !was_certain(&pair[0]));
    ends.map(|pair| Span { from: pair[0].since, to: pair[1].since, seen: pair[0].seen }).collect()
}

/// A stretch of time and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub to: Timestamp,
    /// What is known of it.
    pub seen: Seen,
}

/// The spans between marks (oldest first); the last one ends when the list was last read.
pub fn spans(marks: &[Mark], last_success: Timestamp) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let ends = marks.iter().skip(1).map(|mark| mark.since).chain([last_success]);
    for (mark, to) in marks.iter().zip(ends).filter(|(mark, to)| mark.since < *to) {
        match spans.last_mut() {
            Some(last) if last.seen == mark.seen && last.to == mark.since => last.to = to,
            _ => spans.push(Span { from: mark.since, to, seen: mark.seen }),
        }
    }
    spans
}
