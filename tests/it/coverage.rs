//! Every poll that reads a list overlaps what is known, or what lies between is told as not seen.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use reviewd::coverage::{Doubt, Gap, Mark, Rewrite, Seen, Span, Stop};
use reviewd::demo::site::{Request, Response};
use reviewd::fetch::Validators;
use reviewd::review::SourceId;
use reviewd::source::Outcome;
use reviewd::store::{Alarms, Holder, PollCommit, Records, Sqlite, Store};
use serde_json::{Value, json};

use crate::support::run::{Run, Script, since};
use crate::support::shop::{List, Post, at, hours, list_source, minutes};
use crate::support::source::configuration;

fn mall() -> SourceId {
    "mall".parse().expect("a name")
}

/// What was seen of a source, in words.
async fn told(run: &Run) -> Vec<String> {
    let spans = run.store.coverage(&mall(), None).await.expect("the store answers");
    spans.iter().map(|span| word(&span.seen)).collect()
}

fn word(seen: &Seen) -> String {
    match seen {
        Seen::Complete => "complete".to_owned(),
        Seen::Unproven(doubt) => format!("{doubt:?}"),
        Seen::Uncovered(gap) => format!("{:?}", gap.why),
    }
}

async fn spans(run: &Run) -> Vec<Span> {
    run.store.coverage(&mall(), None).await.expect("the store answers")
}

/// Pages of the list that were asked for since the `after`th request.
fn pages(run: &Run, after: usize) -> Vec<String> {
    let asked = run.site.seen().into_iter().skip(after).filter(|r| r.path == "/mall");
    asked.map(|request| request.query.unwrap_or_default()).collect()
}

fn old_and_new(new: u32, written: SignedDuration) -> Vec<Post> {
    let old = (1..=30).map(|id| Post::praise(id, hours(-400) + hours(id.into())));
    let step = |n: u32| SignedDuration::from_secs(n.into());
    old.chain((1..=new).map(|n| Post::praise(100 + n, written + step(n)))).collect()
}

#[tokio::test]
async fn a_storm_of_more_pages_than_a_visit_reads_is_told_and_then_made_good() {
    let list = List { posts: old_and_new(80, hours(2)), per_page: 5 };
    let mut run = Run::of(list).await;
    run.until(hours(2)).await;
    assert_eq!(told(&run).await, ["complete"]);
    // Polls are about an hour apart: the next one comes within the first of these steps that tells it.
    for step in 1..=12 {
        run.until(hours(2) + minutes(10 * step)).await;
        if told(&run).await.len() > 1 {
            break;
        }
    }
    assert_eq!(told(&run).await, ["complete", "PageLimit", "complete"]);
    let gap = spans(&run).await[1];
    assert!(gap.to > at(hours(2) + minutes(0)), "to {}", since(gap.to));
    assert!(gap.to < at(hours(2) + minutes(2)), "the gap ends at the oldest row that was read");
    run.until(hours(5)).await;
    assert_eq!(told(&run).await, ["complete"], "the next visit reads on to what was known");
    assert_eq!(run.source("mall").await.reviews, 5 + 80, "and nothing of the storm is lost");
    let asked = run.site.seen().len();
    run.until(hours(7)).await;
    let quiet = pages(&run, asked);
    assert!(quiet.iter().all(String::is_empty), "then the first page is enough again: {quiet:?}");
}

#[tokio::test]
async fn a_further_page_that_fails_for_a_while_loses_no_review() {
    let list = List { posts: old_and_new(12, hours(2)), per_page: 5 };
    let script: Script = Arc::new(move |request, now| {
        let further = request.query.as_deref().is_some_and(|query| query.starts_with("page="));
        match further && now < at(hours(5)) {
            true => Response::status(500),
            false => list.answer(request, now),
        }
    });
    let mut run = Run::over(&list_source("mall", "/mall", "1h"), script).await;
    run.until(hours(4)).await;
    assert_eq!(told(&run).await, ["complete", "PageFailed", "complete"]);
    assert_eq!(run.source("mall").await.reviews, 5 + 5, "what could be read is read");
    run.until(hours(7)).await;
    assert_eq!(told(&run).await, ["complete"]);
    assert_eq!(run.source("mall").await.reviews, 5 + 12, "and the rest once it could be");
}

