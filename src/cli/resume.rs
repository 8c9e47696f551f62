//! `reviewd resume`.

use super::configured::ConfigArgs;
use super::out::outln;
use crate::clock::{Clock, SystemClock};
use crate::review::SourceId;
use crate::words::Reader;

/// Its arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The source's id, as in the configuration
    source: SourceId,
    #[command(flatten)]
    config: ConfigArgs,
}

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
    super::pause::set(&config, source, None, now)?;
    outln!(
        "{}",
        Reader::of(&config.shop, now).say(
            format!("{source}: 1분 안에 다시 확인을 시작합니다."),
            format!("{source} is polled again within a minute."),
        )
    );
    Ok(super::Exit::Success)
}
