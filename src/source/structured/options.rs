//! `[source.structured]`: what is looked for, and where the list goes on.

use scraper::Selector;

use super::graph::Format;
use crate::settings::Section;
use crate::source::markup;

/// The options of one source.
#[derive(Clone, Debug)]
pub(super) struct Options {
    /// What is read; never empty.
    pub(super) formats: Vec<Format>,
    /// The link to the next page.
    pub(super) next: Option<Selector>,
}

/// Every format by the name it has in the configuration, the likeliest to be whole first.
pub(super) const FORMATS: [(&str, Format); 4] = [
    ("json-ld", Format::JsonLd),
    ("microdata", Format::Microdata),
    ("rdfa", Format::Rdfa),
    ("microformats", Format::Microformats),
];

impl Options {
    /// Reads the table; its problems are recorded.
    pub(super) fn read(mut section: Section<'_>) -> Option<Self> {
        let given = section.strings("formats");
        let is_given = section.has("formats");
        let mut formats: Vec<Format> = Vec::new();
        let mut is_sound = true;
        for name in given.iter().flatten() {
            match FORMATS.iter().find(|(known, _)| *known == name.value) {
                Some((_, format)) if formats.contains(format) => {}
                Some((_, format)) => formats.push(*format),
                None => {
                    let message = format!("{:?} is no format; allowed: {}", name.value, all());
                    section.error(name.span.clone(), message, None);
                    is_sound = false;
                }
            }
        }
        if is_given && given.as_ref().is_some_and(Vec::is_empty) {
            let message = format!("`formats` is empty; allowed: {}", all());
            section.error(section.span_of("formats"), message, None);
            is_sound = false;
        }
        let next = section.parsed("next", markup::selector).map(|css| css.value);
        let is_next_sound = next.is_some() || !section.has("next");
        let is_list_sound = given.is_some() || !is_given;
        section.finish();
        if formats.is_empty() {
            formats = FORMATS.map(|(_, format)| format).to_vec();
        }
        (is_sound && is_list_sound && is_next_sound).then_some(Self { formats, next })
    }
}

fn all() -> String {
    FORMATS.map(|(name, _)| format!("\"{name}\"")).join(", ")
}
