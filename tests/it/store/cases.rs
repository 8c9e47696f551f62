//! What becomes of cases: which a review would renew, which are listed first.

use reviewd::case::{Ack, Handed, Hands, Place, Said, State, Taken};
use reviewd::review::{Event, Interval, Verdict};
use reviewd::store::{CaseFilter, Changed, Happening, PollCommit};

use super::*;

fn closed(now: Timestamp) -> impl FnOnce(Case) -> CaseWrite {
    move |case| {
        let case = Case { state: State::Answered, closed: Some(now), next: None, ..case };
        change(case, "answered", vec![])
    }
}

/// The case that a second review would renew, a first one having been answered at 1 h.
async fn renewed(second: Review, days: i64) -> Option<Case> {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "first", at(0), &[]).await;
    moved(&store, id, at(3600), closed(at(3600))).await;
    let now = at(3600 + hours(24) * days);
    let second = NewReview { review: second, ..new("second", "") };
    polled(&store, PollCommit { new: vec![second], ..poll(now) }).await;
    let state = store.claim_review(&me(), now).await.expect("claiming").expect("it waits").item;
    assert_eq!((&state.key, &state.case), (&key("second"), &None));
    if let Some(case) = &state.renews {
        assert_eq!((case.id, case.state), (id, State::Answered));
    }
    state.renews
}

#[tokio::test]
async fn a_second_complaint_about_the_same_thing_renews_the_case() {
    assert!(renewed(review("또 깨졌어요"), 1).await.is_some());
    assert!(renewed(review("또 깨졌어요"), 30).await.is_some());
    assert!(renewed(review("또 깨졌어요"), 31).await.is_none(), "by then it is another story");
}

#[tokio::test]
async fn nobody_is_taken_for_somebody_else() {
    let other = |author: Option<&str>, product: Option<&str>| Review {
        author: author.map(str::to_owned),
        product: product.map(str::to_owned),
        ..review("깨졌어요")
    };
    for (author, product) in [
        (Some("이지수"), Some("도자기 머그")),
        (Some("박지수"), Some("도자기 접시")),
        (None, Some("도자기 머그")),
        (Some("박지수"), None),
    ] {
        let found = renewed(other(author, product), 1).await;
        assert!(found.is_none(), "{author:?} on {product:?} renews {found:?}");
    }
}

#[tokio::test]
async fn a_masked_name_is_nobody_in_particular() {
    let (_folder, store) = fresh().await;
    let masked = |native| NewReview {
        review: Review { author: Some("박**".to_owned()), ..review("깨졌어요") },
        ..new(native, "")
    };
    polled(&store, PollCommit { new: vec![masked("first")], ..poll(at(0)) }).await;
    judged(&store, at(0), Verdict::Negative, Some(opening(case("first", at(0)), vec![]))).await;
    let id = store.cases(CaseFilter::All).await.expect("listing")[0].case.id;
    moved(&store, id, at(3600), closed(at(3600))).await;
    polled(&store, PollCommit { new: vec![masked("second")], ..poll(at(3600)) }).await;
    let state = store.claim_review(&me(), at(3600)).await.expect("claiming").expect("it waits");
    assert_eq!(state.item.renews, None);
}

#[tokio::test]
async fn a_renewed_case_keeps_its_first_review() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "first", at(0), &["owner"]).await;
    moved(&store, id, at(3600), closed(at(3600))).await;
    polled(&store, PollCommit { new: vec![new("second", "또")], ..poll(at(3600)) }).await;
    let triage = store.claim_review(&me(), at(3601)).await.expect("claiming").expect("it waits");
    let renewed = Case {
        review: key("second"),
        places: vec![Place::new(key("second"), at(3601))],
        round: 2,
        state: State::Open,
        closed: None,
        ..triage.item.renews.expect("the answered case")
    };
    let commit = TriageCommit {
        now: at(3601),
        judgement: judgement(Verdict::Negative),
        case: Some(change(
            renewed.clone(),
            "renewed by another review",
            vec![told(Kind::Alert, "owner", at(3601))],
        )),
    };
    store.commit_triage(&triage.claim, commit).await.expect("committing");

    let news = Changed { key: key("first"), events: vec![Event::Reappeared], review: review("x") };
    polled(&store, PollCommit { changes: vec![news], ..poll(at(5400)) }).await;
    let state = store.claim_review(&me(), at(5400)).await.expect("claiming").expect("news").item;
    assert_eq!((state.key, state.case), (key("first"), Some(renewed)));
    assert_eq!(state.renews, None, "it is its own case");
    let rounds: Vec<_> = store
        .case(id)
        .await
        .expect("reading")
        .expect("the case")
        .entries
        .into_iter()
        .map(|entry| (entry.what(), entry.round))
        .collect();
    let expected = [
        ("review seen", 1),
        ("opened", 1),
        ("review seen", 1),
        ("answered", 1),
        ("mail dropped: alert", 1),
        ("renewed by another review", 2),
        ("review there again", 2),
    ];
    assert_eq!(rounds, expected.map(|(what, round)| (what.to_owned(), round)));
}

