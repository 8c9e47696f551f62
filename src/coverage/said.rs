//! Reviews without a number whose every letter is as it was: nearly all of them on nearly every visit.

use std::collections::HashMap;

use super::Known;
use crate::review::Review;

/// Author, product, title and body as they stand there.
type Letters<'r> = [Option<&'r str>; 4];

/// Known and shown reviews without a number that say the same to the letter, where each says so alone.
pub(super) fn said_once(known: &[Known], shown: &[Review]) -> Vec<(usize, usize)> {
    let mut places: HashMap<Letters<'_>, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (row, review) in shown.iter().enumerate() {
        if let Some(letters) = letters(review) {
            places.entry(letters).or_default().1.push(row);
        }
    }
    if places.is_empty() {
        return Vec::new();
    }
    for (index, known) in known.iter().enumerate() {
        if let Some((before, _)) = letters(&known.review).and_then(|said| places.get_mut(&said)) {
            before.push(index);
        }
    }
    let alone = |(known, shown): &(Vec<usize>, Vec<usize>)| match (&known[..], &shown[..]) {
        ([known], [shown]) => Some((*known, *shown)),
        _ => None,
    };
    places.values().filter_map(alone).collect()
}

/// Everything that is said; `None` where a number tells more or there are no words.
fn letters(review: &Review) -> Option<Letters<'_>> {
    let is_silent = review.title.is_none() && review.body.is_none();
    let parts = [&review.author, &review.product, &review.title, &review.body];
    (review.id.is_none() && !is_silent).then(|| parts.map(Option::as_deref))
}
