//! What a feed must survive, and what it must say.

use proptest::prelude::*;

use super::scan::{Part, Scan};
use crate::review::{Review, text};
use crate::source::{Extraction, Outcome, example};

mod threads;

fn read(text: &str) -> Extraction {
    example::source("feed", "").expect("a feed needs no options").read(&example::page(text))
}

fn reviews(text: &str) -> Vec<Review> {
    read(text).reviews
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='euc-kr'?><rss version='2.0'><channel><title>후기</title>{items}</channel></rss>"
    )
}

#[test]
fn an_rss_item_is_read_as_a_person_reads_it() {
    let found = reviews(&rss(
        "<item><title>배송이 &amp; 포장</title><link>/r/7</link><guid isPermaLink='false'>r7</guid>\
         <author>hong@shop.example (홍길동)</author><pubDate>Sat, 16 Mar 2024 09:00:00 +0900</pubDate>\
         <description>&lt;p&gt;늦었어요.&lt;br&gt;환불 &amp;amp; 교환&lt;/p&gt;</description></item>",
    ));
    let review = &found[0];
    assert_eq!(review.title.as_deref(), Some("배송이 & 포장"));
    assert_eq!(review.body.as_deref(), Some("늦었어요.\n환불 & 교환"));
    assert_eq!(review.author.as_deref(), Some("홍길동"));
    assert_eq!(review.id.as_deref(), Some("r7"));
    assert_eq!(review.url.as_deref(), Some("https://shop.example/r/7"));
    let posted = review.posted.interval.expect("the date is read");
    assert_eq!(posted.earliest.to_string(), "2024-03-16T00:00:00Z");
}

#[test]
fn an_atom_entry_is_read_as_its_types_say() {
    let page = "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='next' href='?page=2'/>\
        <author><name>feed</name></author><entry><id>tag:a</id><title type='html'>a &amp;lt; b</title>\
        <link rel='self' href='/self'/><link href='/r/1'/><updated>2024-03-16T01:00:00Z</updated>\
        <summary>short</summary><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>\
        <p>it &lt;broke&gt;<br/>twice</p></div></content></entry>\
        <entry><id>b</id><title>1 &lt; 2 &amp; <![CDATA[<b>]]></title><author><name>kim</name></author></entry></feed>";
    let found = read(page);
    let next = found.next.expect("the feed goes on").url;
    assert_eq!(next.as_str(), "https://shop.example/list?page=2");
    let [first, second] = &found.reviews[..] else {
        panic!("two entries: {found:?}", found = found.reviews)
    };
    assert_eq!(first.title.as_deref(), Some("a < b"));
    assert_eq!(first.body.as_deref(), Some("it <broke>\ntwice"));
    assert_eq!(first.url.as_deref(), Some("https://shop.example/r/1"));
    assert_eq!(first.author.as_deref(), Some("feed"), "Atom lets entries inherit the author");
    assert_eq!(second.author.as_deref(), Some("kim"));
}

#[test]
fn a_json_feed_is_read_with_numbers_and_its_next_page() {
    let found = read(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "t", "next_url": "https://shop.example/2",
        "items": [{"id": 7, "content_html": "<p>bad &amp; late</p>", "authors": [{"name": "Kim"}],
        "date_published": "2024-03-16T09:00:00+09:00", "url": "https://shop.example/r/7"}]}"#,
    );
    let review = &found.reviews[0];
    assert_eq!(review.id.as_deref(), Some("7"));
    assert_eq!(review.body.as_deref(), Some("bad & late"));
    assert_eq!(review.author.as_deref(), Some("Kim"));
    assert!(review.posted.interval.is_some());
    assert_eq!(found.next.map(|n| n.url.into()), Some("https://shop.example/2".to_owned()));
}

#[test]
fn a_date_that_cannot_be_read_gives_way_to_one_that_can_and_keeps_its_words() {
    let item =
        |dates| reviews(&rss(&format!("<item><title>t</title>{dates}</item>")))[0].posted.clone();
    let both = item("<pubDate>soon</pubDate><dc:date>2024-03-16T09:00:00Z</dc:date>");
    assert_eq!(both.text.as_deref(), Some("2024-03-16T09:00:00Z"));
    let odd = item("<pubDate>once upon a time</pubDate>");
    assert_eq!((odd.text.as_deref(), odd.interval), (Some("once upon a time"), None));
    let told = read(&rss("<item><title>t</title><pubDate>soon</pubDate></item>")).rejects;
    assert!(told[0].why.contains("\"soon\""), "{told:?}");
}

