//! Work is done by one at a time, and by the one who claimed it last.

use reviewd::case::State;
use reviewd::review::{Event, Verdict};
use reviewd::store::{CaseFilter, Changed, Error, PollCommit};

use super::*;

/// That a commit was refused because of a lost claim.
fn assert_lost(result: reviewd::store::Result<()>, item: &str) {
    match result {
        Err(Error::ClaimLost(lost)) => assert_eq!(lost, item),
        other => panic!("the claim on {item} should be lost, not {other:?}"),
    }
}

#[tokio::test]
async fn two_who_race_for_a_source_leave_one_winner() {
    let (folder, store) = fresh().await;
    let other = Sqlite::open(&folder.path().join("reviewd.db")).await.expect("a second process");
    let (a, b) = (holder("a"), holder("b"));
    let (first, second) =
        tokio::join!(store.claim_source(&a, at(1)), other.claim_source(&b, at(1)));
    let won = [first.expect("claiming").is_some(), second.expect("claiming").is_some()];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "one of two wins: {won:?}");
}

#[tokio::test]
async fn a_process_that_slept_too_long_cannot_commit() {
    let (_folder, store) = fresh().await;
    let slept = store.claim_source(&holder("a"), at(0)).await.expect("claiming").expect("due");
    let later = at(0) + LEASE;
    let just_before = later - SignedDuration::from_secs(1);
    assert!(store.claim_source(&holder("b"), just_before).await.expect("claiming").is_none());
    let next = store.claim_source(&holder("b"), later).await.expect("claiming").expect("due");
    assert!(next.claim.epoch > slept.claim.epoch);

    let stale = PollCommit { new: vec![new("stale", "x")], ..poll(later) };
    assert_lost(store.commit_poll(&slept.claim, stale).await, "source/mall");
    assert!(store.known(&source("mall")).await.expect("reading").is_empty(), "nothing changed");

    let fresh = PollCommit { new: vec![new("fresh", "x")], ..poll(later) };
    store.commit_poll(&next.claim, fresh.clone()).await.expect("the holder commits");
    assert_lost(store.commit_poll(&next.claim, fresh).await, "source/mall");
    assert_eq!(store.known(&source("mall")).await.expect("reading").len(), 1);
}

#[tokio::test]
async fn sources_are_claimed_together_and_each_by_one() {
    let (folder, store) = fresh().await;
    let other = Sqlite::open(&folder.path().join("reviewd.db")).await.expect("a second process");
    let names = ["mall", "blog", "feed"].map(source);
    let all = names.clone().map(|name| (name, at(0)));
    store.register(&all).await.expect("registering");
    let (a, b) = (holder("a"), holder("b"));
    let (first, second) = tokio::join!(
        store.claim_sources(&a, &names, at(1)),
        other.claim_sources(&b, &names, at(1))
    );
    let won = [first, second].map(|claimed| claimed.expect("claiming"));
    let mut items: Vec<String> = won
        .into_iter()
        .flatten()
        .map(|claimed| claimed.expect("a source that can be read").claim.item)
        .collect();
    items.sort_unstable();
    assert_eq!(items, ["source/blog", "source/feed", "source/mall"], "each has one holder");
    assert!(store.due_sources(at(1)).await.expect("reading").is_empty(), "none is left");
}

#[tokio::test]
async fn a_lost_claim_among_quiet_polls_spoils_only_its_own() {
    let (_folder, store) = fresh().await;
    let all = ["mall", "blog"].map(|name| (source(name), at(0)));
    store.register(&all).await.expect("registering");
    let slept = store.claim_source(&holder("a"), at(0)).await.expect("claiming").expect("due");
    let kept = store.claim_source(&holder("a"), at(0)).await.expect("claiming").expect("due");
    let later = at(0) + LEASE;
    let lost = slept.claim.item.strip_prefix("source/").expect("a source's claim");
    let taken = store.claim_sources(&holder("b"), &[source(lost)], later).await.expect("claiming");
    assert_eq!(taken.len(), 1, "its time is over");
    let polls = [&slept, &kept].map(|held| (held.claim.clone(), poll(later)));
    let stale = store.commit_quiet(&polls).await.expect("committing");
    assert_eq!(stale, std::slice::from_ref(&slept.claim));
    let polled: Vec<(String, bool)> = store
        .sources()
        .await
        .expect("listing")
        .into_iter()
        .map(|status| (status.id.to_string(), status.last_success.is_some()))
        .collect();
    assert!(polled.contains(&(lost.to_owned(), false)), "stale work changes nothing: {polled:?}");
    assert!(polled.contains(&(kept.item.id.to_string(), true)), "the other counts: {polled:?}");
    let again = store.commit_quiet(&polls).await.expect("committing");
    assert_eq!(again.len(), 2, "a claim that was redeemed is none any more");
}

#[tokio::test]
async fn a_claim_whose_time_is_over_still_commits_while_nobody_took_it() {
    let (_folder, store) = fresh().await;
    let slow = store.claim_source(&me(), at(0)).await.expect("claiming").expect("due");
    let late = at(0) + LEASE * 3;
    store.commit_poll(&slow.claim, poll(late)).await.expect("nobody was hurt");
}

