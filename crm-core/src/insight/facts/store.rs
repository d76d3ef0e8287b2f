//! The SQL of packed facts: their own tables, and the covering indexes of orders and refunds that they are packed from.

use super::codec::{ChunkBlobs, ChunkHeader, Entry, EntryKind, PackedChunk, customer_of, local_of};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::journal;
use crate::vocabulary::{Currency, CustomerId, Result};
use rusqlite::{Row, params};
use std::ops::RangeInclusive;

/// The ids of the customers of a chunk.
pub(super) fn customers_of(chunk: i64) -> (i64, i64) {
    let first = customer_of(chunk, 0);
    (first, first | i64::from(local_of(-1)))
}

/// What is another one whenever facts changed: a count of those changes that no event tells of, and the last event.
pub(super) fn generation(tx: &ReadTransaction) -> Result<(i64, i64)> {
    let unannounced = tx.value("SELECT generation FROM crm_fact_state WHERE id = 1", [])?;
    Ok((unannounced, journal::last_seq(tx)?))
}

pub(super) fn bump_generation(tx: &WriteTransaction) -> Result<()> {
    tx.run("UPDATE crm_fact_state SET generation = generation + 1 WHERE id = 1", [])?;
    Ok(())
}

/// Number and orders of every packed chunk, ascending.
pub(super) fn chunk_sizes(tx: &ReadTransaction) -> Result<Vec<(i64, i64)>> {
    tx.all("SELECT chunk, order_count FROM crm_fact_chunk ORDER BY chunk", [], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn is_packed(tx: &ReadTransaction, chunk: i64) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_fact_chunk WHERE chunk = ?1)", [chunk])
}

/// The first packed chunk at or after a number.
pub(super) fn next_packed(tx: &ReadTransaction, from: i64) -> Result<Option<i64>> {
    tx.value("SELECT min(chunk) FROM crm_fact_chunk WHERE chunk >= ?1", [from])
}

/// Calls `visit` for every packed chunk of a range, ascending.
pub(super) fn each_chunk(
    tx: &ReadTransaction,
    range: &RangeInclusive<i64>,
    mut visit: impl FnMut(i64, ChunkHeader, ChunkBlobs<'_>) -> Result<()>,
) -> Result<()> {
    tx.each(
        "SELECT chunk, version, flags, base_day, max_day, order_count, refund_count,
           order_ends, order_days, order_amounts, refund_locals, refund_days, refund_amounts
         FROM crm_fact_chunk WHERE chunk BETWEEN ?1 AND ?2 ORDER BY chunk",
        [range.start(), range.end()],
        |row| {
            let header = ChunkHeader {
                version: row.get(1)?,
                flags: row.get(2)?,
                base_day: row.get(3)?,
                max_day: row.get(4)?,
                order_count: row.get(5)?,
                refund_count: row.get(6)?,
            };
            let blobs = ChunkBlobs {
                order_ends: blob(row, 7)?,
                order_days: blob(row, 8)?,
                order_amounts: blob(row, 9)?,
                refund_locals: blob(row, 10)?,
                refund_days: blob(row, 11)?,
                refund_amounts: blob(row, 12)?,
            };
            visit(row.get(0)?, header, blobs)
        },
    )
}

fn blob<'row>(row: &'row Row<'_>, column: usize) -> rusqlite::Result<&'row [u8]> {
    Ok(row.get_ref(column)?.as_blob()?)
}

pub(super) fn save_chunk(tx: &WriteTransaction, chunk: i64, packed: &PackedChunk) -> Result<()> {
    let header = packed.header;
    tx.run(
        "INSERT OR REPLACE INTO crm_fact_chunk (chunk, version, flags, base_day, max_day, order_count, refund_count,
           order_ends, order_days, order_amounts, refund_locals, refund_days, refund_amounts)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            chunk,
            header.version,
            header.flags,
            header.base_day,
            header.max_day,
            header.order_count,
            header.refund_count,
            packed.order_ends,
            packed.order_days,
            packed.order_amounts,
            packed.refund_locals,
            packed.refund_days,
            packed.refund_amounts
        ],
    )?;
    Ok(())
}

/// Forgets everything that is packed.
pub(super) fn delete_chunks(tx: &WriteTransaction) -> Result<()> {
    tx.run("DELETE FROM crm_fact_chunk", [])?;
    tx.run("DELETE FROM crm_fact_dirty", [])?;
    Ok(())
}

/// Lists a customer as changed, with its facts as they are now where they are few.
pub(super) fn mark_dirty(tx: &WriteTransaction, customer: CustomerId, facts: Option<&[u8]>) -> Result<()> {
    tx.run(
        "INSERT INTO crm_fact_dirty (customer_id, facts) VALUES (?1, ?2)
         ON CONFLICT (customer_id) DO UPDATE SET facts = excluded.facts",
        params![customer, facts],
    )?;
    Ok(())
}

pub(super) fn clean_chunk(tx: &WriteTransaction, chunk: i64) -> Result<()> {
    let (first, last) = customers_of(chunk);
    tx.run("DELETE FROM crm_fact_dirty WHERE customer_id BETWEEN ?1 AND ?2", [first, last])?;
    Ok(())
}

