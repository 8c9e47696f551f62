//! The poll loop's step: a due source in, what the poll saw out.

use jiff::{SignedDuration, Timestamp};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::tx::{self, Write};
use super::values::{Cells, engine, json, micros};
use super::{Sqlite, coverage, incidents, reviews, schedule};
use crate::coverage::Known;
use crate::failpoint;
use crate::fetch::Validators;
use crate::review::SourceId;
use crate::source::Outcome;
use crate::store::{Claim, Claimed, Error, Holder, PollCommit, Result, SourceState};

/// A review that has been gone this long is no longer compared with the list.
const FORGET_VANISHED: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The sources that are due and that nobody holds, the one that has been due longest first.
pub(super) const DUE: &str = "SELECT source FROM sources
    WHERE configured = 1 AND next_due <= ?1 AND coalesce(claim_until, ?1) <= ?1
    ORDER BY next_due, source";

/// Claims those of a list of sources that are due and that nobody holds. All that a poll needs to know
/// comes with it, since a question of its own would cost more than its answer: the last marks, more than
/// a poll ever changes of them (a gap makes two), and whether an incident matters.
pub(super) const CLAIM: &str = "UPDATE sources
    SET claim_epoch = claim_epoch + 1, claim_holder = ?3, claim_until = ?4
    WHERE source IN (SELECT value FROM json_each(?2))
      AND configured = 1 AND next_due <= ?1 AND coalesce(claim_until, ?1) <= ?1
    RETURNING source, claim_epoch, next_due, baseline_done, etag, last_modified, failures, last_success,
        (SELECT profile FROM profiles WHERE profiles.source = sources.source) AS profile,
        (SELECT json_group_array(json_object(
                'since', since, 'state', state, 'why', why, 'found', found, 'tries', tries))
            FROM (SELECT * FROM coverage WHERE coverage.source = sources.source
                  ORDER BY since DESC LIMIT 16)) AS marks,
        EXISTS (SELECT 1 FROM incidents
            WHERE incidents.source = sources.source AND (ended IS NULL OR ended > ?5)) AS troubled,
        EXISTS (
            SELECT 1 FROM cases CROSS JOIN case_reviews USING (case_id, round)
                CROSS JOIN reviews ON reviews.review_id = case_reviews.review_id
            WHERE state IN ('open', 'overdue', 'unconfirmed') AND reviews.source = sources.source) AS awaited";

/// The reviews a list can still show; 5,000 are more than any list does.
pub(super) const KNOWN: &str = "SELECT *, EXISTS (
        SELECT 1 FROM case_reviews JOIN cases USING (case_id, round)
        WHERE case_reviews.review_id = reviews.review_id AND state IN ('open', 'overdue', 'unconfirmed')) AS awaited
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
             ON CONFLICT (source) DO UPDATE SET configured = 1, next_due = CASE
                 WHEN failures > 0 AND coalesce(paused_until, 0) <= excluded.next_due
                 THEN excluded.next_due
                 ELSE max(next_due, excluded.next_due) END",
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

/// See [`crate::store::Store::due_sources`].
pub(super) async fn due(store: &Sqlite, now: Timestamp) -> Result<Vec<SourceId>> {
    let doing = "find the due sources";
    let due: Vec<String> = sqlx::query_scalar(DUE)
        .bind(micros(now))
        .fetch_all(&mut *tx::quick(&store.quick, doing).await?)
        .await
        .map_err(engine(doing))?;
    // A name that is none belongs to no configured source, so there is nobody to poll it.
    Ok(due.iter().filter_map(|source| source.parse().ok()).collect())
}

/// See [`crate::store::Store::claim_sources`].
pub(super) async fn claim(
    store: &Sqlite,
    by: &Holder,
    sources: &[SourceId],
    now: Timestamp,
) -> Result<Vec<Result<Claimed<SourceState>>>> {
    let doing = "claim sources";
    failpoint::hit("before: claim sources");
    let mut quick = tx::quick(&store.quick, doing).await?;
    let until = now.saturating_add(by.lease).unwrap_or(Timestamp::MAX);
    let rows = sqlx::query(CLAIM)
        .bind(micros(now))
        .bind(json(&sources)?)
        .bind(&by.name)
        .bind(micros(until))
        .bind(micros(incidents::matter_since(now)))
        .fetch_all(&mut *quick)
        .await
        .map_err(engine(doing))?;
    failpoint::hit("committed: claim sources");
    let mut troubled: Vec<&str> = Vec::new();
    for row in &rows {
        if row.cell("troubled")? {
            troubled.push(row.cell("source")?);
        }
    }
    let mut incidents = incidents::lasting(&mut quick, &troubled, now).await?;
    let mut claimed = Vec::with_capacity(rows.len());
    for row in &rows {
        let source: &str = row.cell("source")?;
        let state = state(row, &incidents.remove(source).unwrap_or_default());
        claimed.push(state.and_then(|item| Ok(Claimed { claim: held(row, by)?, item })));
    }
    Ok(claimed)
}

