//! What a configuration leads to, as values: who is asked how often, who is told when.

use std::path::PathBuf;

use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use crate::alert::Address;
use crate::case::Step;
use crate::config::Config;
use crate::pipeline::ConfiguredSource;
use crate::route::{People, Rule, Who};
use crate::schedule;

/// What a configuration leads to.
pub(super) struct Plan {
    pub(super) shop: String,
    pub(super) state_dir: PathBuf,
    pub(super) reply_within: SignedDuration,
    pub(super) sources: Vec<SourcePlan>,
    pub(super) routes: Vec<RoutePlan>,
    /// Where no route fits.
    pub(super) mails: Vec<MailPlan>,
    /// The longest one sending may take.
    pub(super) delivery: SignedDuration,
}

/// How one source is watched.
pub(super) struct SourcePlan {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) url: String,
    pub(super) every: SignedDuration,
    /// The longest time between two polls while it answers.
    pub(super) interval: SignedDuration,
    /// The longest time between two polls while it fails.
    pub(super) back_off: SignedDuration,
    /// The longest time from a complaint to the poll that sees it.
    pub(super) longest_wait: SignedDuration,
    /// How far apart the earliest and the latest moment of a complaint can lie where polling proves
    /// them; `None` where only the page's own date says it.
    pub(super) uncertainty: Option<SignedDuration>,
    pub(super) moderated: bool,
}

/// One route, as the file says it.
pub(super) struct RoutePlan {
    /// Its lines; none: it fits everything.
    pub(super) conditions: Vec<String>,
    /// The owner first, then those who get copies.
    pub(super) to: Vec<String>,
    /// Who hears how long before the deadline; none: `mail.escalate_to` when it passes.
    pub(super) escalation: Vec<(SignedDuration, Vec<String>)>,
}

/// Who gets which mail.
pub(super) struct MailPlan {
    pub(super) step: MailStep,
    pub(super) to: Vec<Address>,
}

/// When a mail is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MailStep {
    Case(Step),
    /// A reply was noticed after the deadline.
    AnsweredLate,
    /// A source stopped yielding, or yields again.
    Incident,
}

impl Plan {
    pub(super) fn of(config: &Config) -> Self {
        let people = config.people();
        Self {
            shop: config.shop.name.clone(),
            state_dir: config.state_dir.clone(),
            reply_within: config.deadline.reply_within,
            sources: config.sources.iter().map(SourcePlan::of).collect(),
            routes: people.named.routes.iter().map(RoutePlan::of).collect(),
            mails: mails(&people, &config.deadline.remind_before),
            delivery: SignedDuration::try_from(config.mail.timeout).unwrap_or_default(),
        }
    }

    /// The stable form for programs; seconds throughout.
    pub(super) fn json(&self) -> Map<String, Value> {
        let sources: Vec<Value> = self.sources.iter().map(SourcePlan::json).collect();
        let routes: Vec<Value> = self.routes.iter().map(RoutePlan::json).collect();
        let mails: Vec<Value> = self.mails.iter().map(MailPlan::json).collect();
        Map::from_iter([
            ("shop".to_owned(), json!(self.shop)),
            ("state_dir".to_owned(), json!(self.state_dir)),
            ("reply_within_seconds".to_owned(), json!(self.reply_within.as_secs())),
            ("sources".to_owned(), json!(sources)),
            ("routes".to_owned(), json!(routes)),
            ("mails".to_owned(), json!(mails)),
            ("delivery_seconds".to_owned(), json!(self.delivery.as_secs())),
        ])
    }
}

impl SourcePlan {
    fn of(source: &ConfiguredSource) -> Self {
        let interval = schedule::longest_interval(source.every);
        let proven = source.list.newest_first && !source.list.moderated;
        Self {
            id: source.id.to_string(),
            kind: source.kind,
            url: source.url.to_string(),
            every: source.every,
            interval,
            back_off: schedule::longest_back_off(source.every),
            longest_wait: schedule::longest_wait(source.every),
            uncertainty: proven.then_some(interval),
            moderated: source.list.moderated,
        }
    }

    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "kind": self.kind,
            "url": self.url,
            "every_seconds": self.every.as_secs(),
            "interval_seconds": self.interval.as_secs(),
            "back_off_seconds": self.back_off.as_secs(),
            "longest_wait_seconds": self.longest_wait.as_secs(),
            "clock_uncertainty_seconds": self.uncertainty.map(|u| u.as_secs()),
        })
    }
}

impl RoutePlan {
    fn of(route: &Rule) -> Self {
        let names = |all: &[Who]| all.iter().map(ToString::to_string).collect();
        let rungs = route.escalate.iter().flatten();
        Self {
            conditions: route.conditions.iter().map(ToString::to_string).collect(),
            to: names(&route.to),
            escalation: rungs.map(|rung| (rung.before, names(&rung.to))).collect(),
        }
    }

    fn json(&self) -> Value {
        let rung = |(before, to): &(SignedDuration, Vec<String>)| json!({ "before_deadline_seconds": before.as_secs(), "to": to });
        let escalation: Vec<Value> = self.escalation.iter().map(rung).collect();
        json!({ "conditions": self.conditions, "to": self.to, "escalation": escalation })
    }
}

impl MailPlan {
    fn json(&self) -> Value {
        let (step, before) = match self.step {
            MailStep::Case(Step::Alert) => ("alert", None),
            MailStep::Case(Step::Reminder(before)) => ("reminder", Some(before.as_secs())),
            MailStep::Case(Step::Overdue) => ("overdue", Some(0)),
            MailStep::Case(Step::Answered) => ("answered", None),
            MailStep::AnsweredLate => ("answered_late", None),
            MailStep::Incident => ("source_broken_or_recovered", None),
        };
        let to: Vec<&str> = self.to.iter().map(Address::as_str).collect();
        json!({ "step": step, "before_deadline_seconds": before, "to": to })
    }
}

/// Every mail there is, in the order of a case's life.
fn mails(people: &People, remind_before: &[SignedDuration]) -> Vec<MailPlan> {
    let case =
        |step| MailPlan { step: MailStep::Case(step), to: people.usually(step == Step::Overdue) };
    let mut mails = vec![case(Step::Alert)];
    mails.extend(remind_before.iter().map(|before| case(Step::Reminder(*before))));
    mails.extend([
        case(Step::Overdue),
        case(Step::Answered),
        MailPlan { step: MailStep::AnsweredLate, to: people.usually(true) },
        MailPlan { step: MailStep::Incident, to: people.usually(false) },
    ]);
    mails
}
