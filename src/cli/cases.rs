//! `reviewd cases`.

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::configured::{ConfigArgs, block_on, open_existing_store};
use super::local_time::{left, moment};
use super::out::outln;
use crate::case::State;
use crate::clock::{Clock, SystemClock};
use crate::review::Review;
use crate::store::{CaseFilter, CaseSummary, Records};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
    /// Those that wait for a reply, overdue or not (the default)
    #[arg(long, group = "which")]
    open: bool,
    /// Those past their deadline
    #[arg(long, group = "which")]
    overdue: bool,
    /// Every case there ever was
    #[arg(long, group = "which")]
    all: bool,
    /// Print one JSON array instead of text
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  reviewd cases
  reviewd cases --overdue --json | jq -r '.[].url'

JSON: an array of \"id\", \"state\" (open, overdue, answered, dismissed, withdrawn), \"round\", \"source\",
\"deadline\", \"started\", \"opened\", \"closed\" or null, \"verdict\", \"author\", \"rating\", \"rating_max\",
\"title\", \"body\", \"url\".";

/// Runs it.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn run(args: Args) -> anyhow::Result<super::Exit> {
    let config = match args.config.load(false) {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    let filter = match (args.all, args.overdue) {
        (true, _) => CaseFilter::All,
        (_, true) => CaseFilter::Overdue,
        _ => CaseFilter::Open,
    };
    let cases = block_on(async { Ok(open_existing_store(&config).await?.cases(filter).await?) })?;
    if args.json {
        let array: Vec<_> = cases.iter().map(summary_json).collect();
        outln!("{}", serde_json::Value::Array(array));
    } else if cases.is_empty() {
        outln!("No cases: nobody waits for a reply.");
    } else {
        for case in &cases {
            print_line(case, &config.shop.zone, SystemClock.now());
        }
    }
    Ok(super::Exit::Success)
}

fn print_line(summary: &CaseSummary, zone: &TimeZone, now: Timestamp) {
    let case = &summary.case;
    let style = state_style(case.state);
    let time = match case.closed {
        None => left(case.deadline, now),
        Some(closed) => format!("since {}", moment(closed, zone)),
    };
    outln!(
        "#{}  {style}{:<9}{style:#}  {time:<14}  due {}  {}  {}",
        case.id,
        case.state.as_str(),
        moment(case.deadline, zone),
        case.review.source,
        headline(&summary.review),
    );
}

/// Red for what is late, yellow for what waits, green for what is done.
pub(super) fn state_style(state: State) -> Style {
    let color = match state {
        State::Overdue => AnsiColor::Red,
        State::Open => AnsiColor::Yellow,
        State::Answered => AnsiColor::Green,
        State::Dismissed | State::Withdrawn => AnsiColor::BrightBlack,
    };
    color.on_default()
}

/// Stars, author and the first words, on one line.
pub(super) fn headline(review: &Review) -> String {
    let stars = review.rating.map(|r| format!("★{}/{} ", r.value(), r.max())).unwrap_or_default();
    let author = review.author.as_deref().unwrap_or("?");
    let words: String = review.words().replace('\n', " ").chars().take(50).collect();
    format!("{stars}{author}: {words}")
}

fn summary_json(summary: &CaseSummary) -> serde_json::Value {
    let (case, review) = (&summary.case, &summary.review);
    json!({
        "id": case.id.to_string(),
        "state": case.state,
        "round": case.round,
        "source": case.review.source,
        "deadline": case.deadline,
        "started": case.started,
        "opened": case.opened,
        "closed": case.closed,
        "verdict": summary.verdict,
        "author": review.author,
        "rating": review.rating.map(crate::review::Rating::value),
        "rating_max": review.rating.map(crate::review::Rating::max),
        "title": review.title,
        "body": review.body,
        "url": review.url,
    })
}
