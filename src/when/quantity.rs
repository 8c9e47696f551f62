//! How many of a unit: the numbers that ages are counted in, as words ("세", "열다섯", "십오", "twenty-one").

use super::lexicon::alternatives;

/// So many, and the step the number is rounded to: "a few" is more than one and fewer than would be
/// counted out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Quantity {
    /// At least.
    pub(super) number: f64,
    /// The smallest step it could have been said in.
    pub(super) step: f64,
}

/// What is not counted exactly, with its step, and the words that mean one.
const LOOSE: [(&str, f64, f64); 29] = [
    ("a", 1.0, 1.0),
    ("an", 1.0, 1.0),
    ("half a", 0.5, 0.5),
    ("half an", 0.5, 0.5),
    ("half", 0.5, 0.5),
    ("one and a half", 1.5, 0.5),
    ("couple", 2.0, 1.0),
    ("couple of", 2.0, 1.0),
    ("a couple", 2.0, 1.0),
    ("a couple of", 2.0, 1.0),
    ("few", 2.0, 8.0),
    ("a few", 2.0, 8.0),
    ("several", 2.0, 8.0),
    ("many", 2.0, 8.0),
    ("몇", 2.0, 8.0),
    ("수", 2.0, 8.0),
    ("반", 0.5, 0.5),
    ("한두", 1.0, 2.0),
    ("두어", 2.0, 2.0),
    ("두세", 2.0, 2.0),
    ("서너", 3.0, 2.0),
    ("네댓", 4.0, 2.0),
    ("대여섯", 5.0, 2.0),
    // Before a few nouns three and four have forms of their own.
    ("석", 3.0, 1.0),
    ("서", 3.0, 1.0),
    ("넉", 4.0, 1.0),
    ("너", 4.0, 1.0),
    ("스무", 20.0, 1.0),
    ("백", 100.0, 1.0),
];

const ENGLISH: [(&str, u8); 19] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
];
const ENGLISH_TENS: [(&str, u8); 4] =
    [("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50)];

const NATIVE: [(&str, u8); 9] = [
    ("한", 1),
    ("두", 2),
    ("세", 3),
    ("네", 4),
    ("다섯", 5),
    ("여섯", 6),
    ("일곱", 7),
    ("여덟", 8),
    ("아홉", 9),
];
const NATIVE_TENS: [(&str, u8); 5] =
    [("열", 10), ("스물", 20), ("서른", 30), ("마흔", 40), ("쉰", 50)];

const SINO: [(&str, u8); 9] = [
    ("일", 1),
    ("이", 2),
    ("삼", 3),
    ("사", 4),
    ("오", 5),
    ("육", 6),
    ("칠", 7),
    ("팔", 8),
    ("구", 9),
];
const TEN: &str = "십";

/// A pattern for every number that is a word.
pub(super) fn pattern() -> String {
    let of = |table: &[(&'static str, u8)]| alternatives(table.iter().map(|(word, _)| *word));
    let loose = alternatives(LOOSE.iter().map(|(word, ..)| *word));
    let (ones, tens) = (of(&ENGLISH), of(&ENGLISH_TENS));
    let (native, native_tens) = (of(&NATIVE), of(&NATIVE_TENS));
    let sino = of(&SINO);
    // The longer ones first, for the regex takes the first that fits.
    format!(
        r"(?:{tens}(?:[\s-]{ones})?|{native_tens}\s?{native}|{native_tens}|{sino}?{TEN}{sino}?|{loose}|{ones}|{native}|{sino})"
    )
}

/// The number a word stands for.
pub(super) fn quantity(word: &str) -> Option<Quantity> {
    if let Some((_, number, step)) = LOOSE.iter().find(|(known, ..)| *known == word) {
        return Some(Quantity { number: *number, step: *step });
    }
    let number = counted(word, &ENGLISH_TENS, &ENGLISH)
        .or_else(|| counted(word, &NATIVE_TENS, &NATIVE))
        .or_else(|| sino(word))?;
    Some(Quantity { number: f64::from(number), step: 1.0 })
}

/// Tens, ones, or both after each other.
fn counted(word: &str, tens: &[(&str, u8)], ones: &[(&str, u8)]) -> Option<u8> {
    let one = |rest: &str| ones.iter().find(|(name, _)| *name == rest).map(|(_, value)| *value);
    let of_tens = tens.iter().find_map(|(name, value)| {
        let rest = word.strip_prefix(name)?.trim_start_matches(['-', ' ']);
        let small = || one(rest).filter(|small| *small < 10);
        if rest.is_empty() { Some(*value) } else { Some(*value + small()?) }
    });
    of_tens.or_else(|| one(word))
}

/// "오", "십", "십오", "이십", "이십오".
fn sino(word: &str) -> Option<u8> {
    let digit = |rest: &str| SINO.iter().find(|(name, _)| *name == rest).map(|(_, value)| *value);
    match word.split_once(TEN) {
        None => digit(word),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_numbers_are_counted() {
        for (word, number) in [
            ("a", 1.0),
            ("nineteen", 19.0),
            ("thirty", 30.0),
            ("twenty-one", 21.0),
            ("forty two", 42.0),
            ("세", 3.0),
            ("열", 10.0),
            ("열두", 12.0),
            ("스무", 20.0),
            ("스물네", 24.0),
            ("오", 5.0),
            ("십", 10.0),
            ("십오", 15.0),
            ("이십", 20.0),
            ("오십구", 59.0),
            ("반", 0.5),
        ] {
            assert_eq!(quantity(word).map(|q| q.number), Some(number), "{word}");
        }
        for word in ["", "십십", "twentyten", "열열", "전"] {
            assert_eq!(quantity(word), None, "{word} is no number");
        }
    }
}
