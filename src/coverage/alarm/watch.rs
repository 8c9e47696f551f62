//! One poll against the source's profile and its incidents.

use jiff::Timestamp;

use super::incident::{Act, Incident, Patience, Step};
use super::profile::Profile;
use super::scope::{Elsewhere, scope};
use super::tally::Tally;
use crate::review::{Trouble, Unread, Usual};
use crate::source::Outcome;

/// What a poll found, as far as alarms are concerned.
#[derive(Clone, Debug)]
pub struct Sighting<'a> {
    /// When.
    pub now: Timestamp,
    /// The last poll before it that proved something.
    pub last_success: Option<Timestamp>,
    /// What kind of page it was.
    pub outcome: Outcome,
    /// Why nothing was read, where nothing was.
    pub unread: Option<Unread>,
    /// Details.
    pub note: Option<&'a str>,
    /// The server's name, with the port where it has one of its own.
    pub host: &'a str,
    /// What the page held.
    pub tally: &'a Tally,
    /// When the known reviews were written, this page's included.
    pub written: &'a [Timestamp],
    /// Where the list has moved for good.
    pub moved_to: Option<&'a str>,
    /// A list without reviews is nothing special here.
    pub expect_empty: bool,
    /// The server wants to be left alone until then.
    pub held: Option<Timestamp>,
    /// How other sources fare, where nothing was read.
    pub elsewhere: &'a Elsewhere,
}

/// What is known of a source before the poll.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// How it was while it was well.
    pub profile: Option<Profile>,
    /// What lasts, at most one of a kind.
    pub open: Vec<Incident>,
    /// Kinds of trouble that people were told are over, and when, for as long as that matters.
    pub over: Vec<(String, Timestamp)>,
}

/// What follows from a poll.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// The profile, where it changed.
    pub profile: Option<Profile>,
    /// What becomes of which incidents; those that stay as they are do not appear.
    pub steps: Vec<Step>,
    /// When a poll is wanted at the latest, so that no mail is late.
    pub look_again: Option<Timestamp>,
}

impl Decision {
    /// The next poll, which the schedule wants at `due`: early enough for the alarms, but never before the
    /// server wants to be asked (`held`).
    pub fn no_later_than(&self, due: Timestamp, held: Option<Timestamp>) -> Timestamp {
        let wanted = self.look_again.map_or(due, |look| look.min(due));
        held.map_or(wanted, |asked| wanted.max(asked))
    }
}

impl Decision {
    /// The list shows far fewer reviews than it always did, or parts of them are not read.
    pub fn finds_page_changed(&self) -> bool {
        let lasting = self.steps.iter().filter(|step| step.act != Act::End);
        lasting.map(|step| step.incident.trouble.kind()).any(|kind| OF_THE_PAGE.contains(&kind))
    }
}

/// What a poll says of one kind of trouble.
enum Sign {
    Shown(Trouble, Option<Timestamp>),
    Clear(&'static str),
}

/// Holds a poll against what is known.
pub fn watch(state: &State, seen: &Sighting<'_>) -> Decision {
    let known = state.profile.clone();
    let mut profile = known.clone().unwrap_or_else(|| Profile::new(seen.now));
    let usual = profile.usual();
    let signs = signs(state, seen, &mut profile);
    let mut watching = Watching { state, seen, usual, steps: Vec::new() };
    for sign in signs {
        match sign {
            Sign::Clear(kind) => watching.clear(kind),
            Sign::Shown(trouble, since) => watching.shown(trouble, since),
        }
    }
    Decision {
        look_again: watching.look_again(),
        steps: watching.steps,
        profile: (seen.outcome.proves() && known.as_ref() != Some(&profile)).then_some(profile),
    }
}

/// What the poll says; kinds of which it says nothing do not appear.
fn signs(state: &State, seen: &Sighting<'_>, profile: &mut Profile) -> Vec<Sign> {
    if !seen.outcome.proves() {
        let why = seen.unread.unwrap_or(Unread::Unrecognised);
        return vec![Sign::Shown(Trouble::Unread { why }, None)];
    }
    let mut signs = vec![Sign::Clear("unread")];
    match profile.moved(seen.moved_to) {
        Some(trouble) => signs.push(Sign::Shown(trouble, None)),
        None => signs.push(Sign::Clear("moved")),
    }
    match seen.outcome {
        Outcome::Empty => match profile.empty(seen.expect_empty, seen.now) {
            Some(trouble) => signs.push(Sign::Shown(trouble, None)),
            None => signs.push(Sign::Clear("empty")),
        },
        Outcome::Reviews => {
            signs.push(Sign::Clear("empty"));
            let troubles = profile.reviews(seen.tally, seen.now);
            let absent =
                OF_THE_PAGE.iter().filter(|kind| troubles.iter().all(|t| t.kind() != **kind));
            signs.extend(absent.map(|kind| Sign::Clear(kind)));
            signs.extend(troubles.into_iter().map(|trouble| Sign::Shown(trouble, None)));
            profile.written(seen.written);
        }
        _ => {
            let lasting = state.open.iter().filter(|incident| is_of_the_page(incident));
            signs.extend(lasting.map(|incident| Sign::Shown(incident.trouble.clone(), None)));
            if !state.open.iter().any(is_of_the_page) {
                profile.unchanged(seen.now);
            }
        }
    }
    if seen.outcome != Outcome::Empty {
        signs.push(match profile.silence(seen.now) {
            Some((trouble, since)) => Sign::Shown(trouble, Some(since)),
            None => Sign::Clear("quiet"),
        });
    }
    signs
}

/// The kinds that a page with reviews speaks of.
const OF_THE_PAGE: [&str; 5] = ["collapsed", "no_date", "no_rating", "no_author", "no_text"];

/// Whether an unchanged page shows the incident's trouble once more.
fn is_of_the_page(incident: &Incident) -> bool {
    let kind = incident.trouble.kind();
    kind == "empty" || OF_THE_PAGE.contains(&kind)
}

/// The incidents of a source while a poll is held against them.
struct Watching<'a> {
    state: &'a State,
    seen: &'a Sighting<'a>,
    /// The source before the poll.
    usual: Usual,
    steps: Vec<Step>,
}

