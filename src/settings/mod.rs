//! Reading one table of the configuration: every problem is kept with its place, none stops the reading.
//!
//! Each room describes its own settings with a [`Section`]; `config` assembles them and renders the
//! [`Problem`]s.
//!
//! **Invariant:** knows TOML values and nothing of what they are for.

mod duration;
mod problem;
mod secret;
mod words;

pub use duration::{format_duration, parse_duration};
pub use problem::{Problem, Problems, Severity};
pub use secret::{Secret, SecretError, SecretRef};
pub use words::{UnknownZone, zone};

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table being read. Ask for every key it may have, then call [`Section::finish`].
#[derive(Debug)]
pub struct Section<'a> {
    path: String,
    span: Range<usize>,
    table: &'a DeTable<'a>,
    asked: BTreeSet<&'static str>,
    problems: &'a Problems,
}

/// A value with the bytes of the file it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Range<usize>,
}

impl<'a> Section<'a> {
    /// Starts reading `table`, called `path` in messages ("" for the whole file, "mail.smtp").
    pub fn new(
        path: &str,
        span: Range<usize>,
        table: &'a DeTable<'a>,
        problems: &'a Problems,
    ) -> Self {
        Self { path: path.to_owned(), span, table, asked: BTreeSet::new(), problems }
    }

    /// The table's name in messages.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where the table stands.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Where a key's value stands; the table itself where the key is absent.
    pub fn span_of(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or_else(|| self.span(), Spanned::span)
    }

    /// Records an error at a place.
    pub fn error(&self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.problems.add(Problem {
            severity: Severity::Error,
            span,
            message: message.into(),
            help,
        });
    }

    /// Records a warning at a place.
    pub fn warning(&self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.problems.add(Problem {
            severity: Severity::Warning,
            span,
            message: message.into(),
            help,
        });
    }

    /// Records that a key without which nothing works is missing.
    pub fn missing(&self, key: &str, example: &str) {
        self.error(
            self.span(),
            format!("`{}` is missing", self.name(key)),
            Some(format!("add {key} = {example}")),
        );
    }

    fn name(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.insert(key);
        self.table.get(key)
    }

    fn wrong_type(&self, key: &str, wanted: &str, found: &Spanned<DeValue<'_>>) {
        self.error(
            found.span(),
            format!("`{}` must be {wanted}, not {}", self.name(key), shown(found.get_ref())),
            None,
        );
    }

