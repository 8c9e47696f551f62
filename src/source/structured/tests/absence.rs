//! Pages without a review: none yet, none here, or none that we can see.

use super::{read, script};
use crate::source::Outcome;

fn outcome(page: &str) -> (Outcome, String) {
    let found = read(page);
    assert_eq!(found.reviews, [], "{page}");
    (found.outcome, found.note.unwrap_or_default())
}

#[test]
fn a_page_is_empty_only_where_something_proves_that_reviews_would_stand_there() {
    for json in [
        r#"{"@type": "Product", "name": "수면등", "review": []}"#,
        r#"{"@type": "Recipe", "aggregateRating": {"@type": "AggregateRating", "reviewCount": 0}}"#,
        r#"{"@type": "Product", "name": "수면등"}"#,
    ] {
        assert_eq!(outcome(&script(json)).0, Outcome::Empty, "{json}");
    }
    let zero = "<div class=h-review-aggregate><i class=p-item>x</i><b class=p-count>0</b></div>";
    assert_eq!(outcome(zero).0, Outcome::Empty);
    for page in [
        script(r#"{"@type": "Organization", "name": "달빛상점"}"#),
        script(r#"{"@type": "WebSite"}"#),
        "<p>안녕하세요</p>".to_owned(),
        String::new(),
    ] {
        let (outcome, note) = outcome(&page);
        assert_eq!(outcome, Outcome::Error, "{page}");
        assert!(note.starts_with("list not found"), "{page}: {note}");
    }
}

#[test]
fn a_page_that_counts_reviews_and_shows_none_is_an_alarm() {
    let json = r#"{"@type": "Product", "review": [],
        "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4, "reviewCount": "1,250"}}"#;
    let (outcome, note) = outcome(&script(json));
    assert_eq!(outcome, Outcome::Error);
    assert!(note.contains("tells of 1250 ratings"), "{note}");
}

#[test]
fn a_page_that_was_not_read_whole_proves_nothing() {
    let product = script(r#"{"@type": "Product", "name": "수면등"}"#);
    for rest in [script("{\"@type\": "), script(r#"{"@type": "Review", "author": "Jo"}"#)] {
        assert_eq!(outcome(&format!("{product}{rest}")).0, Outcome::Error, "{rest}");
    }
    let deep = "<div>".repeat(5_000);
    assert_eq!(outcome(&format!("{product}{deep}")).0, Outcome::Error);
}

#[test]
fn a_page_that_refuses_us_is_blocked() {
    let page = "<title>Just a moment...</title><p>Checking your browser";
    assert_eq!(outcome(page).0, Outcome::Blocked);
}

#[test]
fn a_page_with_nothing_on_it_is_said_to_be_empty_or_left_to_scripts() {
    for (page, hint) in [
        ("\n", "; the page is empty"),
        ("<title>로그인</title>안녕하세요", "; the page looks like a login page"),
        ("<div id=app></div><script src=app.js></script>", "; the page has hardly any text"),
    ] {
        let (outcome, note) = outcome(page);
        assert_eq!(outcome, Outcome::Error, "{page:?} proves nothing");
        assert!(note.contains(hint), "{page:?}: {note}");
    }
}
