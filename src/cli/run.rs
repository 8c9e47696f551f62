//! `reviewd run`: the daemon under systemd or in a terminal.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use jiff::SignedDuration;
use sd_notify::NotifyState;
use tokio::signal::unix::{SignalKind, signal};

use super::Exit;
use super::configured::{ConfigArgs, open_store};
use crate::app::{Daemon, Parts, init_logging, runtime};
use crate::clock::SystemClock;
use crate::config::Config;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
}

const EXAMPLES: &str = "\
Ends with 0 after SIGTERM or Ctrl-C, with 78 where the configuration cannot be used, else with 1.
The log goes to the journal under systemd, else to standard error; REVIEWD_LOG=debug says more.

Examples:
  reviewd run --config reviewd.toml
  systemctl start reviewd";

/// Sources polled at the same time, at most, each on a server of its own: so many servers can be as slow
/// as they like before others wait for them.
const POLL_WORKERS: usize = 16;
/// What was begun gets this long to finish after SIGTERM, so that all is over within 20 s; the unit's own
/// limit is a little longer.
const PATIENCE: Duration = Duration::from_secs(18);
/// What people change with other commands is noticed this soon.
const IDLE: SignedDuration = SignedDuration::from_secs(60);
/// A loop that shows no life for this many seconds hangs: no single step may take so long.
const LONGEST_SILENCE: i64 = 300;

/// Runs it.
///
/// # Errors
/// When it cannot start, or a loop ends by itself.
pub(crate) fn run(args: Args) -> anyhow::Result<Exit> {
    let config = match args.config.load(true) {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    init_logging();
    let runtime = runtime().context("start the runtime")?;
    let exit = runtime.block_on(serve(config));
    // A name lookup cannot be cancelled; to wait for one that hangs would outlast systemd's patience.
    runtime.shutdown_background();
    exit
}

async fn serve(config: Config) -> anyhow::Result<Exit> {
    let mut terminate = signal(SignalKind::terminate()).context("listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("listen for SIGINT")?;
    let store = Arc::new(open_store(&config).await?);
    let _alone = alone(&config)?;
    let sources = config.sources.len();
    let clock = Arc::new(SystemClock);
    let parts = Parts { config, store, clock, poll_workers: POLL_WORKERS, idle: IDLE };
    let mut daemon = Daemon::start(parts).await.context("start")?;
    tell(&[NotifyState::Ready, NotifyState::Status(&format!("watching {sources} sources"))]);
    tracing::info!(sources, version = env!("CARGO_PKG_VERSION"), "reviewd watches");
    let mut trouble = daemon.trouble();
    let mut tick = tokio::time::interval(watchdog_interval());
    let ended = loop {
        tokio::select! {
            _ = terminate.recv() => break None,
            _ = interrupt.recv() => break None,
            broken = daemon.broken() => break Some(broken),
            Ok(()) = trouble.changed() => {
                let words = trouble.borrow_and_update().clone();
                let status = if words.is_empty() { format!("watching {sources} sources") } else { words };
                tell(&[NotifyState::Status(&status)]);
            }
            _ = tick.tick() => feed_watchdog(&daemon),
        }
    };
    tell(&[NotifyState::Stopping]);
    tracing::info!("finishing what was begun");
    let finished = daemon.stop(PATIENCE).await;
    match (ended, finished) {
        (Some(broken), _) => anyhow::bail!("keep running: {broken}"),
        (None, true) => tracing::info!("stopped"),
        // Nothing is lost: what was not committed is claimed again after the next start.
        (None, false) => tracing::warn!("stopped before everything begun was finished"),
    }
    Ok(Exit::Success)
}

/// Half the time systemd allows, or often enough to show that somebody looks.
fn watchdog_interval() -> Duration {
    match sd_notify::watchdog_enabled() {
        Some(limit) => limit / 2,
        None => Duration::from_secs(30),
    }
}

/// systemd is told that all is well only while every loop shows life.
fn feed_watchdog(daemon: &Daemon) {
    let (name, silence) = daemon.longest_silence();
    if silence < LONGEST_SILENCE {
        tell(&[NotifyState::Watchdog]);
    } else {
        tracing::error!(worker = name, silence, "a loop hangs; systemd will restart the daemon");
    }
}

/// Held for as long as the daemon runs: a second one on the same store would do the same work twice.
fn alone(config: &Config) -> anyhow::Result<File> {
    let path = config.state_dir.join("reviewd.lock");
    let mut options = OpenOptions::new();
    let lock = options.write(true).create(true).truncate(false).mode(0o600).open(&path);
    let lock = lock.with_context(|| format!("make {}", path.display()))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => anyhow::bail!(
            "start: another reviewd runs on {}; stop it first, or give this one a state_dir of its own",
            config.state_dir.display()
        ),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("lock {}", path.display()))
        }
    }
}

fn tell(states: &[NotifyState<'_>]) {
    // Outside systemd there is nobody to tell.
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!(%error, "systemd did not hear");
    }
}
