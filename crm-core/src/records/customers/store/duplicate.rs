//! Rows of `crm_duplicate`, and the queries that find pairs. Every query is bounded, and merged customers are no pair.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::customers::{DuplicateCandidate, DuplicateReason, DuplicateState};
use crate::vocabulary::{CustomerId, Result};
use rusqlite::{Params, Row, params};

const COLUMNS: &str = "id, first_id, second_id, reason, score, state, found_at";
/// Others that one query brings; the rows with whom many share something are not pairs but a defect of the data.
const MAX_OTHERS: i64 = 20;
/// Names that are compared for one customer.
const MAX_NAMES: i64 = 200;

fn from_row(row: &Row<'_>) -> rusqlite::Result<DuplicateCandidate> {
    let mut columns = Columns::new(row);
    Ok(DuplicateCandidate {
        id: columns.next()?,
        first_id: columns.next()?,
        second_id: columns.next()?,
        reason: columns.next()?,
        score: columns.next()?,
        state: columns.next()?,
        found_at: columns.next()?,
    })
}

/// Notes a pair; a known open pair keeps its better reason, a judged one stays judged. Whether anything changed.
pub(crate) fn note(
    tx: &WriteTransaction,
    first: CustomerId,
    second: CustomerId,
    reason: DuplicateReason,
    score: u8,
) -> Result<bool> {
    let changed = tx.run(
        "INSERT INTO crm_duplicate (first_id, second_id, reason, score, state, found_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (first_id, second_id) DO UPDATE SET reason = excluded.reason, score = excluded.score
         WHERE state = 'open' AND excluded.score > score",
        params![first, second, reason, score, DuplicateState::Open, tx.now()],
    )?;
    Ok(changed > 0)
}

/// Whether there was such a pair.
pub(crate) fn set_state(
    tx: &WriteTransaction,
    first: CustomerId,
    second: CustomerId,
    state: DuplicateState,
) -> Result<()> {
    tx.run(
        "UPDATE crm_duplicate SET state = ?3 WHERE first_id = ?1 AND second_id = ?2",
        params![first, second, state],
    )?;
    Ok(())
}

pub(crate) fn of_pair(
    tx: &ReadTransaction,
    first: CustomerId,
    second: CustomerId,
) -> Result<Option<DuplicateCandidate>> {
    let sql = format!("SELECT {COLUMNS} FROM crm_duplicate WHERE first_id = ?1 AND second_id = ?2");
    tx.one(&sql, params![first, second], from_row)
}

/// The noted open pairs of a customer with customers that still exist.
pub(crate) fn of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<DuplicateCandidate>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM crm_duplicate d
         WHERE (first_id = ?1 OR second_id = ?1) AND state = 'open'
           AND (SELECT merged_into FROM crm_customer WHERE id = d.first_id) IS NULL
           AND (SELECT merged_into FROM crm_customer WHERE id = d.second_id) IS NULL"
    );
    tx.all(&sql, [customer], from_row)
}

/// Pairs of a state before a position (score, id), the surest first.
pub(crate) fn list(
    tx: &ReadTransaction,
    state: DuplicateState,
    [score, id]: [i64; 2],
    rows: usize,
) -> Result<Vec<DuplicateCandidate>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM crm_duplicate d
         WHERE state = ?1 AND (score, id) < (?2, ?3)
           AND (state <> 'open'
             OR ((SELECT merged_into FROM crm_customer WHERE id = d.first_id) IS NULL
               AND (SELECT merged_into FROM crm_customer WHERE id = d.second_id) IS NULL))
         ORDER BY score DESC, id DESC LIMIT ?4"
    );
    tx.all(&sql, params![state, score, id, rows as i64], from_row)
}

/// The next customers of a scan.
pub(crate) fn to_scan(tx: &ReadTransaction, after: CustomerId, limit: u32) -> Result<Vec<CustomerId>> {
    tx.all(
        "SELECT id FROM crm_customer WHERE id > ?1 AND merged_into IS NULL AND erased_at IS NULL ORDER BY id LIMIT ?2",
        params![after, limit],
        |row| row.get(0),
    )
}

fn ids<P: Params>(tx: &ReadTransaction, sql: &str, params: P) -> Result<Vec<CustomerId>> {
    tx.all(sql, params, |row| row.get(0))
}

