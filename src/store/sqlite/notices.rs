//! Notices as rows: who has to be told what, and which of it was overtaken.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::values::{Cells, corrupt, engine, json, micros};
use crate::alert::{Address, Notice, Subject};
use crate::case::{Case, CaseId};
use crate::coverage::alarm::Incident;
use crate::review::{Scope, SourceId};
use crate::store::{Result, Told};

/// A notice with the words for its subject and recipient.
macro_rules! notice_columns {
    () => {
        "SELECT notice_id, notices.case_id, round, notices.kind, notices.occurrence, address, due,
                incident_id, incidents.source, incidents.number, digests.day
         FROM notices JOIN recipients USING (recipient_id) LEFT JOIN incidents USING (incident_id)
         LEFT JOIN digests USING (digest_id) "
    };
}

pub(super) use notice_columns;

const INSERT: &str = "INSERT INTO notices
    (case_id, incident_id, digest_id, round, kind, occurrence, recipient_id, due)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

const FIND: &str = "SELECT notice_id FROM notices
    WHERE case_id IS ? AND incident_id IS ? AND digest_id IS ? AND round = ? AND kind = ?
      AND occurrence = ? AND recipient_id = ?";

/// Drops what waits about a case, the notices of `?5` aside: those to the recipients of `?6`.
const OVERTAKE: &str = "UPDATE notices SET state = 'dropped', settled = ?2, why = ?3
    WHERE case_id = ?1 AND state = 'waiting'
      AND (?4 OR recipient_id IN (SELECT value FROM json_each(?6)))
      AND notice_id NOT IN (SELECT value FROM json_each(?5))";

/// Drops what waits for the recipient of notice `?3` about its case and is older than the newest that
/// they are, or were, to hear of it.
const DROP_EARLIER: &str = "UPDATE notices SET state = 'dropped', settled = ?2, why = 'overtaken'
    WHERE case_id = ?1 AND state = 'waiting'
      AND recipient_id = (SELECT recipient_id FROM notices WHERE notice_id = ?3)
      AND (round, due) < (
        SELECT round, due FROM notices AS newest
        WHERE newest.case_id = ?1 AND newest.recipient_id = notices.recipient_id
          AND state IN ('waiting', 'sent')
        ORDER BY round DESC, due DESC LIMIT 1)";

/// What waits to be written about others of scope `?3`, mostly for the end of quiet hours, is to be written
/// about incident `?2` of `?1` too.
const JOIN_WAITING: &str = "INSERT INTO notices
        (incident_id, round, kind, occurrence, recipient_id, due)
    SELECT (SELECT incident_id FROM incidents WHERE source = ?1 AND number = ?2),
        round, notices.kind, notices.occurrence, recipient_id, max(due)
    FROM incidents JOIN notices USING (incident_id)
    WHERE scope = ?3 AND ended IS NULL AND state = 'waiting' AND mail_id IS NULL
    GROUP BY round, notices.kind, notices.occurrence, recipient_id
    ON CONFLICT DO NOTHING";

/// A mail that has nothing left to say is not sent.
const EMPTIED: &str = "UPDATE mails SET state = 'dropped'
    WHERE state = 'waiting'
      AND mail_id IN (SELECT mail_id FROM notices WHERE case_id = ?1 OR incident_id = ?2)
      AND NOT EXISTS (
        SELECT 1 FROM notices WHERE notices.mail_id = mails.mail_id AND state = 'waiting')";

/// The number of a recipient, new or known.
pub(super) async fn recipient(write: &mut SqliteConnection, address: &Address) -> Result<i64> {
    sqlx::query_scalar(
        "INSERT INTO recipients (address) VALUES (?)
         ON CONFLICT (address) DO UPDATE SET address = address RETURNING recipient_id",
    )
    .bind(address.as_str())
    .fetch_one(write)
    .await
    .map_err(engine("store a recipient"))
}

