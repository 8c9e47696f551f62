//! The configurations that read the saved pages of real shops, and the keys of those pages.

use std::path::PathBuf;

use serde_json::Value;

use super::corpus;

pub(crate) const ASDA: &str = r##"
kind = "html"
url = "https://groceries.asda.example/product/shampoo/1"
zone = "Europe/London"
date_order = "day-month"
[source.html]
list = "[data-auto-id=reviewContents]"
item = "[data-auto-id=contentContainer]"
rating = { css = ".rating-stars__stars--top", from = "width" }
title = ".pdp-description-reviews__rating-title"
body = ".pdp-description-reviews__content-text"
date = ".pdp-description-reviews__submitted-date"
"##;

pub(crate) const CAFE24_LIST: &str = r##"
kind = "html"
url = "https://insideobject.example/board/product/list.html?board_no=4"
[source.html]
list = ".xans-board-list"
item = ".xans-board-notice > tr, .xans-board-list > tr"
skip = ".xans-board-notice > tr"
empty = ".xans-board-empty:not(.displaynone)"
id = { css = ".subject > a", attr = "href", regex = '/article/review/4/(\d+)/' }
author = "td:nth-child(5)"
rating = { css = "td:last-child img", attr = "alt", max = 5 }
title = ".subject > a"
date = "td:nth-child(6)"
product = ".thumb span"
link = ".subject > a"
next = ".xans-board-paging ol + a"
[source.html.detail]
item = "body"
author = { css = "tr:nth-child(2) > td", ignore = ".displaynone" }
rating = { css = ".etcArea img", attr = "alt" }
title = "tr:first-child > td"
body = ".detail"
date = "li:nth-child(2) > .txtNum"
product = ".information h3"
"##;

pub(crate) const CAFE24_ARTICLE: &str = r##"
kind = "html"
url = "https://insideobject.example/article/review/4/28387/"
[source.html]
item = "body"
id = { css = "#no", attr = "value" }
author = { css = "tr:nth-child(2) > td", ignore = ".displaynone" }
rating = { css = ".etcArea img", attr = "alt" }
title = "tr:first-child > td"
body = ".detail"
date = "li:nth-child(2) > .txtNum"
product = ".information h3"
"##;

pub(crate) const MORRISONS: &str = r##"
kind = "html"
url = "https://groceries.morrisons.example/products/bananas"
zone = "Europe/London"
date_order = "day-month"
[source.html]
list = "[data-test=review-list]"
item = "li[data-test^=review-item-]"
id = { attr = "data-test", regex = '\d+' }
author = { css = "span", regex = '^Submitted .*, by (.+)$' }
rating = { css = "[data-test=display-only-rating] + span" }
title = { css = "h4", ignore = ".salt-vc" }
body = "h4 + span"
date = { css = "span", regex = '^Submitted ([\d/]+)' }
"##;

pub(crate) const OHOUSE: &str = r##"
kind = "html"
url = "https://ohou.example/productions/1/selling"
[source.html]
list = ".production-review-feed__list"
item = "article.production-review-item"
author = ".production-review-item__writer__info__name"
rating = { css = ".production-review-item__writer__info__total-star", attr = "aria-label" }
body = ".production-review-item__description"
date = { css = ".production-review-item__writer__info__date", regex = '^[\d.]+' }
"##;

pub(crate) const YELP: &str = r##"
kind = "html"
url = "http://www.yelp.com/biz/gary-danko-san-francisco"
zone = "America/Los_Angeles"
[source.html]
list = "ul.reviews"
item = "[itemprop=review]"
id = { attr = "data-review-id" }
author = { css = "meta[itemprop=author]", attr = "content" }
rating = { css = "[itemprop=ratingValue]", attr = "content" }
body = "[itemprop=description]"
date = { css = "[itemprop=datePublished]", attr = "content" }
next = "a.page-option.prev-next"
"##;

/// The saved page.
pub(crate) fn saved(name: &str) -> PathBuf {
    corpus(&format!("fixtures/01-review-pages/{name}/page.html"))
}

/// The reviews that a person found on it.
pub(crate) fn key(name: &str) -> Vec<Value> {
    let path = corpus(&format!("fixtures/01-review-pages/{name}/expected.json"));
    let text = std::fs::read_to_string(path).expect("the key can be read");
    let key: Value = serde_json::from_str(&text).expect("the key is JSON");
    key["reviews"].as_array().expect("the key lists reviews").clone()
}
