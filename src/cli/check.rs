//! `reviewd check`: every problem of a configuration, or what it leads to.

mod plan;
mod warn;
mod words;

use serde_json::json;

use super::configured::ConfigArgs;
use super::out::{errln, out, outln};
use crate::clock::{Clock, SystemClock};
use crate::config::{Invalid, LoadOptions, Loaded, Report, load};
use crate::settings::Severity;
use crate::words::{Reader, either};
use plan::Plan;
use words::Words;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Exits with 0 where the file can be used, with 78 where it cannot. Fetches, sends and stores nothing.
A password that cannot be read here, because only systemd hands it out, is a warning.

Examples:
  reviewd check
  reviewd check --config reviewd.toml
  reviewd check --config reviewd.toml --json | jq '.sources[].longest_wait_seconds'

JSON: \"usable\", \"problems\" (each \"severity\", \"line\", \"message\", \"help\") and, where usable,
\"shop\", \"state_dir\", \"reply_within_seconds\", \"sources\" (each \"id\", \"kind\", \"url\",
\"every_seconds\", \"interval_seconds\", \"back_off_seconds\", \"longest_wait_seconds\",
\"clock_uncertainty_seconds\" or null; and of the complaint of the coming year whose first mail takes
longest \"batching_seconds\", \"quiet_seconds\", \"first_mail_seconds\", \"last_call_seconds\" or null,
\"longest\" {\"written\", \"seen\", \"told\", \"deadline\"}, \"shares\" of the time for an answer
{\"interval\", \"back_off\", \"batching\", \"quiet\", \"first_mail\"}, and \"wakes_share\", the share of that
year in which a complaint that is found wakes someone), \"routes\" (each \"conditions\", \"to\",
\"escalation\"), \"time_to_write_seconds\", \"next_holidays\"
(each \"date\", \"name\"), \"mails\" (where no route fits; each \"step\", \"before_deadline_seconds\" or null,
\"to\") and \"delivery_seconds\".";

/// Runs it.
///
/// # Errors
/// When the result cannot be printed.
pub(crate) fn run(args: Args) -> anyhow::Result<super::Exit> {
    let ConfigArgs { config: path, state_dir } = args.config;
    match load(&path, LoadOptions { secrets_required: false, state_dir }) {
        Ok(Loaded { config, mut warnings }) => {
            let now = SystemClock.now();
            let plan = Plan::of(&config, now);
            let place = warnings.place_of("[hours]");
            for found in warn::all(&plan, &config, &place, now) {
                warnings.add(found);
            }
            if args.json {
                let mut object = outline(&warnings, true);
                object.extend(plan.json());
                outln!("{}", serde_json::Value::Object(object));
            } else {
                if !warnings.is_empty() {
                    errln!("{}\n", warnings.styled());
                }
                let (language, file) = (config.shop.language, path.display());
                outln!(
                    "{}\n",
                    either(
                        language,
                        format!("이 설정으로 실행할 수 있습니다: {file}"),
                        format!("{file} can be used."),
                    )
                );
                out!("{}", Words(Reader::of(&config.shop, now)).plan(&plan));
            }
            Ok(super::Exit::Success)
        }
        Err(Invalid(report)) => {
            if args.json {
                outln!("{}", serde_json::Value::Object(outline(&report, false)));
            } else {
                errln!("{}\n\n{}", report.styled(), summary(&report));
            }
            Ok(super::Exit::Config)
        }
    }
}

fn summary(report: &Report) -> String {
    let errors = report.problems().iter().filter(|p| p.severity == Severity::Error).count();
    match errors {
        1 => "1 error: the file cannot be used until it is mended".to_owned(),
        errors => format!("{errors} errors: the file cannot be used until they are mended"),
    }
}

fn outline(report: &Report, usable: bool) -> serde_json::Map<String, serde_json::Value> {
    let problems = report.problems().iter().map(|problem| {
        let severity = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        json!({
            "severity": severity,
            "line": report.line(problem),
            "message": problem.message,
            "help": problem.help,
        })
    });
    let problems: Vec<_> = problems.collect();
    serde_json::Map::from_iter([
        ("usable".to_owned(), json!(usable)),
        ("problems".to_owned(), json!(problems)),
    ])
}
