//! Bytes become the text their author saw, on samples that others collected.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use reviewd::fetch::{Page, charset};
use serde_json::Value;
use url::Url;

use crate::support::corpus;

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn saved(bytes: &[u8]) -> Page {
    let url = Url::parse("https://site.local/").expect("a URL");
    Page::saved(bytes, url, Timestamp::UNIX_EPOCH)
}

#[test]
fn the_declared_encoding_is_found_where_browsers_find_it() {
    let root = corpus("fixtures/06-http-charset/html-encoding-sniffer/test/fixtures");
    let mut checked = 0;
    for folder in ["bom", "normal", "utf", "no-result"] {
        for path in files(&root.join(folder)) {
            let bytes = fs::read(&path).expect("readable");
            let found = charset::declared(&bytes, Some("text/html"));
            let found = found.map_or("none", |encoding| encoding.name());
            let name = name(&path);
            // In "utf" the file's name is what the page declares, against its own bytes.
            let wanted = match folder {
                "no-result" => "none",
                "utf" => "UTF-8",
                _ => name.rsplit('_').next().unwrap_or_default(),
            };
            assert_eq!(found, wanted, "{}", path.display());
            checked += 1;
        }
    }
    assert_eq!(checked, 10, "the folder holds other files than it did");
}

#[test]
fn korean_feeds_come_without_one_damaged_character() {
    let folder = corpus("fixtures/03-feeds/korean-legacy");
    let text = fs::read(folder.join("expected.handout.json")).expect("readable");
    let expected: Vec<Value> = serde_json::from_slice(&text).expect("JSON");
    assert!(!expected.is_empty());
    for feed in expected {
        let file = feed["file"].as_str().expect("a name");
        let bytes = fs::read(folder.join(file)).expect("readable");
        for (how, text) in [
            ("as a feed", charset::decode(&bytes, Some("application/rss+xml"))),
            ("as plain XML", charset::decode(&bytes, Some("text/xml; charset=euc-kr"))),
            ("with no declaration", charset::decode(&bytes, Some("text/plain"))),
            ("saved", saved(&bytes).text),
        ] {
            assert!(!text.contains('\u{fffd}'), "{file} {how}: damaged characters");
            for entry in feed["feedparser"]["entries"].as_array().into_iter().flatten() {
                let title = entry["title"].as_str().unwrap_or_default();
                let plain = !title.contains(['&', '<', '"', '\'', '\u{fffd}', '\u{a0}']);
                let upstream_is_right = file != "ricanet.com.xml";
                assert!(
                    !plain || !upstream_is_right || text.contains(title),
                    "{file} {how}: the title {title:?} is not there"
                );
            }
        }
    }
}

#[test]
fn samples_of_korean_encodings_are_read_as_what_they_are() {
    let root = corpus("fixtures/06-http-charset/chardet-ko");
    for folder in ["CP949", "EUC-KR", "utf-8"] {
        for path in files(&root.join(folder)) {
            let bytes = fs::read(&path).expect("readable");
            let text = saved(&bytes).text;
            let damage = text.matches('\u{fffd}').count();
            assert_eq!(damage, 0, "{}: {damage} damaged characters", path.display());
        }
    }
}

#[test]
fn encodings_the_web_does_not_know_are_survived() {
    let root = corpus("fixtures/06-http-charset/chardet-ko");
    for folder in ["Johab", "iso-2022-kr"] {
        for path in files(&root.join(folder)) {
            let bytes = fs::read(&path).expect("readable");
            assert!(!saved(&bytes).text.is_empty(), "{}", path.display());
            for label in ["johab", "iso-2022-kr", "euc-kr", "utf-16"] {
                let declared = format!("text/html; charset={label}");
                let text = charset::decode(&bytes, Some(&declared));
                assert!(!text.is_empty(), "{} as {label}", path.display());
            }
        }
    }
}
