//! JSON from strangers as a tree.
//!
//! **Invariant:** the memory a tree takes stays in proportion to its text, which is told before it is
//! parsed.

use serde_json::Value;

/// A tree that stands by itself may take this many times its text.
const ALONE: usize = 15;
/// The tree of a script may take this many times the page around it, whose own tree is there, too.
pub(crate) const ON_A_PAGE: usize = 10;
/// A text smaller than this may take as much as one of this size, in bytes.
const SMALL: usize = 256 << 10;
/// What a value takes while the list that holds it grows, in bytes.
const VALUE: usize = 120;
/// What a name and its place in an object take beside the value, in bytes.
const NAME: usize = 100;
/// What a list or an object takes beside that, however little it holds: both keep room for a few more.
const LIST: usize = 270;
const OBJECT: usize = 280;

/// The tree, or why there is none, as a fragment.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    match refused(text, text.len(), ALONE) {
        Some(why) => Err(why),
        None => serde_json::from_str(text).map_err(|error| error.to_string()),
    }
}

/// Why `text` is not parsed as JSON: it holds so many values in so few bytes that it would take many
/// times its size, which no answer or page about reviews does. It may take `times` the size of the `page`
/// that it stands on, in bytes.
pub(crate) fn refused(text: &str, page: usize, times: usize) -> Option<String> {
    let (values, takes) = weighed(text);
    (takes > times * page.max(SMALL))
        .then(|| format!("{values} values in {} bytes of JSON are more than is read", text.len()))
}

/// How many values a text holds, and how much memory their tree takes at most, in bytes.
fn weighed(text: &str) -> (usize, usize) {
    let mut in_text = false;
    let mut is_escaped = false;
    let (mut commas, mut lists, mut objects, mut names) = (0, 0, 0, 0);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b',' => commas += 1,
            b'[' => lists += 1,
            b'{' => objects += 1,
            b':' => names += 1,
            _ => {}
        }
    }
    let values = 1 + commas + lists + objects;
    (values, VALUE * values + LIST * lists + OBJECT * objects + NAME * names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_next_to_nothing_are_refused_and_answers_are_not() {
        for crowd in
            ["[],", "1,", "{\"a\":1},", "[[[[[[[[", "[123456789],", "{\"a\":1234567890123},"]
        {
            let text = crowd.repeat((1 << 20) / crowd.len());
            assert!(parse(&text).is_err_and(|why| why.contains("more than is read")), "{crowd}");
        }
        let review = r#"{"id":"184467","score":5,"name":"김*희","text":"잘 쓰고 있어요, [추천] {별 다섯}"},"#;
        let list = format!("[{}1]", review.repeat((1 << 20) / review.len()));
        assert!(parse(&list).is_ok(), "a long list of reviews is read");
        assert!(parse(&format!("[{}1]", "1,".repeat(20_000))).is_ok(), "small texts take little");
    }
}
