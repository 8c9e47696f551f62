//! What pages say to machines about their reviews is read, in whichever of its writings they say it.

mod examples;
mod extruct;
mod microformats;
mod recipes;
mod shops;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use reviewd::pipeline::ConfiguredSource;
use reviewd::source::Extraction;
use serde_json::Value;

use crate::support::corpus;
use crate::support::source::{configured, page_of};

/// The folder of one of the collections.
fn material(name: &str) -> PathBuf {
    corpus("fixtures/02-structured-data").join(name)
}

fn source() -> ConfiguredSource {
    configured("kind = \"structured\"\nurl = \"http://example.com/\"\nzone = \"UTC\"\n")
}

fn read(file: &Path) -> Extraction {
    let source = source();
    source.source.read(&page_of(&source, file))
}

/// The files of a folder and those below it with the ending, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn json(file: &Path) -> Value {
    let text = std::fs::read_to_string(file).expect("the file can be read");
    serde_json::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", file.display()))
}

/// A text without what is layout: white space, and characters that nobody sees.
fn squeezed(text: &str) -> String {
    let is_unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(|c| !c.is_whitespace() && !is_unseen(*c)).collect()
}

/// The words of a text that may be markup, squeezed, got by other means than the reader's own.
fn words(text: &str) -> String {
    static TAGS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)<!--.*?-->|</?[a-zA-Z][^<>]*>").expect("it is a pattern")
    });
    static NUMBERS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"&#(x?)([0-9a-fA-F]+);").expect("it is a pattern"));
    let mut text = TAGS.replace_all(text, "").into_owned();
    for _escaped_twice in 0..2 {
        for (reference, character) in [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&apos;", "'"),
            ("&nbsp;", " "),
            ("&hellip;", "…"),
            ("&rsquo;", "’"),
            ("&lsquo;", "‘"),
            ("&rdquo;", "”"),
            ("&ldquo;", "“"),
            ("&ndash;", "–"),
            ("&mdash;", "—"),
            ("&eacute;", "é"),
            ("&uuml;", "ü"),
            ("&auml;", "ä"),
            ("&ouml;", "ö"),
            ("&deg;", "°"),
            ("&frac12;", "½"),
            ("&times;", "×"),
            ("&amp;", "&"),
        ] {
            text = text.replace(reference, character);
        }
        let decoded = NUMBERS.replace_all(&text, |found: &regex::Captures<'_>| {
            let radix = if found[1].is_empty() { 10 } else { 16 };
            let code = u32::from_str_radix(&found[2], radix).ok().and_then(char::from_u32);
            code.map_or_else(|| found[0].to_owned(), String::from)
        });
        text = decoded.into_owned();
    }
    squeezed(&text)
}

/// Calls `visit` with every object in a JSON value.
fn walk<'v>(value: &'v Value, visit: &mut impl FnMut(&'v serde_json::Map<String, Value>)) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| walk(value, visit)),
        Value::Object(members) => {
            visit(members);
            members.values().for_each(|value| walk(value, visit));
        }
        _ => {}
    }
}

/// The value itself, or every value of a list.
fn several(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}
