//! Reads anything as a page of kind `html`.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use reviewd::source::Source;

static SOURCES: LazyLock<Vec<Arc<dyn Source>>> =
    LazyLock::new(|| OPTIONS.iter().map(|options| reviewd_fuzz::source("html", options)).collect());

fuzz_target!(|data: &[u8]| {
    reviewd_fuzz::read(SOURCES[data.len() / 16 % SOURCES.len()].as_ref(), data);
});

/// What stands on most pages, so that the fuzzer finds it.
const OPTIONS: &[&str] = &[
    r#"
        list = "body"
        item = "tr, li, div"
        skip = ".notice"
        empty_text = "no reviews"
        next = "a[rel=next]"
        id = { attr = "id", regex = '(\d+)' }
        link = "a"
        title = { css = "h1, h2, h3, td", own_text = true }
        body = { css = "p, td, span", all = true }
        author = { css = "b, em", ignore = "i" }
        date = "time, td, span"
        rating = { css = "i", from = "class", out_of = 50 }
        [reply]
        css = "blockquote"
        author = "b"
        body = "p"
        date = "time"
    "#,
    r#"
        list = "table"
        item = "tr"
        title = "td"
        extra = "tr + tr"
        rating = { css = "td *", from = "width" }
        [reply]
        row_title = "^(RE|답변)"
    "#,
];