#[test]
fn entities_nobody_declared_and_bare_signs_cost_nothing() {
    let found = reviews(&rss(
        "<item><title>Caf&eacute;&nbsp;AT&T 5 < 6 <속보></title><link>http://shop.example/?a=1&b=2</link>\
         <description>&#150; &bogus; I &lt;3 it</description></item>",
    ));
    assert_eq!(found[0].title.as_deref(), Some("Café AT&T 5 < 6 <속보>"));
    assert_eq!(found[0].url.as_deref(), Some("http://shop.example/?a=1&b=2"));
    assert_eq!(found[0].body.as_deref(), Some("– &bogus; I <3 it"));
}

#[test]
fn a_billion_laughs_stay_untold() {
    let mut bomb = String::from("<!DOCTYPE rss [<!ENTITY lol0 'lol'>");
    for n in 1..30 {
        bomb += &format!("<!ENTITY lol{n} '{}'>", format!("&lol{};", n - 1).repeat(10));
    }
    bomb += "]>";
    bomb += &rss("<item><title>&lol29;</title></item>");
    assert_eq!(reviews(&bomb)[0].title.as_deref(), Some("&lol29;"));
}

#[test]
fn an_entity_of_the_documents_own_is_read_when_it_is_a_plain_word() {
    let text = format!("<!DOCTYPE rss [<!ENTITY shop '가게'><!ENTITY long '{}'>]>", "x".repeat(99));
    let found = reviews(&(text + &rss("<item><title>&shop; &long;</title></item>")));
    assert_eq!(found[0].title.as_deref(), Some("가게 &long;"));
}

#[test]
fn one_broken_item_does_not_take_the_others_with_it() {
    let whole = "<item><title>fine</title></item>";
    for broken in [
        "<item><title>no end</item>",
        "<item><title>no end of the item</title>",
        "<item></nonsense><title>stray end</title></item>",
        "<item><description><b>crossed</description></b></item>",
        "<item><title>never <!-- ends</title></item>",
        "<item><title><![CDATA[never ends</title></item>",
        "<item><title a='never ends</title></item>",
    ] {
        let found = read(&rss(&format!("{whole}{broken}{whole}{whole}")));
        let fine = found.reviews.iter().filter(|r| r.title.as_deref() == Some("fine")).count();
        assert!(fine >= 2, "{broken}: {found:?}");
        assert_eq!(found.reviews.len() + found.rejects.len(), 4, "{broken}: {found:?}");
    }
}

#[test]
fn a_feed_that_ends_too_early_says_so_and_keeps_what_came() {
    let found = read("<rss><channel><item><title>a</title></item><item><title>half</ti");
    assert_eq!((found.outcome, found.reviews.len()), (Outcome::Reviews, 1));
    assert!(found.rejects[0].excerpt.contains("half"), "{:?}", found.rejects);
}

#[test]
fn control_characters_are_not_kept() {
    let found = reviews(&rss(
        "<item><title>a\u{0}\u{7}b\r\nBcc: x</title><description>c\u{b}d</description></item>",
    ));
    assert_eq!(found[0].title.as_deref(), Some("a b Bcc: x"));
    assert_eq!(found[0].body.as_deref(), Some("c d"));
}

#[test]
fn an_app_stores_stars_are_read_and_impossible_ones_recorded() {
    let found = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:im='http://itunes.apple.com/rss'>\
         <entry><id>1</id><title>t</title><im:rating>2</im:rating></entry>\
         <entry><id>2</id><title>t</title><im:rating>7</im:rating></entry></feed>",
    );
    assert_eq!(found.reviews[0].rating.map(|r| (r.value(), r.max())), Some((2.0, 5.0)));
    assert_eq!(found.reviews[1].rating, None);
    assert!(found.rejects[0].why.contains("impossible"), "{:?}", found.rejects);
}

