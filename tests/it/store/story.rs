//! One complaint from the page to the shop's answer, with everything people can ask in between.

use reviewd::alert::{Facts, Kind};
use reviewd::case::State;
use reviewd::coverage::Known;
use reviewd::fetch::Validators;
use reviewd::review::{Event, Interval, Verdict};
use reviewd::source::Reject;
use reviewd::store::{
    CaseFilter, Changed, Claimed, Fate, NewReview, NextDue, OutboxStatus, PollCommit, Which,
};

use super::*;

#[tokio::test]
async fn a_complaint_goes_from_the_page_to_the_answer() {
    let (_folder, store) = fresh().await;
    the_page_is_read(&store).await;
    the_complaint_opens_a_case(&store).await;
    the_alert_is_sent(&store).await;
    the_reminder_follows(&store).await;
    the_answer_closes_the_case(&store).await;
    the_history_tells_it_all(&store).await;
}

async fn the_page_is_read(store: &dyn Whole) {
    let Claimed { claim, item } =
        store.claim_source(&me(), at(0)).await.expect("claiming").expect("a new source is due");
    assert_eq!(claim.item, "source/mall");
    assert_eq!((item.id, item.due, item.baseline_done), (source("mall"), at(0), false));
    assert_eq!((item.failures, item.last_success, item.watch.open.len()), (0, None, 0));

    let old = NewReview { key: key("old"), review: review("좋아요"), baseline: true };
    let commit = PollCommit {
        new: vec![old, new("bad", "깨져서 왔어요")],
        validators: Some(Validators { etag: Some("W/\"1\"".to_owned()), last_modified: None }),
        rejects: vec![Reject { why: "no text".to_owned(), excerpt: "<li>".to_owned() }],
        ..poll(at(0))
    };
    store.commit_poll(&claim, commit).await.expect("committing");

    let known = store.known(&source("mall")).await.expect("reading");
    let bad = known.iter().find(|known| known.key == key("bad")).expect("it is known");
    let expected = Known {
        key: key("bad"),
        review: review("깨져서 왔어요"),
        first_seen: at(0),
        last_seen: at(0),
        vanished: false,
        awaited: false,
    };
    assert_eq!((known.len(), bad), (2, &expected));

    let status = store.sources().await.expect("reading").remove(0);
    assert_eq!((status.reviews, status.rejects, status.failures), (2, 1, 0));
    assert_eq!(status.last_outcome, Some(Outcome::Reviews));
    assert_eq!((status.last_success, status.last_review), (Some(at(0)), Some(at(0))));
    assert_eq!(status.next_poll, Some(at(1800)));
    let due = store.next_due().await.expect("reading");
    assert_eq!((due.poll, due.triage, due.deadline), (Some(at(1800)), Some(at(0)), None));
}

async fn the_complaint_opens_a_case(store: &dyn Whole) {
    let Claimed { claim, item } =
        store.claim_review(&me(), at(1)).await.expect("claiming").expect("a review waits");
    assert_eq!(item.key, key("old"), "the oldest event comes first");
    assert_eq!(item.events, [(at(0), Event::New { baseline: true })]);
    let commit = TriageCommit { now: at(1), judgement: judgement(Verdict::Positive), case: None };
    store.commit_triage(&claim, commit).await.expect("committing");

    let open = opening(case("bad", at(1)), vec![told(Kind::Alert, "owner", at(1))]);
    judged(store, at(1), Verdict::Negative, Some(open)).await;
    assert!(store.claim_review(&me(), at(1)).await.expect("claiming").is_none());

    let cases = store.cases(CaseFilter::Open).await.expect("listing");
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0].case, Case { id: cases[0].case.id, ..case("bad", at(1)) });
    assert_eq!(cases[0].review, review("깨져서 왔어요"));
    assert_eq!(cases[0].verdict, Verdict::Negative);
    let known = store.known(&source("mall")).await.expect("reading");
    let awaited: Vec<_> = known.iter().filter(|k| k.awaited).map(|k| &k.key).collect();
    assert_eq!(awaited, [&key("bad")], "an open case's review is read again");
    let due = store.next_due().await.expect("reading");
    assert_eq!((due.deadline, due.deliver), (Some(at(1 + hours(12))), Some(at(1))));
}

async fn the_alert_is_sent(store: &dyn Whole) {
    let id = store.cases(CaseFilter::All).await.expect("listing")[0].case.id;
    let (claim, notices) = unwritten(store, at(2)).await;
    let [(notice_id, notice, Facts::Case(facts))] = &notices[..] else {
        panic!("one notice about the case was expected, not {notices:?}");
    };
    assert_eq!(notice, &case_notice(id, Kind::Alert, "owner", at(1)));
    assert_eq!(facts.case.id, id);
    assert_eq!(facts.review, review("깨져서 왔어요"));
    assert_eq!(facts.judgement, judgement(Verdict::Negative));
    assert_eq!((facts.seen, &facts.words_before), (at(0), &None));

    let mail = frozen(&[*notice_id], &notice.recipient);
    store.freeze(&claim, vec![(vec![*notice_id], mail.clone())], at(2)).await.expect("freezing");
    let waiting = store.outbox().await.expect("reading");
    assert_eq!((waiting.waiting, waiting.oldest), (1, Some(at(1))));

    let outgoing = sent(store, at(3), Fate::Sent).await;
    assert_eq!(outgoing.mail, mail, "the bytes are those that were frozen");
    assert_eq!((outgoing.attempts, outgoing.since), (0, at(2)));
    assert_eq!(outgoing.notices, std::slice::from_ref(notice));
    assert!(delivery(store, at(3)).await.is_none(), "nothing is sent twice");
    assert_eq!(store.outbox().await.expect("reading").waiting, 0);
}

