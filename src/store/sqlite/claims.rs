//! The right to work on something for a while, and giving it up.

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;

use super::tx::Write;
use super::values::{engine, micros};
use crate::case::CaseId;
use crate::store::{Claim, Claimed, Error, Holder, Result};

/// Claims `item`, which the caller found to be free in the same transaction.
pub(super) async fn take(
    write: &mut SqliteConnection,
    item: String,
    by: &Holder,
    now: Timestamp,
) -> Result<Claim> {
    let until = now.saturating_add(by.lease).unwrap_or(Timestamp::MAX);
    // What is left of a claim whose time is over goes, with the cases it was shown.
    let epoch = sqlx::query("REPLACE INTO claims (item, holder, until) VALUES (?, ?, ?)")
        .bind(&item)
        .bind(&by.name)
        .bind(micros(until))
        .execute(write)
        .await
        .map_err(engine("claim work"))?
        .last_insert_rowid();
    Ok(Claim { item, holder: by.name.clone(), epoch })
}

/// Whether someone holds `item`.
pub(super) async fn is_held(
    connection: &mut SqliteConnection,
    item: &str,
    now: Timestamp,
) -> Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM claims WHERE item = ? AND until > ?)")
        .bind(item)
        .bind(micros(now))
        .fetch_one(connection)
        .await
        .map_err(engine("look up a claim"))
}

/// Hands claimed work over. Work that cannot be read keeps its claim, so that until it ends the work
/// behind it gets its turn.
pub(super) async fn hand_over<T>(
    write: Write,
    claim: Claim,
    item: Result<T>,
) -> Result<Claimed<T>> {
    match item {
        Ok(item) => {
            write.commit().await?;
            Ok(Claimed { claim, item })
        }
        Err(error) => {
            if matches!(error, Error::Corrupt { .. }) {
                write.commit().await?;
            }
            Err(error)
        }
    }
}

/// Remembers the last event a review was claimed with.
pub(super) async fn set_mark(
    write: &mut SqliteConnection,
    claim: &Claim,
    event: i64,
) -> Result<()> {
    sqlx::query("UPDATE claims SET mark = ? WHERE epoch = ?")
        .bind(event)
        .bind(claim.epoch)
        .execute(write)
        .await
        .map_err(engine("claim a review"))?;
    Ok(())
}

/// Remembers a case as it was shown to the claim's holder.
pub(super) async fn show_case(
    write: &mut SqliteConnection,
    claim: &Claim,
    case: CaseId,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO claimed_cases (epoch, case_id, version)
         SELECT ?, case_id, version FROM cases WHERE case_id = ?",
    )
    .bind(claim.epoch)
    .bind(case.0)
    .execute(write)
    .await
    .map_err(engine("claim a case"))?;
    Ok(())
}

/// Checks that the claim stands, and gives the mark it was taken with. A claim whose time is over but
/// which nobody took is still good.
pub(super) async fn check(write: &mut SqliteConnection, claim: &Claim) -> Result<Option<i64>> {
    sqlx::query_scalar("SELECT mark FROM claims WHERE epoch = ? AND item = ? AND holder = ?")
        .bind(claim.epoch)
        .bind(&claim.item)
        .bind(&claim.holder)
        .fetch_optional(write)
        .await
        .map_err(engine("look up a claim"))?
        .ok_or_else(|| Error::ClaimLost(claim.item.clone()))
}

/// Checks that a case is still as it was shown to the claim's holder. Where it is not, what was
/// decided is void: the claim ends, so that it can be decided again at once.
pub(super) async fn check_case(mut write: Write, claim: &Claim, case: CaseId) -> Result<Write> {
    let unchanged: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM claimed_cases JOIN cases USING (case_id, version)
         WHERE epoch = ? AND case_id = ?)",
    )
    .bind(claim.epoch)
    .bind(case.0)
    .fetch_one(&mut *write)
    .await
    .map_err(engine("look up a claimed case"))?;
    if unchanged {
        return Ok(write);
    }
    end(&mut write, claim).await?;
    write.commit().await?;
    Err(Error::ClaimLost(format!("case/{}", case.0)))
}

/// Ends the claim.
pub(super) async fn end(write: &mut SqliteConnection, claim: &Claim) -> Result<()> {
    sqlx::query("DELETE FROM claims WHERE epoch = ?")
        .bind(claim.epoch)
        .execute(write)
        .await
        .map_err(engine("end a claim"))?;
    Ok(())
}
