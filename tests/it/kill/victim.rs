//! The process that the crash tests kill: the real daemon in a time that its parent owns.
//!
//! Its parent writes an instant on a line, it lives at that instant until every loop waits, answers
//! with the instant that the first of them waits for, and so on until its parent hangs up or
//! `REVIEWD_KILL_AT` has come.

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use jiff::{SignedDuration, Timestamp};
use reviewd::app::{Daemon, Parts};
use reviewd::clock::Clock;
use reviewd::config::{self, LoadOptions};
use reviewd::demo::sim_clock::SimClock;
use reviewd::store::Sqlite;

/// Poll, triage, deadline and deliver, one worker each.
const WORKERS: usize = 4;

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(file), Some(state_dir), None) = (args.next(), args.next(), args.next()) else {
        bail!("usage: reviewd-victim CONFIG STATE_DIR");
    };
    let Some(start) = told()? else { return Ok(()) };
    let clock = Arc::new(SimClock::new(start, WORKERS));
    let options = LoadOptions { secrets_required: true, state_dir: Some(state_dir) };
    let config = config::load(&file, options)?.config;
    let store = Arc::new(Sqlite::open(&config.state_dir.join("reviewd.db")).await?);
    let shared = Arc::clone(&clock) as Arc<dyn Clock>;
    let idle = SignedDuration::from_mins(1);
    let parts = Parts { config, store, clock: shared, poll_workers: 1, idle };
    let mut daemon = Daemon::start(parts).await?;
    ensure!(daemon.workers() == WORKERS, "{} workers wait for the clock", daemon.workers());
    loop {
        let next = tokio::select! {
            next = clock.rest() => next,
            broken = daemon.broken() => bail!(broken),
        };
        writeln!(std::io::stdout(), "{next}").context("answer")?;
        // Nothing else can happen until time moves on, so that it may block.
        let Some(now) = told()? else { return Ok(()) };
        clock.set(now);
    }
}

/// The instant on the next line; `None` where the parent hung up.
fn told() -> anyhow::Result<Option<Timestamp>> {
    let Some(line) = std::io::stdin().lock().lines().next() else { return Ok(None) };
    Ok(Some(line?.parse().context("read an instant")?))
}
