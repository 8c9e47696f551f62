//! Notices in, one mail out.

use std::collections::BTreeSet;

use jiff::Timestamp;
use minijinja::value::Serde;
use minijinja::{Value, context};

use super::batch::{self, Shared};
use super::digest_view::DigestView;
use super::identity::Identity;
use super::mime::{self, ABOUT_CASE, ABOUT_SOURCE, About, Draft, UNSUBSCRIBE};
use super::render::Template;
use super::source_view::{Sources, listed};
use super::subject::{self, Counts};
use super::view::CaseView;
use super::words::Words;
use super::{Address, CaseFacts, DigestFacts, Facts, Frozen, IncidentFacts, Kind, Notice, Sender};

/// Puts one of the [`batches`](super::batches) into words, as of `now`.
///
/// # Panics
/// When there is nothing to say: a batch is never empty.
pub fn compose(notices: &[(Notice, Facts)], sender: &Sender, now: Timestamp) -> Frozen {
    let (first, _) = notices.first().expect("a batch is never empty");
    let names: Vec<&Notice> = notices.iter().map(|(notice, _)| notice).collect();
    let identity = Identity::of(&names, &sender.from);
    content(notices, sender, now).draft(sender, &first.recipient).freeze(&identity, now)
}

/// A mail that only shows that mail works.
pub fn compose_test(sender: &Sender, to: &Address, now: Timestamp) -> Frozen {
    let what = format!("test {} {}", to.as_str(), now.as_nanosecond());
    let identity = Identity::alone(&what, &sender.from);
    test_content(sender, now).draft(sender, to).freeze(&identity, now)
}

/// What a mail would say, for people who look at it before it is ever sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Its subject.
    pub subject: String,
    /// For those who read plain text.
    pub text: String,
    /// For everyone else.
    pub html: String,
}

/// What [`compose`] would say; of nothing, what [`compose_test`] would.
pub fn preview(notices: &[(Notice, Facts)], sender: &Sender, now: Timestamp) -> Preview {
    let content = content_of(notices, sender, now);
    let (text, html) = content.render(sender);
    Preview { subject: content.subject, text, html }
}

/// What a mail says, before it has a form.
pub(super) struct Content {
    pub(super) template: Template,
    subject: String,
    about: About,
    kind: String,
    /// What its templates see.
    pub(super) values: Value,
}

/// What a mail about these notices says; about none, that mail works.
pub(super) fn content_of(notices: &[(Notice, Facts)], sender: &Sender, now: Timestamp) -> Content {
    if notices.is_empty() { test_content(sender, now) } else { content(notices, sender, now) }
}

impl Content {
    fn render(&self, sender: &Sender) -> (String, String) {
        sender.templates.render(self.template, sender.shop.language, &self.values)
    }

    fn draft<'a>(self, sender: &'a Sender, to: &'a Address) -> Draft<'a> {
        let (text, html) = self.render(sender);
        Draft {
            sender: subject::sender_name(&sender.shop),
            from: &sender.from,
            to,
            subject: self.subject,
            about: self.about,
            kind: self.kind,
            text,
            html,
        }
    }

    /// With what every mail says.
    fn signed(self, sender: &Sender) -> Self {
        let values = context! {
            subject => self.subject.clone(),
            shop => sender.shop.name.clone(),
            ..self.values
        };
        Self { values, ..self }
    }
}

fn content(notices: &[(Notice, Facts)], sender: &Sender, now: Timestamp) -> Content {
    let words = Words::of(&sender.shop, now);
    if let Some((_, Facts::Digest(facts))) = notices.first() {
        return about_day(facts, sender, &words).signed(sender);
    }
    let cases: Vec<(&Notice, &CaseFacts)> = notices
        .iter()
        .filter_map(|(notice, facts)| match facts {
            Facts::Case(facts) => Some((notice, facts.as_ref())),
            Facts::Incident(_) | Facts::Digest(_) => None,
        })
        .collect();
    let incidents: Vec<(&Notice, &IncidentFacts)> = notices
        .iter()
        .filter_map(|(notice, facts)| match facts {
            Facts::Incident(facts) => Some((notice, facts.as_ref())),
            Facts::Case(_) | Facts::Digest(_) => None,
        })
        .collect();
    let several = notices.len() > 1;
    let content = match cases.as_slice() {
        _ if several && batch::shared(notices) == Shared::Overnight => {
            about_many(Shared::Overnight, &cases, &incidents, sender, &words)
        }
        [] => about_sources(&incidents, sender, &words),
        [(notice, facts)] => about_case(notice, facts, sender, &words),
        several => about_many(batch::shared(notices), several, &[], sender, &words),
    };
    content.signed(sender)
}

fn test_content(sender: &Sender, now: Timestamp) -> Content {
    let content = Content {
        template: Template::Test,
        subject: subject::of_test(&sender.shop),
        about: About::new(),
        kind: "test".to_owned(),
        values: context! { sent => Words::of(&sender.shop, now).moment(now) },
    };
    content.signed(sender)
}

