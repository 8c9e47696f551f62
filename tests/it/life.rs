//! A daemon's life beside a shop: what it opens, what it leaves alone, and how often it speaks.

use std::sync::Arc;

use reviewd::case::{Case, State};
use reviewd::demo::site::{Request, Response};
use reviewd::source::Outcome;
use reviewd::store::Store;

use crate::support::run::{BOSS, OWNER, Run};
use crate::support::shop::{List, Post, SECOND, at, hours, list_source, minutes};

/// The mails so far, as (kind, recipient).
fn told(run: &Run) -> Vec<(&str, &str)> {
    run.mails().iter().map(|mail| (mail.kind.as_str(), mail.to.as_str())).collect()
}

fn natives(cases: &[Case]) -> Vec<&str> {
    cases.iter().map(|case| case.review.native.as_str()).collect()
}

#[tokio::test]
async fn the_first_poll_opens_only_what_can_still_be_answered_in_time() {
    let mut run = Run::of(List::of(vec![
        Post::complaint(1, hours(-24 * 20)),
        Post::complaint(2, hours(-25)),
        Post::complaint(3, hours(-23)),
        Post::complaint(4, hours(-2)),
        Post::complaint(5, hours(-2)).replied(hours(-1)),
        Post::praise(6, hours(-1)),
    ]))
    .await;
    run.until(minutes(30)).await;
    let cases = run.cases().await;
    let mut opened = natives(&cases);
    opened.sort_unstable();
    assert_eq!(opened, ["3", "4"], "{:?}", run.log());
    assert_eq!(told(&run), [("alert", OWNER), ("alert", OWNER)], "{:?}", run.log());
}

#[tokio::test]
async fn a_complaint_seen_late_gets_one_alert_that_says_what_is_left() {
    let list = List::of(vec![
        Post::praise(1, hours(-1)),
        // A moderated list: written long before it shows.
        Post::complaint(2, hours(-9)).shown(hours(4)),
    ]);
    let sources = list_source("mall", "/mall", "10m").replace("every", "moderated = true\nevery");
    let script = Arc::new(move |request: &_, now| list.answer(request, now));
    let mut run = Run::over(&sources, script).await;
    run.until(hours(5)).await;
    assert_eq!(told(&run), [("alert", OWNER)], "one alert for the 12 h that were missed too");
    let alert = &run.mails()[0];
    let left = at(hours(15)).duration_since(alert.at);
    let words =
        format!("{} hours {} minutes left – please reply", left.as_hours(), left.as_mins() % 60);
    assert!(alert.text.contains(&words), "{words:?} is not in\n{}", alert.text);
    run.until(hours(15)).await;
    let kinds: Vec<&str> = run.mails().iter().map(|mail| mail.kind.as_str()).collect();
    let rest = ["alert", "reminder:14400", "reminder:3600", "overdue", "overdue"];
    assert_eq!(kinds, rest, "{:?}", run.log());
}

#[tokio::test]
async fn what_was_missed_while_stopped_comes_at_once_and_what_is_overdue_in_one_mail() {
    let mut run = Run::of(List::of(vec![
        Post::praise(1, hours(-1)),
        Post::complaint(2, hours(3)),
        Post::complaint(3, hours(5)),
        Post::complaint(4, hours(7)),
        Post::complaint(5, hours(45)),
        Post::praise(6, hours(20)),
    ]))
    .await;
    run.until(hours(2)).await;
    assert_eq!(told(&run), [], "nothing to tell before");
    run.stop().await;
    run.until(hours(50)).await;
    run.start().await;
    run.until(hours(50) + minutes(5)).await;
    let cases = run.cases().await;
    let states: Vec<(&str, State)> =
        cases.iter().map(|case| (case.review.native.as_str(), case.state)).collect();
    let mut sorted = states.clone();
    sorted.sort_unstable_by_key(|(native, _)| *native);
    let late = State::Overdue;
    assert_eq!(sorted, [("2", late), ("3", late), ("4", late), ("5", State::Open)]);
    let mut mails = told(&run);
    mails.sort_unstable();
    let wanted = [("alert", OWNER), ("catch_up", BOSS), ("catch_up", OWNER)];
    assert_eq!(mails, wanted, "one mail for all that is overdue: {:?}", run.log());
    for mail in run.mails().iter().filter(|mail| mail.kind == "catch_up") {
        assert!(mail.text.starts_with("3 complaints found too late"), "{}", mail.text);
    }
}

