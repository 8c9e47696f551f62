//! What becomes of cases: which a review would renew, which are listed first.

use reviewd::case::State;
use reviewd::review::{Event, Verdict};
use reviewd::store::{CaseFilter, Changed, PollCommit};

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
