//! `reviewd read-date`.

/// Its arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs it.
///
/// # Errors
/// With what went wrong, for a person.
pub(crate) fn run(_args: Args) -> anyhow::Result<super::Exit> {
    anyhow::bail!("not built yet")
}
