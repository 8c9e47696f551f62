//! Reviews, their events and their judgement as rows.

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::Sqlite;
use super::values::{Cells, corrupt, engine, json, micros, name, present};
use crate::coverage::{self, Edit, Version};
use crate::review::{Event, Interval, Judgement, Posted, Rating, Review, ReviewKey};
use crate::store::{NewReview, Result};

const INSERT: &str = "INSERT INTO reviews
    (site_id, author, rating, rating_max, title, body, posted, earliest, latest, relative, url,
     reply, product, source, native, first_seen, last_seen)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?16, ?17)
    ON CONFLICT (source, native) DO NOTHING";

const UPDATE: &str = "UPDATE reviews SET
    site_id = ?, author = ?, rating = ?, rating_max = ?, title = ?, body = ?, posted = ?,
    earliest = ?, latest = ?, relative = ?, url = ?, reply = ?, product = ?
    WHERE source = ? AND native = ? RETURNING review_id";

type Query = sqlx::query::Query<'static, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

/// Binds what a review says and its key, in the order both statements name them.
fn bound(sql: &'static str, key: &ReviewKey, review: &Review) -> Result<Query> {
    let posted = &review.posted;
    Ok(sqlx::query(sql)
        .bind(review.id.clone())
        .bind(review.author.clone())
        .bind(review.rating.map(Rating::value))
        .bind(review.rating.map(Rating::max))
        .bind(review.title.clone())
        .bind(review.body.clone())
        .bind(posted.text.clone())
        .bind(posted.interval.map(|interval| micros(interval.earliest)))
        .bind(posted.interval.map(|interval| micros(interval.latest)))
        .bind(posted.relative)
        .bind(review.url.clone())
        .bind(review.reply.as_ref().map(json).transpose()?)
        .bind(review.product.clone())
        .bind(key.source.to_string())
        .bind(key.native.clone()))
}

/// Stores a review with its first event. One that is there already is only noted as seen; it was
/// new to the poll because it had been gone for too long to be compared. Where its number is that of
/// another one, which the site has given away anew since, it gets a key of its own.
///
/// Whatever a poll shows was last seen when it asked: what has the same time stood there together.
pub(super) async fn insert(
    write: &mut SqliteConnection,
    new: &NewReview,
    (asked, now): (Timestamp, Timestamp),
) -> Result<()> {
    let mut key = new.key.clone();
    let mut ordinal = 1;
    loop {
        let done = bound(INSERT, &key, &new.review)?
            .bind(micros(now))
            .bind(micros(asked))
            .execute(&mut *write)
            .await
            .map_err(engine("store a new review"))?;
        if done.rows_affected() > 0 {
            let event = Event::New { baseline: new.baseline };
            return insert_event(write, done.last_insert_rowid(), &event, now).await;
        }
        let known = number(write, &key).await?;
        let row = fetch(write, known).await?;
        if coverage::may_be_one(&review(&row)?, &new.review) {
            if row.time_if_any("vanished")?.is_some() {
                insert_event(write, known, &Event::Reappeared, now).await?;
            }
            return seen(write, key.source.as_str(), std::slice::from_ref(&key), asked).await;
        }
        ordinal += 1;
        key.native = format!("{}~{ordinal}", new.key.native);
    }
}

/// Stores what a known review says now and what happened to it.
pub(super) async fn change(
    write: &mut SqliteConnection,
    key: &ReviewKey,
    review: &Review,
    events: &[Event],
    (asked, now): (Timestamp, Timestamp),
) -> Result<()> {
    let doing = engine("store a changed review");
    let row = bound(UPDATE, key, review)?
        .fetch_optional(&mut *write)
        .await
        .map_err(&doing)?
        .ok_or_else(|| corrupt(format!("the review {key}"), "it changed but is not there"))?;
    let id: i64 = row.cell("review_id")?;
    for event in events {
        insert_event(write, id, event, now).await?;
    }
    let gone = events.iter().rev().find_map(|event| match event {
        Event::Vanished { .. } => Some(true),
        Event::Reappeared => Some(false),
        _ => None,
    });
    if gone == Some(true) {
        sqlx::query("UPDATE reviews SET vanished = ? WHERE review_id = ?")
            .bind(micros(now))
            .bind(id)
            .execute(write)
            .await
            .map_err(&doing)?;
        return Ok(());
    }
    seen(write, key.source.as_str(), std::slice::from_ref(key), asked).await
}

/// Notes that reviews of a source were there.
pub(super) async fn seen(
    write: &mut SqliteConnection,
    source: &str,
    keys: &[ReviewKey],
    now: Timestamp,
) -> Result<()> {
    let natives: Vec<&str> = keys.iter().map(|key| key.native.as_str()).collect();
    sqlx::query(
        "UPDATE reviews SET last_seen = max(last_seen, ?), vanished = NULL
         WHERE source = ? AND native IN (SELECT value FROM json_each(?))",
    )
    .bind(micros(now))
    .bind(source)
    .bind(json(&natives)?)
    .execute(write)
    .await
    .map_err(engine("note reviews as seen"))?;
    Ok(())
}

