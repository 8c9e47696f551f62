//! Opening the file: who may read it, which schema it has, whether it is a store at all.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::Mutex;

use super::Sqlite;
use super::values::engine;
use crate::store::{Error, Result};

/// Every schema there was, compiled in.
pub(super) static SCHEMA: Migrator = sqlx::migrate!("src/store/sqlite/migrations");

/// Marks a file as ours; the first migration sets it.
const APPLICATION: i64 = 0x7276_7764;
/// Another process (a person's command beside the daemon) may be writing.
const BUSY: Duration = Duration::from_secs(10);
const READERS: u32 = 4;
/// The engine's code for a file that is no database.
const NOT_A_DATABASE: &str = "26";
/// The engine's code for a file that someone else holds.
const LOCKED: &str = "5";
/// Two that bring a new file into its journal mode at the same moment would wait for each other: the
/// engine fails one of them at once, whatever its patience. A moment later the other one is done.
const TRIES: u32 = 50;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// Opens or creates the store at `path`, for its owner's eyes only, and brings it to this program's
/// schema.
pub(super) async fn open(path: &Path) -> Result<Sqlite> {
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| unusable(path, error))?;

    let base = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        .foreign_keys(true)
        .disable_statement_logging();
    let write = base
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        // Once a commit returned, not even a power failure takes it back.
        .synchronous(SqliteSynchronous::Full);
    let quick = write.clone().synchronous(SqliteSynchronous::Normal);
    // The system keeps the file's pages once; four copies of them would be most of a small daemon.
    let read = base.pragma("query_only", "ON").pragma("cache_size", "-512");

    prepare(path, &write).await?;
    let pool = |most| {
        SqlitePoolOptions::new()
            .max_connections(most)
            .idle_timeout(None)
            .max_lifetime(None)
            // A connection to a file does not go stale.
            .test_before_acquire(false)
    };
    let doing = engine("open the store");
    Ok(Sqlite {
        writer: pool(1).connect_with(write).await.map_err(&doing)?,
        quick: Arc::new(Mutex::new(Some(quick.connect().await.map_err(&doing)?))),
        readers: pool(READERS).connect_with(read).await.map_err(&doing)?,
    })
}

/// Makes sure that the file is a store of this schema.
async fn prepare(path: &Path, options: &SqliteConnectOptions) -> Result<()> {
    let not_a_store = |error: sqlx::Error| match &error {
        sqlx::Error::Database(reply) if reply.code().as_deref() == Some(NOT_A_DATABASE) => {
            unusable(path, "it is no SQLite database")
        }
        _ => Error::Engine { doing: "open the store", source: error },
    };
    let mut connection = connect(options).await.map_err(not_a_store)?;
    if found(&mut connection, path).await? != newest() {
        // One process alone changes the schema; a second one waits here and then finds it done.
        let doing = engine("change the store's schema");
        let mut alone = connection.begin_with("BEGIN IMMEDIATE").await.map_err(&doing)?;
        found(&mut alone, path).await?;
        SCHEMA.run(&mut *alone).await.map_err(|error| doing(error.into()))?;
        alone.commit().await.map_err(&doing)?;
    }
    connection.close().await.map_err(engine("open the store"))
}

async fn connect(options: &SqliteConnectOptions) -> sqlx::Result<SqliteConnection> {
    let is_locked = |error: &sqlx::Error| {
        error.as_database_error().is_some_and(|reply| reply.code().as_deref() == Some(LOCKED))
    };
    for _ in 1..TRIES {
        match options.connect().await {
            Err(error) if is_locked(&error) => tokio::time::sleep(BETWEEN_TRIES).await,
            other => return other,
        }
    }
    options.connect().await
}

/// The schema's number in the file; 0 where it is empty.
async fn found(connection: &mut SqliteConnection, path: &Path) -> Result<i64> {
    let doing = engine("read the store's schema");
    let (application, tables): (i64, i64) = sqlx::query_as(
        "SELECT application_id, (SELECT count(*) FROM sqlite_schema) FROM pragma_application_id",
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(&doing)?;
    if tables == 0 {
        return Ok(0);
    }
    if application != APPLICATION {
        return Err(unusable(path, "it is another program's database"));
    }
    let found: i64 = sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM _sqlx_migrations")
        .fetch_one(connection)
        .await
        .map_err(&doing)?;
    if found > newest() {
        return Err(Error::Newer { path: path.display().to_string(), found, known: newest() });
    }
    Ok(found)
}

/// The newest schema this program knows.
fn newest() -> i64 {
    SCHEMA.iter().map(|migration| migration.version).max().unwrap_or(0)
}

fn unusable(path: &Path, why: impl ToString) -> Error {
    Error::Unusable { path: path.display().to_string(), why: why.to_string() }
}
