//! Two captures of one real page, polled in turn, are no news.

use std::sync::Arc;

use jiff::Timestamp;
use reviewd::demo::site::{Request, Response};
use reviewd::source::Outcome;

use crate::support::corpus;
use crate::support::run::Run;
use crate::support::shop::{at, hours};

/// As an owner in Britain would watch the page.
const ASDA: &str = r#"
[[source]]
id = "asda"
kind = "html"
url = "{site}/product/shampoo/1"
every = "10m"
zone = "Europe/London"
date_order = "day-month"
[source.html]
list = "[data-auto-id=reviewContents]"
item = "[data-auto-id=contentContainer]"
rating = { css = ".rating-stars__stars--top", from = "width" }
title = ".pdp-description-reviews__rating-title"
body = ".pdp-description-reviews__content-text"
date = ".pdp-description-reviews__submitted-date"
"#;

#[tokio::test]
async fn two_captures_of_one_page_in_turn_are_no_new_review_and_no_mail() {
    let [first, second] = ["asda-shampoo", "asda-page-c"].map(|name| {
        let path = corpus(&format!("fixtures/01-review-pages/{name}/page.html"));
        std::fs::read(path).expect("a saved page")
    });
    let script = Arc::new(move |request: &Request, now: Timestamp| {
        if request.path == "/robots.txt" {
            return Response::status(404);
        }
        // The capture changes every hour, which is several polls.
        let hour = now.duration_since(at(hours(0))).as_hours();
        let body = if hour % 2 == 0 { &first } else { &second };
        Response::ok("text/html; charset=utf-8", body.clone())
    });
    let mut run = Run::over(ASDA, script).await;
    run.until(hours(1)).await;
    let before = run.source("asda").await;
    assert_eq!(before.last_outcome, Some(Outcome::Reviews), "{:?}", before.note);
    assert!(before.reviews > 0, "the page holds reviews");
    run.until(hours(5)).await;
    let after = run.source("asda").await;
    assert!(after.last_success > before.last_success, "it was polled on and on");
    assert_eq!((after.reviews, after.rejects), (before.reviews, 0), "no new review");
    assert!(run.log().is_empty(), "no mail: {:?}", run.log());
}
