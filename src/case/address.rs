//! Where someone can be told.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A mail address that SMTP can carry.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Address(String);

/// A text that is no mail address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no mail address: {why}")]
pub struct InvalidAddress {
    text: String,
    why: String,
}

impl Address {
    /// The address as written, for the envelope and headers; never for a log.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the @.
    pub fn domain(&self) -> &str {
        self.0.rsplit('@').next().unwrap_or_default()
    }
}

impl FromStr for Address {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim().parse::<lettre::Address>().map(|address| Self(address.to_string())).map_err(
            |error| InvalidAddress {
                text: text.chars().take(80).collect(),
                why: error.to_string().to_lowercase(),
            },
        )
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Addresses stay out of logs: enough to tell one from another, not enough to write to.
        let first: String = self.0.chars().take(1).collect();
        write!(f, "{first}…@{}", self.domain())
    }
}
