//! In which year a date without one lies, told by a list that runs from new to old.

use super::local_day;
use crate::review::Interval;
use crate::when::text::Text;
use crate::when::{Context, Reading};

/// The most rows that a shop pins above its list.
const MOST_PINNED: usize = 3;

/// How often a row is newer than the one above it, once what may be pinned to the top is set aside.
pub(super) fn rises(readings: &[Option<Reading>]) -> usize {
    pinned(&dated(readings)).1
}

/// The same with nothing set aside.
pub(super) fn rises_with_pinned(readings: &[Option<Reading>]) -> usize {
    rises_from(&dated(readings), 0)
}

fn dated(readings: &[Option<Reading>]) -> Vec<Interval> {
    readings.iter().flatten().map(|reading| reading.interval).collect()
}

/// Whether so few of the rows are newer than those above that the list does run from new to old. One
/// may be where a year begins.
fn is_ordered(rises: usize, pairs: usize) -> bool {
    rises <= 1.max(pairs / 4)
}

/// Puts each date that has no year of its own into the latest year that the rows above it allow.
pub(super) fn place(texts: &[Option<Text>], readings: &mut [Option<Reading>], context: &Context) {
    let (rows, dated): (Vec<usize>, Vec<Interval>) =
        readings.iter().enumerate().filter_map(|(at, r)| Some((at, (*r)?.interval))).unzip();
    let (pinned, rises) = pinned(&dated);
    // Of two rows the upper one may as well be pinned, and a fresh complaint must not be read as an
    // old one.
    if rises == 0 || dated.len() < 3 || !is_ordered(rises, dated.len() - 1) {
        return;
    }
    let mut above: Vec<Interval> = Vec::new();
    for at in rows.into_iter().skip(pinned) {
        let (Some(text), Some(reading)) = (&texts[at], readings[at]) else { continue };
        let mut interval = reading.interval;
        if let [.., last] = above.as_slice()
            && rose(*last, interval)
        {
            // The row above may be the one that stands out of order, unless the one above that
            // tells the same.
            if let [.., before, _] = above.as_slice()
                && !rose(*before, interval)
            {
                above.pop();
            } else if text.lacks_year()
                && let Some(earlier) = text.read(context, local_day(last.latest, context))
            {
                readings[at] = Some(earlier);
                interval = earlier.interval;
            }
        }
        above.push(interval);
    }
}

/// How many rows are pinned above the list: as few as leave the rest best in order. With it, how
/// often the rest rises.
fn pinned(dated: &[Interval]) -> (usize, usize) {
    let most = MOST_PINNED.min(dated.len().saturating_sub(1) / 2);
    let counted = (0..=most).map(|from| (from, rises_from(dated, from)));
    counted.min_by_key(|(_, rises)| *rises).unwrap_or((0, 0))
}

fn rises_from(dated: &[Interval], from: usize) -> usize {
    dated.iter().skip(from).zip(dated.iter().skip(from + 1)).filter(|(a, b)| rose(**a, **b)).count()
}

fn rose(above: Interval, below: Interval) -> bool {
    below.earliest > above.latest
}
