//! What a route looks at.

use jiff::Timestamp;

use crate::review::{Cause, Judgement, Rating, Review, ReviewKey, Script, SourceId};

/// A complaint as routes see it; what is unknown fits no condition on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    /// Where it was written.
    pub source: Option<SourceId>,
    /// What it is about.
    pub causes: Vec<Cause>,
    /// What was bought.
    pub product: Option<String>,
    /// The stars given.
    pub rating: Option<Rating>,
    /// What it is written in.
    pub language: Option<Script>,
    /// When it became one that asks for an answer: routes that hold at certain times look at this.
    pub at: Timestamp,
}

impl Matter {
    /// A review that asks for an answer at `at`.
    pub fn of(
        key: &ReviewKey,
        review: &Review,
        judgement: Option<&Judgement>,
        at: Timestamp,
    ) -> Self {
        Self {
            source: Some(key.source.clone()),
            causes: judgement.map(|judgement| judgement.causes.clone()).unwrap_or_default(),
            product: review.product.clone(),
            rating: review.rating,
            language: Script::of(&review.words()),
            at,
        }
    }
}
