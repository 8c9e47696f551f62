//! What a configuration leads to, as values: who is asked how often, who is told when.

use std::path::PathBuf;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use crate::alert::Address;
use crate::case::{Longest, Step, feasibility};
use crate::config::Config;
use crate::pipeline::{ConfiguredSource, LONGEST_GATHERING};
use crate::route::{People, Rule, Who};
use crate::schedule;

/// What a configuration leads to.
pub(super) struct Plan {
    pub(super) shop: String,
    pub(super) state_dir: PathBuf,
    pub(super) reply_within: SignedDuration,
    /// What writing an answer takes.
    pub(super) time_to_write: SignedDuration,
    /// The next days on which nobody works, with their names.
    pub(super) holidays: Vec<(Date, String)>,
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
    /// What the time for an answer is spent on where all of that takes longest.
    pub(super) spent: Spent,
    /// How far apart the earliest and the latest moment of a complaint can lie where polling proves
    /// them; `None` where only the page's own date says it.
    pub(super) uncertainty: Option<SignedDuration>,
    pub(super) moderated: bool,
}

/// The complaint of the coming year whose first mail can take longest.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spent {
    /// That complaint.
    pub(super) longest: Longest,
    /// The longest wait for what else is to be told with it.
    pub(super) batching: SignedDuration,
    /// Its wait for the end of quiet hours.
    pub(super) quiet: SignedDuration,
    /// From the complaint to its first mail.
    pub(super) first_mail: SignedDuration,
    /// From the complaint to the last working moment that leaves time to write, where there is one
    /// after it.
    pub(super) last_call: Option<SignedDuration>,
    /// The share of the time for an answer that is gone with the first mail.
    pub(super) share: f64,
    /// The share of the coming year in which a complaint that is found wakes someone.
    pub(super) wakes: f64,
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
    /// What `config` leads to in the year from `now` on.
    pub(super) fn of(config: &Config, now: Timestamp) -> Self {
        let people = config.people();
        Self {
            shop: config.shop.name.clone(),
            state_dir: config.state_dir.clone(),
            reply_within: config.deadline.reply_within,
            time_to_write: config.deadline.calendar.time_to_write(),
            holidays: config.hours.next_holidays(now),
            sources: config.sources.iter().map(|s| SourcePlan::of(s, config, now)).collect(),
            routes: people.named.routes.iter().map(RoutePlan::of).collect(),
            mails: mails(&people, &config.deadline.remind_before),
            delivery: SignedDuration::try_from(config.mail.timeout).unwrap_or_default(),
        }
    }

    /// The stable form for programs; seconds throughout.
    pub(super) fn json(&self) -> Map<String, Value> {
        let sources: Vec<Value> = self.sources.iter().map(|s| s.json(self.reply_within)).collect();
        let routes: Vec<Value> = self.routes.iter().map(RoutePlan::json).collect();
        let mails: Vec<Value> = self.mails.iter().map(MailPlan::json).collect();
        let holidays =
            self.holidays.iter().map(|(date, name)| json!({ "date": date, "name": name }));
        Map::from_iter([
            ("shop".to_owned(), json!(self.shop)),
            ("state_dir".to_owned(), json!(self.state_dir)),
            ("reply_within_seconds".to_owned(), json!(self.reply_within.as_secs())),
            ("time_to_write_seconds".to_owned(), json!(self.time_to_write.as_secs())),
            ("next_holidays".to_owned(), holidays.collect()),
            ("sources".to_owned(), json!(sources)),
            ("routes".to_owned(), json!(routes)),
            ("mails".to_owned(), json!(mails)),
            ("delivery_seconds".to_owned(), json!(self.delivery.as_secs())),
        ])
    }
}

/// A year, as far as anybody plans.
const YEAR: SignedDuration = SignedDuration::from_hours(365 * 24);

impl Spent {
    fn of(longest_wait: SignedDuration, config: &Config, now: Timestamp) -> Self {
        let settings = &config.deadline;
        let until = now.saturating_add(YEAR).unwrap_or(Timestamp::MAX);
        let found = feasibility(settings, longest_wait, now, until);
        let Longest { written, seen, told, deadline } = found.longest;
        let quiet = told.duration_since(seen);
        let first_mail = longest_wait + quiet + LONGEST_GATHERING;
        let last_call = settings.calendar.last_call(deadline);
        Self {
            longest: found.longest,
            batching: LONGEST_GATHERING,
            quiet,
            first_mail,
            last_call: last_call.filter(|at| *at >= written).map(|at| at.duration_since(written)),
            share: share(first_mail, settings.reply_within),
            wakes: found.wakes,
        }
    }
}

/// A part of a whole length of time.
pub(super) fn share(part: SignedDuration, whole: SignedDuration) -> f64 {
    part.as_secs_f64() / whole.as_secs_f64()
}

impl SourcePlan {
    fn of(source: &ConfiguredSource, config: &Config, now: Timestamp) -> Self {
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
            spent: Spent::of(schedule::longest_wait(source.every), config, now),
            uncertainty: proven.then_some(interval),
            moderated: source.list.moderated,
        }
    }

    fn json(&self, reply_within: SignedDuration) -> Value {
        let spent = &self.spent;
        let part = |part| share(part, reply_within);
        json!({
            "id": self.id,
            "kind": self.kind,
            "url": self.url,
            "every_seconds": self.every.as_secs(),
            "interval_seconds": self.interval.as_secs(),
            "back_off_seconds": self.back_off.as_secs(),
            "longest_wait_seconds": self.longest_wait.as_secs(),
            "clock_uncertainty_seconds": self.uncertainty.map(|u| u.as_secs()),
            "batching_seconds": spent.batching.as_secs(),
            "quiet_seconds": spent.quiet.as_secs(),
            "first_mail_seconds": spent.first_mail.as_secs(),
            "last_call_seconds": spent.last_call.map(|at| at.as_secs()),
            "longest": {
                "written": spent.longest.written,
                "seen": spent.longest.seen,
                "told": spent.longest.told,
                "deadline": spent.longest.deadline,
            },
            "shares": {
                "interval": part(self.interval),
                "back_off": part(self.back_off),
                "batching": part(spent.batching),
                "quiet": part(spent.quiet),
                "first_mail": spent.share,
            },
            "wakes_share": spent.wakes,
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
            MailStep::Case(Step::HandedBack) => ("handed_back", None),
            MailStep::Case(Step::Unconfirmed) => ("unconfirmed", None),
            MailStep::Case(Step::FollowUp) => ("follow_up", None),
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

#[cfg(test)]
mod tests;
