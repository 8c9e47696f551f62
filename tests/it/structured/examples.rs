//! schema.org's own examples: what one says in three writings is read three times the same.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use reviewd::review::Review;

use super::{files, material, read};

/// Letters and digits alone: quotes, dashes and white space differ between the writings.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The fields of a review, and the properties in which schema.org has each.
fn fields(review: &Review) -> [(Option<String>, &'static str); 7] {
    let text = |text: &Option<String>| text.as_deref().map(letters).filter(|text| !text.is_empty());
    let day = review.posted.interval.map(|interval| {
        let zoned = interval.earliest.to_zoned(jiff::tz::TimeZone::UTC);
        letters(&zoned.date().to_string())
    });
    [
        (text(&review.author), "author|creator"),
        (text(&review.title), "name|headline"),
        (text(&review.body), "reviewBody|description|text"),
        (text(&review.product), "itemReviewed|review"),
        (day, "datePublished|dateCreated"),
        (
            review.rating.map(|rating| letters(&rating.value().to_string())),
            "reviewRating|ratingValue",
        ),
        (review.rating.map(|rating| letters(&rating.max().to_string())), "bestRating"),
    ]
}

/// Whether a file marks anything as a review.
fn marks_a_review(text: &str) -> bool {
    static TYPE: LazyLock<Regex> = LazyLock::new(|| {
        let name =
            "(?:Review|UserReview|CriticReview|ReviewNewsArticle|EmployerReview|Recommendation)";
        let markup = format!(r#"(?:itemtype|typeof)\s*=\s*["'](?:[^"']*[\s/:])?{name}[\s"']"#);
        let script = format!(r#""@type"\s*:\s*(?:\[[^\]]*)?"(?:[^"]*[/:])?{name}""#);
        Regex::new(&format!("{markup}|{script}")).expect("it is a pattern")
    });
    TYPE.is_match(text)
}

/// The writings of each example, by its number.
fn examples() -> BTreeMap<String, Vec<PathBuf>> {
    let mut examples: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for file in files(&material("schemaorg-examples"), ".html") {
        let name = file.file_name().expect("a name").to_string_lossy();
        let number = name.split('.').next().unwrap_or_default().to_owned();
        examples.entry(number).or_default().push(file);
    }
    examples
}

fn text(file: &Path) -> String {
    std::fs::read_to_string(file).expect("the file can be read")
}

/// A difference between two writings is the example's own where the other one does not hold the
/// words at all, or does not have a place for them.
fn is_the_examples_own(value: &str, properties: &str, other: &str) -> bool {
    let has_place = properties.split('|').any(|property| other.contains(property));
    !letters(other).contains(value) || !has_place
}

/// The fields in which two readings differ without the example being the reason.
fn differences(one: &Path, two: &Path) -> Vec<String> {
    let (texts, reviews) = ([text(one), text(two)], [read(one).reviews, read(two).reviews]);
    let mut found = Vec::new();
    let longest = reviews[0].len().max(reviews[1].len());
    for at in 0..longest {
        let of = |reviews: &[Review]| {
            let empty = [const { (None, "") }; 7];
            reviews.get(at).map_or(empty, fields)
        };
        for ((first, names), (second, others)) in of(&reviews[0]).into_iter().zip(of(&reviews[1])) {
            let names = if names.is_empty() { others } else { names };
            let is_own = |value: &Option<String>, other: &String| {
                value.as_deref().is_some_and(|value| is_the_examples_own(value, names, other))
            };
            if first == second {
                continue;
            }
            let line = format!(
                "{} and {}, review {}, {names}: {first:?} and {second:?}",
                one.display(),
                two.display(),
                at + 1
            );
            if is_own(&first, &texts[1]) || is_own(&second, &texts[0]) {
                eprintln!("the example's own: {line}");
            } else {
                found.push(line);
            }
        }
    }
    found
}

#[test]
fn the_writings_of_one_example_give_the_same_reviews() {
    let (mut with, mut without, mut pairs) = (0, 0, 0);
    let mut unlike = Vec::new();
    for (number, writings) in examples() {
        let marked: Vec<&PathBuf> = writings.iter().filter(|w| marks_a_review(&text(w))).collect();
        for writing in &writings {
            let found = read(writing);
            let is_marked = marked.contains(&writing);
            // What says neither words nor stars is no review, and is told.
            let is_told = !found.reviews.is_empty() || !found.rejects.is_empty();
            let name = writing.display();
            assert!(!is_marked || is_told, "{name}: its reviews are passed over");
            assert!(is_marked || found.reviews.is_empty(), "{name}: {:#?}", found.reviews);
        }
        for pair in marked.windows(2) {
            unlike.extend(differences(pair[0], pair[1]));
            pairs += 1;
        }
        eprintln!("example {number}: {} of {} writings mark reviews", marked.len(), writings.len());
        if marked.is_empty() { without += 1 } else { with += 1 }
    }
    eprintln!("{with} examples with reviews, {without} without, {pairs} pairs compared");
    assert!(unlike.is_empty(), "writings of one example differ:\n{}", unlike.join("\n"));
    assert!(with >= 5 && without >= 7, "only {with} examples with reviews, {without} without");
}
