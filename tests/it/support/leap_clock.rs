//! A clock that leaps to whatever is waited for, so that waits cost no time and leave a trace.

use std::sync::Mutex;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use reviewd::clock::{Clock, Pulse};

/// It stands still between leaps.
pub(crate) struct LeapClock(Mutex<Timestamp>);

impl LeapClock {
    /// It is noon on a spring day.
    pub(crate) fn new() -> Self {
        Self(Mutex::new("2024-03-16T12:00:00Z".parse().expect("an instant")))
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, time: SignedDuration) {
        *self.0.lock().expect("the clock") += time;
    }
}

#[async_trait]
impl Clock for LeapClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("the clock")
    }

    async fn wait(&self, until: Timestamp, _: &Pulse) {
        // As with any clock, others run while one waits.
        tokio::task::yield_now().await;
        let mut now = self.0.lock().expect("the clock");
        *now = until.max(*now);
    }
}
