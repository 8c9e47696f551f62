//! One case's whole story: what the case, its reviews and its mails went through, in order.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::values::{Cells, engine};
use super::{Sqlite, cases, reviews};
use crate::case::{CaseId, Taken, Turn};
use crate::coverage::{Version, edits};
use crate::review::Event;
use crate::store::{CaseHistory, Entry, Happening, NoticeEnd, Result};

const ENTRIES: &str = "SELECT *,
        (SELECT address FROM recipients WHERE recipient_id = to_id) AS to_address
    FROM case_entries WHERE case_id = ? ORDER BY entry_id";

const EVENTS: &str = "SELECT * FROM events JOIN case_reviews USING (review_id)
    JOIN reviews USING (review_id) WHERE case_id = ? ORDER BY event_id";

/// Sendings that were put off; the others show in what became of the notices.
const ATTEMPTS: &str = "SELECT attempt_id, at, answer, max(round) AS round
    FROM attempts JOIN notices USING (mail_id)
    WHERE case_id = ? AND fate IN ('hold_all', 'hold_recipient', 'postpone')
    GROUP BY attempt_id ORDER BY attempt_id";

const NOTICES: &str = "SELECT notice_id, settled, round, state, kind, why, address, (
        SELECT answer FROM attempts WHERE attempts.mail_id = notices.mail_id
        ORDER BY attempt_id DESC LIMIT 1) AS answer
    FROM notices JOIN recipients USING (recipient_id)
    WHERE case_id = ? AND state <> 'waiting' ORDER BY notice_id";

/// See [`crate::store::Records::case`].
pub(super) async fn case(store: &Sqlite, id: CaseId) -> Result<Option<CaseHistory>> {
    let mut snapshot = store.snapshot().await?;
    let Some(row) = cases::row(&mut snapshot, id).await? else { return Ok(None) };
    let steps = read(&mut snapshot, ENTRIES, id, step).await?;
    let mut entries = events(&mut snapshot, id, &steps).await?;
    let steps = without_joined(steps, &entries);
    entries.extend(steps);
    entries.extend(read(&mut snapshot, ATTEMPTS, id, attempt).await?);
    entries.extend(read(&mut snapshot, NOTICES, id, notice).await?);
    // Stable: at one instant, what was seen comes before what was made of it and who was told.
    entries.sort_by_key(|entry| entry.at);
    Ok(Some(CaseHistory {
        case: cases::case(&row)?,
        review: reviews::review(&row)?,
        first_seen: row.time("first_seen")?,
        judgement: reviews::judgement(&row)?,
        entries,
    }))
}

async fn read(
    connection: &mut SqliteConnection,
    sql: &'static str,
    id: CaseId,
    entry: impl Fn(&SqliteRow) -> Result<Entry>,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query(sql)
        .bind(id.0)
        .fetch_all(connection)
        .await
        .map_err(engine("read a case's history"))?;
    rows.iter().map(entry).collect()
}

fn step(row: &SqliteRow) -> Result<Entry> {
    let to: Option<&str> = row.cell("to_address")?;
    let took: Option<i64> = row.cell("took")?;
    let happening = Happening::Case(Taken {
        turn: row.parsed("what")?,
        by: row.cell("by")?,
        text: row.cell("text")?,
        to: to.map(|_| row.parsed("to_address")).transpose()?,
        until: row.time_if_any("until")?,
        took: took.map(SignedDuration::from_micros),
    });
    Ok(Entry { at: row.time("at")?, round: row.count("round")?, happening })
}

/// What happened to the case's reviews, edits joined.
async fn events(
    connection: &mut SqliteConnection,
    id: CaseId,
    steps: &[Entry],
) -> Result<Vec<Entry>> {
    let rows = sqlx::query(EVENTS)
        .bind(id.0)
        .fetch_all(connection)
        .await
        .map_err(engine("read what happened to a case's reviews"))?;
    let mut reviews: BTreeMap<i64, (Version, Vec<(Timestamp, Event)>)> = BTreeMap::new();
    for row in &rows {
        let present = Version::from(&reviews::review(row)?);
        let review = reviews.entry(row.cell("review_id")?).or_insert((present, Vec::new()));
        review.1.push(reviews::event(row)?);
    }
    let mut entries = Vec::new();
    for (present, events) in reviews.into_values() {
        let mut edits = edits(&events, present).into_iter().peekable();
        for (at, event) in events {
            let happening = match event {
                // An edit that belongs to an earlier one is told with that.
                Event::Edited { .. } => match edits.next_if(|edit| edit.at == at) {
                    Some(edit) => Happening::Edited(edit),
                    None => continue,
                },
                other => Happening::Review(other),
            };
            entries.push(Entry { at, round: round_at(steps, at), happening });
        }
    }
    Ok(entries)
}

/// Takes out what a case learned from edits that belong to earlier ones.
fn without_joined(steps: Vec<Entry>, entries: &[Entry]) -> Vec<Entry> {
    let mut learned = None;
    let mut is_told = |step: &Entry| {
        if step.happening != Happening::Case(Turn::Edited.into()) {
            return true;
        }
        let since = learned.replace(step.at);
        entries.iter().any(|entry| {
            matches!(entry.happening, Happening::Edited(_))
                && since.is_none_or(|since| since < entry.at)
                && entry.at <= step.at
        })
    };
    steps.into_iter().filter(|step| is_told(step)).collect()
}

/// The round that an instant fell into.
fn round_at(steps: &[Entry], at: Timestamp) -> u32 {
    steps.iter().rev().find(|step| step.at < at).map_or(1, |step| step.round)
}

fn attempt(row: &SqliteRow) -> Result<Entry> {
    let happening = Happening::PutOff { answer: row.cell("answer")? };
    Ok(Entry { at: row.time("at")?, round: row.count("round")?, happening })
}

fn notice(row: &SqliteRow) -> Result<Entry> {
    let end = match (row.cell("state")?, row.cell("why")?) {
        ("sent", _) => NoticeEnd::Sent,
        ("dropped", Some("closed")) => NoticeEnd::Closed,
        ("dropped", _) => NoticeEnd::Overtaken,
        _ => NoticeEnd::Refused(row.cell("answer")?),
    };
    let happening = Happening::Mail { kind: row.parsed("kind")?, to: row.parsed("address")?, end };
    Ok(Entry { at: row.time("settled")?, round: row.count("round")?, happening })
}
