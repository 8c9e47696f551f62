//! The names of mails: equal for equal notices, different for all others, and telling nobody an address.

use sha2::{Digest, Sha256};

use super::{Address, Notice, Subject};

/// What a mail and its thread are called.
pub(super) struct Identity {
    /// The `Message-ID`, angle brackets included.
    pub(super) message_id: String,
    /// The root of the thread of one case or incident; `None` for a mail about several, or about a day.
    ///
    /// No mail bears it as its own `Message-ID`: mailboxes drop a second mail with a known id, and a
    /// case number could come again with a new store. Threads hang together by naming the same root,
    /// whether or not it can be found. Outlook, which goes by `Thread-Index` where a mail has one, takes
    /// the hash of the subject where it has none (MS-OXOMSG 2.2.1.2), and that is the same throughout.
    pub(super) root: Option<String>,
    /// Separates the parts; cannot occur in an encoded part.
    pub(super) boundary: String,
}

impl Identity {
    pub(super) fn of(notices: &[&Notice], from: &Address) -> Self {
        let mut lines: Vec<String> = notices.iter().map(|notice| line(notice)).collect();
        lines.sort_unstable();
        let root = match notices {
            [one] => thread(one).map(|thread| format!("<{thread}@{}>", domain(from))),
            _ => None,
        };
        Self { root, ..Self::alone(&lines.join("\n"), from) }
    }

    /// The identity of a mail that belongs to no thread.
    pub(super) fn alone(what: &str, from: &Address) -> Self {
        let name = digest(what);
        Self {
            message_id: format!("<{}@{}>", &name[..32], domain(from)),
            root: None,
            boundary: format!("=_{}", &name[32..56]),
        }
    }
}

/// Everything that makes a notice itself; the instant keeps apart what two stores number alike.
fn line(notice: &Notice) -> String {
    let Notice { subject, round, kind, occurrence, recipient, due } = notice;
    let subject = match subject {
        Subject::Case(id) => format!("case/{id}"),
        Subject::Incident(source, number) => format!("source/{source}/{number}"),
        Subject::Day(day) => format!("day/{day}"),
    };
    format!("{subject} {round} {kind} {occurrence} {} {}", recipient.as_str(), due.as_nanosecond())
}

fn thread(notice: &Notice) -> Option<String> {
    let recipient = &digest(notice.recipient.as_str())[..12];
    match &notice.subject {
        Subject::Case(id) => Some(format!("case-{id}.{recipient}")),
        Subject::Incident(source, number) => Some(format!("source-{source}-{number}.{recipient}")),
        Subject::Day(_) => None,
    }
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The sender's domain as headers can carry it.
pub(super) fn domain(from: &Address) -> String {
    match url::Host::parse(from.domain()) {
        Ok(url::Host::Domain(ascii)) => ascii,
        _ => "reviewd.invalid".to_owned(),
    }
}
