//! `reviewd read-date`: what a date on a page is read to mean.

use std::io::BufRead;

use anyhow::Context as _;
use clap::ValueEnum;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::out::outln;
use crate::clock::{Clock, SystemClock};
use crate::review::Interval;
use crate::when::{Context, DateOrder, read};

/// Shown below the options.
const EXAMPLES: &str = "\
Examples:
  reviewd read-date 2024.05.08 '3시간 전' 'Submitted 19/04/2025, by Ann'
  reviewd read-date --seen 2024-03-18T21:34:56+09:00 '어제 오후 3시'
  reviewd read-date --order day-month --zone Europe/London 03/04/2025
  grep -o 'posted .*' page.txt | reviewd read-date --json

With --json each text gives one line:
  {\"text\":\"2024.05.08\",\"earliest\":\"2024-05-07T15:00:00Z\",\"latest\":\"2024-05-08T14:59:59Z\"}
Both ends are included; both are null where the text cannot be read as a date. That is an answer,
not a failure: the exit code is 0.";

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The texts to read; without any, each line of standard input is one
    #[arg(value_name = "TEXT")]
    texts: Vec<String>,

    /// When the page was read, from which "3시간 전" and "yesterday" count [default: now]
    #[arg(long, value_name = "RFC3339", value_parser = seen)]
    seen: Option<Timestamp>,

    /// The zone the page prints its times in
    #[arg(long, value_name = "ZONE", default_value = "Asia/Seoul", value_parser = zone)]
    zone: TimeZone,

    /// How numeric dates such as 03/04/2025 are ordered, where that is known
    #[arg(long)]
    order: Option<Order>,

    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    /// 31/12/2024
    DayMonth,
    /// 12/31/2024
    MonthDay,
}

impl From<Order> for DateOrder {
    fn from(order: Order) -> Self {
        match order {
            Order::DayMonth => Self::DayMonth,
            Order::MonthDay => Self::MonthDay,
        }
    }
}

/// The stable form of `--json`.
#[derive(Serialize)]
struct Line<'a> {
    text: &'a str,
    earliest: Option<Timestamp>,
    latest: Option<Timestamp>,
}

/// Reads each text and prints what it means.
///
/// # Errors
/// Where standard input cannot be read.
pub(crate) fn run(args: Args) -> anyhow::Result<super::Exit> {
    let context = Context {
        seen: args.seen.unwrap_or_else(|| SystemClock.now()),
        zone: args.zone,
        order: args.order.map(DateOrder::from),
    };
    if args.texts.is_empty() {
        for line in std::io::stdin().lock().split(b'\n') {
            let line = line.context("read texts from standard input")?;
            print(String::from_utf8_lossy(&line).trim_end_matches('\r'), &context, args.json)?;
        }
    }
    for text in &args.texts {
        print(text, &context, args.json)?;
    }
    Ok(super::Exit::Success)
}

fn print(text: &str, context: &Context, json: bool) -> anyhow::Result<()> {
    let interval = read(text, context).map(|reading| reading.interval);
    if json {
        let (earliest, latest) = (interval.map(|i| i.earliest), interval.map(|i| i.latest));
        outln!("{}", serde_json::to_string(&Line { text, earliest, latest })?);
    } else {
        outln!("{}", describe(text, interval, &context.zone));
    }
    Ok(())
}

/// One line for people.
fn describe(text: &str, interval: Option<Interval>, zone: &TimeZone) -> String {
    // Control characters of a page must not steer the terminal.
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let Some(Interval { earliest, latest }) = interval else {
        return format!("{text}  →  cannot be read as a date");
    };
    let local = |instant: Timestamp| {
        instant.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    };
    let offset = earliest.to_zoned(zone.clone()).strftime("%:z").to_string();
    if earliest == latest {
        return format!("{text}  →  {} {offset}  (to the second)", local(earliest));
    }
    let width = vagueness(latest.duration_since(earliest));
    format!("{text}  →  {} .. {} {offset}  (within {width})", local(earliest), local(latest))
}

/// How long the interval is, in the unit that tells a person most.
fn vagueness(between: SignedDuration) -> String {
    let seconds = between.as_secs().unsigned_abs();
    let nearest = |unit: u64| (seconds + unit / 2) / unit;
    let (count, unit) = match seconds {
        // With its last second a minute has sixty.
        59 | 60 => (1, "minute"),
        ..120 => (seconds, "second"),
        120..7_200 => (nearest(60), "minute"),
        7_200..172_800 => (nearest(3_600), "hour"),
        _ => (nearest(86_400), "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn seen(text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| "expected an RFC 3339 instant such as 2024-03-18T21:34:56+09:00".to_owned())
}

fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name)
        .map_err(|_| "expected a zone of the IANA list such as Asia/Seoul".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(text: &str) -> String {
        let zone = TimeZone::get("Asia/Seoul").expect("the zone data is bundled");
        let seen = "2024-03-18T12:34:56Z".parse().expect("a constant");
        let reading = read(text, &Context { seen, zone: zone.clone(), order: None });
        describe(text, reading.map(|reading| reading.interval), &zone)
    }

    #[test]
    fn people_see_local_time_and_how_vague_it_is() {
        assert_eq!(
            described("2024.03.16"),
            "2024.03.16  →  2024-03-16 00:00:00 .. 2024-03-16 23:59:59 +09:00  (within 24 hours)"
        );
        assert_eq!(
            described("2024-03-16T01:02:03Z"),
            "2024-03-16T01:02:03Z  →  2024-03-16 10:02:03 +09:00  (to the second)"
        );
        assert_eq!(described("오늘\u{1b} 도착"), "오늘  도착  →  cannot be read as a date");
    }
}
