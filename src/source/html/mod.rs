//! Review pages in HTML: CSS selectors say which element is what.

mod field;
mod list;
mod options;
mod rating;
mod replies;
mod row;
mod silent;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use scraper::Html;
use url::Url;

use self::field::Scope;
use self::options::{Detail, Options};
use self::row::Reader;
use super::{
    Content, Context, Extraction, Outcome, Source, answers, content, follow, kind, markup,
};
use crate::fetch::{Page, PageRequest};
use crate::review::{Review, text};
use crate::settings::Section;

/// A list of reviews on a page, read with the owner's selectors.
#[derive(Debug)]
struct HtmlSource {
    context: Context,
    options: Options,
}

/// Reads `[source.html]`.
pub(super) fn build(context: &Context, section: Section<'_>) -> Option<Arc<dyn Source>> {
    let options = Options::read(section)?;
    Some(Arc::new(HtmlSource { context: context.clone(), options }))
}

impl Source for HtmlSource {
    fn first_page(&self) -> PageRequest {
        PageRequest::get(self.context.url.clone())
    }

    fn pages(&self) -> bool {
        self.options.next.is_some()
    }

    fn read(&self, page: &Page) -> Extraction {
        match kind::by_status(page) {
            Some((outcome, note)) => Extraction::nothing(outcome, Some(note)),
            None => list::read(&self.context, &self.options, page),
        }
    }

    fn detail_page(&self, listed: &Review) -> Option<PageRequest> {
        // The page of a secret post asks for its password.
        self.options.detail.as_ref().filter(|_| !listed.is_secret())?;
        let url: Url = listed.url.as_deref()?.parse().ok()?;
        follow::is_own_page(&self.context.url, &url).then(|| PageRequest::get(url))
    }

    fn details_show_replies(&self) -> bool {
        self.options.detail.as_ref().is_some_and(|detail| detail.fields.reply.is_some())
    }

    fn read_detail(&self, row: &Review, page: &Page) -> Extraction {
        match (kind::by_status(page), &self.options.detail) {
            (Some((outcome, note)), _) => Extraction::nothing(outcome, Some(note)),
            (None, None) => Extraction::nothing(
                Outcome::Error,
                Some("this source has no detail pages".to_owned()),
            ),
            (None, Some(detail)) => self.detail(detail, row, page),
        }
    }
}

impl HtmlSource {
    fn detail(&self, detail: &Detail, row: &Review, page: &Page) -> Extraction {
        let parsed = markup::parse(&page.text);
        let root = match &detail.item {
            Some(css) => parsed.html.select(css).next(),
            None => Some(parsed.html.root_element()),
        };
        let mut rejects = Vec::new();
        let base = markup::base(&parsed.html, &page.url);
        let mut reader = Reader::new(&self.context, base, page.fetched_at, &mut rejects);
        let found = root.map(|root| reader.review(&detail.fields, &Scope::of(root)));
        let has_words = |found: &Review| found.title.is_some() || found.body.is_some();
        let Some(found) = found.filter(has_words).or_else(|| self.secret(&parsed.html, row)) else {
            let (outcome, note) = kind::when_missing_from(&parsed.html, page).unwrap_or_else(|| {
                let note =
                    "review not found on its page: neither title nor body is where `detail` says";
                (Outcome::Error, note.to_owned())
            });
            return Extraction { rejects, ..Extraction::nothing(outcome, Some(note)) };
        };
        let reviews = vec![better(row, found, &self.context.reply_authors)];
        Extraction { outcome: Outcome::Reviews, note: None, reviews, rejects, next: None }
    }

    /// A question whose own page asks for a password, which its list did not say.
    fn secret(&self, html: &Html, row: &Review) -> Option<Review> {
        let text = markup::one_line(&markup::text_of(html.root_element(), None));
        let is_held = self.context.content == Content::Questions && content::is_held(&text);
        is_held.then(|| {
            let mut review = row.clone();
            review.keep_secret();
            review
        })
    }
}

/// The row with every field filled that its own page knows.
fn better(row: &Review, found: Review, names: &[String]) -> Review {
    let listed = row.reply.clone();
    let reply = match found.reply {
        Some(shown) => Some(answers::better(listed, shown, names)),
        None => listed,
    };
    Review {
        id: row.id.clone().or(found.id),
        author: found.author.or_else(|| row.author.clone()),
        rating: found.rating.or(row.rating),
        title: found.title.or_else(|| row.title.clone()),
        body: found.body.or_else(|| row.body.clone()),
        posted: match found.posted.interval.is_some() || row.posted.text.is_none() {
            true => found.posted,
            false => row.posted.clone(),
        },
        url: row.url.clone().or(found.url),
        reply,
        product: found.product.or_else(|| row.product.clone()),
    }
}

/// The beginning of a text, on one line, at most 200 characters.
fn excerpt(text: &str) -> String {
    text::line(text).unwrap_or_default().chars().take(200).collect()
}
