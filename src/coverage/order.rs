//! How deep a list that shows the newest first can be trusted to show everything.

use jiff::Timestamp;

use crate::review::Interval;

/// The instant after which everything is shown: the date of the last row, provided that the rows do
/// run from new to old. Old rows pinned to the top are set aside; `None` where order proves nothing.
pub(super) fn proven_depth(dates: &[Option<Interval>]) -> Option<Timestamp> {
    let dates: Vec<Interval> = dates.iter().copied().flatten().collect();
    let last = *dates.last()?;
    let falling =
        dates.windows(2).rev().take_while(|pair| pair[0].latest >= pair[1].earliest).count() + 1;
    // Pinned rows are few; a list in which more than half stands out of order has another order.
    (falling * 2 > dates.len()).then_some(last.latest)
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
        assert_eq!(proven_depth(&days(&[1, 5, 2, 9])), None, "no order, no proof");
        assert_eq!(proven_depth(&[None, None]), None, "no dates, no proof");
    }
}
