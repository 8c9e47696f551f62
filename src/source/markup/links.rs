//! Where links stand, and what they are relative to.

use scraper::Html;
use url::Url;

/// What links are relative to: the page, unless it says otherwise.
pub(crate) fn base(html: &Html, page: &Url) -> Url {
    // By name, without a selector: hardly any page has one, and all of it is looked through.
    let elements = html.tree.nodes().filter_map(|node| node.value().as_element());
    let stated = elements.filter(|tag| tag.name() == "base").find_map(|base| base.attr("href"));
    stated.and_then(|href| page.join(href).ok()).unwrap_or_else(|| page.clone())
}
