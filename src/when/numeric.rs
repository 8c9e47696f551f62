//! Dates made of numbers alone: "2024.05.08", "16/04/2025", "24. 3. 16.", "3.16".
//!
//! **Invariant:** a shape that ratings, versions or prices share ("4.5", "1.2.3", "9/10") is none.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::DateOrder;
use super::parts::{Day, Year};
use super::pattern::{captures, number, starts};

/// "2024-05-08", "2024. 5. 8."
static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    starts(
        r"(?<a>\d{4})\s?(?<sep>[-./])\s?(?<b>\d{1,2})\s?(?<again>[-./])\s?(?<c>\d{1,2})(?<dot>\s?\.)?",
    )
});

/// "16/04/2025", "24.03.16", "1/1/16", "24. 3. 6."
static YEAR_ANYWHERE: LazyLock<Regex> = LazyLock::new(|| {
    starts(
        r"(?<a>\d{1,2})\s?(?<sep>[-./])\s?(?<b>\d{1,2})\s?(?<again>[-./])\s?(?<c>\d{4}|\d{1,2})(?<dot>\s?\.)?",
    )
});

/// "2024.05", "2024-05".
static YEAR_MONTH: LazyLock<Regex> =
    LazyLock::new(|| starts(r"(?<a>\d{4})(?<sep>[-./])\s?(?<b>\d{1,2})(?<dot>\.)?"));

/// "3.16", "03-16", "5. 8."
static NO_YEAR: LazyLock<Regex> =
    LazyLock::new(|| starts(r"(?<a>\d{1,2})(?<sep>[-/]|\.\s?)(?<b>\d{1,2})(?<dot>\.)?"));

/// "05/2024".
static MONTH_YEAR: LazyLock<Regex> =
    LazyLock::new(|| starts(r"(?<b>\d{1,2})/(?<a>(?:19|20)\d{2})\b"));

/// "20240508"; "240508", where the field says that it is a date.
static COMPACT: LazyLock<Regex> =
    LazyLock::new(|| starts(r"(?<a>(?:19|20)\d{2}|\d{2})(?<b>\d{2})(?<c>\d{2})\b"));

/// One way to take the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The order assumed.
    pub(super) order: DateOrder,
    /// `None` where no year is printed.
    pub(super) year: Option<i16>,
    /// Not yet checked against the calendar.
    pub(super) month: i8,
    /// Not yet checked against the calendar.
    pub(super) day: i8,
}

/// Every way the numbers may be taken, the usual one for their separator first.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Numeric {
    /// At least one.
    pub(super) candidates: Vec<Candidate>,
    /// The first candidate is what this separator means wherever nothing says otherwise: dots are
    /// Korean and year or month first.
    pub(super) first_is_usual: bool,
    /// So like a rating, a version or a page number that only a time or a weekday beside it, or the
    /// field it stands in, makes it a date.
    pub(super) is_doubtful: bool,
}

impl Numeric {
    /// Whether a year is printed.
    pub(super) fn has_year(&self) -> bool {
        self.candidates.iter().all(|candidate| candidate.year.is_some())
    }
}

