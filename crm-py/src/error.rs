//! From the library's error to the exception of its code, and from a panic to a poisoned handle.

use crm_core::{Crm, Error, Result};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The exception of an error: `crm.errors` maps codes to classes.
pub(crate) fn raise(py: Python<'_>, error: &Error) -> PyErr {
    static EXCEPTION: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let built = EXCEPTION.get_or_try_init(py, || Ok(py.import("crm.errors")?.getattr("exception")?.unbind())).and_then(
        |exception| {
            let allowed = error.allowed_values().to_vec();
            let detail =
                (error.code().token(), error.message(), error.path(), error.next_step(), allowed, error.existing_id());
            exception.bind(py).call1(detail)
        },
    );
    built.map_or_else(|failure: PyErr| failure, PyErr::from_value)
}

/// Runs a call of the library without Python's lock. A panic makes the handle unusable instead of ending the program.
pub(crate) fn released<T: Send>(py: Python<'_>, crm: &Crm, call: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    let outcome = py.detach(|| {
        catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
            crm.poison();
            Err(Error::internal("the call ended in a panic").hint("open the file again and report this"))
        })
    });
    outcome.map_err(|error| raise(py, &error))
}
