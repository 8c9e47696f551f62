//! The poll loop's step: a due source in, what the poll saw out.

use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::tx::Write;
use super::values::{Cells, engine, json, micros, name};
use super::{Sqlite, claims, coverage, incidents, reviews};
use crate::coverage::Known;
use crate::fetch::Validators;
use crate::review::SourceId;
use crate::source::Outcome;
use crate::store::{Claim, Claimed, Holder, PollCommit, Result, SourceState};

/// A review that has been gone this long is no longer compared with the list.
const FORGET_VANISHED: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The source that has been due longest and that nobody holds.
pub(super) const DUE: &str = "SELECT * FROM sources
    WHERE configured = 1 AND next_due <= ?1
      AND NOT EXISTS (SELECT 1 FROM claims WHERE item = 'source/' || source AND until > ?1)
    ORDER BY next_due, source LIMIT 1";

/// The reviews a list can still show; 5,000 are more than any list does.
pub(super) const KNOWN: &str = "SELECT *, EXISTS (
        SELECT 1 FROM cases
        WHERE cases.review_id = reviews.review_id AND state IN ('open', 'overdue')) AS awaited
    FROM reviews
    WHERE source = ?1 AND (vanished IS NULL OR vanished >=
        (SELECT coalesce(last_poll, 0) FROM sources WHERE source = ?1) - ?2)
    ORDER BY last_seen DESC, review_id DESC LIMIT 5000";

/// See [`crate::store::Store::register`].
pub(super) async fn register(store: &Sqlite, sources: &[(SourceId, Timestamp)]) -> Result<()> {
    let doing = engine("register the sources");
    let mut write = Write::begin(&store.writer, "register the sources").await?;
    let names: Vec<&SourceId> = sources.iter().map(|(source, _)| source).collect();
    sqlx::query(
        "UPDATE sources SET configured = 0
         WHERE configured = 1 AND source NOT IN (SELECT value FROM json_each(?))",
    )
    .bind(json(&names)?)
    .execute(&mut *write)
    .await
    .map_err(&doing)?;
    for (source, due) in sources {
        sqlx::query(
            "INSERT INTO sources (source, configured, next_due) VALUES (?, 1, ?)
             ON CONFLICT (source) DO UPDATE
             SET configured = 1, next_due = max(next_due, excluded.next_due)",
        )
        .bind(source.as_str())
        .bind(micros(*due))
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    }
    write.commit().await
}