#[tokio::test]
async fn the_most_urgent_case_stands_first_and_closed_ones_last() {
    let (_folder, store) = fresh().await;
    let late = opened(&store, "late", at(0), &[]).await;
    let answered = opened(&store, "answered", at(1), &[]).await;
    let open = opened(&store, "open", at(2), &[]).await;
    moved(&store, answered, at(3), closed(at(3))).await;
    let overdue =
        |case| change(Case { state: State::Overdue, next: None, ..case }, "overdue", vec![]);
    moved(&store, late, at(hours(24)), overdue).await;
    for (filter, expected) in [
        (CaseFilter::All, vec![late, open, answered]),
        (CaseFilter::Open, vec![late, open]),
        (CaseFilter::Overdue, vec![late]),
    ] {
        let cases = store.cases(filter).await.expect("listing");
        let ids: Vec<_> = cases.iter().map(|summary| summary.case.id).collect();
        assert_eq!(ids, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn who_was_told_does_not_include_who_only_would_have_been() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner", "helper"]).await;
    written(&store, at(0)).await;
    sent(&store, at(0), Fate::Sent).await;
    let claimed = store.claim_case(&me(), Which::Id(id), at(1)).await.expect("claiming");
    assert_eq!(claimed.expect("free").item.told, [address("owner")]);
}

#[tokio::test]
async fn what_people_did_is_there_for_the_next_one() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner"]).await;
    let handed = Handed { by: "하늘".to_owned(), from: Some(address("owner")), back: at(7200) };
    let hands = Hands {
        ack: Some(Ack { at: at(1), by: "바다".to_owned(), chased: at(9) }),
        snoozed: Some(at(8)),
        handed: Some(handed),
        handings: 2,
        again: 1,
        said: Some(Said { at: at(2), by: "하늘".to_owned(), asked: true }),
        heard: [address("owner"), address("sea")].into(),
    };
    let replied = Some(Interval { earliest: at(3), latest: at(4) });
    let mut kept = None;
    let turn = Taken {
        by: Some("하늘".to_owned()),
        text: Some("부탁드려요".to_owned()),
        to: Some(address("sea")),
        until: Some(at(7200)),
        took: Some(SignedDuration::from_secs(4)),
        ..Turn::Assigned.into()
    };
    moved(&store, id, at(5), |case| {
        let case = Case { owner: Some(address("sea")), hands, replied, ..case };
        kept = Some(case.clone());
        CaseWrite { case, is_new: false, what: vec![turn.clone()], told: vec![] }
    })
    .await;
    let history = store.case(id).await.expect("reading").expect("the case");
    assert_eq!(Some(&history.case), kept.as_ref());
    let told = history.entries.iter().find(|entry| entry.what() == "assigned by a person");
    let told = told.expect("an entry");
    assert_eq!(told.happening, Happening::Case(turn));
    let said = "by 하늘, to sea@shop.example, until 2024-03-09T18:00:00Z, 4s after the complaint, 부탁드려요";
    assert_eq!(told.detail().as_deref(), Some(said));
}

#[tokio::test]
async fn a_note_on_a_closed_case_drops_no_mail_that_waits() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &[]).await;
    moved(&store, id, at(5), |case| {
        let case = Case { state: State::Answered, closed: Some(at(5)), next: None, ..case };
        change(case, "answered", vec![told(Kind::Answered, "owner", at(5))])
    })
    .await;
    moved(&store, id, at(6), |case| change(case, "noted by a person", vec![])).await;
    assert_eq!(store.outbox().await.expect("reading").waiting, 1, "that it was answered");
}

#[tokio::test]
async fn a_reported_reply_is_looked_for_and_nobody_is_reminded_of_it() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner"]).await;
    moved(&store, id, at(5), |case| {
        let next = Some(Due::new(Step::Unconfirmed, at(hours(72))));
        change(Case { state: State::Unconfirmed, next, ..case }, "noted by a person", vec![])
    })
    .await;
    assert_eq!(store.outbox().await.expect("reading").waiting, 0, "what waited is dropped");
    let known = store.known(&source("mall")).await.expect("reading");
    assert!(known.iter().any(|known| known.key == key("bad") && known.awaited), "{known:?}");
    let open = store.cases(CaseFilter::Open).await.expect("listing");
    assert_eq!(open.len(), 1, "it is not over");
    let due = store.claim_source(&me(), at(1800)).await.expect("claiming").expect("it is due");
    assert!(due.item.awaited, "an unchanged list is no reason to look away");
    assert_eq!(store.next_due().await.expect("reading").deadline, Some(at(hours(72))));
}
