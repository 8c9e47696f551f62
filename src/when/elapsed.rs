//! Turns an age as printed into the ages it may stand for.
//!
//! Sites cut ("3시간 전" for 3:59), libraries round (moment, dayjs and date-fns print it from 2:30),
//! so n units are anything from n − ½ to n + 1. A month is one of the calendar or of 30 days, a year
//! one of the calendar or of 365 days: libraries count either way, the wider end is taken.

use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan, Zoned};

use super::ago::{Ago, Bound, Count, Direction};
use super::lexicon::Unit;
use crate::review::Interval;

/// "방금", "just now": at most so many seconds ago.
pub(super) fn recent(seconds: i64, seen: Timestamp) -> Option<Interval> {
    let latest = Timestamp::from_second(seen.as_second()).ok()?;
    Some(Interval { earliest: latest.checked_sub(seconds.seconds()).ok()?, latest })
}

/// The instants that are as far from now as the words say.
pub(super) fn interval(ago: &Ago, seen: &Zoned) -> Option<Interval> {
    let last = ago.counts.last()?;
    let printed = ago
        .counts
        .iter()
        .try_fold(Length::default(), |sum, count| sum.plus(count, count.number))?;
    let (shortest, longest) = match ago.bound {
        Bound::Around => (printed.plus(last, -last.step / 2.0)?, printed.plus(last, last.step)?),
        Bound::Below => (printed.plus(last, -last.step / 2.0)?, printed),
        Bound::AtMost => (Length::default(), printed),
        Bound::Above => (printed, printed.plus(last, last.step)?),
    };
    let second = Timestamp::from_second(seen.timestamp().as_second()).ok()?;
    let now = second.to_zoned(seen.time_zone().clone());
    let sign = if ago.direction == Direction::Future { 1 } else { -1 };
    let mut ends = Vec::new();
    for length in [shortest.not_negative(), longest] {
        ends.push(now.timestamp().checked_add((sign * length.nominal_seconds()).seconds()).ok()?);
        ends.push(now.checked_add(length.span()? * sign).ok()?.timestamp());
    }
    let (earliest, mut latest) = (*ends.iter().min()?, *ends.iter().max()?);
    if ago.direction != Direction::Future
        && let Some(day) = by_calendar(ago, seen.date())
    {
        // Sites that count midnights print "1일 전" for ten minutes ago at five past twelve.
        latest = latest.max(end_of(day, seen)?.min(second));
    }
    Some(Interval { earliest, latest })
}

/// The day that whole days, weeks, months or years ago was, for words with a time beside them.
pub(super) fn day(ago: &Ago, today: Date) -> Option<Date> {
    let mut span = Span::new();
    for count in &ago.counts {
        #[expect(clippy::cast_possible_truncation, reason = "counts have at most six digits")]
        let number = count.number as i64;
        let whole = count.step >= 1.0 && ago.bound == Bound::Around;
        span = match count.unit {
            _ if !whole => return None,
            Unit::Day => span.try_days(number).ok()?,
            Unit::Week => span.try_weeks(number).ok()?,
            Unit::Fortnight => span.try_weeks(2 * number).ok()?,
            Unit::Month => span.try_months(number).ok()?,
            Unit::Year => span.try_years(number).ok()?,
            _ => return None,
        };
    }
    let signed = if ago.direction == Direction::Future { span } else { span.negate() };
    today.checked_add(signed).ok()
}

fn by_calendar(ago: &Ago, today: Date) -> Option<Date> {
    let days = ago.counts.iter().all(|count| count.unit == Unit::Day);
    day(ago, today).filter(|_| days)
}

fn end_of(day: Date, seen: &Zoned) -> Option<Timestamp> {
    let next = day.tomorrow().ok()?.to_zoned(seen.time_zone().clone()).ok()?;
    next.timestamp().checked_sub(1.second()).ok()
}

/// A length of time, months kept apart from seconds for their lengths differ.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Length {
    years: f64,
    months: f64,
    seconds: f64,
}

impl Length {
    /// This and so many more of the unit counted.
    fn plus(mut self, count: &Count, number: f64) -> Option<Self> {
        match count.unit {
            Unit::Decade => self.years += number * 10.0,
            Unit::Year => self.years += number,
            Unit::Quarter => self.months += number * 3.0,
            Unit::Month => self.months += number,
            Unit::Fortnight => self.seconds += number * 1_209_600.0,
            Unit::Week => self.seconds += number * 604_800.0,
            Unit::Day => self.seconds += number * 86_400.0,
            Unit::Hour => self.seconds += number * 3_600.0,
            Unit::Minute => self.seconds += number * 60.0,
            Unit::Second => self.seconds += number,
            Unit::Millisecond => self.seconds += number / 1_000.0,
        }
        (self.years.abs() < 20_000.0).then_some(self)
    }

    /// None at all where rounding went below it.
    fn not_negative(self) -> Self {
        if self.nominal_seconds() < 0 { Self::default() } else { self }
    }

    /// Its seconds, with years of 365 and months of 30 days.
    #[expect(clippy::cast_possible_truncation, reason = "a length is far below 2^53 seconds")]
    fn nominal_seconds(self) -> i64 {
        (self.years * 31_536_000.0 + self.months * 2_592_000.0 + self.seconds).floor() as i64
    }

    /// The same by the calendar, parts of a month as parts of 30 days.
    #[expect(clippy::cast_possible_truncation, reason = "a length is far below 2^53 seconds")]
    fn span(self) -> Option<Span> {
        let months = self.years * 12.0 + self.months;
        let seconds = self.seconds + months.fract() * 2_678_400.0;
        Span::new()
            .try_months(months.trunc() as i64)
            .and_then(|span| span.try_seconds(seconds.ceil() as i64))
            .ok()
    }
}