#[tokio::test]
async fn restarting_repeats_nothing() {
    let mut run = Run::of(List::of(vec![
        Post::complaint(1, hours(1)),
        Post::complaint(2, hours(1)).replied(hours(2)),
        Post::praise(3, hours(1)),
    ]))
    .await;
    run.until(hours(4)).await;
    let wanted = [("alert", OWNER), ("alert", OWNER), ("answered", OWNER)];
    assert_eq!(told(&run), wanted, "{:?}", run.log());
    for time in 1..=5 {
        run.stop().await;
        run.start().await;
        run.until(hours(4) + minutes(90 * time)).await;
        assert_eq!(told(&run), wanted, "after {time} restarts: {:?}", run.log());
    }
    run.until(hours(13)).await;
    assert_eq!(told(&run).len(), 4, "and the next reminder still comes: {:?}", run.log());
}

#[tokio::test]
async fn praise_edited_into_a_complaint_opens_a_case_whose_clock_starts_at_the_edit() {
    let edited = hours(6) + minutes(20);
    let mut run =
        Run::of(List::of(vec![Post::praise(1, hours(1)).edited_to_a_complaint(edited)])).await;
    run.until(hours(6)).await;
    assert_eq!(told(&run), [], "praise tells nobody");
    run.until(hours(8)).await;
    assert_eq!(told(&run), [("alert", OWNER)], "{:?}", run.log());
    let cases = run.cases().await;
    let started = cases[0].started;
    // Edited between two polls: the earlier of them counts, so that the deadline errs to the safe side.
    assert!(started > at(edited - minutes(70)) && started <= at(edited), "started {started}");
    assert_eq!(cases[0].deadline, started + hours(24));
}

#[tokio::test]
async fn a_reply_closes_the_case_and_its_vanishing_opens_a_second_round() {
    let list = vec![Post::complaint(1, hours(1)).replied(hours(5)).reply_gone(hours(40))];
    let mut run = Run::of(List::of(list)).await;
    run.until(hours(39)).await;
    assert_eq!(told(&run), [("alert", OWNER), ("answered", OWNER)], "{:?}", run.log());
    assert!(run.mails()[1].text.contains("in time"), "{}", run.mails()[1].text);
    run.until(hours(42)).await;
    let cases = run.cases().await;
    assert_eq!((cases.len(), cases[0].round, cases[0].state), (1, 2, State::Open));
    assert!(cases[0].deadline > at(hours(62)), "the second round has its own 24 hours");
    assert_eq!(told(&run)[2..], [("alert", OWNER)], "{:?}", run.log());
    let again = &run.mails()[2];
    assert!(again.text.contains("needs a reply again (round 2)"), "{}", again.text);
    assert_eq!(again.subject, run.mails()[0].subject, "one case is one thread");
    run.until(hours(66)).await;
    assert_eq!(told(&run).last(), Some(&("overdue", BOSS)), "{:?}", run.log());
}

#[tokio::test]
async fn a_storm_becomes_one_mail() {
    let storm = (1..=12).map(|id| Post::complaint(id, hours(2)));
    let mut run = Run::of(List::of(storm.collect())).await;
    run.until(hours(4)).await;
    assert_eq!(run.cases().await.len(), 12);
    assert_eq!(told(&run), [("storm", OWNER)], "{:?}", run.log());
    assert!(run.mails()[0].text.starts_with("12 reviews need a reply"), "{}", run.mails()[0].text);
    run.until(hours(14)).await;
    assert_eq!(told(&run)[1..], [("storm", OWNER)], "its reminders are one mail: {:?}", run.log());
    assert!(run.mails()[1].text.contains("\n1. 12 hours left"), "{}", run.mails()[1].text);
}

/// A list that fails in one way from the second hour to the eighth.
async fn failing(how: fn(&str) -> Option<Response>) -> Run {
    let list = List::of(vec![Post::praise(1, hours(-1)), Post::complaint(2, hours(5))]);
    let sources = list_source("mall", "/mall", "10m");
    let fails = at(hours(2))..at(hours(8));
    let script = Arc::new(move |request: &Request, now| {
        let failure = how(&request.path).filter(|_| fails.contains(&now));
        failure.unwrap_or_else(|| match request.path.as_str() {
            "/robots.txt" => Response::status(404),
            _ => list.answer(request, now),
        })
    });
    Run::over(&sources, script).await
}

#[tokio::test]
async fn a_source_that_fails_is_told_once_and_told_once_more_when_it_is_back() {
    type Way = fn(&str) -> Option<Response>;
    let ways: [(&str, Way, Outcome); 3] = [
        ("500", |path| (path == "/mall").then(|| Response::status(500)), Outcome::Error),
        ("403", |path| (path == "/mall").then(|| Response::status(403)), Outcome::Blocked),
        (
            "429",
            |path| (path == "/mall").then(|| Response::status(429).header("retry-after", "900")),
            Outcome::Blocked,
        ),
    ];
    for (name, how, outcome) in ways {
        let mut run = failing(how).await;
        run.until(hours(3) - minutes(15)).await;
        assert_eq!(told(&run), [], "{name}: less than an hour is weather: {:?}", run.log());
        run.until(hours(8)).await;
        assert_eq!(told(&run), [("source_broken", OWNER)], "{name}: once: {:?}", run.log());
        let told_after = run.mails()[0].at.duration_since(at(hours(2)));
        assert!(told_after < hours(2), "{name}: told after {told_after:#}");
        assert_eq!(run.source("mall").await.last_outcome, Some(outcome), "{name}");
        run.until(hours(10)).await;
        let wanted = [("source_broken", OWNER), ("source_recovered", OWNER), ("alert", OWNER)];
        assert_eq!(told(&run), wanted, "{name}: {:?}", run.log());
    }
}

