//! Finds the one date in a text: where it starts, what belongs to it, and that nothing else is there.

use std::sync::LazyLock;

use regex::Regex;

use super::parts::{Day, Parts, Period, Piece, Strength};
use super::pattern::starts;
use super::{ago, around, iso, korean, named, numeric, time, words, zone};

/// What may stand between the pieces of one date.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    starts(r"(?:\s[-|·@]\s|[\s,.\[\]()]|(?:at|on|of|the|in|year|um|kl|klo|om|en|à|alle|às|的)\b)*")
});

static YEAR: LazyLock<Regex> = LazyLock::new(|| starts(r"(?:19|2\d)\d{2}\b"));

/// The only date the text holds; `None` where it holds none, two, or one inside a sentence. In a
/// date's own field (`is_field`) also what elsewhere would be a rating or a size.
pub(super) fn only_date(text: &str, is_field: bool) -> Option<Parts> {
    starting_points(text).find_map(|start| {
        let before = &text[..start];
        // Most places of a long text are ruled out by what stands before them, at little cost.
        if !around::allows_before(before, Strength::Full) {
            return None;
        }
        let (parts, end) = run(&text[start..])?;
        let after = &text[start + end..];
        let strength = match is_field {
            true => parts.strength().max(Strength::Phrase),
            false => parts.strength(),
        };
        let alone = (is_field || parts.is_date())
            && around::allows_before(before, strength)
            && around::allows_after(after, strength)
            && !holds_date(before)
            && !holds_date(after);
        alone.then_some(parts)
    })
}

/// Whether another full date stands in the text: then nobody can say which one is meant.
fn holds_date(text: &str) -> bool {
    starting_points(text)
        .filter_map(|start| run(&text[start..]))
        .any(|(parts, _)| parts.strength() == Strength::Full)
}

/// Where a date may begin: at a word or number, not inside one.
fn starting_points(text: &str) -> impl Iterator<Item = usize> {
    let mut before = [' '; 2];
    text.char_indices().filter_map(move |(at, c)| {
        let [second, last] = before;
        before = [last, c];
        let inside_number = c.is_ascii_digit()
            && (last.is_ascii_digit()
                || second.is_ascii_digit() && matches!(last, '.' | ',' | '-' | '/' | ':'));
        let inside_word = c.is_alphabetic() && last.is_alphanumeric();
        let begins = c.is_alphanumeric() || matches!(c, '+' | '-' | '~' | '\'' | '[');
        (begins && !inside_number && !inside_word).then_some(at)
    })
}

/// As many pieces of one date as follow each other from here, and where they end.
fn run(text: &str) -> Option<(Parts, usize)> {
    let mut parts = Parts::default();
    let (mut at, mut end) = (0, 0);
    while let Some((piece, length)) = next(&text[at..], &parts) {
        if !parts.add(piece) {
            break;
        }
        end = at + length;
        at = end + gap(&text[end..]);
    }
    (end > 0).then_some((parts, end))
}

/// How much of the text only joins two pieces.
fn gap(text: &str) -> usize {
    // The T of "2024-05-08T21:00".
    let mut characters = text.chars();
    if characters.next() == Some('t') && characters.next().is_some_and(|c| c.is_ascii_digit()) {
        return 1;
    }
    BETWEEN.find(text).map_or(0, |found| found.len())
}

/// The piece at the start of the text; what has been read decides what a shape can mean.
fn next(text: &str, parts: &Parts) -> Option<(Piece, usize)> {
    if text.is_empty() {
        return None;
    }
    let dated = parts.day.is_some();
    if parts.time.is_some()
        && parts.zones.is_none()
        && let Some((zones, end)) = zone::next(text)
    {
        return Some((Piece::Zone(zones), end));
    }
    if matches!(parts.day, Some(Day::Calendar { year: None, .. }))
        && let Some(found) = YEAR.find(text)
    {
        return Some((Piece::Year(found.as_str().parse().ok()?), found.len()));
    }
    if matches!(parts.day, Some(Day::Period(Period::Month, _)))
        && let Some((day, end)) = korean::day_of_month(text)
    {
        return Some((Piece::DayOfMonth(day), end));
    }
    if let Some((clock, end)) = time::next(text, dated) {
        return Some((Piece::Time(clock), end));
    }
    let day = |(day, end)| (Piece::Day(day), end);
    iso::next(text)
        .or_else(|| named::next(text))
        .or_else(|| korean::next(text))
        .or_else(|| ago::next(text))
        .or_else(|| numeric::next(text))
        .map(day)
        .or_else(|| words::next(text, dated))
}
