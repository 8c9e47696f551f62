//! Stars and points, however a page paints them.

use std::sync::LazyLock;

use regex::Regex;

use super::field::{Field, Scope, Usual};
use crate::review::Rating;
use crate::settings::Section;
use crate::source::points::{USUAL_MAX, first_number, from_text, number};

/// Where a rating shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    /// In words, digits or star characters; also in an attribute.
    Text,
    /// In the name of a class (`star-4`, `rating_4_5`).
    Class,
    /// As a width in the style (`width: 40%` of five stars).
    Width,
    /// As the number of elements that match.
    Count,
}

/// How a rating is read.
#[derive(Clone, Debug)]
pub(super) struct RatingField {
    field: Field,
    from: From,
    /// The scale of the result, where the owner states it.
    max: Option<f64>,
    /// The scale of the number that is printed, where it is another one.
    out_of: Option<f64>,
    /// Words that stand for a number of points.
    words: Vec<(String, f64)>,
}

impl RatingField {
    /// Reads `key = "css"` or `key = { css = …, from = …, max = … }`.
    pub(super) fn read(section: &mut Section<'_>, key: &'static str) -> Option<Self> {
        if !section.has_table(key) {
            let field = Field::read(section, key, Usual::default())?;
            return Some(Self {
                field,
                from: From::Text,
                max: None,
                out_of: None,
                words: Vec::new(),
            });
        }
        let mut table = section.section(key)?;
        let allowed = [
            ("text", (From::Text, None)),
            ("attr", (From::Text, None)),
            ("class", (From::Class, Some("class"))),
            ("width", (From::Width, Some("style"))),
            ("count", (From::Count, None)),
        ];
        let from = table.one_of("from", &allowed);
        if from.is_some()
            && table.string("from").is_some_and(|f| f.value == "attr")
            && !table.has("attr")
        {
            table.missing("attr", "\"alt\"");
        }
        let (from, attr) = from.map_or((From::Text, None), |found| found.value);
        let max = positive(&mut table, "max");
        let out_of = positive(&mut table, "out_of");
        let words =
            table.section("words").map(|mut words| words.free_numbers()).unwrap_or_default();
        let words = words.into_iter().map(|(word, points)| (word, points.value)).collect();
        let field = Field::read_table(&mut table, Usual { attr, lines: false });
        table.finish();
        Some(Self { field: field?, from, max, out_of, words })
    }

    /// The rating the page shows; `None` where it shows none.
    ///
    /// # Errors
    /// With why what it shows is none, for the owner.
    pub(super) fn get(&self, scope: &Scope<'_>) -> Result<Option<Rating>, String> {
        if self.from == From::Count {
            let count = self.field.elements(scope).len();
            return if count == 0 { Ok(None) } else { self.rating(count as f64, None) };
        }
        let Some(text) = self.field.get(scope) else { return Ok(None) };
        if let Some((_, points)) = self.words.iter().find(|(word, _)| *word == text) {
            return self.rating(*points, None);
        }
        let read = match self.from {
            From::Class if !self.field.has_regex() => from_class(&text),
            From::Width if !self.field.has_regex() => self.of_width(&text)?,
            From::Width => first_number(&text).map(|value| (value, Some(100.0))),
            _ => from_text(&text),
        };
        match read {
            Some((value, scale)) => self.rating(value, scale),
            None => Err(format!("no rating can be read from {:?}", super::excerpt(&text))),
        }
    }

    /// Brings a printed number to the result's scale.
    fn rating(&self, value: f64, printed_scale: Option<f64>) -> Result<Option<Rating>, String> {
        let percent = self.from == From::Width;
        let stated = printed_scale.filter(|_| !percent);
        let max = self.max.or(stated).unwrap_or(USUAL_MAX);
        let scale = self.out_of.or(printed_scale).unwrap_or(max);
        // Two places are more than any page means; widths such as 33.33% are not exact.
        let points = (value * max / scale * 100.0).round() / 100.0;
        let rating = Rating::new(points, max).map_err(|_| {
            format!("a rating of {value} out of {scale} is impossible; if the scale is another, set `out_of`")
        })?;
        Ok(Some(rating))
    }

    fn of_width(&self, style: &str) -> Result<Option<(f64, Option<f64>)>, String> {
        static WIDTH: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"(?i)(?:^|[;\s])width\s*:\s*(\d+(?:\.\d+)?)\s*(%|[a-z]*)"));
        let Some(found) = WIDTH.captures(style) else { return Ok(None) };
        let value = found[1].parse().ok();
        if &found[2] != "%" && self.out_of.is_none() {
            return Err(format!(
                "a width of {}{} needs `out_of`, the full width",
                &found[1], &found[2]
            ));
        }
        Ok(value.map(|value| (value, Some(100.0))))
    }
}

fn positive(table: &mut Section<'_>, key: &'static str) -> Option<f64> {
    let number = table.number(key)?;
    if number.value > 0.0 && number.value <= 1_000.0 {
        return Some(number.value);
    }
    let message = format!("`{key}` is {}; allowed: more than 0, at most 1000", number.value);
    table.error(number.span, message, None);
    None
}

fn pattern(regex: &str) -> Regex {
    Regex::new(regex).expect("the patterns of this file compile, as its tests show")
}

/// The number in the name of a class, from the class that speaks of stars where there are several.
fn from_class(classes: &str) -> Option<(f64, Option<f64>)> {
    static POINTS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)(\d+)(?:[-_.](5)(?:\D|$))?([-_]?half)?"));
    let named = |class: &&str| {
        let lower = class.to_lowercase();
        ["star", "rat", "score", "grade", "point", "bubble"].iter().any(|word| lower.contains(word))
    };
    let numbered: Vec<&str> = classes.split_whitespace().filter(|c| POINTS.is_match(c)).collect();
    let class = numbered.iter().find(|c| named(c)).or_else(|| numbered.first())?;
    let found = POINTS.captures(class)?;
    let half = if found.get(2).or_else(|| found.get(3)).is_some() { 0.5 } else { 0.0 };
    Some((number(&found[1])? + half, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_names_its_points() {
        for (classes, value) in [
            ("star-img stars_5", Some(5.0)),
            ("col-12 rating_4_5", Some(4.5)),
            ("i-stars--regular-4-half", Some(4.5)),
            ("ico_point3", Some(3.0)),
            ("star-45", Some(45.0)),
            ("star", None),
        ] {
            assert_eq!(from_class(classes).map(|(value, _)| value), value, "{classes}");
        }
    }
}
