//! `reviewd test-mail`: one mail, and the name of the step that fails.

mod cure;
mod report;

use jiff::Timestamp;

use super::Exit;
use super::configured::{ConfigArgs, block_on};
use super::out::{out, outln};
use crate::alert::{Address, Answer, compose_test};
use crate::mail::Smtp;
use crate::settings::SecretRef;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
    /// Who gets it [default: the first of `mail.to`]
    #[arg(long, value_name = "ADDR")]
    to: Option<Address>,
}

const EXAMPLES: &str = "\
Goes through the same steps as every mail: name lookup, connection, encryption, login, sender,
recipient, text. It stops at the first that fails, says why, and what helps with Gmail, Naver and
Daum/Kakao. It speaks the shop's language. Exits with 0 where the mail was taken, else with 1.

A password that systemd hands to the service (`credential = …`) is not there in your own shell; the
command that runs this test with it is then printed.

Examples:
  reviewd test-mail
  reviewd test-mail --config reviewd.toml --to me@example.com";

/// Runs it.
///
/// # Errors
/// When the mail settings cannot be used at all.
pub(crate) fn run(args: Args) -> anyhow::Result<Exit> {
    let config = match args.config.load(false) {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    let language = config.shop.language;
    if let Some(login) = config.mail.login.as_ref().filter(|l| l.password.reveal().is_empty()) {
        match &login.place {
            SecretRef::Credential(name) if std::env::var_os("CREDENTIALS_DIRECTORY").is_none() => {
                let command = report::with_credential(name, &args.config.config, args.to.as_ref());
                outln!("{}", report::needs_systemd(language, name, &command));
            }
            place => {
                // Loading found no password there; asking again brings the reason.
                place.resolve()?;
            }
        }
        return Ok(Exit::Failure);
    }
    let Some(to) = args.to.as_ref().or(config.mail.to.first()) else {
        anyhow::bail!("choose a recipient: name one with --to");
    };
    let smtp = Smtp::new(&config.mail)?;
    let mail = compose_test(&config.sender(), to, Timestamp::now());
    let answer = block_on(async { Ok(smtp.send(&config.mail.from, &mail).await) })?;
    out!("{}", report::steps(language, &config.mail, to, &answer));
    Ok(if answer == Answer::Accepted { Exit::Success } else { Exit::Failure })
}
