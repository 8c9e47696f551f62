//! A clock that stands still until told, and knows when everyone waits for it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::sync::watch;

use crate::clock::{Clock, Pulse};

/// Simulated time for a known number of workers. Time moves only while all of them wait, so a day
/// passes as fast as its work is done and nothing is ever in flight when it does.
#[derive(Debug)]
pub struct SimClock {
    workers: usize,
    now: watch::Sender<Timestamp>,
    waiting: Mutex<Waiting>,
    /// Grows with every wait that begins or ends: a poll of several under way may wait for its turn and
    /// then for its server, so that both can be what brings everyone to rest.
    changes: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Waiting {
    next: u64,
    entries: BTreeMap<u64, (Timestamp, Pulse)>,
}

impl SimClock {
    /// A clock that stands at `start`, for `workers` workers each of which waits for one thing at a
    /// time.
    pub fn new(start: Timestamp, workers: usize) -> Self {
        Self {
            workers,
            now: watch::channel(start).0,
            waiting: Mutex::default(),
            changes: watch::channel(0).0,
        }
    }

    /// Waits until every worker waits and none has a reason to wake; answers the earliest instant
    /// that any of them waits for.
    pub async fn rest(&self) -> Timestamp {
        let mut changes = self.changes.subscribe();
        loop {
            changes.borrow_and_update();
            if let Some(earliest) = self.earliest_at_rest() {
                return earliest;
            }
            if changes.changed().await.is_err() {
                return self.now();
            }
        }
    }

    fn earliest_at_rest(&self) -> Option<Timestamp> {
        let now = self.now();
        let waiting = self.lock();
        let quiet =
            waiting.entries.values().all(|(until, pulse)| *until > now && !pulse.is_given());
        let everyone = waiting.entries.len() >= self.workers;
        (everyone && quiet).then(|| waiting.entries.values().map(|(until, _)| *until).min())?
    }

    /// Moves time on; it never goes back.
    pub fn set(&self, now: Timestamp) {
        self.now.send_if_modified(|current| {
            let later = now > *current;
            if later {
                *current = now;
            }
            later
        });
    }

    /// Lives until `end`, stopping wherever anyone has something to do.
    pub async fn live_until(&self, end: Timestamp) {
        loop {
            let next = self.rest().await;
            if next > end {
                self.set(end);
                return;
            }
            self.set(next);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leaves the list of those who wait, also when the wait is given up.
struct Entry<'a>(&'a SimClock, u64);

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        self.0.lock().entries.remove(&self.1);
        self.0.changes.send_modify(|count| *count += 1);
    }
}

#[async_trait]
impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        *self.now.borrow()
    }

    async fn wait(&self, until: Timestamp, pulse: &Pulse) {
        let mut now = self.now.subscribe();
        let id = {
            let mut waiting = self.lock();
            waiting.next += 1;
            let id = waiting.next;
            waiting.entries.insert(id, (until, pulse.clone()));
            id
        };
        let _entry = Entry(self, id);
        self.changes.send_modify(|count| *count += 1);
        tokio::select! {
            () = pulse.taken() => {}
            // The clock outlives its waiters, so this ends only when the time has come.
            _ = now.wait_for(|now| *now >= until) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::SignedDuration;

    use super::*;

    #[tokio::test]
    async fn time_moves_only_when_everyone_waits() {
        let start = Timestamp::UNIX_EPOCH;
        let clock = Arc::new(SimClock::new(start, 2));
        let pulse = Pulse::default();
        let hour = SignedDuration::from_hours(1);
        let sleeper = |until: Timestamp, pulse: Pulse| {
            let clock = Arc::clone(&clock);
            tokio::spawn(async move {
                clock.wait(until, &pulse).await;
                clock.now()
            })
        };
        let first = sleeper(start + hour, Pulse::default());
        let second = sleeper(start + hour * 9, pulse.clone());
        assert_eq!(clock.rest().await, start + hour, "both wait; the first is due first");
        clock.set(start + hour);
        assert_eq!(first.await.expect("no panic"), start + hour);
        pulse.give();
        assert_eq!(second.await.expect("no panic"), start + hour, "a pulse wakes early");
    }

    #[tokio::test]
    async fn whoever_stops_waiting_for_the_clock_does_not_stop_it_for_the_others() {
        let start = Timestamp::UNIX_EPOCH;
        let clock = SimClock::new(start, 1);
        let (hour, never, soon) =
            (SignedDuration::from_hours(1), Pulse::default(), Pulse::default());
        let worker = clock.wait(start + hour, &never);
        // One beyond the workers, whose wait is over while the others have come to rest.
        let guest = async {
            clock.wait(start + hour * 2, &soon).await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            biased;
            () = worker => panic!("the clock was moved by nobody"),
            () = guest => unreachable!("it waits for ever"),
            next = async { soon.give(); clock.rest().await } => {
                assert_eq!(next, start + hour, "the worker's wait is all that is left");
            }
            () = async { for _ in 0..100 { tokio::task::yield_now().await } } => {
                panic!("the clock does not notice that the wait is over");
            }
        }
    }
}
