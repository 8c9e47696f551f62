//! `reviewd try`: one source, read now; nothing is stored and nothing is sent.

mod visit;
mod words;

use std::path::PathBuf;

use anyhow::Context as _;
use jiff::Timestamp;

use super::Exit;
use super::configured::{ConfigArgs, block_on};
use super::out::{out, outln};
use super::reading::{Judged, Reading, Rules};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::fetch::Page;
use crate::pipeline::ConfiguredSource;
use crate::score::Scorer;
use crate::settings::did_you_mean;
use crate::source::Extraction;
use crate::words::Reader;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The id of a source in the configuration
    #[arg(value_name = "SOURCE")]
    source: String,

    #[command(flatten)]
    config: ConfigArgs,

    /// Read this saved page instead of fetching one
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,

    /// When the saved page was fetched, from which "3시간 전" counts [default: now]
    #[arg(long, value_name = "RFC3339", requires = "page")]
    seen: Option<Timestamp>,

    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Fetches the first page of the list, as politely as `reviewd run` does, and the detail page of each
review where the source has them; a saved page is read alone. Stores nothing, sends nothing.

Examples:
  reviewd try mall --config reviewd.toml
  reviewd try mall --config reviewd.toml --page saved.html
  reviewd try mall --json | jq '.reviews[] | {author, verdict, deadline}'

The exit code is 0 where the page proves something (reviews, empty, unchanged), 1 where it does not,
78 where the configuration cannot be used.

JSON: \"source\", \"outcome\" (reviews | empty | unchanged | blocked | login | disallowed | error),
\"note\", \"reviews\" (each \"id\", \"author\", \"rating\", \"rating_max\", \"title\", \"body\",
\"secret\", \"posted\" {\"text\", \"earliest\", \"latest\"}, \"url\", \"reply\" {\"author\", \"body\", \"posted\"} or
null, \"product\", \"verdict\", \"evidence\" [{\"signal\", \"weight\", \"quote\"}], \"deadline\"),
\"rejects\" (each \"why\", \"excerpt\") and \"next\". What the page does not say is null; \"deadline\" is
null where no public answer is due.";

/// Runs it.
///
/// # Errors
/// When the source is unknown, the saved page unreadable, or the client cannot be set up.
pub(crate) fn run(args: Args) -> anyhow::Result<Exit> {
    let config = match args.config.load(false) {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    let source = find(&config, &args.source)?;
    let extraction = match &args.page {
        Some(path) => {
            let bytes = std::fs::read(path)
                .with_context(|| format!("read the saved page {}", path.display()))?;
            let seen = args.seen.unwrap_or_else(|| SystemClock.now());
            source.source.read(&Page::saved(&bytes, source.url.clone(), seen))
        }
        None => block_on(visit::fetch(&config, source))?,
    };
    let reading = judged(&config, source, extraction);
    if args.json {
        outln!("{}", serde_json::to_string_pretty(&reading)?);
    } else {
        let reader = Reader::of(&config.shop, SystemClock.now());
        out!("{}", words::told(&reading, source, reader));
    }
    Ok(if reading.outcome.proves() { Exit::Success } else { Exit::Failure })
}

fn find<'c>(config: &'c Config, id: &str) -> anyhow::Result<&'c ConfiguredSource> {
    let ids = || config.sources.iter().map(|source| source.id.as_str());
    config.sources.iter().find(|source| source.id.as_str() == id).with_context(|| {
        let meant = did_you_mean(id, ids()).map(|help| format!("{help} "));
        let known: Vec<&str> = ids().collect();
        let meant = meant.unwrap_or_default();
        format!("find a source {id:?}: {meant}the configuration has {}", known.join(", "))
    })
}

fn judged(config: &Config, source: &ConfiguredSource, extraction: Extraction) -> Reading {
    let rules = Rules {
        scorer: Scorer::embedded(),
        list: &source.list,
        reply_within: config.deadline.reply_within,
    };
    Reading {
        source: source.id.to_string(),
        outcome: extraction.outcome,
        note: extraction.note,
        reviews: extraction.reviews.into_iter().map(|r| Judged::of(r, rules)).collect(),
        rejects: extraction.rejects,
        next: extraction.next.map(|next| next.url.into()),
    }
}
