//! The digest that is planned: claiming it when its moment has come, and writing who is told.

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::tx::Write;
use super::values::{Cells, engine, micros};
use super::{Sqlite, claims, notices};
use crate::alert::{Kind, Notice, Subject};
use crate::report::Planned;
use crate::store::{Claim, Claimed, DigestCommit, Holder, Result};

const PLANNED: &str = "SELECT day, since, at FROM digests WHERE told = 0";

pub(super) const DUE: &str = "SELECT day, since, at FROM digests WHERE told = 0 AND at <= ?1
    AND NOT EXISTS (SELECT 1 FROM claims WHERE item = 'digest/' || day AND until > ?1)";

/// Where another digest is planned meanwhile, or the day has had its digest, nothing changes.
const PLAN: &str = "INSERT INTO digests (day, since, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

/// See [`crate::store::Store::planned_digest`].
pub(super) async fn planned(store: &Sqlite) -> Result<Option<Planned>> {
    sqlx::query(PLANNED)
        .fetch_optional(&store.readers)
        .await
        .map_err(engine("look up the planned digest"))?
        .map(|row| digest(&row))
        .transpose()
}

/// See [`crate::store::Store::plan_digest`].
pub(super) async fn plan(
    store: &Sqlite,
    was: Option<&Planned>,
    is: Option<&Planned>,
) -> Result<()> {
    let mut write = Write::begin(&store.writer, "plan a digest").await?;
    if let Some(was) = was {
        sqlx::query("DELETE FROM digests WHERE told = 0 AND day = ?")
            .bind(was.day.to_string())
            .execute(&mut *write)
            .await
            .map_err(engine("plan a digest"))?;
    }
    if let Some(is) = is {
        insert(&mut write, is).await?;
    }
    write.commit().await
}

/// See [`crate::store::Store::claim_digest`].
pub(super) async fn claim(
    store: &Sqlite,
    by: &Holder,
    now: Timestamp,
) -> Result<Option<Claimed<Planned>>> {
    let mut write = Write::begin(&store.writer, "claim a digest").await?;
    let row = sqlx::query(DUE)
        .bind(micros(now))
        .fetch_optional(&mut *write)
        .await
        .map_err(engine("find a digest that is due"))?;
    let Some(row) = row else { return Ok(None) };
    let day: String = row.cell("day")?;
    let claim = claims::take(&mut write, format!("digest/{day}"), by, now).await?;
    claims::hand_over(write, claim, digest(&row)).await.map(Some)
}

/// See [`crate::store::Store::commit_digest`].
pub(super) async fn commit(store: &Sqlite, claim: &Claim, commit: DigestCommit) -> Result<()> {
    let doing = engine("commit a digest");
    let mut write = Write::begin(&store.writer, "commit a digest").await?;
    claims::check(&mut write, claim).await?;
    sqlx::query("DELETE FROM digests WHERE told = 0").execute(&mut *write).await.map_err(&doing)?;
    if let Some(told) = &commit.told {
        insert(&mut write, told).await?;
        sqlx::query("UPDATE digests SET told = 1 WHERE told = 0")
            .execute(&mut *write)
            .await
            .map_err(&doing)?;
        for recipient in &commit.to {
            let notice = Notice {
                subject: Subject::Day(told.day),
                round: 1,
                kind: Kind::Digest,
                occurrence: 0,
                recipient: recipient.clone(),
                due: told.at,
            };
            notices::insert(&mut write, &notice).await?;
        }
    }
    insert(&mut write, &commit.next).await?;
    claims::end(&mut write, claim).await?;
    write.commit().await
}

async fn insert(write: &mut SqliteConnection, planned: &Planned) -> Result<()> {
    sqlx::query(PLAN)
        .bind(planned.day.to_string())
        .bind(micros(planned.since))
        .bind(micros(planned.at))
        .execute(write)
        .await
        .map_err(engine("plan a digest"))?;
    Ok(())
}

fn digest(row: &SqliteRow) -> Result<Planned> {
    Ok(Planned { day: row.parsed("day")?, since: row.time("since")?, at: row.time("at")? })
}
