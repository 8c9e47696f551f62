//! Who the mails speak to and for.

use jiff::tz::TimeZone;

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
