//! The only reader of system time.
//!
//! **Invariant:** everything else takes `now` as a value or holds a [`Clock`], so a day can be
//! lived in a second and a boundary tested to the second.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::sync::Notify;

/// Time, and waiting for it.
#[async_trait]
pub trait Clock: Send + Sync + 'static {
    /// The present instant, in UTC.
    fn now(&self) -> Timestamp;

    /// Returns once `until` has come or `pulse` was given, whichever is first.
    async fn wait(&self, until: Timestamp, pulse: &Pulse);
}

/// A remembered nudge: given while nobody waits, it wakes the next waiter at once. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Pulse(Arc<Nudge>);

#[derive(Debug, Default)]
struct Nudge {
    given: AtomicBool,
    notify: Notify,
}

impl Pulse {
    /// Wakes whoever waits, or the next one who will.
    pub fn give(&self) {
        self.0.given.store(true, Ordering::SeqCst);
        self.0.notify.notify_one();
    }

    /// Whether a nudge is waiting to be taken.
    pub fn is_given(&self) -> bool {
        self.0.given.load(Ordering::SeqCst)
    }

    /// Waits for a nudge and takes it.
    pub async fn taken(&self) {
        while !self.0.given.swap(false, Ordering::SeqCst) {
            self.0.notify.notified().await;
        }
    }
}

/// The machine's wall clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// Monotonic timers do not count suspend, so a long sleep looks at the wall clock this often.
const LONGEST_NAP: Duration = Duration::from_secs(60);

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn wait(&self, until: Timestamp, pulse: &Pulse) {
        loop {
            let left = Duration::try_from(until.duration_since(self.now())).unwrap_or_default();
            if left.is_zero() {
                return;
            }
            tokio::select! {
                () = pulse.taken() => return,
                () = tokio::time::sleep(left.min(LONGEST_NAP)) => {}
            }
        }
    }
}