/// See [`crate::store::Store::pause`].
pub(super) async fn pause(
    store: &Sqlite,
    source: &SourceId,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool> {
    let mut write = Write::begin(&store.writer, "pause a source").await?;
    let done = sqlx::query(
        "UPDATE sources SET paused_until = ?, next_due = ? WHERE source = ? AND configured = 1",
    )
    .bind(until.map(micros))
    .bind(micros(until.unwrap_or(now)))
    .bind(source.as_str())
    .execute(&mut *write)
    .await
    .map_err(engine("pause a source"))?;
    write.commit().await?;
    Ok(done.rows_affected() > 0)
}

/// See [`crate::store::Store::claim_source`].
pub(super) async fn claim(
    store: &Sqlite,
    by: &Holder,
    now: Timestamp,
) -> Result<Option<Claimed<SourceState>>> {
    let mut write = Write::begin(&store.writer, "claim a source").await?;
    let due = sqlx::query(DUE)
        .bind(micros(now))
        .fetch_optional(&mut *write)
        .await
        .map_err(engine("find a due source"))?;
    let Some(row) = due else { return Ok(None) };
    let source: String = row.cell("source")?;
    let claim = claims::take(&mut write, format!("source/{source}"), by, now).await?;
    let state = state(&mut write, &row, now).await;
    claims::hand_over(write, claim, state).await.map(Some)
}

async fn state(
    connection: &mut SqliteConnection,
    row: &SqliteRow,
    now: Timestamp,
) -> Result<SourceState> {
    let source: &str = row.cell("source")?;
    Ok(SourceState {
        id: row.parsed("source")?,
        due: row.time("next_due")?,
        baseline_done: row.cell("baseline_done")?,
        validators: Validators {
            etag: row.cell("etag")?,
            last_modified: row.cell("last_modified")?,
        },
        failures: row.count("failures")?,
        last_success: row.time_if_any("last_success")?,
        coverage: coverage::last_marks(connection, source).await?,
        watch: incidents::state(connection, row, now).await?,
    })
}

/// See [`crate::store::Store::known`].
pub(super) async fn known(store: &Sqlite, source: &SourceId) -> Result<Vec<Known>> {
    let rows = sqlx::query(KNOWN)
        .bind(source.as_str())
        .bind(FORGET_VANISHED.as_micros() as i64)
        .fetch_all(&store.readers)
        .await
        .map_err(engine("read the known reviews"))?;
    rows.iter()
        .map(|row| {
            Ok(Known {
                key: reviews::key(row)?,
                review: reviews::review(row)?,
                first_seen: row.time("first_seen")?,
                last_seen: row.time("last_seen")?,
                vanished: row.time_if_any("vanished")?.is_some(),
                awaited: row.cell("awaited")?,
            })
        })
        .collect()
}

/// See [`crate::store::Store::commit_poll`].
pub(super) async fn commit(store: &Sqlite, claim: &Claim, commit: PollCommit) -> Result<()> {
    let mut write = Write::begin(&store.writer, "commit a poll").await?;
    claims::check(&mut write, claim).await?;
    let source = claim.item.strip_prefix("source/").unwrap_or_default();
    for new in &commit.new {
        reviews::insert(&mut write, new, commit.now).await?;
    }
    for change in &commit.changes {
        reviews::change(&mut write, &change.key, &change.review, &change.events, commit.now)
            .await?;
    }
    if !commit.seen.is_empty() {
        reviews::seen(&mut write, source, &commit.seen, commit.asked).await?;
    }
    replace_rejects(&mut write, source, &commit).await?;
    if let Some(rewrite) = &commit.coverage {
        coverage::rewrite(&mut write, source, rewrite).await?;
    }
    schedule(&mut write, source, &commit).await?;
    incidents::commit(&mut write, source, &commit.alarms, commit.now).await?;
    claims::end(&mut write, claim).await?;
    write.commit().await
}

/// Rows that could not be taken are those of the page as it was last read: a server that says
/// "unchanged" confirms them.
async fn replace_rejects(
    write: &mut SqliteConnection,
    source: &str,
    commit: &PollCommit,
) -> Result<()> {
    if commit.outcome == Outcome::Unchanged {
        return Ok(());
    }
    let doing = engine("store what was not taken");
    sqlx::query("DELETE FROM rejects WHERE source = ?")
        .bind(source)
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    if commit.rejects.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO rejects (source, row, why, excerpt)
         SELECT ?, key, value ->> 'why', value ->> 'excerpt' FROM json_each(?)",
    )
    .bind(source)
    .bind(json(&commit.rejects)?)
    .execute(write)
    .await
    .map_err(&doing)?;
    Ok(())
}

async fn schedule(write: &mut SqliteConnection, source: &str, commit: &PollCommit) -> Result<()> {
    let read_the_list = matches!(commit.outcome, Outcome::Reviews | Outcome::Empty);
    let keeps_validators = commit.validators.is_none();
    let validators = commit.validators.clone().unwrap_or_default();
    sqlx::query(
        "UPDATE sources SET
             next_due = max(?2, coalesce(paused_until, ?2)),
             paused_until = CASE WHEN paused_until > ?3 THEN paused_until END,
             baseline_done = baseline_done OR ?4,
             etag = CASE WHEN ?5 THEN etag ELSE ?6 END,
             last_modified = CASE WHEN ?5 THEN last_modified ELSE ?7 END,
             failures = ?8,
             last_poll = ?3,
             last_success = CASE WHEN ?9 THEN ?10 ELSE last_success END,
             last_outcome = ?11,
             note = ?12
         WHERE source = ?1",
    )
    .bind(source)
    .bind(micros(commit.next_due))
    .bind(micros(commit.now))
    .bind(read_the_list)
    .bind(keeps_validators)
    .bind(validators.etag)
    .bind(validators.last_modified)
    .bind(commit.failures)
    .bind(commit.outcome.proves())
    .bind(micros(commit.asked))
    .bind(name(&commit.outcome)?)
    .bind(&commit.note)
    .execute(write)
    .await
    .map_err(engine("store a source's schedule"))?;
    Ok(())
}
