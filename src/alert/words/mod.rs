//! Times, lengths and reasons as a shop owner would say them.
//!
//! **Invariant:** what is vague is said vaguely, and never rounded to someone's advantage: deadlines
//! and time left are rounded down.

mod en;
mod hands;
mod ko;
mod trouble;

pub(crate) use trouble::{prevented, stopped, trouble_name};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Kind, Language, Shop};
use crate::case::Turn;
use crate::review::{Cause, Interval, Piece, Rating};
use crate::route::Role;

/// Speaks one language in one time zone, from one present moment.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) language: Language,
    pub(super) zone: TimeZone,
    /// The year that goes without saying.
    pub(super) now: Timestamp,
}

/// A stretch of time by what is worth saying about it.
enum Stretch {
    /// One known minute.
    Minute(DateTime),
    /// A whole day.
    Day(DateTime),
    /// Whole days, first and last.
    Days(DateTime, DateTime),
    /// From one minute to another.
    Between(DateTime, DateTime),
}

impl Words {
    /// As a shop speaks, at `now`.
    pub(super) fn of(shop: &Shop, now: Timestamp) -> Self {
        Self { language: shop.language, zone: shop.zone.clone(), now }
    }

    fn local(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(at)
    }

    fn with_year(&self, at: DateTime) -> bool {
        at.year() != self.local(self.now).year()
    }

    /// A moment to the minute: "11월 23일(월) 오후 3시 5분".
    pub(super) fn moment(&self, at: Timestamp) -> String {
        self.say_moment(self.local(at))
    }

    fn say_moment(&self, at: DateTime) -> String {
        let date = self.say_date(at);
        match self.language {
            Language::Ko => format!("{date} {}", ko::time(at)),
            Language::En => format!("{date}, {}", en::time(at)),
        }
    }

    fn say_date(&self, at: DateTime) -> String {
        match self.language {
            Language::Ko => ko::date(at, self.with_year(at)),
            Language::En => en::date(at, self.with_year(at)),
        }
    }

    /// When something was written, as exactly as it is known:
    /// "11월 22일(일) 오후 3시~4시 사이".
    pub(super) fn between(&self, interval: Interval) -> String {
        match self.stretch(interval) {
            Stretch::Minute(at) => self.say_moment(at),
            Stretch::Day(day) => match self.language {
                Language::Ko => format!("{} 중", self.say_date(day)),
                Language::En => format!("some time on {}", self.say_date(day)),
            },
            Stretch::Days(from, to) => match self.language {
                Language::Ko => format!("{}~{} 사이", self.say_date(from), self.say_date(to)),
                Language::En => {
                    format!("between {} and {}", self.say_date(from), self.say_date(to))
                }
            },
            Stretch::Between(from, to) => match self.language {
                Language::Ko if from.date() == to.date() => {
                    format!("{} {} 사이", self.say_date(from), ko::times(from, to))
                }
                Language::Ko => format!("{} ~ {} 사이", self.say_moment(from), self.say_moment(to)),
                Language::En if from.date() == to.date() => {
                    let (a, b) = (en::time(from), en::time(to));
                    format!("{}, between {a} and {b}", self.say_date(from))
                }
                Language::En => {
                    format!("between {} and {}", self.say_moment(from), self.say_moment(to))
                }
            },
        }
    }

    fn stretch(&self, interval: Interval) -> Stretch {
        let from = self.local(interval.earliest);
        // An interval ends with its last second; people name the minute that follows.
        let after = interval.latest.saturating_add(SignedDuration::from_secs(1));
        let to = self.local(after.unwrap_or(interval.latest));
        let midnight = |at: DateTime| (at.hour(), at.minute(), at.second()) == (0, 0, 0);
        if midnight(from) && midnight(to) && from < to {
            let last = self.local(interval.latest);
            if from.date() == last.date() {
                return Stretch::Day(from);
            }
            return Stretch::Days(from, last);
        }
        if interval.latest.duration_since(interval.earliest) < SignedDuration::from_mins(1) {
            return Stretch::Minute(from);
        }
        let end = if to.second() == 0 { to } else { self.local(interval.latest) };
        Stretch::Between(from, end)
    }

