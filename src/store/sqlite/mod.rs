//! The store in one SQLite file.
//!
//! One connection writes what must last, in transactions that take the file's write lock at once;
//! another one what polling once more would find again, without waiting for the disk; a few read.
//!
//! **Invariant:** addresses of people stand in the table `recipients` alone; claims and errors name
//! them by number.

mod accept;
mod cases;
mod claims;
mod coverage;
mod delivery;
mod digest_facts;
mod digests;
mod due;
mod facts;
mod history;
mod incidents;
mod notices;
mod open;
#[cfg(test)]
mod plans;
mod poll;
mod records;
mod reviews;
mod schedule;
mod sending;
mod triage;
mod tx;
mod values;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::sqlite::SqlitePool;
use sqlx::{Connection as _, Transaction};

use super::{
    Accepted, CaseCommit, CaseFilter, CaseHistory, CaseState, CaseSummary, CaseWrite, Claim,
    Claimed, Delivery, DeliveryCommit, DigestCommit, Holder, NextDue, NoticeId, OutboxStatus,
    PollCommit, Records, Result, ReviewRecord, ReviewState, SourceState, SourceStatus, Store,
    TriageCommit, Which,
};
use crate::alert::{CaseFacts, Frozen};
use crate::case::{Case, CaseId};
use crate::coverage::alarm::Elsewhere;
use crate::coverage::{Known, Span};
use crate::report::{self, Planned};
use crate::review::{Judgement, Review, ReviewKey, SourceId};

/// A store in one SQLite file; cheap to clone.
#[derive(Clone, Debug)]
pub struct Sqlite {
    writer: SqlitePool,
    quick: Arc<tx::Quick>,
    readers: SqlitePool,
}

impl Sqlite {
    /// Opens the store at `path`, or creates it readable by its owner alone.
    ///
    /// # Errors
    /// [`super::Error::Newer`] where a newer reviewd wrote it, [`super::Error::Unusable`] where the
    /// file cannot be had or is something else, [`super::Error::Engine`] for all the rest.
    pub async fn open(path: &Path) -> Result<Self> {
        open::open(path).await
    }

    /// Closes the file; everything committed is then in it alone, without a log beside it.
    pub async fn close(&self) {
        self.readers.close().await;
        if let Some(quick) = self.quick.lock().await.take() {
            // What it wrote is in the log, which the last connection to close takes into the file.
            let _ = quick.close().await;
        }
        self.writer.close().await;
    }

    /// Reads that all see one state.
    async fn snapshot(&self) -> Result<Transaction<'static, sqlx::Sqlite>> {
        self.readers.begin().await.map_err(values::engine("read the store"))
    }
}

#[async_trait]
impl Store for Sqlite {
    async fn register(&self, sources: &[(SourceId, Timestamp)]) -> Result<()> {
        poll::register(self, sources).await
    }

    async fn due_sources(&self, now: Timestamp) -> Result<Vec<SourceId>> {
        poll::due(self, now).await
    }

    async fn claim_sources(
        &self,
        by: &Holder,
        sources: &[SourceId],
        now: Timestamp,
    ) -> Result<Vec<Result<Claimed<SourceState>>>> {
        poll::claim(self, by, sources, now).await
    }

    async fn known(&self, source: &SourceId) -> Result<Vec<Known>> {
        poll::known(self, source).await
    }

    async fn elsewhere(&self, source: &SourceId) -> Result<Elsewhere> {
        incidents::elsewhere(self, source).await
    }

    async fn commit_poll(&self, claim: &Claim, commit: PollCommit) -> Result<()> {
        poll::commit(self, claim, commit).await
    }

    async fn commit_quiet(&self, polls: &[(Claim, PollCommit)]) -> Result<Vec<Claim>> {
        poll::commit_quiet(self, polls).await
    }

