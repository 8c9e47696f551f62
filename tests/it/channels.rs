//! One customer's one complaint on two pages is one case: one thread of mails on the earlier clock, until
//! both pages show the reply; and what people join or split stays so.

use std::process::Command;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use reviewd::case::{Case, CaseId, Settings, Standing, State};
use reviewd::demo::sink::{At, Behaviour};
use reviewd::demo::site::{Request, Response};
use reviewd::pipeline::Desk;
use serde_json::Value;

use crate::support::run::{BOSS, Mail, OWNER, Run, people};
use crate::support::shop::{List, Post, at, hours, list_source, minutes};

const WORDS: &str = "주문한 냄비가 찌그러져서 왔고 고객센터는 전화를 받지 않습니다. 환불해 주세요.";

/// A complaint by someone, as one page shows it.
fn complaint(id: u32, written: SignedDuration, author: &str) -> Post {
    let (author, body) = (author.to_owned(), WORDS.to_owned());
    Post { author, body, ..Post::complaint(id, written) }
}

/// Two pages, with praise that was there before.
async fn pages(mall: Vec<Post>, blog: Vec<Post>) -> Run {
    let with_praise = |mut posts: Vec<Post>| {
        posts.push(Post::praise(1, hours(-1)));
        List::of(posts)
    };
    let (mall, blog) = (with_praise(mall), with_praise(blog));
    let script = move |request: &Request, now: Timestamp| -> Response {
        let list = if request.path == "/blog" { &blog } else { &mall };
        list.answer(request, now)
    };
    let sources = [list_source("mall", "/mall", "10m"), list_source("blog", "/blog", "10m")];
    Run::over(&sources.concat(), Arc::new(script)).await
}

/// Ends the daemon and starts it anew.
async fn restarted(run: &mut Run) {
    run.stop().await;
    run.start().await;
}

/// Mails as (kind, recipient), after the first so many.
fn told(run: &Run, after: usize) -> Vec<(&str, &str)> {
    run.mails().iter().skip(after).map(|mail| (mail.kind.as_str(), mail.to.as_str())).collect()
}

fn last(run: &Run) -> &Mail {
    run.mails().last().expect("a mail")
}

fn standings(case: &Case) -> Vec<(&str, Standing)> {
    case.places.iter().map(|place| (place.review.source.as_str(), place.standing)).collect()
}

async fn only_case(run: &Run) -> Case {
    let mut cases = run.cases().await;
    assert_eq!(cases.len(), 1, "one complaint is one case: {cases:?}");
    cases.remove(0)
}

async fn turns(run: &Run, case: &Case) -> Vec<String> {
    run.history(case).await.iter().map(|entry| entry.what()).collect()
}

/// What the command line says beside the run's store, and with which exit code.
fn said(run: &Run, arguments: &[&str]) -> (Option<i32>, String) {
    let file = run.database();
    let folder = file.parent().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_reviewd"))
        .arg("case")
        .args(arguments)
        .args(["--by", "하늘", "--state-dir"])
        .arg(folder)
        .arg("--config")
        .arg(folder.join("reviewd.toml"))
        .output()
        .expect("it runs");
    let all = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&all).into_owned())
}

