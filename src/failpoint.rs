//! Points at which the crash tests kill the program, so that every gap between two steps is tried.
//!
//! With the feature `failpoints`, `REVIEWD_KILL_AT=17` in the environment makes the 17th point that
//! the process passes its last, `REVIEWD_KILL_AT="written: commit a poll"` the first one of that name.
//! Without the feature nothing is left of them.

use std::fmt::Display;

/// A place where a crash must do no harm; `place` names it for the test's log.
#[inline]
pub fn hit(place: impl Display) {
    #[cfg(feature = "failpoints")]
    last::count_and_kill(&place.to_string());
    #[cfg(not(feature = "failpoints"))]
    let _ = place;
}

#[cfg(feature = "failpoints")]
mod last {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    use rustix::process::{Signal, getpid, kill_process};

    enum Last {
        Never,
        Nth(u64),
        Named(String),
    }

    static LAST: LazyLock<Last> = LazyLock::new(|| match std::env::var("REVIEWD_KILL_AT") {
        Ok(text) => text.parse().map_or(Last::Named(text), Last::Nth),
        Err(_) => Last::Never,
    });
    static PASSED: AtomicU64 = AtomicU64::new(0);

    pub(super) fn count_and_kill(place: &str) {
        let count = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
        let is_last = match &*LAST {
            Last::Never => false,
            Last::Nth(wanted) => *wanted == count,
            Last::Named(wanted) => wanted == place,
        };
        if is_last {
            anstream::eprintln!("killed at point {count}: {place}");
            // Nothing may run after this, destructors included: that is the point of SIGKILL.
            kill_process(getpid(), Signal::KILL).expect("a process may kill itself");
        }
    }
}
