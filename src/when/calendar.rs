//! Which days the words name, counted from today where they leave something out.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::DateOrder;
use super::numeric::{Candidate, Numeric, Order};
use super::parts::{Day, Period, Side, Year};

/// Meanings of one text further apart than this say nothing.
const WIDEST_DOUBT_DAYS: i32 = 366;

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The first day.
    pub(super) first: Date,
    /// The last day.
    pub(super) last: Date,
}

impl Stretch {
    /// A single day.
    pub(super) fn one(day: Date) -> Self {
        Self { first: day, last: day }
    }
}

/// Every stretch of days the words may mean; more than one only where they are ambiguous.
pub(super) fn stretches(
    day: &Day,
    weekday: Option<Weekday>,
    order: Option<DateOrder>,
    today: Date,
) -> Option<Vec<Stretch>> {
    let one = |date: Date| vec![Stretch::one(date)];
    let each = |dates: Vec<Date>| dates.into_iter().map(Stretch::one).collect();
    Some(match *day {
        Day::Calendar { year, month, day: Some(day) } => one(dated(year, month, day, today)?),
        Day::Calendar { year, month, day: None } => vec![month_of(year, month, today)?],
        Day::WholeYear(year) => {
            vec![Stretch {
                first: Date::new(year, 1, 1).ok()?,
                last: Date::new(year, 12, 31).ok()?,
            }]
        }
        Day::Numeric(ref numeric) => each(settle(numeric, order, today)?),
        Day::Offset(offset) => one(today.checked_add(offset.days()).ok()?),
        Day::Period(Period::Week, weeks) => match weekday {
            Some(weekday) => each(in_week(weekday, weeks, today)?),
            None => vec![week(weeks, today)?],
        },
        Day::Period(period, offset) => vec![whole(period, offset, today)?],
        Day::InWeek(weekday, weeks) => each(in_week(weekday, weeks, today)?),
        Day::Nearest(weekday, Side::Last) => one(today.nth_weekday(-1, weekday).ok()?),
        Day::Nearest(weekday, Side::This) => each(in_week(weekday, 0, today)?),
        Day::Nearest(weekday, Side::Next) => one(today.nth_weekday(1, weekday).ok()?),
        Day::Ago(_) | Day::Now => return None,
    })
}

/// The latest such weekday, and where that is today also the one a week ago.
pub(super) fn latest(weekday: Weekday, today: Date) -> Option<impl Iterator<Item = Date>> {
    let before = today.nth_weekday(-1, weekday).ok()?;
    let same = (today.weekday() == weekday).then_some(today);
    Some(std::iter::once(before).chain(same))
}

fn dated(year: Option<Year>, month: i8, day: i8, today: Date) -> Option<Date> {
    match year {
        Some(Year::Named(year)) => Date::new(year, month, day).ok(),
        Some(Year::Offset(years)) => Date::new(year_at(years, today)?, month, day).ok(),
        None => latest_year(today, |year| Date::new(year, month, day).ok(), |date| *date),
    }
}

fn month_of(year: Option<Year>, month: i8, today: Date) -> Option<Stretch> {
    let in_year = |year: i16| {
        let first = Date::new(year, month, 1).ok()?;
        Some(Stretch { first, last: first.last_of_month() })
    };
    match year {
        Some(Year::Named(year)) => in_year(year),
        Some(Year::Offset(years)) => in_year(year_at(years, today)?),
        None => latest_year(today, in_year, |month| month.first),
    }
}

/// Reviews lie in the past: without a year the latest is meant that is not ahead, a day aside for
/// zones. Eight years hold a 29 February.
fn latest_year<T>(
    today: Date,
    build: impl Fn(i16) -> Option<T>,
    begins: impl Fn(&T) -> Date,
) -> Option<T>
where
{
    let limit = today.tomorrow().ok()?;
    (0..=8).filter_map(|back| build(limit.year() - back)).find(|built| begins(built) <= limit)
}

fn year_at(years: i32, today: Date) -> Option<i16> {
    today.year().checked_add(i16::try_from(years).ok()?)
}

/// The dates numbers may mean once the order is settled as far as it can be.
fn settle(numeric: &Numeric, order: Option<DateOrder>, today: Date) -> Option<Vec<Date>> {
    let limit = today.tomorrow().ok()?;
    let date = |one: &Candidate| dated(one.year.map(Year::Named), one.month, one.day, today);
    let valid: Vec<(Order, Date)> =
        numeric.candidates.iter().filter_map(|one| Some((one.order, date(one)?))).collect();
    if let Some(order) = order.map(Order::from)
        && let Some((_, known)) = valid.iter().find(|(candidate, _)| *candidate == order)
    {
        return Some(vec![*known]);
    }
    // Of several meanings those ahead of now are not meant; a single one is, wherever it lies.
    let behind: Vec<Date> =
        valid.iter().map(|(_, date)| *date).filter(|date| *date <= limit).collect();
    let mut dates =
        if behind.is_empty() { valid.into_iter().map(|(_, date)| date).collect() } else { behind };
    if numeric.first_is_usual {
        dates.truncate(1);
    }
    let (first, last) = (dates.iter().min()?, dates.iter().max()?);
    let apart = first.until(*last).ok()?.get_days();
    (apart <= WIDEST_DOUBT_DAYS).then_some(dates)
}

/// That weekday so many weeks away. Weeks begin on Sunday or Monday, and some libraries print
/// "지난주" for any of the last six days; a meaning ahead of now falls away if another is not.
fn in_week(weekday: Weekday, weeks: i32, today: Date) -> Option<Vec<Date>> {
    let mut dates = Vec::new();
    for first in [Weekday::Sunday, Weekday::Monday] {
        let start = start_of_week(first, weeks, today)?;
        dates.push(start.checked_add(i32::from(first.until(weekday)).days()).ok()?);
    }
    if weeks == -1 {
        dates.push(today.nth_weekday(-1, weekday).ok()?);
    }
    if weeks <= 0 && dates.iter().any(|date| *date <= today) {
        dates.retain(|date| *date <= today);
    }
    Some(dates)
}

/// A week from the earlier first day to the later last one.
fn week(weeks: i32, today: Date) -> Option<Stretch> {
    let sunday = start_of_week(Weekday::Sunday, weeks, today)?;
    let monday = start_of_week(Weekday::Monday, weeks, today)?;
    let last = sunday.max(monday).checked_add(6.days()).ok()?;
    Some(Stretch { first: sunday.min(monday), last })
}

fn start_of_week(first: Weekday, weeks: i32, today: Date) -> Option<Date> {
    let into = i32::from(first.until(today.weekday()));
    today.checked_add((weeks * 7 - into).days()).ok()
}

fn whole(period: Period, offset: i32, today: Date) -> Option<Stretch> {
    let months = match period {
        Period::Week => return week(offset, today),
        Period::Month => 1,
        Period::Quarter => 3,
        Period::Year => 12,
    };
    let into = (i32::from(today.month()) - 1) % months;
    let shift = Span::new().try_months(offset * months - into).ok()?;
    let first = today.first_of_month().checked_add(shift).ok()?;
    let last = first.checked_add((months - 1).months()).ok()?.last_of_month();
    Some(Stretch { first, last })
}
