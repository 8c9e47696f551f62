//! The eight steps of handling a complaint: how far a case got, when and by whom.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::alert::Kind;
use crate::case::{State, Taken, Turn};
use crate::store::{CaseHistory, Entry, Happening, NoticeEnd};

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) at: Timestamp,
    /// `None` where no person did it.
    pub(super) by: Option<String>,
    /// What there is to say about it, in its stable form.
    pub(super) what: Option<String>,
    /// The turn of the case that it was, where it was one.
    pub(super) turn: Option<Taken>,
}

/// The steps in their order, with their stable names.
pub(super) const STEPS: [&str; 8] =
    ["received", "classified", "assigned", "analysed", "decided", "told", "resolved", "prevented"];

/// Which of the steps were taken. A reply and its success count in the present round alone; what is
/// known of the cause, the remedy and the cure stays known.
pub(super) fn steps(history: &CaseHistory) -> [Option<Done>; 8] {
    let last = |turns: &[Turn], round: u32| {
        let fits = |entry: &&Entry| {
            entry.round >= round && taken(entry).is_some_and(|taken| turns.contains(&taken.turn))
        };
        history.entries.iter().rev().find(fits).and_then(done)
    };
    let round = history.case.round;
    let classified = history.judgement.as_ref().map(|judgement| {
        let causes: Vec<String> = judgement
            .causes
            .iter()
            .filter_map(|cause| Some(serde_json::to_value(cause).ok()?.as_str()?.to_owned()))
            .collect();
        let what = [judgement.verdict.as_str().to_owned(), causes.join(", ")];
        let what = what.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
        let opened = history.entries.iter().find(|entry| taken(entry).is_some());
        let at = opened.map_or(history.first_seen, |entry| entry.at);
        Done { at, by: None, what: Some(what), turn: None }
    });
    [
        Some(Done { at: history.first_seen, by: None, what: None, turn: None }),
        classified,
        last(&[Turn::Assigned], 1).or_else(|| first_told(history)),
        last(&[Turn::CauseFound], 1),
        last(&[Turn::RemedyChosen], 1),
        told(history).or_else(|| {
            last(&[Turn::Unconfirmed], round).filter(|_| history.case.state == State::Unconfirmed)
        }),
        last(&[Turn::Resolved, Turn::Appeased, Turn::Thanked, Turn::WithdrawnByEdit], round),
        last(&[Turn::Prevented], 1),
    ]
}

/// The time from the complaint to the public reply in the present round.
pub(super) fn took(history: &CaseHistory) -> Option<SignedDuration> {
    let answered = |entry: &&Entry| {
        entry.round == history.case.round && taken(entry).is_some_and(|taken| taken.took.is_some())
    };
    history.entries.iter().rev().find(answered).and_then(taken).and_then(|taken| taken.took)
}

/// The reply's own time, as exactly as it is known: at the latest.
fn told(history: &CaseHistory) -> Option<Done> {
    let answered = |entry: &&Entry| {
        let turns = [Turn::Answered, Turn::AnsweredByPerson];
        entry.round == history.case.round
            && taken(entry).is_some_and(|taken| turns.contains(&taken.turn))
    };
    let entry = history.entries.iter().rev().find(answered)?;
    let at = history.case.replied.map_or(entry.at, |replied| replied.latest);
    Some(Done { at, what: None, ..done(entry)? })
}

/// Whoever the first alert reached is who has it.
fn first_told(history: &CaseHistory) -> Option<Done> {
    history.entries.iter().find_map(|entry| match &entry.happening {
        Happening::Mail { kind: Kind::Alert | Kind::Overdue, to, end: NoticeEnd::Sent } => {
            Some(Done { at: entry.at, by: None, what: Some(to.as_str().to_owned()), turn: None })
        }
        _ => None,
    })
}

fn taken(entry: &Entry) -> Option<&Taken> {
    match &entry.happening {
        Happening::Case(taken) => Some(taken),
        _ => None,
    }
}

fn done(entry: &Entry) -> Option<Done> {
    let taken = taken(entry)?;
    let what = taken.to.as_ref().map(|to| to.as_str().to_owned()).or_else(|| taken.text.clone());
    Some(Done { at: entry.at, by: taken.by.clone(), what, turn: Some(taken.clone()) })
}

/// The steps for programs.
pub(super) fn steps_json(history: &CaseHistory) -> Value {
    let steps = STEPS.iter().zip(steps(history)).map(|(step, done)| {
        let (at, by, what) = match done {
            Some(Done { at, by, what, .. }) => (Some(at), by, what),
            None => (None, None, None),
        };
        json!({ "step": step, "at": at, "by": by, "what": what })
    });
    Value::Array(steps.collect())
}
