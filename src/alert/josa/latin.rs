//! How a word in Latin letters ends when a Korean reads it, as far as a rule can say.
//!
//! Capitals alone are read letter by letter (LG is 엘지), a unit behind a number as its name (500ml is
//! 오백 밀리리터), all else as a word (mall is 몰, shop is 숍). Spelling decides: a stop after one short
//! vowel closes the syllable (shop 숍, web 웹), after a long one it gets a vowel of its own (note 노트).

use super::Ending::{self, Closed, Open, Rieul};

/// Words whose reading goes against the rule.
const WORDS: &[(&str, Ending)] = &[
    ("bag", Closed),
    ("bed", Closed),
    ("bit", Open),
    ("cafe", Open),
    ("check", Open),
    ("group", Closed),
    ("hit", Open),
    ("hub", Open),
    ("kakaotalk", Closed),
    ("kit", Open),
    ("knit", Open),
    ("log", Open),
    ("me", Open),
    ("ne", Open),
    ("set", Open),
    ("shirt", Open),
    ("soup", Open),
    ("type", Closed),
    ("vlog", Open),
];

/// Units behind a number; all others end openly (리터, 미터, 센티미터, 밀리리터).
const UNITS: &[(&str, Ending)] = &[
    ("g", Closed),
    ("kg", Closed),
    ("mg", Closed),
    ("l", Open),
    ("ml", Open),
    ("m", Open),
    ("cm", Open),
    ("mm", Open),
    ("km", Open),
    ("gb", Open),
    ("mb", Open),
    ("tb", Open),
];

/// How the Latin letters at the end of `text` are heard last.
pub(super) fn ending(text: &str) -> Ending {
    let before = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let word = &text[before.len()..];
    let lower = word.to_ascii_lowercase();
    let known = |list: &[(&str, Ending)]| {
        list.iter().find(|(word, _)| *word == lower).map(|(_, ending)| *ending)
    };
    if before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        && let Some(ending) = known(UNITS)
    {
        return ending;
    }
    let spelled = word.chars().all(|c| c.is_ascii_uppercase()) && word.len() <= SPELLED;
    if spelled || word.len() == 1 {
        return of_letter(lower.as_bytes()[lower.len() - 1]);
    }
    known(WORDS).unwrap_or_else(|| of_word(lower.as_bytes()))
}

/// Longer words in capitals are words (SHOP, MUSINSA), shorter ones initials (LG, CJ, KCC).
const SPELLED: usize = 3;

/// 엘, 엠, 엔 and 알 end with a consonant, all other letters' names with a vowel.
fn of_letter(letter: u8) -> Ending {
    match letter {
        b'l' | b'r' => Rieul,
        b'm' | b'n' => Closed,
        _ => Open,
    }
}

fn of_word(word: &[u8]) -> Ending {
    let from_end = |n: usize| word.len().checked_sub(n).map(|at| word[at]);
    let (last, before) = (word[word.len() - 1], from_end(2).unwrap_or(b' '));
    match last {
        b'l' => Rieul,
        b'm' | b'n' => Closed,
        b'e' => of_silent_e(before, from_end(3).unwrap_or(b' ')),
        b'g' if before == b'n' => Closed,
        b'b' if before == b'm' => Closed,
        b'k' if before == b'c' => Closed,
        b'p' if before == b'p' => Closed,
        b't' if before == b't' => Closed,
        b'b' | b'c' | b'k' | b'p' | b't' => stop(word),
        _ => Open,
    }
}

/// An e after one consonant is not read: mobile is 모바일, game is 게임, but store is 스토어.
fn of_silent_e(before: u8, earlier: u8) -> Ending {
    match before {
        b'l' => Rieul,
        // 게임, 온라인; not after another consonant, where the e is read (acme).
        b'm' | b'n' if is_vowel(earlier) => Closed,
        _ => Open,
    }
}

/// A stop closes the syllable of one vowel letter, and of the pairs that are read short.
fn stop(word: &[u8]) -> Ending {
    let [head @ .., before, last] = word else { return Open };
    if !is_vowel(*before) {
        return Open;
    }
    let earlier = head.last().copied().filter(|letter| is_vowel(*letter));
    // A u behind q or g belongs to the consonant: quick is 퀵.
    let earlier = earlier.filter(|u| *u != b'u' || !head.ends_with(b"qu"));
    match (earlier, *before, *last) {
        (None, _, _) => Closed,
        // 북, 룩, 쿡.
        (Some(b'o'), b'o', b'k') => Closed,
        // 슬립, 칩.
        (Some(b'e'), b'e' | b'a', b'p') => Closed,
        // 아웃, 어바웃.
        (Some(b'o'), b'u', b't') => Closed,
        // Two syllables: 피아트's i and a.
        (Some(b'i'), b'a' | b'o', _) => Closed,
        _ => Open,
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}
