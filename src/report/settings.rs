//! `[digest]`: at what time of the day a digest comes, if at all, and to whom.

use jiff::civil::Time;

use crate::route::{Address, InvalidAddress};
use crate::settings::{Located, Section};

/// `[digest]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// At what time of the shop's day it comes; `None` for never.
    pub at: Option<Time>,
    /// Who gets it; `None` for whoever hears of everything.
    pub to: Option<Vec<Address>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { at: Some(Time::constant(8, 0, 0, 0)), to: None }
    }
}

impl Settings {
    /// Reads the table; a mistake in it is recorded, and the default takes its place.
    pub fn read(mut section: Section<'_>) -> Self {
        let default = Self::default();
        let at = section.string("at").and_then(|text| time(&section, &text));
        let to = recipients(&mut section);
        section.finish();
        Self { at: at.unwrap_or(default.at), to }
    }
}

/// What comes instead of a time where no digest is wanted.
const OFF: &str = "off";

fn time(section: &Section<'_>, text: &Located<String>) -> Option<Option<Time>> {
    if text.value == OFF {
        return Some(None);
    }
    let read = Time::strptime("%H:%M", text.value.trim());
    if read.is_err() {
        section.error(
            text.span.clone(),
            format!("`digest.at` is {:?}, which is no time of day", text.value),
            Some("write it as \"08:00\", from 00:00 to 23:59, or \"off\"".to_owned()),
        );
    }
    read.ok().map(Some)
}

fn recipients(section: &mut Section<'_>) -> Option<Vec<Address>> {
    let written = section.strings("to")?;
    if written.is_empty() {
        section.error(
            section.span_of("to"),
            "`digest.to` is an empty list: nobody would get it",
            Some("take it out for whoever is in mail.to, or write at = \"off\"".to_owned()),
        );
        return None;
    }
    let mut kept: Vec<Address> = Vec::new();
    for Located { value, span } in written {
        match value.parse() {
            Ok(address) if kept.contains(&address) => {
                section.warning(span, "`digest.to` names this address twice", None);
            }
            Ok(address) => kept.push(address),
            Err(error) => {
                let error: InvalidAddress = error;
                let help = "an address looks like \"name@example.com\"".to_owned();
                section.error(span, error.to_string(), Some(help));
            }
        }
    }
    Some(kept)
}
