//! One value of an item: where it stands in the JSON, or what it is made of.

use regex::Regex;
use serde_json::Value;
use serde_json_path::JsonPath;
use url::form_urlencoded::byte_serialize;

use crate::settings::{Located, Section};

/// How a value is found.
#[derive(Clone, Debug)]
pub(super) struct Field {
    from: From,
    /// Takes its first group, or the whole match, of what was found.
    regex: Option<Regex>,
}

#[derive(Clone, Debug)]
enum From {
    /// At a path relative to the item.
    Path(JsonPath),
    /// A text with places to fill; a constant has none.
    Template(Vec<Piece>),
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Path(JsonPath),
}

impl Field {
    /// Reads `key = "$.path"`, `key = "text {$.path}"` or `key = { path = "$.path", regex = '…' }`.
    pub(super) fn read(section: &mut Section<'_>, key: &'static str) -> Option<Self> {
        if !section.has_table(key) {
            let from = section.parsed(key, From::parse)?.value;
            return Some(Self { from, regex: None });
        }
        let mut table = section.section(key)?;
        if !table.has("path") {
            table.missing("path", "\"$.name\"");
        }
        let from = table.parsed("path", From::parse);
        let is_regex_given = table.has("regex");
        let regex = table.parsed("regex", Regex::new).map(|found| found.value);
        table.finish();
        (regex.is_some() || !is_regex_given).then_some(Self { from: from?.value, regex })
    }

    /// What it says of an item; `None` where there is nothing, or a blank, or not what the regex
    /// asks for. Several values at the path are lines of one text.
    pub(super) fn get(&self, item: &Value) -> Option<String> {
        self.value(item, |text| text)
    }

    /// The same as an address: what is filled in is escaped.
    pub(super) fn address(&self, item: &Value) -> Option<String> {
        self.value(item, |text| {
            byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
        })
    }

    fn value(&self, item: &Value, escape: impl Fn(String) -> String) -> Option<String> {
        let found = match &self.from {
            From::Path(path) => text_at(path, item)?,
            From::Template(pieces) => {
                let mut out = String::new();
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => out.push_str(text),
                        Piece::Path(path) => out.push_str(&escape(text_at(path, item)?)),
                    }
                }
                out
            }
        };
        let Some(regex) = &self.regex else { return Some(found) };
        let groups = regex.captures(&found)?;
        let kept = groups.get(1).or_else(|| groups.get(0))?.as_str();
        (!kept.trim().is_empty()).then(|| kept.to_owned())
    }
}

/// Something that an item says or does not: a secret post, an answer that was given.
#[derive(Clone, Debug)]
pub(super) struct Mark(Field);

impl Mark {
    /// Reads a key in the same ways as a field.
    pub(super) fn read(section: &mut Section<'_>, key: &'static str) -> Option<Self> {
        Field::read(section, key).map(Self)
    }

    /// Whether the item says so: by what the regex asks for; without one by anything but false and 0.
    pub(super) fn stands(&self, item: &Value) -> bool {
        let says_no = |text: &str| matches!(text, "false" | "0");
        self.0.get(item).is_some_and(|text| self.0.regex.is_some() || !says_no(&text))
    }
}

impl From {
    fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with('$') {
            return path(text).map(Self::Path);
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find("{$") {
            let inside = &rest[start + 1..];
            // A filter in the path may hold braces of its own only in quotes; nobody needs that.
            let Some(end) = inside.find('}') else {
                return Err(format!("{text:?} has a {{ that is never closed"));
            };
            pieces.push(Piece::Text(rest[..start].to_owned()));
            pieces.push(Piece::Path(path(&inside[..end])?));
            rest = &inside[end + 1..];
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self::Template(pieces))
    }
}

/// Reads a JSONPath (RFC 9535).
///
/// # Errors
/// With where it stops being one.
pub(super) fn path(text: &str) -> Result<JsonPath, String> {
    JsonPath::parse(text).map_err(|error| {
        let at = error.position() + 1;
        format!("{text:?} is no JSONPath: {} at character {at}", error.message())
    })
}

/// Reads a key that is a JSONPath.
pub(super) fn read_path(section: &mut Section<'_>, key: &'static str) -> Option<Located<JsonPath>> {
    section.parsed(key, path)
}

/// The text of every scalar at the path, one a line; `None` where there is none but blanks.
pub(super) fn text_at(path: &JsonPath, value: &Value) -> Option<String> {
    let found = path.query(value);
    let texts: Vec<String> = found.iter().filter_map(|value| text(value)).collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn field(text: &str) -> Field {
        Field { from: From::parse(text).expect("it is a field"), regex: None }
    }

    #[test]
    fn a_path_finds_a_text_a_number_or_nothing() {
        let item = json!({"id": 7, "s": " ", "n": null, "o": {}, "p": ["가", 1, null]});
        for (path, expected) in [
            ("$.id", Some("7")),
            ("$.s", None),
            ("$.n", None),
            ("$.o", None),
            ("$.none", None),
            ("$.p[*]", Some("가\n1")),
        ] {
            assert_eq!(field(path).get(&item).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn a_template_is_filled_and_what_is_filled_into_an_address_is_escaped() {
        let item = json!({"id": "a b/c?", "n": 3});
        let link = field("https://shop.example/review/{$.id}?n={$.n}");
        assert_eq!(
            link.address(&item).as_deref(),
            Some("https://shop.example/review/a%20b%2Fc%3F?n=3")
        );
        assert_eq!(link.get(&item).as_deref(), Some("https://shop.example/review/a b/c??n=3"));
        assert_eq!(field("https://x/{$.none}").address(&item), None, "a hole makes no address");
        assert_eq!(field("무선 이어폰").get(&item).as_deref(), Some("무선 이어폰"));
    }

    #[test]
    fn a_mark_stands_by_its_words_or_by_being_true() {
        let item = json!({"yes": true, "no": false, "zero": 0, "state": "답변완료", "none": null});
        for (path, regex, expected) in [
            ("$.yes", None, true),
            ("$.no", None, false),
            ("$.zero", None, false),
            ("$.none", None, false),
            ("$.gone", None, false),
            ("$.state", None, true),
            ("$.state", Some("완료$"), true),
            ("$.state", Some("대기"), false),
            ("$.no", Some("false"), true),
        ] {
            let regex = regex.map(|pattern| Regex::new(pattern).expect("it is a pattern"));
            let mark = Mark(Field { regex, ..field(path) });
            assert_eq!(mark.stands(&item), expected, "{path} {mark:?}");
        }
    }

    #[test]
    fn a_path_that_is_none_says_where() {
        let error = path("$.a[").expect_err("it is not closed");
        assert!(error.contains("no JSONPath") && error.contains("character"), "{error}");
        assert!(From::parse("x{$.a").is_err());
    }
}
