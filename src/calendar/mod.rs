//! When someone can answer and when nobody is to be woken: working hours, lunch, holidays, quiet hours.
//!
//! Working hours never stop the clock of a complaint: they decide whom to wake, and when. Days and hours
//! are those of the shop's zone; where its clocks jump, an hour that does not exist begins after the
//! jump, and one that comes twice begins the first time.
//!
//! **Invariant:** pure, but for [`Settings::read`], which may read a list of holidays; every search ends.

mod holidays;
mod kr;
mod pieces;
mod settings;
mod span;
mod week;

pub use pieces::Piece;
pub use settings::Settings;

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use holidays::Holidays;
use week::Week;

/// When someone can answer, and when nobody is to be woken.
///
/// The default knows no hours: someone can always answer, and it is never quiet. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// `None` where someone can always answer.
    hours: Option<Arc<Hours>>,
    /// What writing an answer takes.
    time_to_write: SignedDuration,
}

/// The hours of a shop that has some.
#[derive(Debug, PartialEq, Eq)]
struct Hours {
    zone: TimeZone,
    /// `None` where people work whenever it is not quiet.
    work: Option<Week>,
    lunch: Week,
    /// `None` where it is quiet outside work, lunch breaks aside.
    quiet: Option<Week>,
    holidays: Holidays,
}

/// A search gives up after so many days: nobody waits longer than a year for a working moment.
const HORIZON_DAYS: usize = 370;

impl Default for Calendar {
    fn default() -> Self {
        Self { hours: None, time_to_write: SignedDuration::from_mins(30) }
    }
}

impl Calendar {
    /// What writing an answer takes, in working time.
    pub fn time_to_write(&self) -> SignedDuration {
        self.time_to_write
    }

    /// Whether someone can answer.
    pub fn is_working(&self, at: Timestamp) -> bool {
        self.piece(at).working
    }

    /// Whether nobody is to be woken.
    pub fn is_quiet(&self, at: Timestamp) -> bool {
        self.piece(at).quiet
    }

    /// Whether quiet hours end at this very instant.
    pub fn ends_quiet(&self, at: Timestamp) -> bool {
        let before = at.checked_sub(SignedDuration::from_nanos(1));
        before.is_ok_and(|before| self.is_quiet(before)) && !self.is_quiet(at)
    }

    /// The first moment from `at` on at which someone can answer; `None` where there is none for a year.
    pub fn next_working(&self, at: Timestamp) -> Option<Timestamp> {
        self.pieces(at).find(|piece| piece.working).map(|piece| piece.from)
    }

    /// The first moment from `at` on that is not quiet; `None` where there is none for a year.
    pub fn next_audible(&self, at: Timestamp) -> Option<Timestamp> {
        self.pieces(at).find(|piece| !piece.quiet).map(|piece| piece.from)
    }

    /// The last working moment before `deadline` from which there is still time to write an answer in
    /// working hours; `None` where there is none for a year.
    pub fn last_call(&self, deadline: Timestamp) -> Option<Timestamp> {
        let mut missing = self.time_to_write;
        for piece in self.pieces_before(deadline).filter(|piece| piece.working) {
            let length = piece.length();
            if length >= missing {
                return piece.until.checked_sub(missing).ok();
            }
            missing -= length;
        }
        None
    }

    /// The first moment by which an answer that is begun at `from` or at the first working moment after
    /// it is written; `None` where that takes more than a year.
    pub fn written_by(&self, from: Timestamp) -> Option<Timestamp> {
        let mut missing = self.time_to_write;
        for piece in self.pieces(from).filter(|piece| piece.working) {
            let length = piece.length();
            if length >= missing {
                return piece.from.checked_add(missing).ok();
            }
            missing -= length;
        }
        None
    }
}

#[cfg(test)]
pub(crate) mod example;
#[cfg(test)]
mod tests;
