//! Which notices share one mail: normally none do, a storm does.

use super::{Facts, Kind, Notice};
use crate::review::Scope;

/// More cases than this at once become one mail.
const STORM: usize = 5;

/// Why notices share a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shared {
    /// Complaints whose deadline had passed before they were first seen.
    CatchUp,
    /// Many cases that ask for a reply at once.
    Storm,
    /// Many cases that are done at once.
    Done,
    /// Whatever happened in quiet hours, told at their end.
    Overnight,
}

/// Divides notices, all due and all to one recipient, into mails, in the order of their oldest notice;
/// each mail is the indices of its notices.
///
/// One notice is one mail, except: all that waited for the end of quiet hours shares a mail from two
/// notices on; complaints that were overdue when they were first seen share a
/// catch-up mail; more than five cases at once share a mail; sources that stopped, or came back, for
/// one cause share a mail; so do all gaps.
pub fn batches(due: &[(Notice, Facts)]) -> Vec<Vec<usize>> {
    let waited = due.iter().filter(|(_, facts)| facts.waited()).count();
    let group = |(notice, facts): &(Notice, Facts)| match facts.waited() && waited > 1 {
        true => Group::Overnight,
        false => group_of(notice, facts),
    };
    let groups: Vec<Group> = due.iter().map(group).collect();
    let size = |group: &Group| groups.iter().filter(|g| *g == group).count();
    let catch_up_shares = size(&Group::CatchUp) > 1;
    let asking = size(&Group::Asking) + if catch_up_shares { 0 } else { size(&Group::CatchUp) };
    let done = size(&Group::Done);

    let mut mails: Vec<(Option<Group>, Vec<usize>)> = Vec::new();
    for (index, group) in groups.into_iter().enumerate() {
        let shared = match group {
            Group::CatchUp if catch_up_shares => Some(Group::CatchUp),
            Group::CatchUp | Group::Asking => (asking > STORM).then_some(Group::Asking),
            Group::Done => (done > STORM).then_some(Group::Done),
            Group::Alone => None,
            one @ (Group::Source(..) | Group::Overnight) => Some(one),
        };
        match mails.iter_mut().find(|(group, _)| shared.is_some() && *group == shared) {
            Some((_, mail)) => mail.push(index),
            None => mails.push((shared, vec![index])),
        }
    }
    mails.into_iter().map(|(_, mail)| mail).collect()
}

/// Why these notices, more than one, share a mail.
pub(super) fn shared(said: &[(Notice, Facts)]) -> Shared {
    let all = |wanted: Group| said.iter().all(|(n, f)| group_of(n, f) == wanted);
    if said.iter().all(|(_, facts)| facts.waited()) {
        Shared::Overnight
    } else if all(Group::CatchUp) {
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
    /// A question of its own.
    Alone,
    /// Stopped or came back, and what its trouble has in common with others.
    Source(Kind, String),
    /// It waited for the end of quiet hours.
    Overnight,
}

/// What is wrong with the pages of one server at one time has one cause, most likely.
fn cause(scope: &Scope) -> String {
    match scope {
        // What one stop of ours, or of a network, kept from being read on many sites.
        Scope::Page { kind, .. } if kind == "gap" => kind.clone(),
        Scope::Page { host, .. } => format!("page/{host}"),
        shared => shared.to_string(),
    }
}

fn group_of(notice: &Notice, facts: &Facts) -> Group {
    match facts {
        Facts::Incident(incident) => Group::Source(notice.kind, cause(&incident.scope)),
        Facts::Case(_) if notice.kind == Kind::Answered => Group::Done,
        Facts::Case(_) if matches!(notice.kind, Kind::FollowUp | Kind::Unconfirmed) => Group::Alone,
        Facts::Case(facts) if facts.was_found_late() => Group::CatchUp,
        Facts::Case(_) => Group::Asking,
    }
}
