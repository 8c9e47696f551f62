//! Several reviews of one case: which case a new one joins or renews, and what two cases become.

use reviewd::case::{Standing, State};
use reviewd::review::{Event, Verdict};
use reviewd::store::{Changed, PollCommit};

use super::*;

const WORDS: &str = "주문한 냄비가 찌그러져서 왔고 고객센터는 전화를 받지 않습니다.";

fn on_blog(native: &str) -> ReviewKey {
    ReviewKey { source: source("blog"), native: native.to_owned() }
}

/// A review as its page shows it, written at an instant.
fn written(key: ReviewKey, author: &str, words: &str, when: Timestamp) -> NewReview {
    let review = Review {
        author: Some(author.to_owned()),
        title: None,
        posted: Posted { interval: Some(Interval::at(when)), ..Posted::default() },
        reply: None,
        ..review(words)
    };
    NewReview { key, review, baseline: false }
}

/// A store with two pages, and a case of 박지수 of the shop.
async fn with_case() -> (tempfile::TempDir, Sqlite, CaseId) {
    let (folder, store) = fresh().await;
    store.register(&[(source("mall"), at(0)), (source("blog"), at(0))]).await.expect("pages");
    let new = vec![written(key("first"), "박지수", WORDS, at(0))];
    polled(&store, PollCommit { new, ..poll(at(0)) }).await;
    judged(&store, at(0), Verdict::Negative, Some(opening(case("first", at(0)), vec![]))).await;
    let cases = store.cases(reviewd::store::CaseFilter::All).await.expect("listing");
    (folder, store, cases[0].case.id)
}

/// What is known of a new review of the blog when its turn comes.
async fn seen(
    store: &Sqlite,
    new: NewReview,
    now: Timestamp,
) -> Claimed<reviewd::store::ReviewState> {
    store.pause(&new.key.source, None, now).await.expect("making the page due");
    polled(store, PollCommit { new: vec![new], ..poll(now) }).await;
    store.claim_review(&me(), now).await.expect("claiming").expect("it waits")
}

#[tokio::test]
async fn the_same_complaint_on_another_page_joins_an_open_case_and_renews_a_closed_one() {
    let (_folder, store, id) = with_case().await;
    let day = hours(24);
    let open = seen(&store, written(on_blog("1"), "박지수", WORDS, at(day)), at(day)).await.item;
    assert_eq!(open.joins.map(|case| case.id), Some(id));
    assert_eq!(open.renews, None);
    let closed = |case: Case| {
        change(Case { state: State::Answered, closed: Some(at(day)), ..case }, "answered", vec![])
    };
    moved(&store, id, at(day), closed).await;
    judged(&store, at(day + hours(1)), Verdict::Positive, None).await;
    let late = seen(&store, written(on_blog("2"), "박지수", WORDS, at(2 * day)), at(2 * day)).await;
    assert_eq!(late.item.renews.map(|case| case.id), Some(id));
    assert_eq!(late.item.joins, None);
}

#[tokio::test]
async fn nothing_else_joins_it() {
    let day = hours(24);
    for (author, words, when) in [
        ("이지수", WORDS, at(day)),
        (
            "박지수",
            "색이 사진과 너무 달라서 실망했습니다. 반품하려는데 배송비를 내라고 하네요.",
            at(day),
        ),
        ("박지수", WORDS, at(8 * day)),
    ] {
        let (_folder, store, _) = with_case().await;
        let item = seen(&store, written(on_blog("1"), author, words, when), when).await.item;
        assert_eq!((item.joins, item.renews), (None, None), "{author} {words} {when}");
    }
}

#[tokio::test]
async fn each_place_is_looked_at_as_long_as_the_case_is_open() {
    let (_folder, store, id) = with_case().await;
    let claimed = seen(&store, written(on_blog("1"), "박지수", WORDS, at(60)), at(60)).await;
    let mut joined = claimed.item.joins.clone().expect("the open case");
    joined.places.push(Place::new(on_blog("1"), at(60)));
    let write = change(joined.clone(), "joined by another review", vec![]);
    let commit =
        TriageCommit { now: at(60), judgement: judgement(Verdict::Negative), case: Some(write) };
    store.commit_triage(&claimed.claim, commit).await.expect("committing");
    assert_eq!(store.case(id).await.expect("reading").expect("it").case.places, joined.places);
    let awaited = async |page: &str| {
        let known = store.known(&source(page)).await.expect("reading");
        known.iter().any(|known| known.awaited)
    };
    assert!(awaited("mall").await && awaited("blog").await);
    let next = store.claim_sources(&me(), &[source("blog")], at(7200)).await.expect("claiming");
    let blog = next.into_iter().next().expect("it is due").expect("it can be read").item;
    assert!(blog.awaited, "an unchanged list is no reason to look away");
    moved(&store, id, at(70), |mut case| {
        case.places[1].standing = Standing::Answered;
        change(Case { state: State::Answered, closed: Some(at(70)), ..case }, "answered", vec![])
    })
    .await;
    assert!(!awaited("mall").await && !awaited("blog").await);
}

#[tokio::test]
async fn a_case_that_changed_since_it_was_shown_is_not_joined() {
    let (_folder, store, id) = with_case().await;
    let new = [written(key("second"), "이지수", "색이 너무 달라요", at(30))];
    polled_again(&store, new.to_vec(), at(30)).await;
    judged(&store, at(30), Verdict::Negative, Some(opening(case("second", at(30)), vec![]))).await;
    let other = CaseId(id.0 + 1);
    let shown = store.claim_two(&me(), (id, other), at(40)).await.expect("claiming");
    let Claimed { claim, item: (one, gone) } = shown.expect("both are free");
    moved(&store, other, at(41), |case| change(case, "noted by a person", vec![])).await;
    let gone = Case {
        state: State::Joined,
        into: Some(id),
        closed: Some(at(42)),
        next: None,
        places: vec![],
        ..gone
    };
    let writes = || {
        let one = change(one.clone(), "joined with another case by a person", vec![]);
        [one, change(gone.clone(), "joined into another case by a person", vec![])]
    };
    let lost = store.commit_two(&claim, writes(), at(42)).await;
    assert!(matches!(lost, Err(reviewd::store::Error::ClaimLost(_))), "{lost:?}");
    let again = store.claim_two(&me(), (id, other), at(43)).await.expect("claiming");
    let again = again.expect("the claim ended with its failure").claim;
    store.commit_two(&again, writes(), at(43)).await.expect("now nothing changed in between");
    let news = Changed { key: key("second"), events: vec![Event::Reappeared], review: review("x") };
    store.pause(&source("mall"), None, at(50)).await.expect("making the page due");
    polled(&store, PollCommit { changes: vec![news], ..poll(at(50)) }).await;
    let state = store.claim_review(&me(), at(50)).await.expect("claiming").expect("news").item;
    assert_eq!(state.case.map(|case| case.id), Some(id), "its reviews went with it");
    let known = store.case(other).await.expect("reading").expect("it is kept").case;
    assert_eq!((known.state, known.into, known.places.len()), (State::Joined, Some(id), 0));
    assert!(store.claim_two(&me(), (id, CaseId(99)), at(60)).await.expect("claiming").is_none());
}

async fn polled_again(store: &Sqlite, new: Vec<NewReview>, now: Timestamp) {
    store.pause(&source("mall"), None, now).await.expect("making the page due");
    polled(store, PollCommit { new, ..poll(now) }).await;
}
