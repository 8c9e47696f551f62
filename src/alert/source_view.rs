//! What the templates see of sources: troubles turned into phrases, before and after.

use jiff::Timestamp;
use serde::Serialize;

use super::subject::cut;
use super::view::link;
use super::words::{Words, trouble_name};
use super::{IncidentFacts, Missed, Notice};
use crate::review::{Interval, Scope, Trouble, Verdict, text};

/// So many sources are told of in full; the rest by name.
const IN_FULL: usize = 8;
/// So many are named in the mail's header.
const IN_HEADER: usize = 20;
/// So many missed reviews are listed for a source.
const LISTED: usize = 10;
const EXCERPT: usize = 60;

/// All that one mail speaks of.
#[derive(Serialize)]
pub(super) struct Sources {
    /// Each once.
    pub(super) names: Vec<String>,
    /// Nothing at all comes from one of them.
    pub(super) stop: bool,
    /// Reviews of some time may never be read.
    pub(super) gap: bool,
    /// One cause for all, where it is more than one page's.
    cause: Option<String>,
    /// On which day it lasts, counted from 1; `None` in the first mail.
    day: Option<u32>,
    sources: Vec<SourceView>,
    /// Those that are not told of in full.
    rest: Vec<String>,
    missed: usize,
    late: usize,
}

/// A source.
#[derive(Serialize)]
struct SourceView {
    id: String,
    url: Option<String>,
    /// Nothing at all came from it.
    stop: bool,
    /// It cannot be read, as opposed to what it shows being strange.
    unread: bool,
    /// The trouble in a few words.
    name: String,
    /// The trouble as a sentence.
    what: String,
    before: Option<String>,
    now: Option<String>,
    cures: Vec<String>,
    note: Option<String>,
    since: String,
    polls: u32,
    last_success: Option<String>,
    never_read: bool,
    recovered: Option<String>,
    lasted: Option<String>,
    /// The times of which reviews may not have been read.
    unseen: Vec<String>,
    missed: Vec<MissedView>,
    missed_more: usize,
}

/// A review that was missed.
#[derive(Serialize)]
struct MissedView {
    author: Option<String>,
    words: Option<String>,
    verdict: &'static str,
    code: Option<String>,
    late: bool,
}

impl Sources {
    pub(super) fn of(incidents: &[(&Notice, &IncidentFacts)], words: &Words) -> Self {
        let mut names: Vec<String> = Vec::new();
        for (_, facts) in incidents {
            if names.iter().all(|name| *name != facts.source.as_str()) {
                names.push(facts.source.to_string());
            }
        }
        let told = incidents.iter().take(IN_FULL);
        let sources: Vec<SourceView> =
            told.map(|(_, facts)| SourceView::new(facts, words)).collect();
        let named = |name: &&String| sources.iter().all(|source| source.id != **name);
        let rest = names.iter().filter(named).cloned().collect();
        let missed = || incidents.iter().flat_map(|(_, facts)| &facts.missed);
        let occurrence = incidents.iter().map(|(notice, _)| notice.occurrence).max();
        Self {
            stop: incidents.iter().any(|(_, facts)| facts.trouble.is_stop()),
            gap: incidents.iter().any(|(_, facts)| facts.gaps().next().is_some()),
            cause: incidents
                .first()
                .filter(|(_, facts)| names.len() > 1 || facts.scope == Scope::Network)
                .and_then(|(_, facts)| words.cause(&facts.scope, names.len())),
            day: occurrence.filter(|day| *day > 0).map(|day| day.saturating_add(1)),
            rest,
            missed: missed().count(),
            late: missed().filter(|missed| missed.is_late(words.now)).count(),
            sources,
            names,
        }
    }
}

impl Sources {
    /// Who is spoken of, for programs; a header has little room.
    pub(super) fn header(&self) -> String {
        let named = self.names.iter().take(IN_HEADER).cloned().collect::<Vec<_>>().join(", ");
        if self.names.len() > IN_HEADER { format!("{named}, ...") } else { named }
    }
}

impl SourceView {
    fn new(facts: &IncidentFacts, words: &Words) -> Self {
        let lasted = facts.recovered.map(|end| end.duration_since(facts.since));
        let listed = facts.missed.iter().take(LISTED);
        Self {
            id: facts.source.to_string(),
            url: link(&facts.url),
            stop: facts.trouble.is_stop(),
            unread: matches!(facts.trouble, Trouble::Unread { .. }),
            name: trouble_name(words.language, &facts.trouble),
            what: words.trouble(&facts.trouble),
            before: words.before(facts),
            now: words.after(facts),
            cures: words.cures(facts),
            note: facts.note.as_deref().and_then(text::line),
            since: words.moment(facts.since),
            polls: facts.polls,
            last_success: facts.last_success.map(|at| words.moment(at)),
            never_read: facts.last_success.is_none(),
            recovered: facts.recovered.map(|at| words.moment(at)),
            lasted: lasted.map(|length| words.length(length)),
            unseen: facts.gaps().map(|gap| words.between(gap)).collect(),
            missed: listed.map(|missed| MissedView::new(missed, words)).collect(),
            missed_more: facts.missed.len().saturating_sub(LISTED),
        }
    }
}

impl MissedView {
    fn new(missed: &Missed, words: &Words) -> Self {
        Self {
            author: missed.author.as_deref().and_then(text::line),
            words: text::line(&missed.words).map(|line| cut(&line, EXCERPT)),
            verdict: match missed.verdict {
                Some(Verdict::Negative) => "negative",
                Some(Verdict::SuspectedTroll) => "troll",
                Some(Verdict::Positive) => "positive",
                None => "unjudged",
            },
            code: missed.deadline.map(|(case, _)| case.to_string()),
            late: missed.is_late(words.now),
        }
    }
}

impl IncidentFacts {
    /// The times of which reviews may not have been read: the trouble itself, or what is left of it.
    fn gaps(&self) -> impl Iterator<Item = Interval> {
        let own = match &self.trouble {
            Trouble::Gap(unseen) => Some(unseen),
            _ => None,
        };
        own.into_iter().chain(&self.unseen).map(|gap| Interval::between(gap.from, gap.until))
    }
}

impl Missed {
    fn is_late(&self, now: Timestamp) -> bool {
        self.deadline.is_some_and(|(_, deadline)| deadline <= now)
    }
}
