//! Rows of `crm_identity`.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::customers::identity::Normalised;
use crate::records::customers::{Identity, IdentityKind, Verified};
use crate::vocabulary::{CustomerId, IdentityId, Result, Timestamp};
use rusqlite::{Row, params};

const COLUMNS: &str =
    "id, customer_id, kind, value, display, verified, verified_at, is_primary, valid_from, valid_to, created_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Identity> {
    let mut columns = Columns::new(row);
    Ok(Identity {
        id: columns.next()?,
        customer_id: columns.next()?,
        kind: columns.next()?,
        value: columns.next()?,
        display: columns.next()?,
        verified: columns.next()?,
        verified_at: columns.next()?,
        is_primary: columns.next()?,
        valid_from: columns.next()?,
        valid_to: columns.next()?,
        created_at: columns.next()?,
    })
}

/// Whose key this is.
pub(crate) fn owner(tx: &ReadTransaction, kind: IdentityKind, key: &str) -> Result<Option<CustomerId>> {
    tx.one("SELECT customer_id FROM crm_identity WHERE kind = ?1 AND value = ?2", params![kind, key], |row| row.get(0))
}

pub(crate) fn get(tx: &ReadTransaction, id: IdentityId) -> Result<Option<Identity>> {
    tx.one(&format!("SELECT {COLUMNS} FROM crm_identity WHERE id = ?1"), [id], from_row)
}

/// All identities of a customer, in the order in which they were recorded.
pub(crate) fn of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<Identity>> {
    tx.all(&format!("SELECT {COLUMNS} FROM crm_identity WHERE customer_id = ?1 ORDER BY id"), [customer], from_row)
}

/// The first choice of a customer among the identities of a kind.
pub(crate) fn primary(tx: &ReadTransaction, customer: CustomerId, kind: IdentityKind) -> Result<Option<IdentityId>> {
    tx.one(
        "SELECT id FROM crm_identity WHERE customer_id = ?1 AND kind = ?2 AND is_primary = 1",
        params![customer, kind],
        |row| row.get(0),
    )
}

pub(crate) fn insert(
    tx: &WriteTransaction,
    customer: CustomerId,
    kind: IdentityKind,
    made: &Normalised,
    is_primary: bool,
    rev: i64,
) -> Result<IdentityId> {
    let id = tx.insert(
        "INSERT INTO crm_identity (customer_id, kind, value, display, verified, is_primary, created_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![customer, kind, made.value, made.display, Verified::Unverified, is_primary, tx.now(), rev],
    )?;
    Ok(IdentityId(id))
}

pub(crate) fn remove(tx: &WriteTransaction, id: IdentityId) -> Result<()> {
    tx.run("DELETE FROM crm_identity WHERE id = ?1", [id])?;
    Ok(())
}

pub(crate) fn set_verified(
    tx: &WriteTransaction,
    id: IdentityId,
    verified: Verified,
    at: Option<Timestamp>,
    rev: i64,
) -> Result<()> {
    tx.run(
        "UPDATE crm_identity SET verified = ?2, verified_at = ?3, rev = ?4 WHERE id = ?1",
        params![id, verified, at, rev],
    )?;
    Ok(())
}

/// Makes one identity the first choice of its kind, or leaves the kind without one for a moment.
pub(crate) fn set_primary(
    tx: &WriteTransaction,
    customer: CustomerId,
    kind: IdentityKind,
    id: Option<IdentityId>,
) -> Result<()> {
    tx.run(
        "UPDATE crm_identity SET is_primary = 0 WHERE customer_id = ?1 AND kind = ?2 AND is_primary = 1",
        params![customer, kind],
    )?;
    if let Some(id) = id {
        tx.run("UPDATE crm_identity SET is_primary = 1 WHERE id = ?1", [id])?;
    }
    Ok(())
}

/// The oldest identity of every kind that has no first choice becomes it.
pub(crate) fn promote_oldest(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    tx.run(
        "UPDATE crm_identity SET is_primary = 1
         WHERE id IN (SELECT min(id) FROM crm_identity WHERE customer_id = ?1 GROUP BY kind HAVING max(is_primary) = 0)",
        [customer],
    )?;
    Ok(())
}

/// Since when and until when the customer has it.
pub(crate) fn set_validity(
    tx: &WriteTransaction,
    id: IdentityId,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    rev: i64,
) -> Result<()> {
    tx.run(
        "UPDATE crm_identity SET valid_from = ?2, valid_to = ?3, rev = ?4 WHERE id = ?1",
        params![id, from, to, rev],
    )?;
    Ok(())
}
