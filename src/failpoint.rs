//! Points at which the crash tests kill the program, so that every gap between two steps is tried.
//!
//! With the feature `failpoints` and `REVIEWD_KILL_AT=N` in the environment, the N-th point that the
//! process passes is its last. Without the feature nothing is left of them.

use std::fmt::Display;

/// A place where a crash must do no harm; `place` names it for the test's log.
#[inline]
pub fn hit(place: impl Display) {
    #[cfg(feature = "failpoints")]
    count_and_kill(&place);
    #[cfg(not(feature = "failpoints"))]
    let _ = place;
}

#[cfg(feature = "failpoints")]
fn count_and_kill(place: &dyn Display) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    use rustix::process::{Signal, getpid, kill_process};

    static PASSED: AtomicU64 = AtomicU64::new(0);
    static LAST: OnceLock<Option<u64>> = OnceLock::new();

    let last = LAST.get_or_init(|| std::env::var("REVIEWD_KILL_AT").ok()?.parse().ok());
    let count = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
    if *last == Some(count) {
        anstream::eprintln!("killed at point {count}: {place}");
        // Nothing may run after this, destructors included: that is the point of SIGKILL.
        kill_process(getpid(), Signal::KILL).expect("a process may kill itself");
    }
}
