//! What is wrong with a page that is watched, how it was before, and how far the trouble reaches.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Something that keeps reviews of a source from being seen, or makes it likely.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Trouble {
    /// The list cannot be read.
    Unread {
        /// Why not.
        why: Unread,
    },
    /// The list holds nothing, where it held reviews.
    Empty {
        /// Reviews it showed before.
        before: u32,
    },
    /// The list holds far fewer reviews than it always did.
    Collapsed {
        /// Reviews it showed before.
        before: u32,
        /// Reviews it shows.
        now: u32,
    },
    /// A part of the reviews can no longer be read.
    Field {
        /// Which part.
        field: Field,
        /// In how many reviews it was found before.
        before: Share,
        /// In how many it is found.
        now: Share,
    },
    /// Nothing new for longer than this source was ever silent.
    Quiet {
        /// When the newest review was written.
        newest: Timestamp,
        /// The longest silence that its rhythm makes plausible.
        usual: SignedDuration,
    },
    /// The list has another address for good.
    Moved {
        /// Which.
        to: String,
    },
    /// Reviews may have been written that will never be read: a fact, not a state that lasts.
    Gap(Unseen),
}

impl Trouble {
    /// The stable name of its kind. A source has at most one trouble of a kind at a time.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Unread { .. } => "unread",
            Self::Empty { .. } => "empty",
            Self::Collapsed { .. } => "collapsed",
            Self::Field { field, .. } => field.lost(),
            Self::Quiet { .. } => "quiet",
            Self::Moved { .. } => "moved",
            Self::Gap(_) => "gap",
        }
    }

    /// Nothing at all comes from the source, as opposed to less or worse.
    pub fn is_stop(&self) -> bool {
        matches!(self, Self::Unread { .. } | Self::Empty { .. })
    }
}

/// A stretch of time in which reviews may have been written that will never be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unseen {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub until: Timestamp,
    /// What kept them from being read.
    pub why: Stop,
}

/// Why a visit followed a list no further, though it had not met what was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// It had read the list to its end, as the list's own paging says.
    LastPage,
    /// Nothing says where the list goes on, or whether it does.
    OnlyPage,
    /// It had read as many pages as one visit may, or for as long.
    PageLimit,
    /// A further page could not be read.
    PageFailed,
}

/// Why a list cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    /// No answer comes: no address, no connection, no end.
    Unreachable,
    /// The server answers that it failed.
    Failing,
    /// The site keeps us out: 403, 429, a challenge.
    Blocked,
    /// A login form stands where the list was.
    Login,
    /// robots.txt asks us to stay out.
    Disallowed,
    /// A page comes, but not the list: it is gone, or looks different.
    Unrecognised,
}

/// A part of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// When it was written.
    Date,
    /// Its stars.
    Rating,
    /// Who wrote it.
    Author,
    /// Its text.
    Text,
}

impl Field {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Date, Self::Rating, Self::Author, Self::Text];

    /// The name of the trouble that it is no longer read.
    pub fn lost(self) -> &'static str {
        match self {
            Self::Date => "no_date",
            Self::Rating => "no_rating",
            Self::Author => "no_author",
            Self::Text => "no_text",
        }
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Those that have it.
    pub read: u32,
    /// All that were looked at.
    pub of: u32,
}

/// A list as it was while all was well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usual {
    /// Reviews on its first page; `None` where it was never read.
    pub rows: Option<u32>,
    /// When its newest review was written.
    pub newest: Option<Timestamp>,
}

/// How far a trouble reaches: troubles of one scope have one cause and share their mails.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// No site can be reached.
    Network,
    /// All that a server gives.
    Server {
        /// Its name, with the port where it has one of its own.
        host: String,
        /// What the server does, in a word.
        manner: String,
    },
    /// One page; others of the same server may have been changed along with it.
    Page {
        /// The server's name, with the port where it has one of its own.
        host: String,
        /// The kind of trouble.
        kind: String,
    },
}

impl Scope {
    /// Whether a source that joins later has the same cause beyond doubt, so that nobody has to be told
    /// of it at once.
    pub fn is_shared(&self) -> bool {
        !matches!(self, Self::Page { .. })
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network => f.write_str("network"),
            Self::Server { host, manner } => write!(f, "server/{manner}/{host}"),
            Self::Page { host, kind } => write!(f, "page/{kind}/{host}"),
        }
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.splitn(3, '/').collect();
        match parts.as_slice() {
            ["network"] => Ok(Self::Network),
            ["server", manner, host] => {
                Ok(Self::Server { host: (*host).to_owned(), manner: (*manner).to_owned() })
            }
            ["page", kind, host] => {
                Ok(Self::Page { host: (*host).to_owned(), kind: (*kind).to_owned() })
            }
            _ => Err(format!("{text:?} is no scope of a trouble")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_read_as_it_was_written() {
        let (host, manner) = ("shop.example:8443".to_owned(), "blocked".to_owned());
        for scope in [
            Scope::Network,
            Scope::Server { host: host.clone(), manner },
            Scope::Page { host, kind: "no_date".to_owned() },
        ] {
            assert_eq!(scope.to_string().parse(), Ok(scope.clone()), "{scope}");
        }
        assert!("server/blocked".parse::<Scope>().is_err());
    }
}
