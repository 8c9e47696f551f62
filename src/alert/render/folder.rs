//! An owner's own templates: read from a folder, tried on every sample, and judged before they are sent.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use regex::Regex;

use super::{both, builtin, folder_of, variables};
use crate::alert::Language;
use crate::alert::compose::content_of;
use crate::alert::sample::{SAMPLES, sample, sender};
use crate::settings::did_you_mean;

/// What is wrong with an own template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TemplateProblem {
    /// The file, below the folder.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong there.
    pub what: String,
    /// What helps.
    pub cure: Option<String>,
}

/// Larger ones are no templates.
const LARGEST: u64 = 1_000_000;

/// The compiled-in templates with the folder's in their place, and what is wrong with those.
pub(super) fn read(folder: &Path) -> std::io::Result<(Environment<'static>, Vec<TemplateProblem>)> {
    let mut problems = Vec::new();
    let mut own: BTreeMap<&'static str, String> = BTreeMap::new();
    for file in files(folder)? {
        let known = builtin::SOURCES.iter().find(|(name, _)| *name == file);
        let Some((name, _)) = known else {
            problems.extend(unknown_file(&file));
            continue;
        };
        match text_of(&folder.join(&file)) {
            Ok(text) => drop(own.insert(name, text)),
            Err(what) => problems.push(TemplateProblem { file, line: None, what, cure: None }),
        }
    }
    let mut environment = strict();
    for (name, text) in own.clone() {
        match environment.add_template_owned(name, text.clone()) {
            Ok(()) => problems.extend(unknown_variables(&environment, name, &text)),
            Err(error) => {
                problems.push(problem(&error));
                own.remove(name);
                builtin_again(&mut environment, name);
            }
        }
    }
    // What was found by reading says more than what then failed on the same line.
    let place = |problem: &TemplateProblem| (problem.file.clone(), problem.line);
    let read: BTreeSet<_> = problems.iter().map(place).collect();
    problems.extend(tried(&environment, &own).into_iter().filter(|p| !read.contains(&place(p))));
    problems.sort();
    problems.dedup();
    Ok((environment, problems))
}

/// The compiled-in templates; what is not there is an error rather than silence.
fn strict() -> Environment<'static> {
    let mut environment = builtin::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, _) in builtin::SOURCES {
        builtin_again(&mut environment, name);
    }
    environment
}

fn builtin_again(environment: &mut Environment<'static>, name: &str) {
    if let Some((name, text)) = builtin::SOURCES.iter().find(|(known, _)| *known == name) {
        environment.add_template(name, text).expect("the tests compile every template");
    }
}

