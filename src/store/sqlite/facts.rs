//! Everything a mail may say about a notice, gathered in the transaction that claims it.

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;

use super::values::{Cells, engine, micros, present};
use super::{cases, coverage, incidents, reviews};
use crate::alert::{CaseFacts, Facts, Handing, IncidentFacts, Missed, Notice, Subject};
use crate::case::{Case, CaseId, Turn};
use crate::review::{SourceId, Trouble};
use crate::store::{NoticeId, Result};

/// What this recipient would have heard of the round, had it not been overtaken since the last mail
/// that reached them. What was overtaken before it was due, in quiet hours, nobody was to hear.
const OVERTAKEN: &str = "SELECT kind FROM notices
    JOIN (SELECT case_id, round, recipient_id FROM notices WHERE notice_id = ?1) AS this
        USING (case_id, round, recipient_id)
    WHERE state = 'dropped' AND due <= settled AND notice_id > (
        SELECT coalesce(max(notice_id), 0) FROM notices
        JOIN (SELECT case_id, round, recipient_id FROM notices WHERE notice_id = ?1) AS this
            USING (case_id, round, recipient_id)
        WHERE state = 'sent')
    ORDER BY due, notice_id";

/// The subject under which this recipient knows the case: that of their first mail about it alone.
const THREAD: &str = "SELECT subject FROM mails
    JOIN notices USING (mail_id)
    JOIN (SELECT case_id, recipient_id FROM notices WHERE notice_id = ?1) AS this
        ON this.case_id = notices.case_id AND this.recipient_id = notices.recipient_id
    WHERE mails.state IN ('waiting', 'sent')
        AND (SELECT count(*) FROM notices AS served WHERE served.mail_id = mails.mail_id) = 1
    ORDER BY mail_id LIMIT 1";

/// Gathers the facts of one notice. Whether it waited for the end of quiet hours, only the deliver loop
/// can tell: it knows the calendar.
pub(super) async fn gather(
    connection: &mut SqliteConnection,
    id: NoticeId,
    notice: &Notice,
) -> Result<Facts> {
    match &notice.subject {
        Subject::Case(case) => Ok(Facts::Case(Box::new(case_facts(connection, id, *case).await?))),
        Subject::Incident(source, number) => {
            Ok(Facts::Incident(Box::new(incident_facts(connection, source, *number).await?)))
        }
    }
}

async fn case_facts(
    connection: &mut SqliteConnection,
    notice: NoticeId,
    id: CaseId,
) -> Result<CaseFacts> {
    let doing = engine("gather a case's facts");
    let row = present("a case with notices", cases::row(connection, id).await?)?;
    let overtaken =
        sqlx::query(OVERTAKEN).bind(notice.0).fetch_all(&mut *connection).await.map_err(&doing)?;
    let instead_of = sqlx::query(
        "SELECT address FROM stand_ins JOIN recipients USING (recipient_id)
         WHERE notice_id = ? ORDER BY address",
    )
    .bind(notice.0)
    .fetch_all(&mut *connection)
    .await
    .map_err(&doing)?;
    let thread = sqlx::query(THREAD)
        .bind(notice.0)
        .fetch_optional(&mut *connection)
        .await
        .map_err(&doing)?;
    let events = reviews::events(connection, row.cell("review_id")?).await?;
    let case = cases::case(&row)?;
    let round = case.round;
    let edit = reviews::last_edit(&row, &events)?.filter(|e| e.between.latest >= case.started);
    Ok(CaseFacts {
        began: began(connection, &case).await?,
        case,
        review: reviews::review(&row)?,
        judgement: present("the judgement of a case's review", reviews::judgement(&row)?)?,
        seen: row.time("first_seen")?,
        edited: edit.as_ref().map(|edit| edit.between),
        rated_before: edit.as_ref().and_then(|edit| edit.was.rating),
        words_before: edit.map(|edit| edit.was.words),
        overtaken: overtaken.iter().map(|row| row.parsed("kind")).collect::<Result<_>>()?,
        instead_of: instead_of.iter().map(|row| row.parsed("address")).collect::<Result<_>>()?,
        handed: handed(connection, id, round).await?,
        owner: None,
        thread_subject: thread.map(|row| row.cell("subject")).transpose()?,
        waited: false,
    })
}

