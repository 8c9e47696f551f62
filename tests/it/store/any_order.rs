//! Whatever the loops do in whatever order: what is said to be due can be had, and every notice comes
//! to its end in one mail at most.

use std::collections::BTreeMap;

use proptest::prelude::*;
use reviewd::case::State;
use reviewd::review::Verdict;
use reviewd::store::PollCommit;

use super::*;

/// One thing a loop or a person does.
#[derive(Clone, Debug)]
enum Act {
    Poll,
    Triage,
    Deadline,
    Deliver(Sending),
    /// A loop claims and then dies.
    Crash(usize),
    Pause(i64),
    Wait(i64),
}

#[derive(Clone, Copy, Debug)]
enum Sending {
    Sent,
    ServerDown(i64),
    MailboxFull(i64),
    Refused,
}

fn act() -> impl Strategy<Value = Act> {
    let sending = prop_oneof![
        3 => Just(Sending::Sent),
        1 => (0..7200_i64).prop_map(Sending::ServerDown),
        1 => (0..7200_i64).prop_map(Sending::MailboxFull),
        1 => Just(Sending::Refused),
    ];
    prop_oneof![
        3 => Just(Act::Poll),
        3 => Just(Act::Triage),
        3 => Just(Act::Deadline),
        8 => sending.prop_map(Act::Deliver),
        1 => (0..4_usize).prop_map(Act::Crash),
        1 => (0..7200_i64).prop_map(Act::Pause),
        4 => (0..14_400_i64).prop_map(Act::Wait),
    ]
}

/// A store, the time, and what reached whom.
struct Life {
    store: Sqlite,
    now: Timestamp,
    seen: usize,
    mails: BTreeMap<MailId, Frozen>,
    served: BTreeMap<NoticeId, String>,
}

impl Life {
    async fn act(&mut self, act: &Act) {
        match act {
            Act::Poll => self.poll().await,
            Act::Triage => self.triage().await,
            Act::Deadline => self.deadline().await,
            Act::Deliver(sending) => self.deliver(*sending).await,
            Act::Crash(which) => self.crash(*which).await,
            Act::Pause(seconds) => {
                let until = self.later(*seconds);
                self.store.pause(&source("mall"), Some(until), self.now).await.expect("pausing");
            }
            Act::Wait(seconds) => self.now = self.later(*seconds),
        }
    }

    fn later(&self, seconds: i64) -> Timestamp {
        self.now + SignedDuration::from_secs(seconds)
    }

    /// That a loop finds work exactly when it was told that there is some.
    async fn foretold<T>(
        &self,
        due: impl Fn(reviewd::store::NextDue) -> Option<Timestamp>,
        claimed: impl Future<Output = reviewd::store::Result<Option<T>>>,
    ) -> Option<T> {
        let due = due(self.store.next_due().await.expect("reading"));
        let claimed = claimed.await.expect("claiming");
        let foretold = due.is_some_and(|due| due <= self.now);
        assert_eq!(claimed.is_some(), foretold, "work was said to be due at {due:?}");
        claimed
    }

    async fn poll(&mut self) {
        let (store, by) = (&self.store, me());
        let found = self.foretold(|due| due.poll, store.claim_source(&by, self.now)).await;
        let Some(Claimed { claim, .. }) = found else { return };
        let commit = PollCommit { new: vec![new(&self.seen.to_string(), "x")], ..poll(self.now) };
        store.commit_poll(&claim, commit).await.expect("committing");
        self.seen += 1;
    }

    async fn triage(&mut self) {
        let (store, by, now) = (&self.store, me(), self.now);
        let found = self.foretold(|due| due.triage, store.claim_review(&by, now)).await;
        let Some(Claimed { claim, item }) = found else { return };
        let names = ["owner", "helper"].map(|name| told(Kind::Alert, name, now));
        let case = Some(opening(case(&item.key.native, now), names.to_vec()));
        let commit = TriageCommit { now, judgement: judgement(Verdict::Negative), case };
        store.commit_triage(&claim, commit).await.expect("committing");
    }

