//! What is said of a thing, as words a person reads.

use std::rc::Rc;
use std::sync::LazyLock;

use regex::Regex;

use super::graph::{Graph, Value};
use super::vocabulary::NAME;
use crate::review::text;
use crate::source::escapes;

/// The only properties that may hold more than one line.
const LONG: &[&str] = &["reviewBody", "description", "text", "value"];
/// As many bytes as certainly hold a line's most characters.
const MAX_WORDS: usize = 4 * (text::MAX_LINE + 1);
/// The most authors of one review.
const MAX_AUTHORS: usize = 5;

/// A value as a graph keeps it; `None` where it is blank. What no field has room for is left out, since the
/// words of elements in each other are the same ones, held for each.
pub(super) fn kept(property: &str, value: Value) -> Option<Value> {
    let is_blank = |words: &str| words.trim().is_empty();
    let cut = |words: Rc<str>| {
        let is_long = words.len() > MAX_WORDS && !LONG.contains(&property);
        let beginning = || &words.trim()[..words.trim().floor_char_boundary(MAX_WORDS)];
        if is_long { beginning().into() } else { words }
    };
    let kept = match value {
        Value::Text(words) => Value::Text(cut(words)),
        Value::Link { address, words } => Value::Link { address, words: cut(words) },
        other => other,
    };
    let says_nothing = match &kept {
        Value::Raw(written) => is_blank(&written.text),
        Value::Text(words) => is_blank(words),
        Value::Link { address, words } => is_blank(address) && is_blank(words),
        Value::Thing(_) | Value::Reference(_) => false,
    };
    (!says_nothing).then_some(kept)
}

/// The first of the properties that has words.
pub(super) fn words(graph: &Graph, thing: usize, properties: &[&str]) -> Option<Rc<str>> {
    let values = properties.iter().flat_map(|property| graph.values(thing, property));
    values.filter_map(|value| plain(graph, value)).find(|words| !words.trim().is_empty())
}

/// The same on one line.
pub(super) fn line(graph: &Graph, thing: usize, properties: &[&str]) -> Option<String> {
    text::line(&words(graph, thing, properties)?)
}

/// The words of a value; of another thing, those that are its value (`PropertyValue`, `Text`).
fn plain(graph: &Graph, value: &Value) -> Option<Rc<str>> {
    match value {
        Value::Raw(written) => Some(written.words()),
        Value::Text(words) | Value::Link { words, .. } => Some(words.clone()),
        Value::Thing(_) | Value::Reference(_) => {
            graph.meant(value).into_iter().flat_map(|thing| graph.values(thing, "value")).find_map(
                |value| match value {
                    Value::Raw(written) => Some(written.words()),
                    Value::Text(words) => Some(words.clone()),
                    _ => None,
                },
            )
        }
    }
}

/// A text as a person reads it: without markup and character references, however often these were
/// escaped on the way.
pub(super) fn unescaped(raw: &str) -> String {
    static LEFT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|amp|quot|lt|gt|nbsp|apos|hellip|[lr][sd]quo);")
            .expect("the pattern compiles, as a test shows")
    });
    let words = escapes::words(raw);
    if LEFT.is_match(&words) { escapes::decode(&words) } else { words }
}

/// What a value is called: a text, or the name of the thing it means.
pub(super) fn name(graph: &Graph, value: &Value) -> Option<String> {
    let meant = graph.meant(value).into_iter().find_map(|thing| name_of(graph, thing));
    meant.or_else(|| text::line(&plain(graph, value)?))
}

/// What a thing is called.
pub(super) fn name_of(graph: &Graph, thing: usize) -> Option<String> {
    let person = || {
        let parts = ["givenName", "familyName"].map(|part| line(graph, thing, &[part]));
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    line(graph, thing, NAME)
        .or_else(person)
        .or_else(|| line(graph, thing, &["alternateName", "legalName"]))
}

/// What everything under the first of the properties is called, each once.
pub(super) fn names(graph: &Graph, thing: usize, properties: &[&str]) -> Option<String> {
    properties.iter().find_map(|property| {
        let mut names: Vec<String> = Vec::new();
        for value in graph.values(thing, property) {
            let name = name(graph, value).filter(|name| !names.contains(name));
            names.extend(name);
        }
        names.truncate(MAX_AUTHORS);
        text::line(&names.join(", "))
    })
}

/// Where a property leads: the address of a link, or a text that is one.
pub(super) fn address(graph: &Graph, thing: usize, property: &str) -> Option<String> {
    graph.values(thing, property).find_map(|value| {
        let address = match value {
            Value::Link { address, .. } => Some(address.as_ref()),
            Value::Reference(address) => Some(address.as_str()),
            Value::Raw(written) => Some(written.text.as_str()),
            Value::Text(text) => Some(text.as_ref()),
            Value::Thing(thing) => graph.things[*thing].id.as_deref(),
        };
        let address = address.map(str::trim).filter(|address| !address.is_empty());
        graph.link_target(address?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_escaped_twice_is_read_once() {
        for (raw, read) in [
            ("Quick &amp; easy", "Quick & easy"),
            ("I&amp;#8217;m", "I’m"),
            ("하나<br>둘", "하나\n둘"),
            ("<p>a &amp;amp; b</p>", "a & b"),
            ("I <3 R&D & AT&T", "I <3 R&D & AT&T"),
        ] {
            assert_eq!(unescaped(raw), read, "{raw}");
        }
    }
}
