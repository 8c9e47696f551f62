//! What was seen of a source's time: marks in, marks and spans out.

use std::fmt::Display;

use jiff::Timestamp;
use serde::Deserialize;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::Sqlite;
use super::values::{Cells, corrupt, engine, micros, name, present};
use crate::coverage::{self, Doubt, Gap, Mark, Rewrite, Seen, Span, Stop};
use crate::review::{SourceId, Unseen};
use crate::store::Result;

/// The marks that hold at some time since then.
const MARKS_SINCE: &str = "SELECT json_group_array(json_object(
        'since', since, 'state', state, 'why', why, 'found', found, 'tries', tries)) AS marks
    FROM coverage
    WHERE source = ?1 AND since >= coalesce(
        (SELECT max(since) FROM coverage WHERE source = ?1 AND since <= ?2), ?2)";

/// A row, written as JSON.
#[derive(Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
enum Row {
    Complete { since: i64 },
    Unproven { since: i64, why: Doubt },
    Uncovered { since: i64, why: Stop, found: i64, tries: u32 },
}

/// The marks in a list of rows, oldest first.
pub(super) fn marks(rows: &str) -> Result<Vec<Mark>> {
    let wrong = |error: &dyn Display| corrupt("what was seen of a source", error);
    let at = |micros| Timestamp::from_microsecond(micros).map_err(|error| wrong(&error));
    let rows: Vec<Row> = serde_json::from_str(rows).map_err(|error| wrong(&error))?;
    let mark = |row: Row| {
        let (since, seen) = match row {
            Row::Complete { since } => (since, Seen::Complete),
            Row::Unproven { since, why } => (since, Seen::Unproven(why)),
            Row::Uncovered { since, why, found, tries } => {
                (since, Seen::Uncovered(Gap { why, found: at(found)?, tries }))
            }
        };
        Ok(Mark { since: at(since)?, seen })
    };
    let mut marks = rows.into_iter().map(mark).collect::<Result<Vec<Mark>>>()?;
    marks.sort_by_key(|mark| mark.since);
    Ok(marks)
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
    let doing = engine("read what was seen of a source");
    let mut snapshot = store.snapshot().await?;
    let state = sqlx::query("SELECT source, last_success FROM sources WHERE source = ?")
        .bind(source.as_str())
        .fetch_optional(&mut *snapshot)
        .await
        .map_err(&doing)?;
    let end = state.map_or(Ok(None), |row| row.time_if_any("last_success"))?;
    let Some(end) = end else { return Ok(Vec::new()) };
    let row = sqlx::query(MARKS_SINCE)
        .bind(source.as_str())
        .bind(micros(since.unwrap_or(Timestamp::MIN)))
        .fetch_one(&mut *snapshot)
        .await
        .map_err(&doing)?;
    let mut spans = coverage::spans(&marks(row.cell("marks")?)?, end);
    if let Some(since) = since {
        spans.retain(|span| span.to > since);
        if let Some(first) = spans.first_mut() {
            first.from = first.from.max(since);
        }
    }
    Ok(spans)
}

/// The gaps that polls found from one instant up to another, as they stand now.
pub(super) async fn unseen(
    connection: &mut SqliteConnection,
    source: &SourceId,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<Unseen>> {
    let rows = sqlx::query(
        "SELECT since, why, (SELECT min(since) FROM coverage AS later
                WHERE later.source = coverage.source AND later.since > coverage.since) AS until
         FROM coverage WHERE source = ? AND state = 'uncovered' AND found BETWEEN ? AND ?
         ORDER BY since",
    )
    .bind(source.as_str())
    .bind(micros(from))
    .bind(micros(until))
    .fetch_all(connection)
    .await
    .map_err(engine("read what was not seen of a source"))?;
    let unseen = |row: &SqliteRow| {
        Ok(Unseen {
            from: row.time("since")?,
            until: present("the end of a gap", row.time_if_any("until")?)?,
            why: present("why a gap is there", row.named_if_any("why")?)?,
        })
    };
    rows.iter().map(unseen).collect()
}
