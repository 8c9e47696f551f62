//! One poll: visits a claimed source and decides what that proves. Which sources are polled when is
//! `dispatch`'s.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::dispatch::Dispatch;
use super::visit::{Visit, Visitor};
use super::{ConfiguredSource, Worker};
use crate::alert::{Kind, Notice, Subject};
use crate::coverage::{FailureSpan, Findings, Known, Look, compare, is_incident};
use crate::fetch::Client;
use crate::review::SourceId;
use crate::route::People;
use crate::schedule;
use crate::source::Outcome;
use crate::store::{Changed, Incident, NewReview, PollCommit, Result, SourceState};

/// Claims sources that are due and polls them.
pub struct PollLoop {
    /// The worker it runs as.
    pub worker: Worker,
    /// What fetches.
    pub client: Arc<Client>,
    /// Every configured source.
    pub sources: HashMap<SourceId, Arc<ConfiguredSource>>,
    /// Who there is to tell.
    pub people: People,
    /// So many sources are polled at the same time, at most; each on a server of its own.
    pub at_once: usize,
}

impl PollLoop {
    /// Runs until stopped.
    pub async fn run(self) {
        Dispatch::new(self).run().await;
    }

    /// Visits `source`, whose claim is held, and decides what that proves. Where the list `was_read`
    /// since the start, its server may say that it is unchanged.
    pub(super) async fn poll(
        &self,
        source: &ConfiguredSource,
        state: &SourceState,
        was_read: bool,
    ) -> Result<PollCommit> {
        let Worker { clock, store, .. } = &self.worker;
        let asked = clock.now();
        let visitor = Visitor {
            worker: &self.worker,
            client: &self.client,
            source,
            known: &[],
            baseline: !state.baseline_done,
            now: asked,
        };
        let first = visitor.first(was_read.then_some(&state.validators)).await;
        // Nothing is compared with what an unchanged or unreadable page did not show.
        let compares = match first.outcome() {
            Outcome::Reviews | Outcome::Empty => true,
            Outcome::Unchanged => state.awaited,
            _ => false,
        };
        let known = if compares { store.known(&state.id).await? } else { Vec::new() };
        let visit = Visitor { known: &known, ..visitor }.visit(first).await;
        let times = (asked, clock.now());
        let commit = self.decide(source, state, &known, visit, times);
        report(state, &commit);
        Ok(commit)
    }

    fn decide(
        &self,
        source: &ConfiguredSource,
        state: &SourceState,
        known: &[Known],
        visit: Visit,
        (asked, now): (Timestamp, Timestamp),
    ) -> PollCommit {
        let look = Look {
            source: state.id.clone(),
            now,
            last_success: state.last_success,
            baseline: !state.baseline_done,
        };
        let findings = compare(known, visit.shown, &source.list, &look);
        let failures = if visit.outcome.proves() { 0 } else { state.failures + 1 };
        let incident = incident(state, visit.outcome, visit.note.as_ref(), failures, now);
        let next = schedule::Next { every: source.every, failures, retry_after: visit.retry_after };
        let commit = PollCommit {
            now,
            asked,
            next_due: schedule::next_poll(&next, now, seed(state)),
            outcome: visit.outcome,
            note: visit.note,
            failures,
            validators: visit.validators.filter(|_| visit.outcome.proves()),
            new: Vec::new(),
            changes: Vec::new(),
            seen: Vec::new(),
            rejects: visit.rejects,
            notices: self.notices(state, incident.as_ref(), now),
            incident,
        };
        with_findings(commit, findings, !state.baseline_done)
    }

    /// Who hears that an incident began or ended.
    fn notices(
        &self,
        state: &SourceState,
        incident: Option<&Incident>,
        now: Timestamp,
    ) -> Vec<Notice> {
        let (kind, number) = match (&state.incident, incident) {
            (None, Some(begun)) => (Kind::SourceBroken, begun.number),
            (Some(over), None) => (Kind::SourceRecovered, over.number),
            _ => return Vec::new(),
        };
        let notice = |recipient| Notice {
            subject: Subject::Incident(state.id.clone(), number),
            round: 1,
            kind,
            occurrence: 0,
            recipient,
            due: now,
        };
        self.people.for_incident().into_iter().map(notice).collect()
    }
}

/// Different for every source and poll, the same whenever the same poll is decided again.
fn seed(state: &SourceState) -> u64 {
    let name = state.id.as_str().bytes();
    let hashed = name.fold(0_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    hashed.wrapping_add(state.due.as_second().unsigned_abs())
}

fn with_findings(commit: PollCommit, findings: Findings, baseline: bool) -> PollCommit {
    PollCommit {
        new: findings
            .new
            .into_iter()
            .map(|found| NewReview { key: found.key, review: found.review, baseline })
            .collect(),
        changes: findings
            .changed
            .into_iter()
            .map(|(found, events)| Changed { key: found.key, events, review: found.review })
            .collect(),
        seen: findings.seen,
        ..commit
    }
}

/// The incident that goes on after this poll.
fn incident(
    state: &SourceState,
    outcome: Outcome,
    note: Option<&String>,
    failures: u32,
    now: Timestamp,
) -> Option<Incident> {
    if outcome.proves() {
        return None;
    }
    let span = FailureSpan { polls: failures, last_success: state.last_success, now };
    match &state.incident {
        Some(going_on) => Some(Incident { outcome, note: note.cloned(), ..going_on.clone() }),
        None if is_incident(span) => Some(Incident {
            number: state.incidents + 1,
            since: state.last_success.unwrap_or(now),
            outcome,
            note: note.cloned(),
        }),
        None => None,
    }
}

fn report(state: &SourceState, commit: &PollCommit) {
    let (new, changed, rejects) = (commit.new.len(), commit.changes.len(), commit.rejects.len());
    if commit.outcome.proves() {
        tracing::info!(source = %state.id, outcome = ?commit.outcome, new, changed, rejects, "source polled");
    } else {
        tracing::warn!(
            source = %state.id,
            outcome = ?commit.outcome,
            failures = commit.failures,
            note = commit.note,
            "source gave nothing"
        );
    }
}
