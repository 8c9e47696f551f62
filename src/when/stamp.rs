//! The stamps that most programs print, "2024.05.08" and "2024-05-08 15:30:07", read at a glance: a page
//! has many of them, and a search through all the ways to write a date takes a hundred times as long.
//!
//! **Invariant:** a stamp is read as the search reads it, or left to the search.

use super::DateOrder;
use super::numeric::{Candidate, Numeric};
use super::parts::{Clock, Day, Parts};
use super::time;

/// What a text says that is a stamp and nothing else.
pub(super) fn read(text: &str) -> Option<Parts> {
    let (date, rest) = text.as_bytes().split_at_checked("2024.05.08".len())?;
    let &[y1, y2, y3, y4, separator, m1, m2, again, d1, d2] = date else { return None };
    if separator != again || !matches!(separator, b'.' | b'-' | b'/') {
        return None;
    }
    let year = i16::from(number(y1, y2)?) * 100 + i16::from(number(y3, y4)?);
    if !(1900..3000).contains(&year) {
        return None;
    }
    let (month, day) = (number(m1, m2)?, number(d1, d2)?);
    let only = Candidate { order: DateOrder::YearMonthDay, year: Some(year), month, day };
    let time = match rest {
        [] => None,
        [b' ' | b'T', time @ ..] => Some(clock(time)?),
        _ => return None,
    };
    let numeric = Numeric { candidates: vec![only], first_is_usual: true, is_doubtful: false };
    Some(Parts { day: Some(Day::Numeric(numeric)), time, ..Parts::default() })
}

fn clock(time: &[u8]) -> Option<Clock> {
    let (hour, minute, second) = match *time {
        [h1, h2, b':', m1, m2] => (number(h1, h2)?, number(m1, m2)?, None),
        [h1, h2, b':', m1, m2, b':', s1, s2] => {
            (number(h1, h2)?, number(m1, m2)?, Some(number(s1, s2)?))
        }
        _ => return None,
    };
    let second = second.map(time::without_leap);
    time::valid(Clock { hour, hours: 1, minute: Some(minute), second }, true)
}

fn number(tens: u8, ones: u8) -> Option<i8> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| (byte - b'0') as i8);
    Some(digit(tens)? * 10 + digit(ones)?)
}
