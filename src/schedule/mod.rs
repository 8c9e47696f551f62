//! When a source is due next.
//!
//! A source that answers is polled every so often, give or take a tenth, so that many sources do not
//! march in step. One that keeps failing is asked less and less often, up to [`longest_back_off`]; a
//! server that names a time is never asked before it.
//!
//! **Invariant:** pure.

use jiff::{SignedDuration, Timestamp};

/// What decides when the next poll is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// The time between two polls of the source while it answers.
    pub every: SignedDuration,
    /// Polls in a row, the one just ended included, that proved nothing; 0 after one that did.
    pub failures: u32,
    /// The earliest instant at which the server wants to be asked again, where it said so.
    pub retry_after: Option<Timestamp>,
}

/// A failing source is asked at least this often, unless it is asked less often anyway.
const BACK_OFF_CAP: SignedDuration = SignedDuration::from_hours(1);
/// A short `every` says that time matters: its back-off stays within this multiple of it.
const BACK_OFF_FACTOR: i32 = 6;
/// A wait varies by a tenth both ways; in millionths, so that many sources do not share a second.
const WHOLE: i32 = 1_000_000;
const JITTER: i32 = WHOLE / 10;
/// After a start, the first polls are spread over this long.
const START_SPREAD: SignedDuration = SignedDuration::from_mins(1);

/// When a source whose poll ended `now` is due again.
///
/// The same `seed` gives the same instant; different ones spread evenly over the tenth on both sides.
pub fn next_poll(next: &Next, now: Timestamp, seed: u64) -> Timestamp {
    let wait = match next.failures {
        0 => next.every,
        failures => {
            let doubled = next.every.saturating_mul(2_i32.saturating_pow(failures - 1));
            doubled.min(back_off_cap(next.every))
        }
    };
    let due = now.saturating_add(varied(wait, seed)).unwrap_or(Timestamp::MAX);
    next.retry_after.map_or(due, |asked| asked.max(due))
}

