//! SMTP: a composed mail in, the server's answer out.

use crate::alert::Address;
use crate::settings::{Secret, SecretRef};

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Plain connection upgraded with STARTTLS, required (port 587).
    Starttls,
    /// TLS from the first byte (port 465).
    Tls,
    /// None; allowed to the machine itself only.
    None,
}

/// `[mail]` and `[mail.smtp]` of the configuration.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The sender of every mail.
    pub from: Address,
    /// Who hears of cases and sources.
    pub to: Vec<Address>,
    /// Who hears when a deadline has passed or `to` cannot be reached.
    pub escalate_to: Vec<Address>,
    /// The server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// A PEM file with the certificate authority of a server that is not publicly certified.
    pub ca_file: Option<std::path::PathBuf>,
    /// The login, where the server wants one.
    pub login: Option<Login>,
    /// Longest wait for one whole sending.
    pub timeout: std::time::Duration,
}

/// A login at the mail server.
#[derive(Clone, Debug)]
pub struct Login {
    /// The user name.
    pub user: String,
    /// Where the password is kept.
    pub place: SecretRef,
    /// The password.
    pub password: Secret,
}
