//! Times of the week at which a route holds.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{DateTime, Weekday};

/// When a route holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// In working hours, or (`false`) outside them.
    Working(bool),
    /// Within one of these.
    Within(Vec<Window>),
}

/// Hours of some days of the week, in the shop's zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// As the file has it.
    written: String,
    /// From Monday on.
    days: [bool; 7],
    /// The first minute of the day.
    from: u16,
    /// The minute after the last; not after `from` where it belongs to the next day.
    to: u16,
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MIDNIGHT: u16 = 24 * 60;

impl Window {
    /// Whether it holds at a time on the shop's clock. What goes on past midnight belongs to the day on
    /// which it began.
    pub fn holds(&self, at: DateTime) -> bool {
        let minute = at.hour().unsigned_abs() as u16 * 60 + at.minute().unsigned_abs() as u16;
        let today = self.days[day(at.weekday())];
        let yesterday = self.days[day(at.weekday().previous())];
        if self.from < self.to {
            return today && (self.from..self.to).contains(&minute);
        }
        (today && minute >= self.from) || (yesterday && minute < self.to)
    }
}

fn day(weekday: Weekday) -> usize {
    weekday.to_monday_zero_offset().unsigned_abs().into()
}

impl FromStr for Window {
    type Err = String;

    /// Reads "mon-fri 18:00-22:00", "sat,sun", "22:00-06:00".
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (days, hours) = match text.split_whitespace().collect::<Vec<_>>()[..] {
            [one] if one.contains(':') => (None, Some(one)),
            [days] => (Some(days), None),
            [days, hours] => (Some(days), Some(hours)),
            _ => return Err(format!("{text:?} is no time of the week")),
        };
        let days = days.map_or(Ok([true; 7]), read_days)?;
        let (from, to) = hours.map_or(Ok((0, MIDNIGHT)), read_hours)?;
        Ok(Self { written: text.to_owned(), days, from, to })
    }
}

fn read_days(text: &str) -> Result<[bool; 7], String> {
    let one = |name: &str| {
        DAYS.iter()
            .position(|day| day.eq_ignore_ascii_case(name))
            .ok_or_else(|| format!("{name:?} is no day: write {}", DAYS.join(", ")))
    };
    let mut days = [false; 7];
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (one(first)?, one(last)?);
        // "sat-mon" goes over the end of the week.
        for offset in 0..=(last + 7 - first) % 7 {
            days[(first + offset) % 7] = true;
        }
    }
    Ok(days)
}

fn read_hours(text: &str) -> Result<(u16, u16), String> {
    let clock = |text: &str| -> Option<u16> {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        let total = hour.checked_mul(60)?.checked_add(minute)?;
        (minute < 60 && total <= MIDNIGHT).then_some(total)
    };
    let read = text.split_once('-').and_then(|(from, to)| clock(from).zip(clock(to)));
    match read {
        Some((from, to)) if from != to && from < MIDNIGHT => Ok((from, to)),
        Some(_) => Err(format!("{text:?} ends where it begins")),
        None => Err(format!("{text:?} are no hours: write 18:00-22:00")),
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Working(true) => f.write_str("\"working\""),
            Self::Working(false) => f.write_str("\"not working\""),
            Self::Within(windows) => match &windows[..] {
                [one] => write!(f, "{:?}", one.written),
                several => f.debug_list().entries(several.iter().map(|w| &w.written)).finish(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(window: &str, at: &str) -> bool {
        let window: Window = window.parse().unwrap_or_else(|error| panic!("{window}: {error}"));
        window.holds(at.parse().expect("a time"))
    }

    #[test]
    fn a_window_holds_from_its_first_minute_to_the_one_before_its_end() {
        // 2026-11-20 is a Friday.
        for (window, at, wanted) in [
            ("mon-fri 18:00-22:00", "2026-11-20T17:59:59", false),
            ("mon-fri 18:00-22:00", "2026-11-20T18:00:00", true),
            ("mon-fri 18:00-22:00", "2026-11-20T21:59:59", true),
            ("mon-fri 18:00-22:00", "2026-11-20T22:00:00", false),
            ("mon-fri 18:00-22:00", "2026-11-21T19:00:00", false),
            ("sat,sun", "2026-11-22T23:59:59", true),
            ("sat,sun", "2026-11-23T00:00:00", false),
            ("sat-mon", "2026-11-23T12:00:00", true),
            ("sat-mon", "2026-11-24T12:00:00", false),
            ("18:00-24:00", "2026-11-24T23:59:00", true),
            ("fri 22:00-06:00", "2026-11-20T22:00:00", true),
            ("fri 22:00-06:00", "2026-11-21T05:59:00", true),
            ("fri 22:00-06:00", "2026-11-21T06:00:00", false),
            ("fri 22:00-06:00", "2026-11-20T05:00:00", false),
            ("fri 22:00-06:00", "2026-11-21T22:30:00", false),
        ] {
            assert_eq!(holds(window, at), wanted, "{window} at {at}");
        }
    }

    #[test]
    fn what_is_no_time_of_the_week_is_refused() {
        for text in ["", "noon", "mon-fry 9:00-10:00", "9:00", "25:00-26:00", "9:60-10:00"] {
            assert!(text.parse::<Window>().is_err(), "{text:?} was taken");
        }
        for text in ["mon 09:00-09:00", "24:00-06:00", "mon tue 9:00-10:00"] {
            assert!(text.parse::<Window>().is_err(), "{text:?} was taken");
        }
    }
}
