//! Whom a case's change concerns: the join of cases and routes.

use jiff::Timestamp;

use crate::case::{self, Case, Change};
use crate::review::{Judgement, Review};
use crate::route::{Matter, People, Routed};
use crate::store::{CaseWrite, Told};

/// What a complaint is, for those who choose its people.
#[derive(Clone, Copy, Debug)]
pub struct Concern<'a> {
    /// Which review.
    pub key: &'a crate::review::ReviewKey,
    /// What it says.
    pub review: &'a Review,
    /// What is made of it.
    pub judgement: Option<&'a Judgement>,
}

impl Concern<'_> {
    /// Whom it concerns at `told`, where its round opened at `opened`.
    pub fn routed(&self, people: &People, opened: Timestamp, told: Timestamp) -> Routed {
        let matter = Matter::of(self.key, self.review, self.judgement, opened);
        people.routed(&matter, told)
    }

    /// `[deadline]` with the times at which the escalation hears: that of the open round of `before`, else
    /// of one that opens at `now`.
    pub fn settings(
        &self,
        people: &People,
        before: Option<&Case>,
        now: Timestamp,
        settings: &case::Settings,
    ) -> case::Settings {
        let opened = before.filter(|case| case.state.is_open()).map_or(now, |case| case.opened);
        settings.reminding(self.routed(people, opened, opened).leads())
    }
}

/// A change with the owner of a round that it opens and the people who hear of it; `before` is the case
/// before it, or the one that it renews.
pub fn case_write(
    change: Change,
    before: Option<&Case>,
    concern: Concern<'_>,
    people: &People,
) -> CaseWrite {
    let Change { mut case, is_new, what, step } = change;
    if before.is_none_or(|before| before.round != case.round) {
        let routed = concern.routed(people, case.opened, case.opened);
        case.owner = Some(people.owner_of_round(before, &routed, case.opened));
    }
    let routed = concern.routed(people, case.opened, step.map_or(case.opened, |due| due.at));
    let told = step.map_or_else(Vec::new, |due| {
        let occurrence = case.hands.occurrence(due.step);
        let told = people.told(&case, due, before, &routed);
        case.hands.heard.extend(told.iter().cloned());
        let notice = |recipient| Told { kind: due.step.into(), occurrence, recipient, due: due.at };
        told.into_iter().map(notice).collect()
    });
    CaseWrite { case, is_new, what, told }
}
