//! The SQL of summaries.

use super::{OpenBalance, OrderSummary, RefundSummary};
use crate::db::{Columns, ReadTransaction};
use crate::vocabulary::{Currency, CustomerId, Money, Result};
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

/// Orders by their ids, given as a JSON array.
pub(crate) fn orders_with(tx: &ReadTransaction, ids: &str) -> Result<Vec<OrderSummary>> {
    tx.all(
        "SELECT o.currency, o.id, o.number, o.source, o.external_id, o.channel, o.state, o.pay_state, o.fulfil_state,
           o.total, o.paid, o.refunded, o.units, o.counts, o.placed_at
         FROM json_each(?1) j CROSS JOIN crm_order o ON o.id = j.value",
        [ids],
        order,
    )
}

/// Refunds by their ids, given as a JSON array.
pub(crate) fn refunds_with(tx: &ReadTransaction, ids: &str) -> Result<Vec<RefundSummary>> {
    tx.all(
        "SELECT r.currency, r.id, r.order_id, r.amount, r.reason, r.refunded_at
         FROM json_each(?1) j CROSS JOIN crm_refund r ON r.id = j.value",
        [ids],
        refund,
    )
}

/// What a customer still owes, by currency. The first condition is that of the index, word for word.
pub(crate) fn open_balances(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<OpenBalance>> {
    tx.all(
        "SELECT currency, count(*), sum(total - paid) FROM crm_order INDEXED BY crm_order_open
         WHERE customer_id = ?1 AND pay_state IN ('unpaid', 'authorized', 'partially_paid')
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
