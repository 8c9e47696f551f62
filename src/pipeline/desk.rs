//! What people do with cases: one claim, one decision, one commit, as in the loops.

use jiff::{SignedDuration, Timestamp};

use super::{Concern, case_write};
use crate::case::{self, Act, Case, CaseId, Change, Refusal};
use crate::route::People;
use crate::store::{self, CaseCommit, CaseState, CaseWrite, Claim, Claimed, Holder, Store, Which};

/// Where people's wishes are carried out, beside the daemon or within it.
pub struct Desk<'a> {
    /// Where the cases are.
    pub store: &'a dyn Store,
    /// `[deadline]`.
    pub settings: &'a case::Settings,
    /// Who there is to tell.
    pub people: &'a People,
}

/// Why a wish was not carried out; then nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum Undone {
    /// There is no such case, or a loop is at it.
    #[error(
        "it does not exist (see `reviewd cases --all`) or is being moved right now (try again)"
    )]
    Away,
    /// The case is not such that it could be done.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Long enough for one decision, short enough not to hold up the daemon after a crash.
const LEASE: SignedDuration = SignedDuration::from_secs(30);

impl Desk<'_> {
    /// Does with a case what a person called `by` wants, and gives the case after it.
    ///
    /// # Errors
    /// When it cannot be done; then nothing changed.
    pub async fn carry_out(
        &self,
        id: CaseId,
        act: &Act,
        by: &str,
        now: Timestamp,
    ) -> Result<Case, Undone> {
        let claimed = self.store.claim_case(&holder(), Which::Id(id), now).await?;
        let claimed = claimed.ok_or(Undone::Away)?;
        let CaseState { case: before, review, judgement, .. } = &claimed.item;
        let concern = Concern { key: &before.review, review, judgement: judgement.as_ref() };
        let settings = concern.settings(self.people, Some(before), now, self.settings);
        let decided = case::act(before, act, by, now, &settings);
        let (change, refusal) = match decided {
            Ok(change) => (change, None),
            Err(refusal) => (unchanged(before), Some(refusal)),
        };
        let case = change.case.clone();
        let write = case_write(change, Some(before), concern, self.people);
        self.store.commit_case(&claimed.claim, CaseCommit { now, write }).await?;
        refusal.map_or(Ok(case), |refusal| Err(refusal.into()))
    }

    /// Takes the reviews of case `other` over into case `id`, and gives that case after it.
    ///
    /// # Errors
    /// When it cannot be done; then nothing changed.
    pub async fn join(
        &self,
        id: CaseId,
        other: CaseId,
        by: &str,
        now: Timestamp,
    ) -> Result<Case, Undone> {
        let claimed = self.store.claim_two(&holder(), (id, other), now).await?;
        let Claimed { claim, item: (one, other) } = claimed.ok_or(Undone::Away)?;
        let settings = self.settings_of(&one, now).await?;
        let decided = case::join(&one, &other, by, now, &settings);
        self.end_two(&claim, &one, Some(&other), decided, now).await
    }

    /// Takes a review out of case `id` into a case of its own, and gives case `id` after it. `place` is the
    /// review's page, its number there, or both.
    ///
    /// # Errors
    /// When it cannot be done; then nothing changed.
    pub async fn split(
        &self,
        id: CaseId,
        place: &str,
        by: &str,
        now: Timestamp,
    ) -> Result<Case, Undone> {
        let claimed = self.store.claim_case(&holder(), Which::Id(id), now).await?;
        let claimed = claimed.ok_or(Undone::Away)?;
        let before = &claimed.item.case;
        let settings = self.settings_of(before, now).await?;
        let decided = case::split(before, place, by, now, &settings);
        self.end_two(&claimed.claim, before, None, decided, now).await
    }

    /// `[deadline]` with the times at which the escalation of this case hears.
    async fn settings_of(&self, case: &Case, now: Timestamp) -> Result<case::Settings, Undone> {
        let (review, judgement) = self.store.complaint(&case.review).await?;
        let concern = Concern { key: &case.review, review: &review, judgement: judgement.as_ref() };
        Ok(concern.settings(self.people, Some(case), now, self.settings))
    }

    /// A change with the people whom its review concerns.
    async fn written(&self, change: Change, before: Option<&Case>) -> Result<CaseWrite, Undone> {
        let key = change.case.review.clone();
        let (review, judgement) = self.store.complaint(&key).await?;
        let concern = Concern { key: &key, review: &review, judgement: judgement.as_ref() };
        Ok(case_write(change, before, concern, self.people))
    }

    /// Commits what became of two cases or, where it was refused, that nothing did.
    async fn end_two(
        &self,
        claim: &Claim,
        one: &Case,
        other: Option<&Case>,
        decided: Result<[Change; 2], Refusal>,
        now: Timestamp,
    ) -> Result<Case, Undone> {
        match decided {
            Ok([first, second]) => {
                let case = first.case.clone();
                let writes =
                    [self.written(first, Some(one)).await?, self.written(second, other).await?];
                self.store.commit_two(claim, writes, now).await?;
                Ok(case)
            }
            Err(refusal) => {
                let write = self.written(unchanged(one), Some(one)).await?;
                self.store.commit_case(claim, CaseCommit { now, write }).await?;
                Err(refusal.into())
            }
        }
    }
}

fn holder() -> Holder {
    Holder { name: format!("person-{}", std::process::id()), lease: LEASE }
}

/// What is refused is committed too, as no change, so that the claim ends.
fn unchanged(case: &Case) -> Change {
    Change { case: case.clone(), is_new: false, what: vec![], step: None }
}