/// Stores a notice unless it is there already, and gives its row.
pub(super) async fn insert(write: &mut SqliteConnection, notice: &Notice) -> Result<i64> {
    let recipient = recipient(write, &notice.recipient).await?;
    let (case, incident, day) = match &notice.subject {
        Subject::Case(id) => (Some(id.0), None, None),
        Subject::Incident(source, count) => {
            (None, Some(incident(write, source.as_str(), *count).await?), None)
        }
        Subject::Day(day) => (None, None, Some(digest(write, *day).await?)),
    };
    let doing = engine("store a notice");
    let identified = |sql: &'static str| {
        sqlx::query(sql)
            .bind(case)
            .bind(incident)
            .bind(day)
            .bind(notice.round)
            .bind(notice.kind.to_string())
            .bind(notice.occurrence)
            .bind(recipient)
    };
    let done =
        identified(INSERT).bind(micros(notice.due)).execute(&mut *write).await.map_err(&doing)?;
    if done.rows_affected() > 0 {
        return Ok(done.last_insert_rowid());
    }
    identified(FIND).fetch_one(write).await.map_err(&doing)?.cell("notice_id")
}

/// Has an incident told in what waits to be written about others of its scope.
pub(super) async fn join_waiting(
    write: &mut SqliteConnection,
    source: &SourceId,
    incident: &Incident,
) -> Result<()> {
    sqlx::query(JOIN_WAITING)
        .bind(source.as_str())
        .bind(incident.number)
        .bind(incident.scope.to_string())
        .execute(write)
        .await
        .map_err(engine("join an incident to a mail"))?;
    Ok(())
}

async fn incident(connection: &mut SqliteConnection, source: &str, number: u32) -> Result<i64> {
    sqlx::query_scalar("SELECT incident_id FROM incidents WHERE source = ? AND number = ?")
        .bind(source)
        .bind(number)
        .fetch_optional(connection)
        .await
        .map_err(engine("look up an incident"))?
        .ok_or_else(|| corrupt(format!("incident {number} of {source}"), "it is not there"))
}

async fn digest(connection: &mut SqliteConnection, day: Date) -> Result<i64> {
    sqlx::query_scalar("SELECT digest_id FROM digests WHERE day = ?")
        .bind(day.to_string())
        .fetch_optional(connection)
        .await
        .map_err(engine("look up a digest"))?
        .ok_or_else(|| corrupt(format!("the digest of {day}"), "it is not there"))
}

/// Stores who is told of a case's change, and drops what waits and is overtaken by it; with a change
/// that `ends` the wait for a reply, all that waits is.
pub(super) async fn tell(
    write: &mut SqliteConnection,
    case: &Case,
    (told, ends): (&[Told], bool),
    now: Timestamp,
) -> Result<()> {
    let (mut kept, mut recipients) = (Vec::new(), Vec::new());
    for told in told {
        let notice = Notice {
            subject: Subject::Case(case.id),
            round: case.round,
            kind: told.kind,
            occurrence: told.occurrence,
            recipient: told.recipient.clone(),
            due: told.due,
        };
        kept.push(insert(write, &notice).await?);
        recipients.push(recipient(write, &told.recipient).await?);
    }
    let doing = engine("drop overtaken notices");
    let dropped = sqlx::query(OVERTAKE)
        .bind(case.id.0)
        .bind(micros(now))
        .bind(if ends && case.into.is_none() { "closed" } else { "overtaken" })
        .bind(ends)
        .bind(json(&kept)?)
        .bind(json(&recipients)?)
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    if dropped.rows_affected() > 0 {
        drop_emptied(write, Some(case.id), None).await?;
    }
    Ok(())
}

/// Drops what waits about a case and was overtaken by, or overtakes, a notice that was added late.
pub(super) async fn drop_earlier(
    write: &mut SqliteConnection,
    added: i64,
    case: CaseId,
    now: Timestamp,
) -> Result<()> {
    let dropped = sqlx::query(DROP_EARLIER)
        .bind(case.0)
        .bind(micros(now))
        .bind(added)
        .execute(&mut *write)
        .await
        .map_err(engine("drop overtaken notices"))?;
    if dropped.rows_affected() > 0 {
        drop_emptied(write, Some(case), None).await?;
    }
    Ok(())
}

