//! Nights, weekends, holidays and summer time, as people at the shop live them.

use std::sync::Arc;

use reviewd::case::State;
use reviewd::demo::sink::{At, Behaviour};
use reviewd::demo::site::Response;

use crate::support::run::{BOSS, OWNER, Run};
use crate::support::shop::{List, Post, SECOND, at, hours, list_source, minutes};

const OFFICE: &str = "[hours]\nwork = \"mon-fri 09:00-18:00\"\nholidays = \"KR\"\n";
const NIGHTS: &str = "[hours]\nquiet = \"22:00-08:00\"\n";

/// A list that is polled every hour, in a shop with these hours.
async fn shop(hours: &str, posts: Vec<Post>) -> Run {
    let list = List::of(posts);
    let sources = format!("{hours}{}", list_source("mall", "/mall", "1h"));
    Run::over(&sources, Arc::new(move |request, now| list.answer(request, now))).await
}

/// The mails from the `n`th on, as (kind, recipient).
fn told(run: &Run, n: usize) -> Vec<(&str, &str)> {
    run.mails()[n..].iter().map(|mail| (mail.kind.as_str(), mail.to.as_str())).collect()
}

/// Nine o'clock in Seoul, so many days after Monday 2 March 2026.
fn nine(day: i64) -> jiff::SignedDuration {
    hours(24 * day)
}

#[tokio::test]
async fn a_night_is_silent_and_its_end_brings_one_mail_with_the_most_urgent_first() {
    // On Tuesday at 20:00 and 23:00.
    let posts =
        vec![Post::complaint(1, nine(1) + hours(14)), Post::complaint(2, nine(1) + hours(11))];
    let mut run = shop(OFFICE, posts).await;
    run.until(nine(2) - SECOND).await;
    assert_eq!(run.cases().await.len(), 2, "both were seen by night");
    assert_eq!(told(&run, 0), [], "and woke nobody: {:?}", run.log());
    run.until(nine(2) + minutes(1)).await;
    assert_eq!(told(&run, 0), [("overnight", OWNER)], "{:?}", run.log());
    let mail = &run.mails()[0];
    assert!(mail.text.starts_with("2 things happened while you were away"), "{}", mail.text);
    let first = mail.text.find("(주문 2)").expect("the earlier complaint");
    let second = mail.text.find("(주문 1)").expect("the later complaint");
    assert!(first < second, "the most urgent stands first:\n{}", mail.text);

    // Due on Wednesday at 20:00 and 23:00: half past five is the last moment to write.
    run.until(nine(2) + hours(9)).await;
    let by_day: Vec<(String, &str)> = run.mails()[1..]
        .iter()
        .map(|mail| (format!("{:#}", mail.at.duration_since(at(nine(2)))), mail.kind.as_str()))
        .collect();
    let wanted = [
        ("2h", "reminder:43200"),
        ("7h", "reminder:14400"),
        ("8h 30m", "reminder:3600"),
        ("8h 30m", "reminder:3600"),
    ];
    let by_day: Vec<(&str, &str)> = by_day.iter().map(|(at, kind)| (at.as_str(), *kind)).collect();
    assert_eq!(by_day, wanted, "{:?}", run.log());

    run.until(nine(3) - SECOND).await;
    let states: Vec<State> = run.cases().await.iter().map(|case| case.state).collect();
    assert_eq!(states, [State::Overdue; 2], "the clock does not sleep");
    assert_eq!(told(&run, 5), [], "the mail does: {:?}", run.log());
    run.until(nine(3) + minutes(1)).await;
    let mut overdue = told(&run, 5);
    overdue.sort_unstable();
    assert_eq!(overdue, [("overnight", BOSS), ("overnight", OWNER)], "{:?}", run.log());
}

