//! Text from strangers made safe to keep and show: no control characters, bounded length.

use std::borrow::Cow;

/// The most characters of a body that are kept.
pub const MAX_BODY: usize = 100_000;
/// The most characters of a one-line field that are kept.
pub const MAX_LINE: usize = 500;

/// Characters that hide or reorder what a person sees, beside the control characters.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// One line: every run of white space, line breaks and control characters becomes one space.
/// `None` when nothing is left.
pub fn line(raw: &str) -> Option<String> {
    let mut out = String::new();
    let mut count = 0;
    for c in raw.chars() {
        if c.is_whitespace() || c.is_control() || is_hidden(c) {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
                count += 1;
            }
        } else {
            out.push(c);
            count += 1;
        }
        if count >= MAX_LINE {
            break;
        }
    }
    let kept = out.trim_end();
    (!kept.is_empty()).then(|| kept.to_owned())
}

/// A text of several lines: spaces within a line collapse, at most one blank line stays between
/// paragraphs, control characters go. `None` when nothing is left.
///
/// The flag says whether it was cut at [`MAX_BODY`].
pub fn body(raw: &str) -> Option<(String, bool)> {
    let mut lines: Vec<String> = Vec::new();
    let raw: Cow<'_, str> = match raw.contains('\r') {
        true => raw.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => raw.into(),
    };
    for raw_line in raw.split('\n') {
        let words: Vec<&str> = raw_line
            .split(|c: char| c.is_whitespace() || c.is_control() || is_hidden(c))
            .filter(|word| !word.is_empty())
            .collect();
        let joined = words.join(" ");
        let blank_follows_blank = joined.is_empty() && lines.last().is_none_or(String::is_empty);
        if !blank_follows_blank {
            lines.push(joined);
        }
    }
    let joined = lines.join("\n");
    let whole = joined.trim_end();
    if whole.is_empty() {
        return None;
    }
    match whole.char_indices().nth(MAX_BODY) {
        Some((at, _)) => Some((whole[..at].to_owned(), true)),
        None => Some((whole.to_owned(), false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_line_break_becomes_one_line() {
        assert_eq!(line("김\r\nBcc: x@y\u{202e}z\u{7}").as_deref(), Some("김 Bcc: x@y z"));
        assert_eq!(line(" \r\n\t"), None);
    }

    #[test]
    fn a_body_keeps_its_lines_and_loses_its_noise() {
        assert_eq!(body("\n\n a  b \r\n\r\n\n\u{0}c\n"), Some(("a b\n\nc".to_owned(), false)));
        assert_eq!(body("\u{0}"), None);
    }

    #[test]
    fn a_body_without_end_is_cut_and_says_so() {
        let (kept, cut) = body(&"가".repeat(MAX_BODY + 5)).expect("text is left");
        assert_eq!((kept.chars().count(), cut), (MAX_BODY, true));
    }
}
