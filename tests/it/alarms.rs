//! No page goes quiet unnoticed: whatever makes a source give nothing, less or worse is told in time,
//! once, again every day, and when it is over.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use reviewd::demo::sink::Behaviour;
use reviewd::demo::site::{Request, Response};
use reviewd::store::Store;

use crate::support::run::{BOSS, Mail, OWNER, Run};
use crate::support::shop::{List, Post, at, hours, list_source, minutes};

/// Mails about sources so far, as (kind, minutes after `since`).
fn told(run: &Run, since: SignedDuration) -> Vec<(&str, i64)> {
    let about_sources = run.mails().iter().filter(|mail| mail.kind.starts_with("source_"));
    about_sources.map(|m| (m.kind.as_str(), m.at.duration_since(at(since)).as_mins())).collect()
}

fn kinds(run: &Run) -> Vec<&str> {
    run.mails().iter().map(|mail| mail.kind.as_str()).collect()
}

fn says(mail: &Mail, words: &[&str]) {
    for words in words {
        assert!(mail.text.contains(words), "{words:?} is not in\n{}", mail.text);
    }
}

/// Twenty reviews of the weeks before, and these.
fn shop(more: Vec<Post>) -> List {
    let old = (1..=20).map(|id| Post::praise(id, hours(-30 * i64::from(id))));
    List::of(old.chain(more).collect())
}

/// What a page gives meanwhile; `None` where it is as ever.
type Way = fn(&Request) -> Option<Response>;

/// The shop's list, polled every ten minutes; from the third hour on it goes that way, until `end`.
async fn going(way: Way, list: List, end: SignedDuration, keys: &str) -> Run {
    let sources = list_source("mall", "/mall", "10m").replace("every", &format!("{keys}\nevery"));
    let odd = at(hours(3))..at(end);
    let script = Arc::new(move |request: &Request, now: Timestamp| {
        let way = Some(request).filter(|_| odd.contains(&now)).and_then(way);
        way.unwrap_or_else(|| list.answer(request, now))
    });
    Run::over(&sources, script).await
}

