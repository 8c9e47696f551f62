//! When something was written, honest about how exactly that is known.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A stretch of time, both ends included, in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// The first second it may have been.
    pub earliest: Timestamp,
    /// The last second it may have been; never before `earliest`.
    pub latest: Timestamp,
}

impl Interval {
    /// The interval between two instants, whichever comes first.
    pub fn between(a: Timestamp, b: Timestamp) -> Self {
        Self { earliest: a.min(b), latest: a.max(b) }
    }

    /// A single known second.
    pub fn at(instant: Timestamp) -> Self {
        Self { earliest: instant, latest: instant }
    }

    /// The part both share, if they touch.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let earliest = self.earliest.max(other.earliest);
        let latest = self.latest.min(other.latest);
        (earliest <= latest).then_some(Self { earliest, latest })
    }

    /// Whether the instant lies inside, ends included.
    pub fn contains(self, instant: Timestamp) -> bool {
        self.earliest <= instant && instant <= self.latest
    }
}

/// What a page says about when something was written, and what that was read to mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// The words on the page ("3시간 전", "2024.03.16.").
    pub text: Option<String>,
    /// What they mean; `None` where nothing is said or it could not be read.
    pub interval: Option<Interval>,
    /// The words count from the moment of reading ("3시간 전"), so they differ on every visit.
    pub relative: bool,
}
