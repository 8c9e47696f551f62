//! The deliver loop: puts notices into words, hands mails to the server, and acts on its answer.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::{Concern, Worker};
use crate::alert::{
    self, Address, Answer, CaseFacts, Facts, IncidentFacts, Notice, Owner, Sending, Shop,
};
use crate::calendar::Calendar;
use crate::mail::Smtp;
use crate::review::SourceId;
use crate::route::People;
use crate::store::{Claim, Delivery, DeliveryCommit, Fate, NoticeId, Outgoing, Result};

/// Claims notices to compose and mails to send.
pub struct DeliverLoop {
    /// The worker it runs as.
    pub worker: Worker,
    /// What sends.
    pub smtp: Smtp,
    /// For whom.
    pub shop: Shop,
    /// The sender of every mail.
    pub from: Address,
    /// Who there is to tell.
    pub people: People,
    /// When quiet hours end: what waited for it shares a mail.
    pub calendar: Calendar,
    /// Where each source's list stands, for mails about sources.
    pub urls: HashMap<SourceId, String>,
    /// What `STATUS=` and `status` say of delivery; empty while all is well.
    pub trouble: tokio::sync::watch::Sender<String>,
}

/// Decisions take moments; where one is stuck, nobody's mail waits for it.
pub const LONGEST_GATHERING: SignedDuration = SignedDuration::from_secs(30);

impl DeliverLoop {
    /// Runs until stopped.
    pub async fn run(self) {
        let mut worker = self.worker.clone();
        let wake = worker.pulses.deliver.clone();
        let mut gathering = None;
        while worker.goes_on() {
            let step = self.step(&mut gathering).await;
            worker.after(step, &wake, |next| next.deliver).await;
        }
    }

    async fn step(&self, gathering: &mut Option<Timestamp>) -> Result<bool> {
        let Worker { clock, store, holder, .. } = &self.worker;
        let now = clock.now();
        if self.gathers(gathering, now).await? {
            return Ok(false);
        }
        let Some(claimed) = store.claim_delivery(holder, now).await? else {
            return Ok(false);
        };
        match claimed.item {
            Delivery::Compose(notices) => self.compose(&claimed.claim, notices).await?,
            Delivery::Send(outgoing) => self.send(&claimed.claim, outgoing).await?,
        }
        Ok(true)
    }

    /// Whether notices wait for more of them, since `since` at the longest: a storm is one mail only
    /// if all of it is known when it is written.
    async fn gathers(&self, since: &mut Option<Timestamp>, now: Timestamp) -> Result<bool> {
        let next = self.worker.store.next_due().await?;
        if next.undecided.is_none_or(|due| due > now) {
            *since = None;
            return Ok(false);
        }
        let since = *since.get_or_insert(now);
        Ok(now.duration_since(since) < LONGEST_GATHERING)
    }

    async fn compose(&self, claim: &Claim, notices: Vec<(NoticeId, Notice, Facts)>) -> Result<()> {
        let now = self.worker.clock.now();
        let (ids, said): (Vec<NoticeId>, Vec<(Notice, Facts)>) = notices
            .into_iter()
            .map(|(id, notice, facts)| {
                let facts = self.whole(&notice, facts);
                (id, (notice, facts))
            })
            .unzip();
        let mails = alert::batches(&said)
            .into_iter()
            .map(|batch| {
                let served = batch.iter().map(|i| ids[*i]).collect();
                let chosen: Vec<_> = batch.iter().map(|i| said[*i].clone()).collect();
                (served, alert::compose(&chosen, &self.shop, &self.from, now))
            })
            .collect();
        self.worker.store.freeze(claim, mails, now).await
    }

    /// Facts with what only the configuration knows.
    fn whole(&self, notice: &Notice, facts: Facts) -> Facts {
        let waited = self.calendar.ends_quiet(notice.due);
        match facts {
            Facts::Incident(facts) => {
                let url = self.urls.get(&facts.source).cloned().unwrap_or_default();
                Facts::Incident(Box::new(IncidentFacts { url, waited, ..*facts }))
            }
            Facts::Case(facts) => {
                let owner = self.owner(&facts, notice);
                Facts::Case(Box::new(CaseFacts { owner, waited, ..*facts }))
            }
        }
    }

    /// Whose case it is, where that says something to the recipient.
    fn owner(&self, facts: &CaseFacts, notice: &Notice) -> Option<Owner> {
        let CaseFacts { case, review, judgement, .. } = facts;
        let concern = Concern { key: &case.review, review, judgement: Some(judgement) };
        let routed = concern.routed(&self.people, case.opened, notice.due);
        Some(Owner {
            name: self.people.owner_name(case)?,
            recipient_is: self.people.role(&notice.recipient, case, &routed, notice.due),
        })
    }

    async fn send(&self, claim: &Claim, outgoing: Outgoing) -> Result<()> {
        let answer = self.smtp.send(&self.from, &outgoing.mail).await;
        let now = self.worker.clock.now();
        let seed = u64::from(outgoing.attempts).wrapping_add(outgoing.id.0.unsigned_abs());
        let instead = self.instead(&outgoing);
        let sending = Sending {
            attempts: outgoing.attempts,
            since: outgoing.since,
            last_resort: instead.is_empty() && !outgoing.told_elsewhere,
        };
        let fate = alert::decide(&answer, &sending, now, seed);
        let instead = if fate == Fate::Failed { instead } else { Vec::new() };
        self.report(&outgoing, &answer, fate);
        let commit =
            DeliveryCommit { now, mail: outgoing.id, answer: answer.to_string(), fate, instead };
        self.worker.store.commit_delivery(claim, commit).await
    }

    /// The second route: the escalation contacts hear what the recipient could not.
    fn instead(&self, outgoing: &Outgoing) -> Vec<Notice> {
        let mut refused = outgoing.refused_by.clone();
        refused.push(outgoing.mail.recipient.clone());
        let people = self.people.instead_of(&refused);
        let for_each = |notice: &Notice| {
            people
                .iter()
                .map(|recipient| Notice { recipient: recipient.clone(), ..notice.clone() })
                .collect::<Vec<_>>()
        };
        outgoing.notices.iter().flat_map(for_each).collect()
    }

    fn report(&self, outgoing: &Outgoing, answer: &Answer, fate: Fate) {
        let (mail, attempt) = (outgoing.id.0, outgoing.attempts + 1);
        match fate {
            Fate::Sent => {
                tracing::info!(mail, attempt, "mail sent");
                self.trouble.send_replace(String::new());
            }
            Fate::HoldAll(until) | Fate::HoldRecipient(until) | Fate::Postpone(until) => {
                tracing::error!(mail, attempt, %until, %answer, "mail not sent; it waits and is tried again");
                self.trouble.send_replace(format!("mail waits: {answer}"));
            }
            Fate::Failed => {
                tracing::error!(mail, attempt, %answer, "a recipient refuses mail; others are told");
            }
        }
    }
}
