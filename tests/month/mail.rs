//! A mail as it arrived, as far as it is compared.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use mail_parser::{Message, MessageParser};

use super::people::Reader;
use super::post::told;

/// A mail.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) at: SignedDuration,
    pub(crate) to: Reader,
    pub(crate) kind: String,
    /// The codes of the cases it is about; none where it is about sources.
    pub(crate) codes: Vec<String>,
    /// The sources it is about; none where it is about cases.
    pub(crate) sources: Vec<String>,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) message_id: String,
    /// What `References` and `In-Reply-To` say.
    pub(crate) thread: [String; 2],
}

impl Mail {
    pub(crate) fn new(at: SignedDuration, to: Reader, bytes: &[u8]) -> Self {
        let parsed = MessageParser::default().parse(bytes).expect("a mail");
        Self {
            at,
            to,
            kind: header(&parsed, "X-Reviewd-Kind"),
            codes: names(&header(&parsed, "X-Reviewd-Case")),
            sources: names(&header(&parsed, "X-Reviewd-Source")),
            subject: parsed.subject().unwrap_or_default().to_owned(),
            text: parsed.body_text(0).unwrap_or_default().into_owned(),
            message_id: header(&parsed, "Message-ID"),
            thread: ["References", "In-Reply-To"].map(|name| header(&parsed, name)),
        }
    }

    /// In one line.
    pub(crate) fn line(&self) -> String {
        let Self { at, to, kind, codes, sources, subject, .. } = self;
        let about = codes.iter().chain(sources).map(String::as_str).collect::<Vec<_>>().join(", ");
        format!("{} {kind} to {to} about {about} ({subject})", told(*at))
    }
}

fn names(list: &str) -> Vec<String> {
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

fn header(mail: &Message<'_>, name: &str) -> String {
    let raw = mail.header_raw(name).unwrap_or_default();
    raw.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong with how the mails hang together: each has a name of its own, and those about one case
/// to one reader are one thread that nothing else belongs to.
pub(crate) fn torn_threads(mails: &[Mail]) -> Vec<String> {
    let mut told = Vec::new();
    let mut names: BTreeMap<&str, &Mail> = BTreeMap::new();
    let mut threads: BTreeMap<(&str, Reader), &Mail> = BTreeMap::new();
    let mut roots: BTreeMap<&str, (&str, Reader)> = BTreeMap::new();
    for mail in mails {
        if let Some(other) = names.insert(&mail.message_id, mail) {
            told.push(format!("one name for two mails: {} and {}", other.line(), mail.line()));
        }
        let [code] = mail.codes.as_slice() else { continue };
        let key = (code.as_str(), mail.to);
        let first = threads.entry(key).or_insert(mail);
        let root = mail.thread[0].as_str();
        if first.subject != mail.subject || first.thread != mail.thread {
            told.push(format!("a thread breaks: {} follows {}", mail.line(), first.line()));
        }
        if root.is_empty() || root != mail.thread[1] || *roots.entry(root).or_insert(key) != key {
            told.push(format!("not in a thread of its own: {} {:?}", mail.line(), mail.thread));
        }
        if !mail.subject.contains(&format!("#{code}")) {
            told.push(format!("the subject does not name the case: {}", mail.line()));
        }
    }
    told
}
