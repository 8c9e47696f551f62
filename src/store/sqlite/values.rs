//! How values stand in columns, and reading them back without trusting them.

use std::fmt::Display;
use std::str::FromStr;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::{DeserializeOwned, IntoDeserializer};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite};

use crate::store::{Error, Result};

/// An instant as microseconds, which cover every year that can be written with four digits; what is
/// finer is cut off.
pub(super) fn micros(instant: Timestamp) -> i64 {
    instant.as_microsecond()
}

/// The stable name of a value that serialises as one.
pub(super) fn name<T: Serialize>(value: &T) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        other => Err(corrupt("a name", format!("{other:?} is none"))),
    }
}

/// A value as JSON.
pub(super) fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| corrupt("a value to write", error))
}

/// Stored nonsense.
pub(super) fn corrupt(what: impl Into<String>, why: impl Display) -> Error {
    Error::Corrupt { what: what.into(), why: why.to_string() }
}

/// Says what was being done when the engine failed; a value that cannot be read as what it should be
/// is corruption, not a failure.
pub(super) fn engine(doing: &'static str) -> impl Fn(sqlx::Error) -> Error {
    move |source| match source {
        sqlx::Error::ColumnDecode { index, source } => corrupt(index, source),
        source => Error::Engine { doing, source },
    }
}

/// Reading columns by name.
pub(super) trait Cells {
    /// A column of a type that the engine knows.
    fn cell<'r, T>(&'r self, column: &'static str) -> Result<T>
    where
        T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>;
    /// A number that is never below zero.
    fn count<T: TryFrom<i64, Error: Display>>(&self, column: &'static str) -> Result<T>;
    /// An instant.
    fn time(&self, column: &'static str) -> Result<Timestamp>;
    /// An instant, where there is one.
    fn time_if_any(&self, column: &'static str) -> Result<Option<Timestamp>>;
    /// A value written as its own text.
    fn parsed<T: FromStr<Err: Display>>(&self, column: &'static str) -> Result<T>;
    /// A value written by [`name`], where there is one.
    fn named_if_any<T: DeserializeOwned>(&self, column: &'static str) -> Result<Option<T>>;
    /// A value written by [`json`], where there is one.
    fn json_if_any<T: DeserializeOwned>(&self, column: &'static str) -> Result<Option<T>>;
}

impl Cells for SqliteRow {
    fn cell<'r, T>(&'r self, column: &'static str) -> Result<T>
    where
        T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>,
    {
        self.try_get(column).map_err(|error| bad(self, column, error))
    }

    fn count<T: TryFrom<i64, Error: Display>>(&self, column: &'static str) -> Result<T> {
        let number: i64 = self.cell(column)?;
        T::try_from(number).map_err(|error| bad(self, column, format!("{number}: {error}")))
    }

    fn time(&self, column: &'static str) -> Result<Timestamp> {
        instant(self, column, self.cell(column)?)
    }

    fn time_if_any(&self, column: &'static str) -> Result<Option<Timestamp>> {
        let micros: Option<i64> = self.cell(column)?;
        micros.map(|micros| instant(self, column, micros)).transpose()
    }

    fn parsed<T: FromStr<Err: Display>>(&self, column: &'static str) -> Result<T> {
        let text: &str = self.cell(column)?;
        text.parse().map_err(|error: T::Err| bad(self, column, error))
    }

    fn named_if_any<T: DeserializeOwned>(&self, column: &'static str) -> Result<Option<T>> {
        let text: Option<&str> = self.cell(column)?;
        text.map(|text| {
            let name: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
                text.into_deserializer();
            T::deserialize(name).map_err(|error| bad(self, column, error))
        })
        .transpose()
    }

    fn json_if_any<T: DeserializeOwned>(&self, column: &'static str) -> Result<Option<T>> {
        let text: Option<&str> = self.cell(column)?;
        text.map(|text| serde_json::from_str(text).map_err(|error| bad(self, column, error)))
            .transpose()
    }
}

fn instant(row: &SqliteRow, column: &'static str, micros: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(|error| bad(row, column, error))
}

/// Names the row by its first column, which every query here makes the key.
fn bad(row: &SqliteRow, column: &'static str, why: impl Display) -> Error {
    let key: String = row.try_get_unchecked(0).unwrap_or_default();
    corrupt(format!("{column} of {key}"), why)
}

/// A value that the query or the schema promises.
pub(super) fn present<T>(what: &'static str, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| corrupt(what, "it is missing"))
}
