//! Lengths of time counted from now: "3시간 전", "about 2 months ago", "in 1 year, 2 months", "5h".

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::lexicon::{Unit, alternatives, unit, unit_pattern};
use super::parts::Day;
use super::pattern::starts;

/// A length of time away from now, as printed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ago {
    /// What was counted, largest unit first as printed; at least one.
    pub(super) counts: Vec<Count>,
    /// Behind or ahead of now.
    pub(super) direction: Direction,
    /// Which side of the number the truth is on.
    pub(super) bound: Bound,
}

/// So many of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Count {
    /// How many, at least.
    pub(super) number: f64,
    /// The smallest step the number could have been printed in: 1, or 0.1 for "2.5".
    pub(super) step: f64,
    /// Of what.
    pub(super) unit: Unit,
    /// Printed as a word ("한", "an"), not in digits.
    pub(super) spelled: bool,
}

/// Behind or ahead of now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// "전", "ago".
    Past,
    /// "후", "from now".
    Future,
    /// No word for it: "2h", as social sites print an age.
    Unsaid,
}

/// Which side of the printed number the truth is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// The number rounded or cut.
    Around,
    /// "거의", "almost": not yet the number.
    Below,
    /// "미만", "less than": anything from none to the number.
    AtMost,
    /// "이상", "over": the number is passed.
    Above,
}

impl Ago {
    /// Whether only the shape says that it is an age.
    pub(super) fn is_bare(&self) -> bool {
        self.direction == Direction::Unsaid
    }
}

/// Numbers as words; the second is the step they are rounded to.
const NUMBERS: [(&str, f64, f64); 49] = [
    ("a", 1.0, 1.0),
    ("an", 1.0, 1.0),
    ("one", 1.0, 1.0),
    ("two", 2.0, 1.0),
    ("three", 3.0, 1.0),
    ("four", 4.0, 1.0),
    ("five", 5.0, 1.0),
    ("six", 6.0, 1.0),
    ("seven", 7.0, 1.0),
    ("eight", 8.0, 1.0),
    ("nine", 9.0, 1.0),
    ("ten", 10.0, 1.0),
    ("eleven", 11.0, 1.0),
    ("twelve", 12.0, 1.0),
    ("thirteen", 13.0, 1.0),
    ("fourteen", 14.0, 1.0),
    ("fifteen", 15.0, 1.0),
    ("sixteen", 16.0, 1.0),
    ("seventeen", 17.0, 1.0),
    ("eighteen", 18.0, 1.0),
    ("nineteen", 19.0, 1.0),
    ("twenty", 20.0, 1.0),
    ("thirty", 30.0, 1.0),
    ("forty", 40.0, 1.0),
    ("fifty", 50.0, 1.0),
    ("half a", 0.5, 0.5),
    ("half an", 0.5, 0.5),
    ("couple", 2.0, 1.0),
    ("couple of", 2.0, 1.0),
    ("a couple", 2.0, 1.0),
    ("a couple of", 2.0, 1.0),
    // A few is more than one and fewer than would be counted out.
    ("few", 2.0, 8.0),
    ("a few", 2.0, 8.0),
    ("several", 2.0, 8.0),
    ("몇", 2.0, 8.0),
    ("수", 2.0, 8.0),
    ("한", 1.0, 1.0),
    ("두", 2.0, 1.0),
    ("세", 3.0, 1.0),
    ("석", 3.0, 1.0),
    ("네", 4.0, 1.0),
    ("넉", 4.0, 1.0),
    ("다섯", 5.0, 1.0),
    ("여섯", 6.0, 1.0),
    ("일곱", 7.0, 1.0),
    ("여덟", 8.0, 1.0),
    ("아홉", 9.0, 1.0),
    ("열", 10.0, 1.0),
    ("열두", 12.0, 1.0),
];

/// "몇 초 전" is printed until it becomes a minute.
const A_FEW_SECONDS: f64 = 58.0;

/// Whole lengths that are one word.
const LENGTHS: [(&str, f64, Unit); 14] = [
    ("하루", 1.0, Unit::Day),
    ("이틀", 2.0, Unit::Day),
    ("사흘", 3.0, Unit::Day),
    ("나흘", 4.0, Unit::Day),
    ("닷새", 5.0, Unit::Day),
    ("엿새", 6.0, Unit::Day),
    ("이레", 7.0, Unit::Day),
    ("여드레", 8.0, Unit::Day),
    ("아흐레", 9.0, Unit::Day),
    ("열흘", 10.0, Unit::Day),
    ("보름", 15.0, Unit::Day),
    ("일주일", 1.0, Unit::Week),
    ("일 년", 1.0, Unit::Year),
    ("일년", 1.0, Unit::Year),
];

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    starts(
        r"(?<way>in\s|im\s|after\s|vor\s|il\sy\sa\s|hace\s|há\s|(?:now\s?)?[+-]\s?)?(?<bound>(?:about|around|approximately|approx\.?|roughly|etwa|environ|circa|ca\.|almost|nearly|over|more\sthan|less\sthan|moins\sde|weniger\sals|under|약|대략|거의|~)\s?)?",
    )
});

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    let words = alternatives(NUMBERS.iter().map(|(word, ..)| *word));
    let lengths = alternatives(LENGTHS.iter().map(|(word, ..)| *word));
    starts(&format!(
        r"(?:(?<number>\d{{1,6}}(?:[.,]\d{{1,2}})?|{words})\s?(?<unit>{units})|(?<length>{lengths}))",
        units = unit_pattern()
    ))
});

