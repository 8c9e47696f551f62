//! What a source looks like while all is well, learned slowly from polls that were.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::column::Column;
use super::rhythm::plausible_silence;
use super::tally::Tally;
use crate::review::{Field, Share, Trouble, Usual};

/// So many polls make a profile.
const RIPE: u32 = 3;
/// What is usual follows what is seen at this pace, so that a page that decays over days is noticed.
const PACE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A list that shrinks at once to this part of its usual length has collapsed.
const COLLAPSE: f64 = 0.4;
/// A list that lost fewer rows than this is merely short.
const FEWEST_LOST: f64 = 5.0;

/// A source while it was well; kept small, for it stands on the source's row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Since when it is learned: the first poll, or a person's word that all is as it should be.
    pub since: Timestamp,
    /// Polls that found all well, counted until they are enough.
    polls: u32,
    /// Reviews on the first page, last and by habit.
    rows: Option<Rows>,
    list: [Column; Field::ALL.len()],
    detail: [Column; Field::ALL.len()],
    /// The last poll that was learned from.
    updated: Timestamp,
    newest: Option<Timestamp>,
    quiet: Option<Quiet>,
    /// When a person last said that all is as it should be.
    #[serde(default)]
    accepted: Option<Timestamp>,
    /// Where the list is known to lead; a person accepted that.
    accepted_move: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Rows {
    last: u32,
    /// The shortest it gets. It falls at once, as a list does that loses a review here and there, and
    /// rises slowly.
    fewest: f64,
}

/// When silence becomes suspicious.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Quiet {
    after: Timestamp,
    usual: SignedDuration,
}

impl Profile {
    /// Begins to learn anew: a person says that all is as it should be, with a list that leads there.
    pub fn accepted(now: Timestamp, accepted_move: Option<String>) -> Self {
        Self { accepted: Some(now), accepted_move, ..Self::new(now) }
    }

    /// Begins to learn.
    pub fn new(now: Timestamp) -> Self {
        Self {
            since: now,
            polls: 0,
            rows: None,
            list: Default::default(),
            detail: Default::default(),
            updated: now,
            newest: None,
            quiet: None,
            accepted: None,
            accepted_move: None,
        }
    }

    /// When a person last said that all is as it should be.
    pub fn accepted_at(&self) -> Option<Timestamp> {
        self.accepted
    }

    /// The source as it was while it was well.
    pub fn usual(&self) -> Usual {
        Usual { rows: self.rows.map(|rows| rows.last), newest: self.newest }
    }

    fn is_ripe(&self) -> bool {
        self.polls >= RIPE
    }

    /// A list without a review; `expected` where that is nothing special.
    pub(super) fn empty(&mut self, expected: bool, now: Timestamp) -> Option<Trouble> {
        let before = self.rows.map_or(0, |rows| rows.last);
        if before > 0 && !expected {
            return Some(Trouble::Empty { before });
        }
        if before == 0 {
            self.rows = Some(Rows { last: 0, fewest: 0.0 });
        }
        self.learned(now);
        None
    }

    /// A list with reviews: whether it collapsed, and which parts of the reviews fell away.
    pub(super) fn reviews(&mut self, tally: &Tally, now: Timestamp) -> Vec<Trouble> {
        let mut troubles = Vec::new();
        let (ripe, weight) = (self.is_ripe(), self.weight(now));
        match self.rows.filter(|rows| ripe && rows.collapses_to(tally.rows)) {
            Some(rows) => {
                troubles.push(Trouble::Collapsed { before: rows.last, now: tally.rows });
            }
            None => self.rows = Some(Rows::after(self.rows, tally.rows, weight)),
        }
        for (index, field) in Field::ALL.into_iter().enumerate() {
            let places = [(&mut self.list, &tally.list), (&mut self.detail, &tally.detail)];
            let mut fallen: Option<(Share, Share)> = None;
            for (columns, counted) in places {
                columns[index].take(counted[index], weight, ripe);
                let column = &columns[index];
                fallen = fallen.or(column.fallen.map(|now| (column.well, now)));
            }
            troubles.extend(fallen.map(|(before, now)| Trouble::Field { field, before, now }));
        }
        if troubles.is_empty() {
            self.learned(now);
        }
        troubles
    }

    /// Nothing changed since the last poll, which found all well.
    pub(super) fn unchanged(&mut self, now: Timestamp) {
        // What is known already is not worth a write.
        if !self.is_ripe() && self.rows.is_some() {
            self.learned(now);
        }
    }

    /// The times at which reviews were written, all that are known.
    pub(super) fn written(&mut self, written: &[Timestamp]) {
        self.newest = written.iter().copied().max();
        // Whoever sets up a source knows how old its reviews are.
        let quiet_since = self.newest.map_or(self.since, |newest| newest.max(self.since));
        self.quiet = plausible_silence(written).and_then(|usual| {
            Some(Quiet { after: quiet_since.saturating_add(usual).ok()?, usual })
        });
    }

    /// The silence that lasts too long, and since when it does.
    pub(super) fn silence(&self, now: Timestamp) -> Option<(Trouble, Timestamp)> {
        let quiet = self.quiet.filter(|quiet| quiet.after <= now)?;
        Some((Trouble::Quiet { newest: self.newest?, usual: quiet.usual }, quiet.after))
    }

    /// The new address, unless someone accepted it.
    pub(super) fn moved(&self, to: Option<&str>) -> Option<Trouble> {
        let to = to.filter(|to| self.accepted_move.as_deref() != Some(*to))?;
        Some(Trouble::Moved { to: to.to_owned() })
    }

    /// The address that a person accepted beside the configured one.
    pub fn accepted_move(&self) -> Option<&str> {
        self.accepted_move.as_deref()
    }

    fn learned(&mut self, now: Timestamp) {
        self.polls = (self.polls + 1).min(RIPE);
        self.updated = now;
    }

    /// How much of what this poll shows becomes usual.
    fn weight(&self, now: Timestamp) -> f64 {
        let since = now.duration_since(self.updated).as_secs_f64().max(0.0);
        1.0 - (-since / PACE.as_secs_f64()).exp()
    }
}

impl Rows {
    fn after(before: Option<Self>, rows: u32, weight: f64) -> Self {
        let now = f64::from(rows);
        let fewest = before.map_or(now, |before| {
            if now < before.fewest { now } else { before.fewest + (now - before.fewest) * weight }
        });
        Self { last: rows, fewest }
    }

    fn collapses_to(self, rows: u32) -> bool {
        let now = f64::from(rows);
        now <= self.fewest * COLLAPSE && self.fewest - now >= FEWEST_LOST
    }
}
