//! robots.txt is read as RFC 9309 wants, on cases that others wrote.

use std::fs;
use std::time::Duration;

use reviewd::fetch::{AGENT, Rules};
use serde_json::Value;
use url::Url;

use crate::support::corpus;

/// Cases where the collection and RFC 9309 disagree, or where no client can ask: group, a text of
/// the URL, what the collection wants, why not.
const DISAGREEMENTS: &[(&str, &str, bool, &str)] = &[];

struct Case {
    group: String,
    rules: Rules,
    url: Url,
    raw_url: String,
    allowed: bool,
    crawl_delay: Option<f64>,
}

fn cases(file: &str) -> Vec<Case> {
    let text = fs::read(corpus(file)).expect("readable");
    let all: Vec<Value> = serde_json::from_slice(&text).expect("JSON");
    let mut cases = Vec::new();
    for case in all {
        let word = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
        // A request without a URL or a name does not exist.
        let Ok(url) = Url::parse(&word("url")) else { continue };
        let (Some(robots), Some(allowed)) = (case["robots"].as_str(), case["allowed"].as_bool())
        else {
            continue;
        };
        cases.push(Case {
            group: word("test"),
            rules: Rules::parse(robots.as_bytes(), &word("agent")),
            raw_url: word("url"),
            url,
            allowed,
            crawl_delay: case["crawl_delay"].as_f64(),
        });
    }
    cases
}

fn wrong(cases: &[Case]) -> Vec<String> {
    let wrong = cases.iter().filter(|case| case.rules.allows(&case.url) != case.allowed);
    wrong.map(|c| format!("{} {} wants {}", c.group, c.raw_url, c.allowed)).collect()
}

#[test]
fn probe() {
    for file in ["google-robotstxt", "protego"] {
        let all = cases(&format!("fixtures/05-robots/{file}.handout.json"));
        println!("{file}: {} cases", all.len());
        for w in wrong(&all) {
            println!("  {w}");
        }
        for c in &all {
            if let Some(d) = c.crawl_delay {
                if c.rules.crawl_delay() != Duration::from_secs_f64(d) {
                    println!("delay {} {} {:?}", c.group, d, c.rules.crawl_delay());
                }
            }
        }
    }
    let _ = (AGENT, DISAGREEMENTS);
}
