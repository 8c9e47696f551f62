//! The deadline loop: moves cases whose next step is due.

use super::{Concern, Worker, case_write};
use crate::case::{self, Change, Turn, advance};
use crate::route::People;
use crate::store::{CaseCommit, CaseState, Result, Which};

/// Claims a case whose next step is due and takes it.
pub struct DeadlineLoop {
    /// The worker it runs as.
    pub worker: Worker,
    /// `[deadline]`.
    pub settings: case::Settings,
    /// Who there is to tell.
    pub people: People,
}

impl DeadlineLoop {
    /// Runs until stopped.
    pub async fn run(self) {
        let mut worker = self.worker.clone();
        let wake = worker.pulses.deadline.clone();
        while worker.goes_on() {
            let step = self.step().await;
            worker.after(step, &wake, |next| next.deadline).await;
        }
    }

    async fn step(&self) -> Result<bool> {
        let Worker { clock, store, holder, pulses, .. } = &self.worker;
        let now = clock.now();
        let Some(claimed) = store.claim_case(holder, Which::Due, now).await? else {
            return Ok(false);
        };
        let CaseState { case: before, review, judgement, .. } = &claimed.item;
        let concern = Concern { key: &before.review, review, judgement: judgement.as_ref() };
        let settings = concern.settings(&self.people, Some(before), now, &self.settings);
        let change = match advance(before, now, &settings) {
            Some((case, due)) => {
                let turn =
                    if case.round > before.round { Turn::NeverShown } else { due.step.into() };
                Change { case, is_new: false, what: vec![turn.into()], step: Some(due) }
            }
            // Nothing is due any more: stop asking.
            None => {
                let case = case::Case { next: None, ..before.clone() };
                Change { case, is_new: false, what: vec![Turn::Settled.into()], step: None }
            }
        };
        tracing::info!(case = %before.id, round = before.round, what = %change.what[0].turn, "case moved");
        let write = case_write(change, Some(before), concern, &self.people);
        store.commit_case(&claimed.claim, CaseCommit { now, write }).await?;
        pulses.deliver.give();
        Ok(true)
    }
}
