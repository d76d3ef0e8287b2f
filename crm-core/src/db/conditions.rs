//! The conditions of a list, put together from what its filter names, so that SQLite sees only those and chooses an index.

use crate::db::ReadTransaction;
use crate::vocabulary::Result;
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Row, ToSql, params_from_iter};

/// Conditions that are joined by AND, with their values.
#[derive(Default)]
pub(crate) struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    /// Adds a condition with one `?`, when there is a value for it.
    pub(crate) fn add(&mut self, condition: &str, value: Option<impl ToSql>) {
        let Some(value) = value else { return };
        self.add_fixed(condition);
        self.value(&value);
    }

    /// Adds a condition with several `?`.
    pub(crate) fn add_all(&mut self, condition: &str, values: &[&dyn ToSql]) {
        self.add_fixed(condition);
        values.iter().for_each(|value| self.value(*value));
    }

    /// Adds the condition that a column has one of some values.
    pub(crate) fn add_in(&mut self, column: &str, values: &[impl ToSql]) {
        self.add_fixed(&format!("{column} IN ({})", vec!["?"; values.len()].join(", ")));
        values.iter().for_each(|value| self.value(value));
    }

    /// Adds a condition without a value.
    pub(crate) fn add_fixed(&mut self, condition: &str) {
        self.sql.push_str(if self.sql.is_empty() { " WHERE " } else { " AND " });
        self.sql.push_str(condition);
    }

    /// Adds the place after which a page starts: `compare` is such as `(at, id) <`. No place is the first page.
    pub(crate) fn add_start<const N: usize>(&mut self, compare: &str, place: Option<[i64; N]>) {
        let Some(place) = place else { return };
        self.add_fixed(&format!("{compare} ({})", vec!["?"; N].join(", ")));
        self.values.extend(place.map(Value::Integer));
    }

    fn value(&mut self, value: &dyn ToSql) {
        self.values.push(match value.to_sql() {
            Ok(ToSqlOutput::Borrowed(value)) => Value::try_from(value).unwrap_or(Value::Null),
            Ok(ToSqlOutput::Owned(value)) => value,
            // Only a number beyond 64 bits cannot be bound, and no filter holds one: it finds nothing.
            _ => Value::Null,
        });
    }

    /// Reads the rows of `select` that meet all conditions, in this order, at most `rows`.
    pub(crate) fn read<T>(
        mut self,
        tx: &ReadTransaction,
        select: &str,
        order: &str,
        rows: i64,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let sql = format!("{select}{} ORDER BY {order} LIMIT ?", self.sql);
        self.values.push(rows.into());
        tx.all(&sql, params_from_iter(self.values), map)
    }
}
