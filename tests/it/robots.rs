//! robots.txt is read as RFC 9309 wants, on cases that others wrote.

use std::fs;
use std::time::Duration;

use reviewd::fetch::{AGENT, Rules};
use serde_json::Value;
use url::Url;

use crate::support::corpus;

/// A question about a robots.txt and its right answer.
struct Case {
    group: String,
    rules: Rules,
    url: String,
    allowed: bool,
}

impl Case {
    fn is_met(&self) -> bool {
        let site = Url::parse("http://site.local").expect("a URL");
        let url = site.join(&self.url).expect("a URL");
        self.rules.allows(&url) == self.allowed
    }
}

fn read(name: &str) -> Vec<Value> {
    let file = corpus(&format!("fixtures/05-robots/{name}.handout.json"));
    serde_json::from_slice(&fs::read(file).expect("readable")).expect("JSON")
}

fn word(case: &Value, key: &str) -> String {
    case[key].as_str().unwrap_or_default().to_owned()
}

fn rules(case: &Value) -> Rules {
    Rules::parse(word(case, "robots").as_bytes(), &word(case, "agent"))
}

fn cases(name: &str) -> Vec<Case> {
    let all = read(name).into_iter();
    let asked = all.filter_map(|case| {
        let allowed = case["allowed"].as_bool()?;
        Some(Case {
            group: word(&case, "test"),
            rules: rules(&case),
            url: word(&case, "url"),
            allowed,
        })
    });
    asked.collect()
}

/// Cases that the collection and RFC 9309 answer differently: group, how many, why.
type Disagreement = (&'static str, usize, &'static str);

const GOOGLE: &[Disagreement] = &[(
    "ID_Encoding",
    3,
    "two ask for a URL with raw characters, which the URL standard always encodes; \
     one wants an encoded letter to differ from the letter, against the table in 2.2.2",
)];

const PROTEGO: &[Disagreement] = &[
    (
        "TestProtego::test_unicode_url_and_useragent",
        1,
        "a product token is compared, not a whole User-Agent header (2.2.1)",
    ),
    ("TestProtego::test_grouping_unknown_keys", 3, "unknown lines do not end a group (2.2.4)"),
    ("TestProtego::test_special_symbols_dual_behaviour", 2, "a final $ is never literal (2.2.3)"),
];

/// Requires that all cases are met but the listed ones, and prints the figures.
fn require(name: &str, disagreements: &[Disagreement]) {
    let cases = cases(name);
    let unmet: Vec<&Case> = cases.iter().filter(|case| !case.is_met()).collect();
    eprintln!("{name}: {} of {} met", cases.len() - unmet.len(), cases.len());
    let of = |group: &str| unmet.iter().filter(|case| case.group == group).count();
    for (group, count, why) in disagreements {
        eprintln!("  {group}: {count} not met: {why}");
        assert_eq!(of(group), *count, "{group}: the list of disagreements is out of date");
    }
    for case in &unmet {
        let listed = disagreements.iter().any(|(group, ..)| *group == case.group);
        assert!(listed, "{}: {} must be allowed: {}", case.group, case.url, case.allowed);
    }
}

#[test]
fn every_case_of_googles_collection_is_met_but_for_reviewed_ones() {
    require("google-robotstxt", GOOGLE);
}

#[test]
fn every_case_of_protego_is_met_but_for_reviewed_ones() {
    require("protego", PROTEGO);
}

#[test]
fn crawl_delays_are_read() {
    let all = read("protego");
    let asked: Vec<&Value> = all.iter().filter(|case| case.get("crawl_delay").is_some()).collect();
    assert!(!asked.is_empty(), "no case asks for a crawl delay");
    for case in asked {
        let wanted = case["crawl_delay"].as_f64().unwrap_or_default();
        assert_eq!(rules(case).crawl_delay(), Duration::from_secs_f64(wanted), "{case}");
    }
}

#[test]
fn every_real_file_is_read_and_says_something() {
    let root = Url::parse("https://site.local/robots.txt").expect("a URL");
    let mut strict = 0;
    let mut files = 0;
    for file in fs::read_dir(corpus("fixtures/05-robots/real-files")).expect("a folder") {
        let path = file.expect("a file").path();
        let text = fs::read(&path).expect("readable");
        let rules = Rules::parse(&text, AGENT);
        assert!(rules.allows(&root), "{}: robots.txt itself is always allowed", path.display());
        files += 1;
        strict += usize::from(rules != Rules::parse(b"", AGENT));
    }
    eprintln!("real files: {strict} of {files} hold rules for us");
    assert!(strict * 10 > files * 8, "only {strict} of {files} hold rules: they are not read");
}
