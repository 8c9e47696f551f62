//! The composition root: builds the rooms from a configuration, runs the loops, ends them.

mod daemon;
mod logging;

pub use daemon::{Daemon, Error, Parts};
pub use logging::init as init_logging;
