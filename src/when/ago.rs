//! Lengths of time counted from now: "3시간 전", "about 2 months ago", "in 1 year, 2 months", "5h".

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::lexicon::{Unit, alternatives, unit, unit_pattern};
use super::parts::Day;
use super::pattern::{captures, starts};
use super::quantity::{self, Quantity};

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
    /// How many, at least; below zero where it is taken off the others ("-1 decade +2 years").
    pub(super) number: f64,
    /// The smallest step the number could have been printed in: 1, or 0.1 for "2.5".
    pub(super) step: f64,
    /// Of what.
    pub(super) unit: Unit,
    /// Printed as a word ("한", "an"), not in digits.
    pub(super) spelled: bool,
    /// How the unit was printed.
    pub(super) name: Name,
}

/// How a unit is printed, which tells an age from a size or a length of use where no "ago" does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// "hours", "hrs".
    Word,
    /// "h", "d": metres, days, model names.
    Letter,
    /// "시간", "개월": how long something takes or was used.
    Korean,
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

    /// Whether the words alone, without "ago", are more likely an age than anything else.
    pub(super) fn speaks_for_itself(&self) -> bool {
        let says = |name| self.counts.iter().any(|count| count.name == name);
        !says(Name::Korean) && (self.counts.len() > 1 || !says(Name::Letter))
    }
}

/// "몇 초 전" is printed until it becomes a minute.
const A_FEW_SECONDS: f64 = 58.0;

/// Whole lengths that are one word, with the step they are rounded to.
const LENGTHS: [(&str, f64, f64, Unit); 24] = [
    ("하루", 1.0, 1.0, Unit::Day),
    ("이틀", 2.0, 1.0, Unit::Day),
    ("사흘", 3.0, 1.0, Unit::Day),
    ("나흘", 4.0, 1.0, Unit::Day),
    ("닷새", 5.0, 1.0, Unit::Day),
    ("엿새", 6.0, 1.0, Unit::Day),
    ("이레", 7.0, 1.0, Unit::Day),
    ("여드레", 8.0, 1.0, Unit::Day),
    ("아흐레", 9.0, 1.0, Unit::Day),
    ("열흘", 10.0, 1.0, Unit::Day),
    ("열하루", 11.0, 1.0, Unit::Day),
    ("보름", 15.0, 1.0, Unit::Day),
    ("스무날", 20.0, 1.0, Unit::Day),
    ("하루 이틀", 1.0, 2.0, Unit::Day),
    ("하루이틀", 1.0, 2.0, Unit::Day),
    ("이삼일", 2.0, 2.0, Unit::Day),
    ("며칠", 2.0, 8.0, Unit::Day),
    ("몇일", 2.0, 8.0, Unit::Day),
    ("일주일", 1.0, 1.0, Unit::Week),
    ("일 주일", 1.0, 1.0, Unit::Week),
    ("반나절", 6.0, 6.0, Unit::Hour),
    ("한나절", 12.0, 6.0, Unit::Hour),
    ("반년", 0.5, 0.5, Unit::Year),
    ("반 년", 0.5, 0.5, Unit::Year),
];

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    starts(
        r"(?<way>in\s|im\s|after\s|vor\s|il\sy\sa\s|hace\s|há\s|(?:now\s?)?[+-]\s?)?(?<bound>(?:about|around|approximately|approx\.?|roughly|etwa|environ|circa|ca\.|almost|nearly|over|more\sthan|less\sthan|moins\sde|weniger\sals|under|약|대략|거의|~)\s?)?",
    )
});

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    let words = quantity::pattern();
    let lengths = alternatives(LENGTHS.iter().map(|(word, ..)| *word));
    starts(&format!(
        r"(?:(?<number>\d{{1,6}}(?:[.,]\d{{1,2}})?|{words})\s?(?<unit>{units})|(?<length>{lengths})|(?<some>seconds|minutes|hours|days|weeks|months|years))",
        units = unit_pattern()
    ))
});

static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| starts(r"(?:,?\s?(?:and|und|et|y|e|en)\s|,\s?|\s(?:(?<sign>[+-])\s?)?)"));

/// "한 시간 반 전", "an hour and a half ago".
static AND_A_HALF: LazyLock<Regex> = LazyLock::new(|| {
    starts(r"(?:\s?(?<half>반)(?:\s?(?:전|후|뒤|정도|쯤|가량))|(?<words>\sand\sa\shalf)\b)")
});

static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    starts(
        r"(?:\s?(?<bound>이상|미만|이내|정도|쯤|가량|넘게))?(?:\s?(?<way>전|후|뒤|이후|ago\b|back\b|earlier\b|before\b|prior\b|geleden\b|fa\b|atrás\b|from\snow\b|later\b|hence\b)|\s(?<filler>time)\b)?",
    )
});

