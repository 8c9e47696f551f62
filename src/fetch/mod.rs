//! One polite HTTP client: robots, per-host pace, validators, cookies, character sets, caps.

mod address;
pub mod charset;
mod client;
mod cookies;
mod error;
mod fault;
mod holds;
mod memory;
mod octets;
mod pace;
mod page;
mod prescan;
mod redirect;
mod retry_after;
mod robots;
mod rules;
mod saved;
mod settings;
mod transport;

pub use client::Client;
pub use error::{Error, Phase, RedirectFault};
pub use memory::Memory;
pub use pace::server;
pub use page::{Page, PageRequest, Validators};
pub use rules::Rules;
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