#[tokio::test]
async fn a_paused_source_is_left_alone_until_it_is_resumed() {
    let mut run =
        Run::of(List::of(vec![Post::praise(1, hours(-1)), Post::complaint(2, hours(2))])).await;
    run.stop().await;
    run.idle = minutes(1);
    run.start().await;
    run.until(hours(1)).await;
    let mall = "mall".parse().expect("a name");
    run.store.pause(&mall, Some(at(hours(9))), run.now()).await.expect("the store answers");
    let asked = run.site.seen().len();
    run.until(hours(5)).await;
    assert_eq!(run.site.seen().len(), asked, "nobody asks while it is paused");
    run.store.pause(&mall, None, run.now()).await.expect("the store answers");
    run.until(hours(5) + minutes(2)).await;
    assert_eq!(told(&run), [("alert", OWNER)], "resumed, it is read at once: {:?}", run.log());

    run.store.pause(&mall, Some(at(hours(9))), run.now()).await.expect("the store answers");
    let asked = run.site.seen().len();
    run.until(hours(9) - SECOND).await;
    assert_eq!(run.site.seen().len(), asked, "nobody asks while it is paused");
    run.until(hours(9) + minutes(2)).await;
    assert!(run.site.seen().len() > asked, "the pause ends by itself");
}

#[tokio::test]
async fn further_pages_are_read_until_something_known() {
    let old = (1..=20).map(|id| Post::praise(id, hours(-40) + minutes(id.into())));
    let new = (21..=32).map(|id| Post::praise(id, hours(2) + minutes(i64::from(id) - 21)));
    let list = List { posts: old.chain(new).collect(), per_page: 5 };
    let mut run = Run::of(list).await;
    run.until(minutes(10)).await;
    let reviews = |source: reviewd::store::SourceStatus| source.reviews;
    assert_eq!(
        reviews(run.source("mall").await),
        5,
        "the first poll reads on only while there is something to answer"
    );
    run.stop().await;
    run.until(hours(4)).await;
    let before = run.site.seen().len();
    run.start().await;
    run.until(hours(4) + minutes(2)).await;
    assert_eq!(reviews(run.source("mall").await), 5 + 12, "every new one, on three pages");
    let asked: Vec<Option<String>> = run.site.seen()[before..]
        .iter()
        .filter(|r| r.path == "/mall")
        .map(|r| r.query.clone())
        .collect();
    let pages = [None, Some("page=2".to_owned()), Some("page=3".to_owned())];
    assert_eq!(asked, pages, "and no page behind the first known review");
}

#[tokio::test]
async fn a_site_that_is_gone_or_asks_us_to_stay_out_is_no_quiet_day() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = closed.local_addr().expect("it is bound").port();
    drop(closed);
    let gone =
        list_source("gone", "/gone", "10m").replace("{site}", &format!("http://127.0.0.1:{port}"));
    let sources = format!("{gone}{}", list_source("shy", "/shy", "10m"));
    let list = List::of(vec![Post::praise(1, hours(-1))]);
    let script = Arc::new(move |request: &Request, now| match request.path.as_str() {
        "/robots.txt" if now < at(hours(20)) => {
            Response::ok("text/plain", "User-agent: *\nDisallow: /")
        }
        "/robots.txt" => Response::ok("text/plain", "User-agent: *\nDisallow:"),
        _ => list.answer(request, now),
    });
    let mut run = Run::over(&sources, script).await;
    run.until(hours(19)).await;
    assert_eq!(told(&run), [("source_broken", OWNER), ("source_broken", OWNER)], "{:?}", run.log());
    let asked = run.site.seen().iter().filter(|request| request.path == "/shy").count();
    assert_eq!(asked, 0, "robots.txt is heeded");
    let outcomes = [run.source("gone").await.last_outcome, run.source("shy").await.last_outcome];
    assert_eq!(outcomes, [Some(Outcome::Error), Some(Outcome::Disallowed)]);
    run.until(hours(48)).await;
    let (daily, back) = (("source_broken", OWNER), ("source_recovered", OWNER));
    assert_eq!(told(&run)[2..], [daily, back], "{:?}", run.log());
    assert!(run.mails()[2].subject.contains("gone"), "{}", run.mails()[2].subject);
    assert!(run.mails()[3].subject.contains("shy"), "{}", run.mails()[3].subject);
}
