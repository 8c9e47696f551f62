//! Stars, points and their scale.

use serde::{Deserialize, Serialize};

/// A rating within its scale: 0 ≤ `value` ≤ `max`, `max` > 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    value: f64,
    max: f64,
}

// Both numbers are finite, so every rating equals itself.
impl Eq for Rating {}

/// A rating that its own scale does not allow.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("a rating of {value} out of {max} is impossible")]
pub struct InvalidRating {
    /// The value found.
    pub value: f64,
    /// The scale it was said to be out of.
    pub max: f64,
}

impl Rating {
    /// A rating of `value` out of `max`.
    ///
    /// # Errors
    /// When the scale is not positive or does not contain the value.
    pub fn new(value: f64, max: f64) -> Result<Self, InvalidRating> {
        if max.is_finite() && max > 0.0 && (0.0..=max).contains(&value) {
            Ok(Self { value, max })
        } else {
            Err(InvalidRating { value, max })
        }
    }

    /// The points given.
    pub fn value(self) -> f64 {
        self.value
    }

    /// The most that can be given.
    pub fn max(self) -> f64 {
        self.max
    }

    /// The share of the scale, from 0 to 1.
    pub fn share(self) -> f64 {
        self.value / self.max
    }

    /// Whether both say the same, drawn or counted on whichever scale.
    pub fn is_like(self, other: Self) -> bool {
        (self.share() - other.share()).abs() < 0.02
    }
}
