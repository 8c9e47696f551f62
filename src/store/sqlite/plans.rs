//! Promises about speed that need no clock: how the engine will look things up.

use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Row};

use super::{cases, delivery, due, incidents, open, poll, records, schedule, triage};

/// Every line of the engine's plan for `sql`.
async fn plan(connection: &mut SqliteConnection, sql: &str) -> Vec<String> {
    sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
        .fetch_all(connection)
        .await
        .expect("the statement fits the schema")
        .iter()
        .map(|row| row.get("detail"))
        .collect()
}

/// Whether a line of a plan looks at more rows the longer the store is in use. An index read in
/// order stops at the first row that is due; of recipients there are few, and of what a subquery
/// made of them; a list of names is as long as its asker makes it.
fn walks_what_grows(line: &str) -> bool {
    let Some(what) = line.strip_prefix("SCAN ") else { return false };
    let in_order = what.contains("USING INDEX") || what.contains("USING COVERING INDEX");
    let few = matches!(what, "CONSTANT ROW" | "recipients" | "polls")
        || what.starts_with("json_each VIRTUAL TABLE")
        || what.starts_with("(subquery");
    !in_order && !few
}

#[tokio::test]
async fn no_loop_walks_a_table_that_grows() {
    let mut connection =
        SqliteConnection::connect("sqlite::memory:").await.expect("an empty database");
    open::SCHEMA.run(&mut connection).await.expect("the schema applies");
    let mut slow = Vec::new();
    for sql in [
        poll::DUE,
        poll::CLAIM,
        schedule::END,
        poll::KNOWN,
        incidents::LASTING,
        incidents::TELL_FIRST,
        incidents::TELL_AGAIN,
        triage::DUE,
        triage::RENEWED,
        cases::DUE,
        delivery::TO_SEND,
        delivery::TO_WRITE,
        delivery::REFUSED_BY,
        delivery::UNTOLD,
        due::NEXT,
        records::OPEN_CASES,
        records::OVERDUE_CASES,
    ] {
        let plan = plan(&mut connection, sql).await;
        if plan.iter().any(|line| walks_what_grows(line)) {
            slow.push(format!("{sql}\n{plan:#?}"));
        }
    }
    assert!(slow.is_empty(), "these get slower as the store grows:\n{}", slow.join("\n\n"));
}
