//! What mails are built of is what mail programs show, as caniemail.com found by trying.
//!
//! Of Naver, Daum and Kakao mail it knows nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use regex::Regex;
use reviewd::alert::{Language, SAMPLES, Sender, Shop, Templates, preview, sample};
use scraper::{Html, Node};
use serde_json::Value;

use crate::support::corpus;

/// What is read most, in Korea and elsewhere, as far as the findings go.
const PROGRAMS: &[&str] = &["gmail", "apple-mail", "outlook", "samsung-email"];

/// A product's face that is as good as gone, or one for accounts from elsewhere.
const PASSED_OVER: &[&str] = &["outlook/windows-mail", "gmail/mobile-webmail"];

/// What some program does not show, and why the mail is as readable without it.
const SPARED: &[(&str, &str)] = &[
    ("css-at-media-prefers-color-scheme", "the light colours stay, which everyone can read"),
    ("css-border-radius", "corners are square"),
    ("css-max-height", "display:none hides the preview where this does not"),
    ("css-overflow", "display:none hides the preview where this does not"),
    ("css-word-wrap", "Outlook for Windows breaks long words by itself"),
    ("html-doctype", "what is used means the same in quirks mode"),
    ("html-meta-color-scheme", "the colours are all said"),
    ("html-body", "the table inside has the same colours"),
];

/// What is so old that nobody lists it.
const OLD: &[&str] = &[
    "html-html",
    "html-head",
    "html-title",
    "html-meta",
    "html-a",
    "html-br",
    "html-ins",
    "html-tbody",
    "html-class",
    "html-href",
    "html-name",
    "html-content",
    "html-charset",
    "css-color",
];

fn sender(language: Language) -> Sender {
    let shop = Shop {
        name: "달빛 & Co.".to_owned(),
        language,
        zone: jiff::tz::TimeZone::get("Asia/Seoul").expect("a bundled zone"),
        reply_authors: Vec::new(),
        signature: None,
        private_channel: None,
    };
    let from = "shop@example.com".parse().expect("a valid address");
    Sender { shop, from, templates: Templates::default().into(), names: HashMap::new() }
}

/// The HTML of every kind of mail in both languages.
fn mails() -> Vec<(String, String)> {
    let mut mails = Vec::new();
    for (folder, language) in [("ko", Language::Ko), ("en", Language::En)] {
        for (name, _) in SAMPLES {
            let sample = sample(name, language).expect("every name has a sample");
            let shown = preview(&sample.said, &sender(language), sample.now);
            mails.push((format!("{folder} {name}"), shown.html));
        }
    }
    mails
}

/// The features, as caniemail.com calls them, that a mail uses.
fn features(html: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for node in Html::parse_document(html).tree.nodes() {
        match node.value() {
            Node::Doctype(_) => drop(used.insert("html-doctype".to_owned())),
            Node::Element(element) => {
                used.insert(of_element(element.name()));
                let is_scheme =
                    element.attr("name").is_some_and(|name| name.contains("color-scheme"));
                if is_scheme {
                    used.insert("html-meta-color-scheme".to_owned());
                }
                for (name, value) in element.attrs() {
                    match name {
                        "style" => used.extend(of_declarations(value)),
                        "border" => drop(used.insert("html-table".to_owned())),
                        name => drop(used.insert(format!("html-{name}"))),
                    }
                }
            }
            Node::Text(text) if node.parent().is_some_and(|parent| is_style(parent.value())) => {
                used.extend(of_sheet(text));
            }
            _ => {}
        }
    }
    used
}

fn is_style(node: &Node) -> bool {
    matches!(node, Node::Element(element) if element.name() == "style")
}

fn of_element(name: &str) -> String {
    match name {
        "tr" | "td" => "html-table".to_owned(),
        name => format!("html-{name}"),
    }
}

