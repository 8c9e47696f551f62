//! What is asked of a server, and what it gave.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::settings::Secret;

/// A page to get.
#[derive(Clone, Debug, PartialEq)]
pub struct PageRequest {
    /// Absolute, http or https.
    pub url: Url,
    /// Headers beyond the client's own (name, value); values may be keys and are never printed.
    pub headers: Vec<(String, Secret)>,
}

impl PageRequest {
    /// A plain request for `url`.
    pub fn get(url: Url) -> Self {
        Self { url, headers: Vec::new() }
    }
}

/// What a server wants back to say "unchanged".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The `ETag` as received, quotes and `W/` included.
    pub etag: Option<String>,
    /// The `Last-Modified` as received.
    pub last_modified: Option<String>,
}

/// A response read to its end and decoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Where it finally came from, after redirects.
    pub url: Url,
    /// The HTTP status; 304 means unchanged since the validators sent.
    pub status: u16,
    /// The media type without parameters, lower case (`text/html`), where stated.
    pub media_type: Option<String>,
    /// The whole text, decoded as the WHATWG decides; a byte order mark is gone.
    pub text: String,
    /// Validators to send next time.
    pub validators: Validators,
    /// When the response was complete.
    pub fetched_at: Timestamp,
    /// The earliest instant at which the server wants to be asked again, where it said so.
    pub retry_after: Option<Timestamp>,
    /// The URL a permanent redirect (301, 308) led to, when every hop was permanent.
    pub moved_to: Option<Url>,
}
