//! Recorded answers of social APIs are read with nothing but paths in the configuration.

use reviewd::fetch::{Page, PageRequest};
use reviewd::pipeline::ConfiguredSource;
use reviewd::review::Review;
use reviewd::source::{Extraction, Outcome};
use serde_json::Value;

use crate::support::corpus;
use crate::support::source::configured;

const MASTODON: &str = r#"
kind = "json"
url = "http://localhost:3000/api/v1/timelines/tag/fgiztsshwiaqqiztpmmjbtvmescsculuvmgjgopwoeidbcrixp?limit=10"
[source.json]
items = "$"
id = "$.id"
author = "$.account.username"
body = "$.content"
markup = "html"
date = "$.created_at"
link = "$.url"
cursor = { path = "$[-1:].id", param = "max_id" }
"#;

const REDDIT: &str = r#"
kind = "json"
url = "https://oauth.reddit.com/user/spez/?raw_json=1&t=all&limit=1024&sort=top"
[source.json]
items = "$.data.children[*].data"
id = "$.name"
author = "$.author"
title = "$['link_title', 'title']"
body = "$['body', 'selftext']"
date = "$.created_utc"
product = { path = "$.link_url", regex = "/r/([^/]+)/" }
cursor = { path = "$.data.after", param = "after" }
headers = { Accept = "application/json" }
"#;

const YOUTUBE: &str = r#"
kind = "json"
url = "https://www.googleapis.com/youtube/v3/commentThreads?part=snippet&videoId=D-lhorsDlUQ"
[source.json]
items = "$.items[*].snippet.topLevelComment"
id = "$.id"
author = "$.snippet.authorDisplayName"
body = "$.snippet.textOriginal"
date = "$.snippet.publishedAt"
link = "https://www.youtube.com/watch?v={$.snippet.videoId}&lc={$.id}"
error = "$.error.message"
cursor = { path = "$.nextPageToken", param = "pageToken" }
"#;

const FACEBOOK: &str = r#"
kind = "json"
url = "https://graph.facebook.com/v11.0/19292868552_10158407654328553/comments?limit=10"
[source.json]
items = "$.data[*]"
id = { path = "$.permalink_url", regex = 'comment_id=(\d+)' }
body = "$.message"
date = "$.created_time"
link = "$.permalink_url"
cursor = { path = "$.paging.cursors.after", param = "after" }
"#;

fn material(path: &str) -> Value {
    let file = corpus("fixtures/04-social-apis").join(path);
    let text = std::fs::read_to_string(file).expect("the answer can be read");
    serde_json::from_str(&text).expect("it is JSON")
}

/// The answer to a request, as the client hands it on.
fn answer(request: &PageRequest, status: u16, body: &Value) -> Page {
    let seen = "2026-08-01T14:00:00Z".parse().expect("it is a time");
    let page = Page::saved(body.to_string().as_bytes(), request.url.clone(), seen);
    Page { status, ..page }
}

/// Reads one answer to the first request.
fn read(source: &ConfiguredSource, body: &Value) -> Extraction {
    source.source.read(&answer(&source.source.first_page(), 200, body))
}

/// Follows a list through recorded answers until it ends.
fn follow(source: &ConfiguredSource, cassette: &Value) -> Vec<Extraction> {
    let exchanges = cassette["exchanges"].as_array().expect("exchanges");
    let mut pages = Vec::new();
    let mut next = Some(source.source.first_page());
    while let Some(request) = next {
        let recorded = exchanges
            .iter()
            .find(|e| e["method"] == "GET" && is_alike(e["uri"].as_str(), &request.url))
            .unwrap_or_else(|| panic!("nobody ever asked for {}", request.url));
        let status = recorded["status"].as_u64().and_then(|s| u16::try_from(s).ok());
        let page = answer(&request, status.expect("a status"), &recorded["body"]);
        let found = source.source.read(&page);
        next = found.next.clone();
        pages.push(found);
        assert!(pages.len() <= exchanges.len(), "the list has no end");
    }
    pages
}

/// The order of parameters means nothing.
fn is_alike(recorded: Option<&str>, asked: &url::Url) -> bool {
    let sorted = |url: &url::Url| {
        let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        pairs.sort();
        pairs
    };
    let recorded: Option<url::Url> = recorded.and_then(|uri| uri.parse().ok());
    recorded.is_some_and(|url| url.path() == asked.path() && sorted(&url) == sorted(asked))
}

