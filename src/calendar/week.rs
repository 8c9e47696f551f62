//! Hours that come every week: "mon-fri 09:00-18:00".

use jiff::Span;
use jiff::civil::{Date, DateTime};

use crate::settings::did_you_mean;

/// Hours that come every week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Week {
    /// By weekday from Monday on: the minute after midnight at which a range begins, and the first after
    /// it, which is tomorrow's where it is 1440 or more.
    days: [Vec<(u16, u16)>; 7],
}

const DAY: u16 = 24 * 60;
const WEEK: usize = 7 * DAY as usize;
const DAYS: [(&str, &str); 7] = [
    ("mon", "월"),
    ("tue", "화"),
    ("wed", "수"),
    ("thu", "목"),
    ("fri", "금"),
    ("sat", "토"),
    ("sun", "일"),
];

/// What is wrong with a text that should name hours, and the cure where one is known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) what: String,
    pub(super) help: Option<String>,
}

fn slip<T>(what: String, help: impl Into<String>) -> Result<T, Slip> {
    Err(Slip { what, help: Some(help.into()) })
}

const SHAPE: &str = "write hours as \"09:00-18:00\", after their days where they are not every day's: \
                     \"mon-fri 09:00-18:00\"";

impl Week {
    /// Reads days and hours: "mon-fri 09:00-18:00", "sat,sun 22:00-08:00", "월-금 09:00-18:00"; without
    /// days, those of every day. Hours may end on the day after they began.
    pub(super) fn parse(text: &str) -> Result<Self, Slip> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (days, hours) = match words.as_slice() {
            [hours] => (None, *hours),
            [days, hours] => (Some(*days), *hours),
            _ => return slip(format!("{text:?} is not a range of hours"), SHAPE),
        };
        let range = range(hours)?;
        let mut week = Self::default();
        for day in days.map_or(Ok((0..7).collect()), self::days)? {
            week.days[day].push(range);
        }
        Ok(week)
    }

    /// Adds hours to these; where they overlap, nothing is added and the first shared minute is given.
    pub(super) fn add(&mut self, other: &Self) -> Result<(), String> {
        if let Some(shared) = self.shared_with(other) {
            return Err(shared);
        }
        for (ours, theirs) in self.days.iter_mut().zip(&other.days) {
            ours.extend(theirs);
            ours.sort_unstable();
        }
        Ok(())
    }

    /// The first minute of the week that belongs to both, in words.
    pub(super) fn shared_with(&self, other: &Self) -> Option<String> {
        let mut ours = [false; WEEK];
        self.minutes().for_each(|minute| ours[minute] = true);
        let shared = other.minutes().filter(|minute| ours[*minute]).min()?;
        let (day, minute) = (shared / usize::from(DAY), shared % usize::from(DAY));
        Some(format!("{} {:02}:{:02}", DAYS[day].0, minute / 60, minute % 60))
    }

    /// Whether anything is left of these hours outside all `others`.
    pub(super) fn exceeds(&self, others: &[&Self]) -> bool {
        let mut theirs = [false; WEEK];
        others.iter().flat_map(|other| other.minutes()).for_each(|minute| theirs[minute] = true);
        self.minutes().any(|minute| !theirs[minute])
    }

    /// Whether there is not a minute of them.
    pub(super) fn is_empty(&self) -> bool {
        self.days.iter().all(Vec::is_empty)
    }

    /// Every hour of the week.
    pub(super) fn whole() -> Self {
        Self { days: std::array::from_fn(|_| vec![(0, DAY)]) }
    }

    fn minutes(&self) -> impl Iterator<Item = usize> {
        let ranges = self.days.iter().enumerate().flat_map(|(day, ranges)| {
            let start = day * usize::from(DAY);
            ranges
                .iter()
                .map(move |(from, until)| start + usize::from(*from)..start + usize::from(*until))
        });
        ranges.flatten().map(|minute| minute % WEEK)
    }

    /// The ranges that begin on a day, as the clock on the wall shows them.
    pub(super) fn on(&self, date: Date) -> Vec<(DateTime, DateTime)> {
        let day = date.weekday().to_monday_zero_offset() as usize;
        let at = |minute: u16| {
            let midnight = date.at(0, 0, 0, 0);
            midnight.saturating_add(Span::new().minutes(minute))
        };
        self.days[day].iter().map(|(from, until)| (at(*from), at(*until))).collect()
    }
}

/// "mon-fri", "sat,sun", "월~금", "토": the days from Monday on, each once.
fn days(text: &str) -> Result<Vec<usize>, Slip> {
    let mut days = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once(['-', '~']).unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        let count = (last + 7 - first) % 7 + 1;
        for day in (first..first + count).map(|day| day % 7) {
            if days.contains(&day) {
                return slip(format!("{text:?} names {} twice", DAYS[day].0), "name each day once");
            }
            days.push(day);
        }
    }
    Ok(days)
}

fn day(text: &str) -> Result<usize, Slip> {
    let lower = text.to_lowercase();
    let is = |(en, ko): &(&str, &str)| lower == *en || lower == *ko;
    DAYS.iter().position(is).ok_or_else(|| Slip {
        what: format!("{text:?} is no day of the week"),
        help: did_you_mean(&lower, DAYS.iter().map(|(en, _)| *en))
            .or_else(|| Some("write mon, tue, wed, thu, fri, sat or sun".to_owned())),
    })
}

/// "09:00-18:00"; one that ends no later than it begins ends tomorrow.
fn range(text: &str) -> Result<(u16, u16), Slip> {
    let Some((from, until)) = text.split_once(['-', '~']) else {
        return slip(format!("{text:?} is not a range of hours"), SHAPE);
    };
    let (from, until) = (minute(from)?, minute(until)?);
    if from == until {
        return slip(
            format!("{text:?} begins and ends at the same time"),
            "for a whole day write \"00:00-24:00\"",
        );
    }
    if from == DAY {
        return slip(format!("{text:?} begins at 24:00"), "write 00:00 with the day after");
    }
    Ok((from, if until > from { until } else { until + DAY }))
}

/// A time of day as minutes after midnight; 24:00 is the day's end.
fn minute(text: &str) -> Result<u16, Slip> {
    let read = |text: &str| -> Option<u16> {
        let (hour, minute) = text.split_once(':')?;
        let is_number = |text: &str, least| {
            (least..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_number(hour, 1) || !is_number(minute, 2) {
            return None;
        }
        let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
        (minute < 60 && hour * 60 + minute <= DAY).then_some(hour * 60 + minute)
    };
    match read(text) {
        Some(minute) => Ok(minute),
        None => {
            slip(format!("{text:?} is no time of day"), "write it as 09:00, from 00:00 to 24:00")
        }
    }
}
