//! Days on which nobody works: a country's table, an owner's file, single dates.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::kr;
use crate::settings::{Located, Section};

/// Days on which nobody works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Holidays {
    /// Each with its name, which may be empty.
    days: BTreeMap<Date, String>,
    /// The last day that the country's table knows, where one is used.
    pub(super) table_ends: Option<Date>,
}

/// Far more than the holidays of a lifetime.
const LONGEST_FILE: u64 = 1 << 20;

impl Holidays {
    pub(super) fn is(&self, date: Date) -> bool {
        self.days.contains_key(&date)
    }

    /// The next holidays from `date` on, in order, with their names.
    pub(super) fn from(&self, date: Date) -> impl Iterator<Item = (Date, &str)> {
        self.days.range(date..).map(|(date, name)| (*date, name.as_str()))
    }

    /// Whether none is known.
    pub(super) fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// Reads `holidays`: a country's code, a file or a date, or a list of them.
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let mut holidays = Self::default();
        for entry in section.strings("holidays").unwrap_or_default() {
            let written = entry.value.trim();
            let is_code = written.len() == 2 && written.bytes().all(|b| b.is_ascii_alphabetic());
            let starts_as_date = written.starts_with(|c: char| c.is_ascii_digit())
                && written.matches('-').count() == 2
                && !written.contains('/');
            if is_code {
                holidays.country(section, &entry);
            } else if starts_as_date {
                match written.parse() {
                    Ok(date) => holidays.add(date, ""),
                    Err(_) => section.error(
                        entry.span.clone(),
                        format!("`hours.holidays`: there is no day {written:?}"),
                        Some("write a date as \"2026-10-05\"".to_owned()),
                    ),
                }
            } else {
                holidays.file(section, &entry);
            }
        }
        holidays
    }

    fn add(&mut self, date: Date, name: &str) {
        let kept = self.days.entry(date).or_default();
        if kept.is_empty() {
            *kept = name.to_owned();
        }
    }

    fn country(&mut self, section: &Section<'_>, entry: &Located<String>) {
        if !entry.value.trim().eq_ignore_ascii_case("kr") {
            section.error(
                entry.span.clone(),
                format!("`hours.holidays`: there is no table of holidays for {:?}", entry.value),
                Some(
                    "\"KR\" is the one that comes with reviewd; for others write a file with a date \
                     on each line and name it here"
                        .to_owned(),
                ),
            );
            return;
        }
        for (date, name) in kr::table() {
            self.table_ends = self.table_ends.max(Some(date));
            self.add(date, name);
        }
        // The table is whole to the end of its last year, though its last holiday is earlier.
        self.table_ends = self.table_ends.map(|last| last.last_of_year());
    }

    fn file(&mut self, section: &mut Section<'_>, entry: &Located<String>) {
        let path = section.beside(entry.value.trim());
        let error = |what: String, help: &str| {
            section.error(
                entry.span.clone(),
                format!("`hours.holidays`: {what}"),
                Some(help.to_owned()),
            );
        };
        let text = match read_text(&path) {
            Ok(text) => text,
            Err(why) => {
                error(
                    format!("the file {} cannot be read: {why}", path.display()),
                    "write \"KR\", a date such as \"2026-10-05\", or the name of a file beside this one",
                );
                return;
            }
        };
        for (index, line) in text.lines().enumerate() {
            match parse_line(line) {
                Ok(Some((date, name))) => self.add(date, name),
                Ok(None) => {}
                Err(word) => error(
                    format!("{}, line {}: there is no day {word:?}", entry.value.trim(), index + 1),
                    "begin each line with a date as 2026-10-05; a name may follow, and # begins a remark",
                ),
            }
        }
    }
}

fn read_text(path: &Path) -> Result<String, String> {
    let said = |error: std::io::Error| error.to_string();
    let length = std::fs::metadata(path).map_err(said)?.len();
    if length > LONGEST_FILE {
        return Err(format!("it holds {length} bytes, at most {LONGEST_FILE} are read"));
    }
    let bytes = std::fs::read(path).map_err(said)?;
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// A day and its name; `None` for an empty line or a remark, and the word in its place where that is no
/// date.
pub(super) fn parse_line(line: &str) -> Result<Option<(Date, &str)>, String> {
    let line = line.split('#').next().unwrap_or_default().trim();
    let (date, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    if date.is_empty() {
        return Ok(None);
    }
    let is_shaped = date.len() == 10;
    match date.parse().ok().filter(|_| is_shaped) {
        Some(date) => Ok(Some((date, name.trim()))),
        None => Err(date.chars().take(40).collect()),
    }
}
