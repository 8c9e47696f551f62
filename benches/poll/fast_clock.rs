//! A clock that runs a known number of times faster than the real one, so that hours of polls at their
//! own pace fit into seconds.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use reviewd::clock::{Clock, Pulse};

/// A change of speed is noticed this soon.
const LONGEST_NAP: Duration = Duration::from_millis(50);

/// Where it stood when it got its speed.
pub(crate) struct FastClock(Mutex<(Timestamp, Instant, u32)>);

impl FastClock {
    /// A clock that stands at `start` and runs `speed` times too fast.
    pub(crate) fn new(start: Timestamp, speed: u32) -> Self {
        Self(Mutex::new((start, Instant::now(), speed)))
    }

    /// Runs at another speed from now on.
    pub(crate) fn set_speed(&self, speed: u32) {
        let now = self.now();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (now, Instant::now(), speed);
    }

    fn read(&self) -> (Timestamp, Instant, u32) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long to sleep, at most, for an instant to come.
    fn left(&self, until: Timestamp) -> Duration {
        let left = Duration::try_from(until.duration_since(self.now())).unwrap_or_default();
        left / self.read().2
    }
}

#[async_trait]
impl Clock for FastClock {
    fn now(&self) -> Timestamp {
        let (start, since, speed) = self.read();
        let passed = SignedDuration::try_from(since.elapsed() * speed).expect("hours, not ages");
        start + passed
    }

    async fn wait(&self, until: Timestamp, pulse: &Pulse) {
        loop {
            let left = self.left(until);
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
