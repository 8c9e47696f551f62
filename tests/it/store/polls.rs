//! What a poll leaves behind: schedules, incidents, what is known of a list.

use reviewd::fetch::Validators;
use reviewd::review::{Event, Interval};
use reviewd::source::Reject;
use reviewd::store::{Changed, PollCommit};

use super::*;

async fn due_source(store: &dyn Whole, now: Timestamp) -> Option<Claimed<SourceState>> {
    store.claim_source(&me(), now).await.expect("claiming")
}

#[tokio::test]
async fn the_source_that_waited_longest_comes_first_and_each_once() {
    let (_folder, store) = fresh().await;
    let all = [("mall", 0), ("blog", 10), ("feed", 20)].map(|(name, due)| (source(name), at(due)));
    store.register(&all).await.expect("registering");
    let mut order = Vec::new();
    while let Some(claimed) = due_source(&store, at(30)).await {
        order.push((claimed.item.id.to_string(), claimed.item.due));
    }
    let expected = [("mall", at(0)), ("blog", at(10)), ("feed", at(20))];
    assert_eq!(order, expected.map(|(name, due)| (name.to_owned(), due)));
    assert_eq!(store.next_due().await.expect("reading").poll, Some(at(30) + LEASE));
}

#[tokio::test]
async fn registering_keeps_schedules_and_retires_what_is_gone() {
    let (_folder, store) = fresh().await;
    polled(&store, PollCommit { new: vec![new("a", "x")], ..poll(at(0)) }).await;
    store.register(&[(source("blog"), at(60))]).await.expect("registering");
    let statuses = store.sources().await.expect("listing");
    let seen: Vec<_> = statuses
        .iter()
        .map(|status| (status.id.as_str(), status.next_poll, status.reviews))
        .collect();
    assert_eq!(seen, [("blog", Some(at(60)), 0), ("mall", None, 1)]);
    let due = due_source(&store, at(7200)).await.expect("the new one is due");
    assert_eq!(due.item.id, source("blog"));
    assert!(due_source(&store, at(7200)).await.is_none(), "the retired one is not polled");

    let both = [(source("mall"), at(60)), (source("blog"), at(60))];
    store.register(&both).await.expect("registering");
    let back = due_source(&store, at(7200)).await.expect("it is polled again");
    assert_eq!((back.item.id, back.item.due), (source("mall"), at(1800)));
    assert!(back.item.baseline_done, "what was known of it stayed");
}

#[tokio::test]
async fn a_paused_source_waits_and_a_poll_under_way_does_not_end_the_pause() {
    let (_folder, store) = fresh().await;
    let under_way = due_source(&store, at(0)).await.expect("due").claim;
    let until = at(hours(5));
    assert!(store.pause(&source("mall"), Some(until), at(1)).await.expect("pausing"));
    store.commit_poll(&under_way, poll(at(2))).await.expect("committing");
    let status = store.sources().await.expect("listing").remove(0);
    assert_eq!((status.paused_until, status.next_poll), (Some(until), Some(until)));
    assert!(due_source(&store, at(hours(5) - 1)).await.is_none());

    assert!(store.pause(&source("mall"), None, at(3)).await.expect("resuming"));
    let status = store.sources().await.expect("listing").remove(0);
    assert_eq!((status.paused_until, status.next_poll), (None, Some(at(3))));
    assert!(due_source(&store, at(3)).await.is_some());
    assert!(!store.pause(&source("none"), None, at(3)).await.expect("no such source"));
}

#[tokio::test]
async fn a_poll_that_proves_nothing_keeps_what_was_proven() {
    let (_folder, store) = fresh().await;
    let validators = Validators { etag: Some("\"a\"".to_owned()), last_modified: None };
    let reject = Reject { why: "no text".to_owned(), excerpt: "…".to_owned() };
    let read = PollCommit {
        validators: Some(validators.clone()),
        rejects: vec![reject.clone(), reject],
        ..poll(at(0))
    };
    polled(&store, read).await;
    let unchanged = PollCommit { outcome: Outcome::Unchanged, ..poll(at(1800)) };
    polled(&store, unchanged).await;
    let status = store.sources().await.expect("listing").remove(0);
    assert_eq!((status.rejects, status.last_success), (2, Some(at(1800))));

    let blocked = PollCommit {
        outcome: Outcome::Blocked,
        note: Some("429".to_owned()),
        failures: 1,
        ..poll(at(3600))
    };
    polled(&store, blocked).await;
    let status = store.sources().await.expect("listing").remove(0);
    assert_eq!((status.last_success, status.rejects), (Some(at(1800)), 0));
    assert_eq!((status.last_outcome, status.failures), (Some(Outcome::Blocked), 1));
    assert_eq!(status.note.as_deref(), Some("429"));
    let state = due_source(&store, at(5400)).await.expect("due").item;
    assert_eq!((state.validators, state.baseline_done), (validators, true));
    assert_eq!((state.failures, state.last_success), (1, Some(at(1800))));
}

#[tokio::test]
async fn a_first_poll_that_was_blocked_leaves_the_baseline_open() {
    let (_folder, store) = fresh().await;
    polled(&store, PollCommit { outcome: Outcome::Blocked, failures: 1, ..poll(at(0)) }).await;
    assert!(!due_source(&store, at(1800)).await.expect("due").item.baseline_done);
}

