//! What the model looks up: hashed character n-grams, n-grams read across gaps, and word pairs.
//!
//! **Invariant:** the same characters give the same hashes for ever; a change here needs a new model.

use std::ops::Range;

use super::normal::Normal;

/// The longest character n-gram.
const LONGEST: usize = 5;
/// The longest n-gram that is read across a gap ("안 좋" as "안좋", "시1발" as "시발").
const LONGEST_ACROSS: usize = 4;

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const WORD_SEED: u64 = 0xc2b2_ae3d_27d4_eb4f;
const MULTIPLIER: u64 = 0xff51_afd7_ed55_8ccd;

/// One more character into a running hash.
fn step(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(u32::from(c))).wrapping_mul(MULTIPLIER).rotate_left(29)
}

/// The upper bits of the finished hash choose the weight.
fn finish(hash: u64) -> u32 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(SEED);
    (mixed >> 32) as u32
}

/// The place of a hash among `size` weights.
pub(crate) fn slot(hash: u32, size: usize) -> usize {
    ((u64::from(hash) * size as u64) >> 32) as usize
}

/// Shows each gram of a text with the stretch of normalised characters it was read from.
pub(crate) fn each(text: &Normal, mut show: impl FnMut(u32, Range<usize>)) {
    let chars = text.chars();
    for start in 0..chars.len() {
        let mut hash = SEED;
        for (n, &c) in chars[start..].iter().take(LONGEST).enumerate() {
            hash = step(hash, c);
            // A lone space says nothing.
            if n > 0 || c != ' ' {
                show(finish(hash), start..start + n + 1);
            }
        }
    }
    across_gaps(chars, &mut show);
    word_pairs(text, &mut show);
}

/// N-grams of letters alone where something else stands between them: the same hashes as if they
/// stood together, so that spacing errors and masked words meet what was learned from plain ones.
fn across_gaps(chars: &[char], show: &mut impl FnMut(u32, Range<usize>)) {
    for start in 0..chars.len() {
        if !chars[start].is_alphabetic() {
            continue;
        }
        let mut hash = step(SEED, chars[start]);
        let (mut letters, mut at, mut gapped) = (1, start + 1, false);
        while letters < LONGEST_ACROSS && at < chars.len() && at - start < 2 * LONGEST_ACROSS {
            if chars[at].is_alphabetic() {
                hash = step(hash, chars[at]);
                letters += 1;
                if gapped {
                    show(finish(hash), start..at + 1);
                }
            } else {
                gapped = true;
            }
            at += 1;
        }
    }
}

/// Words and pairs of neighbouring words; they carry negation in English ("not good").
fn word_pairs(text: &Normal, show: &mut impl FnMut(u32, Range<usize>)) {
    let mut before: Option<(u64, usize)> = None;
    for word in text.words() {
        let hash = text.chars()[word.clone()].iter().fold(WORD_SEED, |hash, &c| step(hash, c));
        show(finish(hash), word.clone());
        if let Some((first, start)) = before {
            show(finish(first.rotate_left(7) ^ hash), start..word.end);
        }
        before = Some((hash, word.start));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn grams(text: &str) -> BTreeSet<u32> {
        let mut all = BTreeSet::new();
        each(&Normal::of(text), |hash, _| {
            all.insert(hash);
        });
        all
    }

    #[test]
    fn a_masked_word_meets_the_plain_one() {
        let plain = finish(step(step(SEED, '시'), '발'));
        for text in ["시발", "시1발", "시@발", "시 발", "시..발"] {
            assert!(grams(text).contains(&plain), "{text} does not hold the gram of 시발");
        }
    }

    #[test]
    fn word_order_matters() {
        assert_ne!(grams("good not"), grams("not good"));
    }

    #[test]
    fn stretches_stay_inside_the_text() {
        let text = Normal::of("안 좋아요! not good");
        each(&text, |_, span| assert!(span.start < span.end && span.end <= text.chars().len()));
    }
}