#[tokio::test]
async fn an_outage_of_days_between_two_polls_that_overlap_is_no_gap() {
    let list = List { posts: old_and_new(40, hours(20)), per_page: 5 };
    let script: Script =
        Arc::new(move |request, now| match (at(hours(3))..at(hours(60))).contains(&now) {
            true => Response::status(503),
            false => list.answer(request, now),
        });
    let mut run = Run::over(&list_source("mall", "/mall", "1h"), script).await;
    run.until(hours(50)).await;
    let spans_before = spans(&run).await;
    assert!(spans_before[0].to < at(hours(3)), "nothing is claimed of a time that nobody saw");
    run.until(hours(63)).await;
    assert_eq!(told(&run).await, ["complete"]);
    assert_eq!(run.source("mall").await.reviews, 5 + 40);
    assert!(spans(&run).await[0].to > at(hours(61)), "it goes up to the last poll");
}

#[tokio::test]
async fn one_page_of_nothing_but_new_reviews_without_a_next_one_is_a_gap_for_good() {
    let list = List { posts: old_and_new(12, hours(2)), per_page: 5 };
    let first_page =
        move |request: &Request, now| list.answer(&Request { query: None, ..request.clone() }, now);
    let source = list_source("mall", "/mall", "1h").replace("next = \"$.next\"\n", "");
    let mut run = Run::over(&source, Arc::new(first_page)).await;
    run.until(hours(12)).await;
    assert_eq!(told(&run).await, ["complete", "OnlyPage", "complete"]);
    let gap = spans(&run).await[1];
    assert!(gap.from <= at(hours(2)), "the seven that nobody saw lie in it");
    assert!(at(hours(2) + SignedDuration::from_secs(7)) < gap.to, "to {}", since(gap.to));
}

/// Two rows pinned to the top, then the newest first.
fn pinned(request: &Request, now: Timestamp) -> Response {
    let written = |id: i64| if id <= 30 { hours(-400) + hours(id) } else { hours(2) + minutes(id) };
    let ids = (1..=42).rev().filter(|id| at(written(*id)) <= now);
    let ids: Vec<i64> = [3, 7].into_iter().chain(ids.filter(|id| ![3, 7].contains(id))).collect();
    let page: usize = match request.query.as_deref().and_then(|q| q.strip_prefix("page=")) {
        Some(page) => page.parse().expect("a number"),
        None => 1,
    };
    let rows: Vec<Value> = ids
        .iter()
        .skip((page - 1) * 6)
        .take(6)
        .map(|id| json!({"id": id, "who": "김", "stars": 5, "text": "좋아요", "when": at(written(*id)).to_string()}))
        .collect();
    let next = (ids.len() > page * 6).then(|| format!("?page={}", page + 1));
    Response::ok("application/json", json!({"reviews": rows, "next": next}).to_string())
}

#[tokio::test]
async fn pinned_rows_do_not_hide_the_pages_behind_them() {
    let mut run = Run::over(&list_source("mall", "/mall", "1h"), Arc::new(pinned)).await;
    run.until(hours(1)).await;
    run.stop().await;
    run.until(hours(5)).await;
    run.start().await;
    run.until(hours(5) + minutes(5)).await;
    assert_eq!(told(&run).await, ["complete"]);
    assert_eq!(run.source("mall").await.reviews, 6 + 12, "all that was new, on three pages");
}

#[tokio::test]
async fn a_page_with_nothing_on_it_ends_the_list() {
    let list = List { posts: old_and_new(12, hours(2)).split_off(30), per_page: 5 };
    let source = list_source("mall", "/mall", "1h")
        .replace("next = \"$.next\"", "page = { param = \"page\", start = 1 }");
    let mut run = Run::over(&source, Arc::new(move |r, now| list.answer(r, now))).await;
    run.until(hours(5)).await;
    assert_eq!(told(&run).await, ["complete"], "the list was empty and was then read whole");
    assert_eq!(run.source("mall").await.reviews, 12);
}

#[tokio::test]
async fn a_list_that_is_unchanged_is_seen_up_to_the_last_time_it_was_asked() {
    let list = List { posts: old_and_new(0, hours(2)), per_page: 5 };
    let script: Script = Arc::new(move |request, now| {
        let asked = request.headers.iter().any(|(name, _)| name == "if-none-match");
        match asked {
            true => Response::status(304),
            false => list.answer(request, now).header("etag", "\"a\""),
        }
    });
    let mut run = Run::over(&list_source("mall", "/mall", "1h"), script).await;
    run.until(hours(9)).await;
    assert_eq!(run.source("mall").await.last_outcome, Some(Outcome::Unchanged));
    assert_eq!(told(&run).await, ["complete"]);
    let [span] = spans(&run).await[..] else { panic!("one span") };
    assert_eq!(Some(span.to), run.source("mall").await.last_success);
    assert!(span.to > at(hours(7)), "up to {}", since(span.to));
}

