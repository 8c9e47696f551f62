//! The end of polls in their sources' own rows: what they found in short, when the next one is due.

use std::collections::HashSet;

use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

use super::values::{engine, json, micros};
use crate::source::Outcome;
use crate::store::{Claim, PollCommit, Result};

/// Ends polls in their sources' own rows. A claim whose time is over but which nobody took is still good.
/// The list of polls is taken apart once, not for each of their values.
pub(super) const END: &str = "WITH polls AS MATERIALIZED (SELECT value AS poll FROM json_each(?))
    UPDATE sources SET
        next_due = max(poll.due, coalesce(paused_until, poll.due)),
        paused_until = CASE WHEN paused_until > poll.now THEN paused_until END,
        baseline_done = baseline_done OR poll.read_the_list,
        etag = CASE WHEN poll.keeps_validators THEN sources.etag ELSE poll.etag END,
        last_modified =
            CASE WHEN poll.keeps_validators THEN sources.last_modified ELSE poll.last_modified END,
        failures = poll.failures,
        last_poll = poll.now,
        last_success = CASE WHEN poll.proves THEN poll.asked ELSE last_success END,
        last_outcome = poll.outcome,
        note = poll.note,
        claim_holder = NULL,
        claim_until = NULL
    FROM (SELECT
            poll ->> 'item' AS item, poll ->> 'epoch' AS epoch, poll ->> 'holder' AS holder,
            poll ->> 'due' AS due, poll ->> 'now' AS now, poll ->> 'asked' AS asked,
            poll ->> 'read_the_list' AS read_the_list, poll ->> 'proves' AS proves,
            poll ->> 'keeps_validators' AS keeps_validators, poll ->> 'etag' AS etag,
            poll ->> 'last_modified' AS last_modified, poll ->> 'failures' AS failures,
            poll ->> 'outcome' AS outcome, poll ->> 'note' AS note
        FROM polls) AS poll
    WHERE sources.source = substr(poll.item, length('source/') + 1)
      AND claim_epoch = poll.epoch AND claim_holder = poll.holder
    RETURNING 'source/' || source";

/// One poll of [`END`].
#[derive(Serialize)]
struct Scheduled<'a> {
    item: &'a str,
    epoch: i64,
    holder: &'a str,
    due: i64,
    now: i64,
    asked: i64,
    read_the_list: bool,
    proves: bool,
    keeps_validators: bool,
    etag: Option<&'a str>,
    last_modified: Option<&'a str>,
    failures: u32,
    outcome: Outcome,
    note: Option<&'a str>,
}

impl<'a> Scheduled<'a> {
    fn of((claim, commit): &'a (Claim, PollCommit)) -> Self {
        let validators = commit.validators.as_ref();
        Self {
            item: &claim.item,
            epoch: claim.epoch,
            holder: &claim.holder,
            due: micros(commit.next_due),
            now: micros(commit.now),
            asked: micros(commit.asked),
            read_the_list: matches!(commit.outcome, Outcome::Reviews | Outcome::Empty),
            proves: commit.outcome.proves(),
            keeps_validators: validators.is_none(),
            etag: validators.and_then(|known| known.etag.as_deref()),
            last_modified: validators.and_then(|known| known.last_modified.as_deref()),
            failures: commit.failures,
            outcome: commit.outcome,
            note: commit.note.as_deref(),
        }
    }
}

/// Writes the sources' own rows and ends the claims in them; answers the items whose claims stood.
pub(super) async fn end(
    write: &mut SqliteConnection,
    polls: &[(Claim, PollCommit)],
) -> Result<HashSet<String>> {
    let scheduled: Vec<Scheduled<'_>> = polls.iter().map(Scheduled::of).collect();
    let stood: Vec<String> = sqlx::query_scalar(END)
        .bind(json(&scheduled)?)
        .fetch_all(write)
        .await
        .map_err(engine("store a source's schedule"))?;
    Ok(stood.into_iter().collect())
}
