//! Reading a row in the order of its columns.

use rusqlite::Row;
use rusqlite::types::FromSql;

/// Takes the columns of a row one after the other, so that a struct literal mirrors its SELECT.
pub(crate) struct Columns<'row, 'stmt> {
    row: &'row Row<'stmt>,
    at: usize,
}

impl<'row, 'stmt> Columns<'row, 'stmt> {
    pub(crate) fn new(row: &'row Row<'stmt>) -> Self {
        Columns { row, at: 0 }
    }

    /// The next column.
    pub(crate) fn next<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        let value = self.row.get(self.at);
        self.at += 1;
        value
    }
}
