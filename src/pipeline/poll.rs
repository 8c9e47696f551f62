//! One poll: visits a claimed source and decides what that proves. Which sources are polled when is
//! `dispatch`'s.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::dispatch::Dispatch;
use super::visit::{Visit, Visitor};
use super::{ConfiguredSource, Worker, incident};
use crate::calendar::Calendar;
use crate::coverage::alarm::Elsewhere;
use crate::coverage::{
    Findings, Found, Look, Past, Poll, Seen, certain_gaps, compare, predates, proven,
};
use crate::fetch::Client;
use crate::review::{Review, SourceId};
use crate::route::People;
use crate::schedule;
use crate::source::Outcome;
use crate::store::{Alarms, Changed, NewReview, PollCommit, Result, SourceState};

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
    /// How long an answer may take, and so how far back the first poll of a source reads.
    pub reply_within: SignedDuration,
    /// When they are not to be woken.
    pub calendar: Calendar,
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
        let back_to = asked.saturating_sub(self.reply_within).unwrap_or(Timestamp::MIN);
        let past = Past {
            known: &[],
            list: &source.list,
            marks: &state.coverage,
            last_success: state.last_success,
            back_to: Some(back_to).filter(|_| !state.baseline_done),
        };
        let visitor =
            Visitor { worker: &self.worker, client: &self.client, source, past: &past, now: asked };
        let may_be_unchanged = was_read && !past.wants_more();
        let first = visitor.first(may_be_unchanged.then_some(&state.validators)).await;
        // Nothing is compared with what an unchanged or unreadable page did not show.
        let compares = match first.outcome() {
            Outcome::Reviews | Outcome::Empty => true,
            Outcome::Unchanged => state.awaited,
            _ => false,
        };
        let known = if compares { store.known(&state.id).await? } else { Vec::new() };
        let past = Past { known: &known, ..past };
        let visit = Visitor { past: &past, ..visitor }.visit(first).await;
        let times = (asked, clock.now());
        let others = match visit.unread {
            Some(_) => store.elsewhere(&state.id).await?,
            None => Elsewhere::default(),
        };
        let commit = self.decide((source, state), &past, (visit, others), times);
        report(state, &commit);
        Ok(commit)
    }

    fn decide(
        &self,
        (source, state): (&ConfiguredSource, &SourceState),
        past: &Past<'_>,
        (mut visit, elsewhere): (Visit, Elsewhere),
        (asked, now): (Timestamp, Timestamp),
    ) -> PollCommit {
        let look = Look {
            source: state.id.clone(),
            now,
            last_success: past.since(),
            baseline: !state.baseline_done,
        };
        let shown = std::mem::take(&mut visit.shown);
        let listed = shown.iter().filter(|shown| shown.listed).count();
        let findings = compare(past.known, shown, &source.list, &look);
        let written = match visit.outcome {
            Outcome::Reviews => incident::written(past.known, &findings, &look),
            _ => Vec::new(),
        };
        let mut alarms = incident::watched(source, state, (&visit, &written, &elsewhere), now);
        let (outcome, reach, changed) = (visit.outcome, visit.reach, alarms.finds_page_changed());
        let coverage = proven(past, &Poll { asked, outcome, reach, listed, changed });
        let gaps = coverage.as_ref().map(|rewrite| certain_gaps(past.marks, rewrite));
        let host = incident::host(&source.url);
        alarms.tell_gaps(&state.watch, &gaps.unwrap_or_default(), &host, now);
        let failures = if visit.outcome.proves() { 0 } else { state.failures + 1 };
        let next = schedule::Next { every: source.every, failures, retry_after: visit.retry_after };
        let commit = PollCommit {
            now,
            asked,
            next_due: alarms
                .no_later_than(schedule::next_poll(&next, now, seed(state)), visit.retry_after),
            outcome: visit.outcome,
            note: visit.note,
            failures,
            validators: visit.validators.filter(|_| visit.outcome.proves()),
            new: Vec::new(),
            changes: Vec::new(),
            seen: Vec::new(),
            rejects: visit.rejects,
            coverage,
            alarms: Alarms {
                profile: alarms.profile,
                steps: alarms.steps,
                people: self.people.for_incident(now),
                not_before: self.calendar.next_audible(now).unwrap_or(now),
            },
        };
        let is_baseline = |review: &Review| !state.baseline_done || predates(&review.posted, past);
        with_findings(commit, findings, is_baseline)
    }
}

/// Different for every source and poll, the same whenever the same poll is decided again.
fn seed(state: &SourceState) -> u64 {
    let name = state.id.as_str().bytes();
    let hashed = name.fold(0_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    hashed.wrapping_add(state.due.as_second().unsigned_abs())
}

fn with_findings(
    commit: PollCommit,
    findings: Findings,
    is_baseline: impl Fn(&Review) -> bool,
) -> PollCommit {
    PollCommit {
        new: findings
            .new
            .into_iter()
            .map(|Found { key, review }| NewReview { baseline: is_baseline(&review), key, review })
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

fn report(state: &SourceState, commit: &PollCommit) {
    let marks = commit.coverage.iter().flat_map(|rewrite| &rewrite.marks);
    for mark in marks {
        if let Seen::Uncovered(gap) = mark.seen {
            tracing::warn!(source = %state.id, since = %mark.since, why = ?gap.why, tries = gap.tries,
                "reviews written since may not have been read");
        }
    }
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
