//! The ids that other systems gave, for tables that are keyed by them.

use super::{Customers, store};
use crate::db::Reading;
use crate::vocabulary::{CustomerId, Result};

impl<T: Reading> Customers<'_, T> {
    /// The primary external id of every customer that has one, written `source:id`, in the order of the customers.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn external_ids(&self) -> Result<Vec<(CustomerId, String)>> {
        store::external::all(self.tx.reader())
    }
}
