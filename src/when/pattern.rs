//! Small helps for patterns that are tried at one place of a text.

use std::str::FromStr;

use regex::{Captures, Regex};

/// A pattern that must begin where the text begins; its digits are ASCII, as numbers can be parsed.
///
/// # Panics
/// Where the pattern is malformed, which the first test that touches it shows.
pub(super) fn starts(pattern: &str) -> Regex {
    let pattern = pattern.replace(r"\d", "[0-9]");
    Regex::new(&format!("^(?:{pattern})"))
        .expect("the patterns of this room are constant and tested")
}

/// What the groups of a pattern caught. Most patterns do not fit most places, and to hear that takes a
/// fraction of what it takes to make ready for what they catch.
pub(super) fn captures<'t>(pattern: &Regex, text: &'t str) -> Option<Captures<'t>> {
    if pattern.is_match(text) { pattern.captures(text) } else { None }
}

/// The number in a named group, where the group took part and the number fits.
pub(super) fn number<T: FromStr>(found: &Captures<'_>, group: &str) -> Option<T> {
    found.name(group)?.as_str().parse().ok()
}
