//! What a poll proves about the time since the last one.
//!
//! The unit is a stretch between two proofs. Said of a stretch that is *complete*: every review that
//! was written in it, and still stood in the list when the list was read next, was read. What was
//! written and removed between two polls cannot be known, and nothing is claimed about it.
//!
//! | the poll | proves |
//! |---|---|
//! | heard that the list is unchanged | whatever held at the last proof goes on holding, up to the instant at which the list was asked for |
//! | met what is known, in its place (see [`super::overlap`]) | complete since the last proof, also where polls failed between |
//! | read the list to its end, where nothing had stood before | complete; without paging to say so, the end is a page of fewer than five |
//! | met nothing it knew, up to where it had to stop | *uncovered* from the last proof to the date of the lowest new row, or to now: a gap |
//! | found the list empty, and nothing was known to stand there | complete |
//! | found the list empty, though reviews stood there | *unproven*: it may be blank rather than empty |
//! | found the page changed: far fewer reviews, or parts of them not read | *unproven* since the last proof, until a later poll meets what was known before it changed |
//! | read a list without order (`order = "any"`, dates that do not fall or are missing) or one where reviews appear late (`moderated`) | *unproven* since the last proof |
//! | could not read the list | nothing: the stretch stays open until a poll proves something |
//!
//! - **Coverage begins** when the list was asked for at the first poll that read it. That poll reads on
//!   until what follows can no longer be answered in time; where it cannot, in a list whose dates fall,
//!   the stretch before it is a gap, and is filled or stays as any other.
//! - **The end of a list is no overlap** where reviews had stood there and none of them is met: then it
//!   is another list (its address or its numbering changed), or one that drops what is old, and what
//!   was written in between was not seen. That is a gap.
//! - **A gap stays** unless a later visit fills it. One that is due to a page that could not be read,
//!   or to more pages than a visit may read, is tried again at the next polls, each reading on past
//!   what is already known until it meets what was known before the gap; then the gap is no
//!   more, as if the visits before had failed. One without a further page is for good.
//! - **A clock that jumped back** makes a proof older than the last one. Overlaps go on counting; a gap
//!   then covers all that either clock may have meant.
//! - A source that was **paused**, or down, for a month is like any other: the next poll overlaps, or
//!   there is a gap.
//!
//! **Invariant:** pure; the open stretch ends with the last proof, so a poll that finds all as it was
//! writes nothing.

use jiff::{SignedDuration, Timestamp};

use super::overlap::{Past, Reach};
use super::span::{Doubt, Gap, Mark, Rewrite, Seen};
use crate::review::Stop;
use crate::source::Outcome;

/// A poll that ended.
#[derive(Clone, Copy, Debug)]
pub struct Poll {
    /// When the list was asked for.
    pub asked: Timestamp,
    /// What kind of page it was.
    pub outcome: Outcome,
    /// How far the list was read; `None` where it held no reviews.
    pub reach: Option<Reach>,
    /// How many reviews the list showed.
    pub listed: usize,
    /// It showed far fewer than it always did, or parts of them could not be read.
    pub changed: bool,
}