fn reviews(rows: Vec<String>) -> Response {
    Response::ok(
        "application/json",
        format!(r#"{{"reviews": [{}], "next": null}}"#, rows.join(",")),
    )
}

/// Rows that say all but some of it.
fn rows(count: u32, without: &str) -> Response {
    let row = |id: u32| {
        let full = serde_json::json!({
            "id": id, "who": format!("손님{id}"), "stars": 5, "text": "좋아요", "reply": null,
            "when": at(hours(-30 * i64::from(id))).to_string(),
        });
        let serde_json::Value::Object(mut row) = full else { unreachable!("it is an object") };
        row.remove(without);
        serde_json::Value::Object(row).to_string()
    };
    reviews((1..=count).map(row).collect())
}

#[tokio::test]
async fn every_trouble_is_told_within_the_hour_daily_and_when_it_is_over() {
    let ways: [(&str, Way, &[&str]); 9] = [
        (
            "an empty list",
            |_| Some(rows(0, "")),
            &[
                "is empty",
                "Before: 20 reviews",
                "Now: 0 reviews",
                "reviewd accept mall",
                "expect_empty",
            ],
        ),
        (
            "a collapsed list",
            |_| Some(rows(3, "")),
            &["far fewer", "Before: 20 reviews", "Now: 3 reviews"],
        ),
        (
            "no dates",
            |_| Some(rows(20, "when")),
            &["dates of reviews", "20 of 20", "0 of 20", "reviewd try mall"],
        ),
        ("no stars", |_| Some(rows(20, "stars")), &["ratings of reviews", "0 of 20"]),
        ("no names", |_| Some(rows(20, "who")), &["authors of reviews", "0 of 20"]),
        ("blocked", |_| Some(Response::status(403)), &["blocking our visits", "403"]),
        ("a login", |_| Some(Response::status(401)), &["A login form"]),
        ("errors", |_| Some(Response::status(500)), &["answers with an error", "500"]),
        ("a page that is gone", |_| Some(Response::status(404)), &["not found on the page", "404"]),
    ];
    for (name, way, words) in ways {
        let mut run = going(way, shop(Vec::new()), hours(60), "").await;
        run.until(hours(3) + minutes(49)).await;
        assert_eq!(told(&run, hours(3)), [], "{name}: less than an hour is weather");
        run.until(hours(60)).await;
        let heard = told(&run, hours(3));
        let [("source_broken", first), ("source_broken", second), ("source_broken", third)] =
            heard[..]
        else {
            panic!("{name}: once a day, not {heard:?}");
        };
        assert!((49..=60).contains(&first), "{name}: told after {first} minutes");
        assert_eq!((second - first, third - second), (1440, 1440), "{name}: daily");
        says(&run.mails()[0], words);
        says(&run.mails()[0], &["/mall", "Mon 2 Mar"]);
        says(&run.mails()[2], &["This is day 3."]);
        run.until(hours(64)).await;
        assert_eq!(kinds(&run)[3..], ["source_recovered"], "{name}: {:?}", run.log());
        says(&run.mails()[3], &["Found: nothing new"]);
    }
}

#[tokio::test]
async fn what_is_normal_is_not_told() {
    let mut run =
        going(|_| Some(rows(0, "")), shop(Vec::new()), hours(40), "expect_empty = true").await;
    run.until(hours(50)).await;
    assert_eq!(kinds(&run), [""; 0], "an empty list was expected: {:?}", run.log());

    // Four a day, none on the weekend, each with a life of its own on the page.
    let weekday = |hour: &i64| (hour + 9).div_euclid(24).rem_euclid(7) < 5;
    let posts = (-100..60).map(|n| n * 6).filter(weekday).enumerate();
    let posts = posts.map(|(id, hour)| Post::praise(1 + id as u32, hours(hour)));
    let mut run = Run::of(List { posts: posts.collect(), per_page: 20 }).await;
    run.until(hours(15 * 24)).await;
    assert_eq!(kinds(&run), [""; 0], "weekends are quiet: {:?}", run.log());
}

#[tokio::test]
async fn a_list_that_only_stopped_growing_is_told_of_by_its_rhythm() {
    let posts = (-120..60).map(|n| Post::praise((n + 121) as u32, hours(n * 6)));
    let mut run = Run::of(List { posts: posts.collect(), per_page: 20 }).await;
    let last = hours(59 * 6);
    run.until(last + hours(48)).await;
    assert_eq!(kinds(&run), [""; 0], "two days are plausible at four a day: {:?}", run.log());
    run.until(last + hours(72)).await;
    assert_eq!(kinds(&run), ["source_broken"], "{:?}", run.log());
    says(
        &run.mails()[0],
        &["Nothing new for unusually long", "the newest is of Tue 17 Mar, 3:00 am"],
    );
}

#[tokio::test]
async fn a_list_that_moved_for_good_names_its_new_address() {
    let away: Way = |request| {
        (request.path == "/mall").then(|| Response::status(301).header("location", "/board/new"))
    };
    let mut run = going(away, shop(Vec::new()), hours(60), "").await;
    run.until(hours(5)).await;
    assert_eq!(kinds(&run), ["source_broken"], "{:?}", run.log());
    let new = run.site.url("/board/new").to_string();
    says(&run.mails()[0], &["moved to a new address", &format!("Now: {new}"), "`url` of mall"]);
    let mall = "mall".parse().expect("a name");
    assert!(run.store.accept(&mall, run.now()).await.expect("the store answers"));
    run.until(hours(55)).await;
    assert_eq!(kinds(&run), ["source_broken"], "accepted is accepted: {:?}", run.log());
}

#[tokio::test]
async fn an_accepted_page_is_how_it_is_now() {
    let mut run = going(|_| Some(rows(0, "")), shop(Vec::new()), hours(200), "").await;
    run.until(hours(5)).await;
    assert_eq!(kinds(&run), ["source_broken"], "{:?}", run.log());
    let mall = "mall".parse().expect("a name");
    assert!(run.store.accept(&mall, run.now()).await.expect("the store answers"));
    run.until(hours(100)).await;
    assert_eq!(kinds(&run), ["source_broken"], "no recovery, no repetition: {:?}", run.log());
    assert_eq!(run.source("mall").await.troubles, [], "and nothing is wrong any more");
}

#[tokio::test]
async fn the_recovery_says_what_was_missed_and_what_of_it_is_late() {
    let list = shop(vec![
        Post::complaint(101, hours(4)),
        Post::complaint(102, hours(30)),
        Post::praise(103, hours(31)),
    ]);
    let mut run = going(|_| Some(Response::status(503)), list, hours(40), "").await;
    run.until(hours(45)).await;
    let back = run.mails().iter().find(|mail| mail.kind == "source_recovered");
    let back = back.unwrap_or_else(|| panic!("never told: {:?}", run.log()));
    let cases = run.cases().await;
    let code = |native: &str| {
        let case = cases.iter().find(|case| case.review.native == native);
        case.unwrap_or_else(|| panic!("{native} has no case")).id.to_string()
    };
    says(
        back,
        &[
            "for 1 of those missed meanwhile the deadline has already passed",
            &format!("손님101 · complaint · already late · #{}", code("101")),
            &format!("손님102 · complaint · #{}", code("102")),
            "손님103 · positive",
            "(주문 101)",
        ],
    );
    let order: Vec<_> = ["손님101", "손님102", "손님103"].map(|who| back.text.find(who)).to_vec();
    assert!(order.is_sorted(), "the most urgent first:\n{}", back.text);
}

#[tokio::test]
async fn many_sources_of_one_server_that_fail_minutes_apart_are_one_mail_and_so_is_their_return() {
    let every = ["7m", "10m", "13m", "20m", "30m"];
    let sources = every.map(|every| list_source(&format!("s{every}"), &format!("/{every}"), every));
    let list = shop(Vec::new());
    let script = Arc::new(move |request: &Request, now: Timestamp| {
        let down = now >= at(hours(3)) && now < at(hours(9)) && request.path != "/robots.txt";
        if down { Response::status(502) } else { list.answer(request, now) }
    });
    let mut run = Run::over(&sources.concat(), script).await;
    run.until(hours(9)).await;
    assert_eq!(kinds(&run), ["source_broken"], "{:?}", run.log());
    says(
        &run.mails()[0],
        &["The 5 sources watched on 127.0.0.1", "s7m", "s10m", "s13m", "s20m", "s30m"],
    );
    run.until(hours(14)).await;
    assert_eq!(kinds(&run)[1..], ["source_recovered"], "{:?}", run.log());
    says(&run.mails()[1], &["s7m", "s10m", "s13m", "s20m", "s30m"]);
}

#[tokio::test]
async fn servers_that_are_all_silent_are_the_network_and_one_mail() {
    let port = || {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        closed.local_addr().expect("it is bound").port()
    };
    let gone = |id: &str| {
        let site = format!("http://127.0.0.1:{}", port());
        list_source(id, "/list", "10m").replace("{site}", &site)
    };
    let sources = [gone("one"), gone("two"), gone("three")].concat();
    let mut run = Run::over(&sources, Arc::new(|_: &Request, _| Response::status(404))).await;
    run.until(hours(20)).await;
    assert_eq!(kinds(&run), ["source_broken"], "{:?}", run.log());
    says(&run.mails()[0], &["internet connection or DNS", "[one]", "[two]", "[three]"]);
    run.until(hours(25)).await;
    assert_eq!(kinds(&run), ["source_broken"; 2], "one a day for all: {:?}", run.log());
}

#[tokio::test]
async fn a_source_that_comes_and_goes_is_not_told_every_hour() {
    let list = shop(Vec::new());
    let script = Arc::new(move |request: &Request, now: Timestamp| {
        let hour = now.duration_since(at(hours(0))).as_hours();
        let down = hour >= 3 && hour % 3 != 0 && request.path != "/robots.txt";
        if down { Response::status(500) } else { list.answer(request, now) }
    });
    let mut run = Run::over(&list_source("mall", "/mall", "10m"), script).await;
    run.until(hours(48)).await;
    let pairs = kinds(&run).iter().filter(|kind| **kind == "source_broken").count();
    assert!((2..=7).contains(&pairs), "15 outages in two days: {:?}", run.log());
}

#[tokio::test]
async fn a_redesign_is_told_whether_the_list_or_only_its_parts_are_lost() {
    let page = |list: &str, date: &str| {
        let row = |id: u32| {
            format!(
                "<li id=r{id}><b>손님{id}</b><i class={date}>2026.02.{:02}</i><p>좋아요 {id}</p></li>",
                1 + id % 28
            )
        };
        let rows: String = (1..=20).map(row).collect();
        format!("<html><body><h1>리뷰</h1><ul class={list}>{rows}</ul></body></html>")
    };
    let old = page("reviews", "date");
    for (name, new, words) in [
        (
            "another list",
            page("css-1x2y3z", "date"),
            "The list of reviews is not found on the page.",
        ),
        ("other parts", page("reviews", "css-9a8b7c"), "The dates of reviews are no longer read."),
    ] {
        let source = "\n[[source]]\nid = \"mall\"\nkind = \"html\"\nurl = \"{site}/mall\"\nevery = \"10m\"\n\
            [source.html]\nlist = \"ul.reviews\"\nitem = \"li\"\nid = { attr = \"id\" }\nauthor = \"b\"\n\
            date = \".date\"\nbody = \"p\"\n";
        let old = old.clone();
        let script = Arc::new(move |_: &Request, now: Timestamp| {
            let page = if now < at(hours(3)) { &old } else { &new };
            Response::ok("text/html; charset=utf-8", page.clone())
        });
        let mut run = Run::over(source, script).await;
        run.until(hours(4) + minutes(1)).await;
        assert_eq!(kinds(&run), ["source_broken"], "{name}: {:?}", run.log());
        says(&run.mails()[0], &[words, "Before: ", "reviewd try mall"]);
    }
}

#[tokio::test]
async fn repetitions_do_not_pile_up_while_the_mail_server_is_down() {
    let mut run = going(|_| Some(Response::status(500)), shop(Vec::new()), hours(200), "").await;
    run.mail_server(Behaviour::Down).await;
    run.until(hours(100)).await;
    run.mail_server(Behaviour::Accept).await;
    run.until(hours(103)).await;
    assert_eq!(kinds(&run), ["source_broken"], "one says it all: {:?}", run.log());
    assert_eq!(run.to(BOSS).len(), 0, "{:?}", run.log());
    assert_eq!(run.to(OWNER).len(), 1, "{:?}", run.log());
}
