//! What the samples promise.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::*;
use crate::alert::compose::content_of;
use crate::alert::render::{Template, variables};

fn contents() -> Vec<crate::alert::compose::Content> {
    let of = |language| {
        SAMPLES.iter().map(move |(name, _)| {
            let sample = sample(name, language).expect("every name has a sample");
            content_of(&sample.said, &sender(language), sample.now)
        })
    };
    of(Language::Ko).chain(of(Language::En)).collect()
}

#[test]
fn every_template_has_a_sample() {
    let shown: BTreeSet<Template> = contents().iter().map(|content| content.template).collect();
    for template in Template::ALL {
        assert!(shown.contains(&template), "no sample shows {template:?}");
    }
}

/// Every path below a value; `[]` stands for each of a list.
fn paths(path: &str, value: &Json, found: &mut BTreeSet<String>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Json::Object(pairs) => {
            for (key, value) in pairs {
                found.insert(below(key));
                paths(&below(key), value, found);
            }
        }
        Json::Array(items) => {
            for item in items {
                paths(&format!("{path}[]"), item, found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_variable_is_explained_and_none_that_is_not_there() {
    let mut seen = BTreeSet::new();
    for content in contents() {
        let json = serde_json::to_value(&content.values).expect("values are data");
        paths("", &json, &mut seen);
    }
    // Each of several cases has what one case has.
    let seen: BTreeSet<String> =
        seen.into_iter().map(|path| path.replace("cases[].", "c.")).collect();
    let explained: BTreeSet<String> = variables()
        .iter()
        .flat_map(|(_, variables)| variables.iter().map(|variable| variable.path.to_owned()))
        .filter(|path| path != "lang")
        .collect();
    let missing: Vec<_> = seen.difference(&explained).collect();
    assert!(missing.is_empty(), "not explained in render/variables.rs: {missing:#?}");
    let gone: Vec<_> = explained.difference(&seen).collect();
    assert!(gone.is_empty(), "explained and never seen in a sample: {gone:#?}");
}

#[test]
fn every_sample_is_a_mail_in_both_languages() {
    for (name, what) in SAMPLES {
        assert!(!what.is_empty());
        for language in [Language::Ko, Language::En] {
            let sample = sample(name, language).expect("every name has a sample");
            let shown = crate::alert::preview(&sample.said, &sender(language), sample.now);
            assert!(shown.html.contains("</html>") && shown.text.lines().count() > 3, "{name}");
        }
    }
    assert!(sample("no-such-mail", Language::Ko).is_none());
}
