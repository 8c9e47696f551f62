//! What polling proves about when a review was written.

use jiff::{SignedDuration, Timestamp};

use super::{List, Look};
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
