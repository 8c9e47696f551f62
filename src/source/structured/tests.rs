//! The same reviews in every writing, and pages as they go wrong.

mod absence;
mod hostile;
mod json_ld;
mod markup;

use jiff::tz::TimeZone;

use super::Structured;
use super::options::{FORMATS, Options};
use crate::review::Review;
use crate::source::{Context, Extraction, Source, example};

/// What a page says to a source without options.
fn read(page: &str) -> Extraction {
    read_with("", page)
}

fn read_with(options: &str, page: &str) -> Extraction {
    let source = example::source("structured", options).expect("the options are sound");
    source.read(&example::page(page))
}

/// The reviews of a page of which everything was taken.
fn reviews(page: &str) -> Vec<Review> {
    let found = read(page);
    assert_eq!(found.rejects, [], "everything is taken: {page}");
    found.reviews
}

/// The reviews of a page to a shop that answers under these names.
fn reviews_of_shop(names: &[&str], page: &str) -> Vec<Review> {
    let page = example::page(page);
    let context = Context {
        url: page.url.clone(),
        zone: TimeZone::UTC,
        date_order: None,
        newest_first: true,
        reply_authors: names.iter().map(|name| (*name).to_owned()).collect(),
        content: crate::source::Content::Reviews,
    };
    let options = Options { formats: FORMATS.map(|(_, format)| format).to_vec(), next: None };
    let found = Structured { context, options }.read(&page);
    assert_eq!(found.rejects, [], "everything is taken");
    found.reviews
}

/// A page around a JSON-LD script.
fn script(json: &str) -> String {
    format!("<script type=\"application/ld+json\">{json}</script>")
}

/// Author, points with their scale, title and body: what tells reviews apart at a glance.
fn brief(review: &Review) -> [String; 4] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let rating = review.rating.map(|r| format!("{}/{}", r.value(), r.max())).unwrap_or_default();
    [text(&review.author), rating, text(&review.title), text(&review.body)]
}

const JSON_LD: &str = r##"<script type="application/ld+json">{
  "@context": "https://schema.org", "@type": "Product", "name": "달빛 수면등",
  "aggregateRating": {"@type": "AggregateRating", "ratingValue": 3.5, "reviewCount": 11},
  "review": [
    {"@type": "Review", "@id": "#r901", "author": {"@type": "Person", "name": "김하늘"},
     "datePublished": "2024-03-15", "name": "하루 만에 꺼졌어요", "reviewBody": "전구가 나갔습니다.\n교환해 주세요.",
     "reviewRating": {"@type": "Rating", "ratingValue": "1", "worstRating": 1, "bestRating": 5},
     "url": "/reviews/901",
     "comment": {"@type": "Comment", "author": {"@type": "Organization", "name": "달빛상점"},
                 "text": "새 제품을 보내 드리겠습니다.", "dateCreated": "2024-03-16"}},
    {"@type": "Review", "@id": "#r877", "author": "Lucas", "datePublished": "2024-03-01",
     "reviewBody": "Great lamp.", "reviewRating": {"@type": "Rating", "ratingValue": "4,5"}}]}</script>"##;

const MICRODATA: &str = r##"<div itemscope itemtype="https://schema.org/Product">
  <h1 itemprop="name">달빛 수면등</h1>
  <div itemprop="aggregateRating" itemscope itemtype="https://schema.org/AggregateRating">
    <b itemprop="ratingValue">3.5</b> by <b itemprop="reviewCount">11</b></div>
  <ul><li itemprop="review" itemscope itemtype="https://schema.org/Review" itemid="#r901">
    <h3 itemprop="name">하루 만에 꺼졌어요</h3>
    <span itemprop="author" itemscope itemtype="https://schema.org/Person"><i itemprop="name">김하늘</i></span>
    <meta itemprop="datePublished" content="2024-03-15">3월 15일
    <div itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">
      <meta itemprop="worstRating" content="1"><meter itemprop="ratingValue" value="1" max="5">1</meter>/
      <data itemprop="bestRating" value="5">5</data></div>
    <p itemprop="reviewBody">전구가 나갔습니다.<br>교환해 주세요.</p><a itemprop="url" href="/reviews/901">#</a>
    <div itemprop="comment" itemscope itemtype="https://schema.org/Comment">
      <span itemprop="author" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">달빛상점</b></span>
      <p itemprop="text">새 제품을 보내 드리겠습니다.</p><time itemprop="dateCreated" datetime="2024-03-16">어제</time></div>
  </li><li itemprop="review" itemscope itemtype="http://schema.org/Review" itemid="#r877" itemref="stars-877">
    <a itemprop="author" href="/members/7">Lucas</a> <time itemprop="datePublished">2024-03-01</time>
    <p itemprop="reviewBody">Great lamp.</p></li></ul></div>
  <p id="stars-877"><span itemprop="reviewRating" itemscope itemtype="http://schema.org/Rating"
    ><b itemprop="ratingValue">4,5</b></span></p>"##;

