//! What was not seen is said: by mail, once, with the time and the place to look.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use reviewd::demo::site::{Request, Response};
use reviewd::store::Store;

use crate::support::run::{Mail, OWNER, Run, Script};
use crate::support::shop::{List, Post, at, hours, list_source, minutes};

/// The mails so far, as (kind, recipient).
fn told(run: &Run) -> Vec<(&str, &str)> {
    run.mails().iter().map(|mail| (mail.kind.as_str(), mail.to.as_str())).collect()
}

fn says(mail: &Mail, words: &[&str]) {
    for words in words {
        assert!(mail.text.contains(words), "{words:?} is not in\n{}", mail.text);
    }
}

/// Five to a page; nothing says where the list goes on.
fn without_next(posts: Vec<Post>) -> (String, Script) {
    let list = List { posts, per_page: 5 };
    let first = move |request: &Request, now: Timestamp| {
        list.answer(&Request { query: None, ..request.clone() }, now)
    };
    (list_source("mall", "/mall", "1h").replace("next = \"$.next\"\n", ""), Arc::new(first))
}

fn old() -> impl Iterator<Item = Post> {
    (1..=20).map(|id| Post::praise(id, hours(-400) + hours(id.into())))
}

fn several(count: u32, written: SignedDuration) -> impl Iterator<Item = Post> {
    (1..=count).map(move |n| Post::praise(100 + n, written + minutes(n.into())))
}

const BROKEN: (&str, &str) = ("source_broken", OWNER);

#[tokio::test]
async fn the_first_poll_tells_of_complaints_that_stand_behind_its_first_page() {
    let complaints = [Post::complaint(91, hours(-6)), Post::complaint(92, hours(-30))];
    let posts = old().chain(complaints).chain(several(9, hours(-5))).collect();
    let mut run = Run::of(List { posts, per_page: 5 }).await;
    run.until(minutes(30)).await;
    let cases = run.cases().await;
    let natives: Vec<&str> = cases.iter().map(|case| case.review.native.as_str()).collect();
    assert_eq!(natives, ["91"], "18 hours are left for it, none for the other: {:?}", run.log());
    assert_eq!(told(&run), [("alert", OWNER)], "{:?}", run.log());
    let asked: Vec<_> = run.site.seen().iter().filter(|r| r.path == "/mall").cloned().collect();
    let pages: Vec<_> = asked.iter().map(|request| request.query.as_deref()).take(4).collect();
    assert_eq!(pages[..3], [None, Some("page=2"), Some("page=3")]);
    assert!(!pages.contains(&Some("page=4")), "what is behind can no longer be answered");
}

#[tokio::test]
async fn what_the_first_poll_cannot_reach_is_told_by_mail() {
    let (source, script) = without_next(old().chain(several(9, hours(-5))).collect());
    let mut run = Run::over(&source, script).await;
    run.until(hours(30)).await;
    assert_eq!(told(&run), [BROKEN], "once: {:?}", run.log());
    let url = run.site.url("/mall").to_string();
    let until = "and Mon 2 Mar, 4:05 am";
    says(&run.mails()[0], &["may have been missed", "Sun 1 Mar", until, &url, "`next`", "`every`"]);
}

#[tokio::test]
async fn a_gap_is_told_once_with_its_time_and_the_page_and_not_every_day() {
    let (source, script) = without_next(old().chain(several(9, hours(2))).collect());
    let mut run = Run::over(&source, script).await;
    run.until(hours(4)).await;
    assert_eq!(told(&run), [BROKEN], "{:?}", run.log());
    let mail = &run.mails()[0];
    let url = run.site.url("/mall").to_string();
    says(mail, &["All that could be read was new", "When: Mon 2 Mar", "11:05 am", &url]);
    assert!(mail.subject.starts_with("[Reviews may be missed] mall"), "{}", mail.subject);
    run.until(hours(80)).await;
    assert_eq!(told(&run), [BROKEN], "a gap is a fact, not a state: {:?}", run.log());
    let status = run.source("mall").await;
    assert_eq!((status.troubles, status.accepted), (Vec::new(), None), "nothing lasts");
    let (mall, now) = ("mall".parse().expect("a name"), run.now());
    assert!(run.store.accept(&mall, now).await.expect("the store answers"));
    assert_eq!(run.source("mall").await.accepted, Some(now), "who has looked can say so");
}

#[tokio::test]
async fn what_a_stop_of_ours_kept_from_being_read_in_many_lists_is_one_mail() {
    let posts: Vec<Post> = old().chain(several(9, hours(2))).collect();
    let (_, script) = without_next(posts);
    let source =
        |id: &str| list_source(id, &format!("/{id}"), "10m").replace("next = \"$.next\"\n", "");
    let ids = ["one", "two", "three", "four"];
    let mut run = Run::over(&ids.map(source).concat(), script).await;
    run.until(hours(1)).await;
    run.stop().await;
    run.until(hours(5)).await;
    run.start().await;
    run.until(hours(7)).await;
    assert_eq!(told(&run), [BROKEN], "{:?}", run.log());
    says(
        &run.mails()[0],
        &ids.map(|id| match id {
            "one" => "[one]",
            "two" => "[two]",
            "three" => "[three]",
            _ => "[four]",
        }),
    );
}

#[tokio::test]
async fn a_recovery_that_leaves_a_gap_says_so_in_its_mail() {
    let (source, list) = without_next(old().chain(several(9, hours(5))).collect());
    let script: Script = Arc::new(move |request, now| {
        let down = (at(hours(3))..at(hours(9))).contains(&now) && request.path == "/mall";
        if down { Response::status(500) } else { list(request, now) }
    });
    let mut run = Run::over(&source, script).await;
    run.until(hours(20)).await;
    assert_eq!(told(&run), [BROKEN, ("source_recovered", OWNER)], "{:?}", run.log());
    let url = run.site.url("/mall").to_string();
    let words = ["Not read: Mon 2 Mar", "look at the page yourself", "손님109", &url];
    says(&run.mails()[1], &words);
}
