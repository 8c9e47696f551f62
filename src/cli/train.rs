//! `reviewd train`: a text model from labelled files.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;

use super::Exit;
use super::out::outln;
use crate::score::train::{self, Curve, Figure, Progress, Recipe, Trained};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Files are tab-separated UTF-8 with one header line, plain or gzipped. The recipe says which column of
which file holds the text and the labels. The same files and recipe give the same bytes.

Examples:
  reviewd train --out model.bin corpus/ko-*.tsv.gz corpus/en-*.tsv.gz
  reviewd train --out own.bin --recipe own.toml reviews.tsv
  reviewd train --leave-out fashion corpus/*.tsv.gz     figures on shops that were not learned from
  reviewd score --model own.bin \"배송이 너무 늦어요\"")]
pub(crate) struct Args {
    /// Where to write the model
    #[arg(long, value_name = "MODEL", required_unless_present = "leave_out")]
    out: Option<PathBuf>,
    /// How to read the files; the recipe of the built-in model where absent
    #[arg(long, value_name = "FILE")]
    recipe: Option<PathBuf>,
    /// Learn without one domain of the recipe and measure on all of it
    #[arg(long, value_name = "DOMAIN")]
    leave_out: Option<String>,
    /// Labelled files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// Runs it.
///
/// # Errors
/// With what went wrong, for a person.
pub(crate) fn run(args: Args) -> anyhow::Result<Exit> {
    let recipe = match &args.recipe {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("read the recipe {}", path.display()))?;
            Recipe::parse(&text)?
        }
        None => Recipe::embedded(),
    };
    let begun = Instant::now();
    let trained = train::train(&recipe, &args.files, args.leave_out.as_deref(), &tell)?;
    if let Some(out) = &args.out {
        write_whole(out, &trained.bytes)
            .with_context(|| format!("write the model {}", out.display()))?;
    }
    print(&trained, args.leave_out.is_none());
    let seconds = begun.elapsed().as_secs();
    if let Some(out) = &args.out {
        outln!("\n{} · {} bytes · {seconds} s", out.display(), trained.bytes.len());
    }
    Ok(Exit::Success)
}

/// Writes beside the goal and renames, so that no half model is ever found there.
fn write_whole(out: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut beside = out.as_os_str().to_owned();
    beside.push(".part");
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, out)
}

/// Progress, for a person at a terminal alone.
fn tell(progress: Progress<'_>) {
    let mut stderr = anstream::stderr().lock();
    if !std::io::stderr().is_terminal() {
        return;
    }
    // Nothing can be done where the terminal is gone.
    let _ = match progress {
        Progress::Read { file, rows } => writeln!(stderr, "{rows:>8} rows  {}", file.display()),
        Progress::Epoch { task, epoch, of } => {
            writeln!(stderr, "{task}: pass {epoch} of {of}")
        }
    };
}

fn print(trained: &Trained, with_curve: bool) {
    outln!(
        "{:<10} {:<30} {:>7} {:>7} {:>9} {:>7} {:>7}",
        "learned",
        "held-out rows of",
        "yes",
        "no",
        "accuracy",
        "AUC",
        "calib."
    );
    for Figure { task, file, yes, no, accuracy, auc, calibration_error } in &trained.figures {
        outln!(
            "{task:<10} {file:<30} {yes:>7} {no:>7} {accuracy:>9.4} {auc:>7.4} {calibration_error:>7.3}"
        );
    }
    if with_curve {
        let Curve { points, chosen } = &trained.curve;
        outln!("\ntroll from  real complaints lost  rude ones lost  abuse caught");
        for point in points {
            let mark = if point.threshold == *chosen { "  (used)" } else { "" };
            outln!(
                "{:>10.4} {:>19.2} % {:>12.2} % {:>11.1} %{mark}",
                point.threshold,
                point.lost * 100.0,
                point.rude_lost * 100.0,
                point.caught * 100.0
            );
        }
    }
}
