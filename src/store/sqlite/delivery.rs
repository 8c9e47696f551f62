//! The deliver loop's work: notices to put into words and frozen mails to send, in their order.

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;

use super::notices::{self, notice_columns};
use super::tx::Write;
use super::values::{Cells, corrupt, engine, json, micros};
use super::{Sqlite, claims, facts};
use crate::alert::{Facts, Frozen, Notice};
use crate::store::{Claim, Claimed, Delivery, Holder, MailId, NoticeId, Outgoing, Result};

/// Recipients whose mail nobody works on and nothing holds up.
macro_rules! free {
    () => {
        "WITH free AS (
            SELECT recipient_id FROM recipients
            WHERE NOT EXISTS (
                SELECT 1 FROM holds
                WHERE holds.recipient_id IN (0, recipients.recipient_id) AND until > ?1)
              AND NOT EXISTS (
                SELECT 1 FROM claims WHERE item = 'to/' || recipients.recipient_id AND until > ?1)
        ) "
    };
}

/// Of the first waiting mail of every free recipient, the one that has waited longest.
pub(super) const TO_SEND: &str = concat!(
    free!(),
    "SELECT mails.mail_id, mails.recipient_id FROM free JOIN mails ON mails.mail_id = (
        SELECT mail_id FROM mails
        WHERE recipient_id = free.recipient_id AND state = 'waiting' AND due <= ?1
        ORDER BY due, mail_id LIMIT 1)
     ORDER BY due, mails.mail_id LIMIT 1"
);

/// The free recipient without a mail to send whose oldest unwritten notice has waited longest.
pub(super) const TO_WRITE: &str = concat!(
    free!(),
    "SELECT recipient_id FROM (
        SELECT recipient_id, (
            SELECT min(due) FROM notices
            WHERE notices.recipient_id = free.recipient_id
              AND state = 'waiting' AND mail_id IS NULL) AS due
        FROM free
        WHERE NOT EXISTS (
            SELECT 1 FROM mails
            WHERE mails.recipient_id = free.recipient_id AND state = 'waiting' AND due <= ?1))
     WHERE due <= ?1 ORDER BY due LIMIT 1"
);

/// As many cases as one mail, or a few, can sensibly speak of; the rest have their turn next. Sources that
/// fail for one cause are one mail however many they are.
const UNWRITTEN: &str = concat!(
    notice_columns!(),
    "WHERE recipient_id = ?1 AND state = 'waiting' AND mail_id IS NULL AND due <= ?2
       AND (notices.case_id IS NULL OR notice_id IN (
         SELECT notice_id FROM notices
         WHERE recipient_id = ?1 AND state = 'waiting' AND mail_id IS NULL AND due <= ?2
           AND case_id IS NOT NULL
         ORDER BY due, notice_id LIMIT 200))
     ORDER BY due, notice_id LIMIT 5000"
);

const OF_MAIL: &str = concat!(notice_columns!(), "WHERE mail_id = ? ORDER BY due, notice_id");

/// The same notices to others.
macro_rules! twins {
    () => {
        "FROM notices AS ours JOIN notices AS theirs
            ON theirs.round = ours.round AND theirs.kind = ours.kind
            AND theirs.occurrence = ours.occurrence AND theirs.recipient_id <> ours.recipient_id
            AND (theirs.case_id = ours.case_id OR theirs.incident_id = ours.incident_id
                OR theirs.digest_id = ours.digest_id) "
    };
}

pub(super) const REFUSED_BY: &str = concat!(
    "SELECT DISTINCT address ",
    twins!(),
    "JOIN recipients ON recipients.recipient_id = theirs.recipient_id
     WHERE ours.mail_id = ? AND theirs.state = 'failed' ORDER BY address"
);

pub(super) const UNTOLD: &str = concat!(
    "SELECT count(*) - (SELECT count(DISTINCT ours.notice_id) ",
    twins!(),
    "WHERE ours.mail_id = ?1 AND theirs.state IN ('waiting', 'sent'))
     FROM notices WHERE mail_id = ?1"
);

/// A mail; a hold's failures count as its own, so that the wait between two sendings grows from one
/// mail to the next.
const MAIL: &str = "SELECT mail_id, address, message_id, subject, bytes, frozen,
        max(attempts, (SELECT coalesce(max(holds.attempts), 0) FROM holds
                       WHERE holds.recipient_id IN (0, mails.recipient_id))) AS attempts
    FROM mails JOIN recipients USING (recipient_id) WHERE mail_id = ?";

/// See [`crate::store::Store::claim_delivery`].
pub(super) async fn claim(
    store: &Sqlite,
    by: &Holder,
    now: Timestamp,
) -> Result<Option<Claimed<Delivery>>> {
    let mut write = Write::begin(&store.writer, "claim mail").await?;
    let doing = engine("find mail to send");
    let to_send: Option<(i64, i64)> = sqlx::query_as(TO_SEND)
        .bind(micros(now))
        .fetch_optional(&mut *write)
        .await
        .map_err(&doing)?;
    if let Some((mail, recipient)) = to_send {
        let claim = claims::take(&mut write, format!("to/{recipient}"), by, now).await?;
        let outgoing = outgoing(&mut write, mail).await.map(Delivery::Send);
        return claims::hand_over(write, claim, outgoing).await.map(Some);
    }
    let to_write: Option<i64> = sqlx::query_scalar(TO_WRITE)
        .bind(micros(now))
        .fetch_optional(&mut *write)
        .await
        .map_err(&doing)?;
    let Some(recipient) = to_write else { return Ok(None) };
    let claim = claims::take(&mut write, format!("to/{recipient}"), by, now).await?;
    let unwritten = unwritten(&mut write, recipient, now).await.map(Delivery::Compose);
    claims::hand_over(write, claim, unwritten).await.map(Some)
}