    /// A length to the minute, rounded down: "5시간 20분"; from two days on, days and hours.
    pub(super) fn length(&self, length: SignedDuration) -> String {
        self::length(self.language, length)
    }

    /// Why a review is held to be a complaint: its low rating, its complaining words and its harsh
    /// ones, where there are any. Never empty.
    pub(super) fn reasons(
        &self,
        low: Option<Rating>,
        complaining: &[String],
        harsh: &[String],
    ) -> Vec<String> {
        let quoted = |quotes: &[String]| -> Option<String> {
            let marked: Vec<String> = quotes.iter().map(|quote| format!("“{quote}”")).collect();
            (!marked.is_empty()).then(|| marked.join(", "))
        };
        let (complaining, harsh) = (quoted(complaining), quoted(harsh));
        match self.language {
            Language::Ko => ko::reasons(low, complaining, harsh),
            Language::En => en::reasons(low, complaining, harsh),
        }
    }

    /// The names of mails that were never sent: "첫 알림, 4시간 전 알림".
    pub(super) fn kinds(&self, kinds: &[Kind]) -> String {
        let names: Vec<String> = kinds.iter().map(|kind| kind_name(self.language, *kind)).collect();
        names.join(", ")
    }

    /// Why an answer is due, where that is not simply a new complaint.
    pub(super) fn again(&self, began: Option<Turn>, round: u32) -> Option<String> {
        let why = match self.language {
            Language::Ko => ko::again(began, round),
            Language::En => en::again(began, round),
        };
        match (round, self.language) {
            (1, _) => why.map(str::to_owned),
            (round, Language::Ko) => {
                let why = why.unwrap_or("한 번 마무리된 뒤 다시 답글이 필요해진 건입니다");
                Some(format!("{why} ({round}번째)."))
            }
            (round, Language::En) => {
                let why = why.unwrap_or("This case was settled before and");
                Some(format!("{why} needs a reply again (round {round})."))
            }
        }
    }

    /// Why someone is told by a mail of this kind whose case it is not; `asks`: while an answer is due.
    pub(super) fn told_as(
        &self,
        owner: &str,
        role: Role,
        kind: Kind,
        asks: bool,
    ) -> Option<String> {
        match self.language {
            Language::Ko => ko::told_as(owner, role, kind, asks),
            Language::En => en::told_as(owner, role, kind, asks),
        }
    }
}

fn length(language: Language, length: SignedDuration) -> String {
    let minutes = length.as_mins().max(0);
    let (days, hours, rest) = (minutes / 1440, minutes / 60, minutes % 60);
    let parts = match (days, hours, rest) {
        (0, 0, 0) => [None, None, None],
        (2.., _, _) => [Some(days), Some(hours % 24), None],
        _ => [None, Some(hours), Some(rest)],
    };
    match language {
        Language::Ko => ko::length(parts),
        Language::En => en::length(parts),
    }
}

/// What a mail is called when it is spoken of: "12시간 전 알림".
pub(crate) fn kind_name(language: Language, kind: Kind) -> String {
    match language {
        Language::Ko => ko::kind(kind, |before| length(language, before)),
        Language::En => en::kind(kind, |before| length(language, before)),
    }
}

/// What changed in a text, in one line: "배송이 [지움: 조금] [더함: 너무] 늦었어요".
pub(crate) fn told_change(language: Language, pieces: &[Piece]) -> String {
    let (removed, added) = match language {
        Language::Ko => ("지움", "더함"),
        Language::En => ("removed", "added"),
    };
    let told: Vec<String> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Kept(words) => words.clone(),
            Piece::Removed(words) => format!("[{removed}: {words}]"),
            Piece::Added(words) => format!("[{added}: {words}]"),
        })
        .collect();
    told.join(" ")
}

/// What a complaint is about in a word or two; `None` where that would say nothing.
pub(super) fn cause(language: Language, cause: Cause) -> Option<&'static str> {
    match language {
        Language::Ko => ko::cause(cause),
        Language::En => en::cause(cause),
    }
}

/// A number of stars or points without needless decimals.
pub(super) fn points(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{rounded}")
}

#[cfg(test)]
mod tests;
