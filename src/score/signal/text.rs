//! What the words say of the customer's mood, by the trained model.

use super::{Signal, Weighed, evidence};
use crate::score::reading::{About, Reading};

/// The most the words can weigh: in every corpus a few rows in a hundred say the contrary of their
/// stars, so that no text is ever proof.
const MOST: f64 = 6.0;
/// The most phrases that are quoted.
const PHRASES: usize = 5;

/// The trained model's reading of the words.
pub(crate) struct Text;

impl Signal for Text {
    fn weigh(&self, reading: &Reading<'_>) -> Weighed {
        if reading.is_blank() {
            return Weighed::default();
        }
        Weighed {
            complaint: complaint(reading),
            troll: 0.0,
            evidence: reading
                .phrases(About::Complaint, PHRASES)
                .into_iter()
                .map(|phrase| evidence("text", phrase.weight, phrase.quote))
                .collect(),
        }
    }
}

/// The log-odds of the words; words in scripts that were not learned say less.
fn complaint(reading: &Reading<'_>) -> f64 {
    (reading.odds.complaint * reading.familiar()).clamp(-MOST, MOST)
}
