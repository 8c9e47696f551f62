//! Everything that must survive a crash: claims and commits for the loops, reading for people.
//!
//! Each method of [`Store`] is one whole transaction, named for a loop's step. Work is claimed for a
//! limited time; a commit whose claim has passed to someone else changes nothing and says so, and so
//! does one that would change a case which was changed since the claim showed it.
//!
//! **Invariant:** never asks for the time and decides nothing.

mod error;
mod happening;
mod sqlite;
mod types;

pub use error::{Error, Result};
pub use happening::{Edit, Entry, Happening, NoticeEnd};
pub use sqlite::Sqlite;
pub use types::*;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::coverage::alarm::Elsewhere;
use crate::coverage::{Known, Span};
use crate::review::SourceId;

/// What the loops need.
#[async_trait]
pub trait Store: Send + Sync {
    /// Makes the stored list of sources equal to the configured one: each is due at its instant here
    /// or, where its schedule says so, later; missing ones stop being due, their reviews and cases stay.
    /// One that fails does not wait for its back-off, unless it is paused: what was wrong with it may
    /// have been mended before the start.
    async fn register(&self, sources: &[(SourceId, Timestamp)]) -> Result<()>;

    /// The sources that are due and that nobody holds, the one that has been due longest first.
    async fn due_sources(&self, now: Timestamp) -> Result<Vec<SourceId>>;
    /// Claims those of `sources` that are still due and that nobody holds. One that cannot be read
    /// keeps its claim, so that until it ends the others have their turn.
    async fn claim_sources(
        &self,
        by: &Holder,
        sources: &[SourceId],
        now: Timestamp,
    ) -> Result<Vec<Result<Claimed<SourceState>>>>;
    /// Every review of a source that its list can still show: those that are there, the last seen
    /// first, and those that vanished within 90 days.
    async fn known(&self, source: &SourceId) -> Result<Vec<Known>>;
    /// How the other sources fare: whether this one is alone with its trouble.
    async fn elsewhere(&self, source: &SourceId) -> Result<Elsewhere>;
    /// Ends a poll.
    async fn commit_poll(&self, claim: &Claim, commit: PollCommit) -> Result<()>;
    /// Ends polls that may be polled again for nothing: a power failure can take back all of them at
    /// once, a crash of the program none. Answers the claims that had passed to someone else, whose
    /// polls changed nothing.
    async fn commit_quiet(&self, polls: &[(Claim, PollCommit)]) -> Result<Vec<Claim>>;

    /// Claims the review whose oldest event has waited longest.
    async fn claim_review(
        &self,
        by: &Holder,
        now: Timestamp,
    ) -> Result<Option<Claimed<ReviewState>>>;
    /// Ends a triage: the events that were claimed with the review are done.
    async fn commit_triage(&self, claim: &Claim, commit: TriageCommit) -> Result<()>;

    /// Claims a case: the one whose next step has been due longest, or a certain one for a person.
    async fn claim_case(
        &self,
        by: &Holder,
        which: Which,
        now: Timestamp,
    ) -> Result<Option<Claimed<CaseState>>>;
    /// Ends a case's transition.
    async fn commit_case(&self, claim: &Claim, commit: CaseCommit) -> Result<()>;

    /// Claims delivery work: a frozen mail that is due, else the unwritten notices of the recipient
    /// whose oldest has waited longest. Mails to one recipient come in the order of their notices.
    async fn claim_delivery(
        &self,
        by: &Holder,
        now: Timestamp,
    ) -> Result<Option<Claimed<Delivery>>>;
    /// Stores composed mails; from here on their bytes are frozen and they are due at once.
    async fn freeze(
        &self,
        claim: &Claim,
        mails: Vec<(Vec<NoticeId>, crate::alert::Frozen)>,
        now: Timestamp,
    ) -> Result<()>;
    /// Ends one sending.
    async fn commit_delivery(&self, claim: &Claim, commit: DeliveryCommit) -> Result<()>;

    /// When each loop next has something to do; `None` where nothing is foreseen.
    async fn next_due(&self) -> Result<NextDue>;

    /// Stops or resumes polling a source: it is due again at `until`.
    async fn pause(
        &self,
        source: &SourceId,
        until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<bool>;
    /// Takes a source as its page is now: it is learned anew, and what is wrong with the page, other
    /// than that it cannot be read, is over; so is what waits to be told of gaps. `false` where no such
    /// source is configured.
    async fn accept(&self, source: &SourceId, now: Timestamp) -> Result<bool>;
}

/// What people ask.
#[async_trait]
pub trait Records: Send + Sync {
    /// Cases, the most urgent first.
    async fn cases(&self, filter: CaseFilter) -> Result<Vec<CaseSummary>>;
    /// Everything about one case, oldest entry first.
    async fn case(&self, id: crate::case::CaseId) -> Result<Option<CaseHistory>>;
    /// Every review on record, in the order of first sight.
    async fn reviews(&self) -> Result<Vec<ReviewRecord>>;
    /// Every configured source, then those that no longer are but whose reviews are kept.
    async fn sources(&self) -> Result<Vec<SourceStatus>>;
    /// What was seen of a source's time, oldest first, up to its last poll that proved something; what
    /// ended before `since` is left out, and what went on then begins there.
    async fn coverage(&self, source: &SourceId, since: Option<Timestamp>) -> Result<Vec<Span>>;
    /// Mail that waits.
    async fn outbox(&self) -> Result<OutboxStatus>;
}
