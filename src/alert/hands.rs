//! What mails say of the people at a case: who is on it, who had it, who says what.

use jiff::SignedDuration;
use serde::Serialize;

use super::words::Words;
use super::{CaseFacts, Handing, Kind, Notice};

/// People at a case, in words.
#[derive(Serialize)]
pub(super) struct HandsView {
    /// A sentence that stands above the complaint.
    note: Option<String>,
    /// Who reported a reply, and when.
    said_by: Option<String>,
    said_at: Option<String>,
    /// Until when a reported reply is looked for.
    until: Option<String>,
    /// To whom the case was handed, and when.
    handed_to: Option<String>,
    handed_at: Option<String>,
    /// How long ago the reply was written, in whole days.
    replied_ago: Option<String>,
}

impl HandsView {
    pub(super) fn new(notice: &Notice, facts: &CaseFacts, words: &Words) -> Self {
        let (case, handed) = (&facts.case, facts.handed.as_ref());
        let said = case.hands.said.as_ref();
        let ago =
            |at| SignedDuration::from_hours(words.now.duration_since(at).as_hours() / 24 * 24);
        Self {
            note: note(notice, facts, words),
            said_by: said.map(|said| said.by.clone()),
            said_at: said.map(|said| words.moment(said.at)),
            until: case.next.map(|due| words.moment(due.at)),
            handed_to: handed.map(|handed| handed.to.as_str().to_owned()),
            handed_at: handed.map(|handed| words.moment(handed.at)),
            replied_ago: case.replied.map(|replied| words.length(ago(replied.latest))),
        }
    }
}

fn note(notice: &Notice, facts: &CaseFacts, words: &Words) -> Option<String> {
    match notice.kind {
        Kind::Alert => {
            let Handing { by, to, .. } = facts.handed.as_ref()?;
            (notice.occurrence > 0 && *to == notice.recipient)
                .then(|| words.given(by, facts.case.id))
        }
        Kind::Reminder(_) | Kind::Overdue => {
            let ack = facts.case.hands.ack.as_ref()?;
            Some(words.acked(&ack.by, &words.moment(ack.at)))
        }
        _ => None,
    }
}
