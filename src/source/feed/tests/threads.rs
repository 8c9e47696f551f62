//! Comment feeds: what the shop wrote there is an answer, and never a customer's review.

use super::rss;
use crate::source::{Content, Extraction, Outcome, example};

fn read(text: &str) -> Extraction {
    let source = example::board("feed", "", &["달빛상점"], Content::Questions);
    source.expect("a feed needs no options").read(&example::page(text))
}

/// Each review's author with the words of its answer.
fn answers(found: &Extraction) -> Vec<(&str, Option<&str>)> {
    found
        .reviews
        .iter()
        .map(|review| {
            let body = review.reply.as_ref().map(|reply| reply.body.as_str());
            (review.author.as_deref().unwrap_or_default(), body)
        })
        .collect()
}

#[test]
fn an_atom_entry_that_answers_another_is_its_answer() {
    let entry = |id: &str, by: &str, text: &str, to: &str| {
        format!(
            "<entry><id>{id}</id><author><name>{by}</name></author><content>{text}</content>\
             <updated>2024-03-16T01:00:00Z</updated>{to}</entry>"
        )
    };
    let feed = |entries: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:t='http://purl.org/syndication/thread/1.0'>\
             {entries}</feed>"
        )
    };
    let found = read(&feed(
        &[
            entry(
                "r",
                "달빛상점",
                "죄송합니다",
                "<t:in-reply-to ref='c1' href='https://x.example/1'/>",
            ),
            entry("c2", "이**", "저도요", "<t:in-reply-to ref='c1'/>"),
            entry("c1", "김**", "깨졌어요", ""),
        ]
        .concat(),
    ));
    assert_eq!(answers(&found), [("이**", None), ("김**", Some("죄송합니다"))]);
    assert!(found.reviews[1].reply.as_ref().is_some_and(|r| r.posted.interval.is_some()));
}

#[test]
fn a_blogs_comment_feed_says_in_words_what_is_answered() {
    let item = |at: u32, by: &str, text: &str| {
        format!(
            "<item><title>By: {by}</title><link>https://shop.example/post/#comment-{at}</link>\
             <dc:creator><![CDATA[{by}]]></dc:creator><guid isPermaLink='false'>g{at}</guid>\
             <content:encoded><![CDATA[{text}]]></content:encoded></item>"
        )
    };
    let to = |at: u32, words: &str| {
        words
            .replace("{}", &format!("<a href=\"https://shop.example/post/#comment-{at}\">김**</a>"))
    };
    let found = read(&rss(&[
        item(5, "달빛상점", &to(2, "<p>{}에 대한 답글입니다.</p><p>바로 보냈습니다.</p>")),
        item(4, "달빛상점", &to(1, "<p>In reply to {}.</p><p>We are sorry.</p>")),
        item(3, "달빛상점", "<p>이벤트 안내</p>"),
        item(2, "박**", "<p>안 와요</p>"),
        item(1, "김**", "<p>깨졌어요</p>"),
    ]
    .concat()));
    let [("박**", Some(korean)), ("김**", Some(english))] = answers(&found)[..] else {
        panic!("two customers, each answered: {found:?}")
    };
    assert!(korean.contains("바로 보냈습니다") && english.contains("We are sorry"), "{found:?}");
    assert_eq!(found.rejects, []);
}

#[test]
fn a_feed_published_under_the_shops_name_still_holds_its_customers() {
    let found = read(
        "<feed xmlns='http://www.w3.org/2005/Atom'><author><name>달빛상점</name></author>\
         <entry><id>1</id><title>깨졌어요</title></entry></feed>",
    );
    assert_eq!((found.outcome, found.reviews.len()), (Outcome::Reviews, 1), "{found:?}");
    let own = read(&rss("<item><title>공지</title><dc:creator>달빛상점</dc:creator></item>"));
    assert_eq!((own.outcome, own.reviews.len()), (Outcome::Empty, 0), "{own:?}");
}

#[test]
fn a_secret_question_in_a_feed_has_no_words() {
    let found = read(&rss("<item><title>비밀글입니다.</title><guid>1</guid></item>"));
    assert!(found.reviews[0].is_secret() && found.reviews[0].words().is_empty(), "{found:?}");
}
