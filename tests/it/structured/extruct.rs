//! Samples with another reader's answers: the same reviews, and none where that finds none.

use std::path::{Path, PathBuf};

use reviewd::review::Review;
use serde_json::{Map, Value};

use super::{files, json, material, read, several, squeezed, walk, words};

fn is_review(object: &Map<String, Value>) -> bool {
    let Some(types) = object.get("@type").or_else(|| object.get("type")) else { return false };
    let names = several(types).iter().filter_map(Value::as_str);
    names.filter_map(|name| name.rsplit('/').next()).any(|name| {
        let is_of_statements = matches!(name, "ClaimReview" | "MediaReview");
        (name.ends_with("Review") && !is_of_statements) || name == "Recommendation"
    })
}

/// The properties of an object in either form of answer.
fn properties(object: &Map<String, Value>) -> &Map<String, Value> {
    object.get("properties").and_then(Value::as_object).unwrap_or(object)
}

/// The words under a name, directly or as a thing's name or value.
fn said(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let value = names.iter().find_map(|name| properties(object).get(*name))?;
    let value = several(value).first()?;
    let inner = value.as_object().and_then(|inner| said(inner, &["name", "ratingValue"]));
    let text = value.as_str().map(str::to_owned);
    inner.or(text).or_else(|| value.as_f64().map(|number| number.to_string()))
}

/// The fields in which what was found differs from what is wanted.
fn differences(found: &Review, wanted: &Map<String, Value>) -> Vec<String> {
    let points = said(wanted, &["reviewRating"]).and_then(|text| text.parse::<f64>().ok());
    let fields = [
        (found.author.as_deref(), said(wanted, &["author"])),
        (found.title.as_deref(), said(wanted, &["name", "headline"])),
        (found.body.as_deref(), said(wanted, &["reviewBody", "description"])),
        (found.posted.text.as_deref(), said(wanted, &["datePublished", "dateCreated"])),
    ];
    let unlike = fields.into_iter().filter_map(|(found, wanted)| {
        let (found, wanted) = (found.map(squeezed), wanted.map(|text| words(&text)));
        // What the answer lacks may come from another writing on the same page.
        (wanted.is_some() && found != wanted).then(|| format!("{found:?} is not {wanted:?}"))
    });
    let rating = found.rating.map(|rating| rating.value());
    let stars =
        (points.is_some() && rating != points).then(|| format!("{rating:?} is not {points:?}"));
    unlike.chain(stars).collect()
}

/// The answers that stand beside a page.
fn answers(page: &Path) -> Vec<PathBuf> {
    let beside = ["json", "jsonld"].map(|ending| page.with_extension(ending));
    beside.into_iter().filter(|file| file.exists()).collect()
}

#[test]
fn another_readers_reviews_are_ours_and_where_it_has_none_we_have_none() {
    let (mut with, mut without) = (0, 0);
    for page in files(&material("extruct"), ".html") {
        let answers: Vec<Value> = answers(&page).iter().map(|file| json(file)).collect();
        let mut wanted = Vec::new();
        for answer in &answers {
            walk(answer, &mut |object| {
                if is_review(object) {
                    wanted.push(object);
                }
            });
        }
        let found = read(&page).reviews;
        let name = page.display();
        for wanted in &wanted {
            let unlike: Vec<_> = found.iter().map(|found| differences(found, wanted)).collect();
            assert!(
                unlike.iter().any(Vec::is_empty),
                "{name}: {wanted:#?} was not read: {unlike:#?}"
            );
        }
        // The answer for a page's scripts is silent about its own markup.
        let is_markup_answered = page.with_extension("json").exists();
        let text = std::fs::read_to_string(&page).expect("the page can be read");
        let marked =
            if is_markup_answered { 0 } else { text.matches("schema.org/Review\"").count() };
        assert!(found.len() <= wanted.len().max(marked), "{name}: too many: {found:#?}");
        if wanted.is_empty() { without += 1 } else { with += 1 }
    }
    eprintln!("{with} pages with reviews, {without} without");
    assert!(with >= 2 && without >= 15, "only {with} pages with reviews, {without} without");
}

#[test]
fn json_with_line_breaks_in_its_texts_is_read() {
    let pages = files(&material("extruct/custom.invalid"), ".html");
    assert!(!pages.is_empty(), "there are no broken pages");
    for page in pages {
        let rejects = read(&page).rejects;
        assert!(rejects.is_empty(), "{}: {rejects:?}", page.display());
    }
}
