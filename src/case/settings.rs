//! `[deadline]`: how long an answer may take, and when people are reminded.

use jiff::SignedDuration;

use crate::calendar::Calendar;
use crate::settings::{Located, Section, format_duration};

/// `[deadline]` of the configuration, and the hours within which it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// A public reply is due this long after the customer wrote.
    pub reply_within: SignedDuration,
    /// Reminders this long before the deadline, longest first.
    pub remind_before: Vec<SignedDuration>,
    /// Whom to wake when; moves no deadline.
    pub calendar: Calendar,
    /// A reply that a person speaks of has to show this long after their word.
    pub confirm_within: SignedDuration,
    /// The customer's satisfaction is asked after this long after the reply; `None` for never.
    pub follow_up_after: Option<SignedDuration>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            reply_within: SignedDuration::from_hours(24),
            remind_before: [12, 4, 1].map(SignedDuration::from_hours).to_vec(),
            calendar: Calendar::default(),
            confirm_within: SignedDuration::from_hours(3 * 24),
            follow_up_after: Some(SignedDuration::from_hours(7 * 24)),
        }
    }
}

const SHORTEST: SignedDuration = SignedDuration::from_hours(1);
const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);
const LONGEST_CONFIRMATION: SignedDuration = SignedDuration::from_hours(14 * 24);
const SHORTEST_FOLLOW_UP: SignedDuration = SignedDuration::from_hours(24);
const LONGEST_FOLLOW_UP: SignedDuration = SignedDuration::from_hours(90 * 24);
const SHORTEST_REMINDER: SignedDuration = SignedDuration::from_mins(1);

impl Settings {
    /// Reads the table, with no hours yet. Default reminders that a short `reply_within` leaves no room for are left
    /// out; written ones are an error.
    pub fn read(mut section: Section<'_>) -> Self {
        let default = Self::default();
        let found = section.duration("reply_within", SHORTEST, LONGEST).map(|found| found.value);
        let reply_within = found.unwrap_or(default.reply_within);
        // Where the limit itself is wrong, reminders are not measured against a guess of it.
        let is_limit_known = found.is_some() || !section.has("reply_within");
        let limit = if is_limit_known { reply_within } else { SignedDuration::MAX };
        let remind_before = match section.durations("remind_before", SHORTEST_REMINDER, LONGEST) {
            Some(written) => checked_reminders(&section, written, limit),
            None => default.remind_before.into_iter().filter(|r| *r < reply_within).collect(),
        };
        let confirm = section.duration("confirm_within", SHORTEST, LONGEST_CONFIRMATION);
        let follow_up_after =
            match section.duration_or_off("follow_up_after", SHORTEST_FOLLOW_UP, LONGEST_FOLLOW_UP)
            {
                Some(written) => written.value,
                None => default.follow_up_after,
            };
        section.finish();
        Self {
            reply_within,
            remind_before,
            calendar: default.calendar,
            confirm_within: confirm.map_or(default.confirm_within, |found| found.value),
            follow_up_after,
        }
    }
}

impl Settings {
    /// The same, with reminders at `leads` before the deadline as well.
    pub fn reminding(&self, leads: impl IntoIterator<Item = SignedDuration>) -> Self {
        let mut remind_before = self.remind_before.clone();
        remind_before.extend(leads);
        remind_before.sort_unstable_by(|a, b| b.cmp(a));
        remind_before.dedup();
        Self { remind_before, ..self.clone() }
    }
}

fn checked_reminders(
    section: &Section<'_>,
    written: Vec<Located<SignedDuration>>,
    reply_within: SignedDuration,
) -> Vec<SignedDuration> {
    let mut kept: Vec<SignedDuration> = Vec::new();
    for Located { value, span } in written {
        if value >= reply_within {
            section.error(
                span,
                format!(
                    "a reminder {} before the deadline would come before the complaint itself: \
                     `deadline.reply_within` is {}",
                    format_duration(value),
                    format_duration(reply_within)
                ),
                Some("every reminder must be shorter than reply_within".to_owned()),
            );
        } else if kept.contains(&value) {
            section.error(
                span,
                format!("the reminder {} is written twice", format_duration(value)),
                Some("keep one of them".to_owned()),
            );
        } else {
            kept.push(value);
        }
    }
    kept.sort_unstable_by(|a, b| b.cmp(a));
    kept
}
