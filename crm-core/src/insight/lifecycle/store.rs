//! The SQL of stages.

use super::{CustomerStage, Stage};
use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::vocabulary::{CustomerId, Result, Timestamp};
use rusqlite::{Row, params};

const COLUMNS: &str = "customer_id, stage, since, next_eval_at, orders, last_day, gap_days, own_gap, label";

fn from_row(row: &Row<'_>) -> rusqlite::Result<CustomerStage> {
    let mut columns = Columns::new(row);
    Ok(CustomerStage {
        customer_id: columns.next()?,
        stage: columns.next()?,
        since: columns.next()?,
        next_evaluation_at: columns.next()?,
        orders: columns.next()?,
        last_order: columns.next()?,
        gap_days: columns.next()?,
        own_gap: columns.next()?,
        label: columns.next()?,
    })
}

pub(crate) fn get(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<CustomerStage>> {
    tx.one(
        "SELECT customer_id, stage, since, next_eval_at, orders, last_day, gap_days, own_gap, label FROM crm_lifecycle
         WHERE customer_id = ?1",
        [customer],
        from_row,
    )
}

/// Writes what changed of a row whose stage stays.
pub(crate) fn refresh(tx: &WriteTransaction, row: &CustomerStage) -> Result<()> {
    tx.run(
        "UPDATE crm_lifecycle SET next_eval_at = ?2, orders = ?3, last_day = ?4, gap_days = ?5, own_gap = ?6, label = ?7
         WHERE customer_id = ?1",
        params![
            row.customer_id,
            row.next_evaluation_at,
            row.orders,
            row.last_order,
            row.gap_days,
            row.own_gap,
            row.label
        ],
    )?;
    Ok(())
}

/// Writes a row; the new state of a known customer or a first one.
pub(crate) fn save(tx: &WriteTransaction, row: &CustomerStage) -> Result<()> {
    tx.run(
        "INSERT INTO crm_lifecycle (customer_id, stage, since, next_eval_at, orders, last_day, gap_days, own_gap, label)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (customer_id) DO UPDATE SET stage = excluded.stage, since = excluded.since,
           next_eval_at = excluded.next_eval_at, orders = excluded.orders, last_day = excluded.last_day,
           gap_days = excluded.gap_days, own_gap = excluded.own_gap, label = excluded.label",
        params![
            row.customer_id,
            row.stage,
            row.since,
            row.next_evaluation_at,
            row.orders,
            row.last_order,
            row.gap_days,
            row.own_gap,
            row.label
        ],
    )?;
    Ok(())
}

/// Removes the row of a customer who was merged into another.
pub(crate) fn remove(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    tx.run("DELETE FROM crm_lifecycle WHERE customer_id = ?1", [customer])?;
    Ok(())
}

pub(crate) fn counts(tx: &ReadTransaction) -> Result<Vec<(Stage, u64)>> {
    tx.all("SELECT stage, count(*) FROM crm_lifecycle GROUP BY stage", [], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
    })
}

pub(crate) fn list(tx: &ReadTransaction, stage: Stage, after: CustomerId, rows: usize) -> Result<Vec<CustomerStage>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM crm_lifecycle WHERE stage = ?1 AND customer_id > ?2 ORDER BY customer_id LIMIT ?3"
    );
    tx.all(&sql, params![stage, after, rows as i64], from_row)
}

/// Customers whose boundary has passed, the most overdue first.
pub(crate) fn due(tx: &ReadTransaction, now: Timestamp, rows: usize) -> Result<Vec<CustomerId>> {
    tx.all(
        "SELECT customer_id FROM crm_lifecycle WHERE next_eval_at <= ?1 ORDER BY next_eval_at, customer_id LIMIT ?2",
        params![now, rows as i64],
        |row| row.get(0),
    )
}

/// The next boundary of anybody.
pub(crate) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(next_eval_at) FROM crm_lifecycle WHERE next_eval_at IS NOT NULL", [])
}

/// Up to `rows` customers with a stage, after one, in the order of their ids.
pub(crate) fn ids_after(tx: &ReadTransaction, after: CustomerId, rows: usize) -> Result<Vec<CustomerId>> {
    tx.all(
        "SELECT customer_id FROM crm_lifecycle WHERE customer_id > ?1 ORDER BY customer_id LIMIT ?2",
        params![after, rows as i64],
        |row| row.get(0),
    )
}
