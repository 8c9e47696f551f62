//! Q&A boards: complaints asked as questions are found, and secret posts have no words of ours.

use std::sync::{Arc, Mutex};

use jiff::civil::Date;
use reviewd::case::State;
use reviewd::demo::site::{Request, Response};
use reviewd::review::Review;
use reviewd::source::Outcome;
use serde_json::Value;

use crate::support::run::Run;
use crate::support::shop::{at, hours, minutes};
use crate::support::shops::{key, saved};
use crate::support::source::{configured, page_of};

const GMARKET: &str = r##"
kind = "html"
url = "https://item.gmarket.example/DetailView/Item.asp?goodsCode=1"
content = "questions"
[source.html]
list = "table:has(tr[id^=qna_])"
item = "tr[id^=qna_]"
id = { attr = "id", regex = '\d+' }
title = { css = ".qt_tit a", ignore = ".ic_lock" }
author = "td:nth-child(5)"
date = "td:nth-child(6)"
product = "td:nth-child(2)"
secret = ".ic_lock"
[source.html.reply]
answered = { css = "td:nth-child(3)", regex = '답변\s*완료' }
"##;

const NAVER: &str = r##"
kind = "html"
url = "https://smartstore.naver.example/shop/products/1"
content = "questions"
[source.html]
list = "#QNA ul:last-of-type"
item = "li[aria-expanded]"
body = "a > span > span:first-child"
author = "li > div > div:nth-child(3)"
date = "li > div > div:nth-child(4)"
[source.html.reply]
answered = { css = "li > div > div:first-child", regex = '답변\s*완료' }
"##;

/// What a review says, in the words of a key.
fn told(review: &Review, zone: &jiff::tz::TimeZone) -> Vec<(&'static str, Value)> {
    let collapsed = |text: &Option<String>| -> Value {
        let text = text.as_deref().filter(|text| !text.is_empty());
        text.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).into()
    };
    let day = |at: jiff::Timestamp| -> Date { at.to_zoned(zone.clone()).date() };
    let date = review.posted.interval.map(|i| day(i.earliest).to_string());
    vec![
        ("id", review.id.clone().into()),
        ("author", collapsed(&review.author)),
        ("title", collapsed(&review.title)),
        ("body", collapsed(&review.body)),
        ("date", date.into()),
        ("secret", review.is_secret().into()),
        ("answered", review.reply.is_some().into()),
    ]
}

#[test]
fn real_boards_are_read_question_by_question() {
    for (name, options) in [("gmarket-product-qna", GMARKET), ("naver-smartstore-qna", NAVER)] {
        let source = configured(options);
        let found = source.source.read(&page_of(&source, &saved(name)));
        assert_eq!(found.outcome, Outcome::Reviews, "{name}: {:?}", found.note);
        assert_eq!(found.rejects, [], "{name}: everything is taken");
        let wanted = key(name);
        assert_eq!(found.reviews.len(), wanted.len(), "{name}: as many as in its key");
        for (at, (review, wanted)) in found.reviews.iter().zip(&wanted).enumerate() {
            for (field, found) in told(review, &source.zone) {
                let wanted = match &wanted[field] {
                    // The placeholder of a secret post is nobody's words.
                    Value::String(_) if field == "body" && wanted["secret"] == true => Value::Null,
                    Value::String(text) => {
                        text.split_whitespace().collect::<Vec<_>>().join(" ").into()
                    }
                    other => other.clone(),
                };
                assert_eq!(found, wanted, "{name}, question {}: {field}", at + 1);
            }
        }
        let secret = found.reviews.iter().filter(|review| review.is_secret()).count();
        assert!(secret > 0 && secret < wanted.len(), "{name}: {secret} are secret");
    }
}

/// A board of three questions: one secret with a lock, one whose own page asks for a password, and a
/// complaint that is marked as answered after six hours.
const BOARD: &str = r#"
[[source]]
id = "qna"
kind = "html"
content = "questions"
url = "{site}/qna"
every = "10m"
[source.html]
item = "tr"
id = { attr = "id" }
title = "a"
link = "a"
author = "td.w"
date = "td.d"
secret = "i.lock"
[source.html.reply]
answered = { css = "td.s", regex = "답변완료" }
[source.html.detail]
body = "div.text"
"#;

fn page(path: &str, is_answered: bool) -> Response {
    let state = if is_answered { "답변완료" } else { "답변대기" };
    let text = match path {
        "/qna" => format!(
            "<table><tr id=3><td><a href=/3>비밀글입니다.</a><i class=lock></i><td class=w>이**\
             <td class=d>2026-03-02 09:00<td class=s>답변대기</tr>\
             <tr id=2><td><a href=/2>문의합니다</a><td class=w>박**<td class=d>2026-03-02 08:50\
             <td class=s>답변대기</tr>\
             <tr id=1><td><a href=/1>불량 같은데요</a><td class=w>김**<td class=d>2026-03-02 08:40\
             <td class=s>{state}</tr></table>"
        ),
        "/1" => "<div class=text>받자마자 고장이라 환불해 주세요. 고객센터는 전화를 받지 않습니다.</div>"
            .to_owned(),
        "/2" => "<p>이 글은 비밀글입니다. 비밀번호를 입력하여 주십시오.</p>".to_owned(),
        _ => return Response::status(404),
    };
    Response::ok("text/html; charset=utf-8", text)
}

#[tokio::test]
async fn a_complaint_among_questions_gets_its_alert_and_secret_posts_are_left_in_peace() {
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&asked);
    let script = Arc::new(move |request: &Request, now| {
        log.lock().expect("nobody panicked").push(request.path.clone());
        page(&request.path, now >= at(hours(6)))
    });
    let mut run = Run::over(BOARD, script).await;
    run.until(hours(5)).await;
    let cases = run.cases().await;
    let opened: Vec<_> = cases.iter().map(|case| case.review.native.as_str()).collect();
    assert_eq!(opened, ["1"], "only the complaint opens a case: {:?}", run.log());
    let alerts: Vec<_> = run.mails().iter().map(|mail| mail.kind.as_str()).collect();
    assert_eq!(alerts, ["alert"], "{:?}", run.log());
    let times = |path: &str| {
        asked.lock().expect("nobody panicked").iter().filter(|asked| *asked == path).count()
    };
    assert_eq!(times("/3"), 0, "the lock says that nobody may read it");
    assert_eq!(times("/2"), 1, "one look told that it is secret");
    assert!(times("/qna") > 20, "the board was read on and on");
    run.until(hours(7) + minutes(30)).await;
    let state = run.cases().await[0].state;
    assert_eq!(state, State::Answered, "답변완료 stands there: {:?}", run.log());
}
