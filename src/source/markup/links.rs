//! Where links stand, and what they are relative to.

use scraper::{Html, Selector};
use url::Url;

/// What links are relative to: the page, unless it says otherwise.
pub(crate) fn base(html: &Html, page: &Url) -> Url {
    let stated = Selector::parse("base[href]")
        .ok()
        .and_then(|css| html.select(&css).next().and_then(|base| base.attr("href")));
    stated.and_then(|href| page.join(href).ok()).unwrap_or_else(|| page.clone())
}
