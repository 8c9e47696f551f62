//! Dates with 년, 월 and 일: "2024년 3월 16일", "3월 16일", "2011년5월"; the Chinese characters too.

use std::sync::LazyLock;

use regex::Regex;

use super::numeric::century;
use super::parts::{Day, Year};
use super::pattern::{captures, number, starts};

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    starts(
        r"(?:'?(?<y>\d{4}|\d{2})\s?[년年][\s,]{0,2})?(?<m>\d{1,2})\s?[월月](?:\s?(?<d>\d{1,2})\s?[일日]자?)?",
    )
});

static YEAR: LazyLock<Regex> = LazyLock::new(|| starts(r"(?<y>\d{4})\s?[년年]"));

/// The "25일" of "지난달 25일".
static DAY: LazyLock<Regex> = LazyLock::new(|| starts(r"(?<d>\d{1,2})\s?일"));

/// A day of a month that has been named already, and where it ends.
pub(super) fn day_of_month(text: &str) -> Option<(i8, usize)> {
    let found = DAY.captures(text)?;
    Some((number(&found, "d")?, found[0].len()))
}

/// A date with its parts named at the start of the text, and where it ends.
pub(super) fn next(text: &str) -> Option<(Day, usize)> {
    if let Some(found) = captures(&DATE, text) {
        let year = match found.name("y") {
            Some(printed) if printed.len() == 2 => number(&found, "y").map(century),
            _ => number(&found, "y"),
        };
        let month = number(&found, "m").filter(|month| (1..=12).contains(month))?;
        let day = Day::Calendar { year: year.map(Year::Named), month, day: number(&found, "d") };
        return Some((day, found[0].len()));
    }
    let found = captures(&YEAR, text)?;
    let year: i16 = number(&found, "y").filter(|year| (1900..3000).contains(year))?;
    // "2013년 전" is a duration.
    let rest = text[found[0].len()..].trim_start();
    let counts = ["전", "후", "뒤", "이상", "넘게"].iter().any(|word| rest.starts_with(word));
    (!counts).then_some((Day::WholeYear(year), found[0].len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_named_part_is_read() {
        let calendar = |year: Option<i16>, month, day| Day::Calendar {
            year: year.map(Year::Named),
            month,
            day,
        };
        let table = [
            ("2022년 11월 3일", Some(calendar(Some(2022), 11, Some(3)))),
            ("2022년11월3일", Some(calendar(Some(2022), 11, Some(3)))),
            ("22년 11월 03일", Some(calendar(Some(2022), 11, Some(3)))),
            ("2022年11月3日", Some(calendar(Some(2022), 11, Some(3)))),
            ("2022년 11월", Some(calendar(Some(2022), 11, None))),
            ("11월 3일", Some(calendar(None, 11, Some(3)))),
            ("2022년", Some(Day::WholeYear(2022))),
            ("2013년 전", None),
            ("13월 3일", None),
            ("22년", None),
        ];
        for (text, expected) in table {
            assert_eq!(next(text).map(|(day, _)| day), expected, "reading {text:?}");
        }
    }
}
