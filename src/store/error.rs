//! Why the store could not do something.

/// A store's answer.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The claim passed to someone else meanwhile, or the case it names moved on; nothing was changed.
    /// Claiming again gives what is to be done now.
    #[error("commit: the claim on {0} has passed to someone else")]
    ClaimLost(String),
    /// The file was written by a newer reviewd.
    #[error(
        "open the store {path}: a newer reviewd wrote it (schema {found}, this one knows {known})"
    )]
    Newer {
        /// The file.
        path: String,
        /// Its schema's number.
        found: i64,
        /// The newest number this program knows.
        known: i64,
    },
    /// The file is no store.
    #[error("open the store {path}: {why}")]
    Unusable {
        /// The file.
        path: String,
        /// What it is instead.
        why: String,
    },
    /// What is stored does not make sense.
    #[error("read {what} from the store: {why}")]
    Corrupt {
        /// Which row and column.
        what: String,
        /// Why it cannot be.
        why: String,
    },
    /// The database engine failed.
    #[error("{doing}: {source}")]
    Engine {
        /// What was being done.
        doing: &'static str,
        /// The engine's reason.
        source: sqlx::Error,
    },
}