pub(super) fn dirty_count(tx: &ReadTransaction) -> Result<i64> {
    tx.value("SELECT count(*) FROM crm_fact_dirty", [])
}

/// The first dirty customer at or after an id.
pub(super) fn next_dirty(tx: &ReadTransaction, from: i64) -> Result<Option<i64>> {
    tx.value("SELECT min(customer_id) FROM crm_fact_dirty WHERE customer_id >= ?1", [from])
}

/// Calls `visit` for each dirty customer of a chunk, ascending, with its facts where they are listed.
pub(super) fn each_dirty(
    tx: &ReadTransaction,
    chunk: i64,
    mut visit: impl FnMut(i64, Option<&[u8]>) -> Result<()>,
) -> Result<()> {
    let (first, last) = customers_of(chunk);
    let sql = "SELECT customer_id, facts FROM crm_fact_dirty WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id";
    tx.each(sql, [first, last], |row| {
        let facts = row.get_ref(1)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
        visit(row.get(0)?, facts)
    })
}

/// Whether at least so many customers are dirty.
pub(super) fn are_dirty(tx: &ReadTransaction, least: i64) -> Result<bool> {
    let counted: i64 = tx.value("SELECT count(*) FROM (SELECT 1 FROM crm_fact_dirty LIMIT ?1)", [least])?;
    Ok(counted >= least)
}

/// The first customer with an order or a refund at or after an id.
pub(super) fn next_customer(tx: &ReadTransaction, from: i64) -> Result<Option<i64>> {
    tx.value(
        "SELECT min(id) FROM (SELECT min(customer_id) AS id FROM crm_order WHERE customer_id >= ?1
         UNION ALL SELECT min(customer_id) FROM crm_refund WHERE customer_id >= ?1)",
        [from],
    )
}

/// The facts of those dirty customers of a chunk that are not listed with theirs.
pub(super) fn unlisted_entries(tx: &ReadTransaction, chunk: i64, entries: &mut Vec<Entry>) -> Result<()> {
    let orders = "SELECT customer_id, day, net_base FROM crm_fact_dirty
         CROSS JOIN crm_order INDEXED BY crm_order_facts USING (customer_id)
         WHERE customer_id BETWEEN ?1 AND ?2 AND facts IS NULL AND counts = 1";
    let refunds = "SELECT customer_id, day, -net_base FROM crm_fact_dirty
         CROSS JOIN crm_refund INDEXED BY crm_refund_facts USING (customer_id)
         WHERE customer_id BETWEEN ?1 AND ?2 AND facts IS NULL AND counts = 1";
    let (first, last) = customers_of(chunk);
    for (sql, kind) in [(orders, EntryKind::Order), (refunds, EntryKind::Refund)] {
        tx.each(sql, [first, last], |row| {
            entries.push(Entry { local: local_of(row.get(0)?), kind, day: row.get(1)?, amount: row.get(2)? });
            Ok(())
        })?;
    }
    Ok(())
}

/// An order or refund with the parts of its amount, in minor units of its own currency.
pub(super) struct Parts {
    pub(super) customer: i64,
    pub(super) kind: EntryKind,
    pub(super) day: i32,
    pub(super) currency: Currency,
    pub(super) rate: i64,
    pub(super) net: i64,
    pub(super) tax: i64,
    pub(super) shipping: i64,
    pub(super) total: i64,
}

/// Calls `visit` for every counting order and refund of customers, of one currency or of all, in no order.
pub(super) fn each_parts(
    tx: &ReadTransaction,
    customers: Option<(i64, i64)>,
    currency: Option<Currency>,
    mut visit: impl FnMut(&Parts) -> Result<()>,
) -> Result<()> {
    let orders = "SELECT 0, customer_id, day, currency, rate, net, tax, shipping, total FROM crm_order";
    let refunds = "SELECT 1, customer_id, day, currency, rate, amount - tax - shipping, tax, shipping, amount
         FROM crm_refund";
    // Everybody is read in the order of the table, for the order of an index would jump about in it.
    let whose = if customers.is_some() { "customer_id BETWEEN ?1 AND ?2" } else { "+customer_id BETWEEN ?1 AND ?2" };
    let (first, last) = customers.unwrap_or((0, i64::MAX));
    let filter = "counts = 1 AND (?3 IS NULL OR currency = ?3)";
    for from in [orders, refunds] {
        tx.each(&format!("{from} WHERE {whose} AND {filter}"), params![first, last, currency], |row| {
            let kind = if row.get::<_, i64>(0)? == 0 { EntryKind::Order } else { EntryKind::Refund };
            visit(&Parts {
                customer: row.get(1)?,
                kind,
                day: row.get(2)?,
                currency: row.get(3)?,
                rate: row.get(4)?,
                net: row.get(5)?,
                tax: row.get(6)?,
                shipping: row.get(7)?,
                total: row.get(8)?,
            })
        })?;
    }
    Ok(())
}
