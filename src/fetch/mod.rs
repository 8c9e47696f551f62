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
mod settings;
mod transport;

pub use client::Client;
pub use error::{Error, Phase, RedirectFault};
pub use pace::server;
pub use page::{Page, PageRequest, Validators};
pub use robots::Rules;
pub use settings::Settings;

use std::sync::Once;

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
