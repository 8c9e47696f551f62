//! Where links stand, and what they are relative to.

use scraper::{Html, Selector};
use url::Url;

/// A selector as an owner writes it, with an error that says so.
pub(crate) fn selector(text: &str) -> Result<Selector, String> {
    // The parser's sentences are for its own authors: an example says more.
    Selector::parse(text).map_err(|_| {
        format!("{text:?} is no CSS selector; allowed: such as \"li.review\" or \"td.subject > a\"")
    })
}

/// What links are relative to: the page, unless it says otherwise.
pub(crate) fn base(html: &Html, page: &Url) -> Url {
    let stated = Selector::parse("base[href]")
        .ok()
        .and_then(|css| html.select(&css).next().and_then(|base| base.attr("href")));
    stated.and_then(|href| page.join(href).ok()).unwrap_or_else(|| page.clone())
}
