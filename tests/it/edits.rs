//! A review stays itself however the page shows it, and what its author or the shop does to it is told
//! as what it is.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use reviewd::case::State;
use reviewd::coverage::{Findings, Known, List, Look, Shown, compare};
use reviewd::demo::site::Response;
use reviewd::review::Review;
use serde_json::{Value, json};

use crate::support::run::{OWNER, Run};
use crate::support::shop::{at, hours, list_source, minutes};
use crate::support::shops::{CAFE24_LIST, saved};
use crate::support::source::{configured, page_of};

const REPLY: &str = "정말 죄송합니다. 바로 환불해 드리겠습니다.";
const COMPLAINT: &str = "냄비가 찌그러져서 왔고 고객센터는 전화를 받지 않습니다.";

fn row(id: u32, written: SignedDuration, stars: u32, text: &str) -> Value {
    let (who, when) = (format!("손님{id}"), at(written).to_string());
    json!({"id": id, "who": who, "stars": stars, "text": text, "when": when, "what": "냄비"})
}

fn answered(mut row: Value, from: SignedDuration) -> Value {
    row["reply"] = json!({"who": "시험 가게", "text": REPLY, "when": at(from).to_string()});
    row
}

/// A list whose rows are a function of the time since the start, the newest first.
async fn watched(
    every: &str,
    rows: impl Fn(SignedDuration) -> Vec<Value> + Send + Sync + 'static,
) -> Run {
    let sources =
        list_source("mall", "/mall", every).replace("\ndate =", "\nproduct = \"$.what\"\ndate =");
    let script = Arc::new(move |_: &_, now: Timestamp| {
        let body = json!({"reviews": rows(now.duration_since(at(hours(0)))), "next": null});
        Response::ok("application/json", body.to_string())
    });
    Run::over(&sources, script).await
}

fn kinds(run: &Run) -> Vec<&str> {
    let mails = run.mails().iter().filter(|mail| mail.to == OWNER);
    mails.map(|mail| mail.kind.as_str()).collect()
}

/// How often something stands in the history of the only case.
async fn told(run: &Run, what: &str) -> usize {
    let cases = run.cases().await;
    let [case] = cases.as_slice() else { panic!("one case, not {cases:?}") };
    run.history(case).await.iter().filter(|entry| entry.what() == what).count()
}

#[tokio::test]
async fn five_typo_fixes_in_ten_minutes_are_one_event_and_no_mail() {
    let mut run = watched("2m", |now| {
        if now < hours(1) {
            return vec![row(9, hours(-20), 5, "좋아요")];
        }
        let fixes = [0, 2, 4, 6, 8].iter().filter(|m| now >= hours(2) + minutes(**m)).count();
        let typo = &"ㅇㅇㅇㅇㅇ"[..'ㅇ'.len_utf8() * (5 - fixes)];
        vec![row(1, hours(1), 1, &format!("{COMPLAINT}{typo}")), row(9, hours(-20), 5, "좋아요")]
    })
    .await;
    run.until(hours(3)).await;
    assert_eq!(kinds(&run), ["alert"], "{:?}", run.log());
    assert_eq!(told(&run, "review edited").await, 1, "five fixes are one edit");
    assert!(told(&run, "edited").await <= 1, "and the case learns of it once");
    let case = run.cases().await.remove(0);
    let history = run.history(&case).await;
    let edit = history.iter().find(|entry| entry.what() == "review edited").expect("it is told");
    assert_eq!(
        edit.detail(),
        Some(format!("before: {COMPLAINT}ㅇㅇㅇㅇㅇ")),
        "from the first wording"
    );
}

#[tokio::test]
async fn a_worse_edit_after_the_answer_mails_at_once_what_changed() {
    let mut run = watched("10m", |now| {
        let worse = format!("{COMPLAINT} 교환품도 깨져서 왔습니다. 최악이에요.");
        let text = if now < hours(10) { COMPLAINT.to_owned() } else { worse };
        let review = row(1, hours(1), 1, &text);
        let review = if now < hours(3) { review } else { answered(review, hours(3)) };
        if now < hours(1) { vec![] } else { vec![review] }
    })
    .await;
    run.until(hours(10) - minutes(1)).await;
    assert_eq!(kinds(&run), ["alert", "answered"], "{:?}", run.log());
    run.until(hours(10) + minutes(12)).await;
    assert_eq!(kinds(&run), ["alert", "answered", "alert"], "{:?}", run.log());
    let cases = run.cases().await;
    assert_eq!((cases.len(), cases[0].round, cases[0].state), (1, 2, State::Open));
    let text = &run.mails().last().expect("a mail").text;
    for words in
        ["The customer edited the review", "[added: 교환품도 깨져서 왔습니다. 최악이에요.]"]
    {
        assert!(text.contains(words), "{words:?} is missing:\n{text}");
    }
}

