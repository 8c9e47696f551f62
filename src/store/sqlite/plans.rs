//! Promises about speed that need no clock: how the engine will look things up.

use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Row};

use super::{cases, delivery, due, open, poll, records, triage};

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

#[tokio::test]
async fn no_loop_walks_a_table_that_grows() {
    let mut connection =
        SqliteConnection::connect("sqlite::memory:").await.expect("an empty database");
    open::SCHEMA.run(&mut connection).await.expect("the schema applies");
    for sql in [
        poll::DUE,
        poll::KNOWN,
        triage::DUE,
        triage::RENEWED,
        cases::DUE,
        delivery::TO_SEND,
        delivery::TO_WRITE,
        due::POLL,
        due::TRIAGE,
        due::DEADLINE,
        due::DELIVER,
        records::OPEN_CASES,
        records::OVERDUE_CASES,
    ] {
        for line in plan(&mut connection, sql).await {
            // Claims and recipients are few, and so are the rows a subquery made of them. Due rows
            // are walked in the order of an index, as far as the first.
            let bounded = !line.starts_with("SCAN ")
                || ["claims", "recipients", "free", "waiting", "(subquery", "(join"]
                    .iter()
                    .any(|few| line.starts_with(&format!("SCAN {few}")))
                || line.contains("USING INDEX")
                || line.contains("USING COVERING INDEX");
            assert!(bounded, "{line}\nin the plan of\n{sql}");
            let sorts_many = line.contains("TEMP B-TREE") && !sql.contains("free");
            assert!(!sorts_many, "{line}\nin the plan of\n{sql}");
        }
    }
}
