//! JSON-LD as sites write it.

use super::{brief, read, reviews, script};

/// What the examples say of their one review.
const ONE: &str =
    r#""author": "민지", "reviewBody": "불이 안 켜져요", "reviewRating": {"ratingValue": 2}"#;

#[test]
fn a_review_is_found_wherever_it_stands_and_however_its_type_is_written() {
    for json in [
        r#"{"@type": "Review", ONE}"#,
        r#"[{"@type": ["Thing", "http://schema.org/Review"], ONE}]"#,
        r#"{"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "Book", "reviews":
            [{"@type": "UserReview", ONE}]}}]}"#,
        r#"{"@context": {"s": "https://schema.org/"}, "@type": "s:Review",
            "s:author": "민지", "s:reviewBody": "불이 안 켜져요", "s:reviewRating": "2"}"#,
        r#"{"@type": "Product", "@reverse": {"itemReviewed": {"@type": "CriticReview", ONE}}}"#,
        r#"{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item":
            {"@type": "Recommendation", ONE}}]}"#,
        r#"{"@type": "Product", "review": {ONE}}"#,
        r#"{"@type": "Review", "reviewBody": {"@value": "불이 안 켜져요", "@language": "ko"},
            "reviewRating": {"@type": "Rating", "ratingValue": "2", "bestRating": "5"},
            "author": [{"@type": "Person", "givenName": "민지"}]}"#,
        r##"{"@graph": [{"@type": "Review", "author": {"@id": "#minji"},
            "reviewRating": {"@id": "_:stars"}, "reviewBody": "불이 안 켜져요"},
            {"@id": "#minji", "@type": "Person", "name": "민지"},
            {"@id": "_:stars", "@type": "Rating", "ratingValue": 2}]}"##,
    ] {
        let found = reviews(&script(&json.replace("ONE", ONE)));
        assert_eq!(found.len(), 1, "{json}");
        assert_eq!(brief(&found[0]), ["민지", "2/5", "", "불이 안 켜져요"], "{json}");
    }
}

#[test]
fn ratings_of_many_and_other_vocabularies_are_no_reviews() {
    for json in [
        r#"{"@type": "AggregateRating", "ratingValue": 4, "name": "x", "reviewCount": 3}"#,
        r#"{"@type": "gs1:Review", "name": "x"}"#,
        r#"{"@type": "https://example.org/Review", "name": "x"}"#,
        r#"{"@type": "ClaimReview", "name": "x", "reviewRating": {"ratingValue": 1}}"#,
        r#"{"@type": "Article", "name": "Review", "description": "Review"}"#,
    ] {
        assert_eq!(read(&script(json)).reviews, [], "{json}");
    }
}

#[test]
fn a_review_that_stands_apart_finds_what_it_is_about() {
    let json = r##"{"@graph": [
        {"@type": "Product", "@id": "#lamp", "name": "달빛 수면등", "review": [{"@id": "#r1234"}]},
        {"@type": "Review", "@id": "#r1234", "reviewBody": "좋아요"},
        {"@type": "Review", "reviewBody": "별로예요", "itemReviewed": {"@id": "#lamp"}}]}"##;
    let found = reviews(&script(json));
    let products: Vec<_> = found.iter().map(|review| review.product.as_deref()).collect();
    assert_eq!(products, [Some("달빛 수면등"), Some("달빛 수면등")]);
}

#[test]
fn a_name_is_an_identity_only_where_it_names_one_review() {
    let ids = |list: &str| {
        let found = reviews(&script(&format!("[{list}]")));
        found.into_iter().map(|review| review.id).collect::<Vec<_>>()
    };
    let review = |body: &str, more: &str| {
        format!(r#"{{"@type": "Review", "reviewBody": "{body}", {more}}}"#)
    };
    let two = |a: &str, b: &str| ids(&format!("{},{}", review("하나", a), review("둘", b)));
    let some = |id: &str| Some(id.to_owned());
    let own = two("\"@id\": \"#a\"", "\"@id\": \"#b\"");
    assert_eq!(own, [some("#a"), some("#b")]);
    let shared = two("\"@id\": \"#review\"", "\"@id\": \"#review\"");
    assert_eq!(shared, [None, None], "one name for all is none");
    let places = two("\"@id\": \"#review-1\"", "\"@id\": \"#review-2\"");
    assert_eq!(places, [None, None], "a place in the list is no name");
    let numbers =
        two("\"@id\": \"#r\", \"identifier\": 9812", "\"@id\": \"#r\", \"identifier\": 9733");
    assert_eq!(numbers, [some("9812"), some("9733")]);
    let values = r#""identifier": {"@type": "PropertyValue", "value": "a-7"}"#;
    assert_eq!(two(values, "\"url\": \"/r/x\"")[0], some("a-7"));
    let addresses = two("\"url\": \"/r/7f\"", "\"url\": \"/list\"");
    assert_eq!(addresses, [some("https://shop.example/r/7f"), None], "the page's address is none");
}

#[test]
fn what_one_script_prints_twice_is_two_and_what_two_print_is_one() {
    let same = r#"{"@type": "Review", "author": "Jo", "datePublished": "2024-03-02", "reviewBody": "Good."}"#;
    let list = script(&format!("[{same}, {same}]"));
    assert_eq!(reviews(&list).len(), 2, "two customers may write the same");
    assert_eq!(reviews(&format!("{list}{}", script(same))).len(), 2);
    let other = same.replace("2024-03-02", "2024-03-02T08:59:31+00:00");
    let found = reviews(&format!("{}{}", script(same), script(&other)));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].posted.text.as_deref(), Some("2024-03-02T08:59:31+00:00"));
    for unlike in [("Jo", "Al"), ("03-02", "03-09"), ("Good.", "Good, but late.")] {
        let other = same.replace(unlike.0, unlike.1);
        assert_eq!(reviews(&format!("{}{}", script(same), script(&other))).len(), 2, "{unlike:?}");
    }
}

#[test]
fn a_script_that_cannot_be_read_is_told_and_the_others_are_read() {
    let broken = script(r#"{"@type": "Review", "reviewBody": "She said "no" to me"}"#);
    let whole = script(r#"{"@type": "Review", "reviewBody": "좋아요"}"#);
    let found = read(&format!("{broken}{whole}"));
    assert_eq!(found.reviews.len(), 1);
    assert!(
        found.rejects[0].why.starts_with("a JSON-LD block cannot be read"),
        "{:?}",
        found.rejects
    );
}

#[test]
fn a_rating_that_is_none_leaves_the_review() {
    let json = r#"{"@type": "Review", "reviewBody": "좋아요", "reviewRating": {"ratingValue": 9}}"#;
    let found = read(&script(json));
    assert_eq!((found.reviews.len(), found.reviews[0].rating), (1, None));
    assert!(found.rejects[0].why.contains("the review is kept without it"), "{:?}", found.rejects);
}
