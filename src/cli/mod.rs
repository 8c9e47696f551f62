//! The command line: one file a subcommand; prints for people, `--json` for programs.

mod accept;
mod case;
mod cases;
mod check;
mod columns;
mod configured;
mod coverage;
mod demo;
mod out;
mod pause;
mod read_date;
mod reading;
mod resume;
mod route;
mod run;
#[cfg(test)]
mod samples;
mod score;
mod status;
mod test_mail;
mod train;
mod try_source;

use clap::Parser;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Success,
    /// 1: it could not be done.
    Failure,
    /// 78: the configuration is wrong.
    Config,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Success => Self::SUCCESS,
            Exit::Failure => Self::FAILURE,
            Exit::Config => Self::from(78),
        }
    }
}

/// Watches a shop's review pages and mails the right person while there is time to answer.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show a whole day of reviewd at work, on this machine alone
    Demo(demo::Args),
    /// Run the daemon
    Run(run::Args),
    /// Check a configuration file and say what it will do
    Check(check::Args),
    /// Read one source now and show what would be made of it; stores and sends nothing
    Try(try_source::Args),
    /// Send one mail and name the step that fails
    TestMail(test_mail::Args),
    /// Judge texts
    Score(score::Args),
    /// Train a text model from labelled files
    Train(train::Args),
    /// Say what a date on a page means
    ReadDate(read_date::Args),
    /// List cases
    Cases(cases::Args),
    /// Show or change one case
    Case(case::Args),
    /// Say who would get a complaint, and why
    Route(route::Args),
    /// Say what was seen of the sources, and when something may have been missed
    Coverage(coverage::Args),
    /// Say how sources, cases and mail are doing
    Status(status::Args),
    /// Stop polling a source for a while
    Pause(pause::Args),
    /// Poll a paused source again
    Resume(resume::Args),
    /// Say that a page is as it should be, which ends its alarms
    Accept(accept::Args),
}

impl Cli {
    /// Runs the chosen subcommand.
    ///
    /// # Errors
    /// With what went wrong, for a person.
    pub fn run(self) -> anyhow::Result<Exit> {
        match self.command {
            Command::Demo(args) => demo::run(args),
            Command::Run(args) => run::run(args),
            Command::Check(args) => check::run(args),
            Command::Try(args) => try_source::run(args),
            Command::TestMail(args) => test_mail::run(args),
            Command::Score(args) => score::run(args),
            Command::Train(args) => train::run(args),
            Command::ReadDate(args) => read_date::run(args),
            Command::Cases(args) => cases::run(args),
            Command::Case(args) => case::run(args),
            Command::Route(args) => route::run(args),
            Command::Coverage(args) => coverage::run(args),
            Command::Status(args) => status::run(args),
            Command::Pause(args) => pause::run(args),
            Command::Resume(args) => resume::run(args),
            Command::Accept(args) => accept::run(args),
        }
    }
}
