//! Everything a digest may speak of, read at one moment.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::SqliteConnection;

use super::records::{LASTING, OPEN_CASES};
use super::values::{Cells, engine, micros, present};
use super::{Sqlite, cases, coverage, reviews};
use crate::alert::DigestFacts;
use crate::case::CaseId;
use crate::coverage::Seen;
use crate::report::{Answer, Arrival, Facts, Health, Open};
use crate::review::{SourceId, Trouble};
use crate::store::{NoticeId, Result};

/// Reviews that came or were edited after `?1` and not after `?2`; what was there before its source's
/// first poll did not come.
pub(super) const ARRIVALS: &str =
    "SELECT reviews.*, max(json_extract(event, '$.what') = 'new') AS is_new
    FROM events JOIN reviews ON reviews.review_id = events.review_id
    WHERE at > ?1 AND at <= ?2
      AND (json_extract(event, '$.what') = 'edited'
        OR (json_extract(event, '$.what') = 'new' AND NOT json_extract(event, '$.baseline')))
    GROUP BY reviews.review_id ORDER BY min(event_id)";

pub(super) const ANSWERS: &str = "SELECT case_id, round, took FROM case_entries
    WHERE at > ?1 AND at <= ?2 AND what IN ('answered', 'answered, says a person')
    ORDER BY entry_id";

const SOURCES: &str =
    "SELECT source, last_success, paused_until FROM sources WHERE configured = 1 ORDER BY source";

/// See [`crate::store::Records::report`].
pub(super) async fn of_stretch(
    store: &Sqlite,
    since: Timestamp,
    until: Timestamp,
) -> Result<Facts> {
    let mut snapshot = store.snapshot().await?;
    report(&mut snapshot, since, until).await
}

/// The facts of a notice about a day.
pub(super) async fn of_day(
    connection: &mut SqliteConnection,
    notice: NoticeId,
    day: Date,
) -> Result<DigestFacts> {
    let row = sqlx::query("SELECT day, since, at FROM digests WHERE day = ?")
        .bind(day.to_string())
        .fetch_one(&mut *connection)
        .await
        .map_err(engine("gather a digest's facts"))?;
    Ok(DigestFacts {
        report: report(connection, row.time("since")?, row.time("at")?).await?,
        instead_of: super::facts::instead_of(connection, notice).await?,
    })
}

async fn report(
    connection: &mut SqliteConnection,
    since: Timestamp,
    until: Timestamp,
) -> Result<Facts> {
    let doing = engine("gather what a day brought");
    let rows = sqlx::query(ARRIVALS)
        .bind(micros(since))
        .bind(micros(until))
        .fetch_all(&mut *connection)
        .await
        .map_err(&doing)?;
    let arrivals = rows.iter().map(|row| {
        Ok(Arrival {
            source: row.parsed("source")?,
            review: reviews::review(row)?,
            verdict: row.named_if_any("verdict")?,
            is_new: row.cell("is_new")?,
        })
    });
    let arrivals = arrivals.collect::<Result<_>>()?;
    let rows = sqlx::query(OPEN_CASES).fetch_all(&mut *connection).await.map_err(&doing)?;
    let open =
        rows.iter().map(|row| Ok(Open { case: cases::case(row)?, review: reviews::review(row)? }));
    let open = open.collect::<Result<_>>()?;
    let rows = sqlx::query(ANSWERS)
        .bind(micros(since))
        .bind(micros(until))
        .fetch_all(&mut *connection)
        .await
        .map_err(&doing)?;
    let answers = rows.iter().map(|row| {
        let took: Option<i64> = row.cell("took")?;
        Ok(Answer {
            case: CaseId(row.cell("case_id")?),
            round: row.count("round")?,
            took: took.map(jiff::SignedDuration::from_micros),
        })
    });
    let answers = answers.collect::<Result<_>>()?;
    Ok(Facts { since, until, arrivals, open, answers, sources: health(connection, since).await? })
}

/// How every configured source fares, and of which time since then reviews may be missing.
async fn health(connection: &mut SqliteConnection, since: Timestamp) -> Result<Vec<Health>> {
    let doing = engine("gather how the sources fare");
    let rows = sqlx::query(SOURCES).fetch_all(&mut *connection).await.map_err(&doing)?;
    let lasting = sqlx::query(LASTING).fetch_all(&mut *connection).await.map_err(&doing)?;
    let mut troubles: HashMap<SourceId, Vec<(Trouble, Timestamp)>> = HashMap::new();
    for row in &lasting {
        let trouble = present("trouble", row.json_if_any("trouble")?)?;
        troubles.entry(row.parsed("source")?).or_default().push((trouble, row.time("since")?));
    }
    let mut sources = Vec::with_capacity(rows.len());
    for row in &rows {
        let source: SourceId = row.parsed("source")?;
        let spans = coverage::since(connection, &source, Some(since)).await?;
        let gaps = spans.iter().filter(|span| matches!(span.seen, Seen::Uncovered(_)));
        sources.push(Health {
            gaps: gaps.map(|span| (span.from, span.to)).collect(),
            troubles: troubles.remove(&source).unwrap_or_default(),
            last_success: row.time_if_any("last_success")?,
            paused_until: row.time_if_any("paused_until")?,
            source,
        });
    }
    Ok(sources)
}
