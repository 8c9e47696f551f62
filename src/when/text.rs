//! A text that was understood to be a date, to be laid on the calendar as often as more is known.

use jiff::Timestamp;
use jiff::civil::Date;

use super::parts::Parts;
use super::resolve::{Bounds, possible_orders, resolve};
use super::{Context, DateOrder, Reading, machine, normalise, scan, stamp};
use crate::review::Interval;

/// What a text says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Text {
    /// This second.
    Instant(Timestamp),
    /// A date in words and numbers.
    Parts(Box<Parts>),
}

impl Text {
    /// What a caption says, which may be no date at all.
    pub(super) fn of_caption(text: &str, seen: Timestamp) -> Option<Self> {
        Self::of(text, seen, false)
    }

    /// What a field says that is there for dates.
    pub(super) fn of_field(text: &str, seen: Timestamp) -> Option<Self> {
        let epoch = || machine::epoch(&normalise::plain(text)?).map(Self::Instant);
        Self::of(text, seen, true).or_else(epoch)
    }

    fn of(text: &str, seen: Timestamp, is_field: bool) -> Option<Self> {
        let stamp = stamp::read(text).map(|parts| Self::Parts(Box::new(parts)));
        stamp.or_else(|| Self::searched(text, seen, is_field))
    }

    fn searched(text: &str, seen: Timestamp, is_field: bool) -> Option<Self> {
        let plain = normalise::plain(text)?;
        if let Some(instant) = machine::read(&plain, seen) {
            return Some(Self::Instant(instant));
        }
        let text = normalise::lower(&machine::spell_out(&plain));
        scan::only_date(&text, is_field).map(|parts| Self::Parts(Box::new(parts)))
    }

    /// What it means; nothing whose year is not printed lies after `latest`.
    pub(super) fn read(&self, context: &Context, latest: Option<Date>) -> Option<Reading> {
        match self {
            Self::Instant(instant) => {
                let interval = Interval::at(*instant);
                Some(Reading { interval, relative: false, certain: true })
            }
            Self::Parts(parts) => resolve(parts, context, Bounds { latest }),
        }
    }

    /// The orders its numbers may be in, where they may be in several.
    pub(super) fn orders(&self, context: &Context) -> Option<Vec<DateOrder>> {
        let Self::Parts(parts) = self else { return None };
        parts.orders()?;
        let mut orders: Vec<DateOrder> =
            possible_orders(parts, context).into_iter().map(|(order, _)| order).collect();
        // Month before day is what is left of year, month, day where the year is left out.
        if parts.lacks_year() && orders.contains(&DateOrder::MonthDay) {
            orders.push(DateOrder::YearMonthDay);
        }
        Some(orders)
    }

    /// Whether the year is left to the reader.
    pub(super) fn lacks_year(&self) -> bool {
        matches!(self, Self::Parts(parts) if parts.lacks_year())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_stamp_is_read_at_a_glance_as_it_is_read_by_searching(
            text in "(1[89]|20|2[19]|30)[0-9]{2}[-./][01][0-9][-./][0-3][0-9]([ T][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?)?[. Z]?",
            is_field in any::<bool>(),
        ) {
            let seen = Timestamp::UNIX_EPOCH;
            let searched = Text::searched(&text, seen, is_field);
            if let Some(stamp) = stamp::read(&text) {
                let stamp = Text::Parts(Box::new(stamp));
                prop_assert_eq!(Some(stamp), searched, "reading {:?}", text);
            }
        }
    }

    #[test]
    fn the_usual_stamps_need_no_search() {
        for text in ["2024.05.08", "2024-05-08 15:30", "2024/05/08 15:30:07", "2024-05-08T15:30:60"]
        {
            assert!(stamp::read(text).is_some(), "{text} has to be searched");
        }
        for text in
            ["2024.05-08", "2024-05-08T15:30Z", "2024-05-08 25:30", "2024-05-08 15:3", "1824.05.08"]
        {
            assert_eq!(stamp::read(text), None, "{text}");
        }
    }
}