/// The claim in a source's row.
fn held(row: &SqliteRow, by: &Holder) -> Result<Claim> {
    let item = format!("source/{}", row.cell::<&str>("source")?);
    Ok(Claim { item, holder: by.name.clone(), epoch: row.cell("claim_epoch")? })
}

/// A source as it was claimed, with its incidents.
fn state(row: &SqliteRow, incidents: &[SqliteRow]) -> Result<SourceState> {
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
        coverage: coverage::marks(row.cell("marks")?)?,
        watch: incidents::state(row.json_if_any("profile")?, incidents)?,
        awaited: row.cell("awaited")?,
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
    let poll = (claim.clone(), commit);
    if schedule::end(&mut write, std::slice::from_ref(&poll)).await?.is_empty() {
        return Err(Error::ClaimLost(poll.0.item));
    }
    rest(&mut write, &poll).await?;
    incidents::learn(&mut write, std::slice::from_ref(&&poll)).await?;
    write.commit().await
}

/// See [`crate::store::Store::commit_quiet`].
pub(super) async fn commit_quiet(
    store: &Sqlite,
    polls: &[(Claim, PollCommit)],
) -> Result<Vec<Claim>> {
    let doing = engine("commit quiet polls");
    failpoint::hit("before: commit quiet polls");
    let mut quick = tx::quick(&store.quick, "commit quiet polls").await?;
    let lost = if polls.iter().any(|(_, commit)| says_more(commit)) {
        let mut write = quick.begin_with("BEGIN IMMEDIATE").await.map_err(&doing)?;
        let lost = end(&mut write, polls).await?;
        failpoint::hit("written: commit quiet polls");
        write.commit().await.map_err(&doing)?;
        lost
    } else {
        // The one statement is a transaction by itself.
        end(&mut quick, polls).await?
    };
    failpoint::hit("committed: commit quiet polls");
    Ok(lost)
}

/// Writes what each poll saw whose claim stands, and ends the claim; answers the claims that do not.
async fn end(write: &mut SqliteConnection, polls: &[(Claim, PollCommit)]) -> Result<Vec<Claim>> {
    let stood = schedule::end(write, polls).await?;
    let (stood, lost): (Vec<_>, Vec<_>) =
        polls.iter().partition(|(claim, _)| stood.contains(&claim.item));
    for poll in stood.iter().filter(|(_, commit)| says_more(commit)) {
        rest(write, poll).await?;
    }
    incidents::learn(write, &stood).await?;
    Ok(lost.into_iter().map(|(claim, _)| claim.clone()).collect())
}

/// Whether a quiet poll says more than its source's own row holds.
fn says_more(commit: &PollCommit) -> bool {
    let PollCommit { outcome, new, changes, seen, coverage, alarms, .. } = commit;
    let on_reviews = !new.is_empty() || !changes.is_empty() || !seen.is_empty();
    let on_troubles = alarms.profile.is_some() || !alarms.steps.is_empty();
    *outcome != Outcome::Unchanged || on_reviews || on_troubles || coverage.is_some()
}

/// Writes all but the source's own row and its profile.
async fn rest(write: &mut SqliteConnection, (claim, commit): &(Claim, PollCommit)) -> Result<()> {
    let source = claim.item.strip_prefix("source/").unwrap_or_default();
    for new in &commit.new {
        reviews::insert(write, new, (commit.asked, commit.now)).await?;
    }
    for change in &commit.changes {
        let times = (commit.asked, commit.now);
        reviews::change(write, &change.key, &change.review, &change.events, times).await?;
    }
    if !commit.seen.is_empty() {
        reviews::seen(write, source, &commit.seen, commit.asked).await?;
    }
    replace_rejects(write, source, commit).await?;
    if let Some(rewrite) = &commit.coverage {
        coverage::rewrite(write, source, rewrite).await?;
    }
    incidents::commit(write, source, &commit.alarms, commit.now).await
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
