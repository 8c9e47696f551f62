//! Templates, compiled in: one text and one HTML of each for each language.

use std::fmt::Write as _;
use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Output, State, Value, context};

use super::Language;

/// Which mail it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    Test,
}

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("templates/", $name)))),*]
    };
}

const SOURCES: &[(&str, &str)] = sources![
    "layout.html",
    "parts.html",
    "ko/case.html",
    "ko/case.txt",
    "ko/alert.html",
    "ko/alert.txt",
    "ko/reminder.html",
    "ko/reminder.txt",
    "ko/overdue.html",
    "ko/overdue.txt",
    "ko/answered.html",
    "ko/answered.txt",
    "ko/handed_back.html",
    "ko/handed_back.txt",
    "ko/unconfirmed.html",
    "ko/unconfirmed.txt",
    "ko/follow_up.html",
    "ko/follow_up.txt",
    "ko/source_broken.html",
    "ko/source_broken.txt",
    "ko/source_recovered.html",
    "ko/source_recovered.txt",
    "ko/many.html",
    "ko/many.txt",
    "ko/test.html",
    "ko/test.txt",
    "en/case.html",
    "en/case.txt",
    "en/alert.html",
    "en/alert.txt",
    "en/reminder.html",
    "en/reminder.txt",
    "en/overdue.html",
    "en/overdue.txt",
    "en/answered.html",
    "en/answered.txt",
    "en/handed_back.html",
    "en/handed_back.txt",
    "en/unconfirmed.html",
    "en/unconfirmed.txt",
    "en/follow_up.html",
    "en/follow_up.txt",
    "en/source_broken.html",
    "en/source_broken.txt",
    "en/source_recovered.html",
    "en/source_recovered.txt",
    "en/many.html",
    "en/many.txt",
    "en/test.html",
    "en/test.txt",
];

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    let whole_line_tags = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .expect("the usual delimiters");
    templates.set_syntax(whole_line_tags);
    templates.set_auto_escape_callback(|name| {
        if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
    });
    templates.set_formatter(escaped);
    templates.add_filter("quoted", quoted);
    for (name, source) in SOURCES {
        templates.add_template(name, source).expect("the tests compile every template");
    }
    templates
});

/// Escapes as usual, but leaves slashes alone: they are harmless, and links stay readable for mailboxes
/// that look at them without decoding.
fn escaped(
    out: &mut Output,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    let text = match value.as_str() {
        Some(text) if *state.auto_escape() == AutoEscape::Html && !value.is_safe() => text,
        _ => return minijinja::escape_formatter(out, state, value),
    };
    for c in text.chars() {
        match c {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&#39;")?,
            other => out.write_char(other)?,
        }
    }
    Ok(())
}

/// Puts `> ` before every line, so that a stranger's words cannot pass for ours.
fn quoted(text: &str) -> String {
    let lines: Vec<String> =
        text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    lines.join("\n")
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
            Self::Test => "test",
        }
    }

    /// The text and the HTML.
    pub(super) fn render(self, language: Language, values: &Value) -> (String, String) {
        let folder = match language {
            Language::Ko => "ko",
            Language::En => "en",
        };
        let values = context! { lang => folder, ..values.clone() };
        let [text, html] = ["txt", "html"].map(|ending| {
            let name = format!("{folder}/{}.{ending}", self.name());
            let template = TEMPLATES.get_template(&name).expect("every template is listed");
            template.render(&values).expect("the tests render every template")
        });
        (text, html)
    }
}
