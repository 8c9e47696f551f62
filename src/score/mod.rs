//! Judges a review: signals give evidence, evidence gives a verdict.
//!
//! **Invariant:** pure once loaded; never queries the store.

use crate::review::{Judgement, Rating};

/// What is judged.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Title and body.
    pub text: &'a str,
    /// Stars, where the page has them.
    pub rating: Option<Rating>,
}

/// The embedded model, ready to judge.
#[derive(Debug)]
pub struct Scorer {}

impl Scorer {
    /// Judges one review.
    pub fn assess(&self, _subject: Subject<'_>) -> Judgement {
        unimplemented!()
    }
}
