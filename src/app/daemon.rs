//! The running daemon: its workers, their life signs, and how they end.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::config::Config;
use crate::fetch::{self, Client, Memory};
use crate::mail::{self, Smtp};
use crate::pipeline::{
    ConfiguredSource, DeadlineLoop, DeliverLoop, Heartbeat, PollLoop, Pulses, TriageLoop, Worker,
};
use crate::schedule;
use crate::score::Scorer;
use crate::store::{self, Holder, Store};

/// What a daemon is made of.
pub struct Parts {
    /// What the owner decided.
    pub config: Config,
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// The time it lives in.
    pub clock: Arc<dyn Clock>,
    /// Sources polled at the same time, at most.
    pub poll_workers: usize,
    /// Without news, a loop asks the store this often: people change it from outside the daemon.
    pub idle: SignedDuration,
}

/// Why a daemon could not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The HTTP client could not be built.
    #[error(transparent)]
    Fetch(#[from] fetch::Error),
    /// The mail client could not be built.
    #[error(transparent)]
    Mail(#[from] mail::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// A claim lasts longer than any single step, so that only a dead holder loses one: a visit of a
/// source may read many pages, the other steps are short.
const POLL_LEASE: SignedDuration = SignedDuration::from_mins(10);
const LEASE: SignedDuration = SignedDuration::from_mins(2);

/// The loops at work.
pub struct Daemon {
    workers: JoinSet<()>,
    stop: watch::Sender<bool>,
    heartbeats: Vec<Arc<Heartbeat>>,
    trouble: watch::Receiver<String>,
}

impl Daemon {
    /// Registers the sources and starts every loop.
    ///
    /// # Errors
    /// When a client cannot be built or the store does not answer.
    pub async fn start(parts: Parts) -> Result<Self, Error> {
        let Parts { config, store, clock, poll_workers, idle } = parts;
        let (now, count) = (clock.now(), config.sources.len());
        let first_due = |(index, source): (usize, &ConfiguredSource)| {
            (source.id.clone(), schedule::first_due(now, index, count))
        };
        let first: Vec<_> = config.sources.iter().enumerate().map(first_due).collect();
        store.register(&first).await?;
        let client = Client::new(config.fetch.clone(), Arc::clone(&clock))?;
        let client = Arc::new(client.remembering(Memory::of(&config.state_dir)));
        let smtp = Smtp::new(&config.mail)?;
        let (stop, stopped) = watch::channel(false);
        let (trouble, trouble_seen) = watch::channel(String::new());
        let worker = Worker {
            clock,
            store,
            pulses: Arc::new(Pulses::default()),
            heartbeat: Arc::new(Heartbeat::new("deliver")),
            stop: stopped,
            holder: Holder { name: holder_name(), lease: LEASE },
            idle,
        };
        let mut daemon =
            Self { workers: JoinSet::new(), stop, heartbeats: Vec::new(), trouble: trouble_seen };
        daemon.spawn_poll(&worker, &config, &client, poll_workers);
        daemon.spawn_cases(&worker, &config);
        let address = |source: &ConfiguredSource| (source.id.clone(), source.url.to_string());
        let urls = config.sources.iter().map(address).collect();
        let deliver = DeliverLoop {
            worker: daemon.with_heart(&worker, "deliver"),
            smtp,
            people: config.people(),
            calendar: config.hours.calendar,
            urls,
            shop: config.shop,
            from: config.mail.from,
            trouble,
        };
        daemon.workers.spawn(deliver.run());
        Ok(daemon)
    }

    fn spawn_poll(
        &mut self,
        worker: &Worker,
        config: &Config,
        client: &Arc<Client>,
        poll_workers: usize,
    ) {
        let by_id = |source: &ConfiguredSource| (source.id.clone(), Arc::new(source.clone()));
        let holder = Holder { lease: POLL_LEASE, ..worker.holder.clone() };
        let poll = PollLoop {
            worker: Worker { holder, ..self.with_heart(worker, "poll") },
            client: Arc::clone(client),
            sources: config.sources.iter().map(by_id).collect(),
            people: config.people(),
            reply_within: config.deadline.reply_within,
            calendar: config.hours.calendar.clone(),
            at_once: poll_workers.max(1),
        };
        self.workers.spawn(poll.run());
    }

    fn spawn_cases(&mut self, worker: &Worker, config: &Config) {
        let lists = config.sources.iter().map(|source| (source.id.clone(), source.list.clone()));
        let triage = TriageLoop {
            worker: self.with_heart(worker, "triage"),
            scorer: Scorer::embedded(),
            lists: Arc::new(lists.collect()),
            settings: config.deadline.clone(),
            people: config.people(),
        };
        self.workers.spawn(triage.run());
        let deadline = DeadlineLoop {
            worker: self.with_heart(worker, "deadline"),
            settings: config.deadline.clone(),
            people: config.people(),
        };
        self.workers.spawn(deadline.run());
    }

    fn with_heart(&mut self, worker: &Worker, name: &'static str) -> Worker {
        let heartbeat = Arc::new(Heartbeat::new(name));
        self.heartbeats.push(Arc::clone(&heartbeat));
        Worker { heartbeat, ..worker.clone() }
    }

    /// How many workers wait for the clock when there is nothing to do.
    pub fn workers(&self) -> usize {
        self.heartbeats.len()
    }

    /// The loop that has been silent for longest, with real seconds since its last life sign.
    pub fn longest_silence(&self) -> (&'static str, i64) {
        self.heartbeats
            .iter()
            .map(|heart| (heart.name, heart.silence()))
            .max_by_key(|(_, silence)| *silence)
            .unwrap_or(("none", 0))
    }

    /// What is wrong with delivery; empty while all is well.
    pub fn trouble(&self) -> watch::Receiver<String> {
        self.trouble.clone()
    }

    /// Waits for a loop to end by itself, which only a defect makes it do.
    pub async fn broken(&mut self) -> String {
        match self.workers.join_next().await {
            Some(Err(error)) => format!("a loop ended: {error}"),
            _ => "a loop ended".to_owned(),
        }
    }

    /// Lets every loop finish what it has begun; answers whether all did within `patience`.
    pub async fn stop(mut self, patience: Duration) -> bool {
        self.stop.send_replace(true);
        let all = async { while self.workers.join_next().await.is_some() {} };
        tokio::time::timeout(patience, all).await.is_ok()
    }
}

/// Unique to this run of this process: a restarted daemon must not pass for the old one.
fn holder_name() -> String {
    format!("{}-{:016x}", std::process::id(), fastrand::u64(..))
}
