//! TOML in; a valid configuration or every problem of it out.

use std::path::PathBuf;
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