/// Owners of `mailbox@domain` and of `mailbox+anything@domain`.
pub(crate) fn same_mailbox(tx: &ReadTransaction, mailbox: &str, domain: &str) -> Result<Vec<CustomerId>> {
    // '+' is followed by ',' in the order of the index.
    ids(
        tx,
        "SELECT customer_id FROM crm_identity WHERE kind = 'email' AND value = ?1 || '@' || ?2
         UNION
         SELECT customer_id FROM (
           SELECT customer_id, value FROM crm_identity
           WHERE kind = 'email' AND value > ?1 || '+' AND value < ?1 || ',' LIMIT ?3)
         WHERE substr(value, instr(value, '@') + 1) = ?2",
        params![mailbox, domain, MAX_NAMES],
    )
}

/// Owners of a number, as a phone or on WhatsApp.
pub(crate) fn same_phone(tx: &ReadTransaction, key: &str) -> Result<Vec<CustomerId>> {
    ids(tx, "SELECT customer_id FROM crm_identity WHERE kind IN ('phone', 'whatsapp') AND value = ?1", [key])
}

/// Owners of a tax number, as an identity or in a company's profile.
pub(crate) fn same_tax(tx: &ReadTransaction, key: &str) -> Result<Vec<CustomerId>> {
    ids(
        tx,
        "SELECT customer_id FROM crm_identity WHERE kind = 'tax_id' AND value = ?1
         UNION
         SELECT m.customer_id FROM crm_company m JOIN crm_customer c ON c.id = m.customer_id
         WHERE m.tax_key = ?1 AND c.merged_into IS NULL
         LIMIT ?2",
        params![key, MAX_OTHERS],
    )
}

/// Customers of the same folded name and date of birth.
pub(crate) fn name_and_birth(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<CustomerId>> {
    ids(
        tx,
        "SELECT id FROM (
           SELECT o.id, o.birth_date, o.merged_into, c.birth_date AS own
           FROM crm_customer c JOIN crm_customer o ON o.name_key = c.name_key AND o.id <> c.id
           WHERE c.id = ?1 AND c.birth_date IS NOT NULL LIMIT ?2)
         WHERE birth_date = own AND merged_into IS NULL LIMIT ?3",
        params![customer, MAX_NAMES * 10, MAX_OTHERS],
    )
}

/// Customers of the same folded name with an address of the same postcode and country.
pub(crate) fn name_and_postcode(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<CustomerId>> {
    ids(
        tx,
        "SELECT o.id FROM (
           SELECT o.id, o.merged_into FROM crm_customer c JOIN crm_customer o ON o.name_key = c.name_key AND o.id <> c.id
           WHERE c.id = ?1 AND EXISTS (SELECT 1 FROM crm_address WHERE customer_id = ?1 AND postcode IS NOT NULL)
           LIMIT ?2) o
         WHERE o.merged_into IS NULL AND EXISTS (
           SELECT 1 FROM crm_address a JOIN crm_address b ON b.postcode = a.postcode AND b.country IS a.country
           WHERE a.customer_id = ?1 AND b.customer_id = o.id)
         LIMIT ?3",
        params![customer, MAX_NAMES, MAX_OTHERS],
    )
}

/// Ids and folded names of customers that share a word of the name and one more fact: the day of birth, a postcode or a
/// city.
pub(crate) fn sharing_words(
    tx: &ReadTransaction,
    expression: &str,
    customer: CustomerId,
) -> Result<Vec<(CustomerId, String)>> {
    tx.all(
        "SELECT o.id, o.name_key
         FROM (SELECT rowid AS id FROM crm_customer_search WHERE crm_customer_search MATCH ?1
               ORDER BY rowid DESC LIMIT ?2) s
         JOIN crm_customer o ON o.id = s.id
         WHERE o.id <> ?3 AND o.name_key IS NOT NULL AND (
           o.birth_date = (SELECT birth_date FROM crm_customer WHERE id = ?3)
           OR EXISTS (SELECT 1 FROM crm_address a JOIN crm_address b ON b.customer_id = o.id
                      WHERE a.customer_id = ?3 AND a.country IS b.country
                        AND (a.postcode = b.postcode OR a.city = b.city)))",
        params![expression, MAX_NAMES, customer],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
