//! How long a source may be silent before its own rhythm speaks against it.
//!
//! For a source whose reviews come at random and at one rate (a Poisson source) the silence is chosen
//! so that chance alone reaches it [`FALSE_ALARMS`] times a year. Shops are less even than that: nights,
//! weekends and holidays are in their history, so twice the longest silence of the history counts
//! where it is longer; and never less than a day.

use jiff::{SignedDuration, Timestamp};

/// How often chance alone may raise the alarm for a source, a year: once in five years.
const FALSE_ALARMS: f64 = 0.2;
const YEAR: f64 = 365.25 * DAY;
const DAY: f64 = 86_400.0;
/// From fewer gaps a rhythm cannot be told.
const FEWEST_GAPS: usize = 20;
/// A history must have seen nights.
const SHORTEST_HISTORY: f64 = 3.0 * DAY;
/// One that has not seen two weekends may be in for one.
const TWO_WEEKS: f64 = 14.0 * DAY;
/// No source is silent for too long before this is over.
const SHORTEST_SILENCE: f64 = DAY;
const SHORTEST_WITHOUT_WEEKENDS: f64 = 3.0 * DAY;
/// How many times the longest silence it may last.
const LONGEST_TIMES: f64 = 2.0;

/// The longest silence that is plausible after reviews of these times, in any order; `None` where they
/// are too few to tell. What is older than a year before the newest is left out.
pub fn plausible_silence(written: &[Timestamp]) -> Option<SignedDuration> {
    let newest = written.iter().max()?;
    let mut ages: Vec<f64> = written
        .iter()
        .map(|at| newest.duration_since(*at).as_secs_f64())
        .filter(|age| *age <= YEAR)
        .collect();
    ages.sort_by(f64::total_cmp);
    let gaps = ages.len().checked_sub(1).filter(|gaps| *gaps >= FEWEST_GAPS)?;
    let history = *ages.last()?;
    if history < SHORTEST_HISTORY {
        return None;
    }
    let longest = ages.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max);
    let shortest = if history < TWO_WEEKS { SHORTEST_WITHOUT_WEEKENDS } else { SHORTEST_SILENCE };
    let silence = by_chance(gaps as f64, history).max(longest * LONGEST_TIMES).max(shortest);
    SignedDuration::try_from_secs_f64(silence).ok()
}

/// The silence in seconds that a Poisson source exceeds [`FALSE_ALARMS`] times a year, as far as so many
/// gaps in so many seconds can tell: the rate is not known, so its predictive distribution is asked,
/// in which a gap exceeds `g` with probability `(1 + g / history)^-gaps`.
fn by_chance(gaps: f64, history: f64) -> f64 {
    let gaps_a_year = gaps / history * YEAR;
    history * ((gaps_a_year / FALSE_ALARMS).max(1.0).powf(gaps.recip()) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds between two reviews of a source that gets `a_day` on average.
    fn gap(random: &mut fastrand::Rng, a_day: f64) -> f64 {
        -(1.0 - random.f64()).ln() * DAY / a_day
    }

    /// Alarms over a year that follows so many days of history.
    fn alarms(mut next: impl FnMut(f64) -> f64, learned: f64) -> u32 {
        let at = |seconds: f64| {
            Timestamp::UNIX_EPOCH + SignedDuration::try_from_secs_f64(seconds).expect("a length")
        };
        let (mut now, mut written, mut alarms) = (0.0, Vec::new(), 0);
        while now < learned + YEAR {
            let following = next(now);
            if now > learned
                && let Some(silence) = plausible_silence(&written)
                && following - now > silence.as_secs_f64()
            {
                alarms += 1;
            }
            now = following;
            written.push(at(now));
        }
        alarms
    }

    #[test]
    fn chance_alone_alarms_less_than_once_a_year() {
        for (a_day, years) in [(0.2, 200_u32), (1.0, 100), (5.0, 8)] {
            let mut total = 0;
            for seed in 0..years {
                let mut random = fastrand::Rng::with_seed(u64::from(seed));
                let next = |now: f64| now + gap(&mut random, a_day);
                total += alarms(next, 25.0 * DAY / a_day);
            }
            let rate = f64::from(total) / f64::from(years);
            assert!(rate < 0.5, "{a_day} reviews a day: {total} alarms in {years} years");
        }
    }

    #[test]
    fn nights_weekends_and_holidays_do_not_alarm() {
        // Nothing from midnight to seven, little on weekends, and two holidays of five days a year.
        let share = |at: f64| {
            let (day, hour) = ((at / DAY) as u64, at % DAY / 3600.0);
            match (day % 365, day % 7, hour) {
                (45..50 | 260..265, ..) => 0.0,
                (_, _, ..7.0) => 0.0,
                (_, 5 | 6, _) => 0.05,
                _ => 1.0,
            }
        };
        let mut total = 0;
        for seed in 0..20 {
            let mut random = fastrand::Rng::with_seed(seed);
            let next = |mut now: f64| loop {
                now += gap(&mut random, 8.0);
                if random.f64() < share(now) {
                    return now;
                }
            };
            total += alarms(next, 60.0 * DAY);
        }
        assert!(total <= 10, "{total} alarms in 20 years of nights, weekends and holidays");
    }

    #[test]
    fn a_dead_source_is_noticed_within_its_own_measure() {
        for (a_day, days) in [(24.0, 1.5), (5.0, 4.0), (1.0, 17.0)] {
            let mut random = fastrand::Rng::with_seed(7);
            let mut now = 0.0;
            let written: Vec<Timestamp> = std::iter::repeat_with(|| {
                now += gap(&mut random, a_day);
                Timestamp::UNIX_EPOCH + SignedDuration::try_from_secs_f64(now).expect("a length")
            })
            .take(400)
            .collect();
            let silence = plausible_silence(&written).expect("400 reviews are enough");
            let found = silence.as_secs_f64() / DAY;
            assert!(found < days, "{a_day} a day: silent for {found:.1} days before it is told");
        }
    }

    #[test]
    fn too_little_history_says_nothing() {
        let every = |hours: i64, count: i64| -> Vec<Timestamp> {
            (0..count)
                .map(|n| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours * n))
                .collect()
        };
        assert_eq!(plausible_silence(&[]), None);
        assert_eq!(plausible_silence(&every(24, 20)), None, "19 gaps");
        assert!(plausible_silence(&every(24, 21)).is_some(), "20 gaps");
        assert_eq!(plausible_silence(&every(1, 60)), None, "two days and a half");
        let days = |written: Vec<Timestamp>| plausible_silence(&written).map(|s| s.as_hours() / 24);
        assert_eq!(days(every(1, 80)), Some(3), "no weekend seen yet");
        assert_eq!(days(every(1, 400)), Some(1), "steady for two weeks");
    }
}
