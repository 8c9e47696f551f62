//! Every kind of source, with the dates of each page read together.
//!
//! **Invariant:** what is done to every page whatever its kind is done here, once.

use std::sync::Arc;

use super::{Build, Context, Extraction, Source, dates};
use crate::fetch::{Page, PageRequest};
use crate::review::Review;
use crate::settings::Section;

/// A source as its kind reads it.
#[derive(Debug)]
struct Settled {
    kind: Arc<dyn Source>,
    context: Context,
}

/// A source of that kind; its problems are recorded, and `None` where it has some.
pub fn build(kind: Build, context: &Context, section: Section<'_>) -> Option<Arc<dyn Source>> {
    let kind = kind(context, section)?;
    Some(Arc::new(Settled { kind, context: context.clone() }))
}

impl Source for Settled {
    fn first_page(&self) -> PageRequest {
        self.kind.first_page()
    }

    fn read(&self, page: &Page) -> Extraction {
        let mut read = self.kind.read(page);
        dates::settle(&mut read, &self.context, page.fetched_at);
        read
    }

    fn pages(&self) -> bool {
        self.kind.pages()
    }

    fn detail_page(&self, listed: &Review) -> Option<PageRequest> {
        self.kind.detail_page(listed)
    }

    fn details_show_replies(&self) -> bool {
        self.kind.details_show_replies()
    }

    fn read_detail(&self, listed: &Review, page: &Page) -> Extraction {
        let mut read = self.kind.read_detail(listed, page);
        dates::settle_detail(&mut read, listed, &self.context, page.fetched_at);
        read
    }
}

#[cfg(test)]
mod tests;
