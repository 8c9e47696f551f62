//! One polite HTTP client: robots, per-host pace, validators, character sets, caps.

mod address;
pub mod charset;
mod client;
mod error;
mod fault;
mod pace;
mod page;
mod prescan;
mod redirect;
mod retry_after;
mod robots;
mod saved;
mod transport;

pub use client::Client;
pub use error::{Error, Phase, RedirectFault};
pub use page::{Page, PageRequest, Validators};
pub use robots::Rules;

use std::sync::Once;
use std::time::Duration;

/// Our name to servers and in robots.txt.
pub const AGENT: &str = "reviewd";

/// Chooses the cryptography of every TLS connection of the process; call it before the first.
pub fn install_tls_provider() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Refused only where one is installed already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

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
