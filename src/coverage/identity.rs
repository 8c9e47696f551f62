//! A review's lasting identity: the site's own number, else what never changes about it.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::Known;
use crate::review::{Review, ReviewKey, SourceId};

/// Numbers longer than this are hashed, so a key stays short.
const LONGEST_ID: usize = 200;
/// Texts are compared over this many characters; the comparison is quadratic.
const COMPARED: usize = 600;
/// From this likeness on, two texts in the same place are one text, edited.
const ALIKE: f64 = 0.5;

/// Which known review each shown one is; `None` for those never seen before.
pub(super) fn matched(known: &[Known], shown: &[Review]) -> Vec<Option<usize>> {
    let (mut matches, mut taken) = unedited(known, shown);
    by_likeness(known, shown, &mut matches, &mut taken);
    matches
}

/// The same for those that have a number or say what they said: quick, where likeness is slow.
pub(super) fn recognised(known: &[Known], shown: &[Review]) -> Vec<Option<usize>> {
    unedited(known, shown).0
}

fn unedited(known: &[Known], shown: &[Review]) -> (Vec<Option<usize>>, HashSet<usize>) {
    let mut matches = vec![None; shown.len()];
    let mut taken = HashSet::new();
    by_number(known, shown, &mut matches, &mut taken);
    by_content(known, shown, &mut matches, &mut taken);
    (matches, taken)
}

fn by_number(
    known: &[Known],
    shown: &[Review],
    matches: &mut [Option<usize>],
    taken: &mut HashSet<usize>,
) {
    let numbers: HashMap<String, usize> =
        known.iter().enumerate().map(|(i, k)| (k.key.native.clone(), i)).collect();
    for (slot, review) in matches.iter_mut().zip(shown) {
        if let Some(index) = review.id.as_deref().and_then(|id| numbers.get(&native_of(id))) {
            *slot = Some(*index);
            taken.insert(*index);
        }
    }
}

/// Equal ones are matched by count: two rows alike on the page are two rows alike in the store.
fn by_content(
    known: &[Known],
    shown: &[Review],
    matches: &mut [Option<usize>],
    taken: &mut HashSet<usize>,
) {
    let mut stock: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, known) in known.iter().enumerate().rev() {
        if known.review.id.is_none() && !taken.contains(&index) {
            stock.entry(fingerprint(&known.review)).or_default().push(index);
        }
    }
    for (slot, review) in matches.iter_mut().zip(shown) {
        if review.id.is_none()
            && slot.is_none()
            && let Some(index) = stock.get_mut(&fingerprint(review)).and_then(Vec::pop)
        {
            *slot = Some(index);
            taken.insert(index);
        }
    }
}

/// A missing old row and an unknown one alike in author, date and product with similar text are one.
fn by_likeness(
    known: &[Known],
    shown: &[Review],
    matches: &mut [Option<usize>],
    taken: &mut HashSet<usize>,
) {
    for (slot, review) in matches.iter_mut().zip(shown) {
        if review.id.is_some() || slot.is_some() {
            continue;
        }
        let best = known
            .iter()
            .enumerate()
            .filter(|(i, k)| !taken.contains(i) && k.review.id.is_none() && !k.vanished)
            .filter(|(_, k)| frame(&k.review) == frame(review))
            .map(|(i, k)| (likeness(&k.review.words(), &review.words()), i))
            .filter(|(score, _)| *score >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, index)) = best {
            *slot = Some(index);
            taken.insert(index);
        }
    }
}

/// The identity of a review never seen before; `used` holds every native part in use.
pub(super) fn new_key(source: &SourceId, review: &Review, used: &mut HashSet<String>) -> ReviewKey {
    let native = match review.id.as_deref() {
        Some(id) => native_of(id),
        None => {
            let base = fingerprint(review);
            (1..)
                .map(|ordinal| format!("~{base}.{ordinal}"))
                .find(|native| !used.contains(native))
                .unwrap_or(base)
        }
    };
    used.insert(native.clone());
    ReviewKey { source: source.clone(), native }
}

fn native_of(id: &str) -> String {
    if id.len() <= LONGEST_ID { id.to_owned() } else { format!("~{}", hash([id])) }
}

/// Author, absolute date and product: what stays when the text is edited.
fn frame(review: &Review) -> (String, String, String) {
    let date = if review.posted.relative { None } else { review.posted.text.as_deref() };
    (
        folded(review.author.as_deref().unwrap_or_default()),
        folded(date.unwrap_or_default()),
        folded(review.product.as_deref().unwrap_or_default()),
    )
}

fn fingerprint(review: &Review) -> String {
    let (author, date, product) = frame(review);
    hash([&author, &date, &product, &folded(&review.words())])
}

fn hash<const N: usize>(parts: [&str; N]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// Without white space, which sites change freely.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two texts say the same but for white space.
pub fn same(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

fn likeness(a: &str, b: &str) -> f64 {
    let head = |text: &str| folded(text).chars().take(COMPARED).collect::<String>();
    strsim::normalized_levenshtein(&head(a), &head(b))
}
