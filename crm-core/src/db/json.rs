//! Values that lie in one column as JSON: short lists, settings, conditions that are read whole and never searched.

use crate::db::{ReadTransaction, WriteTransaction};
use crate::vocabulary::Result;
use rusqlite::params;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// A value that is stored as JSON text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json<T>(pub T);

impl<T> Deref for Json<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        to_json(&self.0)
    }
}

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        from_json(value).map(Json)
    }
}

/// The text that is stored.
pub(crate) fn to_json(value: &impl Serialize) -> rusqlite::Result<ToSqlOutput<'static>> {
    match serde_json::to_string(value) {
        Ok(text) => Ok(text.into()),
        Err(error) => Err(rusqlite::Error::ToSqlConversionFailure(Box::new(error))),
    }
}

/// The value of a stored text.
pub(crate) fn from_json<T: DeserializeOwned>(value: ValueRef<'_>) -> FromSqlResult<T> {
    serde_json::from_str(value.as_str()?).map_err(|error| FromSqlError::Other(Box::new(error)))
}

/// The settings of a room: the one row of a table with `id`, `settings` and `rev`, or what holds until there is one.
pub(crate) fn settings_of<T: DeserializeOwned + Default>(tx: &ReadTransaction, table: &str) -> Result<T> {
    let found = tx.one(&format!("SELECT settings FROM {table} WHERE id = 1"), [], |row| row.get::<_, Json<T>>(0))?;
    Ok(found.map_or_else(T::default, |Json(settings)| settings))
}

/// Stores the settings of a room.
pub(crate) fn save_settings(tx: &WriteTransaction, table: &str, settings: &impl Serialize, rev: i64) -> Result<()> {
    let sql = format!(
        "INSERT INTO {table} (id, settings, rev) VALUES (1, ?1, ?2)
         ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, rev = excluded.rev"
    );
    tx.run(&sql, params![Json(settings), rev]).map(drop)
}

/// Lets types of a room lie in one column as JSON.
macro_rules! as_json {
    ($($type:ty),* $(,)?) => {$(
        impl rusqlite::ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                $crate::db::to_json(self)
            }
        }

        impl rusqlite::types::FromSql for $type {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                $crate::db::from_json(value)
            }
        }
    )*};
}