const RDFA: &str = r##"<div vocab="https://schema.org/" typeof="Product">
  <h1 property="name">달빛 수면등</h1>
  <div property="aggregateRating" typeof="AggregateRating">
    <b property="ratingValue">3.5</b> by <b property="reviewCount">11</b></div>
  <ul><li property="review" typeof="Review" resource="#r901">
    <h3 property="name">하루 만에 꺼졌어요</h3>
    <span property="author" typeof="Person"><i property="name">김하늘</i></span>
    <meta property="datePublished" content="2024-03-15">3월 15일
    <div property="reviewRating" typeof="Rating"><meta property="worstRating" content="1">
      <b property="ratingValue">1</b>/<b property="bestRating">5</b></div>
    <p property="reviewBody">전구가 나갔습니다.<br>교환해 주세요.</p><a property="url" href="/reviews/901">#</a>
    <div property="comment" typeof="Comment">
      <span property="author" typeof="Organization"><b property="name">달빛상점</b></span>
      <p property="text">새 제품을 보내 드리겠습니다.</p><time property="dateCreated" datetime="2024-03-16">어제</time></div>
  </li></ul></div>
  <ul prefix="s: https://schema.org/"><li typeof="s:Review" about="#r877" resource="#r877">
    <a property="s:author" href="/members/7">Lucas</a> <time property="s:datePublished">2024-03-01</time>
    <p property="schema:reviewBody">Great lamp.</p><b property="s:itemReviewed" content="달빛 수면등"></b>
    <span property="s:reviewRating" typeof="s:Rating"><b property="s:ratingValue">4,5</b></span></li></ul>"##;

#[test]
fn one_page_in_three_writings_gives_the_same_reviews() {
    let found = reviews_of_shop(&["달빛상점"], JSON_LD);
    assert_eq!(
        brief(&found[0]),
        ["김하늘", "1/5", "하루 만에 꺼졌어요", "전구가 나갔습니다.\n교환해 주세요."]
    );
    assert_eq!(brief(&found[1]), ["Lucas", "4.5/5", "", "Great lamp."]);
    let first = &found[0];
    assert_eq!(first.id.as_deref(), Some("#r901"));
    assert_eq!(first.url.as_deref(), Some("https://shop.example/reviews/901"));
    assert_eq!(first.posted.text.as_deref(), Some("2024-03-15"));
    let reply = first.reply.as_ref().expect("the shop answered");
    assert_eq!(reply.author.as_deref(), Some("달빛상점"));
    assert_eq!(reply.body, "새 제품을 보내 드리겠습니다.");
    assert_eq!(reply.posted.text.as_deref(), Some("2024-03-16"));
    assert!(found.iter().all(|review| review.product.as_deref() == Some("달빛 수면등")));
    assert_eq!(reviews_of_shop(&["달빛상점"], MICRODATA), found, "microdata");
    assert_eq!(reviews_of_shop(&["달빛상점"], RDFA), found, "RDFa");
}

#[test]
fn a_comment_is_an_answer_only_under_the_shops_own_name() {
    for names in [&[][..], &["고객센터"]] {
        for page in [JSON_LD, MICRODATA, RDFA] {
            let found = reviews_of_shop(names, page);
            assert!(found.iter().all(|review| review.reply.is_none()), "{names:?}: {found:#?}");
        }
    }
}

#[test]
fn a_review_that_is_printed_in_every_writing_is_one() {
    let found = reviews(&format!("{JSON_LD}{MICRODATA}{RDFA}{JSON_LD}"));
    assert_eq!(found, reviews(JSON_LD));
}

#[test]
fn only_the_formats_that_are_asked_for_are_read() {
    let page = format!("{JSON_LD}{MICRODATA}");
    assert_eq!(read_with("formats = [\"rdfa\"]", &page).reviews, []);
    assert_eq!(read_with("formats = [\"microdata\"]", &page).reviews.len(), 2);
    for (options, said) in [
        ("formats = [\"json\"]", "\"json\" is no format; allowed: \"json-ld\", \"microdata\""),
        ("formats = []", "`formats` is empty"),
        ("formats = 5", "must be"),
        ("next = \"::\"", "no CSS selector"),
        ("format = [\"rdfa\"]", "unknown"),
    ] {
        let problems = example::source("structured", options).expect_err("the options are wrong");
        assert!(problems.iter().any(|p| p.contains(said)), "{options}: {problems:?}");
    }
}

#[test]
fn the_list_goes_on_where_the_owner_says() {
    let page = format!("{JSON_LD}<a class=more href='?page=2'>more</a>");
    let next = read_with("next = \"a.more\"", &page).next.expect("there is another page");
    assert_eq!(next.url.as_str(), "https://shop.example/list?page=2");
    assert_eq!(read(&page).next, None, "unasked, no link is followed");
    let away = page.replace("?page=2", "https://elsewhere.example/");
    assert_eq!(read_with("next = \"a.more\"", &away).next, None);
}
