//! argv → subcommand → exit code.

use std::process::ExitCode;

use clap::Parser;
use reviewd::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(exit) => exit.into(),
        Err(error) => {
            anstream::eprintln!("reviewd: failed to {error:#}");
            ExitCode::FAILURE
        }
    }
}
