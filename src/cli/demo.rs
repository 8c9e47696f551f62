//! `reviewd demo`: a day of reviewd at work, on this machine alone.

use std::path::PathBuf;

use super::Exit;
use super::configured::block_on;
use super::out::outln;
use crate::alert::Language;
use crate::demo::{self, Options};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder for the mails; what an earlier demo left there is replaced
    #[arg(long, value_name = "DIR", default_value = "reviewd-demo")]
    out: PathBuf,
    /// The language of the time line and the mails [default: by LANG, else English]
    #[arg(long, value_enum)]
    language: Option<Tongue>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Tongue {
    /// 한국어
    Ko,
    /// English
    En,
}

const EXAMPLES: &str = "\
A sample shop (a Korean board, an English feed, a JSON interface) and a mail server run on loopback
inside the process; the real daemon watches them through a day and a half of simulated time.

Examples:
  reviewd demo
  reviewd demo --language ko --out /tmp/demo";

/// Runs it.
///
/// # Errors
/// When files or sockets cannot be made.
pub(crate) fn run(args: Args) -> anyhow::Result<Exit> {
    let language = match args.language {
        Some(Tongue::Ko) => Language::Ko,
        Some(Tongue::En) => Language::En,
        None => language_of_the_terminal(),
    };
    let options = Options { out: args.out, language };
    let left = block_on(async { Ok(demo::run(&options, |line| outln!("{line}")).await?) })?;
    let (count, folder) = (left.count, left.mails.display());
    match language {
        Language::Ko => {
            outln!("\n메일 {count}통이 {folder} 에 있습니다. .html 파일을 브라우저로 열어 보세요.")
        }
        Language::En => {
            outln!("\n{count} mails are in {folder}: open an .html file in a browser.");
        }
    }
    Ok(Exit::Success)
}

fn language_of_the_terminal() -> Language {
    let korean = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .is_some_and(|value| value.starts_with("ko"));
    if korean { Language::Ko } else { Language::En }
}
