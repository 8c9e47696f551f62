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
    /// Begins a write that, once committed, not even a power failure takes back; `name` is the step
    /// it belongs to, as a fragment after "failed to".
    pub(super) async fn begin(writer: &SqlitePool, name: &'static str) -> Result<Self> {
        Self::begin_with(writer, name, "PRAGMA synchronous = FULL; BEGIN IMMEDIATE").await
    }

    /// Begins a write that outlives the program but, until the next lasting one is committed, not a
    /// power failure: for claims, whose holder does not outlive it either, and for what is found
    /// anew by working once more. It waits for no disk.
    pub(super) async fn begin_fleeting(writer: &SqlitePool, name: &'static str) -> Result<Self> {
        Self::begin_with(writer, name, "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE").await
    }

    /// Every write says anew how lasting it is, so that none inherits another one's answer. A
    /// transaction that reads first and writes later could find the file changed in between: it takes
    /// the pen at once.
    async fn begin_with(
        writer: &SqlitePool,
        name: &'static str,
        how: &'static str,
    ) -> Result<Self> {
        failpoint::hit(format_args!("before: {name}"));
        let transaction = writer.begin_with(how).await.map_err(engine(name))?;
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
