//! Points at which the crash tests kill the program, so that every gap between two steps is tried.
//!
//! With the feature `failpoints` and `REVIEWD_KILL_AT=N` in the environment, the N-th point that
//! the process passes is its last. Without the feature nothing is left of them.

/// A place where a crash must do no harm; `name` says which, for the test's log.
#[cfg(not(feature = "failpoints"))]
#[inline]
pub fn hit(_name: impl std::fmt::Display) {}

/// A place where a crash must do no harm; `name` says which, for the test's log.
#[cfg(feature = "failpoints")]
pub fn hit(name: impl std::fmt::Display) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static PASSED: AtomicU64 = AtomicU64::new(0);
    static LAST: OnceLock<Option<u64>> = OnceLock::new();

    let last = LAST.get_or_init(|| std::env::var("REVIEWD_KILL_AT").ok()?.parse().ok());
    let count = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
    if *last == Some(count) {
        anstream::eprintln!("killed at point {count}: {name}");
        // Nothing may run after this, destructors included: that is the point of SIGKILL.
        let _ =
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
}
