//! A date as a machine or a person writes it, read in the source's zone.

use jiff::Timestamp;

use super::Context;
use crate::review::{Interval, Posted, text};
use crate::when;

/// What a date string says.
pub(super) fn posted(raw: &str, context: &Context, seen: Timestamp) -> Posted {
    let Some(words) = text::line(raw) else { return Posted::default() };
    let when = when::Context { seen, zone: context.zone.clone(), order: context.date_order };
    let reading = when::read(&words, &when);
    let interval = reading.map(|r| r.interval).or_else(|| epoch(&words));
    Posted { text: Some(words), interval, relative: reading.is_some_and(|r| r.relative) }
}

/// Seconds between 1973 and 2103: a smaller or larger count is more likely something else.
const PLAUSIBLE: std::ops::Range<f64> = 1e8..4.2e9;

/// Seconds, or thousandths or millionths of them, since 1970, told apart by their size.
fn epoch(text: &str) -> Option<Interval> {
    let number: f64 = text.parse().ok()?;
    let seconds = [1.0, 1e3, 1e6].map(|unit| number / unit);
    let plausible = seconds.into_iter().find(|s| PLAUSIBLE.contains(s))?;
    Timestamp::from_second(plausible.floor() as i64).ok().map(Interval::at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_is_read_in_seconds_and_in_thousandths() {
        let at = |s: i64| Some(Interval::at(Timestamp::from_second(s).expect("it is in range")));
        assert_eq!(epoch("1710555296"), at(1_710_555_296));
        assert_eq!(epoch("1710555296.0"), at(1_710_555_296));
        assert_eq!(epoch("1710555296123"), at(1_710_555_296));
        for none in ["20240316", "20240316153000", "5", "nan", "inf", "1e300", "어제"] {
            assert_eq!(epoch(none), None, "{none}");
        }
    }
}
