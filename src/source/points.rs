//! Points and stars as pages print them: digits, words, star characters.

use std::sync::LazyLock;

use regex::Regex;

/// The scale where neither the owner nor the page names one.
pub(super) const USUAL_MAX: f64 = 5.0;

/// A number with a point or a comma.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse().ok()
}

/// The first number in a text.
pub(super) fn first_number(text: &str) -> Option<f64> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d+(?:[.,]\d+)?"));
    NUMBER.find(text).and_then(|found| number(found.as_str()))
}

/// A number with the scale that the text itself names, if it does.
pub(super) fn from_text(text: &str) -> Option<(f64, Option<f64>)> {
    static SCALE_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(\d+)\s*(?:점\s*만점|개\s*중|점\s*중)(?:\s*에서|\s*에)?\D{0,6}(\d+(?:[.,]\d+)?)")
    });
    static SCALE_LAST: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)(\d+(?:[.,]\d+)?)\s*(?:점|stars?|sterren|stelle|sterne|étoiles|estrellas)?\s*(?:/|out of|of|von|van de|van|uit|su|sur|de)\s*(\d+)",
        )
    });
    if let Some(found) = SCALE_FIRST.captures(text) {
        return Some((number(&found[2])?, number(&found[1])));
    }
    if let Some(found) = SCALE_LAST.captures(text) {
        return Some((number(&found[1])?, number(&found[2])));
    }
    if let Some(value) = first_number(text) {
        return Some((value, None));
    }
    let count = |stars: &[char]| text.chars().filter(|c| stars.contains(c)).count();
    let (full, hollow) = (count(&['★', '⭐', '🌟']), count(&['☆']));
    (full > 0).then(|| (full as f64, (hollow > 0).then_some((full + hollow) as f64)))
}

fn pattern(regex: &str) -> Regex {
    Regex::new(regex).expect("the patterns of this file compile, as its tests show")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_that_the_text_names_is_heeded() {
        for (text, read) in [
            ("별점 4.5점", Some((4.5, None))),
            ("5점 만점에 4점", Some((4.0, Some(5.0)))),
            ("별 5개 중 3.5개", Some((3.5, Some(5.0)))),
            ("1 out of 5", Some((1.0, Some(5.0)))),
            ("8/10", Some((8.0, Some(10.0)))),
            ("4,5 van de 5 sterren", Some((4.5, Some(5.0)))),
            ("3 stelle su 5", Some((3.0, Some(5.0)))),
            ("★★★☆☆", Some((3.0, Some(5.0)))),
            ("★★★", Some((3.0, None))),
            ("좋아요", None),
        ] {
            assert_eq!(from_text(text), read, "{text}");
        }
    }
}