/// When the `index`th of `count` sources is first due after a start: the first at once, the others
/// spread over a minute, so that a restart does not burst.
pub fn first_due(now: Timestamp, index: usize, count: usize) -> Timestamp {
    let (index, count) = (i32::try_from(index), i32::try_from(count));
    let wait = match (index, count) {
        (Ok(index), Ok(count)) if index < count => START_SPREAD.saturating_mul(index) / count,
        _ => START_SPREAD,
    };
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

/// The longest time between two polls of a source that answers.
pub fn longest_interval(every: SignedDuration) -> SignedDuration {
    lengthened(every)
}

/// The longest time between two polls of a source that fails, as long as its server does not ask for
/// more: six times `every`, at most an hour, never less than `every`; and the tenth on top.
pub fn longest_back_off(every: SignedDuration) -> SignedDuration {
    lengthened(back_off_cap(every))
}

/// The longest time from a complaint to the poll that sees it: it is written just after a poll, the
/// next poll fails, and the source answers again just after the longest back-off began.
pub fn longest_wait(every: SignedDuration) -> SignedDuration {
    longest_interval(every).saturating_add(longest_back_off(every))
}

fn back_off_cap(every: SignedDuration) -> SignedDuration {
    every.max(every.saturating_mul(BACK_OFF_FACTOR).min(BACK_OFF_CAP))
}

fn lengthened(wait: SignedDuration) -> SignedDuration {
    wait.saturating_mul(WHOLE + JITTER) / WHOLE
}

fn varied(wait: SignedDuration, seed: u64) -> SignedDuration {
    let step = i32::try_from(spread(seed) % (2 * JITTER as u64 + 1)).unwrap_or(JITTER);
    wait.saturating_mul(WHOLE - JITTER + step) / WHOLE
}

/// Seeds that count up give numbers far apart: splitmix64.
fn spread(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: SignedDuration = SignedDuration::from_mins(1);
    const TEN: SignedDuration = SignedDuration::from_mins(10);
    const EVERY: [SignedDuration; 4] = [MINUTE, TEN, SignedDuration::from_hours(2), DAY];
    const DAY: SignedDuration = SignedDuration::from_hours(24);

    fn now() -> Timestamp {
        "2024-03-16T09:00:00Z".parse().expect("a timestamp")
    }

    fn wait(every: SignedDuration, failures: u32, seed: u64) -> SignedDuration {
        let next = Next { every, failures, retry_after: None };
        next_poll(&next, now(), seed).duration_since(now())
    }

    #[test]
    fn a_source_that_answers_is_polled_every_so_often_give_or_take_a_tenth() {
        for every in EVERY {
            for seed in 0..1_000 {
                let wait = wait(every, 0, seed);
                assert!(
                    every * 9 / 10 <= wait && wait <= longest_interval(every),
                    "every {every:#}: waited {wait:#} with seed {seed}"
                );
            }
        }
    }

    #[test]
    fn a_thousand_sources_do_not_march_in_step() {
        let mut by_second = [0; 121];
        for seed in 0..1_000 {
            let late = wait(TEN, 0, seed) - TEN * 9 / 10;
            by_second[usize::try_from(late.as_secs()).expect("a tenth earlier at most")] += 1;
        }
        let most = by_second.iter().max().expect("121 seconds");
        assert!(*most <= 30, "{most} of 1000 polls fall on one second of 120");
    }

    #[test]
    fn failures_back_off_to_a_known_longest_gap() {
        for every in EVERY {
            let longest = (1..=u32::from(u8::MAX)).flat_map(|n| (0..50).map(move |s| (n, s)));
            let longest = longest.map(|(n, seed)| wait(every, n, seed)).max();
            let longest = longest.expect("there were polls");
            let told = longest_back_off(every);
            assert!(longest <= told, "every {every:#}: waited {longest:#}, told at most {told:#}");
            assert!(longest >= told * 9 / 10, "every {every:#}: told {told:#}, only {longest:#}");
        }
        let seconds = |every| longest_back_off(every).as_secs();
        assert_eq!((seconds(MINUTE), seconds(TEN), seconds(DAY)), (396, 3_960, 95_040));
        assert_eq!(wait(TEN, u32::MAX, 7), wait(TEN, 4, 7), "the hour is the cap for good");
    }

    #[test]
    fn a_single_failure_costs_nothing_and_further_ones_double_the_wait() {
        for seed in 0..100 {
            let waits = [0, 1, 2, 3, 4].map(|failures| wait(TEN, failures, seed));
            assert_eq!(waits[1], waits[0], "one slip is no reason to look away");
            assert_eq!(waits[2], waits[1] * 2);
            assert_eq!(waits[3], waits[1] * 4);
            assert_eq!(waits[4], waits[1] * 6, "the cap");
        }
    }

    #[test]
    fn retry_after_is_obeyed_to_the_second() {
        for failures in [0, 1, 9] {
            for asked in [1, 3_599, 3_600, 86_400, 40_000_000] {
                let asked = now() + SignedDuration::from_secs(asked);
                let next = Next { every: MINUTE, failures, retry_after: Some(asked) };
                let due = next_poll(&next, now(), 3);
                let own = next_poll(&Next { retry_after: None, ..next }, now(), 3);
                assert_eq!(due, asked.max(own), "asked for {asked}, {failures} failures");
            }
        }
    }

    #[test]
    fn a_restart_does_not_burst() {
        assert_eq!(first_due(now(), 0, 1), now(), "a single source waits for nobody");
        let dues: Vec<_> = (0..200).map(|index| first_due(now(), index, 200)).collect();
        let at_once = |from: &Timestamp| {
            let second = *from..*from + SignedDuration::from_secs(1);
            dues.iter().filter(|due| second.contains(due)).count()
        };
        let most = dues.iter().map(at_once).max();
        assert_eq!(most, Some(4), "200 sources over 60 s are at most 4 a second");
        assert!(dues.iter().all(|due| *due < now() + MINUTE));
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let next = Next { every: DAY, failures: u32::MAX, retry_after: None };
        assert_eq!(next_poll(&next, Timestamp::MAX, u64::MAX), Timestamp::MAX);
        assert_eq!(first_due(Timestamp::MAX, usize::MAX, 0), Timestamp::MAX);
    }
}
