//! TOML in; a valid configuration or every problem of it out.
//!
//! Each room reads its own table; here they are joined, and checked where one table limits another.

mod load;
mod report;
mod source;
mod syntax;

pub use load::{Invalid, LoadOptions, Loaded, load};
pub use report::Report;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::SignedDuration;

use crate::review::SourceId;
use crate::source::Source;
use crate::{alert, case, fetch, mail, schedule};

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
    /// the file, else `/var/lib/reviewd` for a file in `/etc` and `reviewd-state` beside any other.
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

impl ConfiguredSource {
    /// The longest time from a complaint to the poll that sees it: it is written just after a poll,
    /// the next poll fails, and the source answers again just after the longest back-off began.
    pub fn longest_wait(&self) -> SignedDuration {
        longest_wait(self.every)
    }
}

fn longest_wait(every: SignedDuration) -> SignedDuration {
    schedule::longest_interval(every).saturating_add(schedule::longest_back_off(every))
}
