//! Rows of `crm_tag` and `crm_customer_tag`.

use crate::db::{ReadTransaction, WriteTransaction};
use crate::records::customers::TagCount;
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

pub(crate) fn find(tx: &ReadTransaction, name: &str) -> Result<Option<i64>> {
    tx.one("SELECT id FROM crm_tag WHERE name = ?1", [name], |row| row.get(0))
}

/// Whether the customer had the tag.
pub(crate) fn remove(tx: &WriteTransaction, customer: CustomerId, tag: i64) -> Result<bool> {
    let removed =
        tx.run("DELETE FROM crm_customer_tag WHERE customer_id = ?1 AND tag_id = ?2", params![customer, tag])?;
    Ok(removed > 0)
}

pub(crate) fn of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<String>> {
    tx.all(
        "SELECT g.name FROM crm_customer_tag t JOIN crm_tag g ON g.id = t.tag_id WHERE t.customer_id = ?1
         ORDER BY g.name",
        [customer],
        |row| row.get(0),
    )
}

pub(crate) fn all(tx: &ReadTransaction) -> Result<Vec<TagCount>> {
    tx.all(
        "SELECT g.name, count(*) FROM crm_tag g JOIN crm_customer_tag t ON t.tag_id = g.id
           JOIN crm_customer c ON c.id = t.customer_id
         WHERE c.merged_into IS NULL GROUP BY g.id ORDER BY g.name",
        [],
        |row| Ok(TagCount { tag: row.get(0)?, customers: row.get(1)? }),
    )
}
