//! What was understood of a date string before it is laid on a calendar.
//!
//! **Invariant:** nothing here knows the time or the zone; that is `resolve`'s.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::DateOrder;
use super::ago::Ago;
use super::numeric::Numeric;

/// One thing recognised in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Which day, month, year or stretch of time.
    Day(Day),
    /// "수요일", "Tue".
    Weekday(Weekday),
    /// "오후 3시 30분", "15:30:07".
    Time(Clock),
    /// "GMT+0900", "EDT".
    Zone(Vec<TimeZone>),
    /// A year that stands apart from its month: the last word of "Mon May 10 21:09:13 +0000 2021".
    Year(i16),
    /// The "25일" of "지난달 25일".
    DayOfMonth(i8),
    /// "last night": a day counted from today, and a part of it.
    PartOf(i32, Clock),
}

/// Which stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Day {
    /// "2024년 3월 16일", "March 2024", "3월 16일".
    Calendar {
        /// The year, where one is named.
        year: Option<Year>,
        /// 1 to 12, not yet checked against the calendar.
        month: i8,
        /// The day of the month; `None` is the whole month.
        day: Option<i8>,
    },
    /// "2011년".
    WholeYear(i16),
    /// "2024.05.08", "16/04/2025": numbers whose order may need settling.
    Numeric(Numeric),
    /// "2024-W11": from the first day to the last.
    Span(Date, Date),
    /// "어제" is -1.
    Offset(i32),
    /// "엊그제": one of the days from the first to the last, counted from today.
    Offsets(i32, i32),
    /// "지난달 25일": that day of the month so many months away.
    InMonth(i32, i8),
    /// "지난주", "last month", "작년".
    Period(Period, i32),
    /// "지난 금요일", "next Friday": the nearest such day on that side of today.
    Nearest(Weekday, Side),
    /// "지난주 토요일": that day of the week so many weeks away.
    InWeek(Weekday, i32),
    /// "3시간 전", "in 2 days".
    Ago(Ago),
    /// "방금", "just now", "조금 전": within so many seconds.
    Recent(i64),
}

/// A year, named or counted from the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    /// 2024.
    Named(i16),
    /// "작년" is -1.
    Offset(i32),
}

/// Calendar periods that words count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    /// Seven days, from Sunday or from Monday.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
    /// A calendar year.
    Year,
    /// Saturday and Sunday.
    Weekend,
}

/// On which side of today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Before today.
    Last,
    /// In the present week.
    This,
    /// After today.
    Next,
}

/// A time of day and how exactly it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// 0 to 23; 24 with no minutes is the end of the day.
    pub(super) hour: i8,
    /// How many hours are meant where no minute is said: one, or all of an evening.
    pub(super) hours: i8,
    /// `None`: the whole hour or hours.
    pub(super) minute: Option<i8>,
    /// `None`: the whole minute.
    pub(super) second: Option<i8>,
}

/// Everything one date string said, each thing at most once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Parts {
    /// Which stretch of days.
    pub(super) day: Option<Day>,
    /// The weekday named beside or instead of it.
    pub(super) weekday: Option<Weekday>,
    /// The time of day.
    pub(super) time: Option<Clock>,
    /// The zones the time may be in; a name such as CST has two.
    pub(super) zones: Option<Vec<TimeZone>>,
}

/// How much a reading proves that its text is a date at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Could be something else ("3.16", "10:04", "2h"): must stand alone.
    Bare,
    /// Words for a time ("3일 전", "3월 16일"): may stand beside a label.
    Phrase,
    /// A day of a named year: may stand in a caption.
    Full,
}

impl Parts {
    /// Takes one more thing in; `false` where that has been said already or does not belong.
    pub(super) fn add(&mut self, piece: Piece) -> bool {
        match piece {
            Piece::Day(day) => self.add_day(day),
            Piece::Weekday(weekday) => fill(&mut self.weekday, weekday),
            Piece::Time(time) => fill(&mut self.time, time),
            Piece::Zone(zones) => self.time.is_some() && fill(&mut self.zones, zones),
            Piece::Year(named) => match &mut self.day {
                Some(Day::Calendar { year, day: Some(_), .. }) => fill(year, Year::Named(named)),
                _ => false,
            },
            Piece::DayOfMonth(day) => match self.day {
                Some(Day::Period(Period::Month, months)) => {
                    self.day = Some(Day::InMonth(months, day));
                    true
                }
                _ => false,
            },
            Piece::PartOf(offset, time) => {
                self.add_day(Day::Offset(offset)) && fill(&mut self.time, time)
            }
        }
    }

    fn add_day(&mut self, new: Day) -> bool {
        let merged = match (self.day.take(), new) {
            (None, new) => Some(new),
            (Some(Day::Period(Period::Year, offset)), Day::Calendar { year: None, month, day }) => {
                Some(Day::Calendar { year: Some(Year::Offset(offset)), month, day })
            }
            (old, _) => {
                self.day = old;
                return false;
            }
        };
        self.day = merged;
        true
    }

    /// Whether a shape that sizes, ratings and versions share is made a date by what stands with it.
    pub(super) fn is_date(&self) -> bool {
        let doubtful = match &self.day {
            Some(Day::Numeric(numeric)) => numeric.is_doubtful,
            Some(Day::Ago(ago)) => ago.is_bare() && !ago.speaks_for_itself(),
            _ => false,
        };
        !doubtful || self.time.is_some() || self.weekday.is_some()
    }

    /// Whether the year was left to the reader.
    pub(super) fn lacks_year(&self) -> bool {
        match &self.day {
            Some(Day::Numeric(numeric)) => !numeric.has_year(),
            Some(Day::Calendar { year, .. }) => year.is_none(),
            _ => false,
        }
    }

    /// Every order its numbers can be in, where there is more than one.
    pub(super) fn orders(&self) -> Option<Vec<DateOrder>> {
        let Some(Day::Numeric(numeric)) = &self.day else { return None };
        let orders: Vec<DateOrder> = numeric.candidates.iter().map(|one| one.order).collect();
        (orders.len() > 1).then_some(orders)
    }

    /// How surely this is a date and nothing else.
    pub(super) fn strength(&self) -> Strength {
        let timed = self.time.is_some();
        let placed = timed || self.weekday.is_some();
        match &self.day {
            Some(Day::Calendar { year: Some(Year::Named(_)), day: Some(_), .. }) => Strength::Full,
            Some(Day::Numeric(numeric)) if numeric.has_year() => Strength::Full,
            Some(Day::Numeric(_)) if placed => Strength::Phrase,
            Some(Day::Numeric(_) | Day::WholeYear(_)) => Strength::Bare,
            Some(Day::Ago(ago)) if ago.is_bare() => Strength::Bare,
            Some(_) => Strength::Phrase,
            None if self.weekday.is_some() && timed => Strength::Phrase,
            None => Strength::Bare,
        }
    }
}

fn fill<T>(slot: &mut Option<T>, value: T) -> bool {
    let free = slot.is_none();
    if free {
        *slot = Some(value);
    }
    free
}