#[tokio::test]
async fn one_case_alone_keeps_its_thread_and_what_was_settled_by_night_is_one_mail() {
    let answered = nine(2) + hours(16);
    let posts = vec![Post::complaint(1, nine(1) + hours(12)).replied(answered)];
    let mut run = shop(OFFICE, posts).await;
    run.until(nine(2) + minutes(1)).await;
    assert_eq!(told(&run, 0), [("alert", OWNER)], "{:?}", run.log());
    run.until(nine(3) + minutes(1)).await;
    let (alert, last) = (&run.mails()[0], run.mails().last().expect("a mail"));
    assert_eq!(
        (last.kind.as_str(), last.at.duration_since(at(nine(3))) < minutes(1)),
        ("answered", true)
    );
    assert_eq!(last.subject, alert.subject, "one case is one thread");
    assert!(!last.text.contains("Never sent"), "the server took every mail:\n{}", last.text);
    assert_eq!(run.to(BOSS).len(), 1, "answered after the deadline: {:?}", run.log());
}

#[tokio::test]
async fn on_a_friday_evening_whoever_can_still_act_is_woken_at_once_and_hears_the_end() {
    // Friday at 17:40: Saturday's deadline leaves no working moment.
    let written = nine(4) + hours(8) + minutes(40);
    let posts = vec![Post::complaint(1, written).replied(nine(5) + hours(1))];
    let mut run = shop(OFFICE, posts).await;
    run.until(written + hours(2)).await;
    let mut woken = told(&run, 0);
    woken.sort_unstable();
    assert_eq!(woken, [("alert", BOSS), ("alert", OWNER)], "{:?}", run.log());
    run.until(nine(7) - SECOND).await;
    assert_eq!(told(&run, 2), [], "and nobody a second time: {:?}", run.log());
    run.until(nine(7) + minutes(1)).await;
    let mut closed = told(&run, 2);
    closed.sort_unstable();
    assert_eq!(closed, [("answered", BOSS), ("answered", OWNER)], "{:?}", run.log());
}

#[tokio::test]
async fn chuseok_is_no_working_day() {
    // Wednesday 23 September 2026 is 205 days after the start; Thursday to Saturday are holidays.
    let eve = nine(205);
    let posts = vec![
        Post::praise(1, hours(-1)),
        Post::complaint(2, eve + hours(10)),
        // Sunday at 13:00, due on Monday at 13:00.
        Post::complaint(3, eve + hours(4 * 24 + 4)),
    ];
    let mut run = shop(OFFICE, posts).await;
    run.stop().await;
    run.until(eve).await;
    run.start().await;
    run.until(eve + hours(12)).await;
    let mut woken = told(&run, 0);
    woken.sort_unstable();
    assert_eq!(woken, [("alert", BOSS), ("alert", OWNER)], "before four days off: {:?}", run.log());
    run.until(nine(210) - SECOND).await;
    assert_eq!(told(&run, 2), [], "the holidays are silent: {:?}", run.log());
    run.until(nine(210) + minutes(1)).await;
    let mut morning = told(&run, 2);
    morning.sort_unstable();
    assert_eq!(
        morning,
        [("overdue", BOSS), ("overnight", OWNER)],
        "what is overdue and what is new: {:?}",
        run.log()
    );
}

#[tokio::test]
async fn a_night_with_summer_time_is_an_hour_shorter_and_the_deadline_is_not() {
    // New York, Saturday 7 March 2026 at 23:00; at two the clocks show three.
    let written = hours(6 * 24 + 4);
    let posts = vec![Post::praise(1, hours(-1)), Post::complaint(2, written)];
    let list = List::of(posts);
    let sources = format!("{NIGHTS}{}", list_source("mall", "/mall", "1h"));
    let script = Arc::new(move |request: &_, now| list.answer(request, now));
    let mut run = Run::over(&sources, script).await;
    run.stop().await;
    run.zone = "America/New_York";
    run.configure(&sources);
    run.start().await;
    // Eight in the morning is noon in UTC from that day on.
    let morning = hours(6 * 24 + 12);
    run.until(morning - SECOND).await;
    assert_eq!(told(&run, 0), [], "{:?}", run.log());
    run.until(morning + minutes(1)).await;
    assert_eq!(told(&run, 0), [("alert", OWNER)], "{:?}", run.log());
    assert!(run.mails()[0].text.contains("16 hours left"), "{}", run.mails()[0].text);
    assert_eq!(run.cases().await[0].deadline, at(written + hours(24)));
    // Due at midnight by that clock: the last hour is quiet, so its reminder comes before ten.
    run.until(written + hours(24)).await;
    let last = run.mails().last().expect("a reminder");
    assert_eq!(
        (last.kind.as_str(), last.at),
        ("reminder:3600", at(written + hours(21) + minutes(30)))
    );
}

