//! Cases as rows, and the deadline loop's step: a due case in, its transition out.

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::tx::Write;
use super::values::{Cells, corrupt, engine, json, micros, present};
use super::{Sqlite, claims, notices, reviews};
use crate::alert::{Address, Kind};
use crate::case::{Case, CaseId, Due, Hands, Step};
use crate::review::Interval;
use crate::store::{CaseCommit, CaseState, CaseWrite, Claim, Claimed, Holder, Result, Which};

/// The unheld case whose next step has been due longest.
pub(super) const DUE: &str = "SELECT case_id FROM cases
    WHERE next_at <= ?1
      AND NOT EXISTS (SELECT 1 FROM claims WHERE item = 'case/' || case_id AND until > ?1)
    ORDER BY next_at, case_id LIMIT 1";

/// A case with its review and the addresses of its people.
macro_rules! case_columns {
    () => {
        "SELECT *, (SELECT address FROM recipients WHERE recipient_id = owner_id) AS owner,
                (SELECT address FROM recipients WHERE recipient_id = previous_id) AS previous
         FROM cases JOIN reviews USING (review_id) "
    };
}

pub(super) use case_columns;

const FETCH: &str = concat!(case_columns!(), "WHERE case_id = ?");

const INSERT: &str = "INSERT INTO cases
    (review_id, round, state, started, deadline, opened, closed, next_step, next_at, owner_id,
     previous_id, hands, replied_earliest, replied_latest)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING case_id";

const UPDATE: &str = "UPDATE cases SET
    review_id = ?, round = ?, state = ?, started = ?, deadline = ?, opened = ?, closed = ?,
    next_step = ?, next_at = ?, owner_id = ?, previous_id = ?, hands = ?, replied_earliest = ?,
    replied_latest = ?, version = version + 1
    WHERE case_id = ? RETURNING case_id";

const ENTER: &str =
    "INSERT INTO case_entries (case_id, at, round, what, by, text, to_id, until, took)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// Recipients who were told, or whose mail may be under way.
const TOLD: &str = "SELECT DISTINCT address FROM notices JOIN recipients USING (recipient_id)
    WHERE case_id = ? AND round = ?
      AND (state = 'sent' OR (state IN ('waiting', 'dropped') AND mail_id IS NOT NULL))
    ORDER BY address";

/// See [`crate::store::Store::claim_case`].
pub(super) async fn claim(
    store: &Sqlite,
    by: &Holder,
    which: Which,
    now: Timestamp,
) -> Result<Option<Claimed<CaseState>>> {
    let mut write = Write::begin(&store.writer, "claim a case").await?;
    let id = match which {
        Which::Due => sqlx::query_scalar(DUE)
            .bind(micros(now))
            .fetch_optional(&mut *write)
            .await
            .map_err(engine("find a due case"))?
            .map(CaseId),
        Which::Id(id) => {
            let held = claims::is_held(&mut write, &format!("case/{}", id.0), now).await?;
            if held || fetch(&mut write, id).await?.is_none() { None } else { Some(id) }
        }
    };
    let Some(id) = id else { return Ok(None) };
    let claim = claims::take(&mut write, format!("case/{}", id.0), by, now).await?;
    claims::show_case(&mut write, &claim, id).await?;
    let state = state(&mut write, id).await;
    claims::hand_over(write, claim, state).await.map(Some)
}

async fn state(connection: &mut SqliteConnection, id: CaseId) -> Result<CaseState> {
    let row = present("a claimed case", row(connection, id).await?)?;
    let case = case(&row)?;
    let told = sqlx::query(TOLD)
        .bind(id.0)
        .bind(case.round)
        .fetch_all(connection)
        .await
        .map_err(engine("read who was told of a case"))?;
    let told = told.iter().map(|row| row.parsed::<Address>("address")).collect::<Result<_>>()?;
    Ok(CaseState {
        case,
        review: reviews::review(&row)?,
        judgement: reviews::judgement(&row)?,
        told,
    })
}

/// See [`crate::store::Store::commit_case`].
pub(super) async fn commit(store: &Sqlite, claim: &Claim, commit: CaseCommit) -> Result<()> {
    let mut begun = Write::begin(&store.writer, "commit a case").await?;
    claims::check(&mut begun, claim).await?;
    let mut begun = claims::check_case(begun, claim, commit.write.case.id).await?;
    write(&mut begun, &commit.write, commit.now).await?;
    claims::end(&mut begun, claim).await?;
    begun.commit().await
}

/// Creates or changes a case, with its history and who is told.
pub(super) async fn write(
    write: &mut SqliteConnection,
    change: &CaseWrite,
    now: Timestamp,
) -> Result<()> {
    let review = reviews::number(write, &change.case.review).await?;
    let before = if change.is_new { None } else { fetch(write, change.case.id).await? };
    let ends = !change.case.state.is_open()
        && before.is_none_or(|before| before.state != change.case.state);
    let id = put(write, change, review).await?;
    let doing = engine("store a case's history");
    sqlx::query(
        "INSERT INTO case_reviews (review_id, case_id) VALUES (?, ?)
         ON CONFLICT (review_id) DO UPDATE SET case_id = excluded.case_id",
    )
    .bind(review)
    .bind(id.0)
    .execute(&mut *write)
    .await
    .map_err(&doing)?;
    for taken in &change.what {
        let to = number(write, taken.to.as_ref()).await?;
        sqlx::query(ENTER)
            .bind(id.0)
            .bind(micros(now))
            .bind(change.case.round)
            .bind(taken.turn.as_str())
            .bind(&taken.by)
            .bind(&taken.text)
            .bind(to)
            .bind(taken.until.map(micros))
            .bind(taken.took.map(|took| took.as_micros() as i64))
            .execute(&mut *write)
            .await
            .map_err(&doing)?;
    }
    notices::tell(write, &Case { id, ..change.case.clone() }, (&change.told, ends), now).await
}

