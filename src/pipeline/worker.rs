//! What all loops have in common: work while there is some, else wait for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use crate::clock::{Clock, Pulse};
use crate::store::{self, Holder, NextDue, Store};

/// Wakes each loop when another one made work for it.
#[derive(Debug, Default)]
pub struct Pulses {
    /// For the poll loop.
    pub poll: Pulse,
    /// For the triage loop.
    pub triage: Pulse,
    /// For the deadline loop.
    pub deadline: Pulse,
    /// For the deliver loop.
    pub deliver: Pulse,
}

/// Shows that a loop is alive.
#[derive(Debug)]
pub struct Heartbeat {
    /// Which loop.
    pub name: &'static str,
    /// Seconds since `born` at the last beat.
    last: AtomicI64,
    born: std::time::Instant,
}

impl Heartbeat {
    /// A heart that beats now.
    pub fn new(name: &'static str) -> Self {
        Self { name, last: AtomicI64::new(0), born: std::time::Instant::now() }
    }

    /// Beats.
    pub fn beat(&self) {
        let seconds = i64::try_from(self.born.elapsed().as_secs()).unwrap_or(i64::MAX);
        self.last.store(seconds, Ordering::Relaxed);
    }

    /// Real seconds since the last beat.
    pub fn silence(&self) -> i64 {
        let now = i64::try_from(self.born.elapsed().as_secs()).unwrap_or(i64::MAX);
        now - self.last.load(Ordering::Relaxed)
    }
}

/// One worker of a loop.
#[derive(Clone)]
pub struct Worker {
    /// The time it lives in.
    pub clock: Arc<dyn Clock>,
    /// Where its work comes from and goes to.
    pub store: Arc<dyn Store>,
    /// What it wakes others with.
    pub pulses: Arc<Pulses>,
    /// Its life sign.
    pub heartbeat: Arc<Heartbeat>,
    /// Turns true when it shall finish what it has begun and end.
    pub stop: watch::Receiver<bool>,
    /// Whose claims it makes.
    pub holder: Holder,
    /// Without news, the store is asked this often.
    pub idle: SignedDuration,
}

/// Work that is due and cannot be claimed is asked for again after this.
const SHORTEST_IDLE: SignedDuration = SignedDuration::from_secs(1);
/// After a failure of the store.
const AFTER_FAILURE: SignedDuration = SignedDuration::from_secs(10);

impl Worker {
    /// Whether it shall begin another step; shows life.
    pub(super) fn goes_on(&self) -> bool {
        self.heartbeat.beat();
        !*self.stop.borrow()
    }

    /// After a step that did something: nothing, so that the next one follows at once. After one that
    /// found nothing to do, or failed: waits for `wake`, or until `due` or a second try.
    pub(super) async fn after(
        &mut self,
        step: store::Result<bool>,
        wake: &Pulse,
        due: fn(&NextDue) -> Option<Timestamp>,
    ) {
        let until = match step {
            Ok(true) => return,
            Ok(false) => self.next_due(due).await,
            Err(error) => match self.failed(&error) {
                Some(until) => until,
                None => return,
            },
        };
        let clock = Arc::clone(&self.clock);
        tokio::select! {
            () = clock.wait(until, wake) => {}
            _ = self.stop.changed() => {}
        }
    }

    /// Says what failed, and when to try again; `None` where there is nothing to wait for.
    pub(super) fn failed(&self, error: &store::Error) -> Option<Timestamp> {
        let worker = self.heartbeat.name;
        if let store::Error::ClaimLost(item) = error {
            tracing::warn!(worker, %item, "the claim passed to someone else; their work counts");
            return None;
        }
        tracing::error!(worker, "failed to {}; trying again", described(error));
        Some(later(self.clock.now(), AFTER_FAILURE))
    }

    /// When to look for work that nobody announces.
    pub(super) async fn next_due(&self, due: fn(&NextDue) -> Option<Timestamp>) -> Timestamp {
        let now = self.clock.now();
        let latest = later(now, self.idle);
        match self.store.next_due().await {
            Ok(next) => due(&next).unwrap_or(latest).clamp(later(now, SHORTEST_IDLE), latest),
            Err(error) => {
                tracing::error!("failed to {}", described(&error));
                latest
            }
        }
    }
}

pub(super) fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// An error with its causes on one line.
pub(super) fn described(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