impl Watching<'_> {
    fn open(&self, kind: &str) -> Option<&Incident> {
        self.state.open.iter().find(|incident| incident.trouble.kind() == kind)
    }

    fn clear(&mut self, kind: &str) {
        if let Some(incident) = self.open(kind).cloned() {
            self.steps.push(Step { incident, act: Act::End });
        }
    }

    fn shown(&mut self, trouble: Trouble, since: Option<Timestamp>) {
        let before = self.open(trouble.kind()).cloned();
        let was_told = before.as_ref().is_some_and(|before| before.told.is_some());
        let mut incident = match before {
            Some(before) => self.going_on(before, trouble),
            None => self.begun(trouble, since),
        };
        let due = incident.due(self.patience(&incident), self.seen.now);
        // An unchanged page has nothing to add to what was told already.
        if due.is_none() && was_told && self.seen.outcome == Outcome::Unchanged {
            return;
        }
        incident.told = due.or(incident.told);
        self.steps.push(Step { incident, act: due.map_or(Act::Keep, Act::Tell) });
    }

    fn begun(&self, trouble: Trouble, since: Option<Timestamp>) -> Incident {
        let seen = self.seen;
        Incident {
            number: 0,
            scope: scope(&trouble, seen.host, seen.now, seen.elsewhere),
            note: seen.note.map(str::to_owned),
            since: since.or(seen.last_success).unwrap_or(seen.now),
            began: seen.now,
            polls: 1,
            usual: self.usual,
            told: None,
            trouble,
        }
    }

    fn going_on(&self, before: Incident, trouble: Trouble) -> Incident {
        let seen = self.seen;
        let scope = match before.told {
            Some(_) => before.scope,
            None => scope(&trouble, seen.host, before.began, seen.elsewhere),
        };
        // An unchanged page brings no details of its own.
        let note = match seen.outcome {
            Outcome::Unchanged => before.note,
            _ => seen.note.map(str::to_owned),
        };
        Incident { trouble, scope, note, polls: before.polls.saturating_add(1), ..before }
    }

    fn patience(&self, incident: &Incident) -> Patience {
        let kind = incident.trouble.kind();
        let over = self.state.over.iter().filter(|(over, _)| over == kind);
        Patience {
            never_read: self.seen.last_success.is_none(),
            recovered: over.map(|(_, at)| *at).max(),
            held: self.seen.held,
        }
    }

    /// Incidents that the poll left as they are wait for a look as well.
    fn look_again(&self) -> Option<Timestamp> {
        let same = |a: &Incident, b: &Incident| a.trouble.kind() == b.trouble.kind();
        let untouched = self
            .state
            .open
            .iter()
            .filter(|incident| !self.steps.iter().any(|step| same(&step.incident, incident)));
        let touched = self.steps.iter().filter(|step| step.act != Act::End);
        let lasting = touched.map(|step| &step.incident).chain(untouched);
        lasting
            .map(|incident| incident.look_at(self.patience(incident)))
            .filter(|at| *at > self.seen.now)
            .min()
    }
}
