//! Reads date strings, Korean, English and machine-made, into an interval.
//!
//! **Invariant:** pure; what cannot be read is said, never guessed; a date in the future is read as
//! such.

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
