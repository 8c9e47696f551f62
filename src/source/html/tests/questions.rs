//! Q&A boards: questions are read, and secret ones have no words to judge or to fetch.

use super::*;
use crate::source::example;

const BOARD: &str = "item = 'tr'\ntitle = { css = 'a', ignore = 'i' }\nlink = 'a'\n\
                     author = 'td.w'\nsecret = 'i.lock'\n[detail]\nbody = 'div.text'\n";

fn questions(options: &str) -> Arc<dyn Source> {
    example::board("html", options, &[], Content::Questions).expect("the options are right")
}

#[test]
fn a_secret_question_is_listed_without_a_text_and_its_page_is_not_asked_for() {
    let source = questions(BOARD);
    let html =
        "<table><tr><td><a href=/1>환불 문의<i class=lock>비밀글</i></a><td class=w>김**</tr>
                <tr><td><a href=/2>비밀글입니다.</a><td class=w>이**</tr>
                <tr><td><a href=/3>불량이에요</a><td class=w>박**</tr></table>";
    let found = source.read(&example::page(html));
    let told: Vec<_> = found
        .reviews
        .iter()
        .map(|r| (r.words(), r.is_secret(), source.detail_page(r).is_some()))
        .collect();
    let wanted = [
        ("환불 문의".to_owned(), true, false),
        (String::new(), true, false),
        ("불량이에요".to_owned(), false, true),
    ];
    assert_eq!(told, wanted);
    assert_eq!(found.rejects, [], "a secret row is no failure");
}

#[test]
fn a_question_whose_own_page_asks_for_a_password_is_secret() {
    let source = questions(BOARD);
    let list = "<table><tr><td><a href=/3>문의드려요</a><td class=w>박**</tr></table>";
    let row = only(source.read(&example::page(list)));
    let held = "<form action=/check>이 글은 비밀글입니다. 비밀번호를 입력하여 주십시오.\
                <input type=password></form>";
    let found = source.read_detail(&row, &example::page(held));
    assert_eq!(found.outcome, Outcome::Reviews, "{found:?}");
    assert!(only(found).is_secret(), "it is not tried again and again");
    let plain = example::source("html", BOARD).expect("the options are right");
    let found = plain.read_detail(&row, &example::page(held));
    assert_ne!(found.outcome, Outcome::Reviews, "a review that cannot be read is told");
}

#[test]
fn a_passers_by_comment_does_not_hide_that_the_list_says_answered() {
    let options = "item = 'tr'\ntitle = 'a'\nlink = 'a'\n[reply]\nanswered = 'b.done'\n\
                   [detail]\nbody = 'p'\n[detail.reply]\ncss = 'li'\nauthor = 'b'\nbody = 'i'\n";
    let source = example::board("html", options, &["달빛상점"], Content::Questions);
    let source = source.expect("the options are right");
    let list = "<table><tr><td><a href=/3>별로</a><td><b class=done>답변완료</b></tr></table>";
    let row = only(source.read(&example::page(list)));
    for (author, said) in [("이**", ""), ("달빛상점", "죄송합니다")] {
        let page = format!("<p>깨졌어요</p><ul><li><b>{author}</b><i>죄송합니다</i></ul>");
        let reply = only(source.read_detail(&row, &example::page(&page))).reply;
        assert_eq!(reply.map(|reply| reply.body).as_deref(), Some(said), "{author}");
    }
}

#[test]
fn a_mark_that_every_row_would_have_is_refused() {
    let refused = example::source("html", "item = 'li'\nbody = 'p'\nsecret = ':scope'");
    let told = refused.err().unwrap_or_default().join("; ");
    assert!(told.contains("`source.html.secret` would mark every row"), "{told}");
}

#[test]
fn a_list_that_turned_into_a_login_page_is_said_to_look_like_one() {
    let page = example::page("<title>회원 로그인</title><a href=#>카카오로 시작하기</a>");
    let found = questions(BOARD).read(&page);
    let note = found.note.unwrap_or_default();
    assert!(note.starts_with("list not found") && note.contains("login page"), "{note}");
}
