//! The composition root: builds the rooms from a configuration, runs the loops, ends them.

mod daemon;
mod logging;

use tokio::runtime::{Builder, Runtime};

pub use daemon::{Daemon, Error, Parts};
pub use logging::init as init_logging;

/// What the daemon runs on. One thread is enough for all that waits for clocks and sockets, and several
/// would mostly wake each other up; pages are read, files are written and names are looked up on others.
///
/// # Errors
/// Where the system gives no thread or no way to wait.
pub fn runtime() -> std::io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(1).enable_all().build()
}
