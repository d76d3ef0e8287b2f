//! Imports from files and from tables of other libraries, watched by a function of Python.

use crate::error::{raise, released};
use crate::{arrow, cell, input, output};
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{RecordBatch, RecordBatchReader};
use crm_core::exchange::reader::{Record, RecordSource, Step};
use crm_core::exchange::{self, ImportFile, ImportOptions, ImportReport, ImportRows, Observer, Progress};
use crm_core::{Crm, Error, ErrorCode, Result};
use pyo3::prelude::*;
use serde::de::DeserializeOwned;

/// Imports a file; `progress` is called as `(done, of, rows)` after every batch.
pub(crate) fn file<'py>(
    py: Python<'py>,
    crm: &Crm,
    request: Option<&Bound<'py, PyAny>>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let request: ImportFile = decoded(py, request)?;
    watched(py, crm, progress, |watcher| exchange::import_file(crm, &request, watcher))
}

/// Imports an object that speaks the Arrow C stream.
pub(crate) fn table<'py>(
    py: Python<'py>,
    crm: &Crm,
    table: &Bound<'py, PyAny>,
    request: Option<&Bound<'py, PyAny>>,
    exclusive: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let request: ImportRows = decoded(py, request)?;
    let options = ImportOptions { exclusive, ..request.options() };
    let mut source = ArrowRows::new(arrow::reader(table)?);
    watched(py, crm, progress, |watcher| exchange::import(crm, &mut source, &options, watcher))
}

fn decoded<T: DeserializeOwned>(py: Python<'_>, request: Option<&Bound<'_, PyAny>>) -> PyResult<T> {
    let plain = input::plain(request)?;
    crm_core::ops::decode(&mut <dyn erased_serde::Deserializer<'_>>::erase(plain)).map_err(|error| raise(py, &error))
}

/// Runs an import without Python's lock. What the watching function raises ends it and is raised here.
fn watched<'py>(
    py: Python<'py>,
    crm: &Crm,
    progress: Option<Py<PyAny>>,
    import: impl FnOnce(&mut Watcher) -> Result<ImportReport> + Send,
) -> PyResult<Bound<'py, PyAny>> {
    let mut watcher = Watcher { progress, raised: None };
    let outcome = released(py, crm, || import(&mut watcher));
    match watcher.raised {
        Some(raised) => Err(raised),
        None => output::python(py, &outcome?),
    }
}

struct Watcher {
    progress: Option<Py<PyAny>>,
    raised: Option<PyErr>,
}

impl Observer for Watcher {
    fn progress(&mut self, progress: Progress) -> Result<()> {
        let told = Python::attach(|py| {
            // Ctrl-C ends an import between two batches.
            py.check_signals()?;
            match &self.progress {
                Some(function) => function.call1(py, (progress.done, progress.of, progress.rows)).map(|_| ()),
                None => Ok(()),
            }
        });
        told.map_err(|raised| {
            self.raised = Some(raised);
            Error::new(ErrorCode::Interrupted, "the import was ended by its watcher")
        })
    }
}

/// The rows of an Arrow stream as text cells, batch by batch.
struct ArrowRows {
    reader: RecordBatchStreamReader,
    columns: Vec<String>,
    batch: Option<RecordBatch>,
    /// The next row of the batch.
    at: usize,
    read: u64,
}

impl ArrowRows {
    fn new(reader: RecordBatchStreamReader) -> Self {
        let columns = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
        ArrowRows { reader, columns, batch: None, at: 0, read: 0 }
    }

    /// Whether there is a next row; it is then in the batch.
    fn advance(&mut self) -> Result<bool> {
        while self.batch.as_ref().is_none_or(|batch| self.at >= batch.num_rows()) {
            let Some(batch) = self.reader.next() else { return Ok(false) };
            let broken = |error| Error::new(ErrorCode::Io, format!("the table cannot be read: {error}"));
            self.batch = Some(batch.map_err(broken)?);
            self.at = 0;
        }
        Ok(true)
    }
}

impl RecordSource for ArrowRows {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn next(&mut self, record: &mut Record) -> Result<Step> {
        let more = self.advance()?;
        let Some(batch) = self.batch.as_ref().filter(|_| more) else { return Ok(Step::End) };
        let at = self.at;
        self.at += 1;
        self.read += 1;
        record.begin(self.read);
        for (column, name) in batch.columns().iter().zip(&self.columns) {
            let text = cell::text(column, at).map_err(|kind| {
                Error::invalid("/data", format!("the column {name:?} holds {kind}, which is no text, number or time"))
                    .hint("leave the column out, or turn it into text")
            })?;
            record.push(text.as_deref());
        }
        if record.iter().flatten().any(|cell| cell.contains('\0')) {
            return Ok(Step::Broken { line: self.read, reason: "the row contains a NUL character".to_owned() });
        }
        Ok(Step::Row)
    }

    fn progress(&self) -> (u64, Option<u64>) {
        (self.read, None)
    }
}