#[tokio::test]
async fn a_milder_edit_after_the_answer_is_on_record_and_disturbs_nobody() {
    let mut run = watched("10m", |now| {
        let mild = row(1, hours(1), 2, "냄비가 찌그러져서 왔습니다.");
        let review = if now < hours(10) { row(1, hours(1), 1, COMPLAINT) } else { mild };
        let review = if now < hours(3) { review } else { answered(review, hours(3)) };
        if now < hours(1) { vec![] } else { vec![review] }
    })
    .await;
    run.until(hours(20)).await;
    assert_eq!(kinds(&run), ["alert", "answered"], "{:?}", run.log());
    assert_eq!(told(&run, "review edited").await, 1);
}

#[tokio::test]
async fn another_complaint_by_the_same_customer_on_the_same_thing_renews_the_case() {
    let mut run = watched("10m", |now| {
        let mut again =
            row(2, hours(10), 1, "교환받은 냄비도 바닥이 휘어서 못 쓰겠어요. 실망입니다.");
        again["who"] = json!("손님1");
        let first = row(1, hours(1), 1, COMPLAINT);
        let first = if now < hours(3) { first } else { answered(first, hours(3)) };
        let since = [(hours(10), again), (hours(1), first)];
        since.into_iter().filter(|(from, _)| *from <= now).map(|(_, row)| row).collect()
    })
    .await;
    run.until(hours(11)).await;
    assert_eq!(kinds(&run), ["alert", "answered", "alert"], "{:?}", run.log());
    let text = &run.mails().last().expect("a mail").text;
    assert!(text.contains("The same customer complained anew"), "{text}");
}

#[tokio::test]
async fn a_board_that_renumbers_its_rows_brings_no_news() {
    let mut run = watched("10m", |now| {
        let deleted = now >= hours(5);
        let imported = if now >= hours(8) { 1000 } else { 0 };
        let ids = (1..=8).filter(|id| !deleted || *id != 2);
        let mut rows: Vec<Value> = ids
            .enumerate()
            .map(|(rank, id)| {
                let text = format!("{id}번째 주문인데 {COMPLAINT}");
                let mut row = row(id, hours(i64::from(id) - 9), 1, &text);
                row["id"] = json!(rank + imported);
                row
            })
            .collect();
        rows.reverse();
        rows
    })
    .await;
    run.until(hours(4)).await;
    let (mails, cases) = (run.mails().len(), run.cases().await.len());
    assert_eq!(cases, 8, "each asks for an answer");
    run.until(hours(7)).await;
    assert_eq!(run.source("mall").await.reviews, 8, "no row is taken for a new review");
    run.until(hours(11)).await;
    assert_eq!(run.source("mall").await.reviews, 8, "not even under numbers that were never seen");
    let states: Vec<State> = run.cases().await.iter().map(|case| case.state).collect();
    assert_eq!(states.iter().filter(|state| **state == State::Withdrawn).count(), 1, "{states:?}");
    assert_eq!(states.len(), cases);
    let closing = run.mails().iter().skip(mails).filter(|mail| mail.kind == "answered").count();
    let alerts = run.mails().iter().skip(mails).filter(|mail| mail.kind == "alert").count();
    assert_eq!((closing, alerts), (1, 0), "the deleted one is told of: {:?}", run.log());
}

/// The source of the saved list, as one that prints no numbers.
fn without_numbers() -> Vec<Review> {
    let source = configured(CAFE24_LIST);
    let page = page_of(&source, &saved("cafe24-insideobject-list"));
    let rows = source.source.read(&page).reviews.into_iter();
    rows.map(|row| Review { id: None, url: None, ..row }).collect()
}

struct Polled {
    known: Vec<Known>,
    last: Option<Timestamp>,
}

impl Polled {
    fn poll(&mut self, rows: &[Review]) -> Findings {
        let now = self.last.map_or(at(hours(0)), |last| last + minutes(10));
        let look = Look {
            source: "mall".parse().expect("a name"),
            now,
            last_success: self.last,
            baseline: self.last.is_none(),
        };
        let list = List {
            newest_first: true,
            moderated: false,
            replies_hidden: false,
            reply_authors: Vec::new(),
        };
        let rows = rows.iter().cloned();
        let shown =
            rows.map(|review| Shown { review, listed: true, whole: true, replies: true }).collect();
        let findings = compare(&self.known, shown, &list, &look);
        self.last = Some(now);
        for known in &mut self.known {
            let gone = findings.changed.iter().any(|(found, _)| found.key == known.key);
            known.vanished |= gone;
            if findings.seen.contains(&known.key) {
                known.last_seen = now;
            }
        }
        self.known.extend(findings.new.iter().map(|found| Known {
            key: found.key.clone(),
            review: found.review.clone(),
            first_seen: now,
            last_seen: now,
            vanished: false,
            awaited: false,
        }));
        findings
    }
}

