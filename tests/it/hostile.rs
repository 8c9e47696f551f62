//! Whatever a page holds, the daemon goes on, says what is wrong, and lets nothing through unescaped.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use mail_parser::MessageParser;
use reviewd::demo::site::{Request, Response};
use reviewd::source::Outcome;
use reviewd::store::Records;
use serde_json::json;

use crate::support::run::{Mail, OWNER, Run};
use crate::support::shop::{List, Post, at, hours, list_source};

/// The headers a mail of ours has, each once.
const HEADERS: [&str; 14] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Reviewd-Case",
    "X-Reviewd-Source",
    "X-Reviewd-Kind",
    "MIME-Version",
    "Content-Type",
];

fn html_source(id: &str) -> String {
    format!(
        r#"
[[source]]
id = "{id}"
kind = "html"
url = "{{site}}/{id}"
every = "1h"
[source.html]
list = ".reviews"
item = ".review"
id = {{ attr = "id" }}
author = ".who"
title = ".title"
body = ".text"
rating = {{ css = ".stars", max = 5 }}
date = ".when"
"#
    )
}

fn feed_source(id: &str) -> String {
    format!(
        "\n[[source]]\nid = \"{id}\"\nkind = \"feed\"\nurl = \"{{site}}/{id}\"\nevery = \"1h\"\n"
    )
}

fn html(text: impl Into<Vec<u8>>) -> Response {
    Response::ok("text/html; charset=utf-8", text)
}

/// A page of 50 MB.
fn huge() -> Response {
    static PAGE: LazyLock<String> = LazyLock::new(|| {
        let row = "<div class=\"review\"><p class=\"text\">좋아요</p></div>\n";
        format!("<div class=\"reviews\">{}</div>", row.repeat(50_000_000 / row.len() + 1))
    });
    html(PAGE.as_bytes())
}

/// A page of elements within elements.
fn deep() -> Response {
    html(format!("<div class=\"reviews\">{}", "<div class=\"review\">".repeat(100_000)))
}

fn laughs() -> Response {
    let mut entities = String::from("<!ENTITY lol0 \"lol\">");
    for level in 1..12 {
        let ten = format!("&lol{};", level - 1).repeat(10);
        entities.push_str(&format!("<!ENTITY lol{level} \"{ten}\">"));
    }
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [{entities}]><rss version=\"2.0\"><channel><item>\
         <guid>1</guid><title>&lol11;</title><description>&lol11;</description></item></channel></rss>"
    );
    Response::ok("application/rss+xml", text)
}

fn nested_feed() -> Response {
    let text = format!("<rss><channel><item><title>{}", "<b>".repeat(200_000));
    Response::ok("application/rss+xml", text)
}

/// Complaints whose every field tries something.
fn evil(now: Timestamp) -> Response {
    let break_out =
        "김\r\nBcc: victim@evil.example\r\n\r\n<script>alert(1)</script>\u{0}\u{7}\u{202e}";
    let review = |id: u32, stars: f64, when: &str, text: &str| {
        json!({
            "id": id,
            "who": break_out,
            "title": format!("환불\r\nX-Reviewd-Kind: forged\r\n{break_out}"),
            "stars": stars,
            "when": when,
            "text": format!("{text}\r\n.\r\n<script>alert(2)</script><img src=x onerror=alert(3)>\u{8}"),
            "link": "javascript:alert(4)",
        })
    };
    let grievance = "찌그러진 냄비가 왔고 고객센터는 전화를 받지 않습니다. 환불해 주세요.";
    let long = grievance.repeat(1_000_000 / grievance.len() + 1);
    let recent = now.to_string();
    let reviews = vec![
        review(1, 1.0, &recent, grievance),
        review(2, 7.0, &recent, grievance),
        review(3, 1.0, "1970-01-01T00:00:00Z", grievance),
        review(4, 1.0, "2999-12-31T23:59:59Z", grievance),
        review(5, 1.0, &recent, &long),
        json!({"id": 6, "who": null, "text": "  \r\n\u{0} "}),
        json!("no review at all"),
    ];
    Response::ok("application/json", json!({"reviews": reviews}).to_string())
}