/// What becomes of a source's marks; `None` where they stay as they are.
pub fn proven(past: &Past<'_>, poll: &Poll) -> Option<Rewrite> {
    let (seen, missed) = match (poll.outcome, poll.reach) {
        (Outcome::Reviews, Some(reach)) => (seen(past, &reach, poll), missed(past, &reach, poll)),
        (Outcome::Empty, _) if nothing_stands(past) => (Seen::Complete, None),
        (Outcome::Empty, _) => (Seen::Unproven(Doubt::Emptied), None),
        _ => return None,
    };
    let mut marks = past.marks.to_vec();
    let Some(last) = past.last_success.filter(|_| !marks.is_empty()) else {
        let seen = if poll.outcome == Outcome::Empty { Seen::Complete } else { seen };
        let before = past.back_to.zip(missed).filter(|_| poll.reach.is_some_and(|r| r.falls));
        let marks = match before {
            Some((since, why)) => gap(why, since, seen, poll).to_vec(),
            None => vec![Mark { since: poll.asked, seen }],
        };
        return Some(Rewrite { from: marks[0].since, marks });
    };
    let filled = past.gap().filter(|_| poll.reach.is_some_and(|reach| reach.fills));
    if let Some((at, since, _)) = filled {
        marks.truncate(at);
        turn(&mut marks, since, seen);
        return Rewrite::between(past.marks, &marks);
    }
    for mark in &mut marks {
        if let Seen::Uncovered(gap) = &mut mark.seen
            && gap.is_open()
        {
            gap.tries += 1;
        }
    }
    match missed {
        None => {
            let clears = !poll.changed && poll.reach.is_some_and(|reach| reach.clears);
            let since = match past.changed().filter(|_| clears) {
                Some((at, since)) => {
                    marks.truncate(at);
                    since
                }
                None => last,
            };
            turn(&mut marks, since, seen);
        }
        Some(why) => {
            let marked = gap(why, last, seen, poll);
            marks.retain(|mark| mark.since < marked[0].since);
            marks.extend(marked);
        }
    }
    Rewrite::between(past.marks, &marks)
}

/// What a list that was read and overlaps says of the time since.
fn seen(past: &Past<'_>, reach: &Reach, poll: &Poll) -> Seen {
    if !past.list.newest_first {
        Seen::Unproven(Doubt::AnyOrder)
    } else if past.list.moderated {
        Seen::Unproven(Doubt::Moderated)
    } else if poll.changed {
        Seen::Unproven(Doubt::Changed)
    } else if !reach.falls {
        Seen::Unproven(Doubt::NoOrder)
    } else {
        Seen::Complete
    }
}

/// No list shows fewer reviews than this on a page when it has more.
const SMALLEST_PAGE: usize = 5;

/// Why what was known was not met, where that means something.
fn missed(past: &Past<'_>, reach: &Reach, poll: &Poll) -> Option<Stop> {
    let is_all = match reach.stop {
        Some(Stop::LastPage) => true,
        Some(Stop::OnlyPage) => poll.listed < SMALLEST_PAGE,
        _ => false,
    };
    let whole = is_all && was_empty(past);
    reach.stop.filter(|_| past.list.newest_first && !reach.met && !whole)
}

/// Nothing stood in the list when it was last read.
fn was_empty(past: &Past<'_>) -> bool {
    let emptied = Seen::Unproven(Doubt::Emptied);
    nothing_stands(past) || past.marks.last().is_some_and(|mark| mark.seen == emptied)
}

fn nothing_stands(past: &Past<'_>) -> bool {
    past.known.iter().all(|known| known.vanished)
}

/// From then on it is so, unless it is already.
fn turn(marks: &mut Vec<Mark>, since: Timestamp, seen: Seen) {
    match marks.last_mut() {
        Some(open) if open.seen == seen => {}
        Some(open) if open.since >= since => open.seen = seen,
        _ => marks.push(Mark { since, seen }),
    }
}

/// A gap since the last proof, and where seeing begins again.
fn gap(why: Stop, last: Timestamp, seen: Seen, poll: &Poll) -> [Mark; 2] {
    let gap = Seen::Uncovered(Gap { why, found: poll.asked, tries: 0 });
    [Mark { since: last.min(poll.asked), seen: gap }, Mark { since: gap_end(last, poll), seen }]
}

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Where seeing begins again: after the lowest new row, since others of the same second may stand
/// behind it. Where it has no date, or one that no new row has, nothing before now is sure.
fn gap_end(last: Timestamp, poll: &Poll) -> Timestamp {
    let after = |instant: Timestamp| instant.saturating_add(SECOND).unwrap_or(Timestamp::MAX);
    let lowest = poll.reach.and_then(|reach| reach.lowest);
    let lowest = lowest.filter(|date| last < *date && *date < poll.asked);
    // Two polls in one instant still leave a gap that can be seen.
    let shortest = after(last.min(poll.asked));
    lowest.map_or(poll.asked.max(last), after).max(shortest)
}

#[cfg(test)]
mod tests;
