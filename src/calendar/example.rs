//! Calendars as an owner would write them, for tests.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use toml::de::DeTable;

use super::{Calendar, Settings};
use crate::settings::{Problem, Problems, Section};

pub(crate) const SEOUL: &str = "Asia/Seoul";
pub(crate) const NEW_YORK: &str = "America/New_York";

/// `[hours]` as written, for a shop in `zone` that answers within a day; and what is wrong with it.
pub(crate) fn read(written: &str, zone: &str) -> (Settings, Vec<Problem>) {
    let table = DeTable::parse(written).expect("TOML");
    let problems = Problems::new(false).relative_to(&std::env::temp_dir());
    let section = Section::new("hours", 0..written.len(), table.get_ref(), &problems);
    let zone = TimeZone::get(zone).expect("a zone");
    let settings = Settings::read(section, &zone, SignedDuration::from_hours(24));
    (settings, problems.into_sorted())
}

/// The calendar of `[hours]` without a mistake.
pub(crate) fn calendar(written: &str, zone: &str) -> Calendar {
    let (settings, problems) = read(written, zone);
    assert_eq!(problems, [], "{written}");
    settings.calendar
}

/// An instant as the clock on the wall shows it, the first where it shows it twice.
pub(crate) fn at(local: &str, zone: &str) -> Timestamp {
    let zone = TimeZone::get(zone).expect("a zone");
    let local: DateTime = local.parse().expect("a time");
    zone.to_timestamp(local).expect("an instant")
}
