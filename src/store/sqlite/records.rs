//! Lists for people: cases, sources, waiting mail.

use std::collections::HashMap;

use jiff::Timestamp;

use super::cases::case_columns;
use super::values::{Cells, engine, present};
use super::{Sqlite, cases, reviews};
use crate::coverage::alarm::Profile;
use crate::review::{SourceId, Trouble};
use crate::source::Reject;
use crate::store::{CaseFilter, CaseSummary, OutboxStatus, Result, ReviewRecord, SourceStatus};

/// Open cases, the nearest deadline first, then closed ones, the last closed first.
pub(super) const CASES: &str = concat!(
    case_columns!(),
    "ORDER BY state NOT IN ('open', 'overdue', 'unconfirmed'),
             CASE WHEN state IN ('open', 'overdue', 'unconfirmed') THEN deadline END,
             closed DESC, case_id"
);

pub(super) const OPEN_CASES: &str = concat!(
    case_columns!(),
    "WHERE state IN ('open', 'overdue', 'unconfirmed') ORDER BY deadline, case_id"
);

pub(super) const OVERDUE_CASES: &str = concat!(
    case_columns!(),
    "WHERE state IN ('open', 'overdue', 'unconfirmed') AND state = 'overdue'
     ORDER BY deadline, case_id"
);

const SOURCES: &str = "SELECT sources.*, profile,
        (SELECT count(*) FROM reviews WHERE reviews.source = sources.source) AS reviews,
        (SELECT max(first_seen) FROM reviews WHERE reviews.source = sources.source) AS last_review,
        (SELECT count(*) FROM rejects WHERE rejects.source = sources.source) AS rejects,
        first.why, first.excerpt
    FROM sources LEFT JOIN profiles USING (source)
        LEFT JOIN rejects AS first ON first.source = sources.source AND first.row = 0
    ORDER BY configured DESC, sources.source";

const LASTING: &str = "SELECT source, trouble, since FROM incidents
    WHERE ended IS NULL AND kind <> 'gap' ORDER BY since, number";

const OUTBOX: &str = "SELECT
        (SELECT count(*) FROM notices WHERE state = 'waiting') AS waiting,
        (SELECT min(due) FROM notices WHERE state = 'waiting') AS oldest,
        (SELECT count(*) FROM notices WHERE state = 'failed') AS failed,
        (SELECT until FROM holds WHERE recipient_id = 0) AS held_until";

/// See [`crate::store::Records::cases`].
pub(super) async fn cases(store: &Sqlite, filter: CaseFilter) -> Result<Vec<CaseSummary>> {
    let rows = sqlx::query(match filter {
        CaseFilter::Open => OPEN_CASES,
        CaseFilter::Overdue => OVERDUE_CASES,
        CaseFilter::All => CASES,
    })
    .fetch_all(&store.readers)
    .await
    .map_err(engine("list the cases"))?;
    rows.iter()
        .map(|row| {
            Ok(CaseSummary {
                case: cases::case(row)?,
                review: reviews::review(row)?,
                verdict: present("the verdict on a case", row.named_if_any("verdict")?)?,
            })
        })
        .collect()
}

/// See [`crate::store::Records::reviews`].
pub(super) async fn reviews(store: &Sqlite) -> Result<Vec<ReviewRecord>> {
    let rows = sqlx::query("SELECT * FROM reviews ORDER BY first_seen, review_id")
        .fetch_all(&store.readers)
        .await
        .map_err(engine("list the reviews"))?;
    rows.iter()
        .map(|row| {
            Ok(ReviewRecord {
                key: reviews::key(row)?,
                review: reviews::review(row)?,
                first_seen: row.time("first_seen")?,
                judgement: reviews::judgement(row)?,
            })
        })
        .collect()
}

/// See [`crate::store::Records::sources`].
pub(super) async fn sources(store: &Sqlite) -> Result<Vec<SourceStatus>> {
    let doing = engine("list the sources");
    let mut snapshot = store.snapshot().await?;
    let rows = sqlx::query(SOURCES).fetch_all(&mut *snapshot).await.map_err(&doing)?;
    let lasting = sqlx::query(LASTING).fetch_all(&mut *snapshot).await.map_err(&doing)?;
    let mut troubles: HashMap<SourceId, Vec<(Trouble, Timestamp)>> = HashMap::new();
    for row in &lasting {
        let trouble = present("trouble", row.json_if_any("trouble")?)?;
        troubles.entry(row.parsed("source")?).or_default().push((trouble, row.time("since")?));
    }
    rows.iter()
        .map(|row| {
            let id = row.parsed("source")?;
            let configured: bool = row.cell("configured")?;
            let profile: Option<Profile> = row.json_if_any("profile")?;
            let why: Option<String> = row.cell("why")?;
            let excerpt: Option<String> = row.cell("excerpt")?;
            Ok(SourceStatus {
                troubles: troubles.remove(&id).unwrap_or_default(),
                accepted: profile.and_then(|profile| profile.accepted_at()),
                id,
                last_success: row.time_if_any("last_success")?,
                last_outcome: row.named_if_any("last_outcome")?,
                note: row.cell("note")?,
                last_review: row.time_if_any("last_review")?,
                next_poll: if configured { Some(row.time("next_due")?) } else { None },
                paused_until: row.time_if_any("paused_until")?,
                failures: row.count("failures")?,
                reviews: row.count("reviews")?,
                rejects: row.count("rejects")?,
                first_reject: why.zip(excerpt).map(|(why, excerpt)| Reject { why, excerpt }),
            })
        })
        .collect()
}

/// See [`crate::store::Records::outbox`].
pub(super) async fn outbox(store: &Sqlite) -> Result<OutboxStatus> {
    let doing = engine("look into the outbox");
    let mut snapshot = store.snapshot().await?;
    let row = sqlx::query(OUTBOX).fetch_one(&mut *snapshot).await.map_err(&doing)?;
    let last = sqlx::query("SELECT * FROM attempts ORDER BY attempt_id DESC LIMIT 1")
        .fetch_optional(&mut *snapshot)
        .await
        .map_err(&doing)?;
    let last_error = match last {
        Some(last) if last.cell::<&str>("fate")? != "sent" => {
            Some((last.time("at")?, last.cell("answer")?))
        }
        _ => None,
    };
    Ok(OutboxStatus {
        waiting: row.count("waiting")?,
        oldest: row.time_if_any("oldest")?,
        failed: row.count("failed")?,
        last_error,
        held_until: row.time_if_any("held_until")?,
    })
}