#[tokio::test]
async fn a_page_that_fails_by_night_is_told_in_the_morning_with_all_else() {
    // Broken from Tuesday 20:00 on, a complaint came just before.
    let list = List::of(vec![
        Post::praise(1, hours(-1)),
        Post::complaint(2, nine(1) + hours(12) + minutes(30)),
    ]);
    let fails = at(nine(1) + hours(15));
    let sources = format!("{OFFICE}{}", list_source("mall", "/mall", "10m"));
    let script =
        Arc::new(move |request: &reviewd::demo::site::Request, now| match request.path.as_str() {
            "/mall" if now >= fails => Response::status(500),
            _ => list.answer(request, now),
        });
    let mut run = Run::over(&sources, script).await;
    run.until(nine(2) - SECOND).await;
    assert_eq!(told(&run, 0), [], "{:?}", run.log());
    run.until(nine(2) + minutes(1)).await;
    assert_eq!(told(&run, 0), [("overnight", OWNER)], "{:?}", run.log());
    let text = &run.mails()[0].text;
    assert!(text.contains("Page needs a look – mall"), "{text}");
    assert!(text.contains("(주문 2)"), "{text}");
}

#[tokio::test]
async fn a_page_that_is_found_broken_later_in_the_night_is_told_with_the_others_of_its_server() {
    // Broken from Tuesday 23:00 on: the list that is read every three hours fails long after the other.
    let list = List::of(vec![Post::praise(1, hours(-1))]);
    let fails = at(nine(1) + hours(14));
    let often = list_source("often", "/often", "10m");
    let sources = format!("{OFFICE}{often}{}", list_source("seldom", "/seldom", "3h"));
    let script = Arc::new(move |request: &reviewd::demo::site::Request, now| match now >= fails {
        true if request.path != "/robots.txt" => Response::status(500),
        _ => list.answer(request, now),
    });
    let mut run = Run::over(&sources, script).await;
    run.until(nine(2) + minutes(1)).await;
    assert_eq!(told(&run, 0), [("overnight", OWNER)], "{:?}", run.log());
    let text = &run.mails()[0].text;
    assert!(text.contains("needs a look – often"), "{text}");
    assert!(text.contains("needs a look – seldom"), "{text}");
    run.until(nine(3) - SECOND).await;
    assert_eq!(told(&run, 1), [], "and in no mail of its own: {:?}", run.log());
}

#[tokio::test]
async fn what_an_outage_kept_back_until_the_deadline_is_overtaken_and_wakes_nobody() {
    // On Tuesday at 20:00; the mail server is away on Wednesday from 08:00 to 22:00.
    let mut run = shop(OFFICE, vec![Post::complaint(1, nine(1) + hours(11))]).await;
    run.until(nine(2) - hours(1)).await;
    run.mail_server(Behaviour::Refuse { at: At::Greeting, code: 421, text: "away".to_owned() })
        .await;
    run.until(nine(2) + hours(13)).await;
    run.mail_server(Behaviour::Accept).await;
    run.until(nine(3) - SECOND).await;
    assert_eq!(told(&run, 0), [], "by night it is too late to help: {:?}", run.log());
    run.until(nine(3) + minutes(1)).await;
    let mut told = told(&run, 0);
    told.sort_unstable();
    assert_eq!(told, [("overdue", BOSS), ("overdue", OWNER)], "{:?}", run.log());
    let owners = run.to(OWNER)[0];
    assert!(
        owners.text.contains("the first alert"),
        "what was never sent is said:\n{}",
        owners.text
    );
}
