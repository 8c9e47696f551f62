//! Circles, depths and crowds: reading ends, and soon.

use super::{read, script};
use crate::source::Extraction;
use crate::source::structured::review::MAX_REVIEWS;

/// Reads a page whose naive reading would take for ever, which is how the test would fail.
fn survives(page: &str) -> Extraction {
    let found = read(page);
    assert!(found.reviews.len() <= MAX_REVIEWS, "{} reviews", found.reviews.len());
    found
}

#[test]
fn circles_of_identifiers_end() {
    let json = r##"{"@graph": [
        {"@id": "#a", "@type": "Review", "author": {"@id": "#a"}, "itemReviewed": {"@id": "#b"},
         "reviewRating": {"@id": "#b"}, "comment": {"@id": "#a"}, "reviewBody": "좋아요"},
        {"@id": "#b", "@type": "Product", "review": {"@id": "#a"}, "name": {"@id": "#b"}}]}"##;
    assert_eq!(survives(&script(json)).reviews.len(), 1);
    let page = "<div id=a itemscope itemref='b a' itemtype=http://schema.org/Review itemprop=review>
        <p itemprop=reviewBody>좋아요</p></div>
        <div id=b itemscope itemref='a b' itemtype=http://schema.org/Product itemprop=itemReviewed></div>";
    assert_eq!(survives(page).reviews.len(), 1);
}

#[test]
fn crowds_around_one_place_are_bounded() {
    let words = "<i itemprop=reviewBody>x</i>".repeat(5_000);
    let items = "<div itemscope itemtype=http://schema.org/Review itemref='a a a a a a a a'></div>";
    let found = survives(&format!("{}<div id=a>{words}</div>", items.repeat(5_000)));
    assert!(!found.rejects.is_empty(), "what was not read is told");
    let same = r##"{"@id": "#a", "@type": "Review", "author": {"@id": "#a"}, "name": "x"},"##;
    survives(&script(&format!("[{} 1]", same.repeat(20_000))));
    let none = r##"{"@type": "Review", "itemReviewed": {"@id": "#a"}},"##;
    let found = survives(&script(&format!("[{} 1]", none.repeat(60_000))));
    assert!(found.rejects.iter().any(|r| r.why.contains("more than is read")), "the crowd is told");
    let found = survives(&"<p itemscope class=crowded>".repeat(30_000));
    assert!(found.rejects.iter().any(|r| r.why.contains("too many things")), "the crowd is told");
}

#[test]
fn words_that_many_reviews_share_are_not_held_for_each() {
    let words = "가나다 라마 ".repeat(20_000);
    let page = {
        let item = "<i itemscope itemtype=http://schema.org/Review itemref=a></i>";
        format!("<p id=a itemprop=reviewBody>{words}</p>{}", item.repeat(1_000))
    };
    let review = r##",{"@type": "Review", "reviewBody": {"@id": "#t"}, "comment": {"@id": "#t"}}"##;
    let data = format!(r##"[{{"@id": "#t", "value": "{words}"}}{}]"##, review.repeat(500));
    for page in [page, script(&data)] {
        let found = survives(&page);
        let held: usize = found.reviews.iter().filter_map(|r| Some(r.body.as_ref()?.len())).sum();
        assert!(held > 0 && held < 6 * page.len(), "{held} bytes of {}", page.len());
        let told = found.rejects.iter().any(|r| r.why.contains("repeat the same words"));
        assert!(told, "what was not read is told: {:?}", found.rejects);
    }
}

#[test]
fn depths_are_bounded() {
    let scope = "<div itemscope itemprop=review itemtype=http://schema.org/Review>";
    let found = survives(&format!("{}<p itemprop=reviewBody>x", scope.repeat(400)));
    assert!(found.rejects.iter().any(|r| r.why.contains("too deep")), "{:?}", found.rejects.last());
    let body = "<div itemprop=reviewBody>".repeat(400);
    survives(&format!("{scope}{body}{}", "<p>x".repeat(20_000)));
    survives(&format!(
        "<div vocab=//schema.org/>{}",
        "<div property=review typeof=Review>".repeat(400)
    ));
    survives(&"<div class='h-review p-comment'>".repeat(400));
    survives(&script(&"{\"review\":".repeat(5_000)));
    survives(&script(&format!("{}{}", "[".repeat(5_000), "]".repeat(5_000))));
}
