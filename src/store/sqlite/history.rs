//! One case's whole story: what the case, its reviews and its mails went through, in order.

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::values::{Cells, engine};
use super::{Sqlite, cases, reviews};
use crate::alert::Kind;
use crate::case::CaseId;
use crate::review::Event;
use crate::settings::format_duration;
use crate::store::{CaseHistory, Entry, Result};

const ENTRIES: &str = "SELECT * FROM case_entries WHERE case_id = ? ORDER BY entry_id";

const EVENTS: &str = "SELECT * FROM events JOIN case_reviews USING (review_id)
    WHERE case_id = ? ORDER BY event_id";

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
    let mut entries = read(&mut snapshot, EVENTS, id, |row| event(row, &steps)).await?;
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
    Ok(Entry {
        at: row.time("at")?,
        round: row.count("round")?,
        what: row.cell("what")?,
        detail: row.cell("detail")?,
    })
}

fn event(row: &SqliteRow, steps: &[Entry]) -> Result<Entry> {
    let (at, event) = reviews::event(row)?;
    let (what, detail) = match event {
        Event::New { baseline: false } => ("review seen", None),
        Event::New { baseline: true } => ("review seen", Some("by the first poll".to_owned())),
        Event::Completed => ("its page was read", None),
        Event::Edited { was, .. } => ("review edited", Some(format!("before: {was}"))),
        Event::Answered { .. } => ("reply seen", None),
        Event::ReplyVanished { .. } => ("reply gone", None),
        Event::Vanished { .. } => ("review gone", None),
        Event::Reappeared => ("review there again", None),
    };
    Ok(Entry { at, round: round_at(steps, at), what: what.to_owned(), detail })
}

/// The round that an instant fell into.
fn round_at(steps: &[Entry], at: Timestamp) -> u32 {
    steps.iter().rev().find(|step| step.at < at).map_or(1, |step| step.round)
}

fn attempt(row: &SqliteRow) -> Result<Entry> {
    Ok(Entry {
        at: row.time("at")?,
        round: row.count("round")?,
        what: "sending put off".to_owned(),
        detail: row.cell("answer")?,
    })
}

fn notice(row: &SqliteRow) -> Result<Entry> {
    let kind: Kind = row.parsed("kind")?;
    let to: &str = row.cell("address")?;
    let (what, detail) = match row.cell("state")? {
        "sent" => ("sent", format!("to {to}")),
        "dropped" => {
            let why: Option<&str> = row.cell("why")?;
            ("dropped", format!("to {to}: {}", why.unwrap_or("overtaken")))
        }
        _ => {
            let answer: Option<&str> = row.cell("answer")?;
            ("refused", format!("to {to}: {}", answer.unwrap_or("refused for good")))
        }
    };
    Ok(Entry {
        at: row.time("settled")?,
        round: row.count("round")?,
        what: format!("mail {what}: {}", spoken(kind)),
        detail: Some(detail),
    })
}

/// A kind of mail in a person's words.
fn spoken(kind: Kind) -> String {
    match kind {
        Kind::Reminder(before) => format!("reminder {} before", format_duration(before)),
        other => other.to_string().replace('_', " "),
    }
}
