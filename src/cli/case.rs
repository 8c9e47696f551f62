//! `reviewd case`.

mod words;

use anyhow::Context;
use jiff::SignedDuration;
use serde_json::json;

use super::configured::{ConfigArgs, block_on, open_existing_store};
use super::out::{out, outln};
use crate::case::{Address, CaseId, Decision, decide};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::pipeline::{Concern, case_write};
use crate::store::{CaseCommit, CaseHistory, CaseState, Holder, Records, Sqlite, Store, Which};
use crate::words::Reader;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The case's code, as in the subject of its mails (A7K2)
    id: CaseId,
    /// What to do with it
    #[arg(value_enum, default_value_t = Action::Show)]
    action: Action,
    #[command(flatten)]
    config: ConfigArgs,
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Action {
    /// Tell its whole history
    Show,
    /// The public reply was given, though the page does not show it
    Answered,
    /// No reply is due
    Dismiss,
    /// It needs a reply after all; a new clock starts now
    Reopen,
}

const EXAMPLES: &str = "\
Examples:
  reviewd case A7K2
  reviewd case A7K2 answered
  reviewd case A7K2 reopen        (takes back `answered` and `dismiss`)

JSON: \"id\", \"state\", \"round\", \"source\", \"owner\", \"started\", \"deadline\", \"opened\", \"closed\", \"first_seen\",
\"review\", \"judgement\", \"history\" (each \"at\", \"round\", \"what\", \"detail\").";

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
        let decision = match args.action {
            Action::Show => None,
            Action::Answered => Some(Decision::Answered),
            Action::Dismiss => Some(Decision::Dismiss),
            Action::Reopen => Some(Decision::Reopen),
        };
        if let Some(decision) = decision {
            carry_out(&store, args.id, decision, &config).await?;
        }
        let history = store
            .case(args.id)
            .await?
            .with_context(|| format!("find case #{}: `reviewd cases --all` lists them", args.id))?;
        if args.json {
            outln!("{}", history_json(&history));
        } else {
            let reader = Reader::of(&config.shop, SystemClock.now());
            out!("{}", words::told(&history, &config.people(), reader));
        }
        Ok(super::Exit::Success)
    })
}

/// Long enough for one decision, short enough not to hold up the daemon after a crash.
const LEASE: SignedDuration = SignedDuration::from_secs(30);

async fn carry_out(
    store: &Sqlite,
    id: CaseId,
    decision: Decision,
    config: &Config,
) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let holder = Holder { name: format!("person-{}", std::process::id()), lease: LEASE };
    let claimed = store.claim_case(&holder, Which::Id(id), now).await?.with_context(|| {
        format!("change case #{id}: it does not exist (see `reviewd cases --all`) or is being moved right now (try again)")
    })?;
    let CaseState { case: before, review, judgement, .. } = &claimed.item;
    let concern = Concern { key: &before.review, review, judgement: judgement.as_ref() };
    let people = config.people();
    let settings = concern.settings(&people, now, &config.deadline);
    let change = decide(before, decision, now, &settings)
        .with_context(|| format!("change case #{id}: it is {} already", before.state.as_str()))?;
    let write = case_write(change, Some(before), concern, &people);
    store.commit_case(&claimed.claim, CaseCommit { now, write }).await?;
    Ok(())
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
        "owner": case.owner.as_ref().map(Address::as_str),
        "started": case.started,
        "deadline": case.deadline,
        "opened": case.opened,
        "closed": case.closed,
        "first_seen": history.first_seen,
        "review": history.review,
        "judgement": history.judgement,
        "history": entries,
    })
}
