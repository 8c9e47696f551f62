//! JSON from strangers as a tree.
//!
//! **Invariant:** the memory a tree takes stays in proportion to its text, which is told before it is
//! parsed.

use serde_json::Value;

/// A tree may take this many times its text.
const FACTOR: usize = 12;
/// A text smaller than this may take as much as one of this size, in bytes.
const SMALL: usize = 256 << 10;
/// What a value takes while the list that holds it grows, in bytes.
const VALUE: usize = 64;
/// What a name and its place in an object take beside the value, in bytes.
const NAME: usize = 100;

/// The tree, or why there is none, as a fragment.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    match refused(text, text.len()) {
        Some(why) => Err(why),
        None => serde_json::from_str(text).map_err(|error| error.to_string()),
    }
}

/// Why `text` is not parsed as JSON: it holds so many values in so few bytes that it would take many
/// times its size, which no answer or page about reviews does. `page` is the size of what it stands on.
pub(crate) fn refused(text: &str, page: usize) -> Option<String> {
    let mut in_text = false;
    let mut is_escaped = false;
    let (mut values, mut names) = (1, 0);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b',' | b'[' | b'{' => values += 1,
            b':' => names += 1,
            _ => {}
        }
    }
    let takes = VALUE * values + NAME * names;
    (takes > FACTOR * page.max(SMALL))
        .then(|| format!("{values} values in {} bytes of JSON are more than is read", text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_next_to_nothing_are_refused_and_answers_are_not() {
        for crowd in ["[],", "1,", "{\"a\":1},", "[[[[[[[["] {
            let text = crowd.repeat((1 << 20) / crowd.len());
            assert!(refused(&text, text.len()).is_some(), "{crowd}");
        }
        let review = r#"{"id":"184467","score":5,"name":"김*희","text":"잘 쓰고 있어요, [추천] {별 다섯}"},"#;
        let text = review.repeat((1 << 20) / review.len());
        assert_eq!(refused(&text, text.len()), None);
        assert_eq!(refused(&"1,".repeat(20_000), 40_000), None, "small texts take little");
    }
}
