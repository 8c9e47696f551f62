//! A case in people's hands: who says they are on it, puts it off, hands it on or reports a reply is heard
//! again in time, and some days after the reply somebody asks how it ended.

use std::process::Command;
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use reviewd::alert::Address;
use reviewd::calendar::Calendar;
use reviewd::case::{Act, Case, Settings, State};
use reviewd::demo::site::{Request, Response};
use reviewd::pipeline::Desk;
use reviewd::review::Interval;
use reviewd::route::{People, Settings as Named};
use serde_json::json;

use crate::support::run::{BOSS, Mail, OWNER, Run};
use crate::support::shop::{List, Post, at, hours, list_source};

const SEA: &str = "sea@shop.example";

fn address(text: &str) -> Address {
    text.parse().expect("an address")
}

/// A complaint of the first hour, due in the twenty-fifth, and what becomes of it.
async fn complaint(becomes: impl FnOnce(Post) -> Post) -> Run {
    Run::of(List::of(vec![Post::praise(1, hours(-1)), becomes(Post::complaint(2, hours(1)))])).await
}

/// Someone called 하늘 does this on the command line, beside the daemon, which looks at it anew.
async fn done(run: &mut Run, act: Act) -> Case {
    run.stop().await;
    let (to, boss) = (address(OWNER), address(BOSS));
    let people = People {
        to: vec![to],
        escalate_to: vec![boss],
        named: Named::default(),
        zone: TimeZone::UTC,
        calendar: Calendar::default(),
    };
    let desk = Desk { store: &*run.store, settings: &Settings::default(), people: &people };
    let id = run.cases().await[0].id;
    let done = desk.carry_out(id, &act, "하늘", run.now()).await;
    let case = done.unwrap_or_else(|undone| panic!("{act:?}: {undone}"));
    run.start().await;
    case
}

/// What the command line says beside the run's store, and with which exit code.
fn said(run: &Run, arguments: &[&str]) -> (Option<i32>, String) {
    let file = run.database();
    let folder = file.parent().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_reviewd"))
        .arg("case")
        .args(arguments)
        .args(["--state-dir".as_ref(), folder.as_os_str()])
        .args(["--config".as_ref(), folder.join("reviewd.toml").as_os_str()])
        .output()
        .expect("it runs");
    let all = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&all).into_owned())
}

