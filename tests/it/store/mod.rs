//! What the store promises the loops, told through its traits so that another engine can be held to
//! the same.

mod any_order;
mod cases;
mod claims;
mod file;
mod incidents;
mod outbox;
mod polls;
mod story;

use jiff::{SignedDuration, Timestamp};
use reviewd::alert::{Address, Frozen, Kind, Notice, Subject};
use reviewd::case::{Case, CaseId, Due, State, Step, Turn};
use reviewd::review::{
    Cause, Evidence, Interval, Judgement, Posted, Rating, Reply, Review, ReviewKey, SourceId,
    Verdict,
};
use reviewd::source::Outcome;
use reviewd::store::{
    Alarms, CaseCommit, CaseWrite, Claim, Claimed, Delivery, DeliveryCommit, Fate, Holder, MailId,
    NewReview, NoticeId, Outgoing, PollCommit, Records, SourceState, Sqlite, Store, Told,
    TriageCommit, Which,
};

/// Both halves of a store.
trait Whole: Store + Records {}
impl<T: Store + Records> Whole for T {}

/// Claims of one source, the one that has been due longest, whose turn it is in most stories.
trait OneSource: Store {
    async fn claim_source(
        &self,
        by: &Holder,
        now: Timestamp,
    ) -> reviewd::store::Result<Option<Claimed<SourceState>>> {
        let due = self.due_sources(now).await?;
        let Some(first) = due.first() else { return Ok(None) };
        self.claim_sources(by, std::slice::from_ref(first), now).await?.pop().transpose()
    }
}
impl<T: Store + ?Sized> OneSource for T {}

const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// So many seconds into the story.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_710_000_000 + seconds).expect("a time in this century")
}

fn hours(hours: i64) -> i64 {
    hours * 3600
}

fn me() -> Holder {
    holder("me")
}

fn holder(name: &str) -> Holder {
    Holder { name: name.to_owned(), lease: LEASE }
}

fn source(name: &str) -> SourceId {
    name.parse().expect("a source's name")
}

fn key(native: &str) -> ReviewKey {
    ReviewKey { source: source("mall"), native: native.to_owned() }
}

fn address(name: &str) -> Address {
    format!("{name}@shop.example").parse().expect("an address")
}

/// A review that fills every field.
fn review(body: &str) -> Review {
    let written = Posted {
        text: Some("2024.03.09. 16:00".to_owned()),
        interval: Some(Interval { earliest: at(-60), latest: at(-1) }),
        relative: false,
    };
    Review {
        id: Some("17".to_owned()),
        author: Some("박지수".to_owned()),
        rating: Some(Rating::new(1.5, 5.0).expect("a rating within its scale")),
        title: Some("실망이에요".to_owned()),
        body: Some(body.to_owned()),
        posted: written.clone(),
        url: Some("https://mall.example/reviews/17".to_owned()),
        reply: Some(Reply { author: None, body: "죄송합니다".to_owned(), posted: written }),
        product: Some("도자기 머그".to_owned()),
    }
}

fn judgement(verdict: Verdict) -> Judgement {
    Judgement {
        verdict,
        negative: 0.912_345_678_9,
        troll: 0.03,
        causes: vec![Cause::Defect, Cause::Service],
        evidence: vec![Evidence {
            signal: "text".to_owned(),
            weight: 2.25,
            quote: Some("깨져서 왔어요".to_owned()),
        }],
    }
}

/// An open case of round 1 whose next step is due in twelve hours.
fn case(native: &str, now: Timestamp) -> Case {
    Case {
        id: CaseId(0),
        review: key(native),
        round: 1,
        state: State::Open,
        started: now,
        deadline: now + SignedDuration::from_hours(24),
        opened: now,
        closed: None,
        next: Some(Due::new(
            Step::Reminder(SignedDuration::from_hours(12)),
            now + SignedDuration::from_hours(12),
        )),
        owner: Some(address("owner")),
        hands: Default::default(),
        replied: None,
    }
}

fn told(kind: Kind, name: &str, due: Timestamp) -> Told {
    Told { kind, occurrence: 0, recipient: address(name), due }
}

fn case_notice(id: CaseId, kind: Kind, name: &str, due: Timestamp) -> Notice {
    Notice {
        subject: Subject::Case(id),
        round: 1,
        kind,
        occurrence: 0,
        recipient: address(name),
        due,
    }
}

/// A poll that read the list and saw nothing new.
fn poll(now: Timestamp) -> PollCommit {
    PollCommit {
        now,
        asked: now,
        next_due: now + SignedDuration::from_mins(30),
        outcome: Outcome::Reviews,
        note: None,
        failures: 0,
        validators: None,
        new: Vec::new(),
        changes: Vec::new(),
        seen: Vec::new(),
        rejects: Vec::new(),
        coverage: None,
        alarms: Alarms::default(),
    }
}

fn new(native: &str, body: &str) -> NewReview {
    NewReview { key: key(native), review: review(body), baseline: false }
}

/// A store in a folder of its own, with the source `mall` registered.
async fn fresh() -> (tempfile::TempDir, Sqlite) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Sqlite::open(&folder.path().join("reviewd.db")).await.expect("a new store");
    store.register(&[(source("mall"), at(0))]).await.expect("registering");
    (folder, store)
}

