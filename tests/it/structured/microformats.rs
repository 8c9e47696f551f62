//! The community's own conformance cases: its reviews and posts, field by field, and nothing else.

use std::path::Path;

use reviewd::review::Review;
use serde_json::Value;

use super::{files, json, material, read, squeezed};

fn is_a(item: &Value, kind: &str) -> bool {
    item["type"].as_array().is_some_and(|types| types.iter().any(|one| one == kind))
}

/// What a property of an item says first: a text, or the name or value of the thing it is.
fn said(item: &Value, names: &[&str]) -> Option<String> {
    let value = names.iter().find_map(|name| item["properties"][*name].get(0))?;
    let text = value["properties"]["name"][0].as_str().or(value["value"].as_str());
    text.or(value.as_str()).map(squeezed).filter(|text| !text.is_empty())
}

/// The items of a key that are reviews, wherever they stand, and apart from them a feed's posts.
fn wanted<'k>(
    items: &'k Value,
    is_in_feed: bool,
    reviews: &mut Vec<&'k Value>,
    posts: &mut Vec<&'k Value>,
) {
    for item in items.as_array().into_iter().flatten().filter(|item| item.is_object()) {
        if is_a(item, "h-review") {
            reviews.push(item);
        } else if is_in_feed && is_a(item, "h-entry") {
            posts.push(item);
        }
        let is_feed = is_a(item, "h-feed");
        wanted(&item["children"], is_feed, reviews, posts);
        for (name, values) in item["properties"].as_object().into_iter().flatten() {
            wanted(values, is_feed && name == "entry", reviews, posts);
        }
    }
}

fn compare(found: &Review, wanted: &Value, file: &Path) {
    let same = |field: &str, found: Option<&str>, wanted: Option<String>| {
        assert_eq!(found.map(squeezed), wanted, "{}: {field}", file.display());
    };
    let body = said(wanted, &["content", "description", "summary"]);
    // What repeats the text is no title of its own.
    let title = said(wanted, &["name"]).filter(|title| {
        let letters = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        body.as_deref().is_none_or(|body| letters(body) != letters(title))
    });
    same("title", found.title.as_deref(), title);
    same("body", found.body.as_deref(), body);
    same("author", found.author.as_deref(), said(wanted, &["author", "reviewer"]));
    same("product", found.product.as_deref(), said(wanted, &["item"]));
    same(
        "date",
        found.posted.text.as_deref(),
        said(wanted, &["published", "reviewed", "dtreviewed"]),
    );
    let url = wanted["properties"]["url"][0].as_str();
    assert_eq!(found.url.as_deref(), url, "{}: url", file.display());
    let points: Option<f64> = said(wanted, &["rating"]).and_then(|text| text.parse().ok());
    assert_eq!(found.rating.map(|r| r.value()), points, "{}: rating", file.display());
    let best = said(wanted, &["best"]).and_then(|text| text.parse().ok());
    assert!(best.is_none() || found.rating.map(|r| r.max()) == best, "{}: best", file.display());
}

#[test]
fn the_reviews_and_posts_of_the_conformance_cases_are_read_and_nothing_else() {
    let (mut with, mut aggregates, mut others) = (0, 0, 0);
    for page in files(&material("microformats"), ".html") {
        let key = json(&page.with_extension("json"));
        let (mut reviews, mut posts) = (Vec::new(), Vec::new());
        wanted(&key["items"], false, &mut reviews, &mut posts);
        // Themes call whole sites a feed in classic class names; those posts are nobody's reviews.
        let text = std::fs::read_to_string(&page).expect("the page can be read");
        posts.retain(|_| text.contains("h-feed"));
        let wanted = if reviews.is_empty() { posts } else { reviews };
        let found = read(&page).reviews;
        assert_eq!(found.len(), wanted.len(), "{}: {found:#?}", page.display());
        for (found, wanted) in found.iter().zip(&wanted) {
            compare(found, wanted, &page);
        }
        let is_aggregate = key["items"].as_array().into_iter().flatten();
        match (wanted.is_empty(), is_aggregate.clone().any(|i| is_a(i, "h-review-aggregate"))) {
            (false, _) => with += 1,
            (true, true) => aggregates += 1,
            (true, false) => others += 1,
        }
    }
    eprintln!(
        "{with} cases with reviews or posts, {aggregates} of ratings alone, {others} of neither"
    );
    assert!(
        with >= 3 && aggregates >= 5,
        "only {with} cases with reviews, {aggregates} of ratings"
    );
}
