//! SMTP: a composed mail in, the server's answer out.

mod reason;
mod settings;
mod smtp;
mod tls;

pub use settings::{Login, Security, Settings};
pub use smtp::Smtp;

/// Why no mail can be sent at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The certificate authority's file cannot be used.
    #[error("read the certificates in {path}: {why}")]
    CaFile {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// The TLS library refuses the settings.
    #[error("prepare TLS: {0}")]
    Tls(String),
    /// Mail would leave the machine unprotected.
    #[error(
        "send through {host} without encryption: only a server on this machine may be used so; \
         set security = \"starttls\" or \"tls\""
    )]
    Unprotected {
        /// The server's name.
        host: String,
    },
}
