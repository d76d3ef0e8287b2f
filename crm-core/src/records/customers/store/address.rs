//! Rows of `crm_address`.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::customers::{Address, AddressKind};
use crate::vocabulary::{AddressId, CustomerId, Result};
use rusqlite::{Row, params};

const COLUMNS: &str =
    "id, customer_id, kind, recipient, lines, city, region, postcode, country, geo_cell, is_default, created_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Address> {
    let mut columns = Columns::new(row);
    Ok(Address {
        id: columns.next()?,
        customer_id: columns.next()?,
        kind: columns.next()?,
        recipient: columns.next()?,
        lines: columns.next::<String>()?.lines().map(str::to_owned).collect(),
        city: columns.next()?,
        region: columns.next()?,
        postcode: columns.next()?,
        country: columns.next()?,
        geo_cell: columns.next()?,
        is_default: columns.next()?,
        created_at: columns.next()?,
    })
}

pub(crate) fn of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<Address>> {
    tx.all(&format!("SELECT {COLUMNS} FROM crm_address WHERE customer_id = ?1 ORDER BY id"), [customer], from_row)
}

pub(crate) fn insert(tx: &WriteTransaction, customer: CustomerId, address: &Address, rev: i64) -> Result<AddressId> {
    let id = tx.insert(
        "INSERT INTO crm_address (customer_id, kind, recipient, lines, city, region, postcode, country, geo_cell,
           is_default, created_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            customer,
            address.kind,
            address.recipient,
            address.lines.join("\n"),
            address.city,
            address.region,
            address.postcode,
            address.country,
            address.geo_cell,
            address.is_default,
            address.created_at,
            rev
        ],
    )?;
    Ok(AddressId(id))
}

pub(crate) fn get(tx: &ReadTransaction, id: AddressId) -> Result<Option<Address>> {
    tx.one(&format!("SELECT {COLUMNS} FROM crm_address WHERE id = ?1"), [id], from_row)
}

/// Replaces everything but the default flag.
pub(crate) fn update(tx: &WriteTransaction, id: AddressId, address: &Address, rev: i64) -> Result<()> {
    tx.run(
        "UPDATE crm_address SET kind = ?2, recipient = ?3, lines = ?4, city = ?5, region = ?6, postcode = ?7,
           country = ?8, geo_cell = ?9, is_default = 0, rev = ?10
         WHERE id = ?1",
        params![
            id,
            address.kind,
            address.recipient,
            address.lines.join("\n"),
            address.city,
            address.region,
            address.postcode,
            address.country,
            address.geo_cell,
            rev
        ],
    )?;
    Ok(())
}

pub(crate) fn remove(tx: &WriteTransaction, id: AddressId) -> Result<()> {
    tx.run("DELETE FROM crm_address WHERE id = ?1", [id])?;
    Ok(())
}

/// Makes one address the default of its kind.
pub(crate) fn set_default(tx: &WriteTransaction, customer: CustomerId, kind: AddressKind, id: AddressId) -> Result<()> {
    tx.run(
        "UPDATE crm_address SET is_default = 0 WHERE customer_id = ?1 AND kind = ?2 AND is_default = 1",
        params![customer, kind],
    )?;
    tx.run("UPDATE crm_address SET is_default = 1 WHERE id = ?1", [id])?;
    Ok(())
}

/// The oldest address of every kind without a default becomes it.
pub(crate) fn promote_oldest(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    tx.run(
        "UPDATE crm_address SET is_default = 1
         WHERE id IN (SELECT min(id) FROM crm_address WHERE customer_id = ?1 GROUP BY kind HAVING max(is_default) = 0)",
        [customer],
    )?;
    Ok(())
}