/// Polls the source that is due.
async fn polled(store: &dyn Whole, commit: PollCommit) {
    let due = store.claim_source(&me(), commit.now).await.expect("claiming a source");
    let claim = due.expect("a source is due").claim;
    store.commit_poll(&claim, commit).await.expect("committing a poll");
}

/// Judges the review whose turn it is and does `write` with its case.
async fn judged(store: &dyn Whole, now: Timestamp, verdict: Verdict, write: Option<CaseWrite>) {
    let due = store.claim_review(&me(), now).await.expect("claiming a review");
    let claim = due.expect("a review is to be judged").claim;
    let commit = TriageCommit { now, judgement: judgement(verdict), case: write };
    store.commit_triage(&claim, commit).await.expect("committing a triage");
}

fn opening(case: Case, told: Vec<Told>) -> CaseWrite {
    CaseWrite { case, is_new: true, what: vec![Turn::Opened.into()], told }
}

fn change(case: Case, what: &str, told: Vec<Told>) -> CaseWrite {
    let turn: Turn = what.parse().expect("a turn of a case");
    let what = vec![turn.into()];
    CaseWrite { case, is_new: false, what, told }
}

/// Sees a complaint, judges it and opens a case that tells `names`.
async fn opened(store: &dyn Whole, native: &str, now: Timestamp, names: &[&str]) -> CaseId {
    store.pause(&source("mall"), None, now).await.expect("making the source due");
    polled(store, PollCommit { new: vec![new(native, "깨져서 왔어요")], ..poll(now) }).await;
    let alerts = names.iter().map(|name| told(Kind::Alert, name, now)).collect();
    judged(store, now, Verdict::Negative, Some(opening(case(native, now), alerts))).await;
    let cases = store.cases(reviewd::store::CaseFilter::All).await.expect("listing the cases");
    cases.iter().map(|summary| summary.case.id).max().expect("a case was opened")
}

/// Moves a case as `step` says.
async fn moved(
    store: &dyn Whole,
    id: CaseId,
    now: Timestamp,
    step: impl FnOnce(Case) -> CaseWrite,
) {
    let claimed = store.claim_case(&me(), Which::Id(id), now).await.expect("claiming a case");
    let Claimed { claim, item } = claimed.expect("the case is free");
    let commit = CaseCommit { now, write: step(item.case) };
    store.commit_case(&claim, commit).await.expect("committing a case");
}

async fn delivery(store: &dyn Whole, now: Timestamp) -> Option<Claimed<Delivery>> {
    store.claim_delivery(&me(), now).await.expect("claiming mail")
}

/// Takes notices to be put into words.
async fn unwritten(
    store: &dyn Whole,
    now: Timestamp,
) -> (Claim, Vec<(NoticeId, Notice, reviewd::alert::Facts)>) {
    match delivery(store, now).await {
        Some(Claimed { claim, item: Delivery::Compose(notices) }) => (claim, notices),
        other => panic!("notices to put into words were expected, not {other:?}"),
    }
}

/// Takes a frozen mail.
async fn to_send(store: &dyn Whole, now: Timestamp) -> (Claim, Outgoing) {
    match delivery(store, now).await {
        Some(Claimed { claim, item: Delivery::Send(mail) }) => (claim, mail),
        other => panic!("a mail to send was expected, not {other:?}"),
    }
}

/// The mail that serves these notices.
fn frozen(notices: &[NoticeId], recipient: &Address) -> Frozen {
    Frozen {
        message_id: format!("<{notices:?}@shop.example>"),
        recipient: recipient.clone(),
        subject: "[reviewd] 박지수".to_owned(),
        bytes: b"Subject: x\r\n\r\n\x00\xff".to_vec(),
    }
}

/// Puts the notices whose turn it is into one mail, and gives what they say.
async fn written(store: &dyn Whole, now: Timestamp) -> Vec<Notice> {
    let (claim, notices) = unwritten(store, now).await;
    let ids: Vec<NoticeId> = notices.iter().map(|(id, ..)| *id).collect();
    let mail = frozen(&ids, &notices[0].1.recipient);
    store.freeze(&claim, vec![(ids, mail)], now).await.expect("freezing a mail");
    notices.into_iter().map(|(_, notice, _)| notice).collect()
}

fn answer(mail: MailId, now: Timestamp, fate: Fate) -> DeliveryCommit {
    let answer = match fate {
        Fate::Sent => "250 ok",
        Fate::Failed => "550 no such user",
        Fate::HoldAll(_) | Fate::HoldRecipient(_) | Fate::Postpone(_) => "451 later",
    };
    DeliveryCommit { now, mail, answer: answer.to_owned(), fate, instead: Vec::new() }
}

/// Sends the mail whose turn it is, with this result.
async fn sent(store: &dyn Whole, now: Timestamp, fate: Fate) -> Outgoing {
    let (claim, mail) = to_send(store, now).await;
    store.commit_delivery(&claim, answer(mail.id, now, fate)).await.expect("committing a sending");
    mail
}
