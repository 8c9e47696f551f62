//! `reviewd try` shows what would be made of a source, and leaves nothing behind.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use reviewd::demo::site::{Request, Response, Site};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::shops::{
    ASDA, CAFE24_ARTICLE, CAFE24_LIST, MORRISONS, OHOUSE, YELP, key, saved,
};
use crate::support::source::configuration;

/// A folder with a configuration of one source, `mall`.
fn folder(source: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("reviewd.toml"), configuration(source))
        .expect("the temporary folder can be written");
    folder
}

fn reviewd_try(folder: &Path, source: &str, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_reviewd"))
        .args(["try", source, "--config"])
        .arg(folder.join("reviewd.toml"))
        .args(more)
        .env_remove("STATE_DIRECTORY")
        .output()
        .expect("the program starts")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|why| {
        panic!("no JSON ({why}): {output:?}");
    })
}

fn on_saved_page(name: &str, options: &str) -> (Output, Value) {
    let folder = folder(options);
    let page = saved(name);
    let page = page.to_str().expect("the path is text");
    let output = reviewd_try(folder.path(), "mall", &["--json", "--page", page]);
    let object = json(&output);
    (output, object)
}

fn words(value: &Value) -> Option<String> {
    value.as_str().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn json_says_of_real_pages_what_their_keys_say() {
    for (name, options) in [
        ("asda-shampoo", ASDA),
        ("asda-page-c", ASDA),
        ("cafe24-insideobject-list", CAFE24_LIST),
        ("cafe24-insideobject-article", CAFE24_ARTICLE),
        ("morrisons-bananas", MORRISONS),
        ("ohouse-single", OHOUSE),
        ("yelp-gary-danko", YELP),
    ] {
        let (output, object) = on_saved_page(name, options);
        assert_eq!(output.status.code(), Some(0), "{name}: {object}");
        assert_eq!(object["outcome"], "reviews", "{name}");
        let reviews = object["reviews"].as_array().expect("a list of reviews");
        let wanted = key(name);
        assert_eq!(reviews.len(), wanted.len(), "{name}");
        for (at, (found, wanted)) in reviews.iter().zip(&wanted).enumerate() {
            for field in ["id", "author", "title", "body"] {
                assert_eq!(words(&found[field]), words(&wanted[field]), "{name} {at} {field}");
            }
            for field in ["rating", "rating_max"] {
                assert_eq!(found[field].as_f64(), wanted[field].as_f64(), "{name} {at} {field}");
            }
            assert_eq!(
                found["posted"]["latest"].is_null(),
                wanted["date"].is_null(),
                "{name} {at}"
            );
            let negative = found["verdict"] == "negative";
            assert_eq!(found["deadline"].is_string(), negative, "{name} {at}: {found}");
        }
    }
}

#[test]
fn the_keys_of_the_json_object_are_stable() {
    let (_, object) = on_saved_page("morrisons-bananas", MORRISONS);
    let keys = |value: &Value| -> Vec<String> {
        value.as_object().expect("an object").keys().cloned().collect()
    };
    assert_eq!(keys(&object), ["source", "outcome", "note", "reviews", "rejects", "next"]);
    let complaint = &object["reviews"][0];
    assert_eq!(
        keys(complaint),
        [
            "id",
            "author",
            "rating",
            "rating_max",
            "title",
            "body",
            "secret",
            "posted",
            "url",
            "reply",
            "product",
            "verdict",
            "evidence",
            "deadline"
        ]
    );
    assert_eq!(keys(&complaint["posted"]), ["text", "earliest", "latest"]);
    assert_eq!(keys(&complaint["evidence"][0]), ["signal", "weight", "quote"]);
    assert_eq!(complaint["verdict"], "negative", "a customer threw the bananas away: {complaint}");
    // 19/04/2025 began at midnight in London, which was on summer time.
    assert_eq!(complaint["posted"]["earliest"], "2025-04-18T23:00:00Z");
    assert_eq!(complaint["deadline"], "2025-04-19T23:00:00Z");
    assert!(complaint["reply"].is_null() && complaint["product"].is_null(), "{complaint}");
}

#[test]
fn a_page_that_proves_nothing_ends_with_1_and_its_json() {
    let (output, object) = on_saved_page("naver-place-rate-limited", OHOUSE);
    assert_eq!((output.status.code(), &object["outcome"]), (Some(1), &"blocked".into()));
    let (output, object) = on_saved_page("gmarket-product-qna", OHOUSE);
    assert_eq!((output.status.code(), &object["outcome"]), (Some(1), &"error".into()));
    let note = object["note"].as_str().unwrap_or_default();
    assert!(note.starts_with("list not found"), "{note}");
}

#[test]
fn people_read_who_wrote_what_is_made_of_it_and_when_an_answer_is_due() {
    let folder = folder(MORRISONS);
    let page = saved("morrisons-bananas");
    let page = page.to_str().expect("the path is text");
    let output = reviewd_try(folder.path(), "mall", &["--page", page]);
    let text = String::from_utf8(output.stdout).expect("the output is text");
    for part in [
        "리뷰 5건 가운데",
        "1. Pippa  5점 만점에 1점",
        "\"19/04/2025\" = 2025-04-19 08:00 ~ 2025-04-20 07:59 사이",
        "불만",
        "2025-04-20 08:00까지 (",
    ] {
        assert!(text.contains(part), "{part:?} is missing:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "no colour where nobody sees it");
    let left = std::fs::read_dir(folder.path()).expect("the folder can be read").count();
    assert_eq!(left, 1, "nothing is left beside the configuration");
}

#[test]
fn a_misspelt_source_is_answered_with_the_nearest() {
    let output = reviewd_try(folder(ASDA).path(), "mal", &[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("did you mean `mall`?"), "{said}");
}

#[test]
fn a_broken_configuration_ends_with_78() {
    let output = reviewd_try(folder("kind = \"html\"\nurl = \"no\"\n").path(), "mall", &[]);
    assert_eq!(output.status.code(), Some(78), "{output:?}");
}

const BOARD: &str = "<ul><li><a href='/1'>별로예요</a></li><li><a href='/2'>최고예요</a></li></ul>";

fn board(request: &Request) -> Response {
    match request.path.as_str() {
        "/list" => Response::ok("text/html; charset=utf-8", BOARD),
        "/1" => Response::ok("text/html; charset=utf-8", "<p>컵이 깨져서 왔는데 환불도 안 해줘요"),
        "/secret" => Response::ok("text/html", BOARD),
        "/robots.txt" => Response::ok("text/plain", "User-agent: *\nDisallow: /secret\n"),
        _ => Response::status(404),
    }
}

fn live(site: &Site, path: &str) -> (Output, Value) {
    let options = format!(
        "kind = \"html\"\nurl = \"{}\"\n[source.html]\nitem = \"li\"\ntitle = \"a\"\nlink = \"a\"\n\
         [source.html.detail]\nbody = \"p\"\n",
        site.url(path)
    );
    let folder = folder(&options);
    let output = reviewd_try(folder.path(), "mall", &["--json"]);
    let object = json(&output);
    (output, object)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_live_board_is_read_with_the_page_behind_each_title() {
    let site = Site::start(Arc::new(board)).expect("a loopback site");
    let (output, object) = live(&site, "/list");
    assert_eq!(output.status.code(), Some(0), "{object}");
    assert_eq!(object["reviews"][0]["body"], "컵이 깨져서 왔는데 환불도 안 해줘요");
    assert_eq!(object["reviews"][0]["verdict"], "negative");
    assert!(object["reviews"][0]["deadline"].is_null(), "the page gives no time");
    assert_eq!(object["reviews"][1]["title"], "최고예요", "it stays without its own page");
    let why = object["rejects"][0]["why"].as_str().unwrap_or_default();
    assert!(why.contains("/2") && why.contains("404"), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_robots_txt_closes_is_disallowed() {
    let site = Site::start(Arc::new(board)).expect("a loopback site");
    let (output, object) = live(&site, "/secret");
    assert_eq!((output.status.code(), &object["outcome"]), (Some(1), &"disallowed".into()));
    assert!(object["note"].as_str().is_some_and(|note| note.contains("robots.txt")), "{object}");
}
