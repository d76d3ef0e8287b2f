//! Tables that leave through Arrow: all scores, all customers, column by column, for C, Python and whatever reads the
//! Arrow C stream.
//!
//! Owns the layout of these tables: their columns, and that amounts are exact decimals, days dates, instants UTC in
//! milliseconds, and labels and tokens dictionaries. It promises that a table shows one snapshot. It refuses to page:
//! who wants a few rows calls an operation.

mod customers;
mod scores;

#[cfg(test)]
mod tests;

use crate::Crm;
use crate::db::{ReadTransaction, Reading};
use crate::doors::ops::{from_json, input::decode};
use crate::insight::rfm::RfmOptions;
use crate::vocabulary::{Error, ErrorCode, Result};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use std::sync::Arc;

pub use customers::CustomersTable;

/// The tables there are, by the name of the operation or room that they belong to.
pub const TABLES: &[&str] = &["rfm.score", "customers"];

/// The digits of an amount: enough for every `i64`.
const DIGITS: u8 = 19;

/// A table in Arrow's layout.
#[derive(Debug, Clone)]
pub struct ArrowTable {
    /// Its columns.
    pub schema: SchemaRef,
    /// Its rows, in batches.
    pub batches: Vec<RecordBatch>,
}

impl ArrowTable {
    fn new(columns: Vec<(&str, ArrayRef)>) -> Result<Self> {
        let batch = batch(columns)?;
        Ok(ArrowTable { schema: batch.schema(), batches: vec![batch] })
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The table as an Arrow C stream, which the receiver releases.
    #[must_use]
    pub fn into_stream(self) -> FFI_ArrowArrayStream {
        let batches: Vec<std::result::Result<RecordBatch, ArrowError>> = self.batches.into_iter().map(Ok).collect();
        FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, self.schema)))
    }
}

impl Crm {
    /// A whole table in one snapshot: `rfm.score` with [`RfmOptions`], `customers` with [`CustomersTable`].
    ///
    /// # Errors
    /// `unknown_operation` for another name; what scoring returns.
    pub fn arrow(&self, name: &str, input: &mut dyn erased_serde::Deserializer<'_>) -> Result<ArrowTable> {
        self.read(|tx| tx.arrow(name, input))
    }

    /// A whole table in one snapshot with JSON; an empty input stands for `{}`.
    ///
    /// # Errors
    /// As [`Crm::arrow`]; `limit` for more than 8 MiB or 32 levels.
    pub fn arrow_json(&self, name: &str, input: &[u8]) -> Result<ArrowTable> {
        from_json(input, |input| self.arrow(name, input))
    }
}

impl ReadTransaction {
    /// A whole table of this snapshot; in a write transaction too, through its dereference.
    ///
    /// # Errors
    /// As [`Crm::arrow`].
    pub fn arrow(&self, name: &str, input: &mut dyn erased_serde::Deserializer<'_>) -> Result<ArrowTable> {
        self.database().require_own()?;
        match name {
            "rfm.score" => scores::table(self.rfm().score(&decode::<RfmOptions>(input)?)?),
            "customers" => customers::table(self.reader(), &decode::<CustomersTable>(input)?),
            _ => Err(Error::new(ErrorCode::UnknownOperation, "there is no table of that name")
                .allowed(TABLES.iter().copied())),
        }
    }
}

/// Columns of equal length as a batch.
fn batch(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch> {
    // Every batch of a table has the same schema, whether it happens to hold a null or not.
    let field = |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), true);
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    RecordBatch::try_new(Arc::new(schema), columns).map_err(|error| of_arrow(&error))
}

/// The type of amounts in a currency with so many decimals.
fn amount_type(decimals: u32) -> DataType {
    DataType::Decimal128(DIGITS, i8::try_from(decimals).unwrap_or(i8::MAX))
}

fn of_arrow(error: &ArrowError) -> Error {
    Error::internal(format!("the columns do not form a table: {error}"))
}
