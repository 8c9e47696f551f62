//! `reviewd status`.

mod words;

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::configured::{ConfigArgs, block_on, open_existing_store};
use super::out::{out, outln};
use crate::clock::{Clock, SystemClock};
use crate::coverage::{Gap, Seen, Span};
use crate::review::{SourceId, Trouble};
use crate::store::{CaseFilter, CaseSummary, OutboxStatus, Records, SourceStatus};
use crate::words::Reader;

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
\"paused_until\", \"failures\", \"troubles\" (each \"what\", its numbers before and now, \"since\"),
\"reviews\", \"rejects\", \"first_reject\" {\"why\", \"excerpt\"}, \"gaps\": how often something may have
been missed within the last 7 days that was not accepted), \"cases\" (each \"id\",
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
    let now = SystemClock.now();
    let (sources, cases, outbox, gaps) = block_on(async {
        let store = open_existing_store(&config).await?;
        let cases = store.cases(CaseFilter::Open).await?;
        let sources = store.sources().await?;
        let gaps = recent_gaps(&store, &sources, now).await?;
        Ok((sources, cases, store.outbox().await?, gaps))
    })?;
    if args.json {
        outln!("{}", status_json(&sources, &cases, &outbox, &gaps));
    } else {
        out!("{}", words::told(&sources, &cases, &outbox, &gaps, Reader::of(&config.shop, now)));
    }
    Ok(super::Exit::Success)
}

/// How often something may have been missed of each source within the last week, as far as nobody has
/// accepted that.
type Gaps = HashMap<SourceId, usize>;

const RECENT: SignedDuration = SignedDuration::from_hours(7 * 24);

async fn recent_gaps(
    store: &impl Records,
    sources: &[SourceStatus],
    now: Timestamp,
) -> anyhow::Result<Gaps> {
    let since = now.saturating_sub(RECENT).unwrap_or(Timestamp::MIN);
    let mut gaps = Gaps::new();
    for source in sources {
        let spans = store.coverage(&source.id, Some(since)).await?;
        let is_news = |gap: Gap| source.accepted.is_none_or(|accepted| accepted < gap.found);
        let is_gap = |span: &&Span| matches!(span.seen, Seen::Uncovered(gap) if is_news(gap));
        let count = spans.iter().filter(is_gap).count();
        gaps.insert(source.id.clone(), count);
    }
    Ok(gaps)
}

fn trouble(trouble: &Trouble, since: Timestamp) -> serde_json::Value {
    let mut value = json!(trouble);
    value["since"] = json!(since);
    value
}

fn status_json(
    sources: &[SourceStatus],
    cases: &[CaseSummary],
    outbox: &OutboxStatus,
    gaps: &Gaps,
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
            "troubles": s.troubles.iter().map(|(t, since)| trouble(t, *since)).collect::<Vec<_>>(),
            "reviews": s.reviews,
            "rejects": s.rejects,
            "first_reject": s.first_reject,
            "gaps": gaps.get(&s.id),
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
