//! `reviewd status`.

use anstyle::AnsiColor;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::configured::{ConfigArgs, block_on, open_existing_store};
use super::local_time::{left, moment_or_dash, rough};
use super::out::outln;
use crate::clock::{Clock, SystemClock};
use crate::store::{CaseFilter, CaseSummary, OutboxStatus, Records, SourceStatus};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  reviewd status
  reviewd status --json | jq '.sources[] | select(.failures > 0)'

JSON: \"sources\" (each \"id\", \"last_success\", \"last_outcome\", \"note\", \"last_review\", \"next_poll\",
\"paused_until\", \"failures\", \"reviews\", \"rejects\", \"first_reject\" {\"why\", \"excerpt\"}), \"cases\" (each \"id\",
\"state\", \"deadline\"), \"mail\" (\"waiting\", \"oldest\", \"failed\", \"last_error\", \"last_error_at\", \"held_until\").";

/// Runs it.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn run(args: Args) -> anyhow::Result<super::Exit> {
    let config = match args.config.load(false) {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    let (sources, cases, outbox) = block_on(async {
        let store = open_existing_store(&config).await?;
        let cases = store.cases(CaseFilter::Open).await?;
        Ok((store.sources().await?, cases, store.outbox().await?))
    })?;
    if args.json {
        outln!("{}", status_json(&sources, &cases, &outbox));
    } else {
        let (zone, now) = (&config.shop.zone, SystemClock.now());
        print_sources(&sources, zone);
        print_cases(&cases, now);
        print_outbox(&outbox, zone, now);
    }
    Ok(super::Exit::Success)
}

fn print_sources(sources: &[SourceStatus], zone: &TimeZone) {
    outln!("SOURCES");
    for source in sources {
        let style =
            if source.failures > 0 { AnsiColor::Red } else { AnsiColor::Green }.on_default();
        let outcome = source.last_outcome.map_or("not polled yet", |o| o.as_str());
        outln!(
            "  {:<16} {style}{outcome:<10}{style:#} last success {}  last review {}  next poll {}  {} reviews",
            source.id.as_str(),
            moment_or_dash(source.last_success, zone),
            moment_or_dash(source.last_review, zone),
            moment_or_dash(source.next_poll, zone),
            source.reviews,
        );
        if source.failures > 0 {
            let note = source.note.as_deref().unwrap_or("no details");
            outln!("  {:<16} {} polls in a row gave nothing: {note}", "", source.failures);
        }
        if let Some(first) = &source.first_reject {
            outln!(
                "  {:<16} not taken at the last poll: {}, the first because: {} (`reviewd try {}` shows all)",
                "",
                source.rejects,
                first.why,
                source.id
            );
        }
        if source.paused_until.is_some() {
            let until = moment_or_dash(source.paused_until, zone);
            outln!("  {:<16} paused until {until}", "");
        }
    }
}

fn print_cases(cases: &[CaseSummary], now: Timestamp) {
    outln!("\nOPEN CASES");
    if cases.is_empty() {
        outln!("  none: nobody waits for a reply");
    }
    for summary in cases {
        let case = &summary.case;
        let style = super::cases::state_style(case.state);
        outln!(
            "  #{}  {style}{:<14}{style:#}  {}  {}",
            case.id,
            left(case.deadline, now),
            case.review.source,
            super::cases::headline(&summary.review)
        );
    }
}

fn print_outbox(outbox: &OutboxStatus, zone: &TimeZone, now: Timestamp) {
    outln!("\nMAIL");
    match outbox.oldest {
        None => outln!("  nothing waits"),
        Some(oldest) => outln!(
            "  {} waiting, the oldest for {}",
            outbox.waiting,
            rough(now.duration_since(oldest))
        ),
    }
    if outbox.failed > 0 {
        outln!("  {} refused for good by their recipients", outbox.failed);
    }
    if let Some((at, error)) = &outbox.last_error {
        outln!("  last failure {}: {error}", moment_or_dash(Some(*at), zone));
        outln!("  next attempt {}", moment_or_dash(outbox.held_until, zone));
        outln!("  `reviewd test-mail` names the step that fails and the cure");
    }
}

fn status_json(
    sources: &[SourceStatus],
    cases: &[CaseSummary],
    outbox: &OutboxStatus,
) -> serde_json::Value {
    let source = |s: &SourceStatus| {
        json!({
            "id": s.id,
            "last_success": s.last_success,
            "last_outcome": s.last_outcome,
            "note": s.note,
            "last_review": s.last_review,
            "next_poll": s.next_poll,
            "paused_until": s.paused_until,
            "failures": s.failures,
            "reviews": s.reviews,
            "rejects": s.rejects,
            "first_reject": s.first_reject,
        })
    };
    let case = |c: &CaseSummary| json!({"id": c.case.id.to_string(), "state": c.case.state, "deadline": c.case.deadline});
    json!({
        "sources": sources.iter().map(source).collect::<Vec<_>>(),
        "cases": cases.iter().map(case).collect::<Vec<_>>(),
        "mail": {
            "waiting": outbox.waiting,
            "oldest": outbox.oldest,
            "failed": outbox.failed,
            "last_error": outbox.last_error.as_ref().map(|(_, text)| text),
            "last_error_at": outbox.last_error.as_ref().map(|(at, _)| at),
            "held_until": outbox.held_until,
        },
    })
}