async fn drop_emptied(
    write: &mut SqliteConnection,
    case: Option<CaseId>,
    incident: Option<i64>,
) -> Result<()> {
    let doing = engine("drop mails with nothing left to say");
    let about_case = sqlx::query(EMPTIED).bind(case.map(|case| case.0));
    about_case.bind(incident).execute(write).await.map_err(doing)?;
    Ok(())
}

/// Stores a notice of an incident, unless the recipient is still to hear of it for an earlier one.
pub(super) async fn insert_unless_waiting(
    write: &mut SqliteConnection,
    notice: &Notice,
) -> Result<()> {
    let Subject::Incident(source, number) = &notice.subject else { return Ok(()) };
    let incident = incident(write, source.as_str(), *number).await?;
    let recipient = recipient(write, &notice.recipient).await?;
    let waits: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM notices
         WHERE incident_id = ? AND kind = ? AND recipient_id = ? AND state = 'waiting')",
    )
    .bind(incident)
    .bind(notice.kind.to_string())
    .bind(recipient)
    .fetch_one(&mut *write)
    .await
    .map_err(engine("look up what waits about an incident"))?;
    if !waits {
        insert(write, notice).await?;
    }
    Ok(())
}

/// When the first notice is due that waits, unwritten, to tell of an incident of that kind.
pub(super) async fn waiting_since(
    connection: &mut SqliteConnection,
    kind: &str,
) -> Result<Option<Timestamp>> {
    sqlx::query(
        "SELECT min(due) AS due FROM incidents JOIN notices USING (incident_id)
         WHERE incidents.kind = ? AND state = 'waiting' AND mail_id IS NULL",
    )
    .bind(kind)
    .fetch_one(connection)
    .await
    .map_err(engine("look up what waits about incidents"))?
    .time_if_any("due")
}

/// Drops what waits about an incident that is over.
pub(super) async fn drop_broken(
    write: &mut SqliteConnection,
    source: &SourceId,
    number: u32,
    now: Timestamp,
) -> Result<()> {
    let incident = incident(write, source.as_str(), number).await?;
    let dropped = sqlx::query(
        "UPDATE notices SET state = 'dropped', settled = ?, why = 'over'
         WHERE incident_id = ? AND state = 'waiting'",
    )
    .bind(micros(now))
    .bind(incident)
    .execute(&mut *write)
    .await
    .map_err(engine("drop what waits about an incident"))?;
    if dropped.rows_affected() > 0 {
        drop_emptied(write, None, Some(incident)).await?;
    }
    Ok(())
}

/// Recoveries of a scope that wait for one another wait no longer.
pub(super) async fn recovered_together(
    write: &mut SqliteConnection,
    scope: &Scope,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "UPDATE notices SET due = ?1
         WHERE state = 'waiting' AND due > ?1 AND mail_id IS NULL AND incident_id IN (
             SELECT incident_id FROM incidents WHERE incident_id = notices.incident_id AND scope = ?2)",
    )
    .bind(micros(now))
    .bind(scope.to_string())
    .execute(write)
    .await
    .map_err(engine("tell of recoveries together"))?;
    Ok(())
}

/// The notice in a row of [`notice_columns`].
pub(super) fn notice(row: &SqliteRow) -> Result<Notice> {
    let day: Option<&str> = row.cell("day")?;
    let subject = match (row.cell::<Option<i64>>("case_id")?, day) {
        (Some(case), _) => Subject::Case(CaseId(case)),
        (None, Some(_)) => Subject::Day(row.parsed("day")?),
        (None, None) => Subject::Incident(row.parsed("source")?, row.count("number")?),
    };
    Ok(Notice {
        subject,
        round: row.count("round")?,
        kind: row.parsed("kind")?,
        occurrence: row.count("occurrence")?,
        recipient: row.parsed("address")?,
        due: row.time("due")?,
    })
}
