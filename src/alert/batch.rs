//! Which notices share one mail: normally none do, a storm does.

use super::{Facts, Kind, Notice};

/// More cases than this at once become one mail.
const STORM: usize = 5;

/// A notice with its facts, and whatever the caller knows it by.
type Due<Id> = (Id, Notice, Facts);

/// Why notices share a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shared {
    /// Complaints whose deadline had passed before they were first seen.
    CatchUp,
    /// Many cases that ask for a reply at once.
    Storm,
    /// Many cases that are done at once.
    Done,
}

/// Divides notices, all due and all to one recipient, into mails, in the order of their oldest notice.
///
/// One notice is one mail, except: complaints that were overdue when they were first seen share a
/// catch-up mail; more than five cases at once share a mail; sources that stopped, or came back, for
/// one cause share a mail.
pub fn batches<Id>(due: Vec<Due<Id>>) -> Vec<Vec<Due<Id>>> {
    let size = |group: &Group| due.iter().filter(|(_, n, f)| group_of(n, f) == *group).count();
    let catch_up_shares = size(&Group::CatchUp) > 1;
    let asking = size(&Group::Asking) + if catch_up_shares { 0 } else { size(&Group::CatchUp) };
    let done = size(&Group::Done);

    let mut mails: Vec<(Option<Group>, Vec<Due<Id>>)> = Vec::new();
    for item in due {
        let group = match group_of(&item.1, &item.2) {
            Group::CatchUp if catch_up_shares => Some(Group::CatchUp),
            Group::CatchUp | Group::Asking => (asking > STORM).then_some(Group::Asking),
            Group::Done => (done > STORM).then_some(Group::Done),
            source @ Group::Source(..) => Some(source),
        };
        match mails.iter_mut().find(|(shared, _)| group.is_some() && *shared == group) {
            Some((_, mail)) => mail.push(item),
            None => mails.push((group, vec![item])),
        }
    }
    mails.into_iter().map(|(_, mail)| mail).collect()
}

/// Why these notices of cases, more than one, share a mail.
pub(super) fn shared(said: &[(Notice, Facts)]) -> Shared {
    let all = |wanted: Group| said.iter().all(|(n, f)| group_of(n, f) == wanted);
    if all(Group::CatchUp) {
        Shared::CatchUp
    } else if all(Group::Done) {
        Shared::Done
    } else {
        Shared::Storm
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Group {
    CatchUp,
    Asking,
    Done,
    /// Stopped or came back, and the cause.
    Source(Kind, String),
}

fn group_of(notice: &Notice, facts: &Facts) -> Group {
    match facts {
        Facts::Incident(incident) => Group::Source(notice.kind, incident.outcome.clone()),
        Facts::Case(_) if notice.kind == Kind::Answered => Group::Done,
        Facts::Case(facts)
            if notice.kind == Kind::Alert && facts.case.opened >= facts.case.deadline =>
        {
            Group::CatchUp
        }
        Facts::Case(_) => Group::Asking,
    }
}