async fn insert_event(
    write: &mut SqliteConnection,
    review: i64,
    event: &Event,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("INSERT INTO events (review_id, at, event) VALUES (?, ?, ?)")
        .bind(review)
        .bind(micros(now))
        .bind(json(event)?)
        .execute(write)
        .await
        .map_err(engine("store an event"))?;
    Ok(())
}

/// The row of a review.
pub(super) async fn fetch(connection: &mut SqliteConnection, id: i64) -> Result<SqliteRow> {
    sqlx::query("SELECT * FROM reviews WHERE review_id = ?")
        .bind(id)
        .fetch_optional(connection)
        .await
        .map_err(engine("read a review"))?
        .ok_or_else(|| corrupt(format!("review {id}"), "it is not there"))
}

/// See [`crate::store::Store::complaint`].
pub(super) async fn complaint(
    store: &Sqlite,
    key: &ReviewKey,
) -> Result<(Review, Option<Judgement>)> {
    let doing = engine("read a complaint");
    let mut snapshot = store.readers.begin().await.map_err(&doing)?;
    let id = number(&mut snapshot, key).await?;
    let row = fetch(&mut snapshot, id).await?;
    Ok((review(&row)?, judgement(&row)?))
}

/// The row number of a review.
pub(super) async fn number(connection: &mut SqliteConnection, key: &ReviewKey) -> Result<i64> {
    sqlx::query_scalar("SELECT review_id FROM reviews WHERE source = ? AND native = ?")
        .bind(key.source.as_str())
        .bind(&key.native)
        .fetch_optional(connection)
        .await
        .map_err(engine("look up a review"))?
        .ok_or_else(|| corrupt(format!("the review {key}"), "it is not there"))
}

/// The identity in a row of `reviews`.
pub(super) fn key(row: &SqliteRow) -> Result<ReviewKey> {
    Ok(ReviewKey { source: row.parsed("source")?, native: row.cell("native")? })
}

/// What a row of `reviews` says.
pub(super) fn review(row: &SqliteRow) -> Result<Review> {
    let rating = match (row.cell("rating")?, row.cell("rating_max")?) {
        (Some(value), Some(max)) => {
            Some(Rating::new(value, max).map_err(|error| corrupt("rating", error))?)
        }
        _ => None,
    };
    let interval = match (row.time_if_any("earliest")?, row.time_if_any("latest")?) {
        (Some(earliest), Some(latest)) => Some(Interval { earliest, latest }),
        _ => None,
    };
    Ok(Review {
        id: row.cell("site_id")?,
        author: row.cell("author")?,
        rating,
        title: row.cell("title")?,
        body: row.cell("body")?,
        posted: Posted { text: row.cell("posted")?, interval, relative: row.cell("relative")? },
        url: row.cell("url")?,
        reply: row.json_if_any("reply")?,
        product: row.cell("product")?,
    })
}

/// The judgement in a row of `reviews`, where there is one.
pub(super) fn judgement(row: &SqliteRow) -> Result<Option<Judgement>> {
    let Some(verdict) = row.named_if_any("verdict")? else { return Ok(None) };
    Ok(Some(Judgement {
        verdict,
        negative: row.cell("negative")?,
        troll: row.cell("troll")?,
        causes: present("causes", row.json_if_any("causes")?)?,
        evidence: present("evidence", row.json_if_any("evidence")?)?,
    }))
}

/// Stores the judgement of a review.
pub(super) async fn judge(
    write: &mut SqliteConnection,
    review: i64,
    judgement: &Judgement,
) -> Result<()> {
    sqlx::query(
        "UPDATE reviews SET verdict = ?, negative = ?, troll = ?, causes = ?, evidence = ?
         WHERE review_id = ?",
    )
    .bind(name(&judgement.verdict)?)
    .bind(judgement.negative)
    .bind(judgement.troll)
    .bind(json(&judgement.causes)?)
    .bind(json(&judgement.evidence)?)
    .bind(review)
    .execute(write)
    .await
    .map_err(engine("store a judgement"))?;
    Ok(())
}

/// An event in a row of `events`, with the time of the poll that noticed it.
pub(super) fn event(row: &SqliteRow) -> Result<(Timestamp, Event)> {
    Ok((row.time("at")?, present("event", row.json_if_any("event")?)?))
}

/// What happened to a review, oldest first.
pub(super) async fn events(
    connection: &mut SqliteConnection,
    review: i64,
) -> Result<Vec<SqliteRow>> {
    sqlx::query("SELECT * FROM events WHERE review_id = ? ORDER BY event_id")
        .bind(review)
        .fetch_all(connection)
        .await
        .map_err(engine("read a review's events"))
}

/// The last edit of the review in `row` that said something new, where there was one.
pub(super) fn last_edit(row: &SqliteRow, events: &[SqliteRow]) -> Result<Option<Edit>> {
    let events: Vec<_> = events.iter().map(event).collect::<Result<_>>()?;
    let edits = coverage::edits(&events, Version::from(&review(row)?));
    Ok(edits.into_iter().rev().find(|edit| !edit.is_mending()))
}
