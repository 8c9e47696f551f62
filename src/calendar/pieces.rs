//! Time cut into pieces throughout which the same holds.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::span::{Span, day};
use super::{Calendar, HORIZON_DAYS, Hours};

/// A stretch of time throughout which the same holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its first moment.
    pub from: Timestamp,
    /// The first moment after it.
    pub until: Timestamp,
    /// Someone can answer.
    pub working: bool,
    /// Nobody is to be woken.
    pub quiet: bool,
}

impl Piece {
    /// How long it is.
    pub fn length(&self) -> SignedDuration {
        self.until.duration_since(self.from)
    }
}

impl Calendar {
    /// The piece from `at` on.
    pub(super) fn piece(&self, at: Timestamp) -> Piece {
        self.pieces(at).next().unwrap_or(Piece {
            from: at,
            until: Timestamp::MAX,
            working: true,
            quiet: false,
        })
    }

    /// What holds from `from` on, for about a year; neighbours may be alike.
    pub fn pieces(&self, from: Timestamp) -> Box<dyn Iterator<Item = Piece> + '_> {
        let Some(hours) = &self.hours else {
            let always = Piece { from, until: Timestamp::MAX, working: true, quiet: false };
            return Box::new(std::iter::once(always));
        };
        let first = hours.zone.to_datetime(from).date();
        let days = std::iter::successors(Some(first), |date| date.tomorrow().ok());
        let pieces = days.take(HORIZON_DAYS).flat_map(|date| hours.pieces(date));
        Box::new(
            pieces
                .filter(move |piece| piece.until > from)
                .map(move |piece| Piece { from: piece.from.max(from), ..piece }),
        )
    }

    /// What held before `until`, the last first, for about a year; neighbours may be alike.
    pub(super) fn pieces_before(&self, until: Timestamp) -> Box<dyn Iterator<Item = Piece> + '_> {
        let Some(hours) = &self.hours else {
            let always = Piece { from: Timestamp::MIN, until, working: true, quiet: false };
            return Box::new(std::iter::once(always));
        };
        let last = hours.zone.to_datetime(until).date();
        let days = std::iter::successors(Some(last), |date| date.yesterday().ok());
        let pieces = days.take(HORIZON_DAYS).flat_map(|date| hours.pieces(date).into_iter().rev());
        Box::new(
            pieces
                .filter(move |piece| piece.from < until)
                .map(move |piece| Piece { until: piece.until.min(until), ..piece }),
        )
    }
}

impl Hours {
    /// The pieces of a day, in order, without a gap.
    fn pieces(&self, date: Date) -> Vec<Piece> {
        let Some(whole) = day(&self.zone, date) else { return Vec::new() };
        let work = self.work.as_ref().map(|week| {
            // What begins on a holiday is not worked, also where it ends on the day after.
            self.spans(date, |day| if self.holidays.is(day) { Vec::new() } else { week.on(day) })
        });
        let lunch = self.spans(date, |day| self.lunch.on(day));
        let quiet = self.quiet.as_ref().map(|week| self.spans(date, |day| week.on(day)));
        let mut cuts = vec![whole.from, whole.until];
        for spans in [work.as_ref(), Some(&lunch), quiet.as_ref()].into_iter().flatten() {
            cuts.extend(spans.iter().flat_map(|span| [span.from, span.until]));
        }
        cuts.retain(|cut| whole.from <= *cut && *cut <= whole.until);
        cuts.sort_unstable();
        cuts.dedup();
        let within = |spans: &[Span], at| spans.iter().any(|span| span.contains(at));
        let piece = |from: Timestamp, until: Timestamp| {
            let told = quiet.as_ref().map(|spans| within(spans, from));
            let open = match &work {
                Some(work) => within(work, from),
                None => !self.holidays.is(date) && told != Some(true),
            };
            let quiet = told.unwrap_or(!open);
            Piece { from, until, working: open && !within(&lunch, from), quiet }
        };
        cuts.windows(2).map(|pair| piece(pair[0], pair[1])).collect()
    }

    /// The spans that can touch a day: its own, and those that began the day before.
    fn spans(
        &self,
        date: Date,
        on: impl Fn(Date) -> Vec<(jiff::civil::DateTime, jiff::civil::DateTime)>,
    ) -> Vec<Span> {
        let days = [date.yesterday().ok(), Some(date)];
        let ranges = days.into_iter().flatten().flat_map(on);
        ranges.filter_map(|(from, until)| Span::between(&self.zone, from, until)).collect()
    }
}
