//! Where links stand, and what they are relative to.

use scraper::Html;
use url::Url;

/// A longer base, in bytes, is none: every link of the page would repeat it.
pub(crate) const MAX_BASE: usize = 500;

/// What links are relative to: the page, unless it says otherwise.
pub(crate) fn base(html: &Html, page: &Url) -> Url {
    // By name, without a selector: hardly any page has one, and all of it is looked through.
    let elements = html.tree.nodes().filter_map(|node| node.value().as_element());
    let stated = elements.filter(|tag| tag.name() == "base").find_map(|base| base.attr("href"));
    let stated = stated.and_then(|href| page.join(href).ok());
    stated.filter(|base| base.as_str().len() <= MAX_BASE).unwrap_or_else(|| page.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::markup;

    #[test]
    fn links_are_relative_to_the_base_a_page_states_unless_it_is_endless() {
        let page: Url = "https://shop.example/list".parse().expect("it is a URL");
        let of = |href: &str| {
            let parsed = markup::parse(&format!("<base href='{href}'><p>x"));
            base(&parsed.html, &page)
        };
        assert_eq!(of("/board/").as_str(), "https://shop.example/board/");
        assert_eq!(of(&format!("/{}/", "a".repeat(100_000))), page);
    }
}