fn of_declarations(style: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for declaration in style.split(';').filter(|declaration| !declaration.trim().is_empty()) {
        let (property, value) = declaration.split_once(':').expect("a declaration has a value");
        let property = property.trim();
        used.insert(match property {
            "font-family" => "css-font".to_owned(),
            "display" if value.trim() == "none" => "css-display-none".to_owned(),
            property => {
                let family = ["padding", "border", "margin"].into_iter();
                let mut side = family.filter(|family| {
                    let rest = property.strip_prefix(family);
                    rest.is_some_and(|r| ["-top", "-left", "-right", "-bottom"].contains(&r))
                });
                format!("css-{}", side.next().unwrap_or(property))
            }
        });
        for (unit, feature) in [("px", "css-unit-px"), ("%", "css-unit-percent")] {
            if value.contains(unit) {
                used.insert(feature.to_owned());
            }
        }
        if value.contains("!important") {
            used.insert("css-important".to_owned());
        }
    }
    used
}

/// Of a style sheet: its rules for dark surroundings, each for a class.
fn of_sheet(sheet: &str) -> BTreeSet<String> {
    static RULE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\.([a-z]+) \{([^}]*)\}").expect("a pattern"));
    let (media, rules) = sheet.trim().split_once('{').expect("a media query");
    assert_eq!(media.trim(), "@media (prefers-color-scheme: dark)", "the only one there is");
    let mut used = BTreeSet::from(["css-at-media-prefers-color-scheme".to_owned()]);
    for rule in RULE.captures_iter(rules) {
        used.insert("css-selector-class".to_owned());
        used.extend(of_declarations(&rule[2]));
    }
    assert_eq!(RULE.replace_all(rules, "").trim(), "}", "nothing else stands there");
    used
}

/// The programs that do not show a feature; `None` where it was never tried.
fn refused_by(findings: &BTreeMap<String, Value>, feature: &str) -> Option<Vec<String>> {
    let latest = findings.get(feature)?["latest"].as_object().expect("findings");
    let counts = |program: &str| {
        let (name, _) = program.split_once('/').unwrap_or((program, ""));
        PROGRAMS.contains(&name) && !PASSED_OVER.contains(&program)
    };
    let refuse = latest.iter().filter(|(program, found)| {
        counts(program) && found.as_str().is_some_and(|found| found.starts_with('n'))
    });
    Some(refuse.map(|(program, _)| program.clone()).collect())
}

#[test]
fn mail_programs_show_what_mails_are_built_of() {
    let text = std::fs::read_to_string(corpus("fixtures/08-email/caniemail/features.json"));
    let all: Vec<Value> =
        serde_json::from_str(&text.expect("the findings can be read")).expect("JSON");
    let name = |found: &Value| found["feature"].as_str().map(str::to_owned);
    let findings: BTreeMap<String, Value> =
        all.into_iter().filter_map(|found| Some((name(&found)?, found))).collect();
    assert!(findings.len() > 250, "only {} findings", findings.len());

    let mut spared = BTreeSet::new();
    let mut old = BTreeSet::new();
    for (mail, html) in mails() {
        let used = features(&html);
        assert!(used.len() > 25, "{mail}: only {used:?} found");
        for feature in used {
            if OLD.contains(&feature.as_str()) {
                old.insert(feature);
                continue;
            }
            let refused = refused_by(&findings, &feature)
                .unwrap_or_else(|| panic!("{mail} uses {feature}, of which nothing is known"));
            let named = SPARED.iter().any(|(spared, _)| *spared == feature);
            assert!(refused.is_empty() || named, "{mail} uses {feature}; not in {refused:?}");
            if !refused.is_empty() {
                spared.insert(feature);
            }
        }
    }
    for (feature, why) in SPARED {
        assert!(spared.contains(*feature), "{feature} ({why}) is shown by all, or no longer used");
    }
    for feature in OLD {
        assert!(old.contains(*feature), "{feature} is no longer used");
    }
}