    async fn claim_review(
        &self,
        by: &Holder,
        now: Timestamp,
    ) -> Result<Option<Claimed<ReviewState>>> {
        triage::claim(self, by, now).await
    }

    async fn commit_triage(&self, claim: &Claim, commit: TriageCommit) -> Result<()> {
        triage::commit(self, claim, commit).await
    }

    async fn claim_case(
        &self,
        by: &Holder,
        which: Which,
        now: Timestamp,
    ) -> Result<Option<Claimed<CaseState>>> {
        cases::claim(self, by, which, now).await
    }

    async fn commit_case(&self, claim: &Claim, commit: CaseCommit) -> Result<()> {
        cases::commit(self, claim, commit).await
    }

    async fn complaint(&self, key: &ReviewKey) -> Result<(Review, Option<Judgement>)> {
        reviews::complaint(self, key).await
    }

    async fn claim_two(
        &self,
        by: &Holder,
        ids: (CaseId, CaseId),
        now: Timestamp,
    ) -> Result<Option<Claimed<(Case, Case)>>> {
        cases::claim_two(self, by, ids, now).await
    }

    async fn commit_two(
        &self,
        claim: &Claim,
        writes: [CaseWrite; 2],
        now: Timestamp,
    ) -> Result<()> {
        cases::commit_two(self, claim, writes, now).await
    }

    async fn claim_delivery(
        &self,
        by: &Holder,
        now: Timestamp,
    ) -> Result<Option<Claimed<Delivery>>> {
        delivery::claim(self, by, now).await
    }

    async fn freeze(
        &self,
        claim: &Claim,
        mails: Vec<(Vec<NoticeId>, Frozen)>,
        now: Timestamp,
    ) -> Result<()> {
        delivery::freeze(self, claim, mails, now).await
    }

    async fn commit_delivery(&self, claim: &Claim, commit: DeliveryCommit) -> Result<()> {
        sending::commit(self, claim, commit).await
    }

    async fn planned_digest(&self) -> Result<Option<Planned>> {
        digests::planned(self).await
    }

    async fn plan_digest(&self, was: Option<&Planned>, is: Option<&Planned>) -> Result<()> {
        digests::plan(self, was, is).await
    }

    async fn claim_digest(&self, by: &Holder, now: Timestamp) -> Result<Option<Claimed<Planned>>> {
        digests::claim(self, by, now).await
    }

    async fn commit_digest(&self, claim: &Claim, commit: DigestCommit) -> Result<()> {
        digests::commit(self, claim, commit).await
    }

    async fn next_due(&self) -> Result<NextDue> {
        due::next(self).await
    }

    async fn pause(
        &self,
        source: &SourceId,
        until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<bool> {
        poll::pause(self, source, until, now).await
    }

    async fn accept(&self, source: &SourceId, now: Timestamp) -> Result<Option<Accepted>> {
        accept::accept(self, source, now).await
    }
}

#[async_trait]
impl Records for Sqlite {
    async fn cases(&self, filter: CaseFilter) -> Result<Vec<CaseSummary>> {
        records::cases(self, filter).await
    }

    async fn case(&self, id: CaseId) -> Result<Option<CaseHistory>> {
        history::case(self, id).await
    }

    async fn case_facts(&self, id: CaseId) -> Result<Option<CaseFacts>> {
        facts::of_case(self, id).await
    }

    async fn reviews(&self) -> Result<Vec<ReviewRecord>> {
        records::reviews(self).await
    }

    async fn sources(&self) -> Result<Vec<SourceStatus>> {
        records::sources(self).await
    }

    async fn coverage(&self, source: &SourceId, since: Option<Timestamp>) -> Result<Vec<Span>> {
        coverage::spans(self, source, since).await
    }

    async fn report(&self, since: Timestamp, until: Timestamp) -> Result<report::Facts> {
        digest_facts::of_stretch(self, since, until).await
    }

    async fn outbox(&self) -> Result<OutboxStatus> {
        records::outbox(self).await
    }
}
