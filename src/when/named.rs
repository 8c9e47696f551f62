//! Dates with the month as a word: "23rd March 2025", "February 11, 2022", "Mar 2024".

use std::sync::LazyLock;

use regex::Regex;

use super::lexicon::{month, month_pattern};
use super::numeric::century;
use super::parts::{Day, Year};
use super::pattern::{captures, number, starts};

const YEAR: &str = r"(?:(?<y>\d{4})|'(?<short>\d{2}))\b";

static SHAPES: LazyLock<[Regex; 7]> = LazyLock::new(|| {
    let month = format!("(?<month>{})", month_pattern());
    let day = r"(?<d>\d{1,2})(?:st|nd|rd|th|er|º)?";
    let gap = r"[\s.,)\]]{0,3}";
    let of = r"(?:(?:of|de|del)\s)?";
    [
        // 14-Nov-18: between dashes two digits are a year.
        starts(&format!(r"{day}[-/]{month}[-/](?:(?<y>\d{{4}})|(?<short>\d{{2}}))\b")),
        // Mar-14-2018.
        starts(&format!(r"{month}[-/]{day}[-/](?<y>\d{{4}})\b")),
        // 14 Nov 18, where no time follows.
        starts(&format!(
            r"{day}{gap}{month}\b{gap}(?<short>\d{{2}})(?:[,\s)]*$|,\s|\s(?:at|by|from)\b)"
        )),
        // 23rd of March, 2025; 14 novembre 2018; 10 December.
        starts(&format!(r"{day}{gap}{of}{month}\b(?:{gap}{of}{YEAR})?")),
        // February 11, 2022; [Sept] 04, 2014; Apr 01.
        starts(&format!(r"{month}\b{gap}{day}\b(?:{gap}{YEAR})?")),
        // August 2014.
        starts(&format!(r"{month}\b{gap}{of}{YEAR}")),
        // 2014 March 5, 2014-Mar-05.
        starts(&format!(r"(?<y>\d{{4}})[\s,-]{{1,2}}{month}[\s-]{day}\b")),
    ]
});

/// A date with a month's name at the start of the text, and where it ends.
pub(super) fn next(text: &str) -> Option<(Day, usize)> {
    let found = SHAPES.iter().find_map(|shape| captures(shape, text))?;
    let group = |name: &str| found.name(name).map(|m| m.as_str());
    let year = match group("y") {
        Some(_) => Some(number::<i16>(&found, "y").filter(|year| (1000..3000).contains(year))?),
        None => number(&found, "short").map(century),
    };
    let month = month(group("month")?)?;
    let day = Day::Calendar { year: year.map(Year::Named), month, day: number(&found, "d") };
    // What follows two digits was only looked at.
    let end = found.name("short").map_or(found[0].len(), |short| short.end());
    Some((day, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Option<i16>, i8, Option<i8>)> {
        match next(text)?.0 {
            Day::Calendar { year: Some(Year::Named(year)), month, day } => {
                Some((Some(year), month, day))
            }
            Day::Calendar { month, day, .. } => Some((None, month, day)),
            _ => None,
        }
    }

    #[test]
    fn months_are_read_in_any_usual_place() {
        let table = [
            ("2nd of may, 2023", Some((Some(2023), 5, Some(2)))),
            ("3 märz 2021", Some((Some(2021), 3, Some(3)))),
            ("7 de agosto de 2020", Some((Some(2020), 8, Some(7)))),
            ("may 7th, 2020", Some((Some(2020), 5, Some(7)))),
            ("07-jan-19", Some((Some(2019), 1, Some(7)))),
            ("jan '19", Some((Some(2019), 1, None))),
            ("oct 2019", Some((Some(2019), 10, None))),
            ("2019 oct 4", Some((Some(2019), 10, Some(4)))),
            ("oct 4 21:09", Some((None, 10, Some(4)))),
            ("4 oct", Some((None, 10, Some(4)))),
            ("4 oct 19", Some((Some(2019), 10, Some(4)))),
            ("4 oct 19, by ann", Some((Some(2019), 10, Some(4)))),
            ("4 oct 10 pm", Some((None, 10, Some(4)))),
            ("4 oct 10:30", Some((None, 10, Some(4)))),
            ("oct-4-2019", Some((Some(2019), 10, Some(4)))),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), expected, "reading {text:?}");
        }
    }

    #[test]
    fn words_that_only_begin_like_a_month_are_none() {
        for text in ["may", "3 marvellous", "5 octopuses", "march on", "decent 5"] {
            assert_eq!(read(text), None, "{text:?} is no date");
        }
    }
}