/// Every file of the folder and of its folders that could be meant as a template.
fn files(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path: PathBuf = entry.path();
            if path.is_dir() && prefix.is_empty() && !name.starts_with('.') {
                folders.push((path, format!("{name}/")));
            } else if name.ends_with(".html") || name.ends_with(".txt") {
                found.push(format!("{prefix}{name}"));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn unknown_file(file: &str) -> Option<TemplateProblem> {
    let names = builtin::SOURCES.iter().map(|(name, _)| *name);
    let cure = did_you_mean(file, names)
        .unwrap_or_else(|| "`reviewd mail export` writes all there are".to_owned());
    let what = "no template is called so: the file is not used".to_owned();
    Some(TemplateProblem { file: file.to_owned(), line: None, what, cure: Some(cure) })
}

fn text_of(path: &Path) -> Result<String, String> {
    let size = std::fs::metadata(path).map_err(|e| format!("it cannot be read: {e}"))?.len();
    if size > LARGEST {
        return Err(format!("it has {size} bytes; allowed: up to {LARGEST}"));
    }
    let bytes = std::fs::read(path).map_err(|e| format!("it cannot be read: {e}"))?;
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
}

/// Names that no mail of the template knows, wherever they stand in it.
fn unknown_variables(
    environment: &Environment<'_>,
    name: &str,
    text: &str,
) -> Vec<TemplateProblem> {
    let Ok(template) = environment.get_template(name) else { return Vec::new() };
    let known = variables::known_to(name);
    let builtin: BTreeSet<&str> = environment.globals().map(|(name, _)| name).collect();
    let is_known = |found: &str| {
        let root = found.split('.').next().unwrap_or(found);
        known.contains(&found) || builtin.contains(root) || KEYWORDS.contains(&root)
    };
    let unknown = template.undeclared_variables(true).into_iter().filter(|found| !is_known(found));
    unknown.map(|found| unknown_variable(name, text, &found, &known)).collect()
}

/// What the template language itself brings.
const KEYWORDS: &[&str] = &["loop", "self", "super", "caller"];

fn unknown_variable(name: &str, text: &str, found: &str, known: &[&str]) -> TemplateProblem {
    let cure = did_you_mean(found, known.iter().copied())
        .unwrap_or_else(|| "`reviewd mail variables` lists those there are".to_owned());
    TemplateProblem {
        file: name.to_owned(),
        line: line_of(text, found),
        what: format!("there is no variable `{found}`"),
        cure: Some(cure),
    }
}

/// The first line where a variable stands.
fn line_of(text: &str, variable: &str) -> Option<usize> {
    let parts: Vec<String> = variable.split('.').map(regex::escape).collect();
    let pattern = Regex::new(&format!(r"\b{}\b", parts.join(r"\s*\.\s*"))).ok()?;
    let at = pattern.find(text)?.start();
    Some(text[..at].matches('\n').count() + 1)
}

/// Every sample, said with the own templates: what fails, and what is not said at all.
fn tried(
    environment: &Environment<'static>,
    own: &BTreeMap<&'static str, String>,
) -> Vec<TemplateProblem> {
    let mut problems = Vec::new();
    for language in [Language::Ko, Language::En] {
        let folder = folder_of(language);
        let shared = |name: &str| !name.contains('/');
        if !own.keys().any(|name| shared(name) || name.starts_with(folder)) {
            continue;
        }
        let sender = sender(language);
        for (name, _) in SAMPLES {
            let Some(sample) = sample(name, language) else { continue };
            let content = content_of(&sample.said, &sender, sample.now);
            match both(environment, content.template, language, &content.values) {
                Ok((text, html)) => {
                    let written = [(text, "txt"), (html, "html")];
                    let (template, values) = (content.template, &content.values);
                    let unsaid = written.iter().flat_map(|(said, ending)| {
                        let file = format!("{folder}/{}.{ending}", template.name());
                        unsaid(&file, said, values, own)
                    });
                    problems.extend(unsaid);
                }
                Err(error) => problems.push(problem(&error)),
            }
        }
    }
    problems
}

/// A mail that asks for a reply without saying where or by when is of no use.
fn unsaid(
    file: &str,
    said: &str,
    values: &minijinja::Value,
    own: &BTreeMap<&'static str, String>,
) -> Option<TemplateProblem> {
    let case = values.get_attr("c").ok()?;
    let asks = case.get_attr("state").ok()?.as_str().is_some_and(|s| s == "open" || s == "overdue");
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    let family = [stem.to_owned(), format!("{}/case", &file[..2])];
    let is_own = own.keys().any(|name| {
        !name.contains('/') || family.iter().any(|stem| name.split('.').next() == Some(stem))
    });
    if !asks || !is_own {
        return None;
    }
    let missing = ["url", "deadline"].into_iter().find(|key| {
        let value = case.get_attr(key).ok();
        let value = value.as_ref().and_then(minijinja::Value::as_str);
        value.is_some_and(|value| {
            !said.contains(&value.replace('&', "&amp;")) && !said.contains(value)
        })
    })?;
    Some(TemplateProblem {
        file: file.to_owned(),
        line: None,
        what: format!("it never shows `c.{missing}`, without which nobody can answer in time"),
        cure: Some(format!("write {{{{ c.{missing} }}}} where it belongs")),
    })
}

/// What the template language says of a failure, in an owner's words.
fn problem(error: &Error) -> TemplateProblem {
    let detail = error.detail().map(str::to_owned);
    let (what, cure) = match error.kind() {
        ErrorKind::SyntaxError => (
            format!("it is no template: {}", detail.unwrap_or_else(|| error.kind().to_string())),
            "the file of `reviewd mail export` shows how it is written".to_owned(),
        ),
        ErrorKind::UndefinedError => (
            format!("something it names is not there{}", with(detail)),
            "`reviewd mail variables` lists what there is; what may be none is asked for first: \
             {% if c.reply %}"
                .to_owned(),
        ),
        ErrorKind::UnknownFilter => (
            format!("it uses a filter that does not exist{}", with(detail)),
            "own filters are josa and quoted; those of Jinja are there too".to_owned(),
        ),
        kind => (
            format!("it fails: {kind}{}", with(detail)),
            "the file of `reviewd mail export` shows what works".to_owned(),
        ),
    };
    TemplateProblem {
        file: error.name().unwrap_or("?").to_owned(),
        line: error.line(),
        what,
        cure: Some(cure),
    }
}

fn with(detail: Option<String>) -> String {
    detail.map_or_else(String::new, |detail| format!(": {detail}"))
}
