//! What a mail server's answer means: done, try again and when, or tell someone else.

use std::fmt;

/// The step of a sending at which something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Finding the server's address.
    Lookup,
    /// Reaching it.
    Connect,
    /// Agreeing on encryption, the certificate included.
    Tls,
    /// Logging in.
    Login,
    /// Naming the sender (greeting and MAIL FROM).
    Sender,
    /// Naming the recipient.
    Recipient,
    /// Handing over the text, and the answer to it.
    Data,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lookup => "name lookup",
            Self::Connect => "connect",
            Self::Tls => "TLS",
            Self::Login => "login",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Data => "text",
        })
    }
}

/// What came of one sending to one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The server took responsibility.
    Accepted,
    /// It did not, or could not be asked.
    Refused {
        /// How far it went.
        stage: Stage,
        /// The SMTP reply code; `None` where there was no reply (network, TLS, time-out).
        code: Option<u16>,
        /// The reply's or the error's words, on one line, without addresses.
        text: String,
    },
}