#[tokio::test]
async fn a_vanished_review_is_known_for_ninety_days() {
    let (_folder, store) = fresh().await;
    polled(&store, PollCommit { new: vec![new("a", "x"), new("b", "y")], ..poll(at(0)) }).await;
    let now = at(1800);
    let vanished = Changed {
        key: key("a"),
        events: vec![Event::Vanished { between: Interval { earliest: at(0), latest: now } }],
        review: review("x"),
    };
    polled(&store, PollCommit { changes: vec![vanished], seen: vec![key("b")], ..poll(now) }).await;
    let known = store.known(&source("mall")).await.expect("reading");
    let seen: Vec<_> =
        known.iter().map(|k| (k.key.native.as_str(), k.vanished, k.last_seen)).collect();
    assert_eq!(seen, [("b", false, now), ("a", true, at(0))]);

    let day_90 = now + SignedDuration::from_hours(90 * 24);
    polled(&store, poll(day_90)).await;
    assert_eq!(store.known(&source("mall")).await.expect("reading").len(), 2);
    polled(&store, poll(day_90 + SignedDuration::from_hours(1))).await;
    assert_eq!(store.known(&source("mall")).await.expect("reading").len(), 1);

    let back = day_90 + SignedDuration::from_hours(2);
    polled(&store, PollCommit { new: vec![new("a", "x")], ..poll(back) }).await;
    let known = store.known(&source("mall")).await.expect("reading");
    let seen = (known[0].key.clone(), known[0].vanished, known[0].first_seen, known[0].last_seen);
    assert_eq!(seen, (key("a"), false, at(0), back), "it is the old one, there again");
    let news =
        store.claim_review(&me(), back).await.expect("claiming").expect("it is to be judged");
    assert_eq!(news.item.events.last(), Some(&(back, Event::Reappeared)));
}

#[tokio::test]
async fn a_number_given_away_again_after_it_was_forgotten_names_another_review() {
    let (_folder, store) = fresh().await;
    polled(&store, PollCommit { new: vec![new("7", "지퍼가 고장났어요")], ..poll(at(0)) }).await;
    let mut other = new("7", "색이 화면과 달라서 실망했습니다");
    other.review.author = Some("최다은".to_owned());
    other.review.title = None;
    polled(&store, PollCommit { new: vec![other.clone()], ..poll(at(1800)) }).await;
    let on_record = store.reviews().await.expect("listing");
    let natives: Vec<&str> = on_record.iter().map(|record| record.key.native.as_str()).collect();
    assert_eq!(natives, ["7", "7~2"], "the complaint is not lost");
    assert_eq!(on_record[1].review, other.review);
}

#[tokio::test]
async fn a_restart_does_not_poll_everything_at_once() {
    let (_folder, store) = fresh().await;
    polled(&store, poll(at(0))).await;
    store.register(&[(source("mall"), at(7205))]).await.expect("registering");
    let overdue = due_source(&store, at(7200)).await;
    assert!(overdue.is_none(), "what became due while nobody was there waits for its turn");
    assert!(due_source(&store, at(7205)).await.is_some(), "its turn has come");
}

#[tokio::test]
async fn a_failing_source_is_tried_at_the_start_and_a_paused_one_stays_paused() {
    let (_folder, store) = fresh().await;
    let next_poll = async || store.sources().await.expect("listing").remove(0).next_poll;
    let start = async |now| {
        store.register(&[(source("mall"), now)]).await.expect("registering");
    };
    let back_off = at(hours(1));
    let failed =
        PollCommit { outcome: Outcome::Error, failures: 9, next_due: back_off, ..poll(at(0)) };
    polled(&store, failed).await;
    assert_eq!(next_poll().await, Some(back_off), "while nobody mends anything it backs off");
    start(at(60)).await;
    assert_eq!(next_poll().await, Some(at(60)), "its selectors may have been mended");

    let paused = at(hours(5));
    store.pause(&source("mall"), Some(paused), at(61)).await.expect("pausing");
    start(at(120)).await;
    assert_eq!(next_poll().await, Some(paused), "whoever paused it did not ask for it");
    start(paused).await;
    assert_eq!(next_poll().await, Some(paused), "the pause is over");

    polled(&store, poll(paused)).await;
    start(at(hours(5) + 60)).await;
    assert_eq!(next_poll().await, Some(at(hours(5) + 1800)), "one that answers keeps its schedule");
}

#[tokio::test]
async fn what_a_long_visit_shows_stood_there_together() {
    let (_folder, store) = fresh().await;
    let both = vec![new("a", "x"), new("b", "x")];
    let first = PollCommit { next_due: at(600), new: both, ..poll(at(0)) };
    polled(&store, first).await;
    let change = Changed { key: key("b"), events: vec![], review: review("y") };
    let visit = PollCommit {
        asked: at(600),
        seen: vec![key("a")],
        changes: vec![change],
        new: vec![new("c", "x")],
        ..poll(at(604))
    };
    polled(&store, visit).await;
    let known = store.known(&source("mall")).await.expect("reading");
    let last_seen: Vec<Timestamp> = known.iter().map(|known| known.last_seen).collect();
    assert_eq!(last_seen, [at(600); 3], "an unchanged list speaks for all of them");
}

#[tokio::test]
async fn a_long_visit_proves_only_what_stood_there_when_it_began() {
    let (_folder, store) = fresh().await;
    let visit = PollCommit { asked: at(0), new: vec![new("a", "x")], ..poll(at(240)) };
    polled(&store, visit).await;
    let status = store.sources().await.expect("listing").remove(0);
    assert_eq!(status.last_success, Some(at(0)), "what was written meanwhile may have been missed");
    assert_eq!(status.last_review, Some(at(240)), "what it found was seen when it ended");
}
