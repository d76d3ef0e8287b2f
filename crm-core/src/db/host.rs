//! The host's own tables in the same file and the same transaction.
//!
//! A shop whose orders live in this SQLite file writes them here, so that the order and its CRM facts commit together.
//! Tables that begin with `crm_` are out of reach, and so are ATTACH, PRAGMA and transaction control: SQLite asks an
//! authorizer while it compiles the statement. Statements of the host are cached apart from ours.

use crate::db::connection::{Speaker, refused};
use crate::db::sqlite_error::of_host_statement;
use crate::db::{ReadTransaction, Reading, WriteTransaction, schema};
use crate::vocabulary::{Error, ErrorCode, Result};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use serde::{Deserialize, Serialize};

/// Rows of one query at the most.
const MAX_ROWS: usize = 10_000;
/// Bytes of one statement at the most.
const MAX_SQL: usize = 64 * 1024;

/// A value in a table of the host. In JSON: null, a number, a string, or `{"hex": "…"}` for bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum HostValue {
    /// NULL.
    Null,
    /// An integer.
    Integer(i64),
    /// A floating-point number; money belongs into an integer.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob {
        /// The bytes, two hexadecimal digits each.
        hex: String,
    },
}

/// The result of a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HostRows {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, in the order of the query; 10,000 at the most.
    pub rows: Vec<Vec<HostValue>>,
}

room! {
    /// The host's own tables: SQL on everything that does not begin with `crm_`.
    Host, host
}

impl HostValue {
    fn to_sql(&self) -> Result<Value> {
        Ok(match self {
            HostValue::Null => Value::Null,
            HostValue::Integer(number) => Value::Integer(*number),
            HostValue::Real(number) => Value::Real(*number),
            HostValue::Text(text) => Value::Text(text.clone()),
            HostValue::Blob { hex } => Value::Blob(bytes_of(hex)?),
        })
    }

    fn from_sql(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => HostValue::Null,
            ValueRef::Integer(number) => HostValue::Integer(number),
            ValueRef::Real(number) => HostValue::Real(number),
            ValueRef::Text(text) => HostValue::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => HostValue::Blob { hex: bytes.iter().map(|byte| format!("{byte:02x}")).collect() },
        }
    }
}

fn bytes_of(hex: &str) -> Result<Vec<u8>> {
    let bad = || Error::invalid("/params", "bytes are written as an even number of hexadecimal digits");
    if !hex.len().is_multiple_of(2) || !hex.is_ascii() {
        return Err(bad());
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).map_err(|_| bad())).collect()
}

impl<T: Reading> Host<'_, T> {
    /// Runs a query on the host's tables.
    ///
    /// # Errors
    /// `permission` for tables of ours; `invalid_input` with SQLite's message for SQL that does not compile; `limit`
    /// for more than 10,000 rows.
    pub fn query(&self, sql: &str, params: &[HostValue]) -> Result<HostRows> {
        let tx = self.tx.reader();
        tx.speaking(Speaker::Host, || rows(tx, &format!("/*host*/{sql}"), params, true))
    }
}

impl Host<'_, WriteTransaction> {
    /// Runs one statement on the host's tables; the number of changed rows.
    ///
    /// # Errors
    /// `permission` for tables of ours; `invalid_input` or `conflict` with SQLite's message.
    pub fn execute(&self, sql: &str, params: &[HostValue]) -> Result<usize> {
        let tx = self.tx;
        tx.step(|| {
            let tables = tables_of_ours(tx)?;
            let changed = tx.speaking(Speaker::Host, || {
                limit(sql)?;
                let mut statement =
                    tx.writing()?.prepare_cached(&format!("/*host*/{sql}")).map_err(of_host_statement)?;
                if statement.column_count() > 0 && statement.readonly() {
                    return Err(Error::invalid("/sql", "this statement is a query").hint("use query"));
                }
                statement.execute(rusqlite::params_from_iter(values(params)?)).map_err(of_host_statement)
            })?;
            // ALTER TABLE … RENAME names its target only in the text, so the result is looked at.
            if tables_of_ours(tx)? != tables {
                return Err(refused("a table of the host cannot take a name that begins with crm_"));
            }
            Ok(changed)
        })
    }
}

impl<T: Reading> Host<'_, T> {
    /// Runs a person's query over the documented views (`crm_customers`, `crm_orders`, …), read-only.
    ///
    /// # Errors
    /// `permission` for anything but the views; `invalid_input` with SQLite's message; `limit` for more than 10,000
    /// rows.
    pub fn query_views(&self, sql: &str, params: &[HostValue]) -> Result<HostRows> {
        let tx = self.tx.reader();
        tx.speaking(Speaker::Reader, || rows(tx, &format!("/*reader*/{sql}"), params, true))
    }
}

fn limit(sql: &str) -> Result<()> {
    if sql.len() > MAX_SQL {
        return Err(Error::new(ErrorCode::Limit, "a statement has at most 65,536 bytes").at("/sql"));
    }
    Ok(())
}

fn values(params: &[HostValue]) -> Result<Vec<ToSqlOutput<'static>>> {
    params.iter().map(|value| value.to_sql().map(ToSqlOutput::Owned)).collect()
}

fn rows(tx: &ReadTransaction, sql: &str, params: &[HostValue], read_only: bool) -> Result<HostRows> {
    limit(sql)?;
    let mut statement = tx.wire().prepare_cached(sql).map_err(of_host_statement)?;
    if read_only && !statement.readonly() {
        return Err(
            Error::invalid("/sql", "this statement changes the file").hint("use execute in a write transaction")
        );
    }
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut found = Vec::new();
    let mut cursor = statement.query(rusqlite::params_from_iter(values(params)?)).map_err(of_host_statement)?;
    while let Some(row) = cursor.next().map_err(of_host_statement)? {
        if found.len() == MAX_ROWS {
            return Err(Error::new(ErrorCode::Limit, "the query has more than 10,000 rows")
                .at("/sql")
                .hint("add a LIMIT and a WHERE that goes on after the last row"));
        }
        let cells = (0..columns.len()).map(|at| row.get_ref(at).map(HostValue::from_sql));
        found.push(cells.collect::<rusqlite::Result<Vec<_>>>().map_err(of_host_statement)?);
    }
    Ok(HostRows { columns, rows: found })
}

fn tables_of_ours(tx: &ReadTransaction) -> Result<i64> {
    tx.value("SELECT count(*) FROM sqlite_schema WHERE substr(lower(name), 1, length(?1)) = ?1", [schema::PREFIX])
}
