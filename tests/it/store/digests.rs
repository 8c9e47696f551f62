//! A day's digest is planned once, told once, and by the one who claimed it last.

use reviewd::alert::Facts;
use reviewd::report::Planned;
use reviewd::store::{DigestCommit, Error};

use super::*;

fn planned(day: &str, since: i64, due: i64) -> Planned {
    Planned { day: day.parse().expect("a date"), since: at(since), at: at(due) }
}

/// The digests of two days that follow each other.
fn days() -> [Planned; 2] {
    [planned("2024-03-10", 0, 100), planned("2024-03-11", 100, 100 + hours(24))]
}

async fn claimed(store: &Sqlite, by: &str, now: i64) -> Option<Claimed<Planned>> {
    store.claim_digest(&holder(by), at(now)).await.expect("claiming")
}

async fn plan(store: &Sqlite) -> Option<Planned> {
    store.planned_digest().await.expect("reading")
}

#[tokio::test]
async fn a_digest_is_told_once_by_whoever_claimed_it_last() {
    let (_folder, store) = fresh().await;
    let [today, tomorrow] = days();
    store.plan_digest(None, Some(&today)).await.expect("planning");
    assert!(claimed(&store, "a", 99).await.is_none(), "its moment is still to come");
    let slept = claimed(&store, "a", 100).await.expect("its moment has come");
    assert_eq!(slept.item, today);
    assert!(claimed(&store, "b", 101).await.is_none(), "somebody is at it");
    let next = claimed(&store, "b", 100 + LEASE.as_secs()).await.expect("nobody is any more");

    let to = vec![address("owner"), address("boss")];
    let commit = DigestCommit { told: Some(today), to, next: tomorrow };
    let stale = store.commit_digest(&slept.claim, commit.clone()).await;
    assert!(matches!(stale, Err(Error::ClaimLost(_))), "{stale:?}");
    assert_eq!(plan(&store).await, Some(today), "nothing changed");
    store.commit_digest(&next.claim, commit.clone()).await.expect("the holder commits");
    let again = store.commit_digest(&next.claim, commit).await;
    assert!(matches!(again, Err(Error::ClaimLost(_))), "{again:?}");

    assert_eq!(plan(&store).await, Some(tomorrow));
    let mut told = Vec::new();
    while let Some(mail) = store.claim_delivery(&me(), at(500)).await.expect("claiming") {
        let Delivery::Compose(notices) = mail.item else { panic!("nothing is written yet") };
        let [(_, notice, Facts::Digest(facts))] = notices.as_slice() else { panic!("{notices:?}") };
        assert_eq!(notice.subject, Subject::Day(today.day));
        assert_eq!((facts.report.since, facts.report.until), (today.since, today.at));
        told.push(notice.recipient.clone());
    }
    assert_eq!(told, [address("owner"), address("boss")], "each once");
}

#[tokio::test]
async fn one_that_is_not_told_leaves_its_time_to_the_next() {
    let (_folder, store) = fresh().await;
    let [today, tomorrow] = days();
    store.plan_digest(None, Some(&today)).await.expect("planning");
    let claim = claimed(&store, "a", hours(20)).await.expect("it is due").claim;
    let next = Planned { since: today.since, ..tomorrow };
    let commit = DigestCommit { told: None, to: vec![address("owner")], next };
    store.commit_digest(&claim, commit).await.expect("it commits");
    assert_eq!(plan(&store).await, Some(next));
    let mail = store.claim_delivery(&me(), at(hours(20))).await.expect("claiming");
    assert!(mail.is_none(), "nobody is told: {mail:?}");
}

#[tokio::test]
async fn a_plan_that_was_overtaken_adds_no_digest() {
    let (_folder, store) = fresh().await;
    let [today, tomorrow] = days();
    let moved = Planned { at: at(50), ..today };
    store.plan_digest(None, Some(&today)).await.expect("planning");
    store.plan_digest(Some(&today), Some(&moved)).await.expect("planning");
    assert_eq!(plan(&store).await, Some(moved), "settings changed");

    let claim = claimed(&store, "a", 60).await.expect("it is due").claim;
    let commit = DigestCommit { told: Some(moved), to: vec![], next: tomorrow };
    store.commit_digest(&claim, commit).await.expect("it commits");
    // Someone who started before that plans what they saw.
    store.plan_digest(Some(&moved), Some(&today)).await.expect("planning");
    assert_eq!(plan(&store).await, Some(tomorrow), "today has had its digest");

    store.plan_digest(Some(&tomorrow), None).await.expect("planning");
    assert_eq!(plan(&store).await, None, "digests are off");
    assert_eq!(store.next_due().await.expect("reading").deadline, None);
}

#[tokio::test]
async fn the_deadline_loop_is_told_when_a_digest_is_due_and_when_its_claim_ends() {
    let (_folder, store) = fresh().await;
    let [today, _] = days();
    store.plan_digest(None, Some(&today)).await.expect("planning");
    assert_eq!(store.next_due().await.expect("reading").deadline, Some(at(100)));
    claimed(&store, "a", 200).await.expect("it is due");
    let free_again = Some(at(200) + LEASE);
    assert_eq!(store.next_due().await.expect("reading").deadline, free_again);
}
