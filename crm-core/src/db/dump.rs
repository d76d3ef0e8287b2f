//! Every table as rows of JSON, and back: the complete export.
//!
//! A dump knows no room: it writes what the schema holds, in the order of the keys, so that two files with the same
//! contents give the same lines. It goes back only into a file that has recorded nothing yet, in one transaction, and
//! only with the tables and columns of the same schema version; SQLite's types and references are checked on the way,
//! derived values by the caller's check of the whole file.

use crate::db::{ReadTransaction, WriteTransaction, schema};
use crate::vocabulary::{Error, Result};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, params_from_iter};
use serde_json::{Map, Value as Json, json};

/// What the file says of itself; every file has its own.
const OWN: &str = "crm_meta";

/// A table as a dump sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// The name without the prefix of ours.
    pub(crate) name: String,
    columns: Vec<String>,
    /// What orders the rows.
    order: String,
}

impl Table {
    fn full_name(&self) -> String {
        format!("{}{}", schema::PREFIX, self.name)
    }
}

/// Every table of ours but the shadow tables of search indexes, by name.
pub(crate) fn tables(tx: &ReadTransaction) -> Result<Vec<Table>> {
    let sql = "SELECT name, type, wr FROM pragma_table_list
               WHERE schema = 'main' AND type IN ('table', 'virtual') AND substr(name, 1, 4) = ?1 ORDER BY name";
    let listed = tx.all(sql, [schema::PREFIX], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, bool>(2)?))
    })?;
    let mut tables = Vec::with_capacity(listed.len());
    for (full_name, kind, without_rowid) in listed.into_iter().filter(|(name, _, _)| name != OWN) {
        let sql = "SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid";
        let columns = tx.all(sql, [&full_name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        let mut keys: Vec<(i64, &str)> =
            columns.iter().filter(|(_, key)| *key > 0).map(|(name, key)| (*key, name.as_str())).collect();
        keys.sort_unstable();
        let order = if without_rowid {
            keys.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
        } else {
            "rowid".to_owned()
        };
        let mut names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
        if kind == "virtual" {
            // The row of a search index is tied to its customer by the row id alone.
            names.insert(0, "rowid".to_owned());
        }
        let name = full_name.strip_prefix(schema::PREFIX).unwrap_or(&full_name).to_owned();
        tables.push(Table { name, columns: names, order });
    }
    Ok(tables)
}

/// Calls `visit` for every row of a table, in the order of its keys.
pub(crate) fn each_row(
    tx: &ReadTransaction,
    table: &Table,
    mut visit: impl FnMut(&Map<String, Json>) -> Result<()>,
) -> Result<()> {
    let sql = format!("SELECT {} FROM {} ORDER BY {}", table.columns.join(", "), table.full_name(), table.order);
    tx.each(&sql, [], |row| visit(&object(tx, table, row)?))
}

fn object(tx: &ReadTransaction, table: &Table, row: &Row<'_>) -> Result<Map<String, Json>> {
    let mut fields = Map::new();
    for (at, name) in table.columns.iter().enumerate() {
        let value = match row.get_ref(at).map_err(|error| tx.note(error))? {
            ValueRef::Null => Json::Null,
            ValueRef::Integer(number) => json!(number),
            ValueRef::Real(number) => json!(number),
            ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
            ValueRef::Blob(bytes) => json!({ "hex": hex(bytes) }),
        };
        fields.insert(name.clone(), value);
    }
    Ok(fields)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) || !hex.is_ascii() {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}

/// Makes room for a dump in a file that has recorded nothing yet.
///
/// # Errors
/// `conflict` for a file that has.
pub(crate) fn begin_restore(tx: &WriteTransaction, tables: &[Table]) -> Result<()> {
    if tx.value::<bool, _>("SELECT EXISTS (SELECT 1 FROM crm_event)", [])? {
        return Err(Error::conflict("the file is not empty").hint("restore a complete export into a new file"));
    }
    tx.run("PRAGMA defer_foreign_keys = ON", [])?;
    for table in tables {
        tx.run(&format!("DELETE FROM {}", table.full_name()), [])?;
    }
    Ok(())
}

/// Puts a row of a dump back.
///
/// # Errors
/// `invalid_input` for a column that the table does not have, or a value that it does not take.
pub(crate) fn restore_row(tx: &WriteTransaction, table: &Table, fields: &Map<String, Json>) -> Result<()> {
    if let Some(unknown) = fields.keys().find(|name| !table.columns.contains(name)) {
        return Err(Error::invalid("", format!("{} has no column {unknown:?}", table.name))
            .allowed(table.columns.iter().map(String::as_str)));
    }
    let values = table.columns.iter().map(|name| value(fields.get(name).unwrap_or(&Json::Null)));
    let values = values.collect::<Result<Vec<Value>>>()?;
    let places: Vec<String> = (1..=values.len()).map(|at| format!("?{at}")).collect();
    let sql =
        format!("INSERT INTO {} ({}) VALUES ({})", table.full_name(), table.columns.join(", "), places.join(", "));
    tx.run(&sql, params_from_iter(values)).map(|_| ()).map_err(|error| match error.code() {
        crate::ErrorCode::Conflict | crate::ErrorCode::Internal => {
            Error::invalid("", format!("{} does not take this row", table.name))
        }
        _ => error,
    })
}

fn value(json: &Json) -> Result<Value> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::String(text) => Value::Text(text.clone()),
        Json::Number(number) if number.is_i64() => Value::Integer(number.as_i64().unwrap_or_default()),
        Json::Number(number) => Value::Real(number.as_f64().unwrap_or_default()),
        Json::Object(fields) => {
            let bytes = fields.get("hex").and_then(Json::as_str).and_then(bytes_of);
            Value::Blob(bytes.ok_or_else(|| Error::invalid("", "bytes are written as {\"hex\": \"…\"}"))?)
        }
        Json::Bool(_) | Json::Array(_) => {
            return Err(Error::invalid("", "a column holds no truth values and no lists"));
        }
    })
}

/// Ends a restore: references must hold, and nothing read before is remembered.
///
/// # Errors
/// `invalid_input` when a row points nowhere.
pub(crate) fn end_restore(tx: &WriteTransaction) -> Result<()> {
    if tx.one("SELECT \"table\" FROM pragma_foreign_key_check", [], |row| row.get::<_, String>(0))?.is_some() {
        return Err(Error::invalid("", "a row of the export points to a row that is not in it"));
    }
    tx.forget_everything();
    Ok(())
}
