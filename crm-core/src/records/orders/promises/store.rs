//! The SQL of promises.

use super::Standing;
use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::orders::lines::WIDTH;
use crate::vocabulary::{OrderId, Result, Timestamp};
use rusqlite::{Row, params};

/// The next promise that nobody has compared with what was delivered.
pub(crate) const NEXT: &str = "SELECT min(promised_at) FROM crm_order
  WHERE promised_at IS NOT NULL AND promise_checked_at IS NULL AND completed_at IS NULL AND cancelled_at IS NULL
    AND state <> 'draft'";

/// Open orders whose promise has passed and that nobody has looked at since, the oldest promise first.
pub(crate) const DUE: &str = "SELECT id, customer_id, number, state, pay_state, fulfil_state, cancel_reason, placed_at,
    promised_at, completed_at
  FROM crm_order
  WHERE promised_at IS NOT NULL AND promise_checked_at IS NULL AND completed_at IS NULL AND cancelled_at IS NULL
    AND state <> 'draft' AND promised_at < ?1
  ORDER BY promised_at LIMIT ?2";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Standing> {
    let mut columns = Columns::new(row);
    Ok(Standing {
        id: columns.next()?,
        customer_id: columns.next()?,
        number: columns.next()?,
        state: columns.next()?,
        pay_state: columns.next()?,
        fulfil_state: columns.next()?,
        cancel_reason: columns.next()?,
        placed_at: columns.next()?,
        promised_at: columns.next()?,
        completed_at: columns.next()?,
    })
}

const STANDING: &str = "SELECT id, customer_id, number, state, pay_state, fulfil_state, cancel_reason, placed_at,
    promised_at, completed_at
  FROM crm_order WHERE id = ?1";

/// Where an order stands.
pub(crate) fn standing(tx: &ReadTransaction, id: OrderId) -> Result<Option<Standing>> {
    tx.one(STANDING, [id], from_row)
}

/// Where orders stand that there are, one for each.
pub(crate) fn standings(tx: &ReadTransaction, ids: impl Iterator<Item = OrderId>) -> Result<Vec<Standing>> {
    tx.all_of(STANDING, ids.map(|id| id.0), from_row)
}

/// When the next order that is open will have broken its promise.
pub(crate) fn next(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    let promise: Option<Timestamp> = tx.value(NEXT, [])?;
    Ok(promise.map(|promise| promise.plus_millis(1)))
}

/// Open orders whose promise has passed and that nobody has looked at since, the oldest promise first.
pub(crate) fn due(tx: &ReadTransaction, now: Timestamp, rows: usize) -> Result<Vec<Standing>> {
    tx.all(DUE, params![now, rows as i64], from_row)
}

/// Whether anything of an order is made for it.
pub(crate) fn is_made_to_order(tx: &ReadTransaction, id: OrderId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM crm_order_line WHERE id BETWEEN ?1 * ?2 AND ?1 * ?2 + ?2 - 1
                 AND made_to_order = 1 AND quantity > 0)";
    tx.value(sql, params![id, WIDTH])
}

/// Notes that the promise of an order was compared with what was delivered.
pub(crate) fn set_checked(tx: &WriteTransaction, id: OrderId, rev: i64) -> Result<()> {
    let sql = "UPDATE crm_order SET promise_checked_at = ?2, rev = ?3 WHERE id = ?1";
    tx.run(sql, params![id, tx.now(), rev]).map(drop)
}

/// Orders that were placed in a period, and how many of them were called off for want of stock.
pub(crate) fn placed(tx: &ReadTransaction, from: Timestamp, before: Timestamp) -> Result<(i64, i64)> {
    let found = tx.one(
        "SELECT count(*), coalesce(sum(cancel_reason = 'inventory'), 0) FROM crm_order
         WHERE placed_at >= ?1 AND placed_at < ?2 AND state <> 'draft'",
        [from, before],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(found.unwrap_or_default())
}

/// How much of each article was ordered in a period, in thousandths, without drafts and what was called off.
pub(crate) fn units_sold(tx: &ReadTransaction, from: Timestamp, before: Timestamp) -> Result<Vec<(String, i64)>> {
    tx.all(
        "SELECT l.sku, sum(l.quantity) FROM crm_order o CROSS JOIN crm_order_line l
         WHERE o.placed_at >= ?1 AND o.placed_at < ?2 AND o.state <> 'draft' AND o.state <> 'cancelled'
           AND l.id BETWEEN o.id * ?3 AND o.id * ?3 + ?3 - 1 GROUP BY l.sku",
        params![from, before, WIDTH],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The articles of orders that were placed in a period and neither are drafts nor were called off.
pub(crate) fn articles_sold(tx: &ReadTransaction, from: Timestamp, before: Timestamp) -> Result<Vec<String>> {
    tx.all(
        "SELECT DISTINCT l.sku FROM crm_order o CROSS JOIN crm_order_line l
         WHERE o.placed_at >= ?1 AND o.placed_at < ?2 AND o.state <> 'draft' AND o.state <> 'cancelled'
           AND l.id BETWEEN o.id * ?3 AND o.id * ?3 + ?3 - 1",
        params![from, before, WIDTH],
        |row| row.get(0),
    )
}
