//! The queries of a search; each is bounded, and none shows archived, merged or erased customers.

use crate::db::{Columns, ReadTransaction};
use crate::records::customers::search::{CANDIDATES, Candidate};
use crate::records::customers::{CustomerHit, Matched};
use crate::vocabulary::{CustomerId, Result};
use rusqlite::{Row, params};

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    Ok((row.get(0)?, row.get(1)?))
}

/// A customer, unless it is hidden.
pub(crate) fn visible(tx: &ReadTransaction, id: CustomerId) -> Result<Option<Candidate>> {
    tx.one(
        "SELECT id, updated_at FROM crm_customer
         WHERE id = ?1 AND merged_into IS NULL AND archived_at IS NULL AND erased_at IS NULL",
        [id],
        candidate,
    )
}

/// Customers of exactly this folded name, the most recently recorded first.
pub(crate) fn by_name(tx: &ReadTransaction, key: &str) -> Result<Vec<Candidate>> {
    tx.all(
        "SELECT id, updated_at FROM crm_customer
         WHERE name_key = ?1 AND merged_into IS NULL AND archived_at IS NULL AND erased_at IS NULL
         ORDER BY id DESC LIMIT ?2",
        params![key, CANDIDATES as i64],
        candidate,
    )
}

/// Customers whose folded name goes on after this beginning, in the order of their names.
pub(crate) fn by_name_prefix(tx: &ReadTransaction, key: &str) -> Result<Vec<Candidate>> {
    tx.all(
        "SELECT id, updated_at FROM crm_customer
         WHERE name_key > ?1 AND name_key < ?1 || char(1114111)
           AND merged_into IS NULL AND archived_at IS NULL AND erased_at IS NULL
         ORDER BY name_key, id LIMIT ?2",
        params![key, CANDIDATES as i64],
        candidate,
    )
}

/// Customers with an e-mail address that begins so, in the order of the addresses.
pub(crate) fn by_email_prefix(tx: &ReadTransaction, beginning: &str) -> Result<Vec<Candidate>> {
    tx.all(
        "SELECT c.id, c.updated_at
         FROM (SELECT customer_id FROM crm_identity
               WHERE kind = 'email' AND value >= ?1 AND value < ?1 || char(1114111) ORDER BY value LIMIT ?2) i
         JOIN crm_customer c ON c.id = i.customer_id
         WHERE c.merged_into IS NULL AND c.archived_at IS NULL AND c.erased_at IS NULL",
        params![beginning, CANDIDATES as i64],
        candidate,
    )
}

/// Customers with these words. The index holds visible customers only.
pub(crate) fn by_words(tx: &ReadTransaction, expression: &str) -> Result<Vec<Candidate>> {
    tx.all(
        "SELECT c.id, c.updated_at
         FROM (SELECT rowid AS id FROM crm_customer_search WHERE crm_customer_search MATCH ?1
               ORDER BY rowid DESC LIMIT ?2) s
         JOIN crm_customer c ON c.id = s.id",
        params![expression, CANDIDATES as i64],
        candidate,
    )
}

/// Customers with these digits in a phone number.
pub(crate) fn by_digits(tx: &ReadTransaction, expression: &str) -> Result<Vec<Candidate>> {
    tx.all(
        "SELECT c.id, c.updated_at
         FROM (SELECT rowid AS id FROM crm_phone_search WHERE crm_phone_search MATCH ?1
               ORDER BY rowid DESC LIMIT ?2) s
         JOIN crm_customer c ON c.id = s.id",
        params![expression, CANDIDATES as i64],
        candidate,
    )
}

/// What a search shows of a customer.
pub(crate) fn hit(tx: &ReadTransaction, id: CustomerId, matched: Matched) -> Result<Option<CustomerHit>> {
    tx.one(
        "SELECT id, kind, name,
           (SELECT display FROM crm_identity i WHERE i.customer_id = c.id AND i.kind = 'email' AND i.is_primary = 1),
           (SELECT value FROM crm_identity i WHERE i.customer_id = c.id AND i.kind = 'phone' AND i.is_primary = 1),
           updated_at
         FROM crm_customer c WHERE id = ?1",
        [id],
        |row| {
            let mut columns = Columns::new(row);
            Ok(CustomerHit {
                id: columns.next()?,
                kind: columns.next()?,
                name: columns.next()?,
                email: columns.next()?,
                phone: columns.next()?,
                updated_at: columns.next()?,
                matched,
            })
        },
    )
}
