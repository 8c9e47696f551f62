//! The keys of a `[[source]]` that say how its list behaves.

use super::List;
use crate::settings::Section;

impl List {
    /// Reads `order`, `moderated`, `replies` and `reply_authors` of a source that belongs to a shop
    /// with these `reply_authors` of its own.
    ///
    /// Leaves the section open: the other keys of a source are read elsewhere.
    pub fn read(section: &mut Section<'_>, shop_reply_authors: &[String]) -> Self {
        let newest_first = section.one_of("order", &[("newest", true), ("any", false)]);
        let replies_hidden = section.one_of("replies", &[("shown", false), ("hidden", true)]);
        Self {
            newest_first: newest_first.is_none_or(|found| found.value),
            moderated: section.boolean("moderated").unwrap_or(false),
            replies_hidden: replies_hidden.is_some_and(|found| found.value),
            reply_authors: section.reply_authors().unwrap_or_else(|| shop_reply_authors.to_vec()),
        }
    }
}
