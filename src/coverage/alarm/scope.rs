//! How far a trouble reaches, so that many sources that fail for one cause are one mail.
//!
//! | trouble | one cause |
//! |---|---|
//! | no answer, or the answer that the server failed | all sources on that server |
//! | no answer from two servers or more, and none that was read since | all sources that get no answer |
//! | blocked, a login form, robots.txt | all sources on that server that get the same |
//! | anything about the page itself | the page, and those of the server whose trouble of that kind is not yet told |

use jiff::Timestamp;

use crate::review::{Scope, Trouble, Unread};

/// How the other sources fare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// The scopes of those that get no answer.
    pub unreachable: Vec<Scope>,
    /// The last poll of any other source that proved something.
    pub last_success: Option<Timestamp>,
}

/// How far a trouble of a source on `host` reaches that began with the poll at `began`.
pub fn scope(trouble: &Trouble, host: &str, began: Timestamp, elsewhere: &Elsewhere) -> Scope {
    let server = |manner: &str| Scope::Server { host: host.to_owned(), manner: manner.to_owned() };
    let unread = match trouble {
        Trouble::Unread { why } => *why,
        other => return Scope::Page { host: host.to_owned(), kind: other.kind().to_owned() },
    };
    match unread {
        Unread::Unreachable if nobody_answers(host, began, elsewhere) => Scope::Network,
        Unread::Unreachable | Unread::Failing => server("down"),
        Unread::Blocked => server("blocked"),
        Unread::Login => server("login"),
        Unread::Disallowed => server("disallowed"),
        Unread::Unrecognised => {
            Scope::Page { host: host.to_owned(), kind: trouble.kind().to_owned() }
        }
    }
}

fn nobody_answers(host: &str, began: Timestamp, elsewhere: &Elsewhere) -> bool {
    let another = |scope: &Scope| !matches!(scope, Scope::Server { host: own, .. } if own == host);
    elsewhere.unreachable.iter().any(another)
        && elsewhere.last_success.is_none_or(|read| read < began)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(minutes * 60).expect("an instant")
    }

    fn scope_of(why: Unread, unreachable: &[&str], read: Option<i64>) -> String {
        let scopes = unreachable.iter().map(|scope| scope.parse().expect("a scope"));
        let elsewhere = Elsewhere { unreachable: scopes.collect(), last_success: read.map(at) };
        scope(&Trouble::Unread { why }, "a.example", at(10), &elsewhere).to_string()
    }

    #[test]
    fn two_silent_servers_and_no_other_are_the_network() {
        let b = ["server/down/b.example"];
        assert_eq!(scope_of(Unread::Unreachable, &b, Some(9)), "network");
        assert_eq!(scope_of(Unread::Unreachable, &["network"], None), "network");
        assert_eq!(scope_of(Unread::Unreachable, &b, Some(11)), "server/down/a.example");
        let same = ["server/down/a.example"];
        assert_eq!(scope_of(Unread::Unreachable, &same, None), "server/down/a.example");
        assert_eq!(scope_of(Unread::Failing, &b, None), "server/down/a.example");
        assert_eq!(scope_of(Unread::Blocked, &b, None), "server/blocked/a.example");
        assert_eq!(scope_of(Unread::Unrecognised, &b, None), "page/unread/a.example");
    }
}
