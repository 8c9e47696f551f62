//! Made-up facts for every kind of mail: what `reviewd mail preview` shows and templates are tried on.
//!
//! **Invariant:** between them the samples show every template and give every variable a value.

mod day;
mod facts;

#[cfg(test)]
pub(super) use facts::missed;
pub(super) use facts::{answered, at, complaint, incident};

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::{
    Address, CaseFacts, Earlier, Facts, IncidentFacts, Kind, Language, Notice, Sender, Shop,
    Subject,
};
use crate::case::{CaseId, State, Turn};
use crate::review::{Field, Interval, Rating, Reply, Scope, Share, Trouble};
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
    ("storm", "many complaints at once"),
    ("catch-up", "complaints found after their deadlines"),
    ("done", "many cases that ended at once"),
    ("source-broken", "pages that cannot be read"),
    ("source-changed", "a page that is not as it was"),
    ("source-recovered", "a page that can be read again"),
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
        "storm" => storm(language),
        "catch-up" => catch_up(language),
        "done" => done(language),
        "source-broken" => source_broken(),
        "source-changed" => source_changed(),
        "source-recovered" => source_recovered(language),
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

/// Six complaints, of which the recipient knows two; a storm of an hour ago left three open.
fn storm(language: Language) -> Sample {
    let now = at("2026-11-23T15:00:00");
    let cases = (0..6).map(|index| {
        let mut facts = complaint(language);
        facts.case.id = CaseId(20 + index);
        facts.case.deadline = at("2026-11-23T20:00:00") - SignedDuration::from_hours(index);
        facts.review.url = facts.review.url.filter(|_| index != 3);
        facts.told = (index < 2).then(|| at("2026-11-23T13:40:00"));
        facts.earlier = Some(Earlier { at: at("2026-11-23T14:00:00"), open: 3 });
        facts.overtaken = if index == 1 { vec![Kind::Alert] } else { Vec::new() };
        let hour = Kind::Reminder(SignedDuration::from_hours(5));
        (if index < 2 { hour } else { Kind::Alert }, facts)
    });
    of_cases(cases.collect(), now)
}

fn catch_up(language: Language) -> Sample {
    let now = at("2026-11-25T09:00:00");
    let cases = (0..2).map(|index| {
        let mut facts = complaint(language);
        facts.case.id = CaseId(30 + index);
        facts.case.opened = now;
        facts.case.deadline = at("2026-11-24T15:00:00") - SignedDuration::from_hours(index);
        facts.instead_of = vec![recipient("gone")];
        (Kind::Overdue, facts)
    });
    of_cases(cases.collect(), now)
}

fn done(language: Language) -> Sample {
    let now = at("2026-11-22T21:00:00");
    let states = [State::Answered, State::Withdrawn, State::Dismissed];
    let cases = (0..6).zip(states.into_iter().cycle()).map(|(index, state)| {
        let posted = Interval::at(at("2026-11-22T20:25:00"));
        let mut facts = answered(complaint(language), language, posted, "2026-11-22T20:40:00");
        facts.case.id = CaseId(40 + index);
        facts.case.state = state;
        facts.told = Some(at("2026-11-22T15:35:14"));
        (Kind::Answered, facts)
    });
    of_cases(cases.collect(), now)
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

/// A server that blocks, for ten pages of it: more than are told of in full.
fn source_broken() -> Sample {
    let now = at("2026-11-22T10:15:00");
    let pages = (0..10).map(|number| {
        let mut facts = incident();
        if number > 0 {
            facts.source = format!("board-{number}").parse().expect("a valid source");
            facts.url = format!("https://mall.example/board/{number}");
            (facts.last_success, facts.usual.rows) = (None, None);
        }
        about_source(Kind::SourceBroken, facts, 1, now)
    });
    Sample { said: pages.collect(), now }
}

fn source_changed() -> Sample {
    let now = at("2026-11-22T10:15:00");
    let share = |read| Share { read, of: 20 };
    let trouble = Trouble::Field { field: Field::Date, before: share(20), now: share(2) };
    let host = "mall.example".to_owned();
    let scope = Scope::Page { host, kind: trouble.kind().to_owned() };
    let facts = IncidentFacts { trouble, scope, note: None, ..incident() };
    Sample { said: vec![about_source(Kind::SourceBroken, facts, 0, now)], now }
}

fn source_recovered(language: Language) -> Sample {
    let back = at("2026-11-22T13:00:00");
    let mut first = IncidentFacts {
        recovered: Some(back),
        missed: facts::missed_meanwhile(language, back),
        ..incident()
    };
    // More than are listed.
    let more = first.missed.last().cloned();
    first.missed.extend(more.into_iter().cycle().take(9));
    let mut second = IncidentFacts { missed: Vec::new(), last_success: None, ..first.clone() };
    second.source = "board-1".parse().expect("a valid source");
    let said = [first, second].map(|facts| about_source(Kind::SourceRecovered, facts, 0, back));
    Sample { said: said.to_vec(), now: back }
}

#[cfg(test)]
mod tests;
