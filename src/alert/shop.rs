//! Who the mails speak to and for.

use jiff::tz::TimeZone;

use crate::review::text;
use crate::settings::{Located, Section, zone};

/// The language of everything a shop owner reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Korean.
    #[default]
    Ko,
    /// English.
    En,
}

/// `[shop]` of the configuration.
#[derive(Clone, Debug)]
pub struct Shop {
    /// Its name, as its customers know it.
    pub name: String,
    /// The language of mails.
    pub language: Language,
    /// The zone in which times are shown, and in which pages are read unless a source says otherwise.
    pub zone: TimeZone,
    /// Names under which the shop answers reviews.
    pub reply_authors: Vec<String>,
    /// How a reply is signed, where the owner said so.
    pub signature: Option<String>,
    /// Where a customer can be invited to talk in private (a phone number, a chat link).
    pub private_channel: Option<String>,
}

/// The zone of a shop that names none: its first users are in Korea.
const DEFAULT_ZONE: &str = "Asia/Seoul";

impl Shop {
    /// Reads `[shop]`; on problems, which are recorded, `None`.
    pub fn read(mut section: Section<'_>) -> Option<Self> {
        let name = section.required_string("name", "\"나의 가게\"");
        let name = name.and_then(|found| one_line(&section, "name", found));
        let language = section.one_of("language", &[("ko", Language::Ko), ("en", Language::En)]);
        let zone = match section.parsed("zone", zone) {
            Some(found) => Some(found.value),
            None => zone(DEFAULT_ZONE).ok(),
        };
        let reply_authors = section.reply_authors().unwrap_or_default();
        let signature = section.string("signature");
        let signature = signature.and_then(|found| text::body(&found.value)).map(|(kept, _)| kept);
        let private_channel = section.string("private_channel");
        let private_channel =
            private_channel.and_then(|found| one_line(&section, "private_channel", found));
        section.finish();
        Some(Self {
            name: name?,
            language: language.map_or_else(Language::default, |found| found.value),
            zone: zone?,
            reply_authors,
            signature,
            private_channel,
        })
    }
}

fn one_line(section: &Section<'_>, key: &str, found: Located<String>) -> Option<String> {
    let kept = text::line(&found.value);
    if kept.is_none() {
        section.error(found.span, format!("`shop.{key}` is empty"), None);
    }
    kept
}
