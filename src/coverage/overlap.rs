//! Whether what a list shows overlaps what is known of it, so that nothing can lie unseen between.
//!
//! In a list that shows the newest first, whatever was added since the last proof stands above what
//! stood there then. A visit has met what is known once, **behind the last row that may have been
//! added since**, it finds [`ENOUGH`] known reviews. A row may have been added since when it is not
//! known and its date does not lie a day or more before the last proof. So what does not count is:
//!
//! - reviews pinned to the top, which stand above what was added;
//! - a known review that was moved up: its date is newer than the one it had, or rows that were added
//!   stand behind it; one that moved to the very end of a page is alone there, and one is not enough;
//! - old rows that nobody read before and that slid onto the page because another was removed: they
//!   are not known, but too old to be added, and hide nothing.
//!
//! On the last page there is, one known review in its place is enough: there is nothing behind it.
//!
//! At the first poll nothing is known; what it has to meet is a row that is too old to be answered in
//! time. So does a later visit that fills what the first one left open.
//!
//! Where the dates do not fall, places mean nothing and known reviews count anywhere, just so that a
//! visit ends; it proves nothing then. Reviews removed while a visit reads page after page can pull
//! one from the next page onto the last: it is met at the next poll if it still stands on its pages.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::span::{Doubt, Gap, Mark, Seen};
use super::{Known, List, identity, order};
use crate::review::{Interval, Review, Stop};

/// A visit has met what is known when it has met this many.
const ENOUGH: usize = 2;
/// How far a page's dates may be off, and a known review's may drift.
const SLACK: SignedDuration = SignedDuration::from_hours(24);
/// A visit reads this many pages of a list at most …
const PAGES: u64 = 10;
/// … and one more for every hour since the last proof, since hardly a shop gets a page of reviews an
/// hour; twice as many with every try at a gap; but never more than this, which takes two minutes at
/// the usual pace. A list whose reviews change their identity is asked for no more.
const MOST_PAGES: u64 = 100;

/// What was known of a source before a poll.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// The reviews.
    pub known: &'a [Known],
    /// How its list behaves.
    pub list: &'a List,
    /// The last marks of its coverage, oldest first.
    pub marks: &'a [Mark],
    /// When the list was asked for at the last poll that proved something.
    pub last_success: Option<Timestamp>,
    /// At the first poll, how far back it reads: what was written before can no longer be answered in
    /// time. `None` at every later one.
    pub back_to: Option<Timestamp>,
}

/// How far a visit has read a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Why it reads no further, where it had to stop.
    pub stop: Option<Stop>,
    /// It has met what was known at the last poll; the first one, all that can still be answered.
    pub met: bool,
    /// It has met what was known before the gap that can be filled.
    pub fills: bool,
    /// It has met what was known before the page looked changed.
    pub clears: bool,
    /// The dates fall, so that places mean something.
    pub falls: bool,
    /// It has met all there is to meet.
    pub enough: bool,
    /// The latest that the lowest new row was written; everything newer stands above it.
    pub lowest: Option<Timestamp>,
}

/// A row of the list.
struct Row<'a> {
    known: Option<&'a Known>,
    shown: Option<Interval>,
}

impl Row<'_> {
    fn date(&self) -> Option<Interval> {
        self.known.map_or(self.shown, |known| known.review.posted.interval)
    }

    /// The list shows a newer date than it did: edited, or moved up.
    fn is_moved(&self) -> bool {
        let dates = self.known.and_then(|known| known.review.posted.interval).zip(self.shown);
        dates.is_some_and(|(was, is)| is.earliest.duration_since(was.latest) > SLACK)
    }
}

impl<'a> Past<'a> {
    /// The earliest gap that can still be filled, and where its mark is.
    pub(super) fn gap(&self) -> Option<(usize, Timestamp, Gap)> {
        let open = |(at, mark): (usize, &Mark)| match mark.seen {
            Seen::Uncovered(gap) if gap.is_open() => Some((at, mark.since, gap)),
            _ => None,
        };
        self.marks.iter().enumerate().find_map(open)
    }

    /// Where the stretch begins in which the page looked changed, and where its mark is.
    pub(super) fn changed(&self) -> Option<(usize, Timestamp)> {
        let last = self.marks.last().filter(|mark| mark.seen == Seen::Unproven(Doubt::Changed))?;
        Some((self.marks.len() - 1, last.since))
    }

    /// The gap that can be filled lies before the first poll: what fills it was there before.
    pub fn reads_back(&self) -> bool {
        self.gap().is_some_and(|(_, _, gap)| self.knew_nothing(gap.found))
    }

    fn knew_nothing(&self, then: Timestamp) -> bool {
        self.known.iter().all(|known| known.first_seen >= then)
    }

