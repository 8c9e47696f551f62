//! When two reviews are one customer's one complaint, written in two places.
//!
//! A wrong yes hides a customer, a wrong no costs one more mail: in doubt they are two. So either both
//! texts name the same order, or author and text are both alike. The less a name tells, the more the
//! text has to: a name that is masked, or that is only like the other, says little, and then the text
//! must be long and all but the same. What is short is said by many in the same words.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::wording::{LetterPairs, is_trivial, likeness, plain};
use super::{Interval, Review, SourceId};

/// Both were written within this time.
pub const TWINS_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Of one name in full, from this many letters on a text tells more than a mood. A syllable counts as two.
const TELLING: usize = 50;
/// Then texts that share this much say the same in other words.
const ALIKE: f64 = 0.6;
/// Of names that may be one, the text must be so long …
const LONG: usize = 80;
/// … and share so much: a word or two were changed.
const NEARLY_EQUAL: f64 = 0.9;

/// An order's number has so many digits.
const SHORTEST_ORDER: usize = 10;
/// Texts are compared over this many words.
const COMPARED: usize = 200;
/// What is longer is cut.
const LONGEST_NAME: usize = 40;
/// Names that many carry.
const NOBODY: [&str; 16] = [
    "고객",
    "구매자",
    "네이버구매자",
    "네이버페이구매자",
    "익명",
    "비회원",
    "회원",
    "손님",
    "작성자",
    "anonymous",
    "guest",
    "customer",
    "user",
    "buyer",
    "verified buyer",
    "a customer",
];

/// What tells one complaint from another.
#[derive(Clone, Debug)]
pub struct Trace {
    source: SourceId,
    name: Option<Name>,
    words: String,
    /// A syllable counts as two.
    letters: usize,
    orders: Vec<String>,
    written: Interval,
}

impl Trace {
    /// Of a review; `None` where nothing about it could tell that it is another one's twin.
    pub fn of(source: &SourceId, review: &Review, first_seen: Timestamp) -> Option<Self> {
        let words = review.words();
        let trace = Self {
            source: source.clone(),
            name: review.author.as_deref().and_then(Name::read),
            letters: words.chars().filter(|c| c.is_alphanumeric()).map(weight).sum(),
            orders: orders(&words),
            written: review.posted.interval.unwrap_or(Interval::at(first_seen)),
            words,
        };
        let tells = trace.name.is_some() && trace.letters >= TELLING;
        (tells || !trace.orders.is_empty()).then_some(trace)
    }

    /// When it was written, as far as that is known.
    pub fn written(&self) -> Interval {
        self.written
    }

    /// Whether a review by `author` can be its twin at all, which spares reading the rest of most.
    pub fn can_be_by(&self, author: Option<&str>) -> bool {
        let other = author.and_then(Name::read);
        let names = self.name.as_ref().zip(other.as_ref());
        !self.orders.is_empty() || names.is_some_and(|(a, b)| a.bond(b) != Bond::None)
    }

    /// Whether both are one customer's one complaint. On one and the same page that is so only of a
    /// copy: there the same name and the same words.
    pub fn is_twin_of(&self, other: &Self) -> bool {
        let apart = |a: Interval, b: Interval| a.earliest.duration_since(b.latest);
        let gap = apart(self.written, other.written).max(apart(other.written, self.written));
        if gap > TWINS_WITHIN {
            return false;
        }
        let shares_order = self.orders.iter().any(|order| other.orders.contains(order));
        let names = self.name.as_ref().zip(other.name.as_ref());
        let bond = names.map_or(Bond::None, |(a, b)| a.bond(b));
        if self.source == other.source {
            return bond == Bond::Same
                && self.least_letters(other) >= TELLING
                && is_trivial(&self.words, &other.words);
        }
        // Two orders are two complaints, however alike they are put.
        let orders_differ = !self.orders.is_empty() && !other.orders.is_empty();
        if shares_order || orders_differ {
            return shares_order;
        }
        let (needed, share) = match bond {
            Bond::Same => (TELLING, ALIKE),
            Bond::Possible => (LONG, NEARLY_EQUAL),
            Bond::None => return false,
        };
        self.least_letters(other) >= needed && alike(&self.words, &other.words) >= share
    }

    fn least_letters(&self, other: &Self) -> usize {
        self.letters.min(other.letters)
    }
}

fn weight(letter: char) -> usize {
    if is_hangul(letter) { 2 } else { 1 }
}

/// The share of two texts that they have in common: of Korean, neighbouring letters, since its words bend;
/// of others, words in their order, since any two long texts share most pairs of their few letters.
fn alike(a: &str, b: &str) -> f64 {
    let (a, b) = (plain(a).to_lowercase(), plain(b).to_lowercase());
    if a.contains(is_hangul) || b.contains(is_hangul) {
        return likeness(&LetterPairs::of(&a), &LetterPairs::of(&b));
    }
    fn words(text: &str) -> Vec<&str> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.take(COMPARED).collect()
    }
    let (a, b) = (words(&a), words(&b));
    let ops = similar::capture_diff_slices(similar::Algorithm::Myers, &a, &b);
    f64::from(similar::get_diff_ratio(&ops, a.len(), b.len()))
}