#[test]
fn six_rows_alike_on_a_real_list_are_six_and_stay_six() {
    let rows = without_numbers();
    let traits = |row: &Review| {
        let Review { author, title, product, posted, .. } = row.clone();
        (author, title, product, posted.text)
    };
    let count = |row: &Review| rows.iter().filter(|other| traits(other) == traits(row)).count();
    let six = rows.iter().position(|row| count(row) == 6).expect("six rows are alike");
    let mut polled = Polled { known: Vec::new(), last: None };
    let first = polled.poll(&rows);
    let keys: std::collections::BTreeSet<_> = first.new.iter().map(|found| &found.key).collect();
    assert_eq!(
        (first.new.len(), keys.len()),
        (rows.len(), rows.len()),
        "each has a key of its own"
    );
    for again in 1..4 {
        let same = polled.poll(&rows);
        assert_eq!((same.new.len(), same.changed.len()), (0, 0), "poll {again}: {same:?}");
    }
    let mut seven = rows.clone();
    seven.insert(six, rows[six].clone());
    let more = polled.poll(&seven);
    assert_eq!(
        (more.new.len(), more.changed.len(), more.seen.len()),
        (1, 0, rows.len()),
        "{more:?}"
    );
    let fewer = polled.poll(&rows);
    assert_eq!((fewer.new.len(), fewer.seen.len()), (0, rows.len()), "six again: {fewer:?}");
    assert!(fewer.changed.len() <= 1, "one of the seven is gone at most: {fewer:?}");
    let mut five = rows.clone();
    five.remove(six);
    let five = polled.poll(&five);
    assert_eq!((five.new.len(), five.seen.len()), (0, rows.len() - 1), "{five:?}");
}

/// A feed of the last five of twelve complaints, one an hour; the ninth is taken down after a while.
fn feed(now: SignedDuration) -> String {
    let written =
        (1..=12).filter(|n| hours(*n) <= now && !(*n == 9 && now >= hours(10) + minutes(30)));
    let items: Vec<String> = written
        .rev()
        .take(5)
        .map(|n| {
            let when = at(hours(n)).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
            format!(
                "<item><guid>{n}</guid><title>불량</title><author>손님{n}</author>\
                 <description>{n}번째 {COMPLAINT}</description><pubDate>{when}</pubDate></item>"
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>리뷰</title>{}</channel></rss>", items.concat())
}

#[tokio::test]
async fn what_falls_off_the_end_of_a_feed_is_not_gone_and_what_is_missing_from_its_middle_is() {
    let source =
        "[[source]]\nid = \"mall\"\nkind = \"feed\"\nurl = \"{site}/feed\"\nevery = \"10m\"\n";
    let script = Arc::new(|_: &_, now: Timestamp| {
        Response::ok("application/rss+xml; charset=utf-8", feed(now.duration_since(at(hours(0)))))
    });
    let mut run = Run::over(source, script).await;
    run.until(hours(12) + minutes(20)).await;
    let cases = run.cases().await;
    assert_eq!(cases.len(), 12, "each complaint opened a case: {:?}", run.log());
    let mut gone: Vec<&str> = cases
        .iter()
        .filter(|case| case.state == State::Withdrawn)
        .map(|case| case.review.native.as_str())
        .collect();
    gone.sort_unstable();
    assert_eq!(gone, ["9"], "seven fell off the end, one was taken down");
}

#[tokio::test]
async fn a_list_in_any_order_proves_no_absence() {
    let sources = list_source("mall", "/mall", "10m").replace("every", "order = \"any\"\nevery");
    let script = Arc::new(|_: &_, now: Timestamp| {
        let now = now.duration_since(at(hours(0)));
        let all =
            (1..=6).map(|id| row(id, hours(i64::from(id) - 8), 1, &format!("{id}번 {COMPLAINT}")));
        let shown: Vec<Value> =
            all.rev().filter(|row| now < hours(2) || row["id"] != json!(4)).collect();
        Response::ok("application/json", json!({"reviews": shown, "next": null}).to_string())
    });
    let mut run = Run::over(&sources, script).await;
    run.until(hours(4)).await;
    let cases = run.cases().await;
    assert_eq!(cases.len(), 6, "{:?}", run.log());
    assert!(cases.iter().all(|case| case.state == State::Open), "{cases:?}");
}
