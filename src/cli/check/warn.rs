//! What is allowed, and probably not what an owner wants.

use std::ops::Range;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::plan::{Plan, SourcePlan};
use crate::config::Config;
use crate::report::{self, Planned};
use crate::route::Condition;
use crate::settings::{Problem, Severity, format_duration};

/// A table of holidays that ends within this time is told of.
const AHEAD: SignedDuration = SignedDuration::from_hours(183 * 24);

/// What a plan is warned of, as of `now`; `place_of` tells where a table's line stands in the file.
pub(super) fn all(
    plan: &Plan,
    config: &Config,
    place_of: impl Fn(&str) -> Range<usize>,
    now: Timestamp,
) -> Vec<Problem> {
    let hours = &config.hours;
    let late = plan.sources.iter().filter(|source| source.spent.share > hours.warn_above);
    let late = late.map(|source| told_late(source, plan, hours.warn_above));
    let problem = |table: &str, message, help| Problem {
        severity: Severity::Warning,
        span: place_of(table),
        message,
        help: Some(help),
    };
    let of_hours = late.chain(table_ends(config, now));
    let of_hours = of_hours.map(|(message, help)| problem("[hours]", message, help.to_owned()));
    let of_digest = digest_in_quiet(config, now);
    let of_digest = of_digest.map(|(message, help)| problem("[digest]", message, help));
    let of_causes = routes_by_cause(config);
    let of_causes = of_causes.map(|(message, help)| problem("[[route]]", message, help.to_owned()));
    of_hours.chain(of_digest).chain(of_causes).collect()
}

/// The text model that ships finds no causes, so a route that wants one fits nothing that is read.
fn routes_by_cause(config: &Config) -> Option<(String, &'static str)> {
    let wants = |condition: &Condition| matches!(condition, Condition::Causes(_));
    config.named.routes.iter().any(|route| route.conditions.iter().any(wants)).then(|| {
        let message =
            "no cause is recognised in reviews yet: a route with `causes` fits none of them";
        (message.to_owned(), "let routes look at sources, stars, products or times meanwhile")
    })
}

/// So many digests to come are looked at: every day of the week, holidays or not.
const DIGESTS: usize = 14;

/// The digest comes while nobody is to be woken, though on that day someone works.
fn digest_in_quiet(config: &Config, now: Timestamp) -> Option<(String, String)> {
    let (at, zone, calendar) = (config.digest.at?, &config.shop.zone, &config.hours.calendar);
    let first = report::plan(&config.digest, zone, None, now)?;
    let next = |planned: &Planned| Some(report::decide(planned, at, zone, planned.at).next);
    let mut digests = std::iter::successors(Some(first), next).take(DIGESTS);
    let local = |at: Timestamp| at.to_zoned(zone.clone());
    let is_on = |at: Option<Timestamp>, day: Date| at.is_some_and(|at| local(at).date() == day);
    let quiet = digests.find(|digest| {
        let begins = local(digest.at).start_of_day().ok().map(|begins| begins.timestamp());
        let works = begins.and_then(|begins| calendar.next_working(begins));
        calendar.is_quiet(digest.at) && is_on(works, digest.day)
    })?;
    let audible = calendar.next_audible(quiet.at).filter(|at| is_on(Some(*at), quiet.day));
    let help = match audible {
        Some(at) => format!("write at = \"{}\"", local(at).strftime("%H:%M")),
        None => "write a time outside quiet hours".to_owned(),
    };
    let message =
        format!("the digest comes at {}, in quiet hours: it wakes people", at.strftime("%H:%M"));
    Some((message, help + ", or at = \"off\""))
}

/// Too much of the time for an answer can be gone before the first mail.
fn told_late(source: &SourcePlan, plan: &Plan, warn_above: f64) -> (String, &'static str) {
    let spent = &source.spent;
    let percent = |share: f64| (share * 100.0).round();
    let message = format!(
        "source \"{}\": {}% of the {} for an answer can be gone with the first mail; `hours.warn_above` is \
         {}%. Interval {}, failed polls {}, gathering {}, quiet hours {}",
        source.id,
        percent(spent.share),
        format_duration(plan.reply_within),
        percent(warn_above),
        format_duration(source.interval),
        format_duration(source.back_off),
        format_duration(spent.batching),
        format_duration(spent.quiet),
    );
    let help = if spent.quiet > source.longest_wait {
        "make quiet hours shorter, or time_to_write longer: what then cannot wait wakes the escalation \
         contact; or raise warn_above"
    } else {
        "make the source's `every` shorter, or raise warn_above in [hours]"
    };
    (message, help)
}

/// The table of holidays that comes with the program ends soon, or has ended.
fn table_ends(config: &Config, now: Timestamp) -> Option<(String, &'static str)> {
    let ends = config.hours.table_ends()?;
    let soon = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
    let date = soon.to_zoned(config.shop.zone.clone()).date();
    (date > ends).then(|| {
        let message = format!(
            "the table of holidays ends with {ends}: later ones are taken for working days"
        );
        (message, "update reviewd, or list the holidays after it in a file of your own")
    })
}
