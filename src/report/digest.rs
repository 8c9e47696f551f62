//! What is worth saying of a day, chosen and put in order.

use std::collections::{BTreeMap, HashSet};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Answer, Arrival, Facts, Health, Open};
use crate::case::CaseId;
use crate::review::{Review, Verdict};

/// What a digest says.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// What happened after this moment
    pub since: Timestamp,
    /// and not after this one is told.
    pub until: Timestamp,
    /// So many days before it had no digest of their own.
    pub missed_days: usize,
    /// What came.
    pub arrivals: Arrivals,
    /// Past their deadline, the longest first.
    pub overdue: Listed<Open>,
    /// With time left, the shortest first.
    pub open: Listed<Open>,
    /// A person says that they were answered; the page does not show it yet.
    pub unconfirmed: Listed<Open>,
    /// What was answered.
    pub answered: Answered,
    /// Suspected trolls, oldest first.
    pub trolls: Listed<Arrival>,
    /// Praise that is worth a thank-you, the most telling first.
    pub thanks: Vec<Arrival>,
    /// Sources that something is wrong with, or was.
    pub ailing: Listed<Health>,
    /// Those that are well.
    pub well: Vec<Health>,
}

/// The first few of many.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<T> {
    /// Those that are listed.
    pub shown: Vec<T>,
    /// How many more there are.
    pub more: usize,
}

impl<T> Listed<T> {
    fn of(all: impl IntoIterator<Item = T>, most: usize) -> Self {
        let mut shown: Vec<T> = all.into_iter().collect();
        let more = shown.len().saturating_sub(most);
        shown.truncate(most);
        Self { shown, more }
    }

    /// How many there are, listed or not.
    pub fn count(&self) -> usize {
        self.shown.len() + self.more
    }
}

/// Reviews seen for the first time, by what is made of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// Complaints.
    pub negative: usize,
    /// Suspected trolls.
    pub trolls: usize,
    /// Praise, and what asks for nothing.
    pub positive: usize,
    /// Not judged yet.
    pub unjudged: usize,
}

impl Arrivals {
    /// All of them.
    pub fn count(&self) -> usize {
        self.negative + self.trolls + self.positive + self.unjudged
    }
}

/// How complaints were answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// How many.
    pub count: usize,
    /// Half of those whose time is known were answered within this.
    pub median: Option<SignedDuration>,
    /// The one that took longest.
    pub slowest: Option<(CaseId, SignedDuration)>,
}

/// So many entries of a list are shown; the whole of it is a command away.
const LISTED: usize = 10;
const THANKED: usize = 5;
/// Praise of fewer different words says too little to be thanked for.
const FEWEST_WORDS: usize = 4;

/// What is worth saying of `facts` at `now`, to a shop in `zone`.
pub fn digest(facts: &Facts, now: Timestamp, zone: &TimeZone) -> Digest {
    let (waiting, unconfirmed): (Vec<&Open>, Vec<&Open>) =
        facts.open.iter().partition(|open| open.case.state.is_open());
    let (overdue, open): (Vec<&Open>, Vec<&Open>) =
        waiting.into_iter().partition(|open| open.case.deadline <= now);
    let (ailing, well): (Vec<&Health>, Vec<&Health>) =
        facts.sources.iter().partition(|health| is_ailing(health, now));
    let trolls =
        facts.arrivals.iter().filter(|one| one.verdict == Some(Verdict::SuspectedTroll)).cloned();
    Digest {
        since: facts.since,
        until: facts.until,
        missed_days: days_between(facts.since, facts.until, zone),
        arrivals: counted(&facts.arrivals),
        overdue: Listed::of(soonest(overdue), LISTED),
        open: Listed::of(soonest(open), LISTED),
        unconfirmed: Listed::of(soonest(unconfirmed), LISTED),
        answered: answered(&facts.answers),
        trolls: Listed::of(trolls, LISTED),
        thanks: worth_thanks(&facts.arrivals),
        ailing: Listed::of(ailing.into_iter().cloned(), LISTED),
        well: well.into_iter().cloned().collect(),
    }
}

impl Digest {
    /// Nobody waits, nothing came, and every source is well.
    pub fn is_quiet(&self) -> bool {
        let waiting = self.overdue.count() + self.open.count() + self.unconfirmed.count();
        waiting + self.arrivals.count() + self.answered.count + self.ailing.count() == 0
            && self.trolls.count() == 0
    }
}

fn soonest(mut cases: Vec<&Open>) -> impl Iterator<Item = Open> {
    cases.sort_by_key(|open| (open.case.deadline, open.case.id));
    cases.into_iter().cloned()
}

/// One that a person paused is not forgotten either.
fn is_ailing(health: &Health, now: Timestamp) -> bool {
    let is_paused = health.paused_until.is_some_and(|until| until > now);
    let is_read = health.last_success.is_some() && !is_paused;
    !is_read || !health.troubles.is_empty() || !health.gaps.is_empty()
}

/// Whole days of the shop that lie between two moments, those of the moments aside.
fn days_between(since: Timestamp, until: Timestamp, zone: &TimeZone) -> usize {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let days = day(since).until(day(until)).map_or(0, |span| span.get_days());
    usize::try_from(days - 1).unwrap_or(0)
}

fn counted(arrivals: &[Arrival]) -> Arrivals {
    let mut counts = Arrivals::default();
    for arrival in arrivals.iter().filter(|arrival| arrival.is_new) {
        *match arrival.verdict {
            Some(Verdict::Negative) => &mut counts.negative,
            Some(Verdict::SuspectedTroll) => &mut counts.trolls,
            Some(Verdict::Positive) => &mut counts.positive,
            None => &mut counts.unjudged,
        } += 1;
    }
    counts
}

/// Of a round that was answered more than once, the last answer counts.
fn answered(answers: &[Answer]) -> Answered {
    let last: BTreeMap<(CaseId, u32), Option<SignedDuration>> =
        answers.iter().map(|answer| ((answer.case, answer.round), answer.took)).collect();
    let mut times: Vec<(SignedDuration, CaseId)> =
        last.iter().filter_map(|((case, _), took)| took.map(|took| (took, *case))).collect();
    times.sort_unstable();
    Answered {
        count: last.len(),
        median: times.get(times.len().saturating_sub(1) / 2).map(|(took, _)| *took),
        slowest: times.last().map(|(took, case)| (*case, *took)),
    }
}

/// The praise that says most, of what nobody has answered yet.
fn worth_thanks(arrivals: &[Arrival]) -> Vec<Arrival> {
    let praise = arrivals.iter().filter(|one| one.verdict == Some(Verdict::Positive));
    let unanswered = praise.filter(|one| one.review.reply.is_none());
    let mut telling: Vec<(usize, &Arrival)> = unanswered
        .map(|one| (substance(&one.review), one))
        .filter(|(words, _)| *words >= FEWEST_WORDS)
        .collect();
    // Stable: of those that say as much, the first to come is thanked first.
    telling.sort_by_key(|(words, _)| std::cmp::Reverse(*words));
    telling.into_iter().take(THANKED).map(|(_, one)| one.clone()).collect()
}

/// How much a text says: different words, so that the same one over and over is one.
fn substance(review: &Review) -> usize {
    let words = review.words();
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<HashSet<_>>().len()
}

#[cfg(test)]
mod tests;
