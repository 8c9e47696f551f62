//! Made-up facts for every kind of mail: what `reviewd mail preview` shows and templates are tried on.
//!
//! **Invariant:** between them the samples show every template and give every variable a value.

mod day;
mod facts;
mod many;
mod people;
mod sources;

#[cfg(test)]
pub(super) use facts::missed;
pub(super) use facts::{answered, at, complaint, incident};

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::{
    Address, CaseFacts, Facts, IncidentFacts, Kind, Language, Notice, Sender, Shop, Subject,
};
use crate::case::{State, Turn};
use crate::review::{Interval, Rating, Reply};
use crate::route::Role;
use crate::settings::zone;

/// The names of the samples and what each shows.
pub const SAMPLES: &[(&str, &str)] = &[
    ("alert", "a new complaint"),
    ("alert-edited", "a review that its author turned into a complaint"),
    ("alert-again", "a settled case that needs a reply again, for someone else"),
    ("alert-vague", "a complaint of which little is known"),
    ("alert-secret", "a secret post"),
    ("alert-long", "a complaint too long to stand in full above"),
    ("alert-late", "a complaint found after its deadline"),
    ("reminder", "the deadline is near"),
    ("overdue", "the deadline has passed"),
    ("answered", "the reply was noticed"),
    ("answered-late", "the reply came too late"),
    ("answered-unseen", "the page says only that there is a reply"),
    ("withdrawn", "the customer took the complaint back"),
    ("dismissed", "someone decided that no reply is due"),
    ("alert-copy", "a copy of an alert for whoever else is to know"),
    ("overdue-escalated", "the deadline has passed, for whoever is above the owner"),
    ("alert-given", "the case was put into someone's hands"),
    ("reminder-acked", "the deadline is near, though someone is on it"),
    ("handed-back", "whoever was put in charge did nothing"),
    ("handed-back-late", "the same after the deadline"),
    ("unconfirmed", "a reply that was reported does not show"),
    ("follow-up", "is the customer content with the reply?"),
    ("follow-up-unseen", "the same of a reply that the page does not show"),
    ("storm", "many complaints at once"),
    ("catch-up", "complaints found after their deadlines"),
    ("done", "many cases that ended at once"),
    ("overnight", "what happened in quiet hours"),
    ("overnight-calm", "the same where no reply is due"),
    ("source-broken", "pages that cannot be read"),
    ("source-changed", "a page that is not as it was"),
    ("source-gap", "reviews that may not have been read"),
    ("source-recovered", "a page that can be read again"),
    ("source-recovered-gap", "the same, with reviews that may not have been read"),
    ("digest", "a day on which much happened"),
    ("digest-quiet", "a day on which nothing happened"),
    ("test", "what `reviewd test-mail` sends"),
];

/// What one mail would be told to say, and when.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What it speaks of; nothing in a test mail.
    pub said: Vec<(Notice, Facts)>,
    /// The moment it is written.
    pub now: Timestamp,
}

/// Someone who speaks in samples.
pub(super) fn sender(language: Language) -> Sender {
    let name = match language {
        Language::Ko => "초록마켓",
        Language::En => "Green Market",
    };
    let shop = Shop {
        name: name.to_owned(),
        language,
        zone: zone("Asia/Seoul").expect("a bundled zone"),
        reply_authors: Vec::new(),
        signature: None,
        private_channel: None,
    };
    let from = "alerts@shop.example".parse().expect("a valid address");
    Sender { shop, from, templates: Arc::default(), names: HashMap::new() }
}

