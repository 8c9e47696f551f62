//! Finding the list in an answer, and telling an empty list from a missing one.

use serde_json::Value;
use serde_json_path::JsonPath;

use super::field::path;

/// Where the items stand.
#[derive(Clone, Debug)]
pub(super) struct Items {
    written: String,
    path: JsonPath,
    /// The path before its last wildcard or filter: what holds the items.
    container: Option<JsonPath>,
}

/// What stands where the items should be.
#[derive(Debug, PartialEq)]
pub(super) enum Found<'a> {
    /// The items, at least one.
    Items(Vec<&'a Value>),
    /// The list, and nothing in it.
    Empty,
    /// No list; why.
    Missing(String),
}

impl Items {
    /// Reads the path.
    ///
    /// # Errors
    /// When it is no JSONPath.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        Ok(Self { written: text.to_owned(), path: path(text)?, container: container(text) })
    }

    /// The items in an answer.
    pub(super) fn find<'a>(&self, answer: &'a Value) -> Found<'a> {
        let found = self.path.query(answer).all();
        let Some(container) = &self.container else {
            return match found.as_slice() {
                [Value::Array(items)] if items.is_empty() => Found::Empty,
                [Value::Array(items)] => Found::Items(items.iter().collect()),
                [one @ Value::Object(_)] => Found::Items(vec![one]),
                [Value::Null] => Found::Empty,
                [other] => self.missing(&format!("holds {}", name(other))),
                _ => self.missing("is not there"),
            };
        };
        if !found.is_empty() {
            return Found::Items(found);
        }
        let holders = container.query(answer).all();
        let is_list = |value: &&Value| matches!(value, Value::Array(_) | Value::Object(_));
        if !holders.iter().any(is_list) {
            return self.missing("is not there");
        }
        let is_filter = self.written.contains('?');
        let is_hollow = |value: &&Value| match value {
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            _ => true,
        };
        if is_filter || holders.iter().all(is_hollow) {
            Found::Empty
        } else {
            self.missing("matches nothing, although the list before it holds something")
        }
    }

    fn missing<'a>(&self, why: &str) -> Found<'a> {
        Found::Missing(format!("list not found: {} {why}", self.written))
    }
}

/// The part before the last wildcard or filter, where there is one.
fn container(text: &str) -> Option<JsonPath> {
    let selectors = ["[*", "[?", ".*"];
    text.char_indices()
        .rev()
        .filter(|(at, _)| selectors.iter().any(|selector| text[*at..].starts_with(selector)))
        // A filter may hold paths of its own: what is before them is no path.
        .find_map(|(at, _)| path(text[..at].trim_end_matches('.')).ok())
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(path: &str, answer: &Value) -> String {
        match Items::parse(path).expect("it is a path").find(answer) {
            Found::Items(items) => format!("{} items", items.len()),
            Found::Empty => "empty".to_owned(),
            Found::Missing(why) => why,
        }
    }

    #[test]
    fn an_empty_list_is_told_from_a_missing_one() {
        let answer = json!({
            "full": [{"x": 1}, {"x": 2, "in": [{"y": 1}]}], "hollow": [], "none": null, "text": "x",
        });
        for (path, expected) in [
            ("$.full", "2 items"),
            ("$.full[*]", "2 items"),
            ("$.full[*].in[*]", "1 items"),
            ("$.full[?@.x > 1]", "1 items"),
            ("$.full[?@.x > 5]", "empty"),
            ("$.hollow", "empty"),
            ("$.hollow[*]", "empty"),
            ("$.hollow[*].data", "empty"),
            ("$.none", "empty"),
            ("$.full[0]", "1 items"),
            ("$.gone", "list not found: $.gone is not there"),
            ("$.gone[*]", "list not found: $.gone[*] is not there"),
            ("$.text", "list not found: $.text holds a text"),
            ("$.text[*]", "list not found: $.text[*] is not there"),
            (
                "$.full[*].data",
                "list not found: $.full[*].data matches nothing, although the list before it holds something",
            ),
        ] {
            assert_eq!(found(path, &answer), expected, "{path}");
        }
    }

    #[test]
    fn a_bare_list_is_a_list() {
        assert_eq!(found("$", &json!([{}])), "1 items");
        assert_eq!(found("$[*]", &json!([])), "empty");
    }
}
