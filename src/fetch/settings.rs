//! `[fetch]`: how politely and how patiently pages are asked for.

use std::time::Duration;

use jiff::SignedDuration;

use crate::settings::{Located, Section};

/// `[fetch]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How a site's owner can reach the shop: a mail address or URL, sent in `User-Agent`.
    pub contact: Option<String>,
    /// The shortest time between two requests to one host.
    pub pace: Duration,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait for the first byte of the answer.
    pub first_byte_timeout: Duration,
    /// Longest wait for the whole answer.
    pub total_timeout: Duration,
    /// The most bytes an answer may have once decompressed.
    pub max_bytes: usize,
    /// The most redirects that are followed.
    pub max_redirects: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            contact: None,
            pace: Duration::from_secs(1),
            connect_timeout: Duration::from_secs(10),
            first_byte_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(60),
            max_bytes: 20 << 20,
            max_redirects: 5,
        }
    }
}

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(5);
const SMALLEST_PAGE: usize = 64 << 10;
const LARGEST_PAGE: usize = 256 << 20;

impl Settings {
    /// Reads the table; what is absent or wrong keeps its default.
    pub fn read(mut section: Section<'_>) -> Self {
        let default = Self::default();
        let contact = section.string("contact").and_then(|text| contact(&section, text));
        if contact.is_none() && !section.has("contact") {
            warn_of_no_contact(&section);
        }
        let mut wait = |key, or: Duration| {
            let found = section.duration(key, SECOND, LONGEST_WAIT);
            found.map_or(or, |found| found.value.unsigned_abs())
        };
        let settings = Self {
            contact,
            pace: wait("pace", default.pace),
            connect_timeout: wait("connect_timeout", default.connect_timeout),
            first_byte_timeout: wait("first_byte_timeout", default.first_byte_timeout),
            total_timeout: wait("total_timeout", default.total_timeout),
            max_bytes: section
                .parsed("max_size", size)
                .map_or(default.max_bytes, |found| found.value),
            max_redirects: section
                .integer("max_redirects", 0, 20)
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(default.max_redirects),
        };
        section.finish();
        settings
    }
}

fn warn_of_no_contact(section: &Section<'_>) {
    section.warning(
        section.span(),
        "`fetch.contact` is not set: a site whose pages are read cannot reach you before it blocks \
         you",
        Some("add contact = \"shop@example.com\"".to_owned()),
    );
}

/// A contact goes into a header, which holds visible ASCII only.
fn contact(section: &Section<'_>, text: Located<String>) -> Option<String> {
    let trimmed = text.value.trim();
    let fits = !trimmed.is_empty()
        && trimmed.len() <= 200
        && trimmed.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '\\'));
    if fits && (trimmed.contains('@') || url::Url::parse(trimmed).is_ok()) {
        return Some(trimmed.to_owned());
    }
    section.error(
        text.span,
        format!("`fetch.contact` is {:?}; allowed: a mail address or a URL", text.value),
        Some("write contact = \"shop@example.com\"".to_owned()),
    );
    None
}

/// A size as an owner writes it; 1 MB is 1,048,576 bytes.
fn size(text: &str) -> Result<usize, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let unit = match text[digits..].trim_start().to_ascii_lowercase().as_str() {
        "kb" => Some(1_usize << 10),
        "mb" => Some(1 << 20),
        _ => None,
    };
    let bytes = unit.and_then(|unit| text[..digits].parse::<usize>().ok()?.checked_mul(unit));
    match bytes {
        Some(bytes) if (SMALLEST_PAGE..=LARGEST_PAGE).contains(&bytes) => Ok(bytes),
        Some(_) => Err(format!("{text:?} is out of bounds; allowed: \"64KB\" to \"256MB\"")),
        None => Err(format!("{text:?} is no size; write a number and KB or MB, as in \"20MB\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_written() {
        for (text, bytes) in [("20MB", 20 << 20), ("512 kb", 512 << 10), ("256MB", 256 << 20)] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for text in ["", "MB", "20", "1.5MB", "0MB", "257MB", "99999999999999999999MB", "20메가"]
        {
            assert!(size(text).is_err(), "{text} was taken for a size");
        }
    }
}
