//! Selectors as an owner writes them, with errors that show the way.

use std::sync::LazyLock;

use regex::Regex;
use scraper::Selector;

/// Reads a CSS selector.
///
/// # Errors
/// With what to write instead: the parser's sentences are for its own authors.
pub(crate) fn selector(text: &str) -> Result<Selector, String> {
    Selector::parse(text).map_err(|_| match foreign(text) {
        Some(cure) => format!("{text:?} is no CSS selector: {cure}"),
        None => format!(
            "{text:?} is no CSS selector; allowed: such as \"li.review\" or \"td.subject > a\""
        ),
    })
}

/// What jQuery knows beside CSS, and how the same is said here.
const JQUERY: &[(&str, &str)] = &[
    ("contains", "choose by words with regex: { css = \"td\", regex = 'words' }, or skip_text"),
    ("eq", "write :nth-child(1) for :eq(0), :nth-child(2) for :eq(1)"),
    ("nth", "write :nth-child(1) for :nth(0), :nth-child(2) for :nth(1)"),
    ("lt", "write :nth-child(-n+3) for :lt(3)"),
    ("gt", "write :nth-child(n+4) for :gt(2)"),
    ("first", "write :first-child or :first-of-type"),
    ("last", "write :last-child or :last-of-type"),
    ("even", "write :nth-child(odd), since CSS counts from 1"),
    ("odd", "write :nth-child(even), since CSS counts from 1"),
    ("visible", "what is visible is not known without a browser: choose by class"),
    ("hidden", "what is hidden is not known without a browser: choose by class"),
    ("parent", "write :not(:empty)"),
    ("header", "write :is(h1, h2, h3)"),
    ("text", "write input[type=text]"),
    ("has-text", "choose by words with regex: { css = \"td\", regex = 'words' }, or skip_text"),
];

/// What another language of selectors it is written in, and the cure.
fn foreign(text: &str) -> Option<String> {
    static PSEUDO: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r":([a-zA-Z-]+)").expect("the pattern compiles"));
    let start = text.trim_start();
    if start.starts_with("//") || start.starts_with("./") || start.starts_with("/html") {
        return Some("it is an XPath; copy the element's \"selector\" from the browser".to_owned());
    }
    let names = PSEUDO.captures_iter(text).filter_map(|found| found.get(1));
    let known = |name: regex::Match<'_>| {
        JQUERY.iter().find(|(jquery, _)| *jquery == name.as_str().to_ascii_lowercase())
    };
    names.filter_map(known).next().map(|(name, cure)| format!(":{name} is jQuery's; {cure}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_of_another_language_is_told_with_its_cure() {
        for (text, cure) in [
            ("td:contains('불만')", "regex"),
            ("tr:eq(0)", ":nth-child(1)"),
            ("li:first", ":first-child"),
            ("li:last a", ":last-child"),
            ("tr:gt(0)", ":nth-child"),
            ("tr:odd", ":nth-child(even)"),
            ("div:visible", "browser"),
            ("//div[@class='review']", "XPath"),
            ("li..review[", "allowed: such as"),
        ] {
            let error = selector(text).expect_err("it is no CSS");
            assert!(error.contains(cure) && error.contains("no CSS selector"), "{text}: {error}");
        }
        for css in
            ["li:first-child", "td:nth-child(2)", "a:not(.x)", "tr:has(td)", "i:last-of-type"]
        {
            assert!(selector(css).is_ok(), "{css} is CSS");
        }
    }
}