/// The pages from the third hour on; before, each list is there and fine.
fn hostile(path: &str, now: Timestamp) -> Response {
    match path {
        "/huge" => huge(),
        "/deep" => deep(),
        "/laughs" => laughs(),
        "/nested" => nested_feed(),
        "/latin" => html(
            b"<div class=\"reviews\"><div class=\"review\" id=\"1\"><p class=\"who\">\xff\xfe\xc3(</p>\
              <p class=\"text\">\xed\xa0\x80 broken \xf0\x28\x8c\x28 money back please, it is defective</p>\
              <p class=\"stars\">1</p></div></div>"
                .to_vec(),
        ),
        "/garbage" => html((0..200_000_u32).map(|n| ((n * 7919) >> 3) as u8).collect::<Vec<u8>>()),
        "/torn" => Response::ok("application/json", "{\"reviews\": [{\"id\": 1, \"text\": \"환"),
        "/pit" => Response::ok("application/json", "[".repeat(1_000_000)),
        "/evil" => evil(at(hours(3))),
        _ => unreachable!("{path} at {now} is no page of the test"),
    }
}

fn quiet(path: &str) -> Response {
    match path {
        "/laughs" | "/nested" => Response::ok(
            "application/rss+xml",
            "<rss version=\"2.0\"><channel><item><guid>0</guid><title>Lovely, thank you</title></item></channel></rss>",
        ),
        "/torn" | "/pit" | "/evil" => Response::ok(
            "application/json",
            json!({"reviews": [{"id": 0, "text": "정말 좋아요", "stars": 5}]}).to_string(),
        ),
        _ => html(
            "<div class=reviews><div class=review id=0><p class=text>정말 좋아요</p></div></div>",
        ),
    }
}

fn sources() -> String {
    let mut all = list_source("good", "/good", "1h");
    for id in ["huge", "deep", "latin", "garbage"] {
        all.push_str(&html_source(id));
    }
    for id in ["laughs", "nested"] {
        all.push_str(&feed_source(id));
    }
    for id in ["torn", "pit", "evil"] {
        let titled = "body = \"$.text\"\ntitle = \"$.title\"";
        let source = list_source(id, &format!("/{id}"), "1h").replace("body = \"$.text\"", titled);
        all.push_str(&source.replace("\"https://shop.example/reviews/{{$.id}}\"", "\"$.link\""));
    }
    all
}

#[tokio::test]
async fn hostile_pages_are_told_of_and_harm_nobody() {
    let good = List::of(vec![
        Post::praise(1, hours(-1)),
        Post::complaint(2, hours(4)),
        Post::complaint(3, hours(5)),
    ]);
    let script = Arc::new(move |request: &Request, now| match request.path.as_str() {
        "/robots.txt" => Response::status(404),
        "/good" => good.answer(request, now),
        path if now < at(hours(3)) => quiet(path),
        path => hostile(path, now),
    });
    let mut run = Run::over(&sources(), script).await;
    run.until(hours(7)).await;
    told_in_words(&run).await;
    nobody_is_lost(&run).await;
    for mail in run.mails() {
        harms_nobody(mail);
    }
}