/// A length of time counted from now at the start of the text, and where it ends.
pub(super) fn next(text: &str) -> Option<(Day, usize)> {
    let before = BEFORE.captures(text)?;
    let start = before[0].len();
    let sign = before.name("way").map_or("", |way| way.as_str().trim());
    let (counts, length) = counts(&text[start..], sign.ends_with('-'));
    let mut end = start + length;
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
    // "2 hours" alone is an age; "한 달" alone was how long it was used, "24시간 이내" how soon it comes
    // and "3분기" the third of the year.
    let other = |count: &Count| count.spelled || count.unit == Unit::Quarter;
    if direction == Direction::Unsaid && (bound != Bound::Around || counts.iter().any(other)) {
        return None;
    }
    Some((Day::Ago(Ago { counts, direction, bound }), end))
}

/// As many counted units as follow each other, and where they end.
fn counts(text: &str, is_behind: bool) -> (Vec<Count>, usize) {
    let mut counts = Vec::new();
    let (mut at, mut end, mut is_taken_off) = (0, 0, false);
    while let Some((mut count, length)) = count(&text[at..]) {
        if is_taken_off {
            count.number = -count.number;
        }
        counts.push(count);
        end = at + length;
        let Some(gap) = BETWEEN.captures(&text[end..]) else {
            at = end;
            continue;
        };
        at = end + gap[0].len();
        is_taken_off = gap.name("sign").is_some_and(|sign| (sign.as_str() == "-") != is_behind);
    }
    (counts, end)
}

fn count(text: &str) -> Option<(Count, usize)> {
    let found = captures(&COUNT, text)?;
    let end = found[0].len();
    if let Some(length) = found.name("length") {
        let (_, number, step, unit) = LENGTHS.iter().find(|(word, ..)| *word == length.as_str())?;
        let (number, step, unit) = (*number, *step, *unit);
        return Some((Count { number, step, unit, spelled: true, name: Name::Korean }, end));
    }
    let is_word_cut = |end: usize| text[end..].starts_with(char::is_alphabetic);
    if let Some(some) = found.name("some") {
        let unit = unit(some.as_str())?;
        let step = if unit == Unit::Second { A_FEW_SECONDS } else { 8.0 };
        let count = Count { number: 2.0, step, unit, spelled: true, name: Name::Word };
        return (!is_word_cut(end)).then_some((count, end));
    }
    let printed_unit = &found["unit"];
    // "3 different", "5 months": a Latin unit must end where the word ends, "7m1s" apart.
    if printed_unit.is_ascii() && is_word_cut(end) {
        return None;
    }
    let unit = unit(printed_unit)?;
    let name = match printed_unit.len() {
        1 => Name::Letter,
        _ if printed_unit.starts_with(|c: char| c >= '가') => Name::Korean,
        _ => Name::Word,
    };
    let printed = &found["number"];
    let spelled = !printed.starts_with(|c: char| c.is_ascii_digit());
    // "a" and "한" need no space in "한시간", yet "as" is not "a s".
    if spelled && printed_unit.is_ascii() && !found[0].contains(' ') {
        return None;
    }
    let Quantity { number, step } = if spelled {
        let said = quantity::quantity(printed)?;
        let is_few = said.step > 2.0 && unit == Unit::Second;
        Quantity { step: if is_few { A_FEW_SECONDS } else { said.step }, ..said }
    } else {
        in_digits(printed)?
    };
    let mut count = Count { number, step, unit, spelled, name };
    let mut end = end + abbreviated(&text[end..], printed_unit);
    if let Some(half) = AND_A_HALF.captures(&text[end..]) {
        let words = half.name("half").or_else(|| half.name("words"))?;
        count = Count { number: number + 0.5, step: 0.5, ..count };
        end += words.end();
    }
    Some((count, end))
}

fn in_digits(printed: &str) -> Option<Quantity> {
    let decimals = printed.split_once(['.', ',']).map_or(0, |(_, digits)| digits.len());
    let step = *[1.0, 0.1, 0.01].get(decimals)?;
    Some(Quantity { number: printed.replace(',', ".").parse().ok()?, step })
}

/// The dot of "1 yr. ago".
fn abbreviated(rest: &str, unit: &str) -> usize {
    let mut after = rest.chars();
    let dotted = after.next() == Some('.') && after.next().is_none_or(|c| c == ' ' || c == ',');
    usize::from(dotted && unit.is_ascii())
}

fn direction(before: Option<&str>, after: Option<&str>) -> Option<Direction> {
    let before = before.map(|word| match word.trim_start_matches("now").trim() {
        "-" | "vor" | "il y a" | "hace" | "há" => Direction::Past,
        _ => Direction::Future,
    });
    let after = after.map(|word| match word {
        "전" | "ago" | "back" | "earlier" | "before" | "prior" | "geleden" | "fa" | "atrás" => {
            Direction::Past
        }
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
