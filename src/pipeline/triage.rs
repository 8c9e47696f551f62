//! The triage loop: judges reviews and opens, changes or closes their cases.

use std::sync::Arc;

use super::{Concern, Worker, case_write};
use crate::case::{self, Change, Sight};
use crate::coverage::List;
use crate::review::{Event, Piece, Reply, Verdict, difference, wording};
use crate::route::People;
use crate::score::{Scorer, Subject};
use crate::store::{Result, ReviewState, TriageCommit};

/// Claims a review to which something happened and deals with it.
pub struct TriageLoop {
    /// The worker it runs as.
    pub worker: Worker,
    /// What judges.
    pub scorer: &'static Scorer,
    /// How each source's list behaves, for telling whose reply stands there.
    pub lists: Arc<std::collections::HashMap<crate::review::SourceId, List>>,
    /// `[deadline]`.
    pub settings: case::Settings,
    /// Who there is to tell.
    pub people: People,
}

impl TriageLoop {
    /// Runs until stopped.
    pub async fn run(self) {
        let mut worker = self.worker.clone();
        let wake = worker.pulses.triage.clone();
        while worker.goes_on() {
            let step = self.step().await;
            worker.after(step, &wake, |next| next.triage).await;
        }
    }

    async fn step(&self) -> Result<bool> {
        let Worker { clock, store, holder, pulses, .. } = &self.worker;
        let now = clock.now();
        let Some(claimed) = store.claim_review(holder, now).await? else {
            return Ok(false);
        };
        let state = claimed.item;
        let words = state.review.words();
        let judgement = self.scorer.assess(Subject { text: &words, rating: state.review.rating });
        let reply = self.reply(&state);
        let sight = Sight {
            review: &state.key,
            judgement: &judgement,
            before: state.judgement.as_ref(),
            words: &words,
            rating: state.review.rating,
            posted: state.review.posted.interval,
            first_seen: state.first_seen,
            answered: reply.is_some(),
            replied: reply.and_then(|reply| reply.posted.interval),
            thanks: self.is_thanked(&state, &words),
        };
        let events: Vec<Event> = state.events.iter().map(|(_, event)| event.clone()).collect();
        let concern =
            Concern { key: &state.key, review: &state.review, judgement: Some(&judgement) };
        let settings = concern.settings(&self.people, state.case.as_ref(), now, &self.settings);
        let change = case::on_events(
            state.case.as_ref(),
            state.renews.as_ref(),
            &events,
            &sight,
            now,
            &settings,
        );
        tracing::info!(
            review = %state.key,
            verdict = judgement.verdict.as_str(),
            case = change.as_ref().map(turns),
            "review judged"
        );
        let before = state.case.as_ref().or(state.renews.as_ref());
        let case = change.map(|change| case_write(change, before, concern, &self.people));
        let commit = TriageCommit { now, judgement, case };
        store.commit_triage(&claimed.claim, commit).await?;
        pulses.deadline.give();
        pulses.deliver.give();
        Ok(true)
    }

    /// Whether the customer's last edit added thanks, and nothing that complains.
    fn is_thanked(&self, state: &ReviewState, words: &str) -> bool {
        let was = state.events.iter().rev().find_map(|(_, event)| match event {
            Event::Edited { was, .. } => Some(was),
            _ => None,
        });
        let added = was.and_then(|was| difference(was, words)).map_or_else(String::new, |pieces| {
            let added = pieces.iter().filter_map(|piece| match piece {
                Piece::Added(words) => Some(words.as_str()),
                Piece::Kept(_) | Piece::Removed(_) => None,
            });
            added.collect::<Vec<_>>().join(" ")
        });
        let judged = || self.scorer.assess(Subject { text: &added, rating: None });
        wording::gives_thanks(&added) && judged().verdict == Verdict::Positive
    }

    /// The shop's reply, where it stands there and is not surely older than what the review says now.
    fn reply<'s>(&self, state: &'s ReviewState) -> Option<&'s Reply> {
        let reply = match self.lists.get(&state.key.source) {
            Some(list) => list.shop_reply(&state.review),
            None => state.review.reply.as_ref(),
        };
        let is_outdated = |reply: &Reply| {
            let written = reply.posted.interval.zip(state.reworded);
            written.is_some_and(|(reply, words)| reply.latest < words.earliest)
        };
        reply.filter(|reply| !is_outdated(reply))
    }
}

/// What a change did, for the log.
fn turns(change: &Change) -> String {
    change.what.iter().map(|taken| taken.turn.as_str()).collect::<Vec<_>>().join(", ")
}
