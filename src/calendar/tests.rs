//! Hours, as an owner writes them and as a person would count them.

mod korea;
mod searches;
mod written;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::example::{NEW_YORK, SEOUL, at, calendar, read};
