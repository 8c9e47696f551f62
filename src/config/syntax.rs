//! Slips in the TOML itself, in an owner's words; and whether the rest can still be read.

use std::ops::Range;

use toml::de::{DeTable, Error};

use crate::settings::{Problem, Severity};

/// One problem for each line with a slip: a second one on a line is as a rule the first one's echo.
pub(super) fn explain(text: &str, errors: Vec<Error>) -> Vec<Problem> {
    let mut slips: Vec<Problem> = errors.iter().map(|error| explain_one(text, error)).collect();
    slips.sort_by_key(|slip| slip.span.start);
    slips.dedup_by_key(|slip| line_around(text, &slip.span));
    slips
}

fn explain_one(text: &str, error: &Error) -> Problem {
    let span = error.span().unwrap_or(0..0);
    let found = text.get(span.clone()).unwrap_or_default();
    let (message, help) = match error.message() {
        said if said.starts_with("string values must be quoted") => {
            let bare = found.trim_matches(['“', '”', '‘', '’', '\'', '"']);
            ("a text must stand in straight quotes".to_owned(), quoted(bare))
        }
        said if said.starts_with("invalid basic string, expected `\"`") => {
            ("the closing quote is missing".to_owned(), Some("end the text with \"".to_owned()))
        }
        said if said.contains("escape") => {
            let help = "write a text with backslashes in single quotes: 'no=(\\d+)'";
            ("a backslash means something else within \"…\"".to_owned(), Some(help.to_owned()))
        }
        said if said.starts_with("duplicate key") => {
            let help = "keep one of them; a further source starts with [[source]]";
            (format!("`{found}` is written twice"), Some(help.to_owned()))
        }
        said if said.starts_with("unclosed table") => {
            ("the closing bracket ] is missing".to_owned(), None)
        }
        said => (format!("this is not TOML: {said}"), None),
    };
    Problem { severity: Severity::Error, span: visible(text, span), message, help }
}

fn quoted(bare: &str) -> Option<String> {
    let plain = !bare.is_empty() && !bare.contains(['"', '\\', '\n']);
    plain.then(|| format!("write \"{bare}\""))
}

/// An empty span has no place to point at: it takes the character before it.
fn visible(text: &str, span: Range<usize>) -> Range<usize> {
    if !span.is_empty() {
        return span;
    }
    let before = text.get(..span.start).and_then(|before| before.chars().next_back());
    match before {
        Some(c) if c != '\n' => span.start - c.len_utf8()..span.start,
        _ => span.start..text.len().min(span.start + 1),
    }
}

/// Whether the slips are all within values, so that every other line means what it says: each is on
/// a line of the form `key = …`, and without those lines the file is sound.
pub(super) fn structure_stands(text: &str, slips: &[Problem]) -> bool {
    let mut rest = text.to_owned();
    for slip in slips {
        let line = line_around(text, &slip.span);
        let words = text[line.clone()].trim_start();
        if words.starts_with(['[', '#']) || !words.contains('=') {
            return false;
        }
        rest.replace_range(line.clone(), &" ".repeat(line.len()));
    }
    slips.is_empty() || DeTable::parse(&rest).is_ok()
}

/// Whether a problem is about a line that already has a slip.
pub(super) fn shares_a_line(text: &str, problem: &Problem, slips: &[Problem]) -> bool {
    let line = line_around(text, &problem.span);
    !problem.span.is_empty() && slips.iter().any(|slip| line_around(text, &slip.span) == line)
}

/// The bytes of the line on which a span starts, without its line break.
fn line_around(text: &str, span: &Range<usize>) -> Range<usize> {
    let at = text.floor_char_boundary(span.start);
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let end = text[at..].find('\n').map_or(text.len(), |after| at + after);
    start..end
}
