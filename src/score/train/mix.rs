//! Rude complaints, made by putting a hostile comment beside a real complaint: no corpus has enough
//! of them, and they are what must never be taken for trolling.

use super::rows::{Part, Rows};

/// The longest hostile comment that is mixed in, in bytes: a curse, not an essay.
const LONGEST_CURSE: usize = 120;

/// Adds one rude complaint for each complaint in a shop. Rows kept apart are mixed among themselves.
pub(crate) fn add(rows: &mut Rows, weight: f32, seed: u64) {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut mixed = Vec::new();
    for part in [Part::Learn, Part::Calibrate, Part::Measure] {
        let curses: Vec<&str> =
            rows.curses(part).filter(|text| text.len() <= LONGEST_CURSE).collect();
        let (korean, other): (Vec<&str>, Vec<&str>) =
            curses.into_iter().partition(|text| has_hangul(text));
        for complaint in rows.complaints(part) {
            let same = if has_hangul(complaint) { &korean } else { &other };
            if same.is_empty() {
                continue;
            }
            let curse = same[rng.usize(..same.len())];
            let text = if rng.bool() {
                format!("{curse} {complaint}")
            } else {
                format!("{complaint} {curse}")
            };
            mixed.push((part, text));
        }
    }
    rows.add_mixed(mixed, weight);
}

fn has_hangul(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{3131}'..='\u{318e}'))
}
