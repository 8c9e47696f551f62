//! Zones printed behind a time: "GMT+0900 (한국 표준시)", "EDT", "-0500".

use std::sync::LazyLock;

use jiff::tz::{Offset, TimeZone};
use regex::Regex;

use super::pattern::{captures, number, starts};

static OFFSET: LazyLock<Regex> = LazyLock::new(|| {
    starts(r"(?:(?:gmt|utc)\s?)?(?<sign>[+-])(?<h>\d{1,2})(?::?(?<m>\d{2}))?(?:\s?\([^)]*\))?")
});

static NAME: LazyLock<Regex> = LazyLock::new(|| starts(r"[a-z]{1,4}\b"));

/// Names that pages print, with every offset in minutes that the name stands for.
const NAMES: [(&str, &[i32]); 34] = [
    ("z", &[0]),
    ("ut", &[0]),
    ("utc", &[0]),
    ("gmt", &[0]),
    ("kst", &[540]),
    ("jst", &[540]),
    ("hkt", &[480]),
    ("sgt", &[480]),
    ("pht", &[480]),
    ("ict", &[420]),
    ("wib", &[420]),
    // India, Israel, Ireland.
    ("ist", &[330, 120, 60]),
    ("msk", &[180]),
    ("eest", &[180]),
    ("eet", &[120]),
    ("cest", &[120]),
    ("cet", &[60]),
    ("west", &[60]),
    ("wet", &[0]),
    // Britain in summer, Bangladesh.
    ("bst", &[60, 360]),
    ("est", &[-300]),
    ("edt", &[-240]),
    // Central America, China.
    ("cst", &[-360, 480]),
    ("cdt", &[-300]),
    ("mst", &[-420]),
    ("mdt", &[-360]),
    ("pst", &[-480]),
    ("pdt", &[-420]),
    ("akst", &[-540]),
    ("hst", &[-600]),
    ("aest", &[600]),
    ("aedt", &[660]),
    ("nzst", &[720]),
    ("nzdt", &[780]),
];

/// A zone at the start of the text as every zone it may be, and where it ends.
pub(super) fn next(text: &str) -> Option<(Vec<TimeZone>, usize)> {
    if let Some(found) = captures(&OFFSET, text) {
        let minutes = number::<i32>(&found, "h")? * 60 + number(&found, "m").unwrap_or(0);
        let signed = if &found["sign"] == "-" { -minutes } else { minutes };
        let after = &text[found[0].len()..];
        let ends = !after.starts_with(|c: char| c.is_ascii_digit());
        return zone(signed).filter(|_| ends).map(|zone| (vec![zone], found[0].len()));
    }
    let name = NAME.find(text)?.as_str();
    let (_, offsets) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some((offsets.iter().filter_map(|minutes| zone(*minutes)).collect(), name.len()))
}

fn zone(minutes: i32) -> Option<TimeZone> {
    Offset::from_seconds(minutes * 60).ok().map(TimeZone::fixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(text: &str) -> Option<Vec<i32>> {
        let (zones, _) = next(text)?;
        zones.iter().map(|zone| zone.to_fixed_offset().ok().map(|o| o.seconds() / 60)).collect()
    }

    #[test]
    fn a_name_of_several_zones_keeps_them_all() {
        let table = [
            ("gmt+0900 (한국 표준시)", Some(vec![540])),
            ("gmt+9", Some(vec![540])),
            ("utc", Some(vec![0])),
            ("-05:30", Some(vec![-330])),
            ("cst", Some(vec![-360, 480])),
            ("+99:00", None),
            ("+12345", None),
            ("zoo", None),
        ];
        for (text, expected) in table {
            assert_eq!(minutes(text), expected, "reading {text:?}");
        }
    }
}
