//! Facts in, a text and an HTML page out: the templates that are compiled in, or the owner's own.

mod builtin;
mod folder;
mod variables;

pub use folder::TemplateProblem;
pub use variables::{Variable, variables};

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use minijinja::{Environment, Error, Value, context};

use super::Language;

/// Which mail it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Template {
    Alert,
    Reminder,
    Overdue,
    Answered,
    HandedBack,
    Unconfirmed,
    FollowUp,
    SourceBroken,
    SourceRecovered,
    Many,
    Digest,
    Test,
}

impl Template {
    fn name(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Reminder => "reminder",
            Self::Overdue => "overdue",
            Self::Answered => "answered",
            Self::HandedBack => "handed_back",
            Self::Unconfirmed => "unconfirmed",
            Self::FollowUp => "follow_up",
            Self::SourceBroken => "source_broken",
            Self::SourceRecovered => "source_recovered",
            Self::Many => "many",
            Self::Digest => "digest",
            Self::Test => "test",
        }
    }
}

/// What mails look like.
#[derive(Default)]
pub struct Templates {
    /// The owner's templates beside the compiled-in ones that they do not replace.
    own: Option<Environment<'static>>,
    /// Which of them failed; each is told of once.
    failed: Mutex<BTreeSet<String>>,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").field("own", &self.own.is_some()).finish_non_exhaustive()
    }
}

impl Templates {
    /// The owner's templates in `folder`, and everything that is wrong with them. One that cannot be
    /// read is left out, so that the compiled-in one is used.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn read(folder: &Path) -> std::io::Result<(Self, Vec<TemplateProblem>)> {
        let (own, problems) = folder::read(folder)?;
        Ok((Self { own: Some(own), ..Self::default() }, problems))
    }

    /// The text and the HTML. An own template that fails is told of in the log, once, and the
    /// compiled-in one takes its place: a mail is never lost to its looks.
    pub(super) fn render(
        &self,
        template: Template,
        language: Language,
        values: &Value,
    ) -> (String, String) {
        if let Some(own) = &self.own {
            match both(own, template, language, values) {
                Ok(both) => return both,
                Err(error) => self.report(template, &error),
            }
        }
        both(builtin::environment(), template, language, values)
            .expect("the tests render every template")
    }

    /// No word of the error itself: it may hold a customer's.
    fn report(&self, template: Template, error: &Error) {
        let name = error.name().unwrap_or(template.name()).to_owned();
        let line = error.line().unwrap_or(0);
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.insert(name.clone()) {
            tracing::error!(
                template = name,
                line,
                "this template of your own failed ({}); the compiled-in one is used, see `reviewd check`",
                error.kind()
            );
        }
    }
}

/// Every compiled-in template with its path in a folder of own ones.
pub fn builtin_templates() -> &'static [(&'static str, &'static str)] {
    builtin::SOURCES
}

fn both(
    environment: &Environment<'_>,
    template: Template,
    language: Language,
    values: &Value,
) -> Result<(String, String), Error> {
    let folder = folder_of(language);
    let values = context! { lang => folder, ..values.clone() };
    let render = |ending: &str| {
        let name = format!("{folder}/{}.{ending}", template.name());
        environment.get_template(&name)?.render(&values)
    };
    Ok((render("txt")?, render("html")?))
}

fn folder_of(language: Language) -> &'static str {
    match language {
        Language::Ko => "ko",
        Language::En => "en",
    }
}
