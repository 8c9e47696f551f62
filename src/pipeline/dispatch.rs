//! Which sources are polled now: as many at once as allowed, each on a server of its own, so that a
//! slow one holds up nobody else; and how what they brought is committed.
//!
//! **Invariant:** a source is claimed when its poll starts, never to wait for one.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::task::{JoinError, JoinSet};

use super::worker::later;
use super::{PollLoop, Worker};
use crate::fetch;
use crate::review::SourceId;
use crate::source::Outcome;
use crate::store::{Alarms, Claim, Claimed, Error, PollCommit, Result, SourceState};

/// Sources that become due within this time are polled together: it is nothing beside the time between
/// two polls, and to wake up for each of many would cost as much as its poll.
const GATHERED: SignedDuration = SignedDuration::from_secs(5);

/// The polls under way.
pub(super) struct Dispatch {
    poll: Arc<PollLoop>,
    worker: Worker,
    under_way: JoinSet<Ended>,
    /// The servers that are being asked: a second poll of one would only wait for its turn.
    busy: HashSet<String>,
    /// Some that are due could not begin.
    others_wait: bool,
    /// Polls that found nothing: they are committed together at the next look, which is seconds away
    /// at most, or when nothing is under way.
    quiet: Vec<(Claim, PollCommit)>,
    /// Sources read in full since the start: how they are read may have changed before it, so their
    /// validators count only from then on.
    read: HashSet<SourceId>,
}

/// A poll that came to its end.
struct Ended {
    claim: Claim,
    server: String,
    state: SourceState,
    commit: Result<PollCommit>,
}

impl Dispatch {
    /// Nothing is under way.
    pub(super) fn new(poll: PollLoop) -> Self {
        Self {
            worker: poll.worker.clone(),
            poll: Arc::new(poll),
            under_way: JoinSet::new(),
            busy: HashSet::new(),
            others_wait: false,
            quiet: Vec::new(),
            read: HashSet::new(),
        }
    }

    /// Runs until stopped, and then until everything under way has ended.
    pub(super) async fn run(mut self) {
        while self.worker.goes_on() {
            let next_look = later(self.worker.clock.now(), GATHERED);
            let until = match self.look().await {
                // What becomes due meanwhile is looked for, not foretold.
                Ok(()) if !self.under_way.is_empty() => next_look,
                Ok(()) => self.worker.next_due(|next| next.poll).await.max(next_look),
                Err(error) => self.worker.failed(&error).unwrap_or(next_look),
            };
            self.wait(until).await;
        }
        self.flush().await;
        while let Some(ended) = self.under_way.join_next().await {
            self.end(ended).await;
            // Nobody waits for ever: what has ended is not to be lost with what has not.
            self.flush().await;
        }
    }

    /// Begins as many polls as are due and allowed.
    async fn look(&mut self) -> Result<()> {
        self.flush().await;
        let free = self.poll.at_once.saturating_sub(self.under_way.len());
        if free == 0 {
            return Ok(());
        }
        let Worker { clock, store, holder, .. } = &self.worker;
        let now = clock.now();
        let due = store.due_sources(now).await?;
        let count = due.len();
        let chosen = self.chosen(due, free);
        self.others_wait = chosen.len() < count;
        if chosen.is_empty() {
            return Ok(());
        }
        for claimed in store.claim_sources(holder, &chosen, now).await? {
            match claimed {
                Ok(claimed) => self.start(claimed),
                Err(error) => self.failed(&error),
            }
        }
        Ok(())
    }

    /// The first of the due sources, no two on one server and none on a busy one. Those that only
    /// another configuration knows are left to it.
    fn chosen(&self, due: Vec<SourceId>, most: usize) -> Vec<SourceId> {
        let mut busy = self.busy.clone();
        let mut is_free = |id: &SourceId| {
            let source = self.poll.sources.get(id);
            source.is_some_and(|source| busy.insert(fetch::server(&source.url)))
        };
        due.into_iter().filter(|id| is_free(id)).take(most).collect()
    }