/// A board whose rows have no number but a page of their own.
fn board(request: &Request, now: Timestamp) -> Response {
    if let Some(id) = request.path.strip_prefix("/read/") {
        return Response::ok(
            "text/html",
            format!("<div class=body>정말 마음에 들어요. 아주 만족합니다! ({id})</div>"),
        );
    }
    let page: usize =
        request.query.as_deref().and_then(|q| q.strip_prefix("page=")?.parse().ok()).unwrap_or(1);
    let day =
        |id: usize| if id <= 20 { format!("2026-02-{id:02}") } else { "2026-03-02".to_owned() };
    let newest = if now < at(hours(2)) { 20 } else { 21 };
    let rows: Vec<String> = (1..=newest)
        .rev()
        .skip((page - 1) * 5)
        .take(5)
        .map(|id| format!("<li><a href=/read/{id}>제목 {id}</a> <b>{}</b></li>", day(id)))
        .collect();
    let next = format!("<a class=next href='?page={}'>다음</a>", page + 1);
    Response::ok("text/html", format!("<ul>{}</ul>{next}", rows.concat()))
}

#[tokio::test]
async fn reviews_without_a_number_are_met_by_the_address_of_their_own_page() {
    let source = r#"
[[source]]
id = "mall"
kind = "html"
url = "{site}/mall"
every = "1h"
[source.html]
list = "ul"
item = "li"
title = "a"
link = "a"
date = "b"
next = ".next"
[source.html.detail]
body = ".body"
"#;
    let mut run = Run::over(source, Arc::new(board)).await;
    run.until(hours(5)).await;
    assert_eq!(told(&run).await, ["complete"]);
    assert_eq!(run.source("mall").await.reviews, 6);
    assert!(pages(&run, 0).iter().all(String::is_empty), "no page is read for nothing");
    let read = run.site.seen().iter().filter(|r| r.path.starts_with("/read/")).count();
    assert_eq!(read, 6, "and each review's own page once");
}

/// A store in a folder of its own beside a configuration with the source `mall`.
struct Folder(tempfile::TempDir);

impl Folder {
    /// With polls at these instants, each leaving these marks.
    async fn with(polls: Vec<(Timestamp, Option<Rewrite>)>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let text = "kind = \"feed\"\nurl = \"https://mall.example/reviews\"\n";
        std::fs::write(folder.path().join("reviewd.toml"), configuration(text)).expect("a file");
        let store = Sqlite::open(&folder.path().join("reviewd.db")).await.expect("a store");
        let first = polls.first().expect("a poll").0;
        store.register(&[(mall(), first)]).await.expect("registering");
        for (now, coverage) in polls {
            let by = Holder { name: "me".to_owned(), lease: minutes(5) };
            let mut claimed = store.claim_sources(&by, &[mall()], now).await.expect("claiming");
            let claim = claimed.remove(0).expect("the source can be read").claim;
            store.commit_poll(&claim, poll(now, coverage)).await.expect("committing");
        }
        store.close().await;
        Self(folder)
    }

    fn reviewd(&self, arguments: &[&str]) -> Output {
        let at = |name: &str| self.0.path().join(name);
        let run = |config: &Path| {
            Command::new(env!("CARGO_BIN_EXE_reviewd"))
                .args(arguments)
                .arg("--config")
                .arg(config)
                .arg("--state-dir")
                .arg(self.0.path())
                .output()
                .expect("the program starts")
        };
        run(&at("reviewd.toml"))
    }

    async fn spans(&self, since: Option<Timestamp>) -> Vec<Span> {
        let store = Sqlite::open(&self.0.path().join("reviewd.db")).await.expect("the store");
        let spans = store.coverage(&mall(), since).await.expect("the store answers");
        store.close().await;
        spans
    }
}

fn poll(now: Timestamp, coverage: Option<Rewrite>) -> PollCommit {
    PollCommit {
        now,
        asked: now,
        next_due: now + minutes(1),
        outcome: Outcome::Reviews,
        note: None,
        failures: 0,
        validators: Some(Validators::default()),
        new: Vec::new(),
        changes: Vec::new(),
        seen: Vec::new(),
        rejects: Vec::new(),
        coverage,
        alarms: Alarms::default(),
    }
}

fn rewrite(marks: &[(Timestamp, Seen)]) -> Option<Rewrite> {
    let marks: Vec<Mark> =
        marks.iter().map(|(since, seen)| Mark { since: *since, seen: *seen }).collect();
    Some(Rewrite { from: marks[0].since, marks })
}

