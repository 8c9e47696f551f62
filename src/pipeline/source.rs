//! A source as the owner configured it.

use std::sync::Arc;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use url::Url;

use crate::coverage::List;
use crate::review::SourceId;
use crate::source::{Content, Source};

/// One `[[source]]`.
#[derive(Clone, Debug)]
pub struct ConfiguredSource {
    /// Its short name.
    pub id: SourceId,
    /// What people call it.
    pub name: String,
    /// `html`, `feed` or `json`.
    pub kind: &'static str,
    /// The list's address.
    pub url: Url,
    /// The time between two polls.
    pub every: SignedDuration,
    /// The zone in which it prints times.
    pub zone: TimeZone,
    /// What customers write there.
    pub content: Content,
    /// How its list is compared and read.
    pub list: List,
    /// A list without reviews is nothing special here.
    pub expect_empty: bool,
    /// How it is read.
    pub source: Arc<dyn Source>,
}