    /// There is a gap to fill: the list has to be read even where it is unchanged.
    pub fn wants_more(&self) -> bool {
        self.gap().is_some()
    }

    /// What is new to this poll was written after it: the last proof, or the one before a gap.
    pub fn since(&self) -> Option<Timestamp> {
        self.gap().map(|(_, since, _)| since).or(self.last_success)
    }

    /// How many pages a visit may read.
    pub fn page_limit(&self, now: Timestamp) -> usize {
        let hours = self.since().map_or(0, |since| now.duration_since(since).as_hours());
        let pages = PAGES + u64::try_from(hours).unwrap_or(0);
        let tries = self.gap().map_or(0, |(_, _, gap)| gap.tries + 1);
        let pages = pages.saturating_mul(2_u64.saturating_pow(tries)).min(MOST_PAGES);
        usize::try_from(pages).unwrap_or(usize::MAX)
    }

    /// How far the rows listed so far reach; `stop` says why no more can be had.
    pub fn reach(&self, listed: &[Review], stop: Option<Stop>) -> Reach {
        let reach = self.reach_over(listed, identity::recognised(self.known, listed), stop);
        // Reviews that were edited are worth the search only where nothing else can be had.
        match reach.enough || stop.is_none() {
            true => reach,
            false => self.reach_over(listed, identity::matched(self.known, listed), stop),
        }
    }

    fn reach_over(
        &self,
        listed: &[Review],
        matches: Vec<Option<usize>>,
        stop: Option<Stop>,
    ) -> Reach {
        let rows = self.rows(listed, matches);
        let dates: Vec<_> = rows.iter().map(Row::date).collect();
        let depth = order::proven_depth(&dates);
        let falls = depth.is_some();
        let in_order = falls && self.list.newest_first;
        // What appears late stands below what is known, and behind the list's end stands nothing.
        let late = self.list.moderated && stop == Some(Stop::LastPage);
        let goes_back_to = |instant| in_order && depth.is_some_and(|depth| depth <= instant);
        let is_last = matches!(stop, Some(Stop::LastPage | Stop::OnlyPage));
        let meets = |before: Option<Timestamp>, since| {
            let is_old = |known: &Known| before.is_none_or(|before| known.first_seen < before);
            let standing = self.known.iter().filter(|k| !k.vanished && is_old(k)).count();
            let needed = if is_last { 1 } else { standing.clamp(1, ENOUGH) };
            let was_there = |row: &Row<'_>| row.known.is_some_and(is_old);
            let may_be_added = |row: &Row<'_>| !was_there(row) && is_after(row.date(), since);
            let last_added = rows.iter().rposition(may_be_added).filter(|_| in_order && !late);
            let behind = &rows[last_added.map_or(0, |last| last + 1)..];
            behind.iter().filter(|row| was_there(row) && !row.is_moved()).count() >= needed
        };
        let gap = self.gap();
        let before_all = gap.filter(|(_, _, gap)| self.knew_nothing(gap.found));
        let back_to = self.back_to.or(before_all.map(|(_, since, _)| since));
        let is_same_list = self.known.is_empty() || rows.iter().any(|row| row.known.is_some());
        let is_whole = stop == Some(Stop::LastPage) && is_same_list;
        let is_back = back_to.is_some_and(|instant| is_whole || goes_back_to(instant));
        let met = is_back || meets(None, self.last_success);
        let fills =
            gap.is_some_and(|(_, since, gap)| is_back || meets(Some(gap.found), Some(since)));
        let clears = self.changed().is_some_and(|(_, since)| meets(Some(since), Some(since)));
        let enough = met && (fills || gap.is_none());
        let lowest = rows.iter().rfind(|row| row.known.is_none()).filter(|_| in_order);
        let lowest = lowest.and_then(|row| row.shown).map(|date| date.latest);
        Reach { stop, met, fills, clears, falls, enough, lowest }
    }

    /// The rows in the list's order; what a list repeats over its pages stands where it stood first.
    fn rows(&self, listed: &[Review], matches: Vec<Option<usize>>) -> Vec<Row<'a>> {
        let (mut seen, mut ids) = (HashSet::new(), HashSet::new());
        let rows = listed.iter().zip(matches).filter(|(review, index)| match (index, &review.id) {
            (Some(index), _) => seen.insert(*index),
            (None, Some(id)) => ids.insert(id.as_str()),
            (None, None) => true,
        });
        let row = |(review, index): (&Review, Option<usize>)| Row {
            known: index.map(|index| &self.known[index]),
            shown: review.posted.interval,
        };
        rows.map(row).collect()
    }
}

/// Whether something with this date may have been written after `since`.
fn is_after(date: Option<Interval>, since: Option<Timestamp>) -> bool {
    let Some((date, since)) = date.zip(since) else { return true };
    since.duration_since(date.latest) < SLACK
}
