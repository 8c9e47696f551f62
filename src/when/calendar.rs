//! Which days the words name, counted from today where they leave something out.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::DateOrder;
use super::numeric::{Candidate, Numeric};
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

/// What days are counted from and chosen by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    /// The day of reading.
    pub(super) today: Date,
    /// The last day that is meant where a year or an order is left open.
    pub(super) limit: Date,
    /// How numeric dates are ordered on this page.
    pub(super) order: Option<DateOrder>,
    /// How people order them in the page's zone, where the page does not say.
    pub(super) usual: Option<DateOrder>,
    /// The weekday that stands beside the date.
    pub(super) weekday: Option<Weekday>,
}

/// Every stretch of days the words may mean; more than one only where they are ambiguous.
pub(super) fn stretches(day: &Day, reference: &Reference) -> Option<Vec<Stretch>> {
    let today = reference.today;
    let one = |date: Date| vec![Stretch::one(date)];
    let each = |dates: Vec<Date>| dates.into_iter().map(Stretch::one).collect();
    let away = |days: i32| today.checked_add(days.days()).ok();
    Some(match *day {
        Day::Calendar { year, month, day: Some(day) } => one(dated(year, month, day, reference)?),
        Day::Calendar { year, month, day: None } => vec![month_of(year, month, reference)?],
        Day::WholeYear(year) => {
            vec![Stretch {
                first: Date::new(year, 1, 1).ok()?,
                last: Date::new(year, 12, 31).ok()?,
            }]
        }
        Day::Span(first, last) => vec![Stretch { first, last }],
        Day::Numeric(ref numeric) => each(settle(numeric, reference)?),
        Day::Offset(offset) => one(away(offset)?),
        Day::Offsets(first, last) => vec![Stretch { first: away(first)?, last: away(last)? }],
        Day::InMonth(months, day) => {
            let month = whole(Period::Month, months, today)?.first;
            one(Date::new(month.year(), month.month(), day).ok()?)
        }
        Day::Period(Period::Week, weeks) => match reference.weekday {
            Some(weekday) => each(in_week(weekday, weeks, today)?),
            None => vec![week(weeks, today)?],
        },
        Day::Period(period, offset) => vec![whole(period, offset, today)?],
        Day::InWeek(weekday, weeks) => each(in_week(weekday, weeks, today)?),
        Day::Nearest(weekday, Side::Last) => one(today.nth_weekday(-1, weekday).ok()?),
        Day::Nearest(weekday, Side::This) => each(in_week(weekday, 0, today)?),
        Day::Nearest(weekday, Side::Next) => one(today.nth_weekday(1, weekday).ok()?),
        Day::Ago(_) | Day::Recent(_) => return None,
    })
}

/// The orders in which the numbers make a day of the calendar, without those ahead of the page
/// where others are not and those that contradict a weekday where others do not.
pub(super) fn possible(numeric: &Numeric, reference: &Reference) -> Vec<(DateOrder, Date)> {
    let mut possible = valid(numeric, reference);
    if possible.iter().any(|(_, date)| *date <= reference.limit) {
        possible.retain(|(_, date)| *date <= reference.limit);
    }
    possible
}

fn valid(numeric: &Numeric, reference: &Reference) -> Vec<(DateOrder, Date)> {
    let date = |one: &Candidate| dated(one.year.map(Year::Named), one.month, one.day, reference);
    let mut valid: Vec<(DateOrder, Date)> =
        numeric.candidates.iter().filter_map(|one| Some((one.order, date(one)?))).collect();
    let on_weekday = |(_, date): &(DateOrder, Date)| Some(date.weekday()) == reference.weekday;
    if valid.iter().any(on_weekday) {
        valid.retain(on_weekday);
    }
    valid
}

/// The latest such weekday, and where that is today also the one a week ago.
pub(super) fn latest(weekday: Weekday, today: Date) -> Option<impl Iterator<Item = Date>> {
    let before = today.nth_weekday(-1, weekday).ok()?;
    let same = (today.weekday() == weekday).then_some(today);
    Some(std::iter::once(before).chain(same))
}

fn dated(year: Option<Year>, month: i8, day: i8, reference: &Reference) -> Option<Date> {
    match year {
        Some(Year::Named(year)) => Date::new(year, month, day).ok(),
        Some(Year::Offset(years)) => Date::new(year_at(years, reference.today)?, month, day).ok(),
        None => {
            let mut dates =
                latest_years(reference, |year| Date::new(year, month, day).ok(), |date| *date);
            let latest = dates.next()?;
            // The year before fits better where its weekday does; further back it is a misprint.
            let fits = |date: &Date| Some(date.weekday()) == reference.weekday;
            let before = dates.next().filter(|before| fits(before) && !fits(&latest));
            Some(before.unwrap_or(latest))
        }
    }
}

fn month_of(year: Option<Year>, month: i8, reference: &Reference) -> Option<Stretch> {
    let in_year = |year: i16| {
        let first = Date::new(year, month, 1).ok()?;
        Some(Stretch { first, last: first.last_of_month() })
    };
    match year {
        Some(Year::Named(year)) => in_year(year),
        Some(Year::Offset(years)) => in_year(year_at(years, reference.today)?),
        None => latest_years(reference, in_year, |month| month.first).next(),
    }
}

/// Reviews lie in the past: without a year the latest is meant that is not ahead, then the ones
/// before. Eight years hold a 29 February.
fn latest_years<T>(
    reference: &Reference,
    build: impl Fn(i16) -> Option<T>,
    begins: impl Fn(&T) -> Date,
) -> impl Iterator<Item = T> {
    let limit = reference.limit;
    (0..=8)
        .filter_map(move |back| build(limit.year() - back))
        .filter(move |built| begins(built) <= limit)
}

fn year_at(years: i32, today: Date) -> Option<i16> {
    today.year().checked_add(i16::try_from(years).ok()?)
}

/// The dates numbers may mean once the order is settled as far as it can be.
fn settle(numeric: &Numeric, reference: &Reference) -> Option<Vec<Date>> {
    let in_order = |dates: &[(DateOrder, Date)], order: DateOrder| {
        // Who writes the year first writes the month before the day where there is no year.
        let order = match order {
            DateOrder::YearMonthDay if !numeric.has_year() => DateOrder::MonthDay,
            order => order,
        };
        dates.iter().find(|(candidate, _)| *candidate == order).map(|(_, date)| vec![*date])
    };
    // What the page is known to do holds for dates to come as well; what is usual does not.
    let valid = valid(numeric, reference);
    if let Some(known) = reference.order.and_then(|order| in_order(&valid, order)) {
        return Some(known);
    }
    let possible = possible(numeric, reference);
    if let Some(usual) = reference.usual.and_then(|order| in_order(&possible, order)) {
        return Some(usual);
    }
    let mut dates: Vec<Date> = possible.iter().map(|(_, date)| *date).collect();
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
        Period::Weekend => {
            let monday = start_of_week(Weekday::Monday, offset, today)?;
            let day = |days: i32| monday.checked_add(days.days()).ok();
            return Some(Stretch { first: day(5)?, last: day(6)? });
        }
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
