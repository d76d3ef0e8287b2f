//! Results of SQL as an Arrow table.
//!
//! SQLite gives every cell a type of its own; a column of a table has one. Integers stay integers; integers among
//! floating-point numbers become such numbers; anything else that is mixed becomes text.

use crate::arrow::ArrowTable;
use crate::error::raise;
use crate::input;
use arrow_array::builder::{BinaryBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema};
use crm_core::{Error, HostRows, HostValue, Result};
use pyo3::prelude::*;
use serde::Deserialize;
use std::sync::Arc;

/// The values of a query's parameters.
pub(crate) fn params(params: &Bound<'_, PyAny>) -> PyResult<Vec<HostValue>> {
    let plain = input::plain(Some(params))?;
    Vec::<HostValue>::deserialize(plain).map_err(|_| {
        let error = Error::invalid("/params", "parameters are a list of None, numbers, strings and bytes");
        raise(params.py(), &error)
    })
}

/// The rows as a table.
pub(crate) fn table(rows: &HostRows) -> Result<ArrowTable> {
    let columns: Vec<ArrayRef> = (0..rows.columns.len()).map(|at| column(rows, at)).collect::<Result<_>>()?;
    let named = rows.columns.iter().zip(&columns);
    let fields: Vec<Field> =
        named.map(|(name, column)| Field::new(name.as_str(), column.data_type().clone(), true)).collect();
    let size = RecordBatchOptions::new().with_row_count(Some(rows.rows.len()));
    let batch = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &size)
        .map_err(|error| Error::internal(format!("the rows do not form a table: {error}")))?;
    Ok(ArrowTable::new(vec![batch.clone()], batch.schema()))
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Empty,
    Integer,
    Real,
    Bytes,
    Text,
}

fn kind(rows: &HostRows, at: usize) -> Kind {
    rows.rows.iter().fold(Kind::Empty, |kind, row| {
        let of_cell = match &row[at] {
            HostValue::Null => return kind,
            HostValue::Integer(_) => Kind::Integer,
            HostValue::Real(_) => Kind::Real,
            HostValue::Text(_) => Kind::Text,
            HostValue::Blob { .. } => Kind::Bytes,
        };
        match (kind, of_cell) {
            (Kind::Empty, other) => other,
            (Kind::Integer, Kind::Real) | (Kind::Real, Kind::Integer) => Kind::Real,
            (kind, other) if kind == other => kind,
            _ => Kind::Text,
        }
    })
}

fn column(rows: &HostRows, at: usize) -> Result<ArrayRef> {
    let cells = rows.rows.iter().map(|row| &row[at]);
    Ok(match kind(rows, at) {
        Kind::Integer => {
            let mut column = Int64Builder::with_capacity(rows.rows.len());
            cells.for_each(|cell| {
                column.append_option(if let HostValue::Integer(number) = cell { Some(*number) } else { None })
            });
            Arc::new(column.finish())
        }
        Kind::Real => {
            let mut column = Float64Builder::with_capacity(rows.rows.len());
            cells.for_each(|cell| column.append_option(real(cell)));
            Arc::new(column.finish())
        }
        Kind::Bytes => {
            let mut column = BinaryBuilder::new();
            for cell in cells {
                column.append_option(bytes(cell)?);
            }
            Arc::new(column.finish())
        }
        Kind::Empty | Kind::Text => {
            let mut column = StringBuilder::new();
            cells.for_each(|cell| column.append_option(text(cell)));
            Arc::new(column.finish())
        }
    })
}

#[allow(clippy::cast_precision_loss)] // The column holds floating-point numbers already.
fn real(cell: &HostValue) -> Option<f64> {
    match cell {
        HostValue::Integer(number) => Some(*number as f64),
        HostValue::Real(number) => Some(*number),
        _ => None,
    }
}

fn bytes(cell: &HostValue) -> Result<Option<Vec<u8>>> {
    let HostValue::Blob { hex } = cell else { return Ok(None) };
    let byte = |at: usize| hex.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    let bytes: Option<Vec<u8>> = (0..hex.len()).step_by(2).map(byte).collect();
    bytes.map(Some).ok_or_else(|| Error::internal("bytes of a query are not written in hexadecimal digits"))
}

fn text(cell: &HostValue) -> Option<String> {
    match cell {
        HostValue::Null => None,
        HostValue::Integer(number) => Some(number.to_string()),
        HostValue::Real(number) => Some(number.to_string()),
        HostValue::Text(text) => Some(text.clone()),
        HostValue::Blob { hex } => Some(hex.clone()),
    }
}
