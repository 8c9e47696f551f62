//! TOML in; a valid configuration or every problem of it out.

mod report;

pub use report::Report;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::SignedDuration;

use crate::review::SourceId;
use crate::source::Source;
use crate::{alert, case, fetch, mail};

/// Everything the owner decided.
#[derive(Debug)]
pub struct Config {
    /// `[shop]`.
    pub shop: alert::Shop,
    /// `[deadline]`.
    pub deadline: case::Settings,
    /// `[mail]`.
    pub mail: mail::Settings,
    /// `[fetch]`.
    pub fetch: fetch::Settings,
    /// `[[source]]`, in the order of the file.
    pub sources: Vec<ConfiguredSource>,
    /// Where the store is kept: `--state-dir`, else systemd's `$STATE_DIRECTORY`, else `state_dir` of
    /// the file, else `reviewd-state` beside the file.
    pub state_dir: PathBuf,
}

/// One `[[source]]`.
#[derive(Clone, Debug)]
pub struct ConfiguredSource {
    /// Its short name.
    pub id: SourceId,
    /// `html`, `feed` or `json`.
    pub kind: &'static str,
    /// The list's address.
    pub url: url::Url,
    /// The time between two polls.
    pub every: SignedDuration,
    /// The zone in which it prints times.
    pub zone: jiff::tz::TimeZone,
    /// How its list is compared and read.
    pub list: crate::coverage::List,
    /// How it is read.
    pub source: Arc<dyn Source>,
}

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
/// With every problem of the file at once; a command that gets one ends with [`Exit::Config`]
/// (`crate::cli`).
pub fn load(path: &Path, options: LoadOptions) -> Result<Loaded, Invalid> {
    let _ = (path, options);
    unimplemented!()
}
