//! One write: a transaction that holds the file's only pen from its first statement on.

use std::ops::{Deref, DerefMut};

use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{Sqlite, Transaction};

use super::values::engine;
use crate::failpoint;
use crate::store::Result;

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
