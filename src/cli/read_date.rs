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
use crate::when::{Context, DateOrder, Reading, read, read_field, readings_by_order};

/// Shown below the options.
const EXAMPLES: &str = "\
Examples:
  reviewd read-date 2024.05.08 '3시간 전' 'Submitted 19/04/2025, by Ann'
  reviewd read-date --seen 2024-03-18T21:34:56+09:00 '어제 오후 3시'
  reviewd read-date --order day-month --zone Europe/London 03/04/2025
  grep -o 'posted .*' page.txt | reviewd read-date --json

With --json each text gives one line:
  {\"text\":\"2024.05.08\",\"earliest\":\"2024-05-07T15:00:00Z\",\"latest\":\"2024-05-08T14:59:59Z\"}
Both ends are included; both are null where the text need not be a date (\"10m\", \"11/22\"). Where a
source's `date` field shows such a text, it is read: \"in_field\" then holds what it means there.
A text that is no date is an answer, not a failure: the exit code is 0.";

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

    /// How numeric dates such as 03/04/25 are ordered, where that is known
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
    /// 24/12/31
    YearMonthDay,
}

impl From<Order> for DateOrder {
    fn from(order: Order) -> Self {
        match order {
            Order::DayMonth => Self::DayMonth,
            Order::MonthDay => Self::MonthDay,
            Order::YearMonthDay => Self::YearMonthDay,
        }
    }
}

/// The stable form of `--json`.
#[derive(Serialize)]
struct Line<'a> {
    text: &'a str,
    earliest: Option<Timestamp>,
    latest: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_field: Option<Interval>,
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
    if json {
        let interval = read(text, context).map(|reading| reading.interval);
        let (earliest, latest) = (interval.map(|i| i.earliest), interval.map(|i| i.latest));
        let in_field = || read_field(text, context).map(|reading| reading.interval);
        let in_field = if interval.is_none() { in_field() } else { None };
        outln!("{}", serde_json::to_string(&Line { text, earliest, latest, in_field })?);
    } else {
        outln!("{}", describe(text, context));
    }
    Ok(())
}

/// One line for people.
fn describe(text: &str, context: &Context) -> String {
    // Control characters of a page must not steer the terminal.
    let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let zone = &context.zone;
    let said = |reading: Reading| span(reading.interval, zone);
    let alone = read(text, context);
    let mut line = match (alone, read_field(text, context)) {
        (Some(reading), _) if reading.certain => format!("{shown}  →  {}", said(reading)),
        (Some(reading), _) => {
            format!("{shown}  →  {}, if it is meant as a date", said(reading))
        }
        (None, Some(reading)) => {
            format!("{shown}  →  may be no date; where a `date` field shows it: {}", said(reading))
        }
        (None, None) => format!("{shown}  →  cannot be read as a date"),
    };
    let ways = readings_by_order(text, context);
    let settled = read_field(text, context).filter(|one| ways.iter().any(|(_, way)| way == one));
    let is_plain = context.order.is_some() || settled.is_some() && alone.is_some_and(|r| r.certain);
    for (order, reading) in ways.into_iter().filter(|_| !is_plain) {
        let way = match order {
            DateOrder::YearMonthDay => "year-month-day",
            DateOrder::DayMonth => "day-month",
            DateOrder::MonthDay => "month-day",
        };
        line.push_str(&format!("\n    with --order {way}: {}", said(reading)));
    }
    line
}

/// A stretch of time in the page's zone.
fn span(Interval { earliest, latest }: Interval, zone: &TimeZone) -> String {
    let local = |instant: Timestamp| {
        instant.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    };
    let offset = earliest.to_zoned(zone.clone()).strftime("%:z").to_string();
    if earliest == latest {
        return format!("{} {offset}  (to the second)", local(earliest));
    }
    let width = vagueness(latest.duration_since(earliest));
    format!("{} .. {} {offset}  (within {width})", local(earliest), local(latest))
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
        describe(text, &Context { seen, zone, order: None })
    }

    #[test]
    fn people_see_how_a_text_could_be_read() {
        let day = |day: &str| format!("{day} 00:00:00 .. {day} 23:59:59 +09:00  (within 24 hours)");
        let may_be = "may be no date; where a `date` field shows it:";
        assert_eq!(described("11/22"), format!("11/22  →  {may_be} {}", day("2023-11-22")));
        assert_eq!(
            described("2/3"),
            format!(
                "2/3  →  {may_be} {}\n    with --order month-day: {}\n    with --order day-month: {}",
                day("2024-02-03"),
                day("2024-02-03"),
                day("2024-03-02")
            )
        );
        let unsure = format!("3.16  →  {}, if it is meant as a date", day("2024-03-16"));
        assert_eq!(described("3.16"), unsure);
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