static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| starts(r"(?:,?\s?(?:and|und|et|y|e|en)\s|,\s?|\s)"));

static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    starts(
        r"(?:\s?(?<bound>이상|미만|이내|정도|쯤|가량|넘게))?(?:\s?(?<way>전|후|뒤|이후|ago\b|geleden\b|fa\b|atrás\b|from\snow\b|later\b|hence\b)|\s(?<filler>time)\b)?",
    )
});

/// A length of time counted from now at the start of the text, and where it ends.
pub(super) fn next(text: &str) -> Option<(Day, usize)> {
    let before = BEFORE.captures(text)?;
    let mut end = before[0].len();
    let mut counts = Vec::new();
    while let Some((count, length)) = self::count(&text[end..]) {
        counts.push(count);
        end += length;
        match BETWEEN.find(&text[end..]) {
            Some(gap) if self::count(&text[end + gap.len()..]).is_some() => end += gap.len(),
            _ => {}
        }
    }
    if counts.is_empty() {
        return None;
    }
    let after = AFTER.captures(&text[end..])?;
    end += after[0].len();
    let said = |found: &Captures<'_>, group: &str| {
        found.name(group).map(|word| word.as_str().trim().to_owned())
    };
    let direction = direction(said(&before, "way").as_deref(), said(&after, "way").as_deref())?;
    if after.name("filler").is_some() && direction != Direction::Future {
        return None;
    }
    let bound = said(&before, "bound").or_else(|| said(&after, "bound"));
    let bound = self::bound(bound.as_deref());
    // "2h" alone is an age; "한 달" alone was how long it was used, "24시간 이내" how soon it comes
    // and "3분기" the third of the year.
    let other = |count: &Count| count.spelled || count.unit == Unit::Quarter;
    if direction == Direction::Unsaid && (bound != Bound::Around || counts.iter().any(other)) {
        return None;
    }
    Some((Day::Ago(Ago { counts, direction, bound }), end))
}

fn count(text: &str) -> Option<(Count, usize)> {
    let found = COUNT.captures(text)?;
    let end = found[0].len();
    if let Some(length) = found.name("length") {
        let (_, number, unit) = LENGTHS.iter().find(|(word, ..)| *word == length.as_str())?;
        return Some((Count { number: *number, step: 1.0, unit: *unit, spelled: true }, end));
    }
    let name = &found["unit"];
    // "3 different", "5 months": a Latin unit must end where the word ends, "7m1s" apart.
    if name.is_ascii() && text[end..].starts_with(char::is_alphabetic) {
        return None;
    }
    let unit = unit(name)?;
    let printed = &found["number"];
    if let Some((_, number, step)) = NUMBERS.iter().find(|(word, ..)| *word == printed) {
        // "a" and "한" need no space in "한시간", yet "as" is not "a s".
        let glued = name.is_ascii() && !found[0].contains(' ');
        let step = if *step > 1.0 && unit == Unit::Second { A_FEW_SECONDS } else { *step };
        return (!glued).then_some((Count { number: *number, step, unit, spelled: true }, end));
    }
    let decimals = printed.split_once(['.', ',']).map_or(0, |(_, digits)| digits.len());
    let step = [1.0, 0.1, 0.01].get(decimals)?;
    let number = printed.replace(',', ".").parse().ok()?;
    Some((Count { number, step: *step, unit, spelled: false }, end))
}

fn direction(before: Option<&str>, after: Option<&str>) -> Option<Direction> {
    let before = before.map(|word| match word.trim_start_matches("now").trim() {
        "-" | "vor" | "il y a" | "hace" | "há" => Direction::Past,
        _ => Direction::Future,
    });
    let after = after.map(|word| match word {
        "전" | "ago" | "geleden" | "fa" | "atrás" => Direction::Past,
        _ => Direction::Future,
    });
    match (before, after) {
        (Some(one), Some(other)) if one != other => None,
        (one, other) => Some(one.or(other).unwrap_or(Direction::Unsaid)),
    }
}

fn bound(word: Option<&str>) -> Bound {
    match word {
        Some("almost" | "nearly" | "거의") => Bound::Below,
        Some("less than" | "moins de" | "weniger als" | "under" | "미만" | "이내") => {
            Bound::AtMost
        }
        Some("over" | "more than" | "이상" | "넘게") => Bound::Above,
        _ => Bound::Around,
    }
}