#[test]
fn stars_in_the_words_are_read_where_the_owner_says() {
    let source =
        example::source("feed", "rating = '평점 (\\d)'\nrating_max = 10\nproduct = '이어폰'");
    let page =
        example::page(&rss("<item><title>평점 3 별로</title></item><item><title>x</title></item>"));
    let found = source.expect("the options are right").read(&page).reviews;
    assert_eq!(found[0].rating.map(|r| (r.value(), r.max())), Some((3.0, 10.0)));
    assert_eq!(found[0].product.as_deref(), Some("이어폰"));
    assert_eq!(found[1].rating, None);
    for wrong in ["rating = '('", "rating = 'x'", "rating_max = 0", "ratin = '(.)'"] {
        assert!(example::source("feed", wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_page_is_empty_a_refusal_or_no_feed() {
    assert_eq!(read(&rss("")).outcome, Outcome::Empty);
    assert_eq!(read("<title>Access Denied</title>").outcome, Outcome::Blocked);
    for none in ["", "<p>hello", "{}", "[1]", "{\"items\": 3}", "{broken", "x"] {
        let found = read(none);
        assert_eq!(found.outcome, Outcome::Error, "{none}");
        assert!(
            found.note.as_deref().is_some_and(|n| n.starts_with("no feed: ")),
            "{:?}",
            found.note
        );
    }
}

#[test]
fn a_feed_of_any_length_gives_at_most_a_thousand_rows() {
    let found = read(&rss(&"<item><title>a</title></item>".repeat(1_200)));
    assert_eq!((found.reviews.len(), found.rejects.len()), (1_000, 1));
}

#[test]
fn nesting_without_end_is_read_without_harm() {
    for deep in
        ["<item>", "<a>", "<item><a>", "<!--", "<item><![CDATA[", "<item><description>&lt;b&gt;"]
    {
        read(&rss(&deep.repeat(50_000)));
    }
}

#[test]
fn what_all_entries_inherit_is_short_and_taken_once() {
    let nested = "<feed xml:base='a/'><x/><feed xml:base='b/'><y/><z/>";
    let mut scan = Scan::new(nested);
    let mut asked = Vec::new();
    while scan.next().is_some() {
        asked.push(scan.new_bases());
    }
    assert_eq!(
        asked,
        [vec!["a/".to_owned()], vec!["b/".to_owned()], vec![]],
        "each base is told once"
    );
    let entry = "<entry><id>1</id><link href='1'/></entry>";
    let url = |feed: &str| read(feed).reviews[0].url.clone();
    let deep = url(&format!("{nested}{entry}"));
    assert_eq!(deep.as_deref(), Some("https://shop.example/a/b/1"), "each base is taken once");
    let endless = format!("<feed xml:base='{}/'>{entry}", "a".repeat(100_000));
    assert_eq!(url(&endless).as_deref(), Some("https://shop.example/1"), "an endless base is none");

    let name = "a".repeat(100_000);
    let url = example::page("").url;
    let atom =
        format!("<feed><author><name>{name}</name></author><entry><id>1</id></entry></feed>");
    let json =
        format!(r#"{{"title": "t", "author": {{"name": "{name}"}}, "items": [{{"id": 1}}]}}"#);
    let json = serde_json::from_str(&json).expect("it is JSON");
    for found in [super::xml::read(&atom, &url, 9), super::jsonfeed::read(&json, &url, 9)] {
        let author = found.expect("it is a feed").items.remove(0).author;
        let length = author.map(|author| author.len());
        assert_eq!(length, Some(text::MAX_LINE), "every entry holds the feed's author");
    }
}

#[test]
fn a_flood_of_elements_is_not_kept() {
    let flood = format!("<rss><item>{}</item></rss>", "<a b=''/>".repeat(100_000));
    let Some(Part::Whole(item)) = Scan::new(&flood).next() else { panic!("the item is read") };
    assert!(item.elements().count() < 50_000, "{} elements are kept", item.elements().count());
    let tag = format!("<rss><item {}/></rss>", "a='' ".repeat(100_000));
    let Some(Part::Whole(item)) = Scan::new(&tag).next() else { panic!("the item is read") };
    assert!(item.attributes.len() < 1_000, "{} attributes are kept", item.attributes.len());
}

/// Pieces that feeds are made of, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "<rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<channel>",
        "<item>",
        "</item>",
        "<entry>",
        "</entry>",
        "<title>",
        "</title>",
        "<title type='xhtml'>",
        "<content type='html'>",
        "</content>",
        "<link href='",
        "'/>",
        "<link>",
        "<pubDate>",
        "<author>a@b.c（",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&",
        "&#x",
        ";",
        "&amp;lt;",
        "<",
        ">",
        "<im:rating>",
        "한글",
        "\u{0}",
        "<?",
        "?>",
        "<!DOCTYPE",
        "[",
        "xml:base='",
    ];
    prop_oneof![8 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<String>()]
}

proptest! {
    #[test]
    fn no_text_makes_reading_panic(pieces in proptest::collection::vec(piece(), 0..40), text in any::<String>()) {
        read(&pieces.concat());
        read(&rss(&pieces.concat()));
        read(&text);
        read(&format!("{{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{text}]}}"));
    }
}
