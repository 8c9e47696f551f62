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

use crate::pipeline::ConfiguredSource;
use crate::{alert, calendar, case, fetch, mail, route};

/// Everything the owner decided.
#[derive(Debug)]
pub struct Config {
    /// `[shop]`.
    pub shop: alert::Shop,
    /// `[deadline]`.
    pub deadline: case::Settings,
    /// `[hours]`; its calendar is also `deadline`'s.
    pub hours: calendar::Settings,
    /// `[mail]`.
    pub mail: mail::Settings,
    /// `[[person]]`, `[[group]]` and `[[route]]`.
    pub named: route::Settings,
    /// `[fetch]`.
    pub fetch: fetch::Settings,
    /// `[[source]]`, in the order of the file.
    pub sources: Vec<ConfiguredSource>,
    /// Where the store is kept: `--state-dir`, else systemd's `$STATE_DIRECTORY`, else `state_dir` of
    /// the file, else `/var/lib/reviewd` for a file in `/etc` and `reviewd-state` beside any other.
    pub state_dir: PathBuf,
}

impl Config {
    /// Who there is to tell.
    pub fn people(&self) -> route::People {
        route::People {
            to: self.mail.to.clone(),
            escalate_to: self.mail.escalate_to.clone(),
            named: self.named.clone(),
            zone: self.shop.zone.clone(),
            calendar: self.hours.calendar.clone(),
        }
    }
}
