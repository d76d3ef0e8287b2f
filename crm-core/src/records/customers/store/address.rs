//! Rows of `crm_address`.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::customers::Address;
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
