//! One write: a transaction that holds the file's only pen from its first statement on; and the
//! connection for what need not last.

use std::ops::{Deref, DerefMut};

use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{Sqlite, Transaction};
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use super::values::engine;
use crate::failpoint;
use crate::store::Result;

/// The connection whose commits outlive the program but not a power failure, until the next lasting one
/// of the file: for claims, whose holder does not outlive it either, and for what polling once more
/// finds again. It waits for no disk; each statement is a transaction unless one is begun. `None` once
/// the store is closed.
pub(super) type Quick = Mutex<Option<SqliteConnection>>;

/// Its turn, taken for the step `doing`.
pub(super) async fn quick<'q>(
    connection: &'q Quick,
    doing: &'static str,
) -> Result<MappedMutexGuard<'q, SqliteConnection>> {
    MutexGuard::try_map(connection.lock().await, Option::as_mut)
        .map_err(|_| engine(doing)(sqlx::Error::PoolClosed))
}

/// A write that has begun; dropped without [`Write::commit`] it leaves no trace.
pub(super) struct Write {
    name: &'static str,
    transaction: Transaction<'static, Sqlite>,
}

impl Write {
    /// Begins a write; `name` is the step it belongs to, as a fragment after "failed to".
    pub(super) async fn begin(writer: &SqlitePool, name: &'static str) -> Result<Self> {
        failpoint::hit(format_args!("before: {name}"));
        // A transaction that reads first and writes later could find the file changed in between.
        let transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(engine(name))?;
        Ok(Self { name, transaction })
    }

    /// Makes it lasting.
    pub(super) async fn commit(self) -> Result<()> {
        failpoint::hit(format_args!("written: {}", self.name));
        self.transaction.commit().await.map_err(engine(self.name))?;
        failpoint::hit(format_args!("committed: {}", self.name));
        Ok(())
    }
}

impl Deref for Write {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.transaction
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}
