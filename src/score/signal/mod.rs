//! The signals: each looks at one side of a review and says how strongly it speaks, and why.

mod abuse;
mod language;
mod silence;
mod stars;
mod text;

use super::reading::Reading;
use crate::review::Evidence;

/// One side of a review.
pub(crate) trait Signal: Sync {
    /// What it says of a review.
    fn weigh(&self, reading: &Reading<'_>) -> Weighed;
}

/// What a signal says, in log-odds that add up with those of the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Weighed {
    /// Towards an unhappy customer.
    pub(crate) complaint: f64,
    /// Towards hostility with nothing to resolve.
    pub(crate) troll: f64,
    /// The reasons; empty where the reading keeps none.
    pub(crate) evidence: Vec<Evidence>,
}

/// All of them.
pub(crate) const ALL: [&dyn Signal; 5] =
    [&text::Text, &stars::Stars, &abuse::Abuse, &silence::Silence, &language::Language];

fn evidence(signal: &str, weight: f64, quote: impl Into<String>) -> Evidence {
    Evidence { signal: signal.to_owned(), weight, quote: Some(quote.into()) }
}