/// Every source says what is wrong with it, in a sentence.
async fn told_in_words(run: &Run) {
    let stopped = [
        ("huge", "it is longer than 20971520 bytes"),
        ("deep", "none of the 1 rows could be read"),
        ("garbage", "list not found"),
        ("nested", "no item of the feed could be read"),
        ("torn", "no JSON: EOF while parsing"),
        ("pit", "no JSON: 1000001 values in 1000000 bytes of JSON are more than is read"),
    ];
    for (id, words) in stopped {
        let source = run.source(id).await;
        assert_eq!(source.last_outcome, Some(Outcome::Error), "{id}");
        let note = source.note.unwrap_or_default();
        assert!(note.contains(words), "{id} says {note:?}");
        let broken = run.mails().iter().filter(|mail| {
            let told = mail
                .text
                .split("\n[")
                .any(|part| part.starts_with(&format!("{id}]")) && part.contains(words));
            mail.kind == "source_broken" && told
        });
        assert_eq!(broken.count(), 1, "{id} is told of once: {:?}", run.log());
    }
    for id in ["latin", "laughs", "evil", "good"] {
        let source = run.source(id).await;
        assert_eq!(source.last_outcome, Some(Outcome::Reviews), "{id}: {:?}", source.note);
    }
    let evil = run.source("evil").await;
    // A rating of 7 out of 5, a text cut short, a row without words, a row that is none.
    assert_eq!(evil.rejects, 4, "{evil:?}");
    let first = evil.first_reject.expect("the first of them is shown");
    assert!(first.why.contains("a rating of 7 out of 5 is impossible"), "{first:?}");
}

/// Every complaint is on record, told, and its clock starts at a time that can be.
async fn nobody_is_lost(run: &Run) {
    let cases = run.cases().await;
    // What one author writes again word by word is one case.
    let mut told: Vec<(&str, &str)> = cases
        .iter()
        .flat_map(|case| &case.places)
        .map(|place| (place.review.source.as_str(), place.review.native.as_str()))
        .collect();
    told.sort_unstable();
    let evil = ["1", "2", "3", "4", "5"].map(|native| ("evil", native));
    let wanted = [&evil[..], &[("good", "2"), ("good", "3"), ("latin", "1")]].concat();
    assert_eq!(told, wanted, "{:?}", run.log());
    for case in &cases {
        let when = at(hours(2))..=case.opened;
        assert!(when.contains(&case.started), "{} counts from {}", case.review, case.started);
        let code = case.id.to_string();
        let alerts = run.to(OWNER).into_iter().filter(|m| m.kind == "alert" && m.case == code);
        assert_eq!(alerts.count(), 1, "{} is told once: {:?}", case.review, run.log());
    }
    let reviews = run.store.reviews().await.expect("the store answers");
    let longest = reviews.iter().map(|r| r.review.words().chars().count()).max();
    assert!(longest.is_some_and(|l| (90_000..110_000).contains(&l)), "{longest:?} characters");
    let laughing = reviews.iter().find(|r| r.key.to_string() == "laughs/1").expect("it is kept");
    assert_eq!(laughing.review.title.as_deref(), Some("&lol11;"), "no entity unfolds");
}

/// No header that is not ours, none twice, no markup of a stranger's.
fn harms_nobody(mail: &Mail) {
    assert!(mail.bytes.is_ascii(), "a mail is ASCII: {}", mail.subject);
    let raw = String::from_utf8_lossy(&mail.bytes);
    let (head, body) = raw.split_once("\r\n\r\n").expect("a head and a body");
    assert!(!head.replace("\r\n", "").contains(|c: char| c.is_control()), "{head:?}");
    let mut names = Vec::new();
    for line in head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])) {
        let (name, _) = line.split_once(": ").unwrap_or_else(|| panic!("no header: {line:?}"));
        assert!(HEADERS.contains(&name), "{name} is no header of ours:\n{head}");
        assert!(!names.contains(&name), "{name} stands there twice:\n{head}");
        names.push(name);
    }
    assert!(!body.contains("\r\nBcc:"), "{body}");
    let parsed = MessageParser::default().parse(&mail.bytes).expect("a mail");
    assert_eq!(parsed.parts.len(), 3, "a text and its HTML, nothing slipped in between");
    assert!(parsed.subject().is_some_and(|s| !s.contains(char::is_control)), "{:?}", mail.subject);
    for tag in ["<script", "<img", "href=\"javascript:"] {
        assert!(!mail.html.contains(tag), "{tag} in the HTML of {}:\n{}", mail.subject, mail.html);
    }
    let noise = |c: char| (c.is_control() && c != '\r' && c != '\n') || c == '\u{202e}';
    assert!(!mail.text.contains(noise) && !mail.html.contains(noise), "{:?}", mail.text);
}
