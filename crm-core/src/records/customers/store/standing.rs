//! What decides how customers stand with the shop, read for many of them at once.

use crate::db::{Columns, ReadTransaction};
use crate::vocabulary::{CustomerId, Result};
use rusqlite::params;

/// How a customer who was not merged into another stands with the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) customer: CustomerId,
    /// A company.
    pub(crate) company: bool,
    /// Blocked in some way.
    pub(crate) blocked: bool,
    /// Personal data was erased.
    pub(crate) erased: bool,
    /// Has an identity beyond cookie and device.
    pub(crate) identified: bool,
}

/// How customers stand, given as a JSON array of ids, in the order of the ids; merged ones are left out.
pub(crate) fn standings(tx: &ReadTransaction, ids: &str) -> Result<Vec<Standing>> {
    tx.all(
        "SELECT c.id, c.kind = 'company', c.blocked <> 'none', c.erased_at IS NOT NULL,
           EXISTS (SELECT 1 FROM crm_identity i
             WHERE i.customer_id = c.id AND i.kind NOT IN ('cookie_id', 'device_id'))
         FROM json_each(?1) j CROSS JOIN crm_customer c ON c.id = j.value
         WHERE c.merged_into IS NULL",
        [ids],
        |row| {
            let mut columns = Columns::new(row);
            Ok(Standing {
                customer: columns.next()?,
                company: columns.next()?,
                blocked: columns.next()?,
                erased: columns.next()?,
                identified: columns.next()?,
            })
        },
    )
}

/// Up to `rows` customers after one, in the order of their ids; merged ones too.
pub(crate) fn ids_after(tx: &ReadTransaction, after: CustomerId, rows: usize) -> Result<Vec<CustomerId>> {
    tx.all("SELECT id FROM crm_customer WHERE id > ?1 ORDER BY id LIMIT ?2", params![after, rows as i64], |row| {
        row.get(0)
    })
}
