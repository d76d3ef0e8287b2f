//! The handle on an open file.

use crate::arrow::ArrowTable;
use crate::clock::FixedClock;
use crate::error::{raise, released};
use crate::options::options;
use crate::transaction::{Snapshot, Transaction};
use crate::{import, input, output, sql};
use crm_core::{Crm, Error, ErrorCode};
use pyo3::prelude::*;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};

/// An open file. Python's `crm.Crm` wraps it.
#[pyclass(frozen, module = "crm._crm")]
pub(crate) struct Handle {
    crm: RwLock<Option<Crm>>,
}

/// Opens a file, or a private customer base in memory when there is no path.
#[pyfunction]
#[pyo3(signature = (path, *, clock, seed, timeout, durability, create, read_only, cache_kib))]
#[allow(clippy::too_many_arguments)] // One per keyword of `crm.open`.
pub(crate) fn open(
    py: Python<'_>,
    path: Option<PathBuf>,
    clock: Option<&Bound<'_, FixedClock>>,
    seed: Option<u64>,
    timeout: f64,
    durability: &str,
    create: bool,
    read_only: bool,
    cache_kib: u32,
) -> PyResult<Handle> {
    let options =
        options(clock, seed, timeout, durability, create, read_only, cache_kib).map_err(|error| raise(py, &error))?;
    let opened = py.detach(|| match path {
        Some(path) => Crm::open_with(path, options),
        None => Crm::in_memory_with(options),
    });
    let crm = opened.map_err(|error| raise(py, &error))?;
    Ok(Handle { crm: RwLock::new(Some(crm)) })
}

/// The description of every operation, as in `include/ops.json`.
#[pyfunction]
pub(crate) fn describe(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    output::python(py, &crm_core::ops::describe_all())
}

impl Handle {
    /// The library's handle; held only for the moment of the copy, and never while Python is let go.
    fn crm(&self, py: Python<'_>) -> PyResult<Crm> {
        let crm = self.crm.read().unwrap_or_else(PoisonError::into_inner).clone();
        crm.ok_or_else(|| raise(py, &closed()))
    }
}

fn closed() -> Error {
    Error::new(ErrorCode::Misuse, "the handle is closed").hint("open the file again")
}

/// The answer of a call that was replayed or recorded under a request key.
pub(crate) fn replayed<'py>(py: Python<'py>, answer: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    let answer: Value =
        serde_json::from_slice(answer).map_err(|_| raise(py, &Error::internal("a recorded answer cannot be read")))?;
    output::python(py, &answer)
}

#[pymethods]
impl Handle {
    /// Calls an operation in a transaction of its own.
    #[pyo3(signature = (op, input=None))]
    fn call<'py>(&self, py: Python<'py>, op: &str, input: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let (crm, input) = (self.crm(py)?, input::plain(input)?);
        let answer = released(py, &crm, || crm.call(op, &mut <dyn erased_serde::Deserializer<'_>>::erase(input)))?;
        output::python(py, answer.any())
    }

    /// Calls a writing operation once per key.
    fn call_once<'py>(
        &self,
        py: Python<'py>,
        op: &str,
        key: &str,
        input: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (crm, input) = (self.crm(py)?, input::plain(input)?);
        let answer = released(py, &crm, || crm.call_json_once(op, key, input.to_string().as_bytes()))?;
        replayed(py, &answer)
    }

    /// A whole table by its name.
    fn table(&self, py: Python<'_>, name: &str, input: Option<&Bound<'_, PyAny>>) -> PyResult<ArrowTable> {
        let (crm, input) = (self.crm(py)?, input::plain(input)?);
        released(py, &crm, || crm.arrow(name, &mut <dyn erased_serde::Deserializer<'_>>::erase(input)).map(Into::into))
    }

    /// Runs a read-only query over the documented views.
    fn sql(&self, py: Python<'_>, query: &str, params: &Bound<'_, PyAny>) -> PyResult<ArrowTable> {
        let (crm, params) = (self.crm(py)?, sql::params(params)?);
        released(py, &crm, || sql::table(&crm.read(|tx| tx.host().query_views(query, &params))?))
    }

    /// Imports a file.
    fn import_file<'py>(
        &self,
        py: Python<'py>,
        request: Option<&Bound<'py, PyAny>>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        import::file(py, &self.crm(py)?, request, progress)
    }

    /// Imports an object that speaks the Arrow C stream.
    fn import_table<'py>(
        &self,
        py: Python<'py>,
        table: &Bound<'py, PyAny>,
        request: Option<&Bound<'py, PyAny>>,
        exclusive: bool,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        import::table(py, &self.crm(py)?, table, request, exclusive, progress)
    }

    /// Begins a change.
    fn begin(&self, py: Python<'_>, actor: Option<&str>, source: Option<&str>) -> PyResult<Transaction> {
        let crm = self.crm(py)?;
        let transaction = released(py, &crm, || {
            let transaction = crm.begin_write()?;
            transaction.on_behalf_of(actor, source);
            Ok(transaction)
        })?;
        Ok(Transaction::new(crm, transaction))
    }

    /// Begins a snapshot.
    fn snapshot(&self, py: Python<'_>) -> PyResult<Snapshot> {
        let crm = self.crm(py)?;
        let snapshot = released(py, &crm, || crm.begin_read())?;
        Ok(Snapshot::new(crm, snapshot))
    }

    /// Ends running calls of this handle from another thread.
    fn interrupt(&self, py: Python<'_>) -> PyResult<()> {
        self.crm(py)?.interrupter().interrupt();
        Ok(())
    }

    /// Closes the handle; calling it again does nothing.
    fn close(&self, py: Python<'_>) {
        let crm = self.crm.write().unwrap_or_else(PoisonError::into_inner).take();
        py.detach(|| {
            if let Some(crm) = crm {
                crm.close();
            }
        });
    }

    /// Whether the handle was closed.
    #[getter]
    fn closed(&self) -> bool {
        self.crm.read().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}