    fn start(&mut self, Claimed { claim, item: state }: Claimed<SourceState>) {
        let Some(source) = self.poll.sources.get(&state.id).cloned() else { return };
        let server = fetch::server(&source.url);
        self.busy.insert(server.clone());
        let was_read = self.read.contains(&state.id);
        let poll = Arc::clone(&self.poll);
        self.under_way.spawn(async move {
            let commit = poll.poll(&source, &state, was_read).await;
            Ended { claim, server, state, commit }
        });
    }

    /// Commits what ends, until it is time to look again: `until` has come, someone says so, all has to
    /// stop, or a source that had to wait can have its turn.
    async fn wait(&mut self, until: Timestamp) {
        let clock = Arc::clone(&self.worker.clock);
        loop {
            let has_room = self.under_way.len() < self.poll.at_once;
            let ended = tokio::select! {
                biased;
                Some(ended) = self.under_way.join_next() => ended,
                () = clock.wait(until, &self.worker.pulses.poll), if has_room => return,
                _ = self.worker.stop.changed() => return,
            };
            self.end(ended).await;
            if self.others_wait {
                return;
            }
        }
    }

    /// Takes what a poll brought, and what others brought that ended since.
    async fn end(&mut self, ended: Joined) {
        let mut next = Some(ended);
        while let Some(ended) = next {
            let Ended { claim, server, state, commit } = whole(ended);
            self.busy.remove(&server);
            match commit {
                Ok(commit) => {
                    if matches!(commit.outcome, Outcome::Reviews | Outcome::Empty) {
                        self.read.insert(state.id.clone());
                    }
                    if is_quiet(&state, &commit) {
                        self.quiet.push((claim, commit));
                    } else {
                        self.commit(&claim, commit).await;
                    }
                }
                Err(error) => self.failed(&error),
            }
            next = self.under_way.try_join_next();
        }
        if self.under_way.is_empty() {
            self.flush().await;
        }
    }

    async fn commit(&self, claim: &Claim, commit: PollCommit) {
        let Worker { store, pulses, .. } = &self.worker;
        match store.commit_poll(claim, commit).await {
            Ok(()) => {
                pulses.triage.give();
                pulses.deliver.give();
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Commits the polls that found nothing, all at once.
    async fn flush(&mut self) {
        let quiet = std::mem::take(&mut self.quiet);
        if quiet.is_empty() {
            return;
        }
        match self.worker.store.commit_quiet(&quiet).await {
            Ok(lost) => {
                lost.into_iter().for_each(|claim| self.failed(&Error::ClaimLost(claim.item)))
            }
            Err(error) => self.failed(&error),
        }
    }

    /// The source of a poll that could not be committed is due again when its claim's time is over.
    fn failed(&self, error: &Error) {
        let _ = self.worker.failed(error);
    }
}

/// What a task gives back.
type Joined = std::result::Result<Ended, JoinError>;

/// A poll that panicked takes the loop with it, and so the daemon, as every other defect of a loop.
fn whole(ended: Joined) -> Ended {
    ended.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}

/// Whether polling once more would find all of it again, so that nothing is lost with it: nothing
/// happened to a review, no stretch of time begins or ends, no trouble was seen, and the baseline was
/// there before.
fn is_quiet(state: &SourceState, commit: &PollCommit) -> bool {
    // Every field by name, so that a new one has to be judged here.
    let PollCommit {
        now: _,
        asked: _,
        next_due: _,
        outcome: _,
        note: _,
        failures: _,
        validators: _,
        new,
        changes,
        seen: _,
        rejects: _,
        coverage,
        alarms: Alarms { profile: _, steps, people: _, not_before: _ },
    } = commit;
    let happened = !new.is_empty() || !changes.is_empty() || !steps.is_empty();
    state.baseline_done && !happened && coverage.is_none()
}
