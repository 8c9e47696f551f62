//! When a digest is due: once for each day of the shop, whatever its clocks and the machine do.

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::Settings;

/// A digest that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Of which day of the shop.
    pub day: Date,
    /// The moment of the last one that came: this one tells what happened from then on.
    pub since: Timestamp,
    /// Its moment.
    pub at: Timestamp,
}

/// What becomes of a digest whose moment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The one that is told now; `None` where it is too late for it.
    pub told: Option<Planned>,
    /// The one after it.
    pub next: Planned,
}

/// One that could not be told at its moment is told within this time; later, the next one says what it
/// would have said.
const PATIENCE: SignedDuration = SignedDuration::from_hours(12);

/// What is planned from `now` on, where `planned` was: settings may have changed since. `None` where no
/// digest is wanted.
pub fn plan(
    settings: &Settings,
    zone: &TimeZone,
    planned: Option<&Planned>,
    now: Timestamp,
) -> Option<Planned> {
    let daily = Daily { at: settings.at?, zone };
    Some(match planned {
        Some(planned) => daily.first(planned.day, planned.since),
        None => daily.first(now.to_zoned(zone.clone()).date(), now),
    })
}

/// What becomes of `planned`, whose moment is not after `now`, where a digest comes daily at a time. Of
/// several days that passed, only the last is told of, with all that happened since the last digest.
pub fn decide(planned: &Planned, at: Time, zone: &TimeZone, now: Timestamp) -> Decision {
    let (daily, since) = (Daily { at, zone }, planned.since);
    let today = now.to_zoned(zone.clone()).date();
    let candidates = [Some(today), today.yesterday().ok()].into_iter().flatten();
    let passed = |day: Date| {
        let at = daily.moment(day);
        (day > planned.day && at <= now).then_some(Planned { day, since, at })
    };
    let last = candidates.filter_map(passed).next().unwrap_or(*planned);
    let told = (now.duration_since(last.at) < PATIENCE).then_some(last);
    let next = after(last.day);
    let next = match told {
        Some(told) => daily.first(next, told.at),
        // Its own moment has to be yet to come as well.
        None => Planned { since, ..daily.first(next, now) },
    };
    Decision { told, next }
}

/// A time of the days of a zone.
struct Daily<'a> {
    at: Time,
    zone: &'a TimeZone,
}

impl Daily<'_> {
    /// The first digest of `day` or a later one whose moment comes after `since`.
    fn first(&self, day: Date, since: Timestamp) -> Planned {
        let mut planned = Planned { day, since, at: self.moment(day) };
        while planned.at <= since && planned.day < Date::MAX {
            let day = after(planned.day);
            planned = Planned { day, since, at: self.moment(day) };
        }
        planned
    }

    /// The moment on a day. A time that the day's clocks leap over comes with the leap; of one that they
    /// show twice, the first counts.
    fn moment(&self, day: Date) -> Timestamp {
        let ambiguous = self.zone.to_ambiguous_timestamp(day.to_datetime(self.at));
        let moment = match ambiguous.offset() {
            AmbiguousOffset::Gap { .. } => {
                // Read by the clock after the leap, it is an instant before it.
                let before = ambiguous.earlier().unwrap_or(Timestamp::MAX);
                self.zone.following(before).next().map(|leap| leap.timestamp())
            }
            _ => ambiguous.earlier().ok(),
        };
        moment.unwrap_or(Timestamp::MAX)
    }
}

fn after(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests;
