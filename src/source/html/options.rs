//! `[source.html]`: which elements of a page are what, in the owner's words.

use regex::Regex;
use scraper::Selector;

use super::field::{Field, Mark, Usual};
use super::rating::RatingField;
use crate::settings::Section;
use crate::source::markup::{self, selector};

/// The options of one source.
#[derive(Clone, Debug)]
pub(super) struct Options {
    /// Its presence means that the list is there.
    pub(super) list: Option<Located>,
    /// One review.
    pub(super) item: Located,
    /// Siblings after an item that belong to it.
    pub(super) extra: Option<Selector>,
    /// Rows that are none: headers, pinned notices.
    pub(super) skip: Option<Selector>,
    /// The text that tells such a row ("^공지").
    pub(super) skip_text: Option<Regex>,
    /// Its presence means that there are no reviews.
    pub(super) empty: Option<Selector>,
    /// Words that mean the same.
    pub(super) empty_text: Option<String>,
    /// The link to the next page.
    pub(super) next: Option<Field>,
    /// What an item says.
    pub(super) fields: Fields,
    /// What the page behind an item's link says.
    pub(super) detail: Option<Detail>,
}

/// A selector that messages quote.
#[derive(Clone, Debug)]
pub(super) struct Located {
    /// As written.
    pub(super) text: String,
    /// As used.
    pub(super) css: Selector,
}

/// The fields of a review; each may be missing.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    pub(super) id: Option<Field>,
    pub(super) author: Option<Field>,
    pub(super) rating: Option<RatingField>,
    pub(super) title: Option<Field>,
    pub(super) body: Option<Field>,
    pub(super) date: Option<Field>,
    /// When it was first written, where `date` is when it came to this board.
    pub(super) written: Option<Field>,
    pub(super) product: Option<Field>,
    pub(super) link: Option<Field>,
    /// Its text is for the shop alone.
    pub(super) secret: Option<Mark>,
    pub(super) reply: Option<ReplyFields>,
}

/// Where the shop's answer stands.
#[derive(Clone, Debug)]
pub(super) struct ReplyFields {
    /// A block inside the item.
    pub(super) css: Option<Selector>,
    /// A row of its own, after the review it answers.
    pub(super) row: Option<Selector>,
    /// The title that tells such a row ("답변", "RE:").
    pub(super) row_title: Option<Regex>,
    /// The number of the review that such a row answers.
    pub(super) parent: Option<Field>,
    /// What shows that an answer was given, where the page shows no more.
    pub(super) answered: Option<Mark>,
    pub(super) author: Option<Field>,
    pub(super) body: Option<Field>,
    pub(super) date: Option<Field>,
}

/// The page behind an item's link.
#[derive(Clone, Debug)]
pub(super) struct Detail {
    /// The part of it that is the review; without, the whole page.
    pub(super) item: Option<Selector>,
    /// What it says.
    pub(super) fields: Fields,
}

const LINE: Usual = Usual { attr: None, lines: false };
const TEXT: Usual = Usual { attr: None, lines: true };
const LINK: Usual = Usual { attr: Some("href"), lines: false };

impl Options {
    /// Reads the table; its problems are recorded.
    pub(super) fn read(mut section: Section<'_>) -> Option<Self> {
        if !section.has("item") {
            section.missing("item", "\"li.review\"");
        }
        let item = section.parsed("item", located).map(|found| found.value);
        let list = section.parsed("list", located).map(|found| found.value);
        let extra = section.parsed("extra", selector).map(|css| css.value);
        let skip = section.parsed("skip", selector).map(|css| css.value);
        let skip_text = section.parsed("skip_text", Regex::new).map(|regex| regex.value);
        let empty = section.parsed("empty", selector).map(|css| css.value);
        let empty_text = section.parsed("empty_text", not_blank).map(|text| text.value);
        let next = Field::read(&mut section, "next", LINK);
        let fields = Fields::read(&mut section);
        let has_link = section.has("link");
        let detail = section.section("detail").and_then(|detail| Detail::read(detail, has_link));
        let has_words = |fields: &Fields| fields.title.is_some() || fields.body.is_some();
        let names_words = ["title", "body", "detail"].iter().any(|key| section.has(key));
        if !names_words {
            let help = "add body = \"p.review-text\", or title where the list shows only titles";
            let message = format!("`{}` needs `title` or `body`", section.path());
            section.error(section.span(), message, Some(help.to_owned()));
        }
        section.finish();
        let readable = has_words(&fields) || detail.as_ref().is_some_and(|d| has_words(&d.fields));
        readable.then_some(())?;
        Some(Self {
            list,
            item: item?,
            extra,
            skip,
            skip_text,
            empty,
            empty_text,
            next,
            fields,
            detail,
        })
    }
}

impl Fields {
    fn read(section: &mut Section<'_>) -> Self {
        Self {
            id: Field::read(section, "id", LINE),
            author: Field::read(section, "author", LINE),
            rating: RatingField::read(section, "rating"),
            title: Field::read(section, "title", LINE),
            body: Field::read(section, "body", TEXT),
            date: Field::read(section, "date", LINE),
            written: Field::read(section, "written", LINE),
            product: Field::read(section, "product", LINE),
            link: Field::read(section, "link", LINK),
            secret: Mark::read(section, "secret"),
            reply: section.section("reply").and_then(ReplyFields::read),
        }
    }
}

impl ReplyFields {
    fn read(mut section: Section<'_>) -> Option<Self> {
        if !["css", "row", "row_title", "answered"].iter().any(|key| section.has(key)) {
            section
                .missing("css", "\".shop-answer\", or `row` where replies are rows of their own");
        }
        let fields = Self {
            css: section.parsed("css", selector).map(|css| css.value),
            row: section.parsed("row", selector).map(|css| css.value),
            row_title: section.parsed("row_title", Regex::new).map(|regex| regex.value),
            parent: Field::read(&mut section, "parent", LINE),
            answered: Mark::read(&mut section, "answered"),
            author: Field::read(&mut section, "author", LINE),
            body: Field::read(&mut section, "body", TEXT),
            date: Field::read(&mut section, "date", LINE),
        };
        section.finish();
        Some(fields)
    }
}

impl Detail {
    fn read(mut section: Section<'_>, has_link: bool) -> Option<Self> {
        if !has_link {
            let message = format!("`{}` needs to know each review's page", section.path());
            let help = "add link = \"a.subject\" beside the other fields of the list".to_owned();
            section.error(section.span(), message, Some(help));
        }
        let item = section.parsed("item", selector).map(|css| css.value);
        let fields = Fields::read(&mut section);
        section.finish();
        Some(Self { item, fields })
    }
}

fn located(text: &str) -> Result<Located, String> {
    Ok(Located { text: text.to_owned(), css: selector(text)? })
}

fn not_blank(text: &str) -> Result<String, &'static str> {
    let words = markup::one_line(text);
    if words.is_empty() {
        Err("it is blank, so every page would count as empty")
    } else {
        Ok(words)
    }
}
