//! Real pages read as their hand-made keys say, with nothing but selectors in the configuration.

use jiff::civil::Date;
use reviewd::pipeline::ConfiguredSource;
use reviewd::review::Review;
use reviewd::source::{Extraction, Outcome};
use serde_json::Value;

use crate::support::shops::{
    ASDA, CAFE24_ARTICLE, CAFE24_LIST, MORRISONS, OHOUSE, YELP, key, saved,
};
use crate::support::source::{configured, page_of};

fn read(name: &str, source: &ConfiguredSource) -> Extraction {
    source.source.read(&page_of(source, &saved(name)))
}

fn collapsed(text: Option<&str>) -> Value {
    text.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).into()
}

/// Every field of the review against its key, in words that say which differs.
fn compare(found: &Review, wanted: &Value, source: &ConfiguredSource, place: &str) {
    let same = |field: &str, found: Value| {
        let wanted = match &wanted[field] {
            Value::String(text) => collapsed(Some(text)),
            other => other.clone(),
        };
        assert_eq!(found, wanted, "{place}: {field}");
    };
    same("id", found.id.clone().into());
    same("author", collapsed(found.author.as_deref()));
    same("title", collapsed(found.title.as_deref()));
    same("body", collapsed(found.body.as_deref()));
    if wanted.get("product").is_some() {
        same("product", collapsed(found.product.as_deref()));
    }
    let points =
        |found: Option<f64>, field| assert_eq!(found, wanted[field].as_f64(), "{place}: {field}");
    points(found.rating.map(|r| r.value()), "rating");
    points(found.rating.map(|r| r.max()), "rating_max");
    let date: Option<Date> =
        wanted["date"].as_str().map(|d| d.parse().expect("the key's date is one"));
    let read = found.posted.interval.map(|i| {
        let [first, last] = [i.earliest, i.latest].map(|t| t.to_zoned(source.zone.clone()).date());
        assert_eq!(first, last, "{place}: a calendar date is one day");
        first
    });
    assert_eq!(read, date, "{place}: date");
    assert!(found.reply.is_none() && wanted["reply"].is_null(), "{place}: no reply stands there");
}

fn assert_as_key(name: &str, options: &str) -> Extraction {
    let source = configured(options);
    let extraction = read(name, &source);
    let note = &extraction.note;
    assert_eq!(extraction.outcome, Outcome::Reviews, "{name}: {note:?}");
    assert_eq!(extraction.rejects, [], "{name}: everything is taken");
    let wanted = key(name);
    assert_eq!(extraction.reviews.len(), wanted.len(), "{name}: as many reviews as in its key");
    for (at, (row, wanted)) in extraction.reviews.iter().zip(&wanted).enumerate() {
        compare(row, wanted, &source, &format!("{name}, review {}", at + 1));
    }
    extraction
}

#[test]
fn stars_that_are_only_a_width_are_read() {
    let first = assert_as_key("asda-shampoo", ASDA);
    let again = assert_as_key("asda-page-c", ASDA);
    assert_eq!(first.reviews, again.reviews, "two captures of one page hold the same reviews");
}

#[test]
fn a_board_that_lists_titles_names_the_page_behind_each() {
    let list = assert_as_key("cafe24-insideobject-list", CAFE24_LIST);
    let next = list.next.expect("there is a next page");
    assert_eq!(
        next.url.as_str(),
        "https://insideobject.example/board/product/list.html?board_no=4&page=2"
    );
    let first = &list.reviews[0];
    let wanted = "https://insideobject.example/article/review/4/28367/";
    assert_eq!(first.url.as_deref(), Some(wanted));
    let behind = configured(CAFE24_LIST).source.detail_page(first);
    assert_eq!(behind.as_ref().map(|d| d.url.as_str()), Some(wanted));
}

#[test]
fn the_page_behind_a_row_fills_in_its_text() {
    let source = configured(CAFE24_LIST);
    let page = page_of(&source, &saved("cafe24-insideobject-article"));
    let mut row = read("cafe24-insideobject-list", &source).reviews[0].clone();
    row.id = Some("28387".to_owned());
    let extraction = source.source.read_detail(&row, &page);
    assert_eq!(extraction.outcome, Outcome::Reviews, "{:?}", extraction.note);
    let [filled] = extraction.reviews.as_slice() else { panic!("one review stands on its page") };
    compare(filled, &key("cafe24-insideobject-article")[0], &source, "article");
    assert_eq!(filled.url, row.url, "the row's address stays");
}

#[test]
fn an_article_can_be_a_list_of_one() {
    assert_as_key("cafe24-insideobject-article", CAFE24_ARTICLE);
}

#[test]
fn date_and_author_are_cut_out_of_one_sentence() {
    assert_as_key("morrisons-bananas", MORRISONS);
}

#[test]
fn a_date_glued_to_other_words_is_cut_out() {
    assert_as_key("ohouse-single", OHOUSE);
}

#[test]
fn microdata_is_read_from_attributes() {
    let list = assert_as_key("yelp-gary-danko", YELP);
    assert!(list.next.is_some_and(|next| next.url.query() == Some("start=40")));
}

#[test]
fn a_page_that_refuses_us_is_blocked_whatever_the_selectors() {
    for name in ["tesco-error-page", "naver-place-rate-limited"] {
        for options in [ASDA, MORRISONS, OHOUSE, YELP] {
            let extraction = read(name, &configured(options));
            assert_eq!(extraction.outcome, Outcome::Blocked, "{name}: {:?}", extraction.note);
            assert_eq!(extraction.reviews, [], "{name}");
        }
    }
}

#[test]
fn questions_where_reviews_were_looked_for_are_no_quiet_day() {
    for name in ["gmarket-product-qna", "naver-smartstore-qna"] {
        for options in [ASDA, MORRISONS, OHOUSE, YELP] {
            let extraction = read(name, &configured(options));
            let note = extraction.note.unwrap_or_default();
            assert_eq!(extraction.outcome, Outcome::Error, "{name}: {note}");
            assert!(note.starts_with("list not found: "), "{name}: {note}");
        }
    }
}
