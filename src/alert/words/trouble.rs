//! What is wrong with a source, what it was like before, and what can be done.

mod en;
mod ko;

use jiff::SignedDuration;

use super::Words;
use crate::alert::{IncidentFacts, Language};
use crate::review::{Scope, Stop, Trouble};

/// A trouble in a few words, for lists: "목록이 비었음".
pub(crate) fn trouble_name(language: Language, trouble: &Trouble) -> String {
    match language {
        Language::Ko => ko::name(trouble),
        Language::En => en::name(trouble),
    }
}

/// Why reviews may not have been read, as a sentence.
pub(crate) fn stopped(language: Language, why: Stop) -> &'static str {
    match language {
        Language::Ko => ko::stopped(why),
        Language::En => en::stopped(why),
    }
}

/// What keeps that from happening again, as a sentence.
pub(crate) fn prevented(language: Language, why: Stop) -> &'static str {
    match language {
        Language::Ko => ko::prevented(why),
        Language::En => en::prevented(why),
    }
}

impl Words {
    /// What is wrong, as a sentence.
    pub(in crate::alert) fn trouble(&self, trouble: &Trouble) -> String {
        match self.language {
            Language::Ko => ko::sentence(trouble),
            Language::En => en::sentence(trouble),
        }
    }

    /// What one cause of several sources is; `None` where they may have nothing in common.
    pub(in crate::alert) fn cause(&self, scope: &Scope, sources: usize) -> Option<String> {
        match self.language {
            Language::Ko => ko::cause(scope, sources),
            Language::En => en::cause(scope, sources),
        }
    }

    /// What the source was like before; `None` where that is not known.
    pub(in crate::alert) fn before(&self, facts: &IncidentFacts) -> Option<String> {
        match (&facts.trouble, self.language) {
            (Trouble::Field { before, .. }, Language::Ko) => Some(ko::share(*before)),
            (Trouble::Field { before, .. }, Language::En) => Some(en::share(*before)),
            (Trouble::Quiet { usual, .. }, Language::Ko) => Some(ko::rhythm(&self.rough(*usual))),
            (Trouble::Quiet { usual, .. }, Language::En) => Some(en::rhythm(&self.rough(*usual))),
            (Trouble::Moved { .. }, _) => (!facts.url.is_empty()).then(|| facts.url.clone()),
            (Trouble::Empty { before } | Trouble::Collapsed { before, .. }, _) => {
                Some(self.list(*before, facts))
            }
            (Trouble::Unread { .. }, _) => facts.usual.rows.map(|rows| self.list(rows, facts)),
            (Trouble::Gap(_), _) => None,
        }
    }

    /// What the source is like now; `None` where the trouble itself says it.
    pub(in crate::alert) fn after(&self, facts: &IncidentFacts) -> Option<String> {
        match (&facts.trouble, self.language) {
            (Trouble::Unread { .. } | Trouble::Gap(_), _) => None,
            (Trouble::Empty { .. }, Language::Ko) => Some(ko::list(0, None)),
            (Trouble::Empty { .. }, Language::En) => Some(en::list(0, None)),
            (Trouble::Collapsed { now, .. }, Language::Ko) => Some(ko::list(*now, None)),
            (Trouble::Collapsed { now, .. }, Language::En) => Some(en::list(*now, None)),
            (Trouble::Field { now, .. }, Language::Ko) => Some(ko::share(*now)),
            (Trouble::Field { now, .. }, Language::En) => Some(en::share(*now)),
            (Trouble::Quiet { newest, .. }, language) => {
                let until = facts.recovered.unwrap_or(self.now);
                let silent = self.rough(until.duration_since(*newest));
                let newest = self.moment(*newest);
                Some(match language {
                    Language::Ko => ko::silence(&newest, &silent),
                    Language::En => en::silence(&newest, &silent),
                })
            }
            (Trouble::Moved { to }, _) => Some(to.clone()),
        }
    }

    /// What a person can do about it, the most likely first; never empty.
    pub(in crate::alert) fn cures(&self, facts: &IncidentFacts) -> Vec<String> {
        let source = facts.source.as_str();
        match self.language {
            Language::Ko => ko::cures(&facts.trouble, source),
            Language::En => en::cures(&facts.trouble, source),
        }
    }

    fn list(&self, rows: u32, facts: &IncidentFacts) -> String {
        let newest = facts.usual.newest.map(|at| self.moment(at));
        match self.language {
            Language::Ko => ko::list(rows, newest.as_deref()),
            Language::En => en::list(rows, newest.as_deref()),
        }
    }

    /// A long time without its minutes.
    fn rough(&self, length: SignedDuration) -> String {
        self.length(SignedDuration::from_hours(length.as_hours().max(1)))
    }
}
