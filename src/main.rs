//! argv → subcommand → exit code.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use reviewd::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(exit) => exit.into(),
        Err(error) => {
            // Where nobody listens on standard error, the exit code says it.
            let _ = writeln!(anstream::stderr(), "reviewd: failed to {error:#}");
            ExitCode::FAILURE
        }
    }
}