/// Numbers that name one order: a date with a number behind it, or ten digits and more. Telephone
/// numbers, bar codes and what fingers run over are none.
fn orders(words: &str) -> Vec<String> {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\d[\d-]*\d").expect("a pattern"));
    static DATED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^20\d{6}-\d{4,}$").expect("a pattern"));
    // Most texts have no number at all, and one text is held against many.
    if words.chars().filter(|c| c.is_numeric()).count() < SHORTEST_ORDER {
        return Vec::new();
    }
    let composed: String = words.nfkc().collect();
    let is_order = |number: &str| {
        if DATED.is_match(number) {
            return true;
        }
        let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
        let runs =
            digits.windows(2).all(|pair| pair[0] == pair[1] || pair[1] == (pair[0] + 1) % 10);
        digits.len() == number.len()
            && digits.len() >= SHORTEST_ORDER
            && digits[0] != 0
            && !runs
            && !is_bar_code(&digits)
    };
    NUMBER
        .find_iter(&composed)
        .map(|found| found.as_str())
        .filter(|number| is_order(number))
        .map(str::to_owned)
        .collect()
}

/// Whether the last digit checks the others as that of an article number does.
fn is_bar_code(digits: &[u32]) -> bool {
    let weighted = digits.iter().rev().enumerate().map(|(index, digit)| digit * [1, 3][index % 2]);
    (12..=14).contains(&digits.len()) && weighted.sum::<u32>() % 10 == 0
}

/// A name as a page shows it.
#[derive(Clone, Debug)]
struct Name {
    /// Its letters in lower case; `None` stands for one hidden letter or more, since sites put any number
    /// of signs for those they hide.
    letters: Vec<Option<char>>,
}

/// What two names say of their bearers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bond {
    /// They are the same in full.
    Same,
    /// They may be one.
    Possible,
    /// Nothing.
    None,
}

impl Name {
    /// `None` where it tells nothing of anybody.
    fn read(author: &str) -> Option<Self> {
        let composed: String = author.nfkc().collect::<String>().to_lowercase();
        let bare = composed.trim().trim_end_matches('님').trim_end();
        let letters: Vec<Option<char>> = bare
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(LONGEST_NAME)
            .map(|c| (!is_mask(c)).then_some(c))
            .collect();
        let shown = letters.iter().flatten().filter(|c| c.is_alphanumeric()).count();
        let joined: String = bare.split_whitespace().collect();
        let is_nobody = NOBODY.iter().any(|name| name.replace(' ', "") == joined);
        // A syllable is a family name at least; a Latin letter is an initial.
        let tells = shown >= 2 || letters.iter().flatten().any(|c| is_hangul(*c));
        (letters.len() >= 2 && tells && !is_nobody).then_some(Self { letters })
    }

    fn bond(&self, other: &Self) -> Bond {
        match (self.full(), other.full()) {
            (Some(a), Some(b)) if a == b => Bond::Same,
            (Some(a), Some(b)) if is_pet_name(&a, &b) || is_pet_name(&b, &a) => Bond::Possible,
            (Some(_), Some(_)) => Bond::None,
            _ if may_be_one(&self.letters, &other.letters) => Bond::Possible,
            _ => Bond::None,
        }
    }

    /// The whole name, where nothing of it is masked.
    fn full(&self) -> Option<String> {
        self.letters.iter().copied().collect()
    }
}

fn is_mask(c: char) -> bool {
    matches!(c, '*' | '○' | '●' | '◯' | '〇' | '•' | '∗' | '×')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣')
}

/// Whether `pet` is made of the given name of `name`: "민수맘" of "김민수".
fn is_pet_name(name: &str, pet: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    let is_whole = letters.len() == 3 && letters.iter().all(|c| is_hangul(*c));
    is_whole && pet.starts_with(&letters[1..].iter().collect::<String>())
}

/// Whether two names, some letters of which are masked, can be one and share a letter that is not.
fn may_be_one(a: &[Option<char>], b: &[Option<char>]) -> bool {
    let shares = a.iter().flatten().any(|c| b.contains(&Some(*c)));
    // Whether what is left of both from there on fits; the last row and column are their ends.
    let mut fits = vec![vec![false; b.len() + 1]; a.len() + 1];
    fits[a.len()][b.len()] = true;
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let both = fits[i + 1][j + 1];
            fits[i][j] = match (a[i], b[j]) {
                (Some(x), Some(y)) => x == y && both,
                (None, Some(_)) => both || fits[i][j + 1],
                (Some(_), None) => both || fits[i + 1][j],
                (None, None) => both || fits[i][j + 1] || fits[i + 1][j],
            };
        }
    }
    shares && fits[0][0]
}

#[cfg(test)]
mod tests;
