//! `[hours]`: when people work, and when nobody is to be woken.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::holidays::Holidays;
use super::week::{Slip, Week};
use super::{Calendar, Hours};
use crate::settings::{Located, Section, format_duration};

/// `[hours]` of the configuration.
#[derive(Clone, Debug)]
pub struct Settings {
    /// When someone can answer, and when nobody is to be woken.
    pub calendar: Calendar,
    /// `check` warns where more than this share of the time for an answer can be gone before the first
    /// mail: above 0, at most 1.
    pub warn_above: f64,
}

const SHORTEST_WRITING: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_WRITING: SignedDuration = SignedDuration::from_hours(12);
const WARN_ABOVE: f64 = 0.5;

impl Settings {
    /// Reads the table for a shop in `zone` that answers within `reply_within`.
    pub fn read(mut section: Section<'_>, zone: &TimeZone, reply_within: SignedDuration) -> Self {
        let default = Calendar::default();
        let work = weeks(&mut section, "work");
        let lunch = weeks(&mut section, "lunch");
        let quiet = weeks(&mut section, "quiet");
        let holidays = Holidays::read(&mut section);
        let time_to_write = writing(&mut section, default.time_to_write, reply_within);
        let warn_above = share(&mut section).unwrap_or(WARN_ABOVE);
        check(&section, work.as_ref(), lunch.as_ref(), quiet.as_ref());
        let knows_hours =
            work.is_some() || lunch.is_some() || quiet.is_some() || !holidays.is_empty();
        section.finish();
        let hours =
            Hours { zone: zone.clone(), work, lunch: lunch.unwrap_or_default(), quiet, holidays };
        let hours = knows_hours.then(|| Arc::new(hours));
        Self { calendar: Calendar { hours, time_to_write }, warn_above }
    }

    /// The last day that the country's table of holidays knows, where one is used.
    pub fn table_ends(&self) -> Option<Date> {
        self.calendar.hours.as_ref()?.holidays.table_ends
    }

    /// The next holidays from `now` on, in order, with their names; a name may be empty.
    pub fn next_holidays(&self, now: Timestamp) -> Vec<(Date, String)> {
        let Some(hours) = &self.calendar.hours else { return Vec::new() };
        let today = hours.zone.to_datetime(now).date();
        let next = hours.holidays.from(today).take(3);
        next.map(|(date, name)| (date, name.to_owned())).collect()
    }
}

/// Hours of a key, written once or as a list; `None` where the key is absent.
fn weeks(section: &mut Section<'_>, key: &'static str) -> Option<Week> {
    let written = section.strings(key)?;
    if written.is_empty() {
        let help = format!("write hours such as [\"mon-fri 09:00-18:00\"], or take {key} out");
        section.error(section.span_of(key), format!("`hours.{key}` is empty"), Some(help));
    }
    let mut all = Week::default();
    for Located { value, span } in written {
        let added = Week::parse(&value).and_then(|week| {
            all.add(&week).map_err(|shared| Slip {
                what: format!("{value:?} overlaps the hours before it, from {shared} on"),
                help: Some("name every hour once".to_owned()),
            })
        });
        if let Err(Slip { what, help }) = added {
            section.error(span, format!("`hours.{key}`: {what}"), help);
        }
    }
    Some(all)
}

/// Hours that contradict each other. Those with a slip of their own are empty, which is told already.
fn check(section: &Section<'_>, work: Option<&Week>, lunch: Option<&Week>, quiet: Option<&Week>) {
    let both = work.zip(quiet).and_then(|(work, quiet)| work.shared_with(quiet));
    if let Some(shared) = both {
        section.error(
            section.span_of("quiet"),
            format!("`hours.quiet` overlaps `hours.work`, from {shared} on"),
            Some(
                "let quiet hours begin after work and end before it; or take quiet out: then all \
                 time outside work is quiet"
                    .to_owned(),
            ),
        );
        return;
    }
    let whole = Week::whole();
    let work = work.unwrap_or(&whole);
    let taken: Vec<&Week> = lunch.into_iter().chain(quiet).collect();
    if !work.is_empty() && !work.exceeds(&taken) {
        section.error(
            section.span(),
            "`hours` leaves no working hour at all",
            Some(
                "write when someone can answer, such as work = [\"mon-fri 09:00-18:00\"]"
                    .to_owned(),
            ),
        );
    }
}

fn writing(
    section: &mut Section<'_>,
    default: SignedDuration,
    reply_within: SignedDuration,
) -> SignedDuration {
    let Some(Located { value, span }) =
        section.duration("time_to_write", SHORTEST_WRITING, LONGEST_WRITING)
    else {
        return default;
    };
    if value >= reply_within {
        section.error(
            span,
            format!(
                "`hours.time_to_write` is {}, and an answer is due within {}",
                format_duration(value),
                format_duration(reply_within)
            ),
            Some("make it shorter, or deadline.reply_within longer".to_owned()),
        );
    }
    value
}

fn share(section: &mut Section<'_>) -> Option<f64> {
    let Located { value, span } = section.number("warn_above")?;
    if value > 0.0 && value <= 1.0 {
        return Some(value);
    }
    section.error(
        span,
        format!("`hours.warn_above` is {value}; allowed: more than 0, at most 1"),
        Some("write 0.5 for half of the time for an answer".to_owned()),
    );
    None
}
