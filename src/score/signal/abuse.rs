//! Hostility with nothing to resolve, by the trained model: it learned abuse against real complaints,
//! so a concrete grievance speaks against it however rude the words are.

use super::{Signal, Weighed, evidence};
use crate::score::reading::{About, Reading};

/// The most phrases that are quoted.
const PHRASES: usize = 3;

/// The trained model's reading of hostility.
pub(crate) struct Abuse;

impl Signal for Abuse {
    fn weigh(&self, reading: &Reading<'_>) -> Weighed {
        if reading.is_blank() {
            return Weighed::default();
        }
        let troll = reading.odds.troll * reading.familiar();
        // Worth a word only where hostility was seen; a calm text needs no such reason.
        let evidence = if troll > 0.0 {
            reading
                .phrases(About::Troll, 2 * PHRASES)
                .into_iter()
                .filter(|phrase| phrase.weight > 0.0)
                .take(PHRASES)
                .map(|phrase| evidence("abuse", phrase.weight, phrase.quote))
                .collect()
        } else {
            Vec::new()
        };
        Weighed { complaint: 0.0, troll, evidence }
    }
}