async fn outgoing(connection: &mut SqliteConnection, mail: i64) -> Result<Outgoing> {
    let row = sqlx::query(MAIL)
        .bind(mail)
        .fetch_one(&mut *connection)
        .await
        .map_err(engine("read a mail"))?;
    let notices = sqlx::query(OF_MAIL)
        .bind(mail)
        .fetch_all(&mut *connection)
        .await
        .map_err(engine("read a mail's notices"))?;
    let doing = engine("read who else is told of a mail's notices");
    let refused_by =
        sqlx::query(REFUSED_BY).bind(mail).fetch_all(&mut *connection).await.map_err(&doing)?;
    let untold: i64 =
        sqlx::query_scalar(UNTOLD).bind(mail).fetch_one(connection).await.map_err(&doing)?;
    Ok(Outgoing {
        id: MailId(mail),
        mail: Frozen {
            message_id: row.cell("message_id")?,
            recipient: row.parsed("address")?,
            subject: row.cell("subject")?,
            bytes: row.cell("bytes")?,
        },
        attempts: row.count("attempts")?,
        since: row.time("frozen")?,
        notices: notices.iter().map(notices::notice).collect::<Result<_>>()?,
        refused_by: refused_by.iter().map(|row| row.parsed("address")).collect::<Result<_>>()?,
        told_elsewhere: untold == 0,
    })
}

async fn unwritten(
    connection: &mut SqliteConnection,
    recipient: i64,
    now: Timestamp,
) -> Result<Vec<(NoticeId, Notice, Facts)>> {
    let rows = sqlx::query(UNWRITTEN)
        .bind(recipient)
        .bind(micros(now))
        .fetch_all(&mut *connection)
        .await
        .map_err(engine("read notices"))?;
    let earlier = facts::earlier(connection, recipient, now).await?;
    let mut unwritten = Vec::with_capacity(rows.len());
    for row in &rows {
        let id = NoticeId(row.cell("notice_id")?);
        let notice = notices::notice(row)?;
        let mut facts = facts::gather(connection, id, &notice).await?;
        if let Facts::Case(facts) = &mut facts {
            facts.earlier = earlier;
        }
        unwritten.push((id, notice, facts));
    }
    Ok(unwritten)
}

/// See [`crate::store::Store::freeze`].
pub(super) async fn freeze(
    store: &Sqlite,
    claim: &Claim,
    mails: Vec<(Vec<NoticeId>, Frozen)>,
    now: Timestamp,
) -> Result<()> {
    let mut write = Write::begin(&store.writer, "freeze mails").await?;
    claims::check(&mut write, claim).await?;
    for (notices, mail) in &mails {
        freeze_one(&mut write, claim, notices, mail, now).await?;
    }
    claims::end(&mut write, claim).await?;
    write.commit().await
}

async fn freeze_one(
    write: &mut SqliteConnection,
    claim: &Claim,
    notices: &[NoticeId],
    mail: &Frozen,
    now: Timestamp,
) -> Result<()> {
    let doing = engine("freeze a mail");
    let recipient = notices::recipient(write, &mail.recipient).await?;
    require_recipient(claim, recipient)?;
    let ids: Vec<i64> = notices.iter().map(|notice| notice.0).collect();
    let ids = json(&ids)?;
    // Everything it says may have been overtaken while it was put into words.
    let due: Option<i64> = sqlx::query_scalar(
        "SELECT min(due) FROM notices WHERE recipient_id = ? AND state = 'waiting'
           AND mail_id IS NULL AND notice_id IN (SELECT value FROM json_each(?))",
    )
    .bind(recipient)
    .bind(&ids)
    .fetch_one(&mut *write)
    .await
    .map_err(&doing)?;
    let Some(due) = due else { return Ok(()) };
    let id = sqlx::query(
        "INSERT INTO mails (recipient_id, message_id, subject, bytes, due, frozen)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(recipient)
    .bind(&mail.message_id)
    .bind(&mail.subject)
    .bind(&mail.bytes)
    .bind(due)
    .bind(micros(now))
    .execute(&mut *write)
    .await
    .map_err(&doing)?
    .last_insert_rowid();
    sqlx::query(
        "UPDATE notices SET mail_id = ? WHERE recipient_id = ? AND mail_id IS NULL
           AND notice_id IN (SELECT value FROM json_each(?))",
    )
    .bind(id)
    .bind(recipient)
    .bind(&ids)
    .execute(write)
    .await
    .map_err(&doing)?;
    Ok(())
}

/// That the claim is on the mail of this recipient.
pub(super) fn require_recipient(claim: &Claim, recipient: i64) -> Result<()> {
    if claim.item == format!("to/{recipient}") {
        return Ok(());
    }
    Err(corrupt(format!("the claim on {}", claim.item), format!("the mail is to/{recipient}")))
}
