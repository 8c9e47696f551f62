//! What the mail server's answer does: to the mail, to its notices, to all mail that waits.

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;

use super::tx::Write;
use super::values::{corrupt, engine, micros};
use super::{Sqlite, claims, delivery, notices};
use crate::alert::{Notice, Subject};
use crate::store::{Claim, DeliveryCommit, Fate, Result};

/// See [`crate::store::Store::commit_delivery`].
pub(super) async fn commit(store: &Sqlite, claim: &Claim, commit: DeliveryCommit) -> Result<()> {
    let doing = engine("commit a sending");
    let mut write = Write::begin(&store.writer, "commit a sending").await?;
    claims::check(&mut write, claim).await?;
    let mail = commit.mail.0;
    let recipient: i64 = sqlx::query_scalar("SELECT recipient_id FROM mails WHERE mail_id = ?")
        .bind(mail)
        .fetch_optional(&mut *write)
        .await
        .map_err(&doing)?
        .ok_or_else(|| corrupt(format!("mail {mail}"), "it was sent but is not there"))?;
    delivery::require_recipient(claim, recipient)?;
    sqlx::query("INSERT INTO attempts (mail_id, at, fate, answer) VALUES (?, ?, ?, ?)")
        .bind(mail)
        .bind(micros(commit.now))
        .bind(fate_name(commit.fate))
        .bind(&commit.answer)
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    match commit.fate {
        Fate::Sent => sent(&mut write, mail, recipient, commit.now).await?,
        Fate::Failed => failed(&mut write, mail, commit.now).await?,
        Fate::HoldAll(until) => hold(&mut write, mail, 0, until, commit.now).await?,
        Fate::HoldRecipient(until) => hold(&mut write, mail, recipient, until, commit.now).await?,
        Fate::Postpone(until) => postpone(&mut write, mail, until).await?,
    }
    for notice in &commit.instead {
        stand_in(&mut write, notice, recipient, commit.now).await?;
    }
    claims::end(&mut write, claim).await?;
    write.commit().await
}

/// The stable name of a fate in `attempts`.
fn fate_name(fate: Fate) -> &'static str {
    match fate {
        Fate::Sent => "sent",
        Fate::HoldAll(_) => "hold_all",
        Fate::HoldRecipient(_) => "hold_recipient",
        Fate::Postpone(_) => "postpone",
        Fate::Failed => "failed",
    }
}

/// Whatever happened to its notices meanwhile, they were told.
async fn sent(
    write: &mut SqliteConnection,
    mail: i64,
    recipient: i64,
    now: Timestamp,
) -> Result<()> {
    let doing = engine("commit a sent mail");
    sqlx::query("UPDATE mails SET state = 'sent' WHERE mail_id = ?")
        .bind(mail)
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    sqlx::query("UPDATE notices SET state = 'sent', settled = ?, why = NULL WHERE mail_id = ?")
        .bind(micros(now))
        .bind(mail)
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    sqlx::query("DELETE FROM holds WHERE recipient_id IN (0, ?)")
        .bind(recipient)
        .execute(write)
        .await
        .map_err(&doing)?;
    Ok(())
}

async fn failed(write: &mut SqliteConnection, mail: i64, now: Timestamp) -> Result<()> {
    let doing = engine("commit a failed mail");
    sqlx::query("UPDATE mails SET state = 'failed', attempts = attempts + 1 WHERE mail_id = ?")
        .bind(mail)
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    sqlx::query(
        "UPDATE notices SET state = 'failed', settled = ? WHERE mail_id = ? AND state = 'waiting'",
    )
    .bind(micros(now))
    .bind(mail)
    .execute(write)
    .await
    .map_err(&doing)?;
    Ok(())
}

async fn hold(
    write: &mut SqliteConnection,
    mail: i64,
    whose: i64,
    until: Timestamp,
    now: Timestamp,
) -> Result<()> {
    let doing = engine("hold mail");
    sqlx::query("UPDATE mails SET attempts = attempts + 1 WHERE mail_id = ?")
        .bind(mail)
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    sqlx::query(
        "INSERT INTO holds (recipient_id, until, since, attempts) VALUES (?, ?, ?, 1)
         ON CONFLICT (recipient_id) DO UPDATE SET until = excluded.until, attempts = attempts + 1",
    )
    .bind(whose)
    .bind(micros(until))
    .bind(micros(now))
    .execute(write)
    .await
    .map_err(&doing)?;
    Ok(())
}

async fn postpone(write: &mut SqliteConnection, mail: i64, until: Timestamp) -> Result<()> {
    sqlx::query("UPDATE mails SET attempts = attempts + 1, due = ? WHERE mail_id = ?")
        .bind(micros(until))
        .bind(mail)
        .execute(write)
        .await
        .map_err(engine("postpone a mail"))?;
    Ok(())
}

/// Tells someone in place of `unreachable`; who is told already stands in all the same.
async fn stand_in(
    write: &mut SqliteConnection,
    notice: &Notice,
    unreachable: i64,
    now: Timestamp,
) -> Result<()> {
    let id = notices::insert(write, notice).await?;
    if let Subject::Case(case) = notice.subject {
        notices::drop_earlier(write, id, case, now).await?;
    }
    sqlx::query(
        "INSERT INTO stand_ins (notice_id, recipient_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(unreachable)
    .execute(write)
    .await
    .map_err(engine("store a stand-in"))?;
    Ok(())
}
