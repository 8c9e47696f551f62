//! Pages that say to machines what their reviews are: schema.org in JSON-LD, microdata or RDFa, and
//! microformats.
//!
//! ```toml
//! [[source]]
//! kind = "structured"
//! [source.structured]              # all of it may be left out
//! formats = ["json-ld", "microdata", "rdfa", "microformats"]
//! next = "a[rel=next]"             # the link to the next page, as a CSS selector
//! ```

mod absence;
mod crawl;
mod graph;
mod json_ld;
mod merge;
mod microdata;
mod microformats;
mod options;
mod rating;
mod rdfa;
mod review;
mod say;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::sync::Arc;

use scraper::Html;

use self::graph::{Format, Graph};
use self::options::{FORMATS, Options};
use self::review::Reader;
use super::{Context, Extraction, Outcome, Reject, Source, follow, kind, markup};
use crate::fetch::{Page, PageRequest};
use crate::review::Review;
use crate::settings::Section;

/// A page whose reviews are written for machines.
#[derive(Debug)]
struct Structured {
    context: Context,
    options: Options,
}

/// Reads `[source.structured]`.
pub(super) fn build(context: &Context, section: Section<'_>) -> Option<Arc<dyn Source>> {
    let options = Options::read(section)?;
    Some(Arc::new(Structured { context: context.clone(), options }))
}

impl Source for Structured {
    fn first_page(&self) -> PageRequest {
        PageRequest::get(self.context.url.clone())
    }

    fn pages(&self) -> bool {
        self.options.next.is_some()
    }

    fn read(&self, page: &Page) -> Extraction {
        match kind::by_status(page) {
            Some((outcome, note)) => Extraction::nothing(outcome, Some(note)),
            None => self.extract(page),
        }
    }

    /// What is written for machines is written whole, so that no detail page is ever asked for.
    fn read_detail(&self, _row: &Review, _page: &Page) -> Extraction {
        Extraction::nothing(Outcome::Error, Some("this source has no detail pages".to_owned()))
    }
}

impl Structured {
    fn extract(&self, page: &Page) -> Extraction {
        let mut rejects = Vec::new();
        let parsed = markup::parse(&page.text);
        if let Some(at) = parsed.cut_at {
            let why = format!(
                "the page is nested or repeated beyond reason: nothing after byte {at} was read"
            );
            rejects.push(Reject::new(why, ""));
        }
        let graph = self.graph(page, &parsed.html, &mut rejects);
        let next = self.options.next.as_ref().and_then(|css| parsed.html.select(css).next());
        // Relative to the page's own base, as every link is.
        let base = markup::base(&parsed.html, &page.url);
        let next = next.and_then(|link| base.join(link.attr("href")?).ok());
        // The tree is many times its page; what follows takes its place.
        drop(parsed);
        let is_whole = rejects.is_empty();
        let mut reader = Reader::new(&graph, &self.context, page.fetched_at, &mut rejects);
        let drafts = reader.drafts();
        if drafts.is_empty() {
            let (outcome, note) = self.without_reviews(&graph, page, is_whole, &rejects);
            return Extraction { rejects, ..Extraction::nothing(outcome, note) };
        }
        let reviews = merge::merged(drafts, &page.url);
        let next = follow::same_site(next.as_ref().map(url::Url::as_str), page, &mut rejects);
        let next = next.map(PageRequest::get);
        Extraction { outcome: Outcome::Reviews, note: None, reviews, rejects, next }
    }

    /// Everything the page says in the formats that are asked for.
    fn graph(&self, page: &Page, html: &Html, rejects: &mut Vec<Reject>) -> Graph {
        let mut graph = Graph::new(markup::base(html, &page.url), page.text.len());
        let mut is_whole = true;
        for format in &self.options.formats {
            match format {
                // Some addresses give the data without a page around it.
                Format::JsonLd if page.text.trim_start().starts_with(['{', '[']) => {
                    json_ld::read_block(&page.text, 0, &mut graph, rejects);
                }
                Format::JsonLd => json_ld::read(html, &mut graph, rejects),
                Format::Microdata => is_whole &= microdata::read(html, &mut graph),
                Format::Rdfa => is_whole &= rdfa::read(html, &mut graph),
                Format::Microformats => is_whole &= microformats::read(html, &mut graph),
            }
        }
        if graph.is_cut || !is_whole {
            let why = "the page describes too many things, or things too deep in each other; not all \
                       of them were read";
            rejects.push(Reject::new(why, ""));
        }
        graph.settle();
        graph
    }

    /// What a page without a review is; one that was not read whole proves nothing.
    fn without_reviews(
        &self,
        graph: &Graph,
        page: &Page,
        is_whole: bool,
        rejects: &[Reject],
    ) -> (Outcome, Option<String>) {
        let formats = FORMATS.iter().filter(|(_, format)| self.options.formats.contains(format));
        let names: Vec<&str> = formats.map(|(name, _)| *name).collect();
        let (outcome, note) = absence::of(graph, page, &names.join(", "));
        if outcome == Outcome::Empty && !rejects.is_empty() {
            let note = match is_whole {
                true => "none of the reviews on the page could be read",
                false => "no review was found, and not all of the page could be read",
            };
            return (Outcome::Error, Some(note.to_owned()));
        }
        (outcome, note)
    }
}
