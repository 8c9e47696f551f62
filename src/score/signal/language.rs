//! A text in a script that was not learned: the words count less, and that is said.

use super::{Signal, Weighed, evidence};
use crate::score::reading::Reading;

/// The share of unknown letters from which it is worth saying.
const WORTH_SAYING: f64 = 0.5;

/// Letters that the model has not learned to read.
pub(crate) struct Language;

impl Signal for Language {
    fn weigh(&self, reading: &Reading<'_>) -> Weighed {
        let unknown = 1.0 - reading.familiar();
        if !reading.explains() || unknown < WORTH_SAYING {
            return Weighed::default();
        }
        let seen = format!(
            "{:.0} % of the letters are in a script the model has not learned",
            unknown * 100.0
        );
        Weighed { evidence: vec![evidence("language", 0.0, seen)], ..Weighed::default() }
    }
}