/// What someone called 하늘 does with the first case.
enum Wish {
    Join(CaseId),
    Split(&'static str),
}

/// Does it as the command line does, beside a stopped daemon, in its time.
async fn done(run: &mut Run, wish: Wish) -> Case {
    run.stop().await;
    let desk = Desk { store: &*run.store, settings: &Settings::default(), people: &people() };
    let (id, now) = (run.cases().await[0].id, run.now());
    let done = match wish {
        Wish::Join(other) => desk.join(id, other, "하늘", now).await,
        Wish::Split(place) => desk.split(id, place, "하늘", now).await,
    };
    let case = done.unwrap_or_else(|undone| panic!("{undone}"));
    run.start().await;
    case
}

fn json(run: &Run, id: &str) -> Value {
    let (code, told) = said(run, &[id, "--json"]);
    assert_eq!(code, Some(0), "{told}");
    serde_json::from_str(&told).expect("one object")
}

#[tokio::test]
async fn one_complaint_on_two_pages_is_one_thread_until_both_show_the_reply() {
    let mall = complaint(2, hours(2), "김민수").replied(hours(6));
    let blog = complaint(7, hours(1), "김민수").shown(hours(3)).replied(hours(15));
    let mut run = pages(vec![mall], vec![blog]).await;
    run.until(hours(4)).await;
    restarted(&mut run).await;
    let case = only_case(&run).await;
    assert_eq!((case.started, case.deadline), (at(hours(1)), at(hours(25))), "the earlier clock");
    assert_eq!(case.places.len(), 2);
    run.until(hours(8)).await;
    restarted(&mut run).await;
    let case = only_case(&run).await;
    assert_eq!(case.state, State::Open, "the blog still waits");
    let half = [("mall", Standing::Answered), ("blog", Standing::Waiting)];
    assert_eq!(standings(&case), half);
    let (_, shown) = said(&run, &[&case.id.to_string()]);
    for line in [
        "mall, replied: https://shop.example/reviews/2",
        "blog, no reply yet: https://shop.example/reviews/7",
    ] {
        assert!(shown.contains(line), "{line:?} is not in\n{shown}");
    }
    run.until(hours(14)).await;
    assert_eq!(told(&run, 0), [("alert", OWNER), ("reminder:43200", OWNER)], "{:?}", run.log());
    let text = &last(&run).text;
    for part in [
        "A reply is still due on: blog",
        "Reply now: https://shop.example/reviews/7",
        "- mall: replied https://shop.example/reviews/2",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    run.until(hours(30)).await;
    assert_eq!(told(&run, 2), [("answered", OWNER)], "{:?}", run.log());
    assert!(run.mails().iter().all(|mail| mail.case == case.id.to_string()), "one thread");
    let case = only_case(&run).await;
    assert_eq!(case.state, State::Answered);
    let what = turns(&run, &case).await;
    for turn in ["joined by another review", "answered in one place", "answered"] {
        assert!(what.contains(&turn.to_owned()), "{turn:?} is not in {what:?}");
    }
}

#[tokio::test]
async fn whoever_replied_on_one_page_when_no_reminder_is_left_hears_of_the_other() {
    let mall = complaint(2, hours(1), "김민수").replied(hours(24) + minutes(10));
    let blog = complaint(7, hours(2), "김민수").replied(hours(26));
    let mut run = pages(vec![mall], vec![blog]).await;
    run.until(hours(24) + minutes(5)).await;
    let before = run.mails().len();
    run.until(hours(24) + minutes(50)).await;
    assert_eq!(told(&run, before), [("alert", OWNER)], "{:?}", run.log());
    assert!(last(&run).text.contains("A reply is still due on: blog"), "{}", last(&run).text);
    run.until(hours(27)).await;
    let rest = [("overdue", OWNER), ("overdue", BOSS), ("answered", OWNER), ("answered", BOSS)];
    let mut found = told(&run, before + 1);
    found.sort_unstable_by_key(|mail| rest.iter().position(|one| one == mail));
    assert_eq!(found, rest, "{:?}", run.log());
}

#[tokio::test]
async fn a_complaint_that_was_answered_on_one_page_and_comes_again_on_another_renews_its_case() {
    let mall = complaint(2, hours(1), "김민수").replied(hours(5));
    let mut run = pages(vec![mall], vec![complaint(7, hours(30), "김민수")]).await;
    run.until(hours(32)).await;
    let case = only_case(&run).await;
    assert_eq!((case.round, case.state, case.deadline), (2, State::Open, at(hours(54))));
    assert_eq!(standings(&case), [("blog", Standing::Waiting)], "the mall has its reply");
    let mails = [("alert", OWNER), ("answered", OWNER), ("alert", OWNER)];
    assert_eq!(told(&run, 0), mails, "{:?}", run.log());
}

#[tokio::test]
async fn the_same_words_by_somebody_else_are_another_complaint() {
    let mall = vec![complaint(2, hours(1), "김민수"), complaint(3, hours(2), "박지수")];
    let mut run = pages(mall, vec![complaint(7, hours(1), "이지수")]).await;
    run.until(hours(4)).await;
    assert_eq!(run.cases().await.len(), 3, "{:?}", run.log());
    assert_eq!(run.mails().len(), 3, "nobody is hidden: {:?}", run.log());

    // A person knows better; on the command line it is theirs to say.
    run.stop().await;
    let mut cases = run.cases().await;
    cases.sort_by_key(|case| case.review.to_string());
    // blog/7, mall/2, mall/3
    let ids: Vec<String> = cases.iter().skip(1).map(|case| case.id.to_string()).collect();
    let (code, told) = said(&run, &[&ids[0], "join", &ids[1]]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains(&format!("by 하늘, #{}", ids[1])), "{told}");
    let (code, told) = said(&run, &[&ids[0], "split", "shop"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("say which of its reviews: "), "{told}");
    let (code, told) = said(&run, &[&ids[1], "reopen"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(
        told.contains(&format!("#{} was joined into #{}: do it there", ids[1], ids[0])),
        "{told}"
    );
    let (code, told) = said(&run, &[&ids[0], "split", "mall/3"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(json(&run, &ids[0])["places"].as_array().map(Vec::len), Some(1));
    assert_eq!(run.cases().await.len(), 4, "nothing is deleted");
}

#[tokio::test]
async fn what_a_person_splits_stays_two_and_what_they_join_is_one_again() {
    let mall = complaint(2, hours(1), "김민수");
    let blog = complaint(7, hours(2), "김민수").replied(hours(20));
    let mut run = pages(vec![mall], vec![blog]).await;
    run.until(hours(3)).await;
    let id = only_case(&run).await.id.to_string();
    done(&mut run, Wish::Split("blog")).await;
    let (_, shown) = said(&run, &[&id]);
    assert!(shown.contains("a review split off by a person (by 하늘, blog/7)"), "{shown}");
    run.until(hours(6)).await;
    restarted(&mut run).await;
    run.until(hours(7)).await;
    let cases = run.cases().await;
    let clocks: Vec<_> = cases.iter().map(|case| (case.state, case.deadline)).collect();
    let own = [(State::Open, at(hours(25))), (State::Open, at(hours(26)))];
    assert_eq!(clocks, own, "each on its own clock, and polls join nothing");
    assert_eq!(told(&run, 0), [("alert", OWNER), ("alert", OWNER)], "{:?}", run.log());
    let other = cases[1].id.to_string();

    run.stop().await;
    let (code, refused) = said(&run, &[&id, "split", "mall"]);
    assert_eq!(code, Some(1), "{refused}");
    assert!(refused.contains("it has only one review"), "{refused}");
    run.start().await;

    done(&mut run, Wish::Join(cases[1].id)).await;
    run.until(hours(21)).await;
    restarted(&mut run).await;
    let cases = run.cases().await;
    assert_eq!(cases[0].deadline, at(hours(25)));
    let both = [("mall", Standing::Waiting), ("blog", Standing::Answered)];
    assert_eq!(standings(&cases[0]), both, "the blog's reply counts here");
    assert_eq!((cases[1].state, cases[1].into), (State::Joined, Some(cases[0].id)));
    let (_, shown) = said(&run, &[&other]);
    assert!(shown.contains(&format!("joined into  #{id}")), "{shown}");
    let gone = json(&run, &other);
    assert_eq!((&gone["state"], &gone["joined_into"]), (&"joined".into(), &id.as_str().into()));
    let what = turns(&run, &cases[1]).await;
    for turn in ["review seen", "split from another case by a person", "mail sent: alert"] {
        assert!(what.contains(&turn.to_owned()), "its history stays: {turn:?} not in {what:?}");
    }
    run.until(hours(26)).await;
    let after: Vec<&Mail> = run.mails().iter().skip(2).collect();
    assert!(after.iter().all(|mail| mail.case == id), "the other one is silent: {:?}", run.log());
    assert_eq!(after.iter().filter(|mail| mail.kind == "overdue").count(), 2, "{:?}", run.log());
}

#[tokio::test]
async fn mail_about_a_case_that_goes_into_another_is_not_sent_any_more() {
    let mall = vec![complaint(2, hours(1), "김민수")];
    let mut run = pages(mall, vec![complaint(7, hours(2), "이지수")]).await;
    let text = "come back later".to_owned();
    run.mail_server(Behaviour::Refuse { at: At::Sender, code: 421, text }).await;
    run.until(hours(3)).await;
    let ids: Vec<CaseId> = run.cases().await.iter().map(|case| case.id).collect();
    assert_eq!(run.mails().len(), 0, "the mail waits");
    done(&mut run, Wish::Join(ids[1])).await;
    run.mail_server(Behaviour::Accept).await;
    run.until(hours(5)).await;
    assert!(!run.mails().is_empty(), "what is left to say is said");
    assert!(run.mails().iter().all(|mail| mail.case == ids[0].to_string()), "{:?}", run.log());
    let what = turns(&run, &run.cases().await[1]).await;
    assert!(what.contains(&"mail dropped: alert".to_owned()), "{what:?}");
}