/// The sample called `name`; `None` where none is called so.
pub fn sample(name: &str, language: Language) -> Option<Sample> {
    let complaint = || complaint(language);
    let noon = Interval::at(at("2026-11-22T20:25:00"));
    Some(match name {
        "alert" => of_case(Kind::Alert, complaint(), "2026-11-22T15:35:14"),
        "alert-edited" => of_case(Kind::Alert, edited(language), "2026-11-22T18:10:14"),
        "alert-again" => of_case(Kind::Alert, again(language), "2026-11-23T11:00:00"),
        "alert-vague" => of_case(Kind::Alert, vague(language), "2026-11-22T18:00:00"),
        "alert-secret" => {
            let mut facts = complaint();
            facts.review.keep_secret();
            facts.judgement.evidence.retain(|evidence| evidence.quote.is_none());
            of_case(Kind::Alert, facts, "2026-11-22T15:35:14")
        }
        "alert-long" => {
            let mut facts = complaint();
            let told = facts.review.body.take().unwrap_or_default();
            facts.review.body = Some([told.as_str()].repeat(40).join("\n\n"));
            of_case(Kind::Alert, facts, "2026-11-22T15:35:14")
        }
        "alert-late" => {
            let mut facts = complaint();
            facts.case.opened = at("2026-11-24T09:00:00");
            facts.seen = facts.case.opened;
            of_case(Kind::Overdue, facts, "2026-11-24T09:00:10")
        }
        "reminder" => {
            let hours = SignedDuration::from_hours(4);
            of_case(Kind::Reminder(hours), complaint(), "2026-11-23T11:05:00")
        }
        "overdue" => {
            let mut facts = complaint();
            facts.case.state = State::Overdue;
            facts.overtaken = vec![Kind::Reminder(SignedDuration::from_hours(4))];
            of_case(Kind::Overdue, facts, "2026-11-23T17:20:00")
        }
        "answered" => {
            let facts = answered(complaint(), language, noon, "2026-11-22T20:40:00");
            of_case(Kind::Answered, facts, "2026-11-22T20:40:01")
        }
        "answered-late" => {
            let late = Interval::at(at("2026-11-23T18:00:00"));
            let facts = answered(complaint(), language, late, "2026-11-23T18:10:00");
            of_case(Kind::Answered, facts, "2026-11-23T18:10:01")
        }
        "answered-unseen" => {
            let mut facts = answered(complaint(), language, noon, "2026-11-22T20:40:00");
            facts.review.reply = Some(Reply::unseen());
            of_case(Kind::Answered, facts, "2026-11-22T20:40:01")
        }
        "withdrawn" | "dismissed" => {
            let mut facts = complaint();
            let withdrawn = name == "withdrawn";
            facts.case.state = if withdrawn { State::Withdrawn } else { State::Dismissed };
            facts.case.closed = Some(at("2026-11-22T19:00:00"));
            of_case(Kind::Answered, facts, "2026-11-22T19:00:00")
        }
        "alert-copy" => people::told_as(language, Role::Copy),
        "overdue-escalated" => people::told_as(language, Role::Escalation),
        "alert-given" => people::given(language),
        "reminder-acked" => people::acked(language),
        "handed-back" => people::handed_back(language, "2026-11-22T21:46:00"),
        "handed-back-late" => people::handed_back(language, "2026-11-23T16:05:00"),
        "unconfirmed" => people::unconfirmed(language),
        "follow-up" => people::follow_up(language),
        "follow-up-unseen" => {
            let mut sample = people::follow_up(language);
            for (_, facts) in &mut sample.said {
                if let Facts::Case(facts) = facts {
                    facts.review.reply = None;
                }
            }
            sample
        }
        "storm" => many::storm(language),
        "catch-up" => many::catch_up(language),
        "done" => many::done(language),
        "overnight" => many::overnight(language),
        "overnight-calm" => many::overnight_calm(language),
        "source-broken" => sources::broken(),
        "source-changed" => sources::changed(),
        "source-gap" => sources::with_gap(),
        "source-recovered" => sources::recovered(language),
        "source-recovered-gap" => sources::recovered_with_gap(language),
        "digest" => day::full(language),
        "digest-quiet" => day::quiet(),
        "test" => Sample { said: Vec::new(), now: at("2026-11-22T15:35:14") },
        _ => return None,
    })
}

/// A notice of a sample, to someone who does not exist.
pub(super) fn notice(kind: Kind, facts: &CaseFacts, due: Timestamp) -> Notice {
    Notice {
        subject: Subject::Case(facts.case.id),
        round: facts.case.round,
        kind,
        occurrence: 0,
        recipient: recipient("owner"),
        due,
    }
}

fn recipient(name: &str) -> Address {
    format!("{name}@example.com").parse().expect("a valid address")
}

fn of_case(kind: Kind, facts: CaseFacts, now: &str) -> Sample {
    let now = at(now);
    Sample { said: vec![(notice(kind, &facts, now), Facts::Case(Box::new(facts)))], now }
}

fn of_cases(cases: Vec<(Kind, CaseFacts)>, now: Timestamp) -> Sample {
    let said = |(kind, facts)| (notice(kind, &facts, now), Facts::Case(Box::new(facts)));
    Sample { said: cases.into_iter().map(said).collect(), now }
}

fn edited(language: Language) -> CaseFacts {
    let mut facts = complaint(language);
    facts.case.round = 2;
    facts.began = Some(Turn::RenewedByEdit);
    facts.rated_before = Rating::new(3.0, 5.0).ok();
    facts.edited = Some(Interval::between(at("2026-11-22T18:00:00"), at("2026-11-22T18:10:00")));
    facts.case.started = at("2026-11-22T18:00:00");
    facts.case.deadline = at("2026-11-23T18:00:00");
    facts.words_before = Some(facts::before_edit(language).to_owned());
    facts
}

fn again(language: Language) -> CaseFacts {
    let mut facts = complaint(language);
    facts.case.round = 2;
    facts.began = Some(Turn::ReplyVanished);
    facts.words_before = Some(facts::other_words(language).to_owned());
    facts.overtaken = vec![Kind::Alert, Kind::Reminder(SignedDuration::from_hours(12))];
    facts.instead_of = vec![recipient("gone")];
    facts
}

fn vague(language: Language) -> CaseFacts {
    let mut facts = complaint(language);
    let hour = Interval::between(at("2026-11-22T15:00:00"), at("2026-11-22T15:59:59"));
    facts.review.posted.interval = Some(hour);
    facts.review.url = Some("javascript:alert(1)".to_owned());
    facts.review.title = None;
    facts.review.rating = None;
    facts.review.product = None;
    facts.judgement.evidence.clear();
    facts
}

fn about_source(
    kind: Kind,
    facts: IncidentFacts,
    occurrence: u32,
    due: Timestamp,
) -> (Notice, Facts) {
    let notice = Notice {
        subject: Subject::Incident(facts.source.clone(), 1),
        round: 1,
        kind,
        occurrence,
        recipient: recipient("owner"),
        due,
    };
    (notice, Facts::Incident(Box::new(facts)))
}

#[cfg(test)]
mod tests;
