//! `reviewd case`.

mod handling;
mod verbs;
mod words;

use anyhow::Context;
use serde_json::json;

use self::verbs::Verb;
use super::configured::{ConfigArgs, block_on, open_existing_store};
use super::out::{out, outln};
use crate::case::{Act, CaseId};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::pipeline::Desk;
use crate::store::{CaseHistory, Records, Sqlite};
use crate::words::Reader;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The case's code, as in the subject of its mails (A7K2)
    id: CaseId,
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    config: ConfigArgs,
    /// Who does it [default: the login name]
    #[arg(long, value_name = "NAME", global = true)]
    by: Option<String>,
    /// Print one JSON object instead of text
    #[arg(long, global = true)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  reviewd case A7K2
  reviewd case A7K2 ack --by 김하늘
  reviewd case A7K2 assign 김하늘
  reviewd case A7K2 snooze 3h
  reviewd case A7K2 remedy refund \"39,000원\"
  reviewd case A7K2 answered
  reviewd case A7K2 reopen        (takes back `answered` and `dismiss`)

JSON: \"id\", \"state\", \"round\", \"source\", \"started\", \"deadline\", \"opened\", \"closed\", \"first_seen\",
\"owner\", \"next_mail\", \"reply_took_seconds\", \"steps\" (each \"step\", \"at\", \"by\", \"what\"), \"review\",
\"judgement\", \"history\" (each \"at\", \"round\", \"what\", \"detail\").";

/// Runs it.
///
/// # Errors
/// When there is no such case, it cannot be changed so, or the store cannot be read.
pub(crate) fn run(args: Args) -> anyhow::Result<super::Exit> {
    let config = match args.config.load(false) {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    block_on(async {
        let store = open_existing_store(&config).await?;
        let history = read(&store, args.id).await?;
        let act = args
            .verb
            .unwrap_or(Verb::Show)
            .act(shows_replies(&config, &history), &config.people())?;
        let (history, shortened) = match act {
            Some(act) => {
                let by = args.by.unwrap_or_else(verbs::login_name);
                let shortened = carry_out(&store, args.id, (&act, &by), &config).await?;
                (read(&store, args.id).await?, shortened)
            }
            None => (history, false),
        };
        if args.json {
            outln!("{}", history_json(&history));
            return Ok(super::Exit::Success);
        }
        let reader = Reader::of(&config.shop, SystemClock.now());
        if shortened {
            outln!("{}\n", words::shortened(reader));
        }
        out!("{}", words::told(&history, &config.people(), reader));
        Ok(super::Exit::Success)
    })
}

async fn read(store: &Sqlite, id: CaseId) -> anyhow::Result<CaseHistory> {
    let found = store.case(id).await?;
    found.with_context(|| format!("find case #{id}: `reviewd cases --all` lists them"))
}

/// Whether a poll can see a reply to this case. A page that is no longer watched shows none.
fn shows_replies(config: &Config, history: &CaseHistory) -> bool {
    let source = config.sources.iter().find(|source| source.id == history.case.review.source);
    source.is_some_and(|source| !source.list.replies_hidden)
}

/// Does it; answers whether a snooze was shortened.
async fn carry_out(
    store: &Sqlite,
    id: CaseId,
    (act, by): (&Act, &str),
    config: &Config,
) -> anyhow::Result<bool> {
    let people = config.people();
    let now = SystemClock.now();
    let desk = Desk { store, settings: &config.deadline, people: &people };
    let case = desk
        .carry_out(id, act, by, now)
        .await
        .map_err(|undone| anyhow::anyhow!("change case #{id}: {undone}"))?;
    Ok(match act {
        Act::Snooze(length) => {
            // Less than a second is lost by keeping whole ones.
            let wanted = now + *length - jiff::SignedDuration::from_secs(1);
            case.hands.snoozed.is_some_and(|until| until < wanted)
        }
        _ => false,
    })
}

fn history_json(history: &CaseHistory) -> serde_json::Value {
    let case = &history.case;
    let entries: Vec<_> = history
        .entries
        .iter()
        .map(|e| json!({"at": e.at, "round": e.round, "what": e.what(), "detail": e.detail()}))
        .collect();
    json!({
        "id": case.id.to_string(),
        "state": case.state,
        "round": case.round,
        "source": case.review.source,
        "started": case.started,
        "deadline": case.deadline,
        "opened": case.opened,
        "closed": case.closed,
        "first_seen": history.first_seen,
        "owner": case.owner,
        "next_mail": case.next.map(|due| due.at),
        "reply_took_seconds": handling::took(history).map(|took| took.as_secs()),
        "steps": handling::steps_json(history),
        "review": history.review,
        "judgement": history.judgement,
        "history": entries,
    })
}
