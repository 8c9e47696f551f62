//! Answers among everyone's comments, nested or flat, and posts that only the shop may read.

use crate::source::{Content, Extraction, Outcome, example};

const SHOP: &[&str] = &["달빛상점"];

fn read(options: &str, answer: &str) -> Extraction {
    let options = format!(
        "items = '$.r[*]'\nid = '$.id'\nauthor = '$.by'\nbody = '$.text'\ndate = '$.at'\n{options}"
    );
    let source = example::board("json", &options, SHOP, Content::Questions);
    source.expect("the options are right").read(&example::page(answer))
}

/// Each review's number with the words of its answer.
fn answers(found: &Extraction) -> Vec<(&str, Option<&str>)> {
    found
        .reviews
        .iter()
        .map(|review| {
            let body = review.reply.as_ref().map(|reply| reply.body.as_str());
            (review.id.as_deref().unwrap_or_default(), body)
        })
        .collect()
}

const COMMENTS: &str =
    "[reply]\nitems = '$.comments[*]'\nauthor = '$.by'\nbody = '$.text'\ndate = '$.at'\n";

#[test]
fn among_everyones_comments_the_shops_newest_is_the_answer() {
    let found = read(
        COMMENTS,
        r#"{"r": [
        {"id": 1, "by": "김**", "text": "깨졌어요", "comments": [
            {"by": "달빛상점", "text": "확인 중입니다", "at": "2024-03-01"},
            {"by": "달빛상점", "text": "보냈습니다", "at": "2024-03-03"},
            {"by": "이**", "text": "저도요", "at": "2024-03-05"}]},
        {"id": 2, "by": "박**", "text": "늦어요", "comments": [
            {"by": "이**", "text": "저도요"}, {"text": "이름 없는 댓글"}]},
        {"id": 3, "by": "최**", "text": "좋아요", "comments": []},
        {"id": 4, "by": "최**", "text": "좋아요"}]}"#,
    );
    let wanted = [("1", Some("보냈습니다")), ("2", None), ("3", None), ("4", None)];
    assert_eq!(answers(&found), wanted);
    let reply = found.reviews[0].reply.clone().expect("it is answered");
    assert_eq!(reply.author.as_deref(), Some("달빛상점"));
    let day = reply.posted.interval.expect("it is dated").earliest.to_string();
    assert_eq!(day, "2024-03-02T15:00:00Z");
    let bare = COMMENTS.replace("[*]", "");
    let same = read(
        &bare,
        r#"{"r": [{"id": 1, "text": "x", "comments": [{"by": "달빛상점", "text": "y"}]}]}"#,
    );
    assert_eq!(answers(&same), [("1", Some("y"))], "a path to the list itself is as good");
}

#[test]
fn in_a_flat_list_the_shops_rows_become_answers_and_a_customers_stay_reviews() {
    let found = read(
        "parent = '$.to'\n",
        r#"{"r": [
        {"id": 5, "by": "달빛상점", "text": "죄송합니다", "to": 1, "at": "2024-03-02"},
        {"id": 4, "by": "이**", "text": "저도 불량", "to": 1},
        {"id": 3, "by": "달빛상점", "text": "공지입니다", "to": null},
        {"id": 6, "by": "달빛상점", "text": "어제 글에", "to": 99},
        {"id": 1, "by": "김**", "text": "깨졌어요", "to": null}]}"#,
    );
    assert_eq!(answers(&found), [("4", None), ("1", Some("죄송합니다"))]);
    let [told] = found.rejects.as_slice() else { panic!("one word: {:?}", found.rejects) };
    assert!(told.why.contains("not on this page") && told.excerpt == "어제 글에", "{told:?}");
}

#[test]
fn a_list_of_nothing_but_the_shops_own_posts_holds_no_review() {
    let found = read("", r#"{"r": [{"id": 1, "by": "달빛상점", "text": "공지"}]}"#);
    assert_eq!((found.outcome, found.reviews.len()), (Outcome::Empty, 0), "{found:?}");
}

#[test]
fn whose_comments_they_are_must_be_known() {
    for (options, told) in [
        (COMMENTS, "`source.json.reply.items` is about everyone's comments"),
        ("parent = '$.to'", "`source.json.parent` is about everyone's comments"),
        ("[reply]\nitems = '$.c'\nbody = '$.t'", "`source.json.reply.author` is missing"),
        ("[reply]\ndate = '$.t'", "`source.json.reply.body` is missing"),
    ] {
        let options = format!("items = '$.r'\nbody = '$.t'\n{options}");
        let found = example::source("json", &options).err().unwrap_or_default().join("; ");
        assert!(found.contains(told), "{options}: {found}");
    }
}

#[test]
fn a_secret_post_and_an_answered_one_say_no_more_than_that() {
    let found = read(
        "title = '$.title'\nsecret = '$.hidden'\n[reply]\nanswered = { path = '$.state', regex = '완료' }\n",
        r#"{"r": [
        {"id": 1, "title": "환불", "text": "***", "hidden": true, "state": "답변완료"},
        {"id": 2, "text": "비밀글입니다.", "hidden": false, "state": "답변대기"},
        {"id": 3, "text": "불량이에요", "hidden": false},
        {"id": 4, "hidden": true}]}"#,
    );
    assert_eq!(answers(&found), [("1", Some("")), ("2", None), ("3", None), ("4", None)]);
    let words: Vec<_> = found.reviews.iter().map(|r| (r.words(), r.is_secret())).collect();
    let wanted = [("환불", true), ("", true), ("불량이에요", false), ("", true)];
    assert_eq!(words, wanted.map(|(words, secret)| (words.to_owned(), secret)));
}
