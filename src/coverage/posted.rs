//! What polling proves about when a review was written.

use jiff::{SignedDuration, Timestamp};

use super::{List, Look, Past};
use crate::review::{Interval, Posted};

/// No review page is this old: such a date (1 January 1970, mostly) is what a site makes of none.
const ABSURD: SignedDuration = SignedDuration::from_hours(30 * 365 * 24);

/// The page's date cut with what polling proves, for a review seen for the first time.
///
/// A date in the future is clamped to this poll: the page's clock is not ours.
pub(super) fn cut(posted: Posted, list: &List, look: &Look) -> Posted {
    let proven = proven(look);
    let credible = |page: &Interval| look.now.duration_since(page.latest) < ABSURD;
    let interval = match posted.interval.map(|page| clamped(page, look.now)).filter(credible) {
        Some(page) if list.moderated || !list.newest_first => Some(page),
        Some(page) => Some(proven.and_then(|proven| page.intersection(proven)).unwrap_or(page)),
        None => proven,
    };
    Posted { interval, ..posted }
}

/// Whether a review seen for the first time was written before anything was seen of its source: it
/// stood on a page that the first poll did not read, and came into view because others were removed or
/// it was pinned. A moderated list shows late what is new none the less, unless this poll reads on to
/// what the first one left open.
pub fn predates(posted: &Posted, past: &Past<'_>) -> bool {
    let first_sight = past.known.iter().map(|known| known.first_seen).min();
    let written = posted.interval.filter(|_| !past.list.moderated || past.reads_back());
    written.zip(first_sight).is_some_and(|(written, first)| written.latest < first)
}

/// After the last poll that read the list without it, up to this one; nothing at the first poll.
fn proven(look: &Look) -> Option<Interval> {
    if look.baseline {
        return None;
    }
    let after = look.last_success?.saturating_add(SignedDuration::from_secs(1)).ok()?;
    Some(Interval::between(after.min(look.now), look.now))
}

fn clamped(page: Interval, now: Timestamp) -> Interval {
    Interval { earliest: page.earliest.min(now), latest: page.latest.min(now) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::Known;
    use crate::coverage::compare::tests::{Board, review};

    fn past<'a>(known: &'a [Known], list: &'a List) -> Past<'a> {
        Past { known, list, marks: &[], last_success: None, back_to: None }
    }

    #[test]
    fn what_comes_into_view_late_was_there_before_the_first_poll_only_if_its_date_says_so() {
        let mut board = Board::new();
        board.poll(&[review(Some("1"), "김", "좋아요", 3)], 4 * 1440 + 600);
        let written = |day| review(Some("2"), "이", "고장", day).posted;
        let predates = |posted: &Posted, list: &List| predates(posted, &past(&board.known, list));
        assert!(predates(&written(2), &board.list));
        assert!(!predates(&written(4), &board.list), "on that day, maybe after the poll");
        assert!(!predates(&Posted::default(), &board.list), "nobody knows when");
        let moderated = List { moderated: true, ..board.list.clone() };
        assert!(!predates(&written(2), &moderated), "it was waiting to be shown");
        assert!(!super::predates(&written(2), &past(&[], &board.list)), "nothing was there");
    }
}
