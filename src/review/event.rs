//! What happened to a review between two polls.

use serde::{Deserialize, Serialize};

use super::{Interval, Rating};

/// A change that polling noticed. Where a change lies between two polls, the interval says which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Event {
    /// It is seen for the first time.
    New {
        /// It was there before the first poll of its source.
        baseline: bool,
    },
    /// Its detail page could be read at last, so there is more to judge.
    Completed,
    /// Its words or stars changed.
    Edited {
        /// Title and body before.
        was: String,
        /// Its stars before, where it had any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rated: Option<Rating>,
        /// When, at the earliest and latest.
        between: Interval,
    },
    /// The shop's reply appeared.
    Answered {
        /// When, at the earliest and latest.
        between: Interval,
    },
    /// The shop's reply is gone.
    ReplyVanished {
        /// When, at the earliest and latest.
        between: Interval,
    },
    /// It is proven to be gone from its list.
    Vanished {
        /// When, at the earliest and latest.
        between: Interval,
    },
    /// It is there again.
    Reappeared,
}
