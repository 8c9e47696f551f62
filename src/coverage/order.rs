//! How deep a list that shows the newest first can be trusted to show everything.

use jiff::Timestamp;

use crate::review::Interval;

/// What the order of a list proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outline {
    /// Everything written after this instant is shown: the date of the last row.
    pub(super) depth: Timestamp,
    /// So many rows at the top stand out of order: they are pinned there.
    pub(super) pinned: usize,
}

/// What the dates of a list prove, provided that the rows do run from new to old. Old rows pinned to
/// the top are set aside; `None` where order proves nothing.
pub(super) fn outline(dates: &[Option<Interval>]) -> Option<Outline> {
    let dated: Vec<(usize, Interval)> =
        dates.iter().enumerate().filter_map(|(row, date)| Some((row, (*date)?))).collect();
    let (_, last) = *dated.last()?;
    let falls = |pair: &&[(usize, Interval)]| pair[0].1.latest >= pair[1].1.earliest;
    let falling = dated.windows(2).rev().take_while(falls).count() + 1;
    // Pinned rows are few; a list in which more than half stands out of order has another order.
    if falling * 2 <= dated.len() {
        return None;
    }
    let pinned = if falling < dated.len() { dated[dated.len() - falling].0 } else { 0 };
    Some(Outline { depth: last.latest, pinned })
}

/// The instant after which everything is shown, where the order of the rows proves it.
pub(super) fn proven_depth(dates: &[Option<Interval>]) -> Option<Timestamp> {
    outline(dates).map(|outline| outline.depth)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn days(days: &[i64]) -> Vec<Option<Interval>> {
        let day = |n: &i64| {
            let start = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * n);
            Some(Interval::between(start, start + SignedDuration::from_secs(86_399)))
        };
        days.iter().map(day).collect()
    }

    #[test]
    fn everything_newer_than_the_last_row_is_shown() {
        let last = days(&[3])[0].map(|i| i.latest);
        assert_eq!(proven_depth(&days(&[9, 7, 7, 3])), last);
        assert_eq!(proven_depth(&days(&[1, 2, 9, 7, 7, 3])), last, "two pinned rows are set aside");
        assert_eq!(outline(&days(&[1, 2, 9, 7, 7, 3])).map(|o| o.pinned), Some(2));
        assert_eq!(proven_depth(&days(&[1, 5, 2, 9])), None, "no order, no proof");
        assert_eq!(proven_depth(&[None, None]), None, "no dates, no proof");
    }
}
