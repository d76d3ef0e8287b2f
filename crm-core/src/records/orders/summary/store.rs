//! The SQL of summaries.

use super::{OpenBalance, OrderSummary, RefundSummary};
use crate::db::{Columns, ReadTransaction};
use crate::vocabulary::{Currency, CustomerId, Error, Money, Result};
use rusqlite::{Row, params};

fn order(row: &Row<'_>) -> rusqlite::Result<OrderSummary> {
    let mut columns = Columns::new(row);
    let currency: Currency = columns.next()?;
    let money = |minor: i64| Money::new(minor, currency);
    Ok(OrderSummary {
        id: columns.next()?,
        number: columns.next()?,
        source: columns.next()?,
        external_id: columns.next()?,
        channel: columns.next()?,
        state: columns.next()?,
        pay_state: columns.next()?,
        fulfil_state: columns.next()?,
        total: money(columns.next()?),
        paid: money(columns.next()?),
        refunded: money(columns.next()?),
        units: columns.next()?,
        counts: columns.next()?,
        placed_at: columns.next()?,
    })
}

fn refund(row: &Row<'_>) -> rusqlite::Result<RefundSummary> {
    let mut columns = Columns::new(row);
    let currency: Currency = columns.next()?;
    Ok(RefundSummary {
        id: columns.next()?,
        order_id: columns.next()?,
        amount: Money::new(columns.next()?, currency),
        reason: columns.next()?,
        refunded_at: columns.next()?,
    })
}

/// What a customer has any of.
pub(crate) struct Presence {
    pub(crate) refunds: bool,
    pub(crate) open_orders: bool,
}

/// Whether a customer has refunds, and orders that are not paid.
pub(crate) fn presence(tx: &ReadTransaction, customer: CustomerId) -> Result<Presence> {
    let has = tx.one(
        "SELECT EXISTS (SELECT 1 FROM crm_refund WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_order INDEXED BY crm_order_open
             WHERE customer_id = ?1 AND (pay_state = 'unpaid' OR pay_state = 'authorized' OR pay_state = 'partially_paid'))",
        [customer],
        |row| Ok(Presence { refunds: row.get(0)?, open_orders: row.get(1)? }),
    )?;
    has.ok_or_else(|| Error::internal("a query without a row"))
}

/// The latest orders of a customer, newest first.
pub(crate) fn recent_orders(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<OrderSummary>> {
    tx.all(
        "SELECT currency, id, number, source, external_id, channel, state, pay_state, fulfil_state, total, paid,
           refunded, units, counts, placed_at
         FROM crm_order WHERE customer_id = ?1 ORDER BY day DESC, placed_at DESC, id DESC LIMIT ?2",
        params![customer, rows as i64],
        order,
    )
}

/// The latest refunds of a customer, newest first.
pub(crate) fn recent_refunds(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<RefundSummary>> {
    tx.all(
        "SELECT currency, id, order_id, amount, reason, refunded_at
         FROM crm_refund WHERE customer_id = ?1 ORDER BY day DESC, refunded_at DESC, id DESC LIMIT ?2",
        params![customer, rows as i64],
        refund,
    )
}

/// Orders by their ids.
pub(crate) fn orders_with(tx: &ReadTransaction, ids: impl IntoIterator<Item = i64>) -> Result<Vec<OrderSummary>> {
    tx.all_of(
        "SELECT currency, id, number, source, external_id, channel, state, pay_state, fulfil_state, total, paid,
           refunded, units, counts, placed_at
         FROM crm_order WHERE id = ?1",
        ids,
        order,
    )
}

/// Refunds by their ids.
pub(crate) fn refunds_with(tx: &ReadTransaction, ids: impl IntoIterator<Item = i64>) -> Result<Vec<RefundSummary>> {
    tx.all_of("SELECT currency, id, order_id, amount, reason, refunded_at FROM crm_refund WHERE id = ?1", ids, refund)
}

/// What a customer still owes, by currency. The first condition is that of the index, word for word.
pub(crate) fn open_balances(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<OpenBalance>> {
    tx.all(
        "SELECT currency, count(*), sum(total - paid) FROM crm_order INDEXED BY crm_order_open
         WHERE customer_id = ?1 AND (pay_state = 'unpaid' OR pay_state = 'authorized' OR pay_state = 'partially_paid')
           AND state NOT IN ('draft', 'cancelled') AND total > paid
         GROUP BY currency ORDER BY currency",
        [customer],
        |row| {
            let mut columns = Columns::new(row);
            let currency: Currency = columns.next()?;
            let orders: i64 = columns.next()?;
            Ok(OpenBalance { orders: orders.unsigned_abs(), amount: Money::new(columns.next()?, currency) })
        },
    )
}
