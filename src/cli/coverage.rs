//! `reviewd coverage`.

mod words;

use anyhow::Context as _;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::configured::{ConfigArgs, block_on, open_existing_store};
use super::out::{out, outln};
use crate::clock::{Clock, SystemClock};
use crate::coverage::{Seen, Span};
use crate::review::SourceId;
use crate::settings::{did_you_mean, parse_duration};
use crate::store::{Records, SourceStatus};
use crate::words::Reader;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The source's id, as in the configuration [default: all, one line each]
    source: Option<SourceId>,
    /// From when on: a length of time up to now (7d), a local date or time (2026-11-01,
    /// 2026-11-01T09:00) or an instant [default: from the first poll on]
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    #[command(flatten)]
    config: ConfigArgs,
    /// Print one JSON array instead of text
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Complete means: every review that was written in that time, and still stood in the list when the list
was read next, was read. Unproven: the list was read, but it does not show the newest first, or was not as
it always is. Uncovered: reviews may have been written that were never read; look for them yourself.

Examples:
  reviewd coverage
  reviewd coverage mall --since 7d
  reviewd coverage mall --json | jq '.[].spans[] | select(.state == \"uncovered\")'

JSON: an array, one object a source: \"source\", \"last_success\" (up to when the spans go), \"spans\" (each
\"from\", \"to\", \"state\": complete | unproven | uncovered, \"why\": any_order | no_order | moderated |
emptied | changed | last_page | only_page | page_limit | page_failed, or null where complete) and
\"seconds\" (\"complete\", \"unproven\", \"uncovered\").";

/// What was seen of a source.
struct Coverage {
    status: SourceStatus,
    /// Where its list is, as far as it is still configured.
    url: Option<String>,
    /// `expect_empty`: a list without reviews is nothing special here.
    expect_empty: bool,
    spans: Vec<Span>,
}

impl Coverage {
    /// How long all spans are together that are of one kind.
    fn total(&self, kind: impl Fn(&Seen) -> bool) -> SignedDuration {
        let lengths = self.spans.iter().filter(|span| kind(&span.seen));
        lengths.map(|span| span.to.duration_since(span.from)).sum()
    }

    /// The lengths of what is complete, unproven and uncovered.
    fn totals(&self) -> [SignedDuration; 3] {
        [
            self.total(|seen| matches!(seen, Seen::Complete)),
            self.total(|seen| matches!(seen, Seen::Unproven(_))),
            self.total(|seen| matches!(seen, Seen::Uncovered(_))),
        ]
    }
}

/// Runs it.
///
/// # Errors
/// When the time or source is none, or the store cannot be read.
pub(crate) fn run(args: Args) -> anyhow::Result<super::Exit> {
    let config = match args.config.load(false) {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    let now = SystemClock.now();
    let since = args.since.as_deref().map(|text| read_since(text, &config.shop.zone, now));
    let since = since.transpose()?;
    let all = block_on(async {
        let store = open_existing_store(&config).await?;
        let mut all = Vec::new();
        for status in chosen(store.sources().await?, args.source.as_ref())? {
            let spans = store.coverage(&status.id, since).await?;
            let source = config.sources.iter().find(|source| source.id == status.id);
            let url = source.map(|source| source.url.to_string());
            let expect_empty = source.is_some_and(|source| source.expect_empty);
            all.push(Coverage { url, expect_empty, spans, status });
        }
        Ok(all)
    })?;
    let reader = Reader::of(&config.shop, now);
    match (args.json, &args.source, all.as_slice()) {
        (true, ..) => {
            outln!("{}", serde_json::Value::Array(all.iter().map(coverage_json).collect()));
        }
        (false, Some(_), [one]) => out!("{}", words::told(one, reader)),
        (false, ..) => out!("{}", words::lines(&all, reader)),
    }
    Ok(super::Exit::Success)
}

/// The source that was asked for, or all.
fn chosen(all: Vec<SourceStatus>, one: Option<&SourceId>) -> anyhow::Result<Vec<SourceStatus>> {
    let Some(id) = one else { return Ok(all) };
    let known: Vec<&str> = all.iter().map(|source| source.id.as_str()).collect();
    let help = did_you_mean(id.as_str(), known.iter().copied())
        .unwrap_or_else(|| format!("there are {}", known.join(", ")));
    let found = all.into_iter().find(|source| source.id == *id);
    Ok(vec![found.with_context(|| format!("find the source {id}: {help}"))?])
}

fn read_since(text: &str, zone: &TimeZone, now: Timestamp) -> anyhow::Result<Timestamp> {
    let since = if let Some(length) = parse_duration(text) {
        now.saturating_sub(length).unwrap_or(Timestamp::MIN)
    } else if let Ok(instant) = text.parse::<Timestamp>() {
        instant
    } else {
        let local: DateTime = text
            .parse()
            .ok()
            .with_context(|| format!("read {text:?}: write 7d, 2026-11-01 or 2026-11-01T09:00"))?;
        zone.to_timestamp(local).with_context(|| format!("read {text:?}"))?
    };
    anyhow::ensure!(since < now, "show what was seen since {text:?}: that is in the future");
    Ok(since)
}

fn coverage_json(coverage: &Coverage) -> serde_json::Value {
    let span = |span: &Span| {
        let (state, why) = match &span.seen {
            Seen::Complete => ("complete", json!(null)),
            Seen::Unproven(doubt) => ("unproven", json!(doubt)),
            Seen::Uncovered(gap) => ("uncovered", json!(gap.why)),
        };
        json!({"from": span.from, "to": span.to, "state": state, "why": why})
    };
    let [complete, unproven, uncovered] = coverage.totals().map(|length| length.as_secs());
    json!({
        "source": coverage.status.id,
        "last_success": coverage.status.last_success,
        "spans": coverage.spans.iter().map(span).collect::<Vec<_>>(),
        "seconds": {"complete": complete, "unproven": unproven, "uncovered": uncovered},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_is_a_length_a_local_date_or_time_or_an_instant() {
        let now: Timestamp = "2026-11-22T00:00:00Z".parse().expect("an instant");
        let zone = TimeZone::get("Asia/Seoul").expect("a zone");
        let read = |text: &str| read_since(text, &zone, now).map(|t| t.to_string());
        for (text, instant) in [
            ("7d", "2026-11-15T00:00:00Z"),
            ("2026-11-01", "2026-10-31T15:00:00Z"),
            ("2026-11-01T09:00", "2026-11-01T00:00:00Z"),
            ("2026-11-01T09:00:00Z", "2026-11-01T09:00:00Z"),
        ] {
            assert_eq!(read(text).expect(text), instant, "{text}");
        }
        for nothing in ["2027-01-01", "yesterday", "7"] {
            assert!(read(nothing).is_err(), "{nothing}");
        }
    }
}
