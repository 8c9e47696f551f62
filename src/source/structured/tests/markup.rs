//! Reviews in a page's own elements: microdata and microformats with their traps.

use super::{brief, read, reviews, script};
use crate::source::Outcome;

#[test]
fn what_a_thing_within_says_is_not_the_reviews_own() {
    let page = "<div itemscope itemtype=http://schema.org/Review>
        <div itemprop=itemReviewed itemscope itemtype=http://schema.org/Book><i itemprop=name>책</i>
          <i itemprop=author>작가</i><i itemprop=datePublished>1991-05-01</i></div>
        <div itemscope><i itemprop=author>아무도 아님</i></div>
        <p itemprop='description reviewBody'>좋아요</p></div>";
    let found = reviews(page);
    assert_eq!(brief(&found[0]), ["", "", "", "좋아요"]);
    assert_eq!(found[0].product.as_deref(), Some("책"));
    assert_eq!(found[0].posted.text, None);
}

#[test]
fn two_lists_of_the_same_reviews_are_one_even_where_one_is_cut_off() {
    let json = r#"{"@type": "Product", "review": {"@type": "Review", "author": "Ann",
        "reviewBody": "The lamp burned out after a single day…"}}"#;
    let markup = "<div itemscope itemtype=http://schema.org/Review><i itemprop=author>ann</i>
        <p itemprop=reviewBody>The lamp burned out after a single day, and nobody answers.</p></div>";
    let found = reviews(&format!("{}{markup}", script(json)));
    assert_eq!(found.len(), 1);
    let body = found[0].body.as_deref();
    assert_eq!(body, Some("The lamp burned out after a single day, and nobody answers."));
    let unlike = markup.replace("burned out", "was late");
    assert_eq!(reviews(&format!("{}{unlike}", script(json))).len(), 2);
}

#[test]
fn microformats_of_both_generations_are_read() {
    let prefixed = "<div class=h-product><b class=p-name>수면등</b><div class='p-review h-review'>
        <a class='p-author h-card' href=/u/1>민지</a> <time class=dt-published datetime=2024-03-15>어제</time>
        <b class=p-name>꺼졌어요</b> <data class=p-rating value=2></data> of <i class=p-best>10</i>
        <div class=e-content><p>하루 만에</p><p class=value>꺼짐</p></div></div></div>";
    let classic = "<div class=hproduct><b class=fn>수면등</b><div class='review hreview'>
        <span class='reviewer vcard'>by <i class=fn>민지</i></span>
        <span class=dtreviewed><i class=value-title title=2024-03-15></i>어제</span>
        <b class=summary>꺼졌어요</b> <p class=rating><i class=value>2</i> of <i class=best>10</i></p>
        <div class=description><p>하루 만에</p><p class=value>꺼짐</p></div></div></div>";
    for page in [prefixed, classic] {
        let found = reviews(page);
        assert_eq!(found.len(), 1, "{page}");
        assert_eq!(brief(&found[0]), ["민지", "2/10", "꺼졌어요", "하루 만에\n\n꺼짐"], "{page}");
        assert_eq!(found[0].product.as_deref(), Some("수면등"), "{page}");
        assert_eq!(found[0].posted.text.as_deref(), Some("2024-03-15"), "{page}");
    }
}

#[test]
fn the_posts_of_a_feed_are_read_where_no_review_is() {
    let feed = "<main class=h-feed><h1 class=p-name>소식</h1>
        <article class=h-entry><a class=u-url href=/2>둘</a><p class='p-name e-content'>또 늦네요</p></article>
        <article class=h-entry><p class=e-content>좋아요</p></article></main>
        <article class=h-entry><p class=e-content>가게 글</p></article>";
    let found = reviews(feed);
    let bodies: Vec<_> = found.iter().map(|review| review.body.as_deref()).collect();
    assert_eq!(bodies, [Some("또 늦네요"), Some("좋아요")]);
    assert_eq!(
        (found[0].title.as_deref(), found[0].id.as_deref()),
        (None, Some("https://shop.example/2"))
    );
    let review = "<div class=h-review><p class=e-content>별로</p></div>";
    assert_eq!(reviews(&format!("{feed}{review}")).len(), 1, "news beside reviews are none");
    assert_eq!(read("<main class=h-feed></main>").outcome, Outcome::Empty);
}
