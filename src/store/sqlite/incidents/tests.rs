//! What becomes of incidents that an older program stored.

use std::borrow::Cow;

use sqlx::Connection;

use super::*;
use crate::review::{Trouble, Unread};
use crate::store::sqlite::open::SCHEMA;

#[tokio::test]
async fn incidents_of_the_first_schema_are_kept_as_told() {
    let mut connection =
        SqliteConnection::connect("sqlite::memory:").await.expect("an empty database");
    let migrations: Vec<_> = SCHEMA.iter().cloned().collect();
    let first = sqlx::migrate::Migrator {
        migrations: Cow::Owned(migrations.into_iter().filter(|m| m.version == 1).collect()),
        ..sqlx::migrate::Migrator::DEFAULT
    };
    first.run(&mut connection).await.expect("the first schema applies");
    sqlx::raw_sql(
        "INSERT INTO sources (source, configured, next_due) VALUES ('mall', 1, 0);
         INSERT INTO recipients VALUES (1, 'owner@shop.example');
         INSERT INTO incidents (incident_id, source, number, since, outcome, failures)
             VALUES (7, 'mall', 3, 5000000, 'blocked', 2);
         INSERT INTO notices (incident_id, round, kind, occurrence, recipient_id, due)
             VALUES (7, 1, 'source_broken', 0, 1, 9000000);",
    )
    .execute(&mut connection)
    .await
    .expect("an incident that lasts");
    SCHEMA.run(&mut connection).await.expect("the new schema applies");
    let lasting = lasting(&mut connection, &["mall"], Timestamp::UNIX_EPOCH).await;
    let state = state(None, &lasting.expect("they are read")["mall"]).expect("it is one");
    let [incident] = &state.open[..] else { panic!("one incident, not {state:?}") };
    let at = |second| Timestamp::from_second(second).expect("an instant");
    assert_eq!(incident.trouble, Trouble::Unread { why: Unread::Blocked });
    assert_eq!((incident.number, incident.since, incident.polls), (3, at(5), 2));
    assert_eq!(incident.told, Some(Told { at: at(9), occurrence: 0 }));
}
