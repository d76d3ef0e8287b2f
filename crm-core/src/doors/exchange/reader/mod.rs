//! Rows of text cells, from wherever they come: a CSV file, JSON lines, a table of another language.
//!
//! A source hands out one row at a time into a buffer that is used again, so that memory does not grow with the input.
//! A row that cannot be read is an answer of its own, with its line: it never ends the import and never takes its
//! neighbours with it.

mod csv;
mod jsonl;
mod table;

#[cfg(test)]
mod tests;

pub use csv::CsvSource;
pub use jsonl::JsonLines;
pub(crate) use jsonl::{lines_of, parse_object};
pub use table::TableSource;

use crate::vocabulary::Result;

/// One row: cells in the order of the source's columns; an absent cell differs from an empty one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The line of the file on which the row begins, or its number in a table; from 1.
    pub line: u64,
    text: String,
    cells: Vec<Option<(usize, usize)>>,
}

impl Record {
    /// Forgets the cells and sets the line.
    pub fn begin(&mut self, line: u64) {
        self.line = line;
        self.text.clear();
        self.cells.clear();
    }

    /// Adds the next cell.
    pub fn push(&mut self, cell: Option<&str>) {
        let span = cell.map(|cell| {
            let start = self.text.len();
            self.text.push_str(cell);
            (start, self.text.len())
        });
        self.cells.push(span);
    }

    /// The cell of a column, if the row has it.
    #[must_use]
    pub fn get(&self, column: usize) -> Option<&str> {
        let (start, end) = (*self.cells.get(column)?)?;
        self.text.get(start..end)
    }

    /// The number of cells, absent ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether the row has no cells at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// All cells in the order of the columns.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.cells.len()).map(|column| self.get(column))
    }
}

/// What a source found next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A row; it is in the record.
    Row,
    /// A row that cannot be read: its line and why. The reading goes on behind it.
    Broken {
        /// The line on which the row begins.
        line: u64,
        /// One sentence that quotes nothing of the row.
        reason: String,
    },
    /// There is nothing more.
    End,
}

/// Rows of text cells.
pub trait RecordSource {
    /// The names of the columns.
    fn columns(&self) -> &[String];

    /// Reads the next row into the record.
    ///
    /// # Errors
    /// `io` when the source itself cannot be read; a bad row is [`Step::Broken`], not an error.
    fn next(&mut self, record: &mut Record) -> Result<Step>;

    /// Bytes (of a file) or rows (of a table) that were read, and of how many where that is known.
    fn progress(&self) -> (u64, Option<u64>);
}
