//! A review's lasting identity: made when it is first seen, kept however it is shown later.
//!
//! Which known review a shown row is, is decided for all rows of a visit together, in this order; a
//! review that is matched is out of the further passes:
//!
//! 1. **Number and words.** The site's number is known, the words are as they were, and neither author
//!    nor date speaks against it; or there is no number, and every letter is as it was and stands
//!    there once. Nearly every row of nearly every visit ends here.
//! 2. **Have the numbers changed?** They have where not one shown number is known, where what is shown
//!    under a known number contradicts it twice (author, date, words), or where it was known, word for
//!    word, under another one. Otherwise two numbers are two reviews, unless the known one is proven
//!    to be gone from the list: then what is shown in its place is the same under a new number.
//! 3. **Equal content.** The same words, with author, date and product that agree, where the number may
//!    differ or there is none. Equal ones are matched by count, the likest first and from the bottom of
//!    the list up, as they were written: of seven rows alike where six were known, the topmost is new.
//! 4. **Number alone.** What is left under a known number is an edit, as long as at most one of author,
//!    date and words contradicts; none, where the numbers have changed.
//! 5. **Alike.** A missing row and an unknown one, alike in author, date and product, are one review
//!    whose text was edited: two fifths of the letter pairs are shared, or the text only grew.
//!
//! In passes 3 and 5 a row above all that is known is taken for newly written: it is not matched with
//! a review that may just have slid off the end, unless a whole name and the date say that it is one
//! person's. What is tolerated as "the same" is told in [`face`](super::face).
//!
//! A pass looks at pairs that author and date leave possible; all pairs of a pass are ranked and the
//! best are taken first, so that the outcome does not depend on the order of the passes' loops.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::face::{Face, Vote};
use super::matching::Matching;
use super::order::outline;
use super::{Known, Shown};
use crate::review::{Review, ReviewKey, SourceId, wording};

/// Numbers longer than this are hashed, so a key stays short.
const LONGEST_ID: usize = 200;

/// Which known review each row of a list is; `None` for those never seen before.
pub(super) fn matched(known: &[Known], listed: &[Review]) -> Vec<Option<usize>> {
    Matching::new(known, listed, listed.len()).run()
}

/// The same without those that were edited and have no number: quick, where likeness is slow.
pub(super) fn recognised(known: &[Known], listed: &[Review]) -> Vec<Option<usize>> {
    Matching::new(known, listed, listed.len()).run_unedited()
}

/// The same where only the first `listed` reviews stood in the list.
pub(super) fn matched_beyond(
    known: &[Known],
    shown: &[Review],
    listed: usize,
) -> Vec<Option<usize>> {
    Matching::new(known, shown, listed).run()
}

/// Whether two sightings under one number may show one review: at most one of author, date and words
/// speaks against it.
pub fn may_be_one(a: &Review, b: &Review) -> bool {
    Face::of(a).contradictions(&Face::of(b)) < 2
}

/// What a visit showed, each review once.
///
/// A row that repeats another's number is that row again; where the two contradict each other, the
/// number names something else (a product, mostly) and is none. Without a number, a row pinned to the
/// top that also stands in its place is one.
pub(super) fn without_repeats(shown: Vec<Shown>) -> Vec<Shown> {
    let faces: Vec<Face> = shown.iter().map(|shown| Face::of(&shown.review)).collect();
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut meaningless: HashSet<String> = HashSet::new();
    let pinned = pinned(&shown);
    let mut repeats = pinned_copies(&shown, &faces, pinned);
    for (row, Shown { review, .. }) in shown.iter().enumerate() {
        let Some(id) = review.id.as_deref() else { continue };
        match first.get(id) {
            None => {
                first.insert(id, row);
            }
            Some(earlier) if is_one(&faces[*earlier], &faces[row]) => {
                // In its own place it says how deep the list goes; pinned, it does not.
                if *earlier < pinned {
                    repeats.insert(*earlier);
                    first.insert(id, row);
                } else {
                    repeats.insert(row);
                }
            }
            Some(_) => {
                meaningless.insert(id.to_owned());
            }
        }
    }
    let rows = shown.into_iter().enumerate().filter(|(row, _)| !repeats.contains(row));
    rows.map(|(_, mut shown)| {
        shown.review.id = shown.review.id.filter(|id| !meaningless.contains(id));
        shown
    })
    .collect()
}

/// Two rows under one number that show one review, read twice.
fn is_one(a: &Face, b: &Face) -> bool {
    a.author(b) != Vote::No && a.date(b) != Vote::No && a.contradictions(b) == 0
}

/// How many rows stand out of order at the top.
fn pinned(shown: &[Shown]) -> usize {
    let listed = shown.iter().filter(|shown| shown.listed);
    let dates: Vec<_> = listed.map(|shown| shown.review.posted.interval).collect();
    outline(&dates).map_or(0, |list| list.pinned)
}

/// Rows without a number at the top that stand in their own place too. Where the dates do not show
/// that a row is pinned, a whole name and a text that is not written twice by chance do.
fn pinned_copies(shown: &[Shown], faces: &[Face], pinned: usize) -> HashSet<usize> {
    let is_numbered = |row: usize| shown[row].review.id.is_some();
    let is_copy = |row: usize, other: usize| {
        let by_chance = !(faces[row].is_weighty() && faces[row].is_by_one_person(&faces[other]));
        (row < pinned || (other > row + 1 && !by_chance))
            && !is_numbered(other)
            && faces[row].is_repeated_by(&faces[other])
    };
    let stands_below = |row: &usize| {
        let below = pinned.max(row + 1)..shown.len();
        !is_numbered(*row) && below.into_iter().any(|other| is_copy(*row, other))
    };
    let top = (0..shown.len()).take_while(|row| *row < pinned || stands_below(row));
    top.filter(stands_below).collect()
}

/// The identity of a review never seen before; `used` holds every native part in use.
///
/// Where the page prints no lasting date, the time of first sight stands in for it: the same words a
/// year later are another review.
pub(super) fn new_key(
    source: &SourceId,
    review: &Review,
    used: &mut HashSet<String>,
    now: Timestamp,
) -> ReviewKey {
    let number = review.id.as_deref().map(native_of);
    let base = number.clone().unwrap_or_else(|| format!("~{}", fingerprint(review, now)));
    let free = (1_u32..)
        .map(|ordinal| match (&number, ordinal) {
            (Some(number), 1) => number.clone(),
            (Some(_), _) => format!("{base}~{ordinal}"),
            (None, _) => format!("{base}.{ordinal}"),
        })
        .find(|native| !used.contains(native));
    let native = free.unwrap_or(base);
    used.insert(native.clone());
    ReviewKey { source: source.clone(), native }
}

fn native_of(id: &str) -> String {
    if id.len() <= LONGEST_ID { id.to_owned() } else { format!("~{}", hash(&[id])) }
}

/// Author, lasting date, product and words.
fn fingerprint(review: &Review, now: Timestamp) -> String {
    let plain = |text: &Option<String>| wording::plain(text.as_deref().unwrap_or_default());
    let date = match &review.posted.text {
        Some(text) if !review.posted.relative => wording::plain(text),
        _ => now.to_string(),
    };
    let (author, product) = (plain(&review.author), plain(&review.product));
    hash(&[&author, &date, &product, &wording::plain(&review.words())])
}

fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
