//! From a file to a [`Config`], or to the report of everything that is wrong with it.

use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::source::{Defaults, read_sources};
use super::{Config, Report, syntax};
use crate::settings::{Problem, Problems, Section, Severity, zone};
use crate::{alert, calendar, case, fetch, mail, route};

/// How a file is loaded.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// A secret that cannot be had is an error, not a warning: for what really logs in.
    pub secrets_required: bool,
    /// `--state-dir`, which goes before everything else.
    pub state_dir: Option<PathBuf>,
}

/// A file that can be used.
#[derive(Debug)]
pub struct Loaded {
    /// What it says.
    pub config: Config,
    /// What is probably not meant; may be empty.
    pub warnings: Report,
}

/// A file that cannot be used: every problem of it, warnings included.
///
/// Its `Display` has several lines and ends without a line break; [`Report::styled`] has colours.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(pub Report);

/// Reads the file at `path`.
///
/// # Errors
/// With every problem of the file at once; a command that gets one ends with exit code 78.
pub fn load(path: &Path, options: LoadOptions) -> Result<Loaded, Invalid> {
    let name = path.display().to_string();
    let text = match read_text(path) {
        Ok(text) => text,
        Err((text, problem)) => return Err(Invalid(Report::new(name, text, vec![problem]))),
    };
    let (config, problems) = read(&text, path, &options);
    let usable = problems.iter().all(|problem| problem.severity == Severity::Warning);
    let report = Report::new(name, text, problems);
    match config {
        Some(config) if usable => Ok(Loaded { config, warnings: report }),
        _ => Err(Invalid(report)),
    }
}

/// The file's text; where there is none, what could be made of it and why.
fn read_text(path: &Path) -> Result<String, (String, Problem)> {
    let error = |span, message, help: &str| Problem {
        severity: Severity::Error,
        span,
        message,
        help: Some(help.to_owned()),
    };
    let bytes = std::fs::read(path).map_err(|why| {
        let help = "name the file with --config; the annotated example is a good start";
        (String::new(), error(0..0, format!("the file cannot be read: {why}"), help))
    })?;
    String::from_utf8(bytes).map_err(|why| {
        let at = why.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(why.as_bytes()).into_owned();
        let span = at..at + char::REPLACEMENT_CHARACTER.len_utf8();
        let help = "save it as UTF-8 (메모장: 다른 이름으로 저장 → 인코딩 UTF-8)";
        (text, error(span, "the file is not UTF-8 text".to_owned(), help))
    })
}

fn read(text: &str, path: &Path, options: &LoadOptions) -> (Option<Config>, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let slips = syntax::explain(text, errors);
    if !syntax::structure_stands(text, &slips) {
        return (None, slips);
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let problems = Problems::new(options.secrets_required)
        .relative_to(path.parent().unwrap_or(Path::new("/")));
    let empty = DeTable::new();
    let file = File { table: table.get_ref(), empty: &empty, problems: &problems };
    let config = file.read(&path, options);
    let mut found = problems.into_sorted();
    found.retain(|problem| !syntax::shares_a_line(text, problem, &slips));
    found.extend(slips);
    found.sort_by_key(|problem| (problem.span.start, problem.span.end));
    (config, found)
}

/// A parsed file being read.
struct File<'a> {
    table: &'a DeTable<'a>,
    empty: &'a DeTable<'a>,
    problems: &'a Problems,
}

impl<'a> File<'a> {
    fn read(&self, path: &Path, options: &LoadOptions) -> Option<Config> {
        let mut root = Section::new("", 0..0, self.table, self.problems);
        let shop = required(&mut root, "shop", "add [shop] with name = \"나의 가게\"");
        let shop = shop.and_then(alert::Shop::read);
        let shop_zone = shop.as_ref().map(|shop| shop.zone.clone());
        let shop_zone = shop_zone.or_else(|| zone("UTC").ok())?;
        let mut deadline = case::Settings::read(self.optional(&mut root, "deadline"));
        let hours = self.optional(&mut root, "hours");
        let hours = calendar::Settings::read(hours, &shop_zone, deadline.reply_within);
        deadline.calendar = hours.calendar.clone();
        let mail = required(&mut root, "mail", "add [mail] with from and to, and [mail.smtp]");
        let mail = mail.and_then(mail::Settings::read);
        let fetch = fetch::Settings::read(self.optional(&mut root, "fetch"));
        let written_state_dir = root.file("state_dir").map(|found| found.value);
        let defaults = Defaults {
            zone: shop_zone,
            reply_authors: shop.as_ref().map(|s| s.reply_authors.clone()).unwrap_or_default(),
            reply_within: deadline.reply_within,
        };
        let sources = read_sources(&mut root, &defaults);
        let given = route::Given {
            sources: sources.as_ref().map(|all| all.iter().map(|one| one.id.as_str()).collect()),
            reply_within: deadline.reply_within,
            has_hours: root.has("hours"),
        };
        let named = route::Settings::read(&mut root, &given);
        root.finish();
        let state_dir = options
            .state_dir
            .clone()
            .or_else(systemd_state_dir)
            .or(written_state_dir)
            .unwrap_or_else(|| default_state_dir(path));
        Some(Config {
            shop: shop?,
            deadline,
            hours,
            mail: mail?,
            named: named?,
            fetch,
            sources: sources?,
            state_dir,
        })
    }

    /// A table that may be absent: then every key of it has its default.
    fn optional(&self, root: &mut Section<'a>, key: &'static str) -> Section<'a> {
        root.section(key).unwrap_or_else(|| Section::new(key, 0..0, self.empty, self.problems))
    }
}

fn required<'a>(root: &mut Section<'a>, key: &'static str, cure: &str) -> Option<Section<'a>> {
    if !root.has(key) {
        let message = format!("the table [{key}] is missing");
        root.error(root.span(), message, Some(cure.to_owned()));
    }
    root.section(key)
}

/// What `StateDirectory=` of the unit gave; of several, the first.
fn systemd_state_dir() -> Option<PathBuf> {
    let listed = std::env::var_os("STATE_DIRECTORY")?;
    std::env::split_paths(&listed).next().filter(|first| !first.as_os_str().is_empty())
}

/// Nobody keeps data in `/etc`, which may be read-only; there the packaged unit's place is meant.
fn default_state_dir(path: &Path) -> PathBuf {
    if path.starts_with("/etc") {
        return PathBuf::from("/var/lib/reviewd");
    }
    path.with_file_name("reviewd-state")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_kept_beside_the_file_but_never_in_etc() {
        for (file, folder) in [
            ("/home/kim/reviewd.toml", "/home/kim/reviewd-state"),
            ("/etc/reviewd/reviewd.toml", "/var/lib/reviewd"),
        ] {
            assert_eq!(default_state_dir(Path::new(file)), Path::new(folder));
        }
    }
}
