//! Reads date strings, Korean, English and machine-made, into an interval.
//!
//! **Invariant:** pure; what cannot be read is said, never guessed; a date in the future is read as
//! such.
//!
//! A text goes through `machine` (formats that programs print for programs), else is brought to one
//! form (`normalise`), searched for the one date it holds (`scan`, with a file for each family of
//! pieces), checked for what stands around that date (`around`), and laid on the calendar
//! (`resolve`).

mod ago;
mod around;
mod calendar;
mod elapsed;
mod korean;
mod lexicon;
mod machine;
mod named;
mod normalise;
mod numeric;
mod parts;
mod pattern;
mod resolve;
mod scan;
#[cfg(test)]
mod tests;
mod time;
mod words;
mod zone;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::review::Interval;

/// Day-month order of numeric dates where it cannot be told from the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 31/12/2024.
    DayMonth,
    /// 12/31/2024.
    MonthDay,
}

/// What a date string is read against.
#[derive(Clone, Debug)]
pub struct Context {
    /// When the page was read; relative words count from here.
    pub seen: Timestamp,
    /// The zone the page prints its times in.
    pub zone: TimeZone,
    /// How numeric dates such as 03/04/2024 are ordered, where known.
    pub order: Option<DateOrder>,
}

/// What a date string means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Every second it may mean.
    pub interval: Interval,
    /// It counts from the moment of reading ("3시간 전", "어제") and differs on the next visit.
    pub relative: bool,
}

/// Reads the one date a text holds, alone or in a caption such as "Submitted 19/04/2025, by Ann".
///
/// Both ends of the interval are included: a date is its whole local day, a minute its sixty
/// seconds. An age is as wide as what sites print it for: "3시간 전" is two and a half to four
/// hours ago. A numeric date of unknown order is every day it may be, as long as none of them is
/// ahead of `seen` and they lie within a year. `None` where the text holds no date, two different
/// ones, or one inside a sentence.
pub fn read(text: &str, context: &Context) -> Option<Reading> {
    let text = text.trim();
    if let Some(instant) = machine::read(text, context.seen) {
        return Some(Reading { interval: Interval::at(instant), relative: false });
    }
    let text = normalise::normalise(&machine::spell_out(text))?;
    let parts = scan::only_date(&text)?;
    resolve::resolve(&parts, context)
}
