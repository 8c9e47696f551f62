//! What a case's history is made of: values, so that it can be told in any language.

use jiff::Timestamp;

use crate::alert::{Address, Kind};
use crate::case::Taken;
pub use crate::coverage::Edit;
use crate::review::Event;
use crate::settings::format_duration;

/// One thing that happened to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// In which round.
    pub round: u32,
    /// What.
    pub happening: Happening,
}

/// What can happen to a case, its review and its mails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The case took a turn.
    Case(Taken),
    /// Polling noticed something about its review; of edits, [`Happening::Edited`] tells more.
    Review(Event),
    /// The customer edited the review, perhaps in several goes.
    Edited(Edit),
    /// A mail about it has to wait.
    PutOff {
        /// The server's words.
        answer: String,
    },
    /// A notice of it waits no more.
    Mail {
        /// What it says.
        kind: Kind,
        /// Whom it was for.
        to: Address,
        /// What became of it.
        end: NoticeEnd,
    },
}

/// What became of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeEnd {
    /// It was sent.
    Sent,
    /// A later one says all that it had to say.
    Overtaken,
    /// The case was closed before it could be sent.
    Closed,
    /// The server refused it for good, in these words.
    Refused(Option<String>),
}

impl Entry {
    /// What happened, by its stable name (`opened`, `mail sent: alert` …).
    pub fn what(&self) -> String {
        match &self.happening {
            Happening::Case(taken) => taken.turn.to_string(),
            Happening::Review(event) => seen(event).to_owned(),
            Happening::Edited(_) => "review edited".to_owned(),
            Happening::PutOff { .. } => "sending put off".to_owned(),
            Happening::Mail { kind, end, .. } => {
                let end = match end {
                    NoticeEnd::Sent => "sent",
                    NoticeEnd::Overtaken | NoticeEnd::Closed => "dropped",
                    NoticeEnd::Refused(_) => "refused",
                };
                match kind {
                    Kind::Reminder(before) => {
                        format!("mail {end}: reminder {} before", format_duration(*before))
                    }
                    other => format!("mail {end}: {}", other.to_string().replace('_', " ")),
                }
            }
        }
    }

    /// What there is to add to it, in a stable form too.
    pub fn detail(&self) -> Option<String> {
        match &self.happening {
            Happening::Review(Event::New { baseline: true }) => {
                Some("by the first poll".to_owned())
            }
            Happening::Edited(edit) => Some(format!("before: {}", edit.was.words)),
            Happening::Case(taken) => detail(taken),
            Happening::Review(_) => None,
            Happening::PutOff { answer } => Some(answer.clone()),
            Happening::Mail { to, end, .. } => {
                let why = match end {
                    NoticeEnd::Sent => return Some(format!("to {}", to.as_str())),
                    NoticeEnd::Overtaken => "overtaken",
                    NoticeEnd::Closed => "closed",
                    NoticeEnd::Refused(answer) => answer.as_deref().unwrap_or("refused for good"),
                };
                Some(format!("to {}: {why}", to.as_str()))
            }
        }
    }
}

/// Who, to whom, until when, how soon, and what they said.
fn detail(taken: &Taken) -> Option<String> {
    let Taken { turn: _, by, text, to, until, took } = taken;
    let parts = [
        by.as_ref().map(|by| format!("by {by}")),
        to.as_ref().map(|to| format!("to {}", to.as_str())),
        until.map(|until| format!("until {until}")),
        took.map(|took| format!("{} after the complaint", format_duration(took))),
        text.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn seen(event: &Event) -> &'static str {
    match event {
        Event::New { .. } => "review seen",
        Event::Completed => "its page was read",
        Event::Edited { .. } => "review edited",
        Event::Answered { .. } => "reply seen",
        Event::ReplyVanished { .. } => "reply gone",
        Event::Vanished { .. } => "review gone",
        Event::Reappeared => "review there again",
    }
}
