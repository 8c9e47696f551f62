//! `reviewd resume`.

use super::configured::ConfigArgs;
use super::out::outln;
use crate::clock::{Clock, SystemClock};
use crate::review::SourceId;

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
    super::pause::set(&config, &args.source, None, SystemClock.now())?;
    outln!("{} is polled again within a minute.", args.source);
    Ok(super::Exit::Success)
}
