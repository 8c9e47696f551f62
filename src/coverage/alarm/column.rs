//! How often one part of the reviews is found, and whether that fell.

use serde::{Deserialize, Serialize};

use crate::review::Share;

/// Fewer reviews than this are put together with those of the following polls.
const FEWEST: u32 = 5;
/// What is found more rarely than this, even while all is well, is no one's loss.
const LEAST_USUAL: f64 = 0.5;
/// A fall to this part of the usual share is one.
const FALL: f64 = 0.5;
/// How improbable the fall must be as mere chance.
const CHANCE: f64 = 1e-5;
/// Nothing is found quite always.
const SUREST: f64 = 0.98;

/// One part of a source's reviews over time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Column {
    /// The share that has it while all is well; `None` before the first judgement.
    usual: Option<f64>,
    /// The last count while all was well.
    pub(super) well: Share,
    /// What was counted since the last judgement.
    window: Share,
    /// The last count that was judged to have fallen, until one is judged well.
    pub(super) fallen: Option<Share>,
}

impl Column {
    /// Counts on and, once enough is counted, judges; `weight` is how much of the new share the usual
    /// one takes on, from 0 to 1. Before the profile counts (`ripe`) everything is well.
    pub(super) fn take(&mut self, counted: Share, weight: f64, ripe: bool) {
        self.window.read = self.window.read.saturating_add(counted.read);
        self.window.of = self.window.of.saturating_add(counted.of);
        if self.window.of < FEWEST {
            return;
        }
        let window = std::mem::take(&mut self.window);
        let share = f64::from(window.read) / f64::from(window.of);
        let usual = self.usual.unwrap_or(share);
        if ripe && has_fallen(usual, window) {
            self.fallen = Some(window);
            return;
        }
        self.fallen = None;
        self.well = window;
        self.usual = Some(usual + (share - usual) * weight);
    }
}

fn has_fallen(usual: f64, now: Share) -> bool {
    let share = f64::from(now.read) / f64::from(now.of);
    usual >= LEAST_USUAL && share <= usual * FALL && at_most(now, usual.min(SUREST)) <= CHANCE
}

/// The probability that of so many reviews so few, or fewer, have what a share of `usual` has.
fn at_most(found: Share, usual: f64) -> f64 {
    let of = f64::from(found.of);
    let odds = (usual / (1.0 - usual)).ln();
    // In logarithms, for a long list underflows otherwise.
    let mut term = of * (1.0 - usual).ln();
    let mut sum = term.exp();
    for k in 1..=found.read {
        let k = f64::from(k);
        term += odds + ((of - k + 1.0) / k).ln();
        sum += term.exp();
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(read: u32, of: u32) -> Share {
        Share { read, of }
    }

    fn after(windows: &[(u32, u32)]) -> Column {
        let mut column = Column::default();
        for (read, of) in windows {
            column.take(share(*read, *of), 0.1, true);
        }
        column
    }

    #[test]
    fn dates_that_are_no_longer_read_are_a_fall() {
        let column = after(&[(20, 20), (20, 20), (2, 20)]);
        assert_eq!((column.well, column.fallen), (share(20, 20), Some(share(2, 20))));
        let column = after(&[(20, 20), (2, 20), (19, 20)]);
        assert_eq!(column.fallen, None, "and it is over once they are");
    }

    #[test]
    fn a_list_in_which_some_give_no_stars_may_vary() {
        let column = after(&[(12, 20), (8, 20), (15, 20), (7, 20), (3, 5), (0, 5)]);
        assert_eq!(column.fallen, None, "{column:?}");
        assert_eq!(after(&[(0, 20), (1, 20), (0, 20)]).fallen, None, "what was never there");
        assert!(after(&[(12, 20), (12, 20), (0, 20)]).fallen.is_some(), "none of 20 is no chance");
    }

    #[test]
    fn a_short_list_is_judged_over_several_polls() {
        let column = after(&[(2, 2), (2, 2), (2, 2), (0, 2), (0, 2)]);
        assert_eq!(column.fallen, None, "four rows are too few to say");
        let column = after(&[(2, 2), (2, 2), (2, 2), (0, 2), (0, 2), (0, 2)]);
        assert_eq!(column.fallen, Some(share(0, 6)));
    }

    #[test]
    fn the_tail_of_the_binomial_is_what_tables_say() {
        assert!((at_most(share(2, 10), 0.5) - 56.0 / 1024.0).abs() < 1e-12);
        assert!((at_most(share(10, 10), 0.5) - 1.0).abs() < 1e-12);
        assert!(at_most(share(100, 1_000), 0.9) < 1e-300);
    }
}
