//! The shop's hours in these thirty days, as a table: who works when, and when nobody is woken.
//!
//! Nothing is shared with the calendar that is tested: no weekday and no holiday is computed here.

use jiff::SignedDuration;

use super::world::DAY;

/// As the shop writes it down.
pub(crate) const CONFIGURATION: &str = "\n[hours]\nwork = [\"mon-fri 09:00-18:00\", \"sat 10:00-14:00\"]\n\
     lunch = \"12:00-13:00\"\nholidays = \"KR\"\nquiet = \"22:00-08:00\"\ntime_to_write = \"30m\"\n";

/// What a day is like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nine to twelve and one to six.
    Full,
    /// Ten to twelve and one to two.
    Saturday,
    Off,
}

use Kind::{Full, Off, Saturday};

/// From Tuesday, 22 September 2026 on.
const DAYS: [Kind; 37] = [
    Full, Full, // Tue 22, Wed 23
    Off, Off, Off, Off, // Chuseok, Thu 24 to Sat 26; Sun 27
    Full, Full, Full, Full, Full, // Mon 28 to Fri 2 October
    Off, Off, Off, // Sat 3, National Foundation Day; Sun 4; Mon 5, its substitute
    Full, Full, Full, // Tue 6 to Thu 8
    Off, Saturday, Off, // Fri 9, Hangeul Day; Sat 10; Sun 11
    Full, Full, Full, Full, Full, Saturday, Off, // Mon 12 to Sun 18
    Full, Full, Full, Full, Full, Saturday, Off, // Mon 19 to Sun 25
    Full, Full, Full, // Mon 26 to Wed 28
];

const fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

const QUIET_FROM: SignedDuration = hours(22);
const QUIET_TO: SignedDuration = hours(8);
pub(crate) const TIME_TO_WRITE: SignedDuration = SignedDuration::from_mins(30);

/// When someone can answer, and when nobody is woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hours {
    /// Always, and never.
    Always,
    /// Those of the table.
    Office,
}

impl Hours {
    /// Whether nobody is to be woken then.
    pub(crate) fn is_quiet(self, at: SignedDuration) -> bool {
        let time = time_of_day(at);
        self == Self::Office && !(QUIET_TO..QUIET_FROM).contains(&time)
    }

    /// The first moment from then on that is not quiet.
    pub(crate) fn audible(self, at: SignedDuration) -> SignedDuration {
        if !self.is_quiet(at) {
            return at;
        }
        let time = time_of_day(at);
        at - time + if time < QUIET_TO { QUIET_TO } else { DAY + QUIET_TO }
    }

    /// The last moment of work before a deadline after which as much work is left as writing takes, if there
    /// is one from `from` on.
    pub(crate) fn last_to_write(
        self,
        from: SignedDuration,
        deadline: SignedDuration,
    ) -> Option<SignedDuration> {
        let mut left = TIME_TO_WRITE;
        for (begins, ends) in self.work(from, deadline).into_iter().rev() {
            if ends - begins >= left {
                return Some(ends - left);
            }
            left -= ends - begins;
        }
        None
    }

    /// Whether somebody is at work then.
    pub(crate) fn is_work(self, at: SignedDuration) -> bool {
        !self.work(at, at + SignedDuration::from_secs(1)).is_empty()
    }

    /// Every stretch of work between two moments.
    fn work(
        self,
        from: SignedDuration,
        to: SignedDuration,
    ) -> Vec<(SignedDuration, SignedDuration)> {
        if self == Self::Always {
            return if from < to { vec![(from, to)] } else { vec![] };
        }
        let days = DAYS.iter().enumerate().flat_map(|(day, kind)| {
            let stretches: &[(i64, i64)] = match kind {
                Full => &[(9, 12), (13, 18)],
                Saturday => &[(10, 12), (13, 14)],
                Off => &[],
            };
            let midnight = hours(24 * i64::try_from(day).expect("a day"));
            stretches.iter().map(move |(from, to)| (midnight + hours(*from), midnight + hours(*to)))
        });
        let cut = days.map(|(begins, ends)| (begins.max(from), ends.min(to)));
        cut.filter(|(begins, ends)| begins < ends).collect()
    }
}

/// Since the last midnight.
fn time_of_day(at: SignedDuration) -> SignedDuration {
    SignedDuration::from_secs(at.as_secs().rem_euclid(DAY.as_secs()))
        + SignedDuration::from_nanos(i64::from(at.subsec_nanos()))
}

/// Which day it is, counted from the first.
pub(crate) fn day(at: SignedDuration) -> i64 {
    at.as_secs().div_euclid(DAY.as_secs())
}
