//! What is wrong with a file, as its owner reads it: each problem with its line and its cure.

use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use regex::{Captures, Regex};

use crate::settings::{Problem, Severity};

/// The problems of one file, in its order, with the lines they are on.
///
/// `Display` is plain, for journals; [`Report::styled`] is for terminals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    name: String,
    text: String,
    problems: Vec<Problem>,
}

impl Report {
    /// The `problems` of the file called `name` that holds `text`.
    pub(super) fn new(name: String, text: String, problems: Vec<Problem>) -> Self {
        Self { name, text: without_secrets(&text), problems }
    }

    /// Adds what became known only after the file was read.
    pub fn add(&mut self, problem: Problem) {
        self.problems.push(problem);
        self.problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
    }

    /// Where a line stands that is exactly so; an empty place where there is none.
    pub fn place_of(&self, line: &str) -> Range<usize> {
        let mut start = 0;
        for found in self.text.split_inclusive('\n') {
            if found.trim_end() == line {
                return start..start + line.len();
            }
            start += found.len();
        }
        0..0
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Each problem, in the order of the file.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The 1-based line a problem points at; `None` where it is about the file as a whole.
    pub fn line(&self, problem: &Problem) -> Option<usize> {
        let before = self.text.get(..problem.span.start)?;
        (!problem.span.is_empty()).then(|| before.matches('\n').count() + 1)
    }

    /// The same as `Display`, with ANSI colours; print it through `anstream`.
    pub fn styled(&self) -> String {
        self.render(&Renderer::styled())
    }

    fn render(&self, renderer: &Renderer) -> String {
        let rendered: Vec<String> =
            self.problems.iter().map(|problem| renderer.render(&self.groups(problem))).collect();
        rendered.join("\n\n")
    }

    fn groups<'r>(&'r self, problem: &'r Problem) -> Vec<Group<'r>> {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let titled = level.primary_title(&problem.message);
        let mut group = if self.line(problem).is_some() {
            titled.element(
                Snippet::source(&self.text)
                    .path(&self.name)
                    .annotation(AnnotationKind::Primary.span(problem.span.clone())),
            )
        } else {
            titled.element(Origin::path(&self.name))
        };
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.message(help));
        }
        vec![group]
    }
}

/// A secret written where its place should stand (what follows a `{` is such a place), or the login in
/// an address.
static SECRET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?mix)
        ( [\w.-]* (?:passw|secret|token|api.?key|authorization|cookie) [\w.-]* ['\x22]? \s*=\s* )
        ( [^{\s].* )$
        | (://) ([^/\s'\x22@]+) @",
    )
    .expect("the pattern is fixed and valid")
});

/// The text with secrets starred out byte by byte, so that places keep their numbers.
fn without_secrets(text: &str) -> String {
    SECRET
        .replace_all(text, |found: &Captures<'_>| {
            let group = |n| found.get(n).map_or("", |group| group.as_str());
            let at = if group(4).is_empty() { "" } else { "@" };
            let stars = "*".repeat(group(2).len() + group(4).len());
            format!("{}{}{stars}{at}", group(1), group(3))
        })
        .into_owned()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(&Renderer::plain()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_in_the_wrong_place_is_never_repeated() {
        for line in [
            "password = \"hunter2\"",
            "  smtp.password=hunter2",
            "password = '비밀hunter2' # mine",
            "headers = { Authorization = \"Bearer hunter2\" }",
            "\"X-Api-Key\" = \"hunter2\"",
            "url = \"https://kim:hunter2@mall.example.com/\"",
            "url = https://hunter2@mall.example.com/",
        ] {
            let text = format!("a = 1\n{line}\nb = 2\n");
            let kept = without_secrets(&text);
            assert!(!kept.contains("hunter2"), "{kept}");
            assert_eq!(kept.len(), text.len(), "places moved: {kept}");
            assert!(kept.starts_with("a = 1\n") && kept.ends_with("\nb = 2\n"), "{kept}");
        }
        let place = "password = { credential = \"smtp-password\" }\n";
        assert_eq!(without_secrets(place), place);
    }
}
