//! The triage loop's step: a review with news in, its judgement and what becomes of a case out.

use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::SqliteConnection;

use super::tx::Write;
use super::values::{Cells, engine, micros};
use super::{Sqlite, cases, claims, reviews};
use crate::case::{Case, CaseId};
use crate::store::{Claim, Claimed, Holder, Result, ReviewState, TriageCommit};

/// A complaint by the same customer on the same thing renews a case closed at most this long ago;
/// after that it is another story.
const RENEWS_WITHIN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The unheld review whose oldest event has waited longest.
pub(super) const DUE: &str = "SELECT review_id FROM events
    WHERE done = 0
      AND NOT EXISTS (SELECT 1 FROM claims WHERE item = 'review/' || review_id AND until > ?)
    ORDER BY at, event_id LIMIT 1";

/// Closed cases of the same customer on the same thing, the last one first.
pub(super) const RENEWED: &str = "SELECT case_id FROM reviews JOIN cases USING (review_id)
    WHERE source = ? AND author = ? AND product = ? AND review_id <> ?
      AND state NOT IN ('open', 'overdue', 'unconfirmed') AND closed >= ?
    ORDER BY closed DESC, case_id DESC LIMIT 1";

/// See [`crate::store::Store::claim_review`].
pub(super) async fn claim(
    store: &Sqlite,
    by: &Holder,
    now: Timestamp,
) -> Result<Option<Claimed<ReviewState>>> {
    let mut write = Write::begin(&store.writer, "claim a review").await?;
    let due: Option<i64> = sqlx::query_scalar(DUE)
        .bind(micros(now))
        .fetch_optional(&mut *write)
        .await
        .map_err(engine("find a review to judge"))?;
    let Some(review) = due else { return Ok(None) };
    let claim = claims::take(&mut write, format!("review/{review}"), by, now).await?;
    let state = state(&mut write, &claim, review, now).await;
    claims::hand_over(write, claim, state).await.map(Some)
}

async fn state(
    write: &mut SqliteConnection,
    claim: &Claim,
    review: i64,
    now: Timestamp,
) -> Result<ReviewState> {
    let all = reviews::events(write, review).await?;
    let mut pending = Vec::new();
    for row in &all {
        if !row.cell::<bool>("done")? {
            pending.push(row);
        }
    }
    if let Some(last) = pending.last() {
        claims::set_mark(write, claim, last.cell("event_id")?).await?;
    }
    let row = reviews::fetch(write, review).await?;
    let case = cases::of_review(write, review).await?;
    let mut state = ReviewState {
        key: reviews::key(&row)?,
        review: reviews::review(&row)?,
        first_seen: row.time("first_seen")?,
        events: pending.into_iter().map(reviews::event).collect::<Result<_>>()?,
        judgement: reviews::judgement(&row)?,
        reworded: reviews::last_edit(&row, &all)?.map(|edit| edit.between),
        case,
        renews: None,
    };
    state.renews = renewed(write, review, &state, now).await?;
    for case in [&state.case, &state.renews].into_iter().flatten() {
        claims::show_case(write, claim, case.id).await?;
    }
    Ok(state)
}

/// The closed case that this review would renew.
async fn renewed(
    connection: &mut SqliteConnection,
    number: i64,
    state: &ReviewState,
    now: Timestamp,
) -> Result<Option<Case>> {
    let (Some(author), Some(product)) = (&state.review.author, &state.review.product) else {
        return Ok(None);
    };
    if is_masked(author) {
        return Ok(None);
    }
    let since = now.saturating_sub(RENEWS_WITHIN).unwrap_or(Timestamp::MIN);
    let found: Option<i64> = sqlx::query_scalar(RENEWED)
        .bind(state.key.source.as_str())
        .bind(author)
        .bind(product)
        .bind(number)
        .bind(micros(since))
        .fetch_optional(&mut *connection)
        .await
        .map_err(engine("look for a case to renew"))?;
    match found.map(CaseId) {
        // It may have moved on to another review of the same customer.
        Some(id) if state.case.as_ref().is_none_or(|case| case.id != id) => {
            cases::fetch(connection, id).await
        }
        _ => Ok(None),
    }
}

/// Whether a name may stand for several people ("김**", "이○○").
fn is_masked(author: &str) -> bool {
    author.contains(['*', '＊', '○', '●', '◯', '〇'])
}

/// See [`crate::store::Store::commit_triage`].
pub(super) async fn commit(store: &Sqlite, claim: &Claim, commit: TriageCommit) -> Result<()> {
    let mut write = Write::begin(&store.writer, "commit a triage").await?;
    let mark = claims::check(&mut write, claim).await?;
    if let Some(case) = commit.case.as_ref().filter(|case| !case.is_new) {
        write = claims::check_case(write, claim, case.case.id).await?;
    }
    let review: i64 =
        claim.item.strip_prefix("review/").and_then(|id| id.parse().ok()).unwrap_or(0);
    reviews::judge(&mut write, review, &commit.judgement).await?;
    sqlx::query("UPDATE events SET done = 1 WHERE review_id = ? AND event_id <= ? AND done = 0")
        .bind(review)
        .bind(mark)
        .execute(&mut *write)
        .await
        .map_err(engine("note a review's events as done"))?;
    if let Some(case) = &commit.case {
        cases::write(&mut write, case, commit.now).await?;
    }
    claims::end(&mut write, claim).await?;
    write.commit().await
}
