//! What decides how customers stand with the shop.

use crate::db::{Columns, ReadTransaction};
use crate::records::customers::CustomerBlock;
use crate::vocabulary::{CustomerId, Result, StaffId, Timestamp};
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

/// Who looks after a customer, and in which language.
pub(crate) fn owner_and_language(
    tx: &ReadTransaction,
    customer: CustomerId,
) -> Result<(Option<StaffId>, Option<String>)> {
    let sql = "SELECT owner_id, language FROM crm_customer WHERE id = ?1";
    Ok(tx.one(sql, [customer], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default())
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

/// The block of a customer as it is stored, over or not; none for one who was merged into another.
pub(crate) fn block(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<CustomerBlock>> {
    tx.one(
        "SELECT blocked, block_reason, blocked_since, blocked_until, blocked_by FROM crm_customer
         WHERE id = ?1 AND blocked <> 'none' AND merged_into IS NULL",
        [customer],
        |row| {
            let mut columns = Columns::new(row);
            Ok(CustomerBlock {
                block: columns.next()?,
                reason: columns.next()?,
                since: columns.next()?,
                until: columns.next()?,
                staff_id: columns.next()?,
            })
        },
    )
}

/// Customers whose block has passed its end, the first to end before the others.
pub(crate) fn ended_blocks(tx: &ReadTransaction, now: Timestamp, rows: usize) -> Result<Vec<CustomerId>> {
    tx.all(
        "SELECT id FROM crm_customer WHERE blocked_until <= ?1 AND blocked_until IS NOT NULL AND merged_into IS NULL
         ORDER BY blocked_until, id LIMIT ?2",
        params![now, rows as i64],
        |row| row.get(0),
    )
}

/// When the next block ends.
pub(crate) fn next_block_end(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(blocked_until) FROM crm_customer WHERE blocked_until IS NOT NULL AND merged_into IS NULL", [])
}
