//! When each loop next has something to do.
//!
//! Free work is looked up in the order of its due time, claimed work through the few claims there
//! are; it comes free when its claim's time is over.

use super::Sqlite;
use super::values::{Cells, engine};
use crate::store::{NextDue, Result};

/// All in one statement, so that they are true of one moment. A recipient's mail is due when the
/// first composed one or the first unwritten notice is; holds and the claim put it off.
pub(super) const NEXT: &str = "SELECT
    (SELECT min(due) FROM (
        SELECT * FROM (
            SELECT next_due AS due FROM sources
            WHERE configured = 1 AND claim_until IS NULL ORDER BY next_due LIMIT 1)
        UNION ALL
        SELECT max(next_due, claim_until) FROM sources
            WHERE configured = 1 AND claim_until IS NOT NULL)) AS poll,
    (SELECT min(due) FROM (
        SELECT * FROM (
            SELECT at AS due FROM events
            WHERE done = 0
              AND NOT EXISTS (SELECT 1 FROM claims WHERE item = 'review/' || review_id)
            ORDER BY at, event_id LIMIT 1)
        UNION ALL
        SELECT max(at, until) FROM claims
            CROSS JOIN events ON review_id = CAST(substr(item, length('review/') + 1) AS INTEGER)
            WHERE item GLOB 'review/*' AND done = 0)) AS triage,
    (SELECT min(due) FROM (
        SELECT * FROM (
            SELECT next_at AS due FROM cases
            WHERE next_at IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM claims WHERE item = 'case/' || case_id)
            ORDER BY next_at, case_id LIMIT 1)
        UNION ALL
        SELECT max(next_at, until) FROM claims
            CROSS JOIN cases ON case_id = CAST(substr(item, length('case/') + 1) AS INTEGER)
            WHERE item GLOB 'case/*' AND next_at IS NOT NULL
        UNION ALL
        SELECT max(at, coalesce((SELECT until FROM claims WHERE item = 'digest/' || day), at))
            FROM digests WHERE told = 0)) AS deadline,
    (SELECT min(max(
            due,
            (SELECT coalesce(max(until), due) FROM holds
             WHERE holds.recipient_id IN (0, waiting.recipient_id)),
            (SELECT coalesce(max(until), due) FROM claims
             WHERE item = 'to/' || waiting.recipient_id)))
        FROM (
            SELECT recipient_id, (
                SELECT min(due) FROM (
                    SELECT min(due) AS due FROM mails
                    WHERE mails.recipient_id = recipients.recipient_id AND state = 'waiting'
                    UNION ALL
                    SELECT min(due) FROM notices
                    WHERE notices.recipient_id = recipients.recipient_id
                      AND state = 'waiting' AND mail_id IS NULL)) AS due
            FROM recipients) AS waiting
        WHERE due IS NOT NULL) AS deliver,
    (SELECT min(due) FROM (
        SELECT min(at) AS due FROM events WHERE done = 0
        UNION ALL
        SELECT min(next_at) FROM cases WHERE next_at IS NOT NULL)) AS undecided";

/// See [`crate::store::Store::next_due`].
pub(super) async fn next(store: &Sqlite) -> Result<NextDue> {
    let row = sqlx::query(NEXT)
        .fetch_one(&store.readers)
        .await
        .map_err(engine("look up what is due next"))?;
    Ok(NextDue {
        poll: row.time_if_any("poll")?,
        triage: row.time_if_any("triage")?,
        deadline: row.time_if_any("deadline")?,
        deliver: row.time_if_any("deliver")?,
        undecided: row.time_if_any("undecided")?,
    })
}
