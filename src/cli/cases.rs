//! `reviewd cases`.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde_json::json;

use super::columns::{padded, widest};
use super::configured::{ConfigArgs, block_on, open_existing_store};
use super::out::{out, outln};
use crate::case::{Address, State};
use crate::clock::{Clock, SystemClock};
use crate::review::Review;
use crate::route::People;
use crate::store::{CaseFilter, CaseSummary, Records};
use crate::words::{Reader, state};

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

JSON: an array of \"id\", \"state\" (open, overdue, unconfirmed, answered, dismissed,
withdrawn), \"round\", \"source\", \"owner\" or null,
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
        return Ok(super::Exit::Success);
    }
    let reader = Reader::of(&config.shop, SystemClock.now());
    if cases.is_empty() {
        outln!("{}", none(filter, reader));
    } else {
        out!("{}", lines(&cases, &config.people(), reader));
    }
    Ok(super::Exit::Success)
}

/// One line a case; ends with a line break.
fn lines(cases: &[CaseSummary], people: &People, reader: Reader<'_>) -> String {
    let times: Vec<String> = cases.iter().map(|summary| time(summary, reader)).collect();
    let states = widest(cases.iter().map(|summary| state(reader.language, summary.case.state)));
    let sources = widest(cases.iter().map(|summary| summary.case.review.source.as_str()));
    let owner = |summary: &CaseSummary| people.owner_name(&summary.case).unwrap_or_default();
    let owners: Vec<String> = cases.iter().map(owner).collect();
    let owners_width = widest(owners.iter().map(String::as_str));
    let width = widest(times.iter().map(String::as_str));
    let mut out = String::new();
    for ((summary, time), owner) in cases.iter().zip(&times).zip(&owners) {
        let case = &summary.case;
        let owner = match owners_width {
            0 => String::new(),
            width => padded(owner, width) + "  ",
        };
        let style = state_style(case.state);
        let _ = writeln!(
            out,
            "#{}  {style}{}{style:#}  {}  {} {}  {}  {owner}{}",
            case.id,
            padded(state(reader.language, case.state), states),
            padded(time, width),
            reader.say("기한", "due"),
            reader.moment(case.deadline),
            padded(case.review.source.as_str(), sources),
            headline(&summary.review),
        );
    }
    out
}

fn time(summary: &CaseSummary, reader: Reader<'_>) -> String {
    match summary.case.closed.map(|closed| reader.moment(closed)) {
        None => reader.left(summary.case.deadline),
        Some(closed) => reader.say(format!("{closed} 마무리"), format!("since {closed}")),
    }
}

fn none(filter: CaseFilter, reader: Reader<'_>) -> &'static str {
    match filter {
        CaseFilter::Open => {
            reader.say("답글을 기다리는 리뷰가 없습니다.", "No cases: nobody waits for a reply.")
        }
        CaseFilter::Overdue => {
            reader.say("답글 기한이 지난 리뷰가 없습니다.", "No case is past its deadline.")
        }
        CaseFilter::All => {
            reader.say("접수된 불만이 아직 없습니다.", "There has been no case yet.")
        }
    }
}

/// Red for what is late, yellow for what waits, green for what is done.
pub(super) fn state_style(state: State) -> Style {
    let color = match state {
        State::Overdue => AnsiColor::Red,
        State::Open | State::Unconfirmed => AnsiColor::Yellow,
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
        "owner": case.owner.as_ref().map(Address::as_str),
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

#[cfg(test)]
mod tests;
