//! What was seen of a source's time: marks in, marks and spans out.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::Sqlite;
use super::values::{Cells, by_source, corrupt, engine, json, micros, name, present};
use crate::coverage::{self, Gap, Mark, Rewrite, Seen, Span};
use crate::review::SourceId;
use crate::store::Result;

/// More than a poll ever changes of each source: a gap makes two.
pub(super) const LAST_MARKS: &str = "SELECT coverage.* FROM json_each(?1)
    CROSS JOIN coverage ON coverage.source = value
    WHERE since >= coalesce(
        (SELECT since FROM coverage AS later WHERE later.source = value
         ORDER BY since DESC LIMIT 1 OFFSET 15), since)
    ORDER BY coverage.source, since";

/// The marks that hold at some time since then.
const MARKS_SINCE: &str = "SELECT * FROM coverage
    WHERE source = ?1 AND since >= coalesce(
        (SELECT max(since) FROM coverage WHERE source = ?1 AND since <= ?2), ?2)
    ORDER BY since";

/// The last marks of each source, oldest first.
pub(super) async fn last_marks(
    connection: &mut SqliteConnection,
    sources: &[SourceId],
) -> Result<HashMap<String, Vec<SqliteRow>>> {
    let rows = sqlx::query(LAST_MARKS).bind(json(&sources)?).fetch_all(connection).await;
    by_source(rows.map_err(engine("read what was seen of the sources"))?)
}

/// The marks in those rows.
pub(super) fn marks(rows: &[SqliteRow]) -> Result<Vec<Mark>> {
    rows.iter().map(mark).collect()
}

/// Makes the marks from an instant on be these.
pub(super) async fn rewrite(
    write: &mut SqliteConnection,
    source: &str,
    rewrite: &Rewrite,
) -> Result<()> {
    let doing = engine("store what was seen of a source");
    sqlx::query("DELETE FROM coverage WHERE source = ? AND since >= ?")
        .bind(source)
        .bind(micros(rewrite.from))
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    for mark in &rewrite.marks {
        let (state, why, gap) = match &mark.seen {
            Seen::Complete => ("complete", None, None),
            Seen::Unproven(doubt) => ("unproven", Some(name(doubt)?), None),
            Seen::Uncovered(gap) => ("uncovered", Some(name(&gap.why)?), Some(gap)),
        };
        sqlx::query(
            "INSERT INTO coverage (source, since, state, why, found, tries)
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(source)
        .bind(micros(mark.since))
        .bind(state)
        .bind(why)
        .bind(gap.map(|gap| micros(gap.found)))
        .bind(gap.map(|gap| gap.tries))
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    }
    Ok(())
}

/// See [`crate::store::Records::coverage`].
pub(super) async fn spans(
    store: &Sqlite,
    source: &SourceId,
    since: Option<Timestamp>,
) -> Result<Vec<Span>> {
    let mut snapshot = store.snapshot().await?;
    self::since(&mut snapshot, source, since).await
}

/// The spans of a source since then.
pub(super) async fn since(
    connection: &mut SqliteConnection,
    source: &SourceId,
    since: Option<Timestamp>,
) -> Result<Vec<Span>> {
    let doing = engine("read what was seen of a source");
    let state = sqlx::query("SELECT source, last_success FROM sources WHERE source = ?")
        .bind(source.as_str())
        .fetch_optional(&mut *connection)
        .await
        .map_err(&doing)?;
    let end = state.map_or(Ok(None), |row| row.time_if_any("last_success"))?;
    let Some(end) = end else { return Ok(Vec::new()) };
    let rows = sqlx::query(MARKS_SINCE)
        .bind(source.as_str())
        .bind(micros(since.unwrap_or(Timestamp::MIN)))
        .fetch_all(&mut *connection)
        .await
        .map_err(&doing)?;
    let mut spans = coverage::spans(&marks(&rows)?, end);
    if let Some(since) = since {
        spans.retain(|span| span.to > since);
        if let Some(first) = spans.first_mut() {
            first.from = first.from.max(since);
        }
    }
    Ok(spans)
}

fn mark(row: &SqliteRow) -> Result<Mark> {
    let seen = match row.cell("state")? {
        "complete" => Seen::Complete,
        "unproven" => Seen::Unproven(present("a doubt", row.named_if_any("why")?)?),
        "uncovered" => Seen::Uncovered(Gap {
            why: present("why a gap is there", row.named_if_any("why")?)?,
            found: row.time("found")?,
            tries: row.count("tries")?,
        }),
        other => return Err(corrupt("state of coverage", format!("{other:?} is none"))),
    };
    Ok(Mark { since: row.time("since")?, seen })
}
