//! One polite HTTP client: robots, per-host pace, validators, character sets, caps.

mod page;

pub use page::{Page, PageRequest, Validators};

use std::time::Duration;

/// `[fetch]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How a site's owner can reach the shop: a mail address or URL, sent in `User-Agent`.
    pub contact: Option<String>,
    /// The shortest time between two requests to one host.
    pub pace: Duration,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait for the first byte of the answer.
    pub first_byte_timeout: Duration,
    /// Longest wait for the whole answer.
    pub total_timeout: Duration,
    /// The most bytes an answer may have once decompressed.
    pub max_bytes: usize,
    /// The most redirects that are followed.
    pub max_redirects: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            contact: None,
            pace: Duration::from_secs(1),
            connect_timeout: Duration::from_secs(10),
            first_byte_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(60),
            max_bytes: 20 << 20,
            max_redirects: 5,
        }
    }
}
