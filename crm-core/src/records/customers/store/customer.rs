//! Rows of `crm_customer`.

use crate::db::{Columns, ReadTransaction, WriteTransaction, seeded};
use crate::records::customers::{Customer, names};
use crate::vocabulary::{CustomerId, Result, StaffId};
use rusqlite::{Row, ToSql, params};

/// The columns in the order of [`from_row`] and [`values`]; `id` and `uid` come before them.
pub(crate) const COLUMNS: &str =
    "id, uid, kind, name, given_name, family_name, name_order, gender, birth_date, income_band, id_document_hash, language,
  country, time_zone, created_at, updated_at, first_seen_at, source_touch_id, owner_id, blocked, block_reason,
  blocked_since, blocked_until, blocked_by, preferred_channel, quiet_from, quiet_to, note, archived_at, merged_into, erased_at, rev";

pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Customer> {
    let mut columns = Columns::new(row);
    let id = columns.next()?;
    let uid: [u8; 16] = columns.next()?;
    Ok(Customer {
        id,
        uid: hex(&uid),
        kind: columns.next()?,
        name: columns.next()?,
        given_name: columns.next()?,
        family_name: columns.next()?,
        name_order: columns.next()?,
        gender: columns.next()?,
        birth_date: columns.next()?,
        income_band: columns.next()?,
        id_document_hash: columns.next()?,
        language: columns.next()?,
        country: columns.next()?,
        time_zone: columns.next()?,
        created_at: columns.next()?,
        updated_at: columns.next()?,
        first_seen_at: columns.next()?,
        source_touch_id: columns.next()?,
        owner_id: columns.next()?,
        blocked: columns.next()?,
        block_reason: columns.next()?,
        blocked_since: columns.next()?,
        blocked_until: columns.next()?,
        blocked_by: columns.next()?,
        preferred_channel: columns.next()?,
        quiet_from: columns.next()?,
        quiet_to: columns.next()?,
        note: columns.next()?,
        archived_at: columns.next()?,
        merged_into: columns.next()?,
        erased_at: columns.next()?,
        rev: columns.next()?,
        identities: Vec::new(),
        company: None,
    })
}

fn hex(bytes: &[u8; 16]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(32);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// One customer without identities and profile.
pub(crate) fn get(tx: &ReadTransaction, id: CustomerId) -> Result<Option<Customer>> {
    tx.one(&format!("SELECT {COLUMNS} FROM crm_customer WHERE id = ?1"), [id], from_row)
}

/// Whether a customer exists, and what it was merged into.
pub(crate) fn merged_into(tx: &ReadTransaction, id: CustomerId) -> Result<Option<Option<CustomerId>>> {
    tx.one("SELECT merged_into FROM crm_customer WHERE id = ?1", [id], |row| row.get(0))
}

/// Those who were merged into a customer itself.
pub(crate) fn losers_of(tx: &ReadTransaction, id: CustomerId) -> Result<Vec<CustomerId>> {
    tx.all("SELECT id FROM crm_customer WHERE merged_into = ?1 ORDER BY id", [id], |row| row.get(0))
}

pub(crate) fn insert(tx: &WriteTransaction, customer: &Customer) -> Result<CustomerId> {
    let id: i64 = tx.value("SELECT coalesce(max(id), 0) + 1 FROM crm_customer", [])?;
    let uid = tx.database().options.seed.map(|seed| seeded(seed, "customer", &[id]));
    let key = name_key(customer);
    let own = values(customer);
    let mut params: Vec<&dyn ToSql> = vec![&id, &uid, &key];
    params.extend(own);
    tx.insert(
        "INSERT INTO crm_customer (id, uid, name_key, kind, name, given_name, family_name, name_order, gender,
           birth_date, income_band, id_document_hash, language, country, time_zone, created_at, updated_at,
           first_seen_at, source_touch_id, owner_id, blocked, block_reason, blocked_since, blocked_until,
           blocked_by, preferred_channel, quiet_from, quiet_to, note, archived_at, merged_into, erased_at, rev)
         VALUES (?1, coalesce(?2, randomblob(16)), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
           ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33)",
        params.as_slice(),
    )?;
    Ok(CustomerId(id))
}

pub(crate) fn update(tx: &WriteTransaction, customer: &Customer) -> Result<()> {
    let key = name_key(customer);
    let own = values(customer);
    let mut params: Vec<&dyn ToSql> = vec![&customer.id, &key];
    params.extend(own);
    tx.run(
        "UPDATE crm_customer SET name_key = ?2, kind = ?3, name = ?4, given_name = ?5, family_name = ?6,
           name_order = ?7, gender = ?8, birth_date = ?9, income_band = ?10, id_document_hash = ?11, language = ?12,
           country = ?13, time_zone = ?14, created_at = ?15, updated_at = ?16, first_seen_at = ?17,
           source_touch_id = ?18, owner_id = ?19, blocked = ?20, block_reason = ?21, blocked_since = ?22,
           blocked_until = ?23, blocked_by = ?24, preferred_channel = ?25, quiet_from = ?26, quiet_to = ?27, note = ?28,
           archived_at = ?29, merged_into = ?30, erased_at = ?31, rev = ?32
         WHERE id = ?1",
        params.as_slice(),
    )?;
    Ok(())
}

/// The stored values of a customer's own fields, in the order of [`COLUMNS`] from `kind` on.
fn values(customer: &Customer) -> [&dyn ToSql; 30] {
    [
        &customer.kind,
        &customer.name,
        &customer.given_name,
        &customer.family_name,
        &customer.name_order,
        &customer.gender,
        &customer.birth_date,
        &customer.income_band,
        &customer.id_document_hash,
        &customer.language,
        &customer.country,
        &customer.time_zone,
        &customer.created_at,
        &customer.updated_at,
        &customer.first_seen_at,
        &customer.source_touch_id,
        &customer.owner_id,
        &customer.blocked,
        &customer.block_reason,
        &customer.blocked_since,
        &customer.blocked_until,
        &customer.blocked_by,
        &customer.preferred_channel,
        &customer.quiet_from,
        &customer.quiet_to,
        &customer.note,
        &customer.archived_at,
        &customer.merged_into,
        &customer.erased_at,
        &customer.rev,
    ]
}

fn name_key(customer: &Customer) -> Option<String> {
    customer.name.as_deref().map(names::fold).filter(|key| !key.is_empty())
}

/// Gives the customers of one member of the staff to another; how many.
pub(crate) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId, rev: i64) -> Result<u64> {
    let moved = tx.run(
        "UPDATE crm_customer SET owner_id = ?2, updated_at = ?3, rev = ?4 WHERE owner_id = ?1",
        params![from, to, tx.now(), rev],
    )?;
    Ok(moved as u64)
}

/// Whether nobody has told this customer's name yet.
pub(crate) fn lacks_name(tx: &ReadTransaction, id: CustomerId) -> Result<bool> {
    tx.value("SELECT name IS NULL FROM crm_customer WHERE id = ?1", [id])
}

pub(crate) fn set_name(tx: &WriteTransaction, id: CustomerId, name: &str, rev: i64) -> Result<()> {
    let key = Some(names::fold(name)).filter(|key| !key.is_empty());
    tx.run(
        "UPDATE crm_customer SET name = ?2, name_key = ?3, rev = ?4, updated_at = ?5 WHERE id = ?1",
        params![id, name, key, rev, tx.now()],
    )?;
    Ok(())
}
