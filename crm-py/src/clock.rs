//! A clock that stands still until it is moved.

use crate::error::raise;
use crm_core::{Clock, Timestamp};
use pyo3::prelude::*;
use std::sync::Arc;

/// A clock that stands still until it is moved; it speaks RFC 3339, `crm.FixedClock` speaks `datetime`.
#[pyclass(frozen, subclass, module = "crm._crm")]
pub(crate) struct FixedClock {
    pub(crate) clock: Arc<crm_core::FixedClock>,
}

#[pymethods]
impl FixedClock {
    #[new]
    fn new(py: Python<'_>, at: &str) -> PyResult<Self> {
        let at = Timestamp::parse(at).map_err(|error| raise(py, &error.at("/clock")))?;
        Ok(FixedClock { clock: Arc::new(crm_core::FixedClock::new(at)) })
    }

    /// Moves the clock to an instant.
    fn set_text(&self, py: Python<'_>, at: &str) -> PyResult<()> {
        self.clock.set(Timestamp::parse(at).map_err(|error| raise(py, &error.at("/clock")))?);
        Ok(())
    }

    /// The instant that the clock shows.
    fn text(&self) -> String {
        self.clock.now().to_string()
    }
}