    async fn deadline(&mut self) {
        let (store, by, now) = (&self.store, me(), self.now);
        let claim = store.claim_case(&by, Which::Due, now);
        let Some(Claimed { claim, item }) = self.foretold(|due| due.deadline, claim).await else {
            return;
        };
        let case = item.case;
        let write = match case.next.map(|due| due.step) {
            Some(Step::Overdue) => {
                let case = Case { state: State::Overdue, next: None, ..case };
                change(case, "overdue", vec![told(Kind::Overdue, "boss", now)])
            }
            step => {
                let kind = Kind::from(step.expect("a due case has a next step"));
                let next = Some(Due::new(Step::Overdue, case.deadline));
                change(Case { next, ..case }, "reminded", vec![told(kind, "owner", now)])
            }
        };
        store.commit_case(&claim, CaseCommit { now, write }).await.expect("committing");
    }

    async fn deliver(&mut self, sending: Sending) {
        let (store, by, now) = (self.store.clone(), me(), self.now);
        let found = self.foretold(|due| due.deliver, store.claim_delivery(&by, now)).await;
        match found {
            None => {}
            Some(Claimed { claim, item: Delivery::Compose(notices) }) => {
                let mails = notices
                    .iter()
                    .map(|(id, notice, _)| (vec![*id], frozen(&[*id], &notice.recipient)));
                store.freeze(&claim, mails.collect(), now).await.expect("freezing");
                for (id, notice, _) in notices {
                    let earlier = self.served.insert(id, format!("{notice:?}"));
                    assert_eq!(earlier, None, "a notice is put into words once");
                }
            }
            Some(Claimed { claim, item: Delivery::Send(mail) }) => {
                let first = self.mails.entry(mail.id).or_insert_with(|| mail.mail.clone());
                assert_eq!(first, &mail.mail, "a mail never changes");
                let fate = match sending {
                    Sending::Sent => Fate::Sent,
                    Sending::ServerDown(seconds) => Fate::HoldAll(self.later(seconds)),
                    Sending::MailboxFull(seconds) => Fate::HoldRecipient(self.later(seconds)),
                    Sending::Refused => Fate::Failed,
                };
                let commit = answer(mail.id, now, fate);
                store.commit_delivery(&claim, commit).await.expect("committing");
            }
        }
    }

    async fn crash(&self, which: usize) {
        let (store, dead, now) = (&self.store, holder("dead"), self.now);
        match which {
            0 => drop(store.claim_source(&dead, now).await.expect("claiming")),
            1 => drop(store.claim_review(&dead, now).await.expect("claiming")),
            2 => drop(store.claim_case(&dead, Which::Due, now).await.expect("claiming")),
            _ => drop(store.claim_delivery(&dead, now).await.expect("claiming")),
        }
    }

    /// Lets the loops run until nothing is left but polling.
    async fn settle(&mut self) {
        for _ in 0..1_000 {
            let due = self.store.next_due().await.expect("reading");
            let Some(next) = [due.triage, due.deadline, due.deliver].into_iter().flatten().min()
            else {
                return;
            };
            self.now = self.now.max(next);
            self.triage().await;
            self.deadline().await;
            self.deliver(Sending::Sent).await;
        }
        panic!("the loops never come to rest");
    }
}

async fn live(acts: &[Act]) {
    let (_folder, store) = fresh().await;
    let (mails, served) = (BTreeMap::new(), BTreeMap::new());
    let mut life = Life { store, now: at(0), seen: 0, mails, served };
    for act in acts {
        life.act(act).await;
    }
    life.settle().await;
    let outbox = life.store.outbox().await.expect("reading");
    assert_eq!((outbox.waiting, outbox.oldest), (0, None), "every notice came to its end");
    let cases = life.store.cases(reviewd::store::CaseFilter::Overdue).await.expect("listing");
    assert_eq!(cases.len(), life.seen, "every complaint became a case, and each went its way");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_the_order_nothing_is_stuck_and_nothing_is_told_twice(
        acts in proptest::collection::vec(act(), 1..60)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(live(&acts));
    }
}
