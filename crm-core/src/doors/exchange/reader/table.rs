//! Rows that another language or the caller already holds.

use super::{Record, RecordSource, Step};
use crate::vocabulary::Result;

/// Rows from an iterator: batches of a data frame, lines of a message. A row is one optional text per column.
pub struct TableSource<I> {
    columns: Vec<String>,
    rows: I,
    read: u64,
    size: Option<u64>,
}

impl<I, Row, Cell> TableSource<I>
where
    I: Iterator<Item = Row>,
    Row: IntoIterator<Item = Option<Cell>>,
    Cell: AsRef<str>,
{
    /// Rows of the given columns; `size` is their number where it is known.
    pub fn new(columns: Vec<String>, rows: I, size: Option<u64>) -> Self {
        TableSource { columns, rows, read: 0, size }
    }
}

impl<I, Row, Cell> RecordSource for TableSource<I>
where
    I: Iterator<Item = Row>,
    Row: IntoIterator<Item = Option<Cell>>,
    Cell: AsRef<str>,
{
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn next(&mut self, record: &mut Record) -> Result<Step> {
        let Some(row) = self.rows.next() else {
            return Ok(Step::End);
        };
        self.read += 1;
        record.begin(self.read);
        for cell in row {
            record.push(cell.as_ref().map(Cell::as_ref));
        }
        if record.len() != self.columns.len() {
            let reason = format!("the row has {} cells, the table has {} columns", record.len(), self.columns.len());
            return Ok(Step::Broken { line: self.read, reason });
        }
        if record.iter().flatten().any(|cell| cell.contains('\0')) {
            return Ok(Step::Broken { line: self.read, reason: "the row contains a NUL character".to_owned() });
        }
        Ok(Step::Row)
    }

    fn progress(&self) -> (u64, Option<u64>) {
        (self.read, self.size)
    }
}
