//! The native half of the Python package `crm`: a handle, its transactions, and tables that leave through Arrow.
//!
//! Owns the crossing of values and errors, and the rule that no lock of the library is waited for while Python's
//! global lock is held. An input becomes plain values first, then Python is let go, then the library is called, and
//! only the finished answer is turned into Python objects. Everything that has a name in the library (rooms, verbs,
//! records) is the generated Python code's business, not this crate's.

mod arrow;
mod cell;
mod clock;
mod error;
mod handle;
mod import;
mod input;
mod options;
mod output;
mod sql;
mod transaction;

use pyo3::prelude::*;

/// The extension module `crm._crm`.
#[pymodule]
mod _crm {
    #[pymodule_export]
    use crate::arrow::ArrowTable;
    #[pymodule_export]
    use crate::clock::FixedClock;
    #[pymodule_export]
    use crate::handle::Handle;
    #[pymodule_export]
    use crate::handle::describe;
    #[pymodule_export]
    use crate::handle::open;
    #[pymodule_export]
    use crate::transaction::{Snapshot, Transaction};
}
