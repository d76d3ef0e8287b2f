//! The queries of the check.

use super::customer;
use crate::db::ReadTransaction;
use crate::records::customers::Customer;
use crate::vocabulary::{CustomerId, Result};
use rusqlite::params;

/// Identities and addresses in whose kind their customer has no first choice.
pub(crate) fn without_first(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT (SELECT count(*) FROM crm_identity i WHERE is_primary = 0 AND NOT EXISTS (
                   SELECT 1 FROM crm_identity p
                   WHERE p.customer_id = i.customer_id AND p.kind = i.kind AND p.is_primary = 1))
           + (SELECT count(*) FROM crm_address a WHERE is_default = 0 AND NOT EXISTS (
                SELECT 1 FROM crm_address p
                WHERE p.customer_id = a.customer_id AND p.kind = a.kind AND p.is_default = 1))",
        [],
    )
}

/// Identities and addresses that did not follow a merge.
pub(crate) fn rows_of_merged(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT (SELECT count(*) FROM crm_customer c JOIN crm_identity i ON i.customer_id = c.id
                 WHERE c.merged_into IS NOT NULL)
           + (SELECT count(*) FROM crm_customer c JOIN crm_address a ON a.customer_id = c.id
              WHERE c.merged_into IS NOT NULL)",
        [],
    )
}

/// Customers of all kinds after one, in the order of their ids.
pub(crate) fn customers_after(tx: &ReadTransaction, after: CustomerId, rows: u32) -> Result<Vec<Customer>> {
    let sql = format!("SELECT {} FROM crm_customer WHERE id > ?1 ORDER BY id LIMIT ?2", customer::COLUMNS);
    tx.all(&sql, params![after, rows], customer::from_row)
}
