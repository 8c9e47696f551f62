//! A person's word that a page is as it should be.

use jiff::Timestamp;

use super::tx::Write;
use super::values::{Cells, engine, json, micros};
use super::{Sqlite, notices};
use crate::coverage::alarm::Profile;
use crate::review::{SourceId, Trouble};
use crate::store::Result;

/// See [`crate::store::Store::accept`].
pub(super) async fn accept(store: &Sqlite, source: &SourceId, now: Timestamp) -> Result<bool> {
    let doing = engine("accept a source as it is");
    let mut write = Write::begin(&store.writer, "accept a source").await?;
    sqlx::query(
        "DELETE FROM incidents
         WHERE source = ? AND ended IS NULL AND kind <> 'unread' AND told IS NULL",
    )
    .bind(source.as_str())
    .execute(&mut *write)
    .await
    .map_err(&doing)?;
    let open = sqlx::query(
        "UPDATE incidents SET ended = ?, accepted = 1
         WHERE source = ? AND ended IS NULL AND kind <> 'unread' RETURNING number, trouble",
    )
    .bind(micros(now))
    .bind(source.as_str())
    .fetch_all(&mut *write)
    .await
    .map_err(&doing)?;
    let mut accepted_move = None;
    for row in &open {
        if let Some(Trouble::Moved { to }) = row.json_if_any("trouble")? {
            accepted_move = Some(to);
        }
        notices::drop_broken(&mut write, source, row.count("number")?, now).await?;
    }
    let known = sqlx::query(
        "SELECT profile FROM sources LEFT JOIN profiles USING (source)
         WHERE source = ? AND configured = 1",
    )
    .bind(source.as_str())
    .fetch_optional(&mut *write)
    .await
    .map_err(&doing)?;
    let Some(row) = known else { return Ok(false) };
    let before: Option<Profile> = row.json_if_any("profile")?;
    let before = before.and_then(|profile| profile.accepted_move().map(str::to_owned));
    sqlx::query("REPLACE INTO profiles (source, profile) VALUES (?, ?)")
        .bind(source.as_str())
        .bind(json(&Profile::accepted(now, accepted_move.or(before)))?)
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    write.commit().await?;
    Ok(true)
}
