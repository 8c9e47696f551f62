//! `reviewd score`: judges texts from the command line or standard input.

use std::io::{BufRead, Write};
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::Exit;
use super::out::{Out, errln};
use crate::review::{Cause, Evidence, Judgement, Rating, Verdict};
use crate::score::{Scorer, Subject};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Without TEXT, JSON lines are read from standard input, one review each:
  {\"text\": \"…\", \"rating\": 2, \"rating_max\": 5}        rating and rating_max may be absent
A line that cannot be read is named on standard error, the others are judged, and the exit code is 1.

With --json, one object a line for each text:
  verdict    negative | suspected_troll | positive
  negative   probability that the customer is unhappy
  troll      probability that there is only hostility and nothing to resolve
  causes     what it is about
  evidence   [{signal, weight, quote}], heaviest first; weight in log-odds, above zero towards
             complaint or troll
A line that cannot be read gives {\"error\": \"…\"} in its place.

Examples:
  reviewd score \"배송이 너무 늦어요\"
  reviewd score --rating 1 \"별로\"
  reviewd score --json < reviews.jsonl")]
pub(crate) struct Args {
    /// Texts to judge
    #[arg(value_name = "TEXT")]
    texts: Vec<String>,
    /// Stars given with every TEXT
    #[arg(long, value_name = "N", requires = "texts")]
    rating: Option<f64>,
    /// What the stars are out of
    #[arg(long, value_name = "M", default_value_t = 5.0, requires = "rating")]
    rating_max: f64,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
    /// A model written by `reviewd train` in place of the built-in one
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

/// One review on standard input.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    text: String,
    rating: Option<f64>,
    rating_max: Option<f64>,
}

/// One judgement as `--json` prints it.
#[derive(Debug, Serialize)]
struct Judged<'a> {
    verdict: Verdict,
    negative: f64,
    troll: f64,
    causes: &'a [Cause],
    evidence: &'a [Evidence],
}

/// Runs it.
///
/// # Errors
/// With what went wrong, for a person.
pub(crate) fn run(args: Args) -> anyhow::Result<Exit> {
    let loaded;
    let scorer = match &args.model {
        Some(path) => {
            let bytes = std::fs::read(path).with_context(|| format!("read {}", path.display()))?;
            loaded = Scorer::load(bytes).with_context(|| format!("use {}", path.display()))?;
            &loaded
        }
        None => Scorer::embedded(),
    };
    let mut out = std::io::BufWriter::new(Out::new());
    if !args.texts.is_empty() {
        let rating = args.rating.map(|value| Rating::new(value, args.rating_max)).transpose();
        let rating = rating.context("judge with these stars")?;
        for text in &args.texts {
            print(&mut out, text, &scorer.assess(Subject { text, rating }), args.json)?;
        }
        return Ok(Exit::Success);
    }
    let refused = judge_lines(scorer, &mut std::io::stdin().lock(), &mut out, args.json)?;
    out.flush().context("print")?;
    if refused > 0 {
        let lines = if refused == 1 { "line" } else { "lines" };
        errln!("reviewd: {refused} {lines} could not be judged");
        return Ok(Exit::Failure);
    }
    Ok(Exit::Success)
}

/// Judges every line; how many could not be.
fn judge_lines(
    scorer: &Scorer,
    lines: &mut impl BufRead,
    out: &mut impl Write,
    json: bool,
) -> anyhow::Result<usize> {
    let (mut number, mut refused, mut bytes) = (0, 0, Vec::new());
    loop {
        bytes.clear();
        number += 1;
        if lines.read_until(b'\n', &mut bytes).context("read standard input")? == 0 {
            return Ok(refused);
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match understand(&bytes) {
            Ok((line, rating)) => {
                let judgement = scorer.assess(Subject { text: &line.text, rating });
                print(out, &line.text, &judgement, json)?;
            }
            Err(error) => {
                refused += 1;
                errln!("reviewd: line {number}: {error:#}");
                if json {
                    let object =
                        serde_json::json!({ "error": format!("line {number}: {error:#}") });
                    writeln!(out, "{object}").context("print")?;
                }
            }
        }
    }
}

fn understand(bytes: &[u8]) -> anyhow::Result<(Line, Option<Rating>)> {
    let line: Line = serde_json::from_slice(bytes)?;
    let rating = match (line.rating, line.rating_max) {
        (Some(value), max) => Some(Rating::new(value, max.unwrap_or(5.0))?),
        (None, Some(_)) => anyhow::bail!("there is a rating_max without a rating"),
        (None, None) => None,
    };
    Ok((line, rating))
}

fn print(out: &mut impl Write, text: &str, judged: &Judgement, json: bool) -> anyhow::Result<()> {
    let printed = if json {
        let Judgement { verdict, negative, troll, causes, evidence } = judged;
        let object =
            Judged { verdict: *verdict, negative: *negative, troll: *troll, causes, evidence };
        serde_json::to_string(&object)?
    } else {
        for_people(text, judged)
    };
    writeln!(out, "{printed}").context("print")
}

/// The verdict, the text's beginning, and the reasons in the order of their weight.
fn for_people(text: &str, judged: &Judgement) -> String {
    let (word, colour) = match judged.verdict {
        Verdict::Negative => ("negative", AnsiColor::Red),
        Verdict::SuspectedTroll => ("suspected troll", AnsiColor::Yellow),
        Verdict::Positive => ("positive", AnsiColor::Green),
    };
    let (bold, dim) = (Style::new().bold().fg_color(Some(colour.into())), Style::new().dimmed());
    let shown: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cut: String = shown.chars().take(70).collect();
    if cut.len() < shown.len() {
        cut.push('…');
    }
    let mut lines = vec![format!(
        "{bold}{word}{bold:#}  unhappy {:.0} %, troll {:.0} %  {dim}{cut}{dim:#}",
        judged.negative * 100.0,
        judged.troll * 100.0
    )];
    for Evidence { signal, weight, quote } in &judged.evidence {
        lines.push(format!("  {weight:>+5.1}  {signal:<9} {}", quote.as_deref().unwrap_or("")));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(input: &[u8]) -> (usize, Vec<serde_json::Value>) {
        let mut out = Vec::new();
        let refused = judge_lines(Scorer::embedded(), &mut &input[..], &mut out, true)
            .expect("a buffer can be written to");
        let text = String::from_utf8(out).expect("JSON is UTF-8");
        (
            refused,
            text.lines().map(|l| serde_json::from_str(l).expect("one object a line")).collect(),
        )
    }

    #[test]
    fn a_malformed_line_is_counted_and_the_others_are_judged() {
        let input = concat!(
            "{\"text\": \"배송이 너무 늦고 전화도 안 받아요\"}\n",
            "not json\n",
            "{\"text\": \"x\", \"rating\": 7}\n",
            "{\"text\": \"x\", \"stars\": 7}\n",
            "{\"text\": \"정말 좋아요 만족합니다\", \"rating\": 9, \"rating_max\": 10}\n",
        );
        let (refused, objects) = judged(&[input.as_bytes(), b"{\"text\": \"\xff\"}"].concat());
        assert_eq!(refused, 4, "{objects:?}");
        assert_eq!(objects.len(), 6, "every line has its object");
        assert_eq!(objects[0]["verdict"], "negative");
        assert!(objects[1]["error"].as_str().is_some_and(|e| e.starts_with("line 2")));
        assert!(objects[2]["error"].as_str().is_some_and(|e| e.contains("7 out of 5")));
        assert_eq!(objects[4]["verdict"], "positive");
        assert_eq!(objects[4]["causes"], serde_json::json!([]));
    }

    #[test]
    fn people_see_the_reasons_and_programs_stable_keys() {
        let judgement = Judgement {
            verdict: Verdict::Negative,
            negative: 0.914,
            troll: 0.02,
            causes: Vec::new(),
            evidence: vec![Evidence {
                signal: "text".into(),
                weight: 2.34,
                quote: Some("너무 늦어요".into()),
            }],
        };
        let shown = anstream::adapter::strip_str(&for_people("배송이\n너무 늦어요", &judgement))
            .to_string();
        assert_eq!(
            shown,
            "negative  unhappy 91 %, troll 2 %  배송이 너무 늦어요\n   +2.3  text      너무 늦어요"
        );
    }
}
