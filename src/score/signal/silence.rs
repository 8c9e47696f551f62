//! Nothing to read: then nothing can be said of the words, and that is said.

use super::{Signal, Weighed, evidence};
use crate::score::reading::Reading;

/// Without words there is no hostility to be seen: far below any threshold.
const NO_WORDS_NO_TROLL: f64 = -6.0;

/// A review without words.
pub(crate) struct Silence;

impl Signal for Silence {
    fn weigh(&self, reading: &Reading<'_>) -> Weighed {
        if !reading.is_blank() {
            return Weighed::default();
        }
        let seen = match reading.rating {
            Some(_) => "no words, the stars alone",
            None => "no words and no stars",
        };
        let evidence =
            if reading.explains() { vec![evidence("silence", 0.0, seen)] } else { Vec::new() };
        Weighed { complaint: 0.0, troll: NO_WORDS_NO_TROLL, evidence }
    }
}
