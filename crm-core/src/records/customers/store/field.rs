//! Rows of `crm_custom_field` and `crm_custom_value`.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::customers::values::{FieldType, Stored};
use crate::records::customers::{CustomField, FieldEntity, NewField};
use crate::vocabulary::{CustomFieldId, CustomerId, Result};
use rusqlite::{Row, params};
use serde_json::json;

const COLUMNS: &str = "id, entity, key, type, required, pii, options, indexed, created_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<CustomField> {
    let mut columns = Columns::new(row);
    Ok(CustomField {
        id: columns.next()?,
        entity: columns.next()?,
        key: columns.next()?,
        kind: columns.next()?,
        required: columns.next()?,
        pii: columns.next()?,
        options: serde_json::from_str(&columns.next::<String>()?).unwrap_or_default(),
        indexed: columns.next()?,
        created_at: columns.next()?,
    })
}

pub(crate) fn all(tx: &ReadTransaction) -> Result<Vec<CustomField>> {
    tx.all(&format!("SELECT {COLUMNS} FROM crm_custom_field ORDER BY id"), [], from_row)
}

pub(crate) fn get(tx: &ReadTransaction, id: CustomFieldId) -> Result<Option<CustomField>> {
    tx.one(&format!("SELECT {COLUMNS} FROM crm_custom_field WHERE id = ?1"), [id], from_row)
}

pub(crate) fn find(tx: &ReadTransaction, entity: FieldEntity, key: &str) -> Result<Option<CustomField>> {
    let sql = format!("SELECT {COLUMNS} FROM crm_custom_field WHERE entity = ?1 AND key = ?2");
    tx.one(&sql, params![entity, key], from_row)
}

/// The keys of the fields that every new customer must have.
pub(crate) fn required(tx: &ReadTransaction) -> Result<Vec<String>> {
    tx.all("SELECT key FROM crm_custom_field WHERE entity = 'customer' AND required = 1 ORDER BY id", [], |row| {
        row.get(0)
    })
}

pub(crate) fn insert(tx: &WriteTransaction, new: &NewField, rev: i64) -> Result<CustomFieldId> {
    let id = tx.insert(
        "INSERT INTO crm_custom_field (entity, key, type, required, pii, options, indexed, created_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            new.entity,
            new.key,
            new.kind,
            new.required,
            new.pii,
            json!(new.options).to_string(),
            new.indexed,
            tx.now(),
            rev
        ],
    )?;
    Ok(CustomFieldId(id))
}

pub(crate) fn update(tx: &WriteTransaction, id: CustomFieldId, new: &NewField, rev: i64) -> Result<CustomFieldId> {
    tx.run(
        "UPDATE crm_custom_field SET required = ?2, pii = ?3, options = ?4, indexed = ?5, rev = ?6 WHERE id = ?1",
        params![id, new.required, new.pii, json!(new.options).to_string(), new.indexed, rev],
    )?;
    tx.run("UPDATE crm_custom_value SET indexed = ?2 WHERE field_id = ?1 AND indexed <> ?2", params![id, new.indexed])?;
    Ok(id)
}

/// Whether any customer has an option of an enumeration.
pub(crate) fn has_option(tx: &ReadTransaction, field: &CustomField, option: &str) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM crm_custom_value
           WHERE field_id = ?1 AND (text = ?2 OR instr(text, '|' || ?2 || '|') > 0))",
        params![field.id, option],
    )
}

pub(crate) fn value(tx: &ReadTransaction, customer: CustomerId, field: CustomFieldId) -> Result<Option<Stored>> {
    tx.one(
        "SELECT number, text FROM crm_custom_value WHERE customer_id = ?1 AND field_id = ?2",
        params![customer, field],
        |row| Ok(Stored { number: row.get(0)?, text: row.get(1)? }),
    )
}

/// Key, type and value of every field of a customer.
pub(crate) fn values_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<(String, FieldType, Stored)>> {
    tx.all(
        "SELECT f.key, f.type, v.number, v.text FROM crm_custom_value v JOIN crm_custom_field f ON f.id = v.field_id
         WHERE v.customer_id = ?1 ORDER BY f.key",
        [customer],
        |row| Ok((row.get(0)?, row.get(1)?, Stored { number: row.get(2)?, text: row.get(3)? })),
    )
}

pub(crate) fn set(tx: &WriteTransaction, customer: CustomerId, field: &CustomField, stored: &Stored) -> Result<()> {
    tx.run(
        "INSERT INTO crm_custom_value (customer_id, field_id, number, text, indexed) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (customer_id, field_id) DO UPDATE SET number = excluded.number, text = excluded.text",
        params![customer, field.id, stored.number, stored.text, field.indexed],
    )?;
    Ok(())
}

pub(crate) fn unset(tx: &WriteTransaction, customer: CustomerId, field: CustomFieldId) -> Result<()> {
    tx.run("DELETE FROM crm_custom_value WHERE customer_id = ?1 AND field_id = ?2", params![customer, field])?;
    Ok(())
}
