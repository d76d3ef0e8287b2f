//! Rows of `crm_list` and `crm_list_member`.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::customers::{CustomerList, ListMember};
use crate::vocabulary::{CustomerId, ListId, Result};
use rusqlite::{Row, params};

const LIST: &str = "SELECT id, name, note,
    (SELECT count(*) FROM crm_list_member m JOIN crm_customer c ON c.id = m.customer_id
     WHERE m.list_id = crm_list.id AND m.removed_at IS NULL AND c.merged_into IS NULL),
    created_at
  FROM crm_list";
const MEMBER: &str = "list_id, customer_id, added_at, removed_at, source";

fn list(row: &Row<'_>) -> rusqlite::Result<CustomerList> {
    let mut columns = Columns::new(row);
    Ok(CustomerList {
        id: columns.next()?,
        name: columns.next()?,
        note: columns.next()?,
        members: columns.next()?,
        created_at: columns.next()?,
    })
}

fn member(row: &Row<'_>) -> rusqlite::Result<ListMember> {
    let mut columns = Columns::new(row);
    Ok(ListMember {
        list_id: columns.next()?,
        customer_id: columns.next()?,
        added_at: columns.next()?,
        removed_at: columns.next()?,
        source: columns.next()?,
    })
}

pub(crate) fn all(tx: &ReadTransaction) -> Result<Vec<CustomerList>> {
    tx.all(&format!("{LIST} ORDER BY id"), [], list)
}

pub(crate) fn get(tx: &ReadTransaction, id: ListId) -> Result<Option<CustomerList>> {
    tx.one(&format!("{LIST} WHERE id = ?1"), [id], list)
}

pub(crate) fn find(tx: &ReadTransaction, name: &str) -> Result<Option<ListId>> {
    tx.one("SELECT id FROM crm_list WHERE name = ?1", [name], |row| row.get(0))
}

pub(crate) fn insert(tx: &WriteTransaction, name: &str, note: Option<&str>, rev: i64) -> Result<ListId> {
    let id = tx.insert(
        "INSERT INTO crm_list (name, note, created_at, rev) VALUES (?1, ?2, ?3, ?4)",
        params![name, note, tx.now(), rev],
    )?;
    Ok(ListId(id))
}

/// Whether the customer was not on the list.
pub(crate) fn add(tx: &WriteTransaction, list: ListId, customer: CustomerId, source: Option<&str>) -> Result<bool> {
    let changed = tx.run(
        "INSERT INTO crm_list_member (list_id, customer_id, added_at, source) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (list_id, customer_id) DO UPDATE SET added_at = excluded.added_at, removed_at = NULL,
           source = excluded.source
         WHERE removed_at IS NOT NULL",
        params![list, customer, tx.now(), source],
    )?;
    Ok(changed > 0)
}

/// Whether the customer was on the list.
pub(crate) fn remove(tx: &WriteTransaction, list: ListId, customer: CustomerId) -> Result<bool> {
    let changed = tx.run(
        "UPDATE crm_list_member SET removed_at = ?3 WHERE list_id = ?1 AND customer_id = ?2 AND removed_at IS NULL",
        params![list, customer, tx.now()],
    )?;
    Ok(changed > 0)
}

pub(crate) fn of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<ListMember>> {
    tx.all(&format!("SELECT {MEMBER} FROM crm_list_member WHERE customer_id = ?1 ORDER BY list_id"), [customer], member)
}

pub(crate) fn members(tx: &ReadTransaction, list: ListId, after: CustomerId, rows: usize) -> Result<Vec<ListMember>> {
    let sql = format!(
        "SELECT {MEMBER} FROM crm_list_member
         WHERE list_id = ?1 AND customer_id > ?2 AND removed_at IS NULL
           AND (SELECT merged_into FROM crm_customer WHERE id = customer_id) IS NULL
         ORDER BY customer_id LIMIT ?3"
    );
    tx.all(&sql, params![list, after, rows as i64], member)
}
