//! What people do with cases: one claim, one decision, one commit, as in the loops.

use jiff::{SignedDuration, Timestamp};

use super::{Concern, case_write};
use crate::case::{self, Act, Case, CaseId, Change, Refusal};
use crate::route::People;
use crate::store::{self, CaseCommit, CaseState, Holder, Store, Which};

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
        let holder = Holder { name: format!("person-{}", std::process::id()), lease: LEASE };
        let claimed = self.store.claim_case(&holder, Which::Id(id), now).await?;
        let claimed = claimed.ok_or(Undone::Away)?;
        let CaseState { case: before, review, judgement, .. } = &claimed.item;
        let concern = Concern { key: &before.review, review, judgement: judgement.as_ref() };
        let settings = concern.settings(self.people, Some(before), now, self.settings);
        let decided = case::act(before, act, by, now, &settings);
        // What is refused is committed too, as no change, so that the claim ends.
        let unchanged = Change { case: before.clone(), is_new: false, what: vec![], step: None };
        let (change, refusal) = match decided {
            Ok(change) => (change, None),
            Err(refusal) => (unchanged, Some(refusal)),
        };
        let case = change.case.clone();
        let write = case_write(change, Some(before), concern, self.people);
        self.store.commit_case(&claimed.claim, CaseCommit { now, write }).await?;
        refusal.map_or(Ok(case), |refusal| Err(refusal.into()))
    }
}
