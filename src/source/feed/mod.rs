//! Feeds: RSS of every version, Atom and JSON Feed.
//!
//! ```toml
//! [[source]]
//! kind = "feed"
//! [source.feed]                    # all of it may be left out
//! rating = '평점 (\d)'              # where title or text say the stars: a regex, its first group
//! rating_max = 5
//! product = "무선 이어폰"            # what all reviews of the feed are about
//! ```

mod element;
mod item;
mod jsonfeed;
mod person;
mod scan;
mod xml;

use std::sync::Arc;

use regex::Regex;

use self::item::{Item, Options};
use super::{Context, Extraction, Outcome, Reject, Source, answers, follow, json_text, kind};
use crate::fetch::{Page, PageRequest};
use crate::review::{Review, text};
use crate::settings::Section;

/// More rows than this are not read from one page.
const MAX_ITEMS: usize = 1_000;

/// What a feed holds, before it is turned into reviews.
#[derive(Debug, Default)]
struct Contents {
    items: Vec<Item>,
    rejects: Vec<Reject>,
    /// The address of the older entries, as it is written.
    next: Option<String>,
    /// There were more than the most that are read.
    is_cut: bool,
}

/// A feed that is polled.
#[derive(Debug)]
struct Feed {
    context: Context,
    options: Options,
}

/// Reads `[source.feed]`.
pub(super) fn build(context: &Context, mut section: Section<'_>) -> Option<Arc<dyn Source>> {
    let rating = section.parsed("rating", |pattern| match Regex::new(pattern) {
        Ok(regex) if regex.captures_len() > 1 => Ok(regex),
        Ok(_) => Err(format!("{pattern:?} has no group in parentheses around the number")),
        Err(error) => Err(error.to_string()),
    });
    let is_rating_wrong = section.has("rating") && rating.is_none();
    let max = section.number("rating_max");
    let is_max_wrong = max.as_ref().is_some_and(|max| max.value <= 0.0 || !max.value.is_finite());
    if let Some(max) = max.as_ref().filter(|_| is_max_wrong) {
        let message = format!("`rating_max` is {}; allowed: more than 0", max.value);
        section.error(max.span.clone(), message, None);
    }
    let product = section.string("product").and_then(|p| text::line(&p.value));
    section.finish();
    if is_rating_wrong || is_max_wrong {
        return None;
    }
    let options = Options {
        rating: rating.map(|r| r.value),
        rating_max: max.map_or(5.0, |max| max.value),
        product,
    };
    Some(Arc::new(Feed { context: context.clone(), options }))
}

impl Source for Feed {
    fn first_page(&self) -> PageRequest {
        PageRequest::get(self.context.url.clone())
    }

    fn read(&self, page: &Page) -> Extraction {
        if let Some((outcome, note)) = kind::by_status(page) {
            return Extraction::nothing(outcome, Some(note));
        }
        match contents(page) {
            Ok(contents) => self.extract(contents, page),
            Err(why) => {
                let (outcome, note) = kind::when_list_is_missing(page)
                    .unwrap_or_else(|| (Outcome::Error, format!("no feed: {why}")));
                Extraction::nothing(outcome, Some(note))
            }
        }
    }

    /// A feed carries its entries whole, so that no detail page is ever asked for.
    fn read_detail(&self, _row: &Review, _page: &Page) -> Extraction {
        Extraction::nothing(Outcome::Error, Some("a feed has no detail pages".to_owned()))
    }
}

impl Feed {
    fn extract(&self, contents: Contents, page: &Page) -> Extraction {
        let Contents { items, mut rejects, next, is_cut } = contents;
        let mut rows = Vec::new();
        for mut item in items {
            let answers = std::mem::take(&mut item.answers);
            let names = &self.context.reply_authors;
            let is_own = !item.is_inherited && answers::is_shops(item.author.as_deref(), names);
            let review = item.into_review(&self.options, &self.context, page, &mut rejects);
            rows.extend(review.map(|mut review| {
                self.context.content.seal(&mut review, false);
                answers::Row { review, is_own, answers }
            }));
        }
        let has_rows = !rows.is_empty();
        let reviews = answers::settled(rows, &self.context.reply_authors, &mut rejects);
        if is_cut {
            rejects.push(Reject::new(format!("only the first {MAX_ITEMS} items were read"), ""));
        }
        let next = follow::same_site(next.as_deref(), page, &mut rejects).map(PageRequest::get);
        let (outcome, note) = match (reviews.is_empty(), rejects.is_empty()) {
            (false, _) => (Outcome::Reviews, None),
            (true, _) if has_rows => (Outcome::Empty, Some("only the shop's own posts".to_owned())),
            (true, true) => (Outcome::Empty, None),
            (true, false) => (Outcome::Error, Some("no item of the feed could be read".to_owned())),
        };
        Extraction { outcome, note, reviews, rejects, next }
    }
}

/// Reads the page as whatever feed it is, or says why it is none.
fn contents(page: &Page) -> Result<Contents, String> {
    let text = page.text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('{') {
        return xml::read(text, &page.url, MAX_ITEMS)
            .ok_or_else(|| "the page is neither RSS nor Atom nor JSON Feed".to_owned());
    }
    let value = json_text::parse(text).map_err(|why| format!("broken JSON: {why}"))?;
    jsonfeed::read(&value, &page.url, MAX_ITEMS)
        .ok_or_else(|| "the page is JSON, but no JSON Feed; its kind may be \"json\"".to_owned())
}

#[cfg(test)]
mod tests;
