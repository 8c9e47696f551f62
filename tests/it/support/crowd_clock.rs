//! A clock for a crowd that asks one server: time moves on only while everybody waits for it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use jiff::Timestamp;
use reviewd::clock::{Clock, Pulse};
use tokio::sync::oneshot;

/// Of those who fetch from one server at most one can wait for the clock, for its turn to begin; the
/// others stand behind that one. So everybody waits when all who do not fetch do, and one who does.
pub(crate) struct CrowdClock(Mutex<Crowd>);

struct Crowd {
    now: Timestamp,
    people: usize,
    fetching: usize,
    next: u64,
    waiting: BTreeMap<(Timestamp, u64), oneshot::Sender<()>>,
}

impl CrowdClock {
    /// Stands at `start`, with nobody there yet.
    pub(crate) fn new(start: Timestamp) -> Self {
        let waiting = BTreeMap::new();
        Self(Mutex::new(Crowd { now: start, people: 0, fetching: 0, next: 0, waiting }))
    }

    /// So many come; time stands still until all of them wait.
    pub(crate) fn enter(&self, people: usize) {
        self.lock().people += people;
    }

    /// One goes away.
    pub(crate) fn leave(&self) {
        let mut crowd = self.lock();
        crowd.people -= 1;
        crowd.move_on();
    }

    /// One begins to fetch.
    pub(crate) fn begin_fetch(&self) {
        let mut crowd = self.lock();
        crowd.fetching += 1;
        // From here on it may stand behind the one whose turn is next, and wait for nothing else.
        crowd.move_on();
    }

    /// One has fetched.
    pub(crate) fn end_fetch(&self) {
        self.lock().fetching -= 1;
    }

    /// Moves time on while nobody is there.
    pub(crate) fn pass_to(&self, now: Timestamp) {
        let mut crowd = self.lock();
        assert_eq!(crowd.people, 0, "somebody lives in this time");
        crowd.now = now.max(crowd.now);
    }

    fn lock(&self) -> MutexGuard<'_, Crowd> {
        self.0.lock().expect("the clock")
    }
}

impl Crowd {
    fn move_on(&mut self) {
        if self.waiting.len() < self.people - self.fetching + self.fetching.min(1) {
            return;
        }
        let Some(((now, _), _)) = self.waiting.first_key_value() else { return };
        self.now = *now;
        let later = self.waiting.split_off(&(self.now, u64::MAX));
        for (_, woken) in std::mem::replace(&mut self.waiting, later) {
            // Who gave up waiting needs no waking.
            let _ = woken.send(());
        }
    }
}

#[async_trait]
impl Clock for CrowdClock {
    fn now(&self) -> Timestamp {
        self.lock().now
    }

    async fn wait(&self, until: Timestamp, _: &Pulse) {
        let come = {
            let mut crowd = self.lock();
            if until <= crowd.now {
                return;
            }
            let (wake, come) = oneshot::channel();
            let number = crowd.next;
            crowd.next += 1;
            crowd.waiting.insert((until, number), wake);
            crowd.move_on();
            come
        };
        come.await.expect("the clock outlives who waits for it");
    }
}