    /// Whether the key is written in the file at all.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Whether the key holds a table, for settings that may be a text or a table.
    pub fn has_table(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|found| matches!(found.get_ref(), DeValue::Table(_)))
    }

    /// Whether the key holds a number, for settings that may be a number or a text.
    pub fn has_number(&self, key: &str) -> bool {
        self.table
            .get(key)
            .is_some_and(|found| matches!(found.get_ref(), DeValue::Integer(_) | DeValue::Float(_)))
    }

    /// A text, if the key is there and is one.
    pub fn string(&mut self, key: &'static str) -> Option<Located<String>> {
        let found = self.get(key)?;
        match found.get_ref() {
            DeValue::String(text) => {
                Some(Located { value: text.clone().into_owned(), span: found.span() })
            }
            _ => {
                self.wrong_type(key, "a text in quotes", found);
                None
            }
        }
    }

    /// A text that must be there.
    pub fn required_string(&mut self, key: &'static str, example: &str) -> Option<Located<String>> {
        if !self.has(key) {
            self.asked.insert(key);
            self.missing(key, example);
            return None;
        }
        self.string(key)
    }

    /// A text that `read` turns into something else; its error becomes the message.
    pub fn parsed<T, E: std::fmt::Display>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Located<T>> {
        let text = self.string(key)?;
        match read(&text.value) {
            Ok(value) => Some(Located { value, span: text.span }),
            Err(error) => {
                self.error(text.span, format!("`{}`: {error}", self.name(key)), None);
                None
            }
        }
    }

    /// The path of a file or folder; a relative one starts at the configuration's own folder.
    pub fn file(&mut self, key: &'static str) -> Option<Located<PathBuf>> {
        let text = self.string(key)?;
        Some(Located { value: self.beside(&text.value), span: text.span })
    }

    /// Where a file named in the configuration stands: a relative name starts at the configuration's own
    /// folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.problems.folder().join(name)
    }

    /// One of a few words.
    pub fn one_of<T: Clone>(
        &mut self,
        key: &'static str,
        allowed: &[(&'static str, T)],
    ) -> Option<Located<T>> {
        let text = self.string(key)?;
        if let Some((_, value)) = allowed.iter().find(|(word, _)| *word == text.value) {
            return Some(Located { value: value.clone(), span: text.span });
        }
        let words: Vec<&str> = allowed.iter().map(|(word, _)| *word).collect();
        let list: Vec<String> = words.iter().map(|w| format!("{w:?}")).collect();
        self.error(
            text.span,
            format!("`{}` is {:?}; allowed: {}", self.name(key), text.value, list.join(", ")),
            did_you_mean(&text.value, words.into_iter()),
        );
        None
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let found = self.get(key)?;
        match found.get_ref() {
            DeValue::Boolean(value) => Some(*value),
            _ => {
                self.wrong_type(key, "true or false", found);
                None
            }
        }
    }

    /// A whole number within bounds, both included.
    pub fn integer(&mut self, key: &'static str, min: i64, max: i64) -> Option<i64> {
        let found = self.get(key)?;
        let DeValue::Integer(digits) = found.get_ref() else {
            self.wrong_type(key, "a whole number", found);
            return None;
        };
        let value = i64::from_str_radix(digits.as_str(), digits.radix()).ok();
        match value.filter(|v| (min..=max).contains(v)) {
            Some(value) => Some(value),
            None => {
                self.error(
                    found.span(),
                    format!(
                        "`{}` is {}; allowed: {min} to {max}, both included",
                        self.name(key),
                        digits.as_str()
                    ),
                    None,
                );
                None
            }
        }
    }

    /// A number, whole or not.
    pub fn number(&mut self, key: &'static str) -> Option<Located<f64>> {
        let found = self.get(key)?;
        let text = match found.get_ref() {
            DeValue::Integer(digits) => digits.as_str(),
            DeValue::Float(digits) => digits.as_str(),
            _ => {
                self.wrong_type(key, "a number", found);
                return None;
            }
        };
        text.parse().ok().map(|value| Located { value, span: found.span() })
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn strings(&mut self, key: &'static str) -> Option<Vec<Located<String>>> {
        let found = self.get(key)?;
        match found.get_ref() {
            DeValue::String(text) => {
                Some(vec![Located { value: text.clone().into_owned(), span: found.span() }])
            }
            DeValue::Array(items) => {
                let mut texts = Vec::new();
                for item in items.iter() {
                    match item.get_ref() {
                        DeValue::String(text) => texts
                            .push(Located { value: text.clone().into_owned(), span: item.span() }),
                        _ => self.wrong_type(key, "a list of texts in quotes", item),
                    }
                }
                Some(texts)
            }
            _ => {
                self.wrong_type(key, "a list of texts in quotes", found);
                None
            }
        }
    }

    /// A table inside this one.
    pub fn section(&mut self, key: &'static str) -> Option<Section<'a>> {
        let found = self.get(key)?;
        match found.get_ref() {
            DeValue::Table(table) => {
                Some(Section::new(&self.name(key), found.span(), table, self.problems))
            }
            _ => {
                self.wrong_type(key, "a table", found);
                None
            }
        }
    }

    /// The tables of a `[[key]]` list, in order.
    pub fn sections(&mut self, key: &'static str) -> Vec<Section<'a>> {
        let Some(found) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = found.get_ref() else {
            self.wrong_type(key, &format!("a list of tables, written [[{key}]]"), found);
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match item.get_ref() {
                DeValue::Table(table) => {
                    let name = format!("{}[{}]", self.name(key), index + 1);
                    sections.push(Section::new(&name, item.span(), table, self.problems));
                }
                _ => self.wrong_type(key, &format!("a list of tables, written [[{key}]]"), item),
            }
        }
        sections
    }

    /// Every key with a text value, for tables whose keys are the owner's (HTTP headers).
    pub fn free_strings(&mut self) -> Vec<(String, Located<String>)> {
        let mut pairs = Vec::new();
        for (key, value) in self.table.iter() {
            match value.get_ref() {
                DeValue::String(text) => pairs.push((
                    key.get_ref().clone().into_owned(),
                    Located { value: text.clone().into_owned(), span: value.span() },
                )),
                _ => self.wrong_type(key.get_ref(), "a text in quotes", value),
            }
        }
        pairs
    }

    /// Every key with a number value, for tables whose keys are the owner's (`"아주 좋아요" = 5`).
    pub fn free_numbers(&mut self) -> Vec<(String, Located<f64>)> {
        let mut pairs = Vec::new();
        for (key, value) in self.table.iter() {
            let number = match value.get_ref() {
                DeValue::Integer(digits) => digits.as_str().parse().ok(),
                DeValue::Float(digits) => digits.as_str().parse().ok(),
                _ => None,
            };
            match number {
                Some(number) => pairs.push((
                    key.get_ref().clone().into_owned(),
                    Located { value: number, span: value.span() },
                )),
                None => self.wrong_type(key.get_ref(), "a number", value),
            }
        }
        pairs
    }

    /// Ends the reading: every key nobody asked for is an error with the nearest known one.
    pub fn finish(self) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !self.asked.contains(name) {
                let help = did_you_mean(name, self.asked.iter().copied()).or_else(|| {
                    let known: Vec<&str> = self.asked.iter().copied().collect();
                    Some(format!("known here: {}", known.join(", ")))
                });
                self.error(key.span(), format!("unknown key `{}`", self.name(name)), help);
            }
        }
    }
}

/// The nearest of `known` to a misspelt word, as a sentence.
pub fn did_you_mean<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    known
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(3) / 3 + 1)
        .min()
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

/// A value as it is named in a message.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text {text:?}"),
        DeValue::Integer(digits) => format!("the number {}", digits.as_str()),
        DeValue::Float(digits) => format!("the number {}", digits.as_str()),
        DeValue::Boolean(value) => format!("{value}"),
        DeValue::Datetime(value) => format!("the date {value}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