/// To whom the case was last handed in a round.
async fn handed(
    connection: &mut SqliteConnection,
    case: CaseId,
    round: u32,
) -> Result<Option<Handing>> {
    sqlx::query(
        "SELECT at, by, address FROM case_entries JOIN recipients ON recipient_id = to_id
         WHERE case_id = ? AND round = ? ORDER BY entry_id DESC LIMIT 1",
    )
    .bind(case.0)
    .bind(round)
    .fetch_optional(connection)
    .await
    .map_err(engine("read to whom a case was handed"))?
    .map(|row| Ok(Handing { at: row.time("at")?, by: row.cell("by")?, to: row.parsed("address")? }))
    .transpose()
}

/// The turn with which the case's round began.
async fn began(connection: &mut SqliteConnection, case: &Case) -> Result<Option<Turn>> {
    sqlx::query(
        "SELECT what FROM case_entries WHERE case_id = ? AND round = ? ORDER BY entry_id LIMIT 1",
    )
    .bind(case.id.0)
    .bind(case.round)
    .fetch_optional(connection)
    .await
    .map_err(engine("read how a round began"))?
    .map(|row| row.parsed("what"))
    .transpose()
}

/// The list's address is configuration, which the store does not keep: it stays empty for the
/// deliver loop to fill in.
async fn incident_facts(
    connection: &mut SqliteConnection,
    source: &SourceId,
    number: u32,
) -> Result<IncidentFacts> {
    let row = sqlx::query("SELECT * FROM incidents WHERE source = ? AND number = ?")
        .bind(source.as_str())
        .bind(number)
        .fetch_one(&mut *connection)
        .await
        .map_err(engine("gather an incident's facts"))?;
    let incident = incidents::incident(&row)?;
    let last_success = row.time_if_any("last_success")?;
    let recovered = row.time_if_any("ended")?;
    let is_gap = matches!(incident.trouble, Trouble::Gap(_));
    let recovered = recovered.filter(|_| !is_gap);
    let unseen = match recovered {
        Some(ended) => coverage::unseen(connection, source, incident.began, ended).await?,
        None => Vec::new(),
    };
    let missed = match recovered.filter(|_| last_success.is_some()) {
        Some(ended) => missed(connection, source, ended).await?,
        // Where nothing was ever read, all is old that is read now.
        None => Vec::new(),
    };
    Ok(IncidentFacts {
        source: source.clone(),
        url: String::new(),
        trouble: incident.trouble,
        scope: incident.scope,
        note: incident.note,
        since: incident.since,
        polls: incident.polls,
        usual: incident.usual,
        last_success,
        recovered,
        missed,
        unseen,
        waited: false,
    })
}

/// What the poll that ended an incident saw for the first time, the most urgent first.
async fn missed(
    connection: &mut SqliteConnection,
    source: &SourceId,
    ended: Timestamp,
) -> Result<Vec<Missed>> {
    let rows = sqlx::query(
        "SELECT reviews.*, cases.case_id,
             CASE WHEN state IN ('open', 'overdue') THEN deadline END AS deadline
         FROM reviews
         LEFT JOIN case_reviews ON case_reviews.review_id = reviews.review_id
         LEFT JOIN cases ON cases.case_id = case_reviews.case_id
         WHERE reviews.source = ? AND first_seen = ?
         ORDER BY deadline IS NULL, deadline, verdict = 'positive', reviews.review_id LIMIT 500",
    )
    .bind(source.as_str())
    .bind(micros(ended))
    .fetch_all(connection)
    .await
    .map_err(engine("gather what was missed"))?;
    rows.iter()
        .map(|row| {
            let review = reviews::review(row)?;
            let case: Option<i64> = row.cell("case_id")?;
            Ok(Missed {
                words: review.words(),
                author: review.author,
                verdict: row.named_if_any("verdict")?,
                deadline: case.map(CaseId).zip(row.time_if_any("deadline")?),
            })
        })
        .collect()
}