/// Makes a day of what a shape captured.
type Build = fn(&Captures<'_>) -> Option<Day>;

/// A numeric date at the start of the text, and where it ends.
pub(super) fn next(text: &str) -> Option<(Day, usize)> {
    let shapes: [(&Regex, Build); 6] = [
        (&YEAR_FIRST, year_first),
        (&YEAR_ANYWHERE, year_anywhere),
        (&YEAR_MONTH, year_month),
        (&MONTH_YEAR, month_year),
        (&NO_YEAR, no_year),
        (&COMPACT, compact),
    ];
    for (pattern, build) in shapes {
        let Some(found) = captures(pattern, text) else { continue };
        if continues(&text[found[0].len()..]) {
            continue;
        }
        if let Some(day) = build(&found) {
            return Some((day, found[0].len()));
        }
    }
    None
}

/// Whether the number goes on, as in serial numbers, addresses and longer versions.
fn continues(rest: &str) -> bool {
    let mut characters = rest.chars();
    match characters.next() {
        Some(c) if c.is_ascii_digit() => true,
        Some('-' | '.' | '/') => characters.next().is_some_and(|c| c.is_ascii_digit()),
        Some('%' | '+') => true,
        _ => false,
    }
}

fn year_first(found: &Captures<'_>) -> Option<Day> {
    let one = year_month_day(found)?;
    let fits = one.year.is_some_and(|year| (1900..3000).contains(&year)) && same_separator(found);
    fits.then(|| Day::Numeric(certain(vec![one], true)))
}

fn compact(found: &Captures<'_>) -> Option<Day> {
    let one = year_month_day(found)?;
    let is_doubtful = found["a"].len() == 2;
    Some(Day::Numeric(Numeric { is_doubtful, ..certain(vec![one], true) }))
}

fn certain(candidates: Vec<Candidate>, first_is_usual: bool) -> Numeric {
    Numeric { candidates, first_is_usual, is_doubtful: false }
}

/// The numbers in the order they stand in; none where the first has one digit, as no year has.
fn year_month_day(found: &Captures<'_>) -> Option<Candidate> {
    let year: i16 = number(found, "a")?;
    let year = match found["a"].len() {
        4 => year,
        2 => century(year),
        _ => return None,
    };
    let (month, day) = (number(found, "b")?, number(found, "c")?);
    Some(Candidate { order: DateOrder::YearMonthDay, year: Some(year), month, day })
}

fn year_anywhere(found: &Captures<'_>) -> Option<Day> {
    let (a, b, c): (i8, i8, i16) = (number(found, "a")?, number(found, "b")?, number(found, "c")?);
    let dotted = &found["sep"] == ".";
    let (closed, spaces) = (found.name("dot").is_some(), found[0].matches(". ").count());
    let year_first = year_month_day(found);
    let candidates = match found["c"].len() {
        // "24. 3. 6.", "24.3.6." and "24/3/6" are Korean dates, "24.3.6" is a version.
        1 if dotted && (closed || spaces > 0) => vec![year_first?],
        1 if !dotted && a > 12 => vec![year_first?],
        1 => return None,
        // Only Koreans put a space behind both dots and a third dot behind the day.
        2 if closed && spaces == 2 && year_first.is_some() => vec![year_first?],
        2 => year_first.into_iter().chain(year_last(a, b, century(c))).collect(),
        _ if (1900..3000).contains(&c) => year_last(a, b, c).to_vec(),
        _ => return None,
    };
    // "2.3.16" is a version, if it is not a German date.
    let is_doubtful = dotted && year_first.is_none() && found["c"].len() == 2 && spaces == 0;
    same_separator(found)
        .then_some(Day::Numeric(Numeric { is_doubtful, ..certain(candidates, dotted) }))
}

fn year_last(a: i8, b: i8, year: i16) -> [Candidate; 2] {
    let year = Some(year);
    [
        Candidate { order: DateOrder::DayMonth, year, month: b, day: a },
        Candidate { order: DateOrder::MonthDay, year, month: a, day: b },
    ]
}

fn year_month(found: &Captures<'_>) -> Option<Day> {
    let (year, month): (i16, i8) = (number(found, "a")?, number(found, "b")?);
    let fits = (1900..3000).contains(&year) && (1..=12).contains(&month) && found["b"].len() == 2;
    fits.then_some(Day::Calendar { year: Some(Year::Named(year)), month, day: None })
}

fn month_year(found: &Captures<'_>) -> Option<Day> {
    let (year, month): (i16, i8) = (number(found, "a")?, number(found, "b")?);
    let fits = (1..=12).contains(&month);
    fits.then_some(Day::Calendar { year: Some(Year::Named(year)), month, day: None })
}

fn no_year(found: &Captures<'_>) -> Option<Day> {
    let (a, b): (i8, i8) = (number(found, "a")?, number(found, "b")?);
    let dotted = found["sep"].starts_with('.');
    let (first, second) = (&found["a"], &found["b"]);
    let padded = second.len() == 2
        && (first.starts_with('0') || (first.len() == 2 && second.starts_with('0')));
    // "4.5" and "9/10" are ratings, "3/16" a page number; "3.16", "5. 8." and "03/16" are dates.
    let is_doubtful =
        if dotted { second.len() == 1 && found.name("dot").is_none() } else { !padded };
    let month_day = Candidate { order: DateOrder::MonthDay, year: None, month: a, day: b };
    let day_month = Candidate { order: DateOrder::DayMonth, year: None, month: b, day: a };
    let candidates = vec![month_day, day_month];
    Some(Day::Numeric(Numeric { is_doubtful, ..certain(candidates, dotted) }))
}

fn same_separator(found: &Captures<'_>) -> bool {
    found.name("sep").map(|m| m.as_str()) == found.name("again").map(|m| m.as_str())
}

/// The year two digits stand for.
pub(super) fn century(short: i16) -> i16 {
    if short < 70 { 2000 + short } else { 1900 + short }
}
