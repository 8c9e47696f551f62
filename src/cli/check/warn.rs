//! What is allowed, and probably not what an owner wants.

use std::ops::Range;

use jiff::{SignedDuration, Timestamp};

use super::plan::{Plan, SourcePlan};
use crate::config::Config;
use crate::settings::{Problem, Severity, format_duration};

/// A table of holidays that ends within this time is told of.
const AHEAD: SignedDuration = SignedDuration::from_hours(183 * 24);

/// What a plan is warned of, as of `now`; `place` is where `[hours]` stands in the file.
pub(super) fn all(
    plan: &Plan,
    config: &Config,
    place: &Range<usize>,
    now: Timestamp,
) -> Vec<Problem> {
    let hours = &config.hours;
    let late = plan.sources.iter().filter(|source| source.spent.share > hours.warn_above);
    let late = late.map(|source| told_late(source, plan, hours.warn_above));
    let problem = |(message, help): (String, &str)| Problem {
        severity: Severity::Warning,
        span: place.clone(),
        message,
        help: Some(help.to_owned()),
    };
    late.chain(table_ends(config, now)).map(problem).collect()
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