#[test]
fn nothing_in_a_mail_is_fetched_and_links_go_to_the_web_alone() {
    for (mail, html) in mails() {
        assert!(!html.contains("url(") && !html.contains("@import"), "{mail}");
        let page = Html::parse_document(&html);
        for node in page.tree.nodes() {
            let Node::Element(element) = node.value() else { continue };
            let fetches = ["img", "link", "script", "iframe", "object", "video", "svg", "base"];
            assert!(!fetches.contains(&element.name()), "{mail} holds <{}>", element.name());
            for (name, value) in element.attrs() {
                assert!(!["src", "srcset", "background"].contains(&name), "{mail}: {name}={value}");
                if name == "href" {
                    let web = value.starts_with("https://") || value.starts_with("http://");
                    assert!(web, "{mail} links to {value}");
                }
            }
        }
    }
}

#[test]
fn every_mail_begins_with_what_its_list_shows_of_it() {
    for (mail, html) in mails() {
        let page = Html::parse_document(&html);
        let body = scraper::Selector::parse("body > div").expect("a selector");
        let first = page.select(&body).next().expect("a first part of the body");
        let style = first.attr("style").unwrap_or_default();
        assert!(style.contains("display:none"), "{mail}: the preview is not hidden");
        let said: String = first.text().collect();
        assert!(said.chars().count() >= 10 && !said.contains('\n'), "{mail}: {said:?}");
        let in_time = ["alert", "reminder"].iter().any(|kind| mail.ends_with(kind));
        let time = ["남음", "left"].iter().any(|word| said.contains(word));
        assert!(!in_time || time, "{mail}: the time left comes first: {said:?}");
    }
}

/// How much two colours differ, from 1 to 21 (WCAG 2.2, 1.4.3).
fn contrast(one: &str, other: &str) -> f64 {
    let light = |colour: &str| {
        let part = |at: usize| {
            let value = u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour");
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    };
    let (a, b) = (light(one), light(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_text_is_readable_by_day_and_by_night() {
    static COLOUR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:^|;|\s)color:\s*(#[0-9a-f]{6})").expect("a pattern"));
    static GROUND: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"background-color:\s*(#[0-9a-f]{6})").expect("a pattern"));
    static NIGHT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\.([a-z]+) \{[^}]*?[ ;]color: (#[0-9a-f]{6})").expect("a pattern")
    });
    let mut seen = BTreeSet::new();
    for (mail, html) in mails() {
        let (_, sheet) = html.split_once("@media").expect("colours for the night");
        let (sheet, _) = sheet.split_once("</style>").expect("the end of the sheet");
        let dark = GROUND.captures(sheet).expect("a ground for the night")[1].to_owned();
        let by_night: BTreeMap<&str, &str> = NIGHT
            .captures_iter(sheet)
            .map(|found| {
                (found.get(1).expect("a class").as_str(), found.get(2).expect("a colour").as_str())
            })
            .collect();
        for node in Html::parse_document(&html).tree.nodes() {
            let Node::Element(element) = node.value() else { continue };
            let Some(style) = element.attr("style") else { continue };
            let Some(colour) = COLOUR.captures(style).map(|found| found[1].to_owned()) else {
                continue;
            };
            let own = |style: &str| GROUND.captures(style).map(|found| found[1].to_owned());
            let parent = node.parent().and_then(|p| match p.value() {
                Node::Element(element) => element.attr("style").and_then(own),
                _ => None,
            });
            let ground = own(style).or(parent).unwrap_or("#ffffff".to_owned());
            let day = contrast(&colour, &ground);
            assert!(day >= 4.5, "{mail}: {colour} on {ground} is {day:.1}");
            seen.insert((colour.clone(), ground.clone()));
            let class = element.attr("class").unwrap_or_default();
            match by_night.get(class) {
                Some(at_night) => {
                    let night = contrast(at_night, &dark);
                    assert!(night >= 4.5, "{mail}: .{class} {at_night} on {dark} is {night:.1}");
                }
                None => assert_ne!(ground, "#ffffff", "{mail}: {colour} stays as it is by night"),
            }
        }
    }
    assert!(seen.len() >= 6, "only {seen:?} were found");
}
