//! Reads date strings, Korean, English and machine-made, into an interval.
//!
//! **Invariant:** pure; what cannot be read is said, never guessed; a date in the future is read as
//! such.
//!
//! A text that is no plain `stamp` goes through `machine` (formats that programs print for programs), else is brought to one
//! form (`normalise`), searched for the one date it holds (`scan`, with a file for each family of
//! pieces), checked for what stands around that date (`around`), and laid on the calendar
//! (`resolve`).

mod ago;
mod around;
mod calendar;
mod convention;
mod elapsed;
mod iso;
mod korean;
mod lexicon;
mod machine;
mod named;
mod normalise;
mod numeric;
mod page;
mod parts;
mod pattern;
mod quantity;
mod resolve;
mod scan;
mod stamp;
#[cfg(test)]
mod tests;
mod text;
mod time;
mod words;
mod zone;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use self::text::Text;
use crate::review::Interval;

pub use page::{Dates, Row, read_page};

/// Order of numeric dates where it cannot be told from the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 24/12/31, 12/31.
    YearMonthDay,
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
    /// It cannot be anything but a date. A bare "3.16" may be a rating, a bare "10:04" a length and a
    /// "2d" a size: they are dates only where a date is expected.
    pub certain: bool,
}

/// Reads the one date a text holds, alone or in a caption such as "Submitted 19/04/2025, by Ann".
///
/// It promises that nothing but a date is read as one: not "오늘 도착", a price, a version, a rating
/// ("4.5"), a size ("10m"), a length of use ("3개월"), a telephone or an order number. A text that is
/// nothing but a month and a day in numbers ("3.16") is read and marked as not certain, for a rating
/// of two digits looks the same.
///
/// Both ends of the interval are included: a date is its whole local day, a minute its sixty
/// seconds. An age is as wide as what sites print it for: "3시간 전" is two and a half to four
/// hours ago. Without a year the last such day is meant that is not ahead of `seen`. A numeric date
/// is read in the order given, else in the one that its weekday or the custom of its zone allows,
/// else as every day it may be, as long as none of them is ahead of `seen` and they lie within a
/// year. A weekday that fits none of them is a misprint. `None` where the text holds no date, two
/// different ones, or one inside a sentence.
pub fn read(text: &str, context: &Context) -> Option<Reading> {
    Text::of_caption(text, context.seen)?.read(context, None)
}

/// Reads a text that stands where a date is expected: also what would be no date elsewhere, such as
/// "11/22", "4.5", "7d", "3주" or seconds since 1970.
pub fn read_field(text: &str, context: &Context) -> Option<Reading> {
    Text::of_field(text, context.seen)?.read(context, None)
}

/// What the text of such a field means in each order its numbers may be in; empty where there is at
/// most one.
pub fn readings_by_order(text: &str, context: &Context) -> Vec<(DateOrder, Reading)> {
    let Some(text) = Text::of_field(text, context.seen) else { return Vec::new() };
    let open = Context { order: None, ..context.clone() };
    let orders = text.orders(&open).unwrap_or_default();
    let mut readings: Vec<(DateOrder, Reading)> = Vec::new();
    for order in orders {
        let reading = text.read(&Context { order: Some(order), ..open.clone() }, None);
        // Without a year two orders are the same.
        let is_new = |reading: &Reading| readings.iter().all(|(_, known)| known != reading);
        readings.extend(reading.filter(is_new).map(|reading| (order, reading)));
    }
    if readings.len() > 1 { readings } else { Vec::new() }
}