async fn put(write: &mut SqliteConnection, change: &CaseWrite, review: i64) -> Result<CaseId> {
    let case = &change.case;
    let owner = number(write, case.owner.as_ref()).await?;
    let previous = case.hands.handed.as_ref().and_then(|handed| handed.from.as_ref());
    let previous = number(write, previous).await?;
    let query = sqlx::query_scalar(if change.is_new { INSERT } else { UPDATE })
        .bind(review)
        .bind(case.round)
        .bind(case.state.as_str())
        .bind(micros(case.started))
        .bind(micros(case.deadline))
        .bind(micros(case.opened))
        .bind(case.closed.map(micros))
        .bind(case.next.map(|due| Kind::from(due.step).to_string()))
        .bind(case.next.map(|due| micros(due.at)))
        .bind(owner)
        .bind(previous)
        .bind(json(&case.hands)?)
        .bind(case.replied.map(|replied| micros(replied.earliest)))
        .bind(case.replied.map(|replied| micros(replied.latest)));
    let query = if change.is_new { query } else { query.bind(case.id.0) };
    query
        .fetch_optional(write)
        .await
        .map_err(engine("store a case"))?
        .map(CaseId)
        .ok_or_else(|| corrupt(format!("case {}", case.id.0), "it changed but is not there"))
}

/// The number of someone, where there is someone.
async fn number(write: &mut SqliteConnection, address: Option<&Address>) -> Result<Option<i64>> {
    match address {
        Some(address) => notices::recipient(write, address).await.map(Some),
        None => Ok(None),
    }
}

/// A case, where it exists.
pub(super) async fn fetch(connection: &mut SqliteConnection, id: CaseId) -> Result<Option<Case>> {
    row(connection, id).await?.map(|row| case(&row)).transpose()
}

/// The row of a case joined with its review, where it exists.
pub(super) async fn row(
    connection: &mut SqliteConnection,
    id: CaseId,
) -> Result<Option<SqliteRow>> {
    sqlx::query(FETCH).bind(id.0).fetch_optional(connection).await.map_err(engine("read a case"))
}

/// The case a review belongs to, where there is one.
pub(super) async fn of_review(
    connection: &mut SqliteConnection,
    review: i64,
) -> Result<Option<Case>> {
    let id: Option<i64> =
        sqlx::query_scalar("SELECT case_id FROM case_reviews WHERE review_id = ?")
            .bind(review)
            .fetch_optional(&mut *connection)
            .await
            .map_err(engine("look up a review's case"))?;
    match id {
        Some(id) => fetch(connection, CaseId(id)).await,
        None => Ok(None),
    }
}

/// The case in a row of `cases` joined with its review.
pub(super) fn case(row: &SqliteRow) -> Result<Case> {
    let next = match (row.cell::<Option<&str>>("next_step")?, row.time_if_any("next_at")?) {
        (Some(step), Some(at)) => Some(Due::new(self::step(step)?, at)),
        _ => None,
    };
    let address = |column| -> Result<Option<Address>> {
        let found: Option<&str> = row.cell(column)?;
        found.map(|_| row.parsed(column)).transpose()
    };
    let mut hands: Hands = row.json_if_any("hands")?.unwrap_or_default();
    if let Some(handed) = &mut hands.handed {
        handed.from = address("previous")?;
    }
    let replied = row.time_if_any("replied_earliest")?.zip(row.time_if_any("replied_latest")?);
    Ok(Case {
        id: CaseId(row.cell("case_id")?),
        review: reviews::key(row)?,
        round: row.count("round")?,
        state: present("state", row.named_if_any("state")?)?,
        started: row.time("started")?,
        deadline: row.time("deadline")?,
        opened: row.time("opened")?,
        closed: row.time_if_any("closed")?,
        next,
        owner: address("owner")?,
        hands,
        replied: replied.map(|(earliest, latest)| Interval { earliest, latest }),
    })
}

/// A step is written as the kind of notice it makes.
fn step(text: &str) -> Result<Step> {
    match text.parse::<Kind>() {
        Ok(Kind::Alert) => Ok(Step::Alert),
        Ok(Kind::Reminder(before)) => Ok(Step::Reminder(before)),
        Ok(Kind::Overdue) => Ok(Step::Overdue),
        Ok(Kind::Answered) => Ok(Step::Answered),
        Ok(Kind::HandedBack) => Ok(Step::HandedBack),
        Ok(Kind::Unconfirmed) => Ok(Step::Unconfirmed),
        Ok(Kind::FollowUp) => Ok(Step::FollowUp),
        Ok(other) => Err(corrupt("next_step", format!("no case has a step {other}"))),
        Err(error) => Err(corrupt("next_step", error)),
    }
}
