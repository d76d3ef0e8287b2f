//! What decides how customers stand with the shop.

use crate::db::ReadTransaction;
use crate::vocabulary::{CustomerId, Result};
use rusqlite::params;

/// How a customer who was not merged into another stands with the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// A company.
    pub(crate) company: bool,
    /// Blocked in some way.
    pub(crate) blocked: bool,
    /// Personal data was erased.
    pub(crate) erased: bool,
}

/// How a customer stands; none for one who was merged into another.
pub(crate) fn standing(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<Standing>> {
    tx.one(
        "SELECT kind = 'company', blocked <> 'none', erased_at IS NOT NULL
         FROM crm_customer WHERE id = ?1 AND merged_into IS NULL",
        [customer],
        |row| Ok(Standing { company: row.get(0)?, blocked: row.get(1)?, erased: row.get(2)? }),
    )
}

/// Whether a customer has an identity beyond cookie and device.
pub(crate) fn is_identified(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM crm_identity
           WHERE customer_id = ?1 AND kind NOT IN ('cookie_id', 'device_id'))",
        [customer],
    )
}

/// Up to `rows` customers after one, in the order of their ids; merged ones too.
pub(crate) fn ids_after(tx: &ReadTransaction, after: CustomerId, rows: usize) -> Result<Vec<CustomerId>> {
    tx.all("SELECT id FROM crm_customer WHERE id > ?1 ORDER BY id LIMIT ?2", params![after, rows as i64], |row| {
        row.get(0)
    })
}
