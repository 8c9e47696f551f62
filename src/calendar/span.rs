//! From the clock on the wall to instants.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// A stretch of time, its end excluded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

impl Span {
    /// What lies between two readings of the clock; `None` where the clocks' jump leaves nothing of it.
    pub(super) fn between(zone: &TimeZone, from: DateTime, until: DateTime) -> Option<Self> {
        let instant = |at: DateTime| zone.to_ambiguous_timestamp(at).compatible().ok();
        let span = Self { from: instant(from)?, until: instant(until)? };
        (span.from < span.until).then_some(span)
    }

    pub(super) fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

/// A whole day, from midnight to midnight or to what stands for it.
pub(super) fn day(zone: &TimeZone, date: Date) -> Option<Span> {
    let next = date.tomorrow().ok()?;
    Span::between(zone, date.at(0, 0, 0, 0), next.at(0, 0, 0, 0))
}
