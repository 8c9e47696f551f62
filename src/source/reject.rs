//! What was not taken, told briefly.

use super::Reject;
use crate::review::text;

/// The most characters of an excerpt.
const MAX_EXCERPT: usize = 200;

impl Reject {
    /// A reject with the beginning of what stood there, on one line.
    pub(crate) fn new(why: impl Into<String>, stood: &str) -> Self {
        Self { why: why.into(), excerpt: beginning(stood) }
    }
}

/// The first characters of a text, on one line.
pub(crate) fn beginning(text: &str) -> String {
    // A line break may take several characters, so that a little more is read than is kept.
    let end = text.char_indices().nth(4 * MAX_EXCERPT).map_or(text.len(), |(at, _)| at);
    let line = text::line(&text[..end]).unwrap_or_default();
    match line.char_indices().nth(MAX_EXCERPT) {
        Some((at, _)) => line[..at].to_owned(),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(beginning(" 가\r\n나\u{7} "), "가 나");
        assert_eq!(beginning(&"가".repeat(5_000)).chars().count(), MAX_EXCERPT);
    }
}
