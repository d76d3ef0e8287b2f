//! The SQL of external ids as a whole.

use crate::db::ReadTransaction;
use crate::records::customers::IdentityKind;
use crate::vocabulary::{CustomerId, Result};

/// The primary external ids, in the order of the customers.
pub(crate) fn all(tx: &ReadTransaction) -> Result<Vec<(CustomerId, String)>> {
    let sql = "SELECT customer_id, value FROM crm_identity WHERE kind = ?1 AND is_primary = 1 ORDER BY customer_id";
    tx.all(sql, [IdentityKind::ExternalId], |row| Ok((row.get(0)?, row.get(1)?)))
}
