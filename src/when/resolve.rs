//! Lays what was understood on the calendar of the page's zone.
//!
//! **Invariant:** the interval holds every second the words may mean; it is widened rather than
//! one meaning picked, and nothing is read where the meanings lie too far apart.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use super::calendar::{self, Stretch};
use super::parts::{Clock, Day, Parts, Year};
use super::{Context, Reading, elapsed};
use crate::review::Interval;

/// How far a page's clock may run ahead of ours.
const CLOCK_SKEW_MINUTES: i64 = 10;

/// The interval the parts mean; `None` where they do not make one.
pub(super) fn resolve(parts: &Parts, context: &Context) -> Option<Reading> {
    let home = [context.zone.clone()];
    let zones = parts.zones.as_deref().unwrap_or(&home);
    let readings = zones.iter().map(|zone| in_zone(parts, context, zone));
    let interval = hull(readings)?;
    Some(Reading { interval, relative: is_relative(parts.day.as_ref()) })
}

/// A date that is printed today as it was yesterday is not relative.
fn is_relative(day: Option<&Day>) -> bool {
    match day {
        Some(Day::Calendar { year, .. }) => matches!(year, Some(Year::Offset(_))),
        Some(Day::WholeYear(_) | Day::Numeric(_)) => false,
        _ => true,
    }
}

fn in_zone(parts: &Parts, context: &Context, zone: &TimeZone) -> Option<Interval> {
    let seen = context.seen.to_zoned(zone.clone());
    let today = seen.date();
    let lay = |stretch: Stretch| lay(stretch, parts.time, zone);
    match &parts.day {
        Some(Day::Now) => elapsed::now(context.seen).filter(|_| parts.time.is_none()),
        Some(Day::Ago(ago)) if parts.time.is_none() => elapsed::interval(ago, &seen),
        Some(Day::Ago(ago)) => lay(Stretch::one(elapsed::day(ago, today)?)),
        Some(day) => {
            let stretches = calendar::stretches(day, parts.weekday, context.order, today)?;
            hull(stretches.into_iter().map(lay))
        }
        None => unnamed_day(parts, &seen, lay),
    }
}

/// A weekday alone, a time alone, or both: the latest such moment that is not ahead.
fn unnamed_day(
    parts: &Parts,
    seen: &Zoned,
    lay: impl Fn(Stretch) -> Option<Interval>,
) -> Option<Interval> {
    let limit = seen.checked_add(CLOCK_SKEW_MINUTES.minutes()).ok()?.timestamp();
    let ahead = |interval: &Interval| interval.earliest > limit;
    if let Some(weekday) = parts.weekday {
        let days = calendar::latest(weekday, seen.date())?;
        // On a Sunday "Sunday" is today or a week ago.
        return hull(
            days.map(|day| lay(Stretch::one(day))).filter(|one| !one.as_ref().is_some_and(ahead)),
        );
    }
    parts.time?;
    let today = seen.date();
    lay(Stretch::one(today))
        .filter(|one| !ahead(one))
        .or_else(|| lay(Stretch::one(today.yesterday().ok()?)))
}

/// The stretch in whole days, or the time on its single day.
fn lay(stretch: Stretch, time: Option<Clock>, zone: &TimeZone) -> Option<Interval> {
    match time {
        None => {
            let end = instants(stretch.last.tomorrow().ok()?.into(), zone)?.earliest;
            let earliest = instants(stretch.first.into(), zone)?.earliest;
            Some(Interval::between(earliest, end.checked_sub(1.second()).ok()?))
        }
        Some(time) if stretch.first == stretch.last => moment(stretch.first, time, zone),
        Some(_) => None,
    }
}

/// A time of a day, as long as it was said exactly.
fn moment(date: Date, time: Clock, zone: &TimeZone) -> Option<Interval> {
    let start = date.at(time.hour, time.minute.unwrap_or(0), time.second.unwrap_or(0), 0);
    let seconds: i64 = match time {
        Clock { second: Some(_), .. } => 0,
        Clock { minute: Some(_), .. } => 59,
        Clock { .. } => 3_599,
    };
    let laid = instants(start, zone)?;
    Some(Interval::between(laid.earliest, laid.latest.checked_add(seconds.seconds()).ok()?))
}

/// The instants a clock on the wall showed this: two where it was set back, and where it was set
/// forward over it the two that people may have meant.
fn instants(wall: DateTime, zone: &TimeZone) -> Option<Interval> {
    let one: Timestamp = zone.to_ambiguous_timestamp(wall).earlier().ok()?;
    let other: Timestamp = zone.to_ambiguous_timestamp(wall).later().ok()?;
    Some(Interval::between(one, other))
}

/// The smallest interval that holds all; `None` where there is none or one cannot be laid.
fn hull(intervals: impl Iterator<Item = Option<Interval>>) -> Option<Interval> {
    intervals.reduce(|a, b| {
        let (a, b) = (a?, b?);
        Some(Interval::between(a.earliest.min(b.earliest), a.latest.max(b.latest)))
    })?
}
