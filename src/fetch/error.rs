//! Why a page could not be had, in words that say what to do next.
//!
//! **Invariant:** never holds a query, user name or header value, since those may carry keys.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

/// Why there is no [`Page`](super::Page). A 4xx or 5xx answer is a page, not one of these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The client could not be built.
    #[error("set up the HTTP client: {0}")]
    Setup(String),
    /// The request cannot be sent as it is.
    #[error("ask for {place}: {why}")]
    BadRequest {
        /// Host and path.
        place: String,
        /// What is wrong with it.
        why: String,
    },
    /// robots.txt asks us to stay out.
    #[error(
        "fetch {place}: the site's robots.txt asks programs to stay out of this path; \
         ask its owner, or poll another page of it"
    )]
    Disallowed {
        /// Host and path.
        place: String,
    },
    /// robots.txt could not be had, which by RFC 9309 means: stay out until it can.
    #[error(
        "fetch {place}: status {status}, so nobody knows what the site allows; \
         it is asked again soon"
    )]
    RobotsUnreachable {
        /// The host and path of robots.txt.
        place: String,
        /// What it answered.
        status: u16,
    },
    /// The server asked earlier to be left alone for a while; it was not contacted.
    #[error("fetch {place}: the server asked not to be contacted before {until}")]
    Held {
        /// Host and path.
        place: String,
        /// From when on it may be asked.
        until: Timestamp,
    },
    /// The name has no address.
    #[error("look up {host}: {why}; check its spelling and this machine's DNS")]
    Lookup {
        /// The name.
        host: String,
        /// The system's reason.
        why: String,
    },
    /// Nobody answers at the address.
    #[error("connect to {host}: {why}")]
    Connect {
        /// Host and port.
        host: String,
        /// The system's reason.
        why: String,
    },
    /// The connection could not be made safe.
    #[error("secure the connection to {host}: {why}")]
    Tls {
        /// Host and port.
        host: String,
        /// What is wrong, often with the certificate.
        why: String,
    },
    /// It took too long.
    #[error("fetch {place}: {phase} within {after:?}")]
    Timeout {
        /// Host and path.
        place: String,
        /// What did not happen.
        phase: Phase,
        /// The time allowed.
        after: Duration,
    },
    /// The answer is longer than allowed.
    #[error(
        "fetch {place}: it is longer than {limit} bytes once decompressed; \
         check that it is the page meant, or raise max_size in [fetch]"
    )]
    TooLarge {
        /// Host and path.
        place: String,
        /// The most bytes allowed.
        limit: usize,
    },
    /// The server sent us where we do not go.
    #[error("follow the redirect from {from} to {to}: {fault}")]
    Redirect {
        /// Host and path that redirected.
        from: String,
        /// Host and path it led to.
        to: String,
        /// Why that is not followed.
        fault: RedirectFault,
    },
    /// What came is not HTTP, breaks off, or cannot be decompressed.
    #[error("read the answer of {place}: {why}")]
    Protocol {
        /// Host and path.
        place: String,
        /// What is wrong with it.
        why: String,
    },
}

/// The part of an exchange that took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Lookup, connection and TLS.
    Connect,
    /// From the request to the first byte of the answer.
    FirstByte,
    /// From the request to the last byte.
    Whole,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection",
            Self::FirstByte => "no answer began",
            Self::Whole => "the answer was not complete",
        })
    }
}

/// Why a redirect is not followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedirectFault {
    /// A loop, or a very long way.
    #[error("that is the last of {0} redirects allowed; the page may want a cookie or a login")]
    TooMany(usize),
    /// From the public internet into a private network.
    #[error("it leads from a public address to a private one, which is refused")]
    Private,
    /// From https to http.
    #[error("it leaves https for unprotected http, which is refused")]
    Downgrade,
    /// To something that is no web address.
    #[error("it leads to no http or https address")]
    NotHttp,
}

impl Error {
    /// The earliest instant at which the server may be asked again, where it named one.
    pub fn retry_after(&self) -> Option<Timestamp> {
        match self {
            Self::Held { until, .. } => Some(*until),
            _ => None,
        }
    }

    /// Whether the same request may succeed before anyone changes anything.
    pub fn retry_worthwhile(&self) -> bool {
        match self {
            Self::RobotsUnreachable { .. }
            | Self::Held { .. }
            | Self::Lookup { .. }
            | Self::Connect { .. }
            | Self::Timeout { .. }
            | Self::Protocol { .. } => true,
            Self::Setup(_)
            | Self::BadRequest { .. }
            | Self::Disallowed { .. }
            | Self::Tls { .. }
            | Self::TooLarge { .. }
            | Self::Redirect { .. } => false,
        }
    }
}

/// The longest path that is shown whole.
const SHOWN_PATH: usize = 120;

/// Host and path of a URL, for people.
pub(super) fn place(url: &Url) -> String {
    let path = url.path();
    match path.char_indices().nth(SHOWN_PATH) {
        Some((cut, _)) => format!("{}{}…", host(url), &path[..cut]),
        None => format!("{}{path}", host(url)),
    }
}

/// Host and, where it is not the scheme's own, port of a URL.
pub(super) fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_of_a_url_is_ever_shown() {
        let url = Url::parse("https://me:hunter2@shop.example:8443/api/v1?key=s3cret#t0ken")
            .expect("a URL");
        assert_eq!(place(&url), "shop.example:8443/api/v1");
        let long = Url::parse(&format!("https://shop.example/{}", "a".repeat(500))).expect("a URL");
        assert!(place(&long).chars().count() < 140, "{}", place(&long));
    }

    #[test]
    fn errors_read_on_from_failed_to() {
        let late = Error::Timeout {
            place: "shop.example/list".into(),
            phase: Phase::FirstByte,
            after: Duration::from_secs(30),
        };
        assert_eq!(late.to_string(), "fetch shop.example/list: no answer began within 30s");
        let away = Error::Redirect {
            from: "shop.example/list".into(),
            to: "10.0.0.1/".into(),
            fault: RedirectFault::Private,
        };
        assert_eq!(
            away.to_string(),
            "follow the redirect from shop.example/list to 10.0.0.1/: \
             it leads from a public address to a private one, which is refused"
        );
    }
}
