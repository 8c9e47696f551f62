//! Pages of every kind whose dates only mean something together.

use super::*;
use crate::review::{Interval, Posted, Reply};
use crate::source::example::{page, seen, source};
use crate::source::{Outcome, Reject};
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn day(posted: &Posted) -> String {
    let Some(Interval { earliest, latest }) = posted.interval else { return "unread".to_owned() };
    let zone = TimeZone::get("Asia/Seoul").expect("it is a zone");
    let [first, last] = [earliest, latest].map(|at| at.to_zoned(zone.clone()).date().to_string());
    if first == last { first } else { format!("{first}..{last}") }
}

fn days(read: &Extraction) -> Vec<String> {
    assert_eq!(read.outcome, Outcome::Reviews, "{:?}", read.note);
    read.reviews.iter().map(|review| day(&review.posted)).collect()
}

fn read(kind: &str, options: &str, text: &str) -> Extraction {
    let source = source(kind, options).unwrap_or_else(|problems| panic!("{problems:?}"));
    source.read(&page(text))
}

const HTML: &str = "item = \"li\"\nbody = \"p\"\ndate = \"time\"\n[reply]\ncss = \".reply\"\nbody = \"q\"\ndate = \"i\"";
const JSON: &str = "items = \"$.r[*]\"\nbody = \"$.t\"\ndate = \"$.d\"";

#[test]
fn one_sure_date_settles_a_page_of_every_kind() {
    let html =
        "<ul><li><p>a</p><time>03/02/2024</time></li><li><p>b</p><time>25/01/2024</time></li></ul>";
    let json = r#"{"r":[{"t":"a","d":"03/02/2024"},{"t":"b","d":"25/01/2024"}]}"#;
    let feed = "<rss><channel><item><title>a</title><pubDate>03/02/2024</pubDate></item>\
                <item><title>b</title><pubDate>25/01/2024</pubDate></item></channel></rss>";
    for (kind, options, text) in [("html", HTML, html), ("json", JSON, json), ("feed", "", feed)] {
        let found = read(kind, options, text);
        assert_eq!(days(&found), ["2024-02-03", "2024-01-25"], "{kind}");
        assert_eq!(found.rejects, [], "{kind}");
    }
}

#[test]
fn a_list_from_new_to_old_tells_the_year() {
    let rows = ["3.15", "1.5", "12.30", "4.2", "2.1"];
    let items: String =
        rows.iter().map(|date| format!("<li><p>a</p><time>{date}</time></li>")).collect();
    let found = read("html", HTML, &format!("<ul>{items}</ul>"));
    assert_eq!(
        days(&found),
        ["2024-03-15", "2024-01-05", "2023-12-30", "2023-04-02", "2023-02-01"]
    );
}

#[test]
fn a_reply_is_read_after_its_review() {
    let text = "<ul><li><p>a</p><time>2022-12-28</time><div class=reply><q>b</q><i>1월 2일</i></div></li></ul>";
    let found = read("html", HTML, text);
    let reply = found.reviews[0].reply.as_ref().expect("it was answered");
    assert_eq!(day(&reply.posted), "2023-01-02");
}

#[test]
fn what_was_written_elsewhere_counts_from_when_it_was_written() {
    let html = "item = \"li\"\nbody = \"p\"\ndate = \"time\"\nwritten = \"b\"";
    let text = "<ul><li><p>a</p><time>2024.03.10</time><b>2024.03.01</b></li>\
                <li><p>b</p><time>2024.03.09</time><b>-</b></li>\
                <li><p>c</p><time>2024.03.08</time></li></ul>";
    let found = read("html", html, text);
    assert_eq!(days(&found), ["2024-03-01", "2024-03-09", "2024-03-08"]);
    assert_eq!(found.reviews[0].posted.text.as_deref(), Some("2024.03.01"));
    let json = format!("{JSON}\nwritten = \"$.w\"");
    let text = r#"{"r":[{"t":"a","d":"2024-03-10","w":"2024-03-01"},{"t":"b","d":"2024-03-09"}]}"#;
    assert_eq!(days(&read("json", &json, text)), ["2024-03-01", "2024-03-09"]);
}

#[test]
fn a_date_that_cannot_be_read_is_told_once_and_keeps_its_review() {
    let html = "<ul><li><p>a</p><time>언젠가</time></li></ul>";
    let json = r#"{"r":[{"t":"a","d":"언젠가"}]}"#;
    let feed =
        "<rss><channel><item><title>a</title><pubDate>언젠가</pubDate></item></channel></rss>";
    for (kind, options, text) in [("html", HTML, html), ("json", JSON, json), ("feed", "", feed)] {
        let found = read(kind, options, text);
        assert_eq!(days(&found), ["unread"], "{kind}");
        let why = "no date can be read from \"언젠가\"; the review is kept without one";
        assert_eq!(found.rejects, [Reject::new(why, "a")], "{kind}");
    }
}

#[test]
fn what_the_list_settled_is_not_opened_again_by_the_page_behind_it() {
    let options = format!("link = \"a\"\n{HTML}\n[detail]\nbody = \"p\"\ndate = \"time\"");
    let source = source("html", &options).unwrap_or_else(|problems| panic!("{problems:?}"));
    let row = |date| format!("<li><p>a</p><a href=/1>a</a><time>{date}</time></li>");
    let list = source.read(&page(&format!("<ul>{}{}</ul>", row("03/02/2024"), row("25/01/2024"))));
    for (behind, wanted) in [
        ("", "2024-02-03"),
        ("<time>03/02/2024</time>", "2024-02-03"),
        ("<time>2024-02-02</time>", "2024-02-02"),
    ] {
        let found = source.read_detail(&list.reviews[0], &page(&format!("<p>more</p>{behind}")));
        assert_eq!(days(&found), [wanted], "behind the row stands {behind:?}");
    }
    // The list tells how its pages write dates.
    let found = source.read_detail(&list.reviews[1], &page("<p>more</p><time>03/02/2024</time>"));
    assert_eq!(days(&found), ["2024-02-03"]);
}

#[test]
fn a_moment_that_stood_beside_the_words_is_kept() {
    let at: Timestamp = "2024-03-15T01:02:03Z".parse().expect("a constant");
    let shown =
        Posted {
            text: Some("어제".to_owned()), interval: Some(Interval::at(at)), relative: false
        };
    let mut found = read("json", JSON, r#"{"r":[{"t":"a"}]}"#);
    found.reviews[0].posted = shown.clone();
    found.reviews[0].reply =
        Some(Reply { author: None, body: "b".to_owned(), posted: shown.clone() });
    let context = Context {
        url: page("").url,
        zone: TimeZone::UTC,
        date_order: None,
        content: crate::source::Content::Reviews,
        newest_first: true,
        reply_authors: Vec::new(),
    };
    dates::settle(&mut found, &context, seen());
    assert_eq!(found.reviews[0].posted, shown);
    assert_eq!(found.reviews[0].reply.as_ref().map(|reply| &reply.posted), Some(&shown));
}
