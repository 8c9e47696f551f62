//! JSON Feed, read leniently: numbers as identifiers, one author or several.

use serde_json::Value;
use url::Url;

use super::Contents;
use super::item::{Item, fullest};
use crate::review::text::line;
use crate::source::markup;

/// Reads a feed; `None` when the value is no JSON Feed.
pub(super) fn read(feed: &Value, url: &Url, max_items: usize) -> Option<Contents> {
    let items = feed.get("items")?.as_array()?;
    let version = text(feed, "version").unwrap_or_default();
    if !version.contains("jsonfeed.org") && feed.get("title").is_none() {
        return None;
    }
    let author = author(feed).as_deref().and_then(line);
    let mut contents = Contents {
        next: text(feed, "next_url"),
        is_cut: items.len() > max_items,
        ..Contents::default()
    };
    for item in items.iter().take(max_items) {
        contents.items.push(Item {
            id: text(item, "id"),
            is_inherited: self::author(item).is_none(),
            author: self::author(item).or_else(|| author.clone()),
            title: text(item, "title"),
            body: fullest(
                [
                    text(item, "content_text"),
                    text(item, "content_html").map(|html| markup::plain(&html)),
                    text(item, "summary"),
                ]
                .into_iter()
                .flatten(),
            ),
            link: text(item, "url")
                .or_else(|| text(item, "external_url"))
                .and_then(|u| url.join(&u).ok()),
            dates: ["date_published", "date_modified"]
                .into_iter()
                .filter_map(|key| text(item, key))
                .collect(),
            answers: Vec::new(),
            stars: None,
        });
    }
    Some(contents)
}

fn text(object: &Value, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Version 1.1 has `authors`, version 1 `author`.
fn author(object: &Value) -> Option<String> {
    let several = object.get("authors").and_then(Value::as_array);
    let first = several.and_then(|all| all.iter().find_map(|one| text(one, "name")));
    first.or_else(|| text(object.get("author")?, "name"))
}
