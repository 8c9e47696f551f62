//! Everything a mail may speak of, gathered before it is composed.

use jiff::Timestamp;

use super::{Address, Kind};
use crate::case::{Case, CaseId, Turn};
use crate::review::{
    Interval, Judgement, Rating, Review, Scope, SourceId, Trouble, Unseen, Usual, Verdict,
};
use crate::route::Role;

/// What a notice is about, in full.
#[derive(Clone, Debug, PartialEq)]
pub enum Facts {
    /// A case.
    Case(Box<CaseFacts>),
    /// A source's incident.
    Incident(Box<IncidentFacts>),
}

impl Facts {
    /// It waited for the end of quiet hours.
    pub(super) fn waited(&self) -> bool {
        match self {
            Self::Case(facts) => facts.waited,
            Self::Incident(facts) => facts.waited,
        }
    }
}

/// A case with its review and judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFacts {
    /// The case as it stands.
    pub case: Case,
    /// The review as it stands.
    pub review: Review,
    /// Why it is judged as it is.
    pub judgement: Judgement,
    /// When reviewd first saw the review.
    pub seen: Timestamp,
    /// With what this round of the case began, where that is on record.
    pub began: Option<Turn>,
    /// Its words before the customer's last edit in this round that said something new.
    pub words_before: Option<String>,
    /// When that edit was made.
    pub edited: Option<Interval>,
    /// Its stars before that edit.
    pub rated_before: Option<Rating>,
    /// Notices of this round to this recipient that were overtaken before they could be sent.
    pub overtaken: Vec<Kind>,
    /// Recipients who could not be reached, for whom this recipient stands in.
    pub instead_of: Vec<Address>,
    /// To whom the case was last handed in this round, where it was.
    pub handed: Option<Handing>,
    /// Whose case it is, where that is worth saying.
    pub owner: Option<Owner>,
    /// The subject of the first mail about this case alone to this recipient, where there was one:
    /// later mails keep it, so that an edit of the review does not split the thread.
    pub thread_subject: Option<String>,
    /// It waited for the end of quiet hours.
    pub waited: bool,
}

/// That a case was handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handing {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: String,
    /// To whom.
    pub to: Address,
}

/// Who sees to the answer of a case, and what the recipient of a mail about it is to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// What the owner is called.
    pub name: String,
    /// What the recipient is.
    pub recipient_is: Role,
}

impl CaseFacts {
    /// The deadline had passed when the complaint was first seen; not where a reply was reported
    /// meanwhile, which people know of.
    pub(super) fn was_found_late(&self) -> bool {
        self.case.opened >= self.case.deadline && self.began != Some(Turn::NeverShown)
    }
}

/// A source with a trouble that lasts or is over.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentFacts {
    /// Which source.
    pub source: SourceId,
    /// Its list's address, for a person to open.
    pub url: String,
    /// What is wrong, or was.
    pub trouble: Trouble,
    /// How far it reaches.
    pub scope: Scope,
    /// Details in the words of the reading or fetching room.
    pub note: Option<String>,
    /// Since when.
    pub since: Timestamp,
    /// How many polls showed it.
    pub polls: u32,
    /// The source before.
    pub usual: Usual,
    /// The last poll that read the list before, if any ever did.
    pub last_success: Option<Timestamp>,
    /// When it was over, once it was.
    pub recovered: Option<Timestamp>,
    /// What was seen for the first time when it was over, the most urgent first.
    pub missed: Vec<Missed>,
    /// Stretches of that time of which reviews may not have been read even then.
    pub unseen: Vec<Unseen>,
    /// It waited for the end of quiet hours.
    pub waited: bool,
}

/// A review that a trouble kept from being seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// Who wrote it.
    pub author: Option<String>,
    /// What it says.
    pub words: String,
    /// What is made of it; `None` until it is judged.
    pub verdict: Option<Verdict>,
    /// The open case it belongs to, and its deadline.
    pub deadline: Option<(CaseId, Timestamp)>,
}

/// A composed mail; its bytes never change again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The `Message-ID`, angle brackets included; derived from the notices it serves.
    pub message_id: String,
    /// Who gets it.
    pub recipient: Address,
    /// The subject, for people's lists of waiting mail.
    pub subject: String,
    /// The whole message as it goes over the wire (RFC 5322, CRLF).
    pub bytes: Vec<u8>,
}
