//! Judges a review: signals give evidence, evidence gives a verdict.
//!
//! Every signal speaks in log-odds, so their words add up; `verdict` holds the sums against what a
//! needless mail and a missed complaint cost. What was learned, from what, and how well it does is
//! in `MODEL.md` beside this file.
//!
//! **Invariant:** pure once loaded; never queries the store.

mod gram;
mod model;
mod normal;
mod reading;
mod signal;
pub mod train;
mod verdict;

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::review::{Judgement, Rating};
use model::Model;
use reading::Reading;

pub use model::ModelError;

/// What is judged.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Title and body.
    pub text: &'a str,
    /// Stars, where the page has them.
    pub rating: Option<Rating>,
}

/// A loaded model, ready to judge.
#[derive(Debug)]
pub struct Scorer {
    model: Model,
}

static EMBEDDED: LazyLock<Scorer> = LazyLock::new(|| {
    Scorer::load(include_bytes!("model.bin").as_slice()).expect("the embedded model is valid")
});

impl Scorer {
    /// The model that ships with the program; its weights are read where the program was loaded.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// A model that `reviewd train` wrote.
    ///
    /// # Errors
    /// When the bytes are not such a model.
    pub fn load(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelError> {
        Ok(Self { model: Model::load(bytes)? })
    }

    /// Judges one review and says why.
    pub fn assess(&self, subject: Subject<'_>) -> Judgement {
        verdict::conclude(&Reading::explained(&self.model, subject))
    }

    /// Judges one review without saying why: `evidence` is empty, all else as [`Self::assess`] has it.
    pub fn decide(&self, subject: Subject<'_>) -> Judgement {
        verdict::conclude(&Reading::plain(&self.model, subject))
    }
}

#[cfg(test)]
mod tests;