#[tokio::test]
async fn people_do_it_on_the_command_line_and_are_told_why_where_it_cannot_be_done() {
    let mut run = complaint(|post| post).await;
    run.until(hours(3)).await;
    run.stop().await;
    let id = run.cases().await[0].id.to_string();
    let (code, told) = said(&run, &[&id, "resolved"]);
    assert_eq!(code, Some(1), "nobody replied yet: {told}");
    assert!(told.contains("it is open: only a case that was answered is resolved"), "{told}");
    let (code, told) = said(&run, &[&id, "cause", "Packaging", "--by", "바다"]);
    assert_eq!(code, Some(0), "what was refused before holds nothing up: {told}");
    assert!(told.contains("4. analysed"), "{told}");
    assert!(told.contains("cause found by a person (by 바다, packaging)"), "{told}");
    let (code, told) = said(&run, &[&id, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&told).expect("one object");
    let analysed = &json["steps"][3];
    assert_eq!((code, &analysed["step"]), (Some(0), &json!("analysed")), "{told}");
    assert_eq!((&analysed["by"], &analysed["what"]), (&json!("바다"), &json!("packaging")));
    let (code, told) = said(&run, &[&id, "snooze", "soon"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("\"90m\", \"3h\""), "what to write instead: {told}");
}

/// The mails so far, as (kind, recipient), after the first so many.
fn told(run: &Run, after: usize) -> Vec<(&str, &str)> {
    run.mails().iter().skip(after).map(|mail| (mail.kind.as_str(), mail.to.as_str())).collect()
}

fn last(run: &Run) -> &Mail {
    run.mails().last().expect("a mail")
}

async fn history(run: &Run) -> Vec<String> {
    run.history(&run.cases().await[0]).await.iter().map(|entry| entry.what()).collect()
}

#[tokio::test]
async fn who_said_they_were_on_it_hears_once_more_before_the_deadline() {
    let mut run = complaint(|post| post).await;
    run.until(hours(3)).await;
    done(&mut run, Act::Ack).await;
    run.until(hours(24)).await;
    assert_eq!(told(&run, 0), [("alert", OWNER), ("reminder:3600", OWNER)], "{:?}", run.log());
    let text = &last(&run).text;
    assert!(text.contains("하늘 acknowledged it on Mon 2 Mar, noon"), "{text}");
    run.until(hours(26)).await;
    assert_eq!(told(&run, 2), [("overdue", OWNER), ("overdue", BOSS)], "{:?}", run.log());
}

#[tokio::test]
async fn a_snooze_is_silent_until_its_end_and_never_beyond_the_last_reminder() {
    let mut run = complaint(|post| post).await;
    run.until(hours(3)).await;
    done(&mut run, Act::Snooze(hours(15))).await;
    run.until(hours(18) - SignedDuration::from_mins(1)).await;
    assert_eq!(told(&run, 0), [("alert", OWNER)], "{:?}", run.log());
    run.until(hours(19)).await;
    assert_eq!(told(&run, 1), [("reminder:25200", OWNER)], "{:?}", run.log());
    assert!(last(&run).text.starts_with("7 hours left"), "{}", last(&run).text);
    let case = done(&mut run, Act::Snooze(hours(400))).await;
    assert_eq!(case.hands.snoozed, Some(at(hours(24))), "an hour before the deadline");
    run.until(hours(26)).await;
    let rest = [("reminder:3600", OWNER), ("overdue", OWNER), ("overdue", BOSS)];
    assert_eq!(told(&run, 2), rest, "{:?}", run.log());
}

#[tokio::test]
async fn a_case_handed_to_someone_who_does_nothing_comes_back_one_step_up() {
    let mut run = complaint(|post| post).await;
    run.until(hours(5)).await;
    let case = done(&mut run, Act::Assign(address(SEA))).await;
    assert_eq!(case.owner, Some(address(SEA)));
    run.until(hours(6)).await;
    assert_eq!(told(&run, 1), [("alert", SEA)], "{:?}", run.log());
    assert!(last(&run).text.starts_with("20 hours left"), "{}", last(&run).text);
    assert!(last(&run).text.contains("하늘 put you in charge"), "{}", last(&run).text);
    run.until(hours(11)).await;
    let back = [("handed_back", OWNER), ("handed_back", BOSS)];
    assert_eq!(told(&run, 2), back, "after a quarter of 20 h: {:?}", run.log());
    assert!(last(&run).text.contains(SEA), "{}", last(&run).text);
    run.until(hours(14)).await;
    assert_eq!(told(&run, 4), [("reminder:43200", OWNER)], "{:?}", run.log());

    // The second one is on it: now the reminders are theirs.
    done(&mut run, Act::Assign(address(SEA))).await;
    done(&mut run, Act::Ack).await;
    run.until(hours(26)).await;
    let rest = [
        ("alert", SEA),
        ("reminder:3600", SEA),
        ("overdue", SEA),
        ("overdue", OWNER),
        ("overdue", BOSS),
    ];
    let mut found = told(&run, 5);
    found.sort_unstable_by_key(|mail| rest.iter().position(|one| one == mail));
    assert_eq!(found, rest, "{:?}", run.log());
}

#[tokio::test]
async fn a_reported_reply_is_looked_for_until_it_shows() {
    let mut run = complaint(|post| post.replied(hours(28))).await;
    run.until(hours(5)).await;
    let case = done(&mut run, Act::Answered { shows: true }).await;
    assert_eq!(case.state, State::Unconfirmed);
    run.until(hours(27)).await;
    assert_eq!(told(&run, 0), [("alert", OWNER)], "no reminder, no reproach: {:?}", run.log());
    run.until(hours(30)).await;
    assert_eq!(told(&run, 1), [("answered", OWNER)], "{:?}", run.log());
    let case = run.cases().await.remove(0);
    assert_eq!(case.state, State::Answered);
    assert_eq!(case.replied, Some(Interval::at(at(hours(28)))), "the reply's own time");
    let entries = run.history(&case).await;
    let answered = entries.iter().find(|entry| entry.what() == "answered").expect("it is told");
    assert_eq!(answered.detail().as_deref(), Some("27h after the complaint"));
}

#[tokio::test]
async fn a_reported_reply_that_never_shows_is_asked_for_once_and_then_due_again() {
    let mut run = complaint(|post| post).await;
    run.until(hours(5)).await;
    done(&mut run, Act::Answered { shows: true }).await;
    run.until(hours(5 + 72 + 23)).await;
    assert_eq!(told(&run, 1), [("unconfirmed", OWNER)], "{:?}", run.log());
    let text = &last(&run).text;
    assert!(text.contains("하늘 said on Mon 2 Mar, 2:00 pm that it was given"), "{text}");
    run.until(hours(5 + 72 + 25)).await;
    assert_eq!(told(&run, 2), [("overdue", OWNER), ("overdue", BOSS)], "{:?}", run.log());
    assert!(last(&run).text.contains("never showed on the page"), "{}", last(&run).text);
    let case = run.cases().await.remove(0);
    assert_eq!((case.round, case.state, case.started), (2, State::Overdue, at(hours(1))));
}

#[tokio::test]
async fn a_week_after_the_reply_somebody_is_asked_how_it_ended() {
    let mut run = complaint(|post| post.replied(hours(5))).await;
    run.until(hours(5 + 7 * 24 - 1)).await;
    assert_eq!(told(&run, 0), [("alert", OWNER), ("answered", OWNER)], "{:?}", run.log());
    run.until(hours(5 + 7 * 24 + 1)).await;
    assert_eq!(told(&run, 2), [("follow_up", OWNER)], "{:?}", run.log());
    let text = &last(&run).text;
    for part in
        ["7 days old", "냄비가 찌그러져서", "정말 죄송합니다", "resolved", "reopen", "prevented"]
    {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    done(&mut run, Act::Resolved).await;
    run.until(hours(40 * 24)).await;
    assert_eq!(told(&run, 3), [], "and that is all: {:?}", run.log());
    let what = history(&run).await;
    assert!(what.contains(&"resolved, says a person".to_owned()), "{what:?}");
}

#[tokio::test]
async fn a_customer_who_shows_that_they_are_content_spares_the_question() {
    let praise = "정말 마음에 들어요. 배송도 빠르고 포장도 꼼꼼해서 아주 만족합니다!";
    let edited = |post: Post| Post { edit: Some((hours(50), 5, praise.to_owned())), ..post };
    let mut run = complaint(|post| edited(post.replied(hours(5)))).await;
    run.until(hours(20 * 24)).await;
    assert_eq!(told(&run, 0), [("alert", OWNER), ("answered", OWNER)], "{:?}", run.log());
    let what = history(&run).await;
    assert!(what.contains(&"softened by the customer".to_owned()), "{what:?}");
}

#[tokio::test]
async fn a_customer_who_writes_well_of_the_same_thing_spares_the_question() {
    let script = move |_: &Request, now: Timestamp| {
        let row = |id: u32, when: i64, stars: u32, text: &str| {
            let when = at(hours(when)).to_string();
            json!({"id": id, "who": "박지수", "stars": stars, "text": text, "when": when, "what": "냄비"})
        };
        let mut bad = row(2, 1, 1, "냄비가 찌그러져서 왔고 고객센터는 전화를 받지 않습니다.");
        if now >= at(hours(5)) {
            let when = at(hours(5)).to_string();
            bad["reply"] = json!({"who": "시험 가게", "text": "죄송합니다.", "when": when});
        }
        let mut rows = vec![bad];
        if now >= at(hours(60)) {
            rows.insert(0, row(3, 60, 5, "새로 보내 주신 냄비가 정말 마음에 들어요. 감사합니다!"));
        }
        rows.retain(|_| now >= at(hours(1)));
        Response::ok("application/json", json!({"reviews": rows, "next": null}).to_string())
    };
    let sources =
        list_source("mall", "/mall", "1h").replace("\ndate =", "\nproduct = \"$.what\"\ndate =");
    let mut run = Run::over(&sources, Arc::new(script)).await;
    run.until(hours(20 * 24)).await;
    let cases = [("alert", OWNER), ("answered", OWNER)];
    let of_case: Vec<_> =
        told(&run, 0).into_iter().filter(|mail| !mail.0.starts_with("source")).collect();
    assert_eq!(of_case, cases, "{:?}", run.log());
    let what = history(&run).await;
    assert!(what.contains(&"the customer wrote well of it".to_owned()), "{what:?}");
}
