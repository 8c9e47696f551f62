//! `reviewd accept`.

use super::configured::{ConfigArgs, block_on, open_existing_store};
use super::out::outln;
use crate::clock::{Clock, SystemClock};
use crate::review::SourceId;
use crate::store::{Accepted, Store};
use crate::words::Reader;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The source's id, as in the configuration
    source: SourceId,
    #[command(flatten)]
    config: ConfigArgs,
}

const EXAMPLES: &str = "\
Ends what mails say is wrong with the page: an empty or shorter list, parts of reviews that are not
read, silence, another address; `status` no longer repeats what may have been missed either. What the
page shows from now on is what it is compared with.
A page that cannot be read at all is not made readable by this.

Examples:
  reviewd try mall       is it really as it should be?
  reviewd accept mall";

/// Runs it.
///
/// # Errors
/// When there is no such source, or the store cannot be changed.
pub(crate) fn run(args: Args) -> anyhow::Result<super::Exit> {
    let config = match args.config.load(false) {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    let (source, now) = (&args.source, SystemClock.now());
    let found =
        block_on(async { Ok(open_existing_store(&config).await?.accept(source, now).await?) })?;
    super::pause::require(found.is_some(), source, &config)?;
    if let Some(accepted) = found {
        outln!("{}", told(accepted, source, Reader::of(&config.shop, now)));
    }
    Ok(super::Exit::Success)
}

/// What the person's word has come to.
fn told(accepted: Accepted, source: &SourceId, reader: Reader<'_>) -> String {
    let ended = match accepted.alarms {
        0 => reader.say(
            format!("{source}: 끝낼 알림이 없었습니다."),
            format!("{source}: there was no alarm to end."),
        ),
        n => reader.say(
            format!("{source}: 알림 {n}건을 끝냈습니다."),
            format!("{source}: {n} alarm{} ended.", if n == 1 { "" } else { "s" }),
        ),
    };
    let next = if accepted.unread {
        reader.say(
            format!(
                "지금은 페이지를 읽지 못하고 있습니다. 이것은 accept로 끝나지 않습니다. \
                 reviewd try {source} 명령으로 원인을 확인해 주세요."
            ),
            format!(
                "The page cannot be read at present, which no `accept` ends: \
                 `reviewd try {source}` says why."
            ),
        )
    } else {
        reader.say(
            "지금 모습을 정상으로 보고, 앞으로는 이 모습과 비교합니다.".to_owned(),
            "It is taken as it is now; from here on it is compared with this.".to_owned(),
        )
    };
    format!("{ended} {next}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::samples::{in_both, source};

    #[test]
    fn a_word_that_ends_nothing_says_so_in_both_languages() {
        let cases = [(1, false), (0, false), (2, true)];
        let said = cases.map(|(alarms, unread)| {
            in_both(|reader| told(Accepted { alarms, unread }, &source("mall"), reader))
        });
        insta::assert_snapshot!(said.join("\n==========\n"));
    }
}
