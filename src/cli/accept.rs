//! `reviewd accept`.

use super::configured::{ConfigArgs, block_on, open_existing_store};
use super::out::outln;
use crate::clock::{Clock, SystemClock};
use crate::review::SourceId;
use crate::store::Store;
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
    super::pause::require(found, source, &config)?;
    outln!(
        "{}",
        Reader::of(&config.shop, now).say(
            format!("{source}: 지금 모습을 정상으로 봅니다. 앞으로는 이 모습과 비교합니다."),
            format!("{source} is taken as it is now; from here on it is compared with this."),
        )
    );
    Ok(super::Exit::Success)
}