fn about_case(notice: &Notice, facts: &CaseFacts, sender: &Sender, words: &Words) -> Content {
    let template = match notice.kind {
        Kind::Reminder(_) => Template::Reminder,
        // Nobody let this deadline pass: the mail is the first of its round.
        Kind::Overdue if facts.was_found_late() => Template::Alert,
        Kind::Overdue => Template::Overdue,
        Kind::Answered => Template::Answered,
        Kind::HandedBack => Template::HandedBack,
        Kind::Unconfirmed => Template::Unconfirmed,
        Kind::FollowUp => Template::FollowUp,
        Kind::Alert | Kind::SourceBroken | Kind::SourceRecovered | Kind::Digest => Template::Alert,
    };
    Content {
        template,
        subject: subject::of_case(facts, sender),
        about: vec![
            (ABOUT_CASE, facts.case.id.to_string()),
            (ABOUT_SOURCE, facts.case.review.source.to_string()),
        ],
        kind: notice.kind.to_string(),
        values: context! { c => Value::from(Serde(CaseView::new(notice, facts, sender, words))) },
    }
}

fn about_many(
    shared: Shared,
    cases: &[(&Notice, &CaseFacts)],
    incidents: &[(&Notice, &IncidentFacts)],
    sender: &Sender,
    words: &Words,
) -> Content {
    let mut urgent = cases.to_vec();
    urgent.sort_by_key(|(notice, facts)| {
        let settled = notice.kind == Kind::Answered;
        (!facts.case.state.is_open(), settled, facts.case.deadline, facts.case.id)
    });
    let sources = Sources::of(incidents, sender, words);
    let views: Vec<CaseView> =
        urgent.iter().map(|(notice, facts)| CaseView::new(notice, facts, sender, words)).collect();
    let instead_of: BTreeSet<&Address> =
        cases.iter().flat_map(|(_, facts)| facts.instead_of.iter()).collect();
    let instead_of: Vec<String> = instead_of.iter().map(|a| a.as_str().to_owned()).collect();
    let counts = Counts {
        all: cases.len() + incidents.len(),
        open: cases.iter().filter(|(_, facts)| facts.case.state.is_open()).count(),
        fresh: cases.iter().filter(|(_, facts)| facts.told.is_none()).count(),
    };
    let earlier = cases.iter().find_map(|(_, facts)| facts.earlier);
    let kind = match shared {
        Shared::CatchUp => "catch_up",
        Shared::Storm => "storm",
        Shared::Done => "done",
        Shared::Overnight => "overnight",
    };
    Content {
        template: Template::Many,
        subject: subject::of_many(shared, &counts, &sender.shop),
        about: about_all(&urgent, incidents),
        kind: kind.to_owned(),
        values: context! {
            shared => kind,
            count => counts.all,
            open => counts.open,
            cases => Value::from(Serde(views)),
            instead_of => instead_of,
            all => Value::from(Serde(sources)),
            fresh => counts.fresh,
            earlier => earlier.map(|earlier| context! {
                at => words.moment(earlier.at),
                open => earlier.open,
            }),
        },
    }
}

/// What a mail about several things is about, for programs.
fn about_all(cases: &[(&Notice, &CaseFacts)], incidents: &[(&Notice, &IncidentFacts)]) -> About {
    let codes: Vec<String> = cases.iter().map(|(_, facts)| facts.case.id.to_string()).collect();
    let of_cases = cases.iter().map(|(_, facts)| facts.case.review.source.as_str());
    let of_incidents = incidents.iter().map(|(_, facts)| facts.source.as_str());
    let sources: BTreeSet<&str> = of_cases.chain(of_incidents).collect();
    let cases = (!codes.is_empty()).then(|| (ABOUT_CASE, codes.join(", ")));
    cases.into_iter().chain([(ABOUT_SOURCE, listed(sources))]).collect()
}

fn about_sources(
    incidents: &[(&Notice, &IncidentFacts)],
    sender: &Sender,
    words: &Words,
) -> Content {
    let kind = incidents.first().map_or(Kind::SourceBroken, |(notice, _)| notice.kind);
    let sources = Sources::of(incidents, sender, words);
    let recovered = kind == Kind::SourceRecovered;
    Content {
        template: if recovered { Template::SourceRecovered } else { Template::SourceBroken },
        subject: subject::of_sources(kind, &sources, &sender.shop),
        about: vec![(ABOUT_SOURCE, sources.header())],
        kind: kind.to_string(),
        values: context! { all => Value::from(Serde(sources)) },
    }
}

fn about_day(facts: &DigestFacts, sender: &Sender, words: &Words) -> Content {
    let day = DigestView::new(facts, sender, words);
    Content {
        template: Template::Digest,
        subject: subject::of_digest(&day, &sender.shop),
        about: vec![(UNSUBSCRIBE, mime::unsubscribe(&sender.from))],
        kind: Kind::Digest.to_string(),
        values: context! { d => Value::from(Serde(day)) },
    }
}
