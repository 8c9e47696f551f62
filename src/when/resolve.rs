//! Lays what was understood on the calendar of the page's zone.
//!
//! **Invariant:** the interval holds every second the words may mean; it is widened rather than
//! one meaning picked, and nothing is read where the meanings lie too far apart.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use super::calendar::{self, Reference, Stretch};
use super::parts::{Clock, Day, Parts, Strength, Year};
use super::{Context, DateOrder, Reading, convention, elapsed};
use crate::review::Interval;

/// How far a page's clock may run ahead of ours.
const CLOCK_SKEW_MINUTES: i64 = 10;

/// What is known beside the text and the page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bounds {
    /// A date whose year is not printed does not lie after this day.
    pub(super) latest: Option<Date>,
}

/// The interval the parts mean; `None` where they do not make one.
pub(super) fn resolve(parts: &Parts, context: &Context, bounds: Bounds) -> Option<Reading> {
    let home = [context.zone.clone()];
    let zones = parts.zones.as_deref().unwrap_or(&home);
    let readings = zones.iter().map(|zone| in_zone(parts, context, zone, bounds));
    let interval = hull(readings)?;
    let certain = parts.strength() > Strength::Bare && parts.is_date();
    Some(Reading { interval, relative: is_relative(parts.day.as_ref()), certain })
}

/// The orders in which the numbers of the date make sense, with the day in each.
pub(super) fn possible_orders(parts: &Parts, context: &Context) -> Vec<(DateOrder, Date)> {
    let Some(Day::Numeric(numeric)) = &parts.day else { return Vec::new() };
    reference(parts, context, &context.zone, Bounds::default())
        .map_or(Vec::new(), |reference| calendar::possible(numeric, &reference))
}

/// A date that is printed today as it was yesterday is not relative.
fn is_relative(day: Option<&Day>) -> bool {
    match day {
        Some(Day::Calendar { year, .. }) => matches!(year, Some(Year::Offset(_))),
        Some(Day::WholeYear(_) | Day::Numeric(_) | Day::Span(..)) => false,
        _ => true,
    }
}

fn reference(
    parts: &Parts,
    context: &Context,
    zone: &TimeZone,
    bounds: Bounds,
) -> Option<Reference> {
    let local = |instant: Timestamp| instant.to_zoned(zone.clone()).date();
    let limit = local(context.seen.checked_add(CLOCK_SKEW_MINUTES.minutes()).ok()?);
    Some(Reference {
        today: local(context.seen),
        limit: bounds.latest.map_or(limit, |latest| latest.min(limit)),
        order: context.order,
        usual: convention::usual_order(&context.zone),
        weekday: parts.weekday,
    })
}

fn in_zone(parts: &Parts, context: &Context, zone: &TimeZone, bounds: Bounds) -> Option<Interval> {
    let seen = context.seen.to_zoned(zone.clone());
    let lay = |stretch: Stretch| lay(stretch, parts.time, zone);
    match &parts.day {
        Some(Day::Recent(seconds)) => {
            elapsed::recent(*seconds, context.seen).filter(|_| parts.time.is_none())
        }
        Some(Day::Ago(ago)) if parts.time.is_none() => elapsed::interval(ago, &seen),
        Some(Day::Ago(ago)) => lay(Stretch::one(elapsed::day(ago, seen.date())?)),
        Some(day) => {
            let reference = reference(parts, context, zone, bounds)?;
            hull(calendar::stretches(day, &reference)?.into_iter().map(lay))
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
    let date = if time.hour == 24 { date.tomorrow().ok()? } else { date };
    let start = date.at(time.hour % 24, time.minute.unwrap_or(0), time.second.unwrap_or(0), 0);
    let seconds: i64 = match time {
        Clock { second: Some(_), .. } => 0,
        Clock { minute: Some(_), .. } => 59,
        Clock { hours, .. } => i64::from(hours) * 3_600 - 1,
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
