//! `reviewd route`: who would get a complaint, and why.

mod words;

use anyhow::Context;
use clap::builder::PossibleValuesParser;
use serde_json::json;

use super::configured::ConfigArgs;
use super::out::{out, outln};
use super::pause::{read_time, require};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::review::{Cause, Rating, Script, SourceId};
use crate::route::{Address, Matter, People, Routed, Rung};
use crate::words::Reader;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// What it is about; may be given several times
    #[arg(long = "cause", value_name = "CAUSE", value_parser = names(&Cause::ALL))]
    causes: Vec<String>,
    /// The source it stands on
    #[arg(long, value_name = "SOURCE")]
    source: Option<SourceId>,
    /// The product's name
    #[arg(long, value_name = "NAME")]
    product: Option<String>,
    /// Its stars, of five
    #[arg(long, value_name = "STARS")]
    stars: Option<f64>,
    /// What it is written in
    #[arg(long, value_name = "LANGUAGE", value_parser = names(&Script::ALL))]
    language: Option<String>,
    /// When it is seen: a local time (2026-12-25T22:00), an instant or a length of time from now
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    #[command(flatten)]
    config: ConfigArgs,
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Asks the configuration alone: sends nothing and needs no running daemon. What is not said of the complaint
fits no condition on it.

Examples:
  reviewd route --cause delivery --at 2026-12-25T22:00
  reviewd route --source mall --stars 1 --language ko --product '수면등'
  reviewd route --cause refund --json | jq -r .owner.mail

JSON: \"at\", \"owner\" and each of \"copies\" (\"name\" or null, \"mail\"), \"escalation\" (each
\"before_deadline_seconds\", \"to\"), \"route\" (its place in the file from 1, null where none fits), \"fits\"
(its lines), \"passed\" (of each route before it, the first line that does not hold), \"away\" (each \"name\",
\"first\", \"last\", \"instead\" or null).";

fn names<T>(all: &[(&'static str, T)]) -> PossibleValuesParser {
    all.iter().map(|(name, _)| *name).collect::<Vec<_>>().into()
}

fn named<T: Copy>(all: &[(&'static str, T)], text: &str) -> Option<T> {
    all.iter().find(|(name, _)| *name == text).map(|(_, value)| *value)
}

/// Runs it.
///
/// # Errors
/// When the complaint cannot be one: no such source or time, or stars beyond five.
pub(crate) fn run(args: Args) -> anyhow::Result<super::Exit> {
    let config = match args.config.load(false) {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    let matter = matter(&args, &config)?;
    let people = config.people();
    let routed = people.routed(&matter, matter.at);
    if args.json {
        outln!("{}", answer_json(&matter, &routed, &people));
    } else {
        let reader = Reader::of(&config.shop, matter.at);
        out!("{}", words::answer(&routed, &people, reader));
    }
    Ok(super::Exit::Success)
}

fn matter(args: &Args, config: &Config) -> anyhow::Result<Matter> {
    let now = SystemClock.now();
    let at = args.at.as_deref().map(|text| read_time(text, &config.shop.zone, now)).transpose()?;
    if let Some(source) = &args.source {
        require(config.sources.iter().any(|known| known.id == *source), source, config)?;
    }
    let rating = args.stars.map(|stars| Rating::new(stars, 5.0)).transpose();
    Ok(Matter {
        source: args.source.clone(),
        causes: args.causes.iter().filter_map(|name| named(&Cause::ALL, name)).collect(),
        product: args.product.clone(),
        rating: rating.context("read --stars")?,
        language: args.language.as_deref().and_then(|name| named(&Script::ALL, name)),
        at: at.unwrap_or(now),
    })
}

fn answer_json(matter: &Matter, routed: &Routed, people: &People) -> serde_json::Value {
    let one = |address: &Address| json!({ "name": people.person(address).map(|p| &p.name), "mail": address.as_str() });
    let rung = |rung: &Rung| {
        let to: Vec<_> = rung.to.iter().map(one).collect();
        json!({ "before_deadline_seconds": rung.before.as_secs(), "to": to })
    };
    let away = routed.why.absent.iter().map(|absence| {
        json!({
            "name": absence.name,
            "first": absence.away.first,
            "last": absence.away.last,
            "instead": absence.instead.as_ref().map(one),
        })
    });
    json!({
        "at": matter.at,
        "owner": one(&routed.owner),
        "copies": routed.also.iter().map(one).collect::<Vec<_>>(),
        "escalation": routed.rungs.iter().map(rung).collect::<Vec<_>>(),
        "route": routed.why.route.map(|place| place + 1),
        "fits": routed.why.fits,
        "passed": routed.why.passed,
        "away": away.collect::<Vec<_>>(),
    })
}
