//! What was read, for people.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::local_time::{left, moment};
use crate::cli::reading::{Judged, Posted, Reading, Reply};
use crate::pipeline::ConfiguredSource;
use crate::review::Verdict;
use crate::source::Outcome;

/// So much of a text shows that a person can tell whether it is the right one.
const SHOWN: usize = 160;
/// So many reasons are shown; `--json` has them all.
const REASONS: usize = 4;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

fn colour(colour: AnsiColor) -> Style {
    Style::new().bold().fg_color(Some(anstyle::Color::Ansi(colour)))
}

/// The whole reading; times in the shop's zone.
pub(super) fn english(
    reading: &Reading,
    source: &ConfiguredSource,
    zone: &TimeZone,
    now: Timestamp,
) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{BOLD}{}{BOLD:#}  {}  ({})", reading.source, source.url, source.kind);
    let _ = writeln!(out, "{}", headline(reading));
    for (at, review) in reading.reviews.iter().enumerate() {
        out.push('\n');
        review_lines(&mut out, at + 1, review, zone, now);
    }
    if !reading.rejects.is_empty() {
        let _ = writeln!(out, "\n{BOLD}Not taken, or not whole{BOLD:#}");
        for reject in &reading.rejects {
            let _ = writeln!(out, "  - {}", reject.why);
            if !reject.excerpt.is_empty() {
                let _ = writeln!(out, "    {DIM}{}{DIM:#}", short(&reject.excerpt));
            }
        }
    }
    if let Some(next) = &reading.next {
        let _ = writeln!(out, "\nNext page: {next}");
    }
    let _ = writeln!(out, "\n{DIM}Nothing was stored and nothing was sent.{DIM:#}");
    out
}

fn headline(reading: &Reading) -> String {
    let good = colour(AnsiColor::Green);
    let bad = colour(AnsiColor::Red);
    let said = match reading.outcome {
        Outcome::Reviews => {
            let negative =
                reading.reviews.iter().filter(|r| r.verdict == Verdict::Negative).count();
            let count = reading.reviews.len();
            format!("{good}reviews{good:#}: {count} on the page, {negative} of them negative")
        }
        Outcome::Empty => format!("{good}empty{good:#}: the list is there and holds no review"),
        Outcome::Unchanged => format!("{good}unchanged{good:#}"),
        Outcome::Blocked => format!("{bad}blocked{bad:#}: the site does not let us read it"),
        Outcome::Login => format!("{bad}login{bad:#}: the site wants a login first"),
        Outcome::Disallowed => format!("{bad}disallowed{bad:#}: robots.txt asks us to stay out"),
        Outcome::Error => format!("{bad}error{bad:#}: no list of reviews could be read"),
    };
    match &reading.note {
        Some(note) => format!("{said}\n  {note}"),
        None => said,
    }
}

fn review_lines(out: &mut String, number: usize, review: &Judged, zone: &TimeZone, now: Timestamp) {
    let author = review.author.as_deref().unwrap_or("(no name)");
    let id = review.id.as_deref().map(|id| format!("  {DIM}#{id}{DIM:#}")).unwrap_or_default();
    let _ = writeln!(out, "{BOLD}{number}. {author}{BOLD:#}  {}{id}", stars(review));
    let _ = writeln!(out, "   written  {}", written(&review.posted, zone));
    for (name, text) in [
        ("product", &review.product),
        ("title", &review.title),
        ("text", &review.body),
        ("link", &review.url),
    ] {
        if let Some(text) = text {
            let _ = writeln!(out, "   {name:<8} {}", short(text));
        }
    }
    if let Some(Reply { author, body, posted }) = &review.reply {
        let author = author.as_deref().unwrap_or("(no name)");
        let _ = writeln!(out, "   reply    {author}, {}: {}", written(posted, zone), short(body));
    }
    let _ = writeln!(out, "   verdict  {}", verdict(review));
    if review.verdict == Verdict::Negative {
        let _ = writeln!(out, "   answer   {}", due(review, zone, now));
    }
}

fn stars(review: &Judged) -> String {
    match (review.rating, review.rating_max) {
        (Some(value), Some(max)) => format!("{value} of {max} stars"),
        _ => format!("{DIM}no stars{DIM:#}"),
    }
}

fn written(posted: &Posted, zone: &TimeZone) -> String {
    let text = posted.text.as_deref().map(|text| format!("{:?} = ", short(text)));
    let meant = match (posted.earliest, posted.latest) {
        (Some(earliest), Some(latest)) if earliest == latest => moment(earliest, zone),
        (Some(earliest), Some(latest)) => {
            format!("{} to {}", moment(earliest, zone), moment(latest, zone))
        }
        _ => "unknown".to_owned(),
    };
    format!("{}{meant}", text.unwrap_or_default())
}

fn verdict(review: &Judged) -> String {
    let style = match review.verdict {
        Verdict::Negative => colour(AnsiColor::Red),
        Verdict::SuspectedTroll => colour(AnsiColor::Yellow),
        Verdict::Positive => colour(AnsiColor::Green),
    };
    let reasons: Vec<String> = review
        .evidence
        .iter()
        .take(REASONS)
        .map(|reason| {
            let quote = reason.quote.as_deref().map(|quote| format!(" {:?}", short(quote)));
            format!("{} {:+.1}{}", reason.signal, reason.weight, quote.unwrap_or_default())
        })
        .collect();
    let name = review.verdict.as_str();
    format!("{style}{name}{style:#}  {DIM}{}{DIM:#}", reasons.join(", "))
}

fn due(review: &Judged, zone: &TimeZone, now: Timestamp) -> String {
    match review.deadline {
        Some(deadline) => format!("due by {} ({})", moment(deadline, zone), left(deadline, now)),
        None if review.is_answered => "stands already, so no case would be opened".to_owned(),
        None => "due, counted from when it is first seen, since the page gives no time".to_owned(),
    }
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}