fn reviews(pages: &[Extraction]) -> Vec<&Review> {
    pages.iter().flat_map(|page| &page.reviews).collect()
}

#[test]
fn a_mastodon_timeline_is_followed_to_its_end() {
    let source = configured(MASTODON);
    let pages = follow(&source, &material("mastodon/test_pagination_iterator.json"));
    let outcomes: Vec<Outcome> = pages.iter().map(|page| page.outcome).collect();
    assert_eq!(outcomes.last(), Some(&Outcome::Empty), "{outcomes:?}");
    let found = reviews(&pages);
    assert_eq!(found.len(), 30, "three pages of ten");
    let mut ids: Vec<_> = found.iter().map(|r| r.id.clone()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 30, "a post was read twice");
    for review in found {
        let body = review.body.as_deref().unwrap_or_default();
        assert!(!body.is_empty() && !body.contains('<'), "the text is still HTML: {body}");
        assert!(review.posted.interval.is_some(), "no date in {:?}", review.posted);
        assert!(review.url.as_deref().is_some_and(|url| url.starts_with("http://localhost:3000/")));
    }
}

#[test]
fn a_reddit_listing_of_a_thousand_comments_is_followed_to_its_end() {
    let source = configured(REDDIT);
    let pages = follow(&source, &material("reddit/TestListingGenerator.test_exhaust_items.json"));
    let found = reviews(&pages);
    assert_eq!((pages.len(), found.len()), (11, 1_001));
    for review in &found {
        assert!(
            review.id.as_deref().is_some_and(|id| id.starts_with("t1_") || id.starts_with("t3_"))
        );
        assert!(review.posted.interval.is_some(), "an epoch was not read: {:?}", review.posted);
    }
    let rejects: Vec<_> = pages.iter().flat_map(|page| &page.rejects).collect();
    assert!(rejects.is_empty(), "{rejects:?}");
    assert!(source.source.first_page().headers.iter().any(|(name, _)| name == "Accept"));
}

#[test]
fn youtube_comments_are_read_and_a_refusal_is_told_in_its_own_words() {
    let source = configured(YOUTUBE);
    let found =
        read(&source, &material("youtube/apidata/comment_threads/comment_threads_multi.json"));
    let first = &found.reviews[0];
    assert_eq!(first.author.as_deref(), Some("Hieu Nguyen"));
    assert_eq!(first.id.as_deref(), Some("UgxKREWxIgDrw8w2e_Z4AaABAg"));
    assert!(
        first.body.as_deref().is_some_and(|b| b.starts_with("Super video !!!\nWith full power"))
    );
    let posted = first.posted.interval.expect("the date is read").earliest;
    assert_eq!(posted.to_string(), "2019-04-20T01:03:39Z");
    assert_eq!(
        first.url.as_deref(),
        Some("https://www.youtube.com/watch?v=D-lhorsDlUQ&lc=UgxKREWxIgDrw8w2e_Z4AaABAg")
    );
    assert_eq!(found.next, None, "there is no next page token");

    let error = material("youtube/apidata/error_permission_resp.json");
    let refused = read(&source, &error);
    assert_eq!(refused.outcome, Outcome::Error);
    let words = "The caller does not have permission";
    assert!(refused.note.as_deref().is_some_and(|note| note.contains(words)), "{refused:?}");
    let forbidden = source.source.read(&answer(&source.source.first_page(), 403, &error));
    assert_eq!(forbidden.outcome, Outcome::Blocked);
    assert!(forbidden.note.as_deref().is_some_and(|note| note.contains(words)), "{forbidden:?}");
}

#[test]
fn a_token_in_an_answer_is_not_followed_when_a_cursor_does() {
    let source = configured(FACEBOOK);
    let found =
        read(&source, &material("facebook-instagram/facebook/apidata/comments/comments_p1.json"));
    assert_eq!(found.reviews.len(), 10);
    let first = &found.reviews[0];
    assert_eq!(first.id.as_deref(), Some("10158407835073553"));
    assert!(first.posted.interval.is_some(), "+0000 without a colon was not read");
    let next = found.next.expect("there is a second page").url;
    assert!(
        next.query().is_some_and(|q| q.contains("after=after") && !q.contains("token")),
        "{next}"
    );
}
