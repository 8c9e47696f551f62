//! JSON as pages write it: nearly valid, and read where only one reading is possible.
//!
//! Mended are: wrappers for old browsers (`<!-- -->`, CDATA), comments, a comma before a closing
//! bracket, a semicolon after the end, line breaks and control characters within a text, a backslash
//! before a character that needs none, and a block written in character references. Quotes within a
//! text, missing brackets and the like are not: there more than one reading is possible.

use serde_json::{Deserializer, Value};

use crate::source::escapes;

/// Gives every value of a script to `take`, one at a time, since all of them together may take many
/// times the script's size; answers why it was not read to its end, where it was not.
pub(super) fn values(text: &str, mut take: impl FnMut(Value)) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}');
    if let Ok(value) = serde_json::from_str(text) {
        take(value);
        return None;
    }
    let is_escaped = !text.contains('"') && text.contains("&quot;");
    let mended = if is_escaped { mended(&escapes::decode(text)) } else { mended(text) };
    for value in Deserializer::from_str(&mended).into_iter() {
        match value {
            Ok(value) => take(value),
            Err(error) => return Some(error.to_string()),
        }
    }
    None
}

/// What means nothing outside of a text.
const WRAPPERS: &[&str] = &["<!--", "-->", "<![CDATA[", "]]>", ";", "\u{feff}"];

fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let wrapper = WRAPPERS.iter().find(|wrapper| rest.starts_with(**wrapper));
        rest = match c {
            '"' => string(rest, &mut out),
            '/' if rest.starts_with("//") => after(rest, "\n"),
            '/' if rest.starts_with("/*") => after(rest, "*/"),
            _ if wrapper.is_some() => &rest[wrapper.map_or(0, |wrapper| wrapper.len())..],
            _ => {
                if matches!(c, '}' | ']') {
                    drop_comma(&mut out);
                }
                out.push(if c.is_whitespace() || c.is_control() { ' ' } else { c });
                &rest[c.len_utf8()..]
            }
        };
    }
    out
}

/// What follows the end of a comment.
fn after<'t>(text: &'t str, end: &str) -> &'t str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

/// Takes away a comma that nothing follows. A text ends with a quote, so that the comma is none of its.
fn drop_comma(out: &mut String) {
    let kept = out.trim_end();
    if kept.ends_with(',') {
        out.truncate(kept.len() - 1);
    }
}

/// Copies a text in quotes; what follows it.
fn string<'t>(text: &'t str, out: &mut String) -> &'t str {
    out.push('"');
    let mut characters = text.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => {
                out.push('"');
                return &text[at + 1..];
            }
            '\\' => match characters.next() {
                Some((at, 'u')) if !is_code(&text[at + 1..]) => out.push_str("\\\\u"),
                Some((_, c @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u'))) => {
                    out.extend(['\\', c]);
                }
                Some((_, c)) if c.is_control() => push(out, c),
                Some((_, '\'')) => out.push('\''),
                Some((_, c)) => out.extend(['\\', '\\', c]),
                None => {}
            },
            c => push(out, c),
        }
    }
    ""
}

fn push(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if c < ' ' => out.push(' '),
        c => out.push(c),
    }
}

/// Whether four hexadecimal digits follow.
fn is_code(text: &str) -> bool {
    text.get(..4).is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug)]
    struct Found {
        values: Vec<Value>,
        broken: Option<String>,
    }

    fn read(text: &str) -> Found {
        let mut values = Vec::new();
        let broken = super::values(text, |value| values.push(value));
        Found { values, broken }
    }

    #[test]
    fn nearly_valid_json_is_read_as_it_was_meant() {
        let meant = json!({"a": "하나\n둘", "b": [1, 2]});
        for written in [
            "{\"a\": \"하나\\n둘\", \"b\": [1, 2]}",
            "{\"a\": \"하나\n둘\", \"b\": [1, 2,],}",
            "<!--\n{\"a\": \"하나\n둘\", \"b\": [1, 2 , ] , }\n-->",
            "//<![CDATA[\n{\"a\": \"하나\n둘\", \"b\": [1, 2]}\n//]]>",
            "/* <![CDATA[ */ {\"a\": \"하나\n둘\", /* b, */ \"b\": [1, // one\n 2]}; /* ]]> */",
            "\u{feff}{\"a\": \"하나\n둘\", \"b\": [1,\u{a0}2]}",
            "{&quot;a&quot;: &quot;하나\\n둘&quot;, &quot;b&quot;: [1, 2]}",
        ] {
            let found = read(written);
            assert_eq!((found.values, found.broken), (vec![meant.clone()], None), "{written}");
        }
    }

    #[test]
    fn what_looks_like_a_fault_within_a_text_stays() {
        let text = "{\"a\": \"// x /* y */ ,] ; <!-- z --> \\\"q\\\" \\' C:\\dir \\u12 \t\",}";
        let found = read(text);
        assert_eq!(found.broken, None);
        assert_eq!(found.values[0]["a"], "// x /* y */ ,] ; <!-- z --> \"q\" ' C:\\dir \\u12 \t");
    }

    #[test]
    fn what_cannot_be_read_says_where_and_keeps_what_came_before() {
        let found = read("{\"a\": 1} {\"b\": ");
        assert_eq!(found.values, [json!({"a": 1})]);
        assert!(found.broken.is_some_and(|why| why.contains("EOF")), "it ends too early");
        for broken in ["{", "{\"a\": \"b\" c\"}", "review", "\"", "\\", "{\"a\": \"\\", "/*", "//"]
        {
            let found = read(broken);
            assert!(found.values.is_empty() || found.broken.is_some(), "{broken}: {found:?}");
        }
        let deep = "[".repeat(100_000);
        assert!(read(&deep).broken.is_some(), "nesting without end is refused");
    }
}
