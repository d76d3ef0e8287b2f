//! The two transactions as Python objects.
//!
//! Each holds an owned transaction of the library until it ends. Calls of several threads wait for each other, after
//! Python was let go.

use crate::arrow::ArrowTable;
use crate::error::{raise, released};
use crate::handle::replayed;
use crate::options::seconds;
use crate::{input, output, sql};
use crm_core::{Crm, Error, ErrorCode, ReadTransaction, Result, WriteTransaction};
use pyo3::prelude::*;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// A change that was begun.
#[pyclass(frozen, module = "crm._crm")]
pub(crate) struct Transaction {
    crm: Crm,
    open: Mutex<Option<WriteTransaction>>,
}

/// A snapshot that was begun.
#[pyclass(frozen, module = "crm._crm")]
pub(crate) struct Snapshot {
    crm: Crm,
    open: Mutex<Option<ReadTransaction>>,
}

impl Transaction {
    pub(crate) fn new(crm: Crm, transaction: WriteTransaction) -> Self {
        Transaction { crm, open: Mutex::new(Some(transaction)) }
    }

    fn within<T: Send>(&self, py: Python<'_>, call: impl FnOnce(&WriteTransaction) -> Result<T> + Send) -> PyResult<T> {
        released(py, &self.crm, || call(lock(&self.open).as_ref().ok_or_else(ended)?))
    }
}

impl Snapshot {
    pub(crate) fn new(crm: Crm, snapshot: ReadTransaction) -> Self {
        Snapshot { crm, open: Mutex::new(Some(snapshot)) }
    }

    fn within<T: Send>(&self, py: Python<'_>, call: impl FnOnce(&ReadTransaction) -> Result<T> + Send) -> PyResult<T> {
        released(py, &self.crm, || call(lock(&self.open).as_ref().ok_or_else(ended)?))
    }
}

/// A panic in another call poisons the library's handle; this lock has nothing to add to that.
fn lock<T>(open: &Mutex<Option<T>>) -> MutexGuard<'_, Option<T>> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

fn ended() -> Error {
    Error::new(ErrorCode::Misuse, "the transaction has ended").hint("begin a new one")
}

fn deadline(py: Python<'_>, limit: Option<f64>) -> PyResult<Option<Instant>> {
    let limit = limit.map(|limit| seconds("/seconds", limit)).transpose().map_err(|error| raise(py, &error))?;
    Ok(limit.and_then(|limit| Instant::now().checked_add(limit)))
}

#[pymethods]
impl Transaction {
    /// Calls an operation in this transaction.
    #[pyo3(signature = (op, input=None))]
    fn call<'py>(&self, py: Python<'py>, op: &str, input: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let input = input::plain(input)?;
        let answer = self.within(py, |tx| tx.call(op, &mut <dyn erased_serde::Deserializer<'_>>::erase(input)))?;
        output::python(py, answer.any())
    }

    /// Calls a writing operation once per key in this transaction.
    fn call_once<'py>(
        &self,
        py: Python<'py>,
        op: &str,
        key: &str,
        input: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let input = input::plain(input)?;
        let answer = self.within(py, |tx| tx.call_json_once(op, key, input.to_string().as_bytes()))?;
        replayed(py, &answer)
    }

    /// A whole table by its name.
    fn table(&self, py: Python<'_>, name: &str, input: Option<&Bound<'_, PyAny>>) -> PyResult<ArrowTable> {
        let input = input::plain(input)?;
        self.within(py, |tx| tx.arrow(name, &mut <dyn erased_serde::Deserializer<'_>>::erase(input)).map(Into::into))
    }

    /// Runs a read-only query over the documented views.
    fn sql(&self, py: Python<'_>, query: &str, params: &Bound<'_, PyAny>) -> PyResult<ArrowTable> {
        let params = sql::params(params)?;
        self.within(py, |tx| sql::table(&tx.host().query_views(query, &params)?))
    }

    /// Ends calls of this transaction that still run after so many seconds from now.
    fn set_deadline(&self, py: Python<'_>, limit: Option<f64>) -> PyResult<()> {
        let deadline = deadline(py, limit)?;
        self.within(py, |tx| {
            tx.set_deadline(deadline);
            Ok(())
        })
    }

    /// Makes the change permanent.
    fn commit(&self, py: Python<'_>) -> PyResult<()> {
        released(py, &self.crm, || lock(&self.open).take().ok_or_else(ended)?.commit())
    }

    /// Undoes the change; on an ended transaction it does nothing.
    fn rollback(&self, py: Python<'_>) -> PyResult<()> {
        released(py, &self.crm, || {
            drop(lock(&self.open).take());
            Ok(())
        })
    }
}

#[pymethods]
impl Snapshot {
    /// Calls a reading operation in this snapshot.
    #[pyo3(signature = (op, input=None))]
    fn call<'py>(&self, py: Python<'py>, op: &str, input: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let input = input::plain(input)?;
        let answer = self.within(py, |tx| tx.call(op, &mut <dyn erased_serde::Deserializer<'_>>::erase(input)))?;
        output::python(py, answer.any())
    }

    /// A whole table by its name.
    fn table(&self, py: Python<'_>, name: &str, input: Option<&Bound<'_, PyAny>>) -> PyResult<ArrowTable> {
        let input = input::plain(input)?;
        self.within(py, |tx| tx.arrow(name, &mut <dyn erased_serde::Deserializer<'_>>::erase(input)).map(Into::into))
    }

    /// Runs a read-only query over the documented views.
    fn sql(&self, py: Python<'_>, query: &str, params: &Bound<'_, PyAny>) -> PyResult<ArrowTable> {
        let params = sql::params(params)?;
        self.within(py, |tx| sql::table(&tx.host().query_views(query, &params)?))
    }

    /// Ends calls of this snapshot that still run after so many seconds from now.
    fn set_deadline(&self, py: Python<'_>, limit: Option<f64>) -> PyResult<()> {
        let deadline = deadline(py, limit)?;
        self.within(py, |tx| {
            tx.set_deadline(deadline);
            Ok(())
        })
    }

    /// Ends the snapshot; calling it again does nothing.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        released(py, &self.crm, || {
            drop(lock(&self.open).take());
            Ok(())
        })
    }
}