#[tokio::test]
async fn work_of_a_dead_process_comes_back_when_its_lease_ends() {
    let (folder, store) = fresh().await;
    opened(&store, "bad", at(0), &["owner"]).await;
    assert!(delivery(&store, at(1)).await.is_some());
    drop(store);

    let store = Sqlite::open(&folder.path().join("reviewd.db")).await.expect("it starts again");
    let ends = at(1) + LEASE;
    assert_eq!(store.next_due().await.expect("reading").deliver, Some(ends));
    let early = ends - SignedDuration::from_secs(1);
    assert!(store.claim_delivery(&holder("b"), early).await.expect("claiming").is_none());
    assert!(store.claim_delivery(&holder("b"), ends).await.expect("claiming").is_some());
}

#[tokio::test]
async fn committing_a_poll_again_stores_nothing_twice() {
    let (_folder, store) = fresh().await;
    for now in [at(0), at(1800)] {
        polled(&store, PollCommit { new: vec![new("bad", "x")], ..poll(now) }).await;
    }
    let known = store.known(&source("mall")).await.expect("reading");
    assert_eq!((known.len(), known[0].first_seen, known[0].last_seen), (1, at(0), at(1800)));
    judged(&store, at(1800), Verdict::Positive, None).await;
    let left = store.claim_review(&me(), at(1800)).await.expect("claiming");
    assert!(left.is_none(), "one event came of it: {left:?}");
}

#[tokio::test]
async fn news_that_comes_during_a_triage_waits_for_the_next() {
    let (_folder, store) = fresh().await;
    polled(&store, PollCommit { new: vec![new("bad", "x")], ..poll(at(0)) }).await;
    let first = store.claim_review(&me(), at(1)).await.expect("claiming").expect("a review waits");
    let gone = Changed { key: key("bad"), events: vec![Event::Reappeared], review: review("x") };
    polled(&store, PollCommit { changes: vec![gone], ..poll(at(1800)) }).await;
    let commit =
        TriageCommit { now: at(1801), judgement: judgement(Verdict::Positive), case: None };
    store.commit_triage(&first.claim, commit).await.expect("committing");
    let next = store.claim_review(&me(), at(1801)).await.expect("claiming").expect("news waits");
    assert_eq!(next.item.events, [(at(1800), Event::Reappeared)]);
}

/// A triage that looked at a case which the deadline loop then moved decided on old facts.
#[tokio::test]
async fn a_decision_on_a_case_that_moved_is_void_and_made_again_at_once() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner"]).await;
    let news = Changed { key: key("bad"), events: vec![Event::Reappeared], review: review("y") };
    polled(&store, PollCommit { changes: vec![news], ..poll(at(1800)) }).await;

    let triage = store.claim_review(&me(), at(1801)).await.expect("claiming").expect("news");
    let overdue =
        |case| change(Case { state: State::Overdue, next: None, ..case }, "overdue", vec![]);
    moved(&store, id, at(1802), overdue).await;
    let stale = Case {
        state: State::Withdrawn,
        closed: Some(at(1801)),
        ..triage.item.case.expect("the case")
    };
    let commit = TriageCommit {
        now: at(1803),
        judgement: judgement(Verdict::Positive),
        case: Some(change(stale, "vanished", vec![])),
    };
    assert_lost(store.commit_triage(&triage.claim, commit).await, &format!("case/{}", id.0));
    let now = &store.cases(CaseFilter::All).await.expect("listing")[0];
    assert_eq!((now.case.state, now.verdict), (State::Overdue, Verdict::Negative));

    let again = store.claim_review(&me(), at(1803)).await.expect("claiming").expect("at once");
    assert_eq!(again.item.case.map(|case| case.state), Some(State::Overdue));
}

#[tokio::test]
async fn a_person_gets_a_case_by_its_number_unless_someone_works_on_it() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner"]).await;
    let by_hand = |id, name| {
        let store = &store;
        async move { store.claim_case(&holder(name), Which::Id(id), at(1)).await.expect("claiming") }
    };
    let held = by_hand(id, "person").await.expect("not due, but asked for");
    assert_eq!(held.claim.item, format!("case/{}", id.0));
    assert!(by_hand(id, "other").await.is_none(), "someone works on it");
    assert!(by_hand(CaseId(999), "person").await.is_none(), "there is none");
    let due = at(hours(12));
    assert_eq!(store.next_due().await.expect("reading").deadline, Some(due));
}

#[tokio::test]
async fn a_case_cannot_be_changed_with_the_claim_on_another() {
    let (_folder, store) = fresh().await;
    let mine = opened(&store, "a", at(0), &["owner"]).await;
    let other = opened(&store, "b", at(1800), &["owner"]).await;
    let claimed =
        store.claim_case(&me(), Which::Id(mine), at(1801)).await.expect("claiming").expect("free");
    let write = change(Case { id: other, ..claimed.item.case }, "edited", vec![]);
    let result = store.commit_case(&claimed.claim, CaseCommit { now: at(1801), write }).await;
    assert_lost(result, &format!("case/{}", other.0));
}
