//! Notices in, one mail out.

use std::collections::BTreeSet;

use jiff::Timestamp;
use minijinja::value::Serde;
use minijinja::{Value, context};

use super::batch::{self, Shared};
use super::identity::Identity;
use super::mime::{ABOUT_CASE, ABOUT_SOURCE, Draft};
use super::render::Template;
use super::source_view::Sources;
use super::view::CaseView;
use super::words::Words;
use super::{Address, CaseFacts, Facts, Frozen, IncidentFacts, Kind, Notice, Shop, subject};

/// Puts one of the [`batches`](super::batches) into words, as of `now`, in the shop's name, language
/// and zone.
///
/// # Panics
/// When there is nothing to say: a batch is never empty.
pub fn compose(notices: &[(Notice, Facts)], shop: &Shop, from: &Address, now: Timestamp) -> Frozen {
    let (first, _) = notices.first().expect("a batch is never empty");
    let words = Words { language: shop.language, zone: shop.zone.clone(), now };
    let cases: Vec<(&Notice, &CaseFacts)> = notices
        .iter()
        .filter_map(|(notice, facts)| match facts {
            Facts::Case(facts) => Some((notice, facts.as_ref())),
            Facts::Incident(_) => None,
        })
        .collect();
    let incidents: Vec<(&Notice, &IncidentFacts)> = notices
        .iter()
        .filter_map(|(notice, facts)| match facts {
            Facts::Incident(facts) => Some((notice, facts.as_ref())),
            Facts::Case(_) => None,
        })
        .collect();
    let several = notices.len() > 1;
    let content = match cases.as_slice() {
        _ if several && batch::shared(notices) == Shared::Overnight => {
            about_many(Shared::Overnight, &cases, &incidents, shop, &words)
        }
        [] => about_sources(first, &incidents, shop, &words),
        [(notice, facts)] => about_case(notice, facts, shop, &words),
        several => about_many(batch::shared(notices), several, &[], shop, &words),
    };
    let names: Vec<&Notice> = notices.iter().map(|(notice, _)| notice).collect();
    let identity = Identity::of(&names, from);
    let values = context! {
        subject => content.subject.clone(),
        shop => shop.name.clone(),
        ..content.values
    };
    let (text, html) = content.template.render(shop.language, &values);
    let draft = Draft {
        sender: subject::sender_name(shop),
        from,
        to: &first.recipient,
        subject: content.subject,
        about: content.about,
        kind: content.kind,
        text,
        html,
    };
    draft.freeze(&identity, now)
}

/// A mail that only shows that mail works.
pub fn compose_test(shop: &Shop, from: &Address, to: &Address, now: Timestamp) -> Frozen {
    let words = Words { language: shop.language, zone: shop.zone.clone(), now };
    let subject = subject::of_test(shop);
    let values = context! {
        subject => subject.clone(),
        shop => shop.name.clone(),
        sent => words.moment(now),
    };
    let (text, html) = Template::Test.render(shop.language, &values);
    let draft = Draft {
        sender: subject::sender_name(shop),
        from,
        to,
        subject,
        about: None,
        kind: "test".to_owned(),
        text,
        html,
    };
    let what = format!("test {} {}", to.as_str(), now.as_nanosecond());
    draft.freeze(&Identity::alone(&what, from), now)
}

/// What a mail says, before it has a form.
struct Content {
    template: Template,
    subject: String,
    about: Option<(lettre::message::header::HeaderName, String)>,
    kind: String,
    values: Value,
}

fn about_case(notice: &Notice, facts: &CaseFacts, shop: &Shop, words: &Words) -> Content {
    let template = match notice.kind {
        Kind::Reminder(_) => Template::Reminder,
        // Nobody let this deadline pass: the mail is the first of its round.
        Kind::Overdue if facts.was_found_late() => Template::Alert,
        Kind::Overdue => Template::Overdue,
        Kind::Answered => Template::Answered,
        Kind::HandedBack => Template::HandedBack,
        Kind::Unconfirmed => Template::Unconfirmed,
        Kind::FollowUp => Template::FollowUp,
        Kind::Alert | Kind::SourceBroken | Kind::SourceRecovered => Template::Alert,
    };
    Content {
        template,
        subject: subject::of_case(facts, shop),
        about: Some((ABOUT_CASE, facts.case.id.to_string())),
        kind: notice.kind.to_string(),
        values: context! { c => Value::from(Serde(CaseView::new(notice, facts, words))) },
    }
}

fn about_many(
    shared: Shared,
    cases: &[(&Notice, &CaseFacts)],
    incidents: &[(&Notice, &IncidentFacts)],
    shop: &Shop,
    words: &Words,
) -> Content {
    let mut urgent = cases.to_vec();
    urgent.sort_by_key(|(_, facts)| {
        (!facts.case.state.is_open(), facts.case.deadline, facts.case.id)
    });
    let sources = Sources::of(incidents, words);
    let count = cases.len() + incidents.len();
    let codes: Vec<String> = urgent.iter().map(|(_, facts)| facts.case.id.to_string()).collect();
    let views: Vec<CaseView> =
        urgent.iter().map(|(notice, facts)| CaseView::new(notice, facts, words)).collect();
    let instead_of: BTreeSet<&Address> =
        cases.iter().flat_map(|(_, facts)| facts.instead_of.iter()).collect();
    let instead_of: Vec<String> = instead_of.iter().map(|a| a.as_str().to_owned()).collect();
    let kind = match shared {
        Shared::CatchUp => "catch_up",
        Shared::Storm => "storm",
        Shared::Done => "done",
        Shared::Overnight => "overnight",
    };
    let about = match cases {
        [] => (ABOUT_SOURCE, sources.header()),
        _ => (ABOUT_CASE, codes.join(", ")),
    };
    Content {
        template: Template::Many,
        subject: subject::of_many(shared, count, shop),
        about: Some(about),
        kind: kind.to_owned(),
        values: context! {
            shared => kind,
            count => count,
            cases => Value::from(Serde(views)),
            all => Value::from(Serde(sources)),
            instead_of => instead_of,
        },
    }
}

fn about_sources(
    first: &Notice,
    incidents: &[(&Notice, &IncidentFacts)],
    shop: &Shop,
    words: &Words,
) -> Content {
    let sources = Sources::of(incidents, words);
    let recovered = first.kind == Kind::SourceRecovered;
    Content {
        template: if recovered { Template::SourceRecovered } else { Template::SourceBroken },
        subject: subject::of_sources(first.kind, &sources, shop),
        about: Some((ABOUT_SOURCE, sources.header())),
        kind: first.kind.to_string(),
        values: context! { all => Value::from(Serde(sources)) },
    }
}