async fn the_reminder_follows(store: &dyn Whole) {
    let due = at(1 + hours(12));
    let early = due - SignedDuration::from_secs(1);
    assert!(store.claim_case(&me(), Which::Due, early).await.expect("claiming").is_none());
    let Claimed { claim, item } =
        store.claim_case(&me(), Which::Due, due).await.expect("claiming").expect("a step is due");
    assert_eq!(item.told, [address("owner")]);
    let kind = Kind::Reminder(SignedDuration::from_hours(12));
    let next = Due::new(Step::Overdue, item.case.deadline);
    let write =
        change(Case { next: Some(next), ..item.case }, "reminded", vec![told(kind, "owner", due)]);
    store.commit_case(&claim, CaseCommit { now: due, write }).await.expect("committing");
    assert_eq!(written(store, due).await[0].kind, kind);
    sent(store, due, Fate::Sent).await;
}

async fn the_answer_closes_the_case(store: &dyn Whole) {
    let now = at(hours(20));
    let changed = Changed {
        key: key("bad"),
        events: vec![
            Event::Edited {
                was: "깨져서 왔어요".to_owned(),
                rated: None,
                between: Interval { earliest: at(0), latest: now },
            },
            Event::Answered { between: Interval::at(now) },
        ],
        review: review("깨져서 왔지만 답을 받았어요"),
    };
    polled(
        store,
        PollCommit { changes: vec![changed.clone()], seen: vec![key("old")], ..poll(now) },
    )
    .await;
    let Claimed { claim, item } =
        store.claim_review(&me(), now).await.expect("claiming").expect("a review has news");
    let news: Vec<_> = changed.events.into_iter().map(|event| (now, event)).collect();
    assert_eq!((item.events, item.review), (news, changed.review));
    assert_eq!(item.judgement, Some(judgement(Verdict::Negative)));
    let closed = Case {
        state: State::Answered,
        closed: Some(now),
        next: None,
        ..item.case.expect("a case")
    };
    let write = change(closed, "answered", vec![told(Kind::Answered, "owner", now)]);
    let commit = TriageCommit { now, judgement: judgement(Verdict::Negative), case: Some(write) };
    store.commit_triage(&claim, commit).await.expect("committing");

    let (claim, notices) = unwritten(store, now).await;
    let [(notice, _, Facts::Case(facts))] = &notices[..] else { panic!("{notices:?}") };
    assert_eq!(facts.words_before.as_deref(), Some("깨져서 왔어요"));
    let mail = frozen(&[*notice], &address("owner"));
    store.freeze(&claim, vec![(vec![*notice], mail)], now).await.expect("freezing");
    sent(store, now, Fate::Sent).await;

    assert!(store.cases(CaseFilter::Open).await.expect("listing").is_empty());
    let due = store.next_due().await.expect("reading");
    let next_poll = Some(now + SignedDuration::from_mins(30));
    assert_eq!(due, NextDue { poll: next_poll, ..NextDue::default() });
    let outbox = store.outbox().await.expect("reading");
    assert_eq!((outbox.waiting, outbox.failed), (0, 0));
    assert_eq!(outbox.last_error, OutboxStatus::default().last_error);
}

async fn the_history_tells_it_all(store: &dyn Whole) {
    let id = store.cases(CaseFilter::All).await.expect("listing")[0].case.id;
    let history = store.case(id).await.expect("reading").expect("the case is there");
    let told: Vec<_> = history
        .entries
        .iter()
        .map(|entry| (entry.at, entry.what(), entry.detail().unwrap_or_default()))
        .collect();
    let reminded = at(1 + hours(12));
    let answered = at(hours(20));
    assert_eq!(
        told,
        [
            (at(0), "review seen", ""),
            (at(1), "opened", ""),
            (at(3), "mail sent: alert", "to owner@shop.example"),
            (reminded, "reminded", ""),
            (reminded, "mail sent: reminder 12h before", "to owner@shop.example"),
            (answered, "review edited", "before: 깨져서 왔어요"),
            (answered, "reply seen", ""),
            (answered, "answered", ""),
            (answered, "mail sent: answered", "to owner@shop.example"),
        ]
        .map(|(at, what, detail)| (at, what.to_owned(), detail.to_owned()))
    );
    assert_eq!(history.judgement, Some(judgement(Verdict::Negative)));
    assert_eq!(history.first_seen, at(0));
    assert_eq!(store.case(CaseId(id.0 + 1)).await.expect("reading").map(|h| h.case), None);
}
