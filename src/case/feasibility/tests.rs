//! The longest wait is the one that trying every moment of a fortnight finds.

use super::*;
use crate::calendar::example::{NEW_YORK, SEOUL, at, calendar};
use crate::case::{CaseId, begin};
use crate::review::ReviewKey;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// Everything in these shops begins, ends and lasts multiples of it.
const STEP: i32 = 10;

#[test]
fn no_moment_of_a_fortnight_waits_longer_than_is_foretold() {
    let key = ReviewKey { source: "mall".parse().expect("a valid name"), native: "1".to_owned() };
    for (hours, zone, from, delay) in [
        ("work = \"mon-fri 09:00-18:00\"\nholidays = \"KR\"", SEOUL, "2026-09-21T12:00", 80),
        ("work = \"mon-sun 10:00-20:00\"\nquiet = \"22:00-08:00\"", SEOUL, "2026-11-23T00:00", 10),
        ("quiet = \"23:00-07:00\"\ntime_to_write = \"3h\"", NEW_YORK, "2026-10-26T00:00", 300),
        ("work = \"sun 09:00-12:00\"", SEOUL, "2026-11-23T00:00", 80),
        ("", SEOUL, "2026-11-23T00:00", 80),
    ] {
        let settings = Settings { calendar: calendar(hours, zone), ..Settings::default() };
        let (from, delay) = (at(from, zone), MINUTE * delay);
        let minutes = 14 * 1440;
        let found = feasibility(&settings, delay, from, from + MINUTE * minutes);
        let (mut longest, mut waking) = (SignedDuration::ZERO, 0);
        for seen in (0..minutes / STEP).map(|n| from + MINUTE * (n * STEP)) {
            let (_, due) = begin(CaseId(1), key.clone(), 1, seen - delay, seen, &settings);
            waking += i32::from(due.wakes && settings.calendar.is_quiet(seen));
            longest = longest.max(due.at.duration_since(seen));
        }
        let Longest { written, seen, told, deadline } = found.longest;
        assert_eq!(told.duration_since(seen), longest, "{hours}");
        assert_eq!(seen.duration_since(written), delay, "{hours}");
        assert_eq!(deadline.duration_since(written), settings.reply_within, "{hours}");
        let share = f64::from(waking * STEP) / f64::from(minutes);
        assert!((found.wakes - share).abs() < 1e-9, "{hours}: {} and not {share}", found.wakes);
        let (_, due) = begin(CaseId(1), key.clone(), 1, written, seen, &settings);
        assert_eq!(due.at, told, "{hours}: the example is one");
    }
}
