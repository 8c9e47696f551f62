//! What is wrong with a file, as its owner reads it: each problem with its line and its cure.

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::settings::{Problem, Severity};

/// The problems of one file, in its order; never empty of meaning: what is not here is fine.
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
        Self { name, text, problems }
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

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(&Renderer::plain()))
    }
}