#[tokio::test]
async fn what_a_poll_proved_is_kept_and_goes_on_by_itself() {
    let gap = Seen::Uncovered(Gap { why: Stop::PageLimit, found: at(hours(5)), tries: 3 });
    let doubt = Seen::Unproven(Doubt::Emptied);
    let folder = Folder::with(vec![
        (at(hours(1)), rewrite(&[(at(hours(1)), Seen::Complete)])),
        (at(hours(3)), None),
        (at(hours(5)), rewrite(&[(at(hours(3)), gap), (at(hours(4)), doubt)])),
        (at(hours(6)), None),
    ])
    .await;
    let span = |from, to, seen| Span { from: at(hours(from)), to: at(hours(to)), seen };
    let all = [span(1, 3, Seen::Complete), span(3, 4, gap), span(4, 6, doubt)];
    assert_eq!(folder.spans(None).await, all);
    let from_within = Span { from: at(hours(3) + minutes(30)), ..all[1] };
    assert_eq!(folder.spans(Some(from_within.from)).await, [from_within, all[2]]);
    assert_eq!(folder.spans(Some(at(hours(4)))).await, [all[2]], "what ended then is left out");
    assert_eq!(folder.spans(Some(at(hours(6)))).await, [], "nothing is known of later");

    let filled = Some(Rewrite { from: at(hours(3)), marks: Vec::new() });
    let folder = Folder::with(vec![
        (at(hours(1)), rewrite(&[(at(hours(1)), Seen::Complete)])),
        (at(hours(5)), rewrite(&[(at(hours(3)), gap), (at(hours(4)), Seen::Complete)])),
        (at(hours(6)), filled),
    ])
    .await;
    assert_eq!(folder.spans(None).await, [span(1, 6, Seen::Complete)], "a gap that was filled");
}

#[tokio::test]
async fn the_command_tells_owners_and_programs_what_was_missed() {
    let now = Timestamp::now();
    let ago = |minutes_ago| now - minutes(minutes_ago);
    let gap = Seen::Uncovered(Gap { why: Stop::OnlyPage, found: ago(100), tries: 0 });
    let folder = Folder::with(vec![
        (ago(300), rewrite(&[(ago(300), Seen::Complete)])),
        (ago(200), None),
        (ago(100), rewrite(&[(ago(200), gap), (ago(140), Seen::Complete)])),
    ])
    .await;
    let text = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();

    let output = folder.reviewd(&["coverage", "mall"]);
    let said = text(&output);
    assert!(output.status.success(), "{output:?}");
    for words in [
        "놓친 글이 있을 수 있습니다.",
        "이 사이에 올라온 글은 직접 확인해 주세요: https://mall.example/reviews",
        "합계: 빠짐없이 2시간 20분, 확실하지 않음 0분, 놓쳤을 수 있음 1시간",
    ] {
        assert!(said.contains(words), "{words:?} is not in\n{said}");
    }
    let said = text(&folder.reviewd(&["coverage", "mall", "--since", "130m"]));
    assert!(!said.contains("직접 확인"), "the gap ended before that:\n{said}");
    let said = text(&folder.reviewd(&["coverage"]));
    assert_eq!(said.lines().filter(|line| line.starts_with("mall")).count(), 1, "{said}");
    assert!(said.contains("놓친 글이 있을 수 있는 때 1번, 모두 1시간"), "{said}");

    let json: Value = serde_json::from_slice(&folder.reviewd(&["coverage", "--json"]).stdout)
        .expect("it prints JSON");
    let states: Vec<&Value> =
        json[0]["spans"].as_array().expect("spans").iter().map(|s| &s["state"]).collect();
    assert_eq!(states, ["complete", "uncovered", "complete"]);
    assert_eq!(json[0]["spans"][1]["why"], "only_page");
    assert_eq!(json[0]["seconds"], json!({"complete": 8_400, "unproven": 0, "uncovered": 3_600}));

    let said = text(&folder.reviewd(&["status"]));
    assert!(said.contains("reviewd coverage mall --since 7d"), "status points there:\n{said}");

    let accepted = folder.reviewd(&["accept", "mall"]);
    assert!(accepted.status.success(), "{accepted:?}");
    let said = text(&folder.reviewd(&["status"]));
    assert!(!said.contains("reviewd coverage"), "who has looked is not told again:\n{said}");

    let output = folder.reviewd(&["coverage", "mal"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("mall"), "{said}");
}
