//! Rows of `crm_tag` and `crm_customer_tag`.

use crate::db::WriteTransaction;
use crate::vocabulary::{CustomerId, Result};
use rusqlite::params;

/// The id of a tag, made when it is new.
pub(crate) fn require(tx: &WriteTransaction, name: &str) -> Result<i64> {
    let known = tx.one("SELECT id FROM crm_tag WHERE name = ?1", [name], |row| row.get(0))?;
    known.map_or_else(|| tx.insert("INSERT INTO crm_tag (name) VALUES (?1)", [name]), Ok)
}

/// Whether the customer did not have the tag.
pub(crate) fn add(tx: &WriteTransaction, customer: CustomerId, tag: i64) -> Result<bool> {
    let added = tx.run(
        "INSERT OR IGNORE INTO crm_customer_tag (customer_id, tag_id, added_at) VALUES (?1, ?2, ?3)",
        params![customer, tag, tx.now()],
    )?;
    Ok(added > 0)
}
