//! What commands that need a configuration share: naming it, loading it, opening its store.

use std::path::PathBuf;

use anyhow::Context;

use super::Exit;
use super::out::errln;
use crate::config::{Config, LoadOptions, Loaded, load};
use crate::store::Sqlite;

/// `--config` and `--state-dir`.
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigArgs {
    /// The configuration file
    #[arg(long, global = true, value_name = "FILE", default_value = "/etc/reviewd/reviewd.toml")]
    pub(crate) config: PathBuf,
    /// Where reviewd keeps its store [default: what the configuration says]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) state_dir: Option<PathBuf>,
}

impl ConfigArgs {
    /// Loads the file; where it cannot be used, prints every problem and answers how to end.
    pub(crate) fn load(&self, secrets_required: bool) -> Result<Config, Exit> {
        let options = LoadOptions { secrets_required, state_dir: self.state_dir.clone() };
        match load(&self.config, options) {
            Ok(Loaded { config, warnings }) => {
                if secrets_required && !warnings.is_empty() {
                    errln!("{}\n", warnings.styled());
                }
                Ok(config)
            }
            Err(invalid) => {
                errln!("{}", invalid.0.styled());
                Err(Exit::Config)
            }
        }
    }
}

/// The name of the store's file in the state directory.
const STORE: &str = "reviewd.db";

/// Opens the daemon's store, making it where there is none.
///
/// # Errors
/// When the directory or file cannot be made or read.
pub(crate) async fn open_store(config: &Config) -> anyhow::Result<Sqlite> {
    let dir = &config.state_dir;
    std::fs::create_dir_all(dir)
        .with_context(|| format!("make the state directory {}", dir.display()))?;
    Ok(Sqlite::open(&dir.join(STORE)).await?)
}

/// Opens the store beside a daemon, or after one: it must be there already, so that a command run
/// as root leaves nothing that the service cannot read. (SQLite gives the files it makes beside a
/// store the store's owner.)
///
/// # Errors
/// When there is none yet, or it cannot be read.
pub(crate) async fn open_existing_store(config: &Config) -> anyhow::Result<Sqlite> {
    let path = config.state_dir.join(STORE);
    match path.try_exists() {
        Ok(true) => {}
        Ok(false) => anyhow::bail!(
            "open the store {}: it is not there yet; `reviewd run` makes it",
            path.display()
        ),
        Err(error) => anyhow::bail!(
            "open the store {}: {error}; only root and the service's own user may look there (sudo)",
            path.display()
        ),
    }
    Ok(Sqlite::open(&path).await?)
}

/// Runs a command's asynchronous part on the current thread.
///
/// # Errors
/// With the command's own error.
pub(crate) fn block_on<T>(future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("start the runtime")?
        .block_on(future)
}
