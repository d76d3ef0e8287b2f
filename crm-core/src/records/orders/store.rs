//! The SQL of orders.

use super::{Order, OrderFilter, OrderState};
use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::vocabulary::{Currency, CustomerId, Money, OrderId, Result, Timestamp};
use rusqlite::{Params, Row, Statement, params};

const COLUMNS: &str = "id, currency, customer_id, source, external_id, number, channel, state, pay_state, fulfil_state,
  cancel_reason, subtotal, discount, shipping, tax, tax_included, total, difference, paid, refunded, rate, net,
  total_base, net_base, cost_base, units, counts, settled, needs_fulfilment, day, placed_at, promised_at, paid_at,
  completed_at, cancelled_at, host_updated_at, recorded_at, hold_reason, hold_note, held_at";

/// Reads an order without its lines.
fn from_row(row: &Row<'_>, base: Currency) -> rusqlite::Result<Order> {
    let mut columns = Columns::new(row);
    let id = columns.next()?;
    let currency: Currency = columns.next()?;
    let money = |minor: i64| Money::new(minor, currency);
    let in_base = |minor: i64| Money::new(minor, base);
    Ok(Order {
        id,
        currency,
        customer_id: columns.next()?,
        source: columns.next()?,
        external_id: columns.next()?,
        number: columns.next()?,
        channel: columns.next()?,
        state: columns.next()?,
        pay_state: columns.next()?,
        fulfil_state: columns.next()?,
        cancel_reason: columns.next()?,
        subtotal: money(columns.next()?),
        discount: money(columns.next()?),
        shipping: money(columns.next()?),
        tax: money(columns.next()?),
        tax_included: columns.next()?,
        total: money(columns.next()?),
        difference: money(columns.next()?),
        paid: money(columns.next()?),
        refunded: money(columns.next()?),
        rate: columns.next()?,
        net: money(columns.next()?),
        total_base: in_base(columns.next()?),
        net_base: in_base(columns.next()?),
        cost_base: in_base(columns.next()?),
        units: columns.next()?,
        counts: columns.next()?,
        settled: columns.next()?,
        needs_fulfilment: columns.next()?,
        day: columns.next()?,
        placed_at: columns.next()?,
        promised_at: columns.next()?,
        paid_at: columns.next()?,
        completed_at: columns.next()?,
        cancelled_at: columns.next()?,
        updated_at: columns.next()?,
        recorded_at: columns.next()?,
        hold_reason: columns.next()?,
        hold_note: columns.next()?,
        held_at: columns.next()?,
        lines: Vec::new(),
    })
}

fn one<P: Params>(tx: &ReadTransaction, filter: &str, params: P, base: Currency) -> Result<Option<Order>> {
    tx.one(&format!("SELECT {COLUMNS} FROM crm_order WHERE {filter}"), params, |row| from_row(row, base))
}

/// One order without its lines.
pub(crate) fn get(tx: &ReadTransaction, id: OrderId, base: Currency) -> Result<Option<Order>> {
    one(tx, "id = ?1", [id], base)
}

/// The order of a key of another system.
pub(crate) fn find(tx: &ReadTransaction, source: &str, external_id: &str) -> Result<Option<OrderId>> {
    let sql = "SELECT id FROM crm_order WHERE external_id = ?1 AND source = ?2";
    tx.one(sql, params![external_id, source], |row| row.get(0))
}

/// Orders without their lines, latest first, after a position (placed_at, id).
pub(crate) fn list(
    tx: &ReadTransaction,
    filter: &OrderFilter,
    customer: Option<CustomerId>,
    position: Option<[i64; 2]>,
    rows: usize,
    base: Currency,
) -> Result<Vec<Order>> {
    let [at, id] = position.unwrap_or([i64::MAX; 2]);
    // Two texts, so that each is planned with the index that fits it.
    let whose = if customer.is_some() { "customer_id = ?1" } else { "?1 IS NULL" };
    let held = if filter.held || filter.hold_reason.is_some() { "AND held_at IS NOT NULL" } else { "" };
    let sql = format!(
        "SELECT {COLUMNS} FROM crm_order
         WHERE {whose} {held} AND (?8 IS NULL OR hold_reason = ?8) AND (?2 IS NULL OR state = ?2) AND placed_at >= ?3 AND placed_at < ?4
           AND (placed_at, id) < (?5, ?6)
         ORDER BY placed_at DESC, id DESC LIMIT ?7"
    );
    let from = filter.placed_from.map_or(i64::MIN, |at| at.millis());
    let before = filter.placed_before.map_or(i64::MAX, |at| at.millis());
    let state = filter.state.map(OrderState::token);
    let values = params![customer, state, from, before, at, id, rows as i64, filter.hold_reason];
    tx.all(&sql, values, |row| from_row(row, base))
}

/// The ids of all orders of a customer.
pub(crate) fn ids_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<OrderId>> {
    tx.all("SELECT id FROM crm_order WHERE customer_id = ?1 ORDER BY id", [customer], |row| row.get(0))
}

/// Up to `rows` orders after an id, without their lines.
pub(crate) fn after(tx: &ReadTransaction, id: OrderId, rows: usize, base: Currency) -> Result<Vec<Order>> {
    let sql = format!("SELECT {COLUMNS} FROM crm_order WHERE id > ?1 ORDER BY id LIMIT ?2");
    tx.all(&sql, params![id, rows as i64], |row| from_row(row, base))
}

/// Whether another order of the customer was paid in full.
pub(crate) fn has_other_paid(tx: &ReadTransaction, customer: CustomerId, but: OrderId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM crm_order WHERE customer_id = ?1 AND counts = 1 AND paid_at IS NOT NULL
                 AND id <> ?2)";
    tx.value(sql, params![customer, but])
}

/// Whether any order has a key of another system.
pub(crate) fn has_keys(tx: &ReadTransaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_order WHERE external_id IS NOT NULL)", [])
}

/// The next id of an order.
pub(crate) fn next_id(tx: &ReadTransaction) -> Result<i64> {
    tx.value("SELECT coalesce(max(id), 0) + 1 FROM crm_order", [])
}

pub(crate) const INSERT: &str =
    "INSERT INTO crm_order (id, currency, customer_id, source, external_id, number, channel, state, pay_state,
       fulfil_state, cancel_reason, subtotal, discount, shipping, tax, tax_included, total, difference, paid, refunded,
       rate, net, total_base, net_base, cost_base, units, counts, settled, needs_fulfilment, day, placed_at,
       promised_at, paid_at, completed_at, cancelled_at, host_updated_at, recorded_at,
       hold_reason, hold_note, held_at, rev)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
       ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39,
       ?40, ?41)";

/// Inserts an order under its id, or under the next one when that is 0, with a statement of [`INSERT`].
pub(crate) fn insert_with(statement: &mut Statement<'_>, order: &Order, rev: i64) -> rusqlite::Result<i64> {
    statement.insert(params![
        (order.id.0 > 0).then_some(order.id),
        order.currency,
        order.customer_id,
        order.source,
        order.external_id,
        order.number,
        order.channel,
        order.state,
        order.pay_state,
        order.fulfil_state,
        order.cancel_reason,
        order.subtotal.minor,
        order.discount.minor,
        order.shipping.minor,
        order.tax.minor,
        order.tax_included,
        order.total.minor,
        order.difference.minor,
        order.paid.minor,
        order.refunded.minor,
        order.rate,
        order.net.minor,
        order.total_base.minor,
        order.net_base.minor,
        order.cost_base.minor,
        order.units,
        order.counts,
        order.settled,
        order.needs_fulfilment,
        order.day,
        order.placed_at,
        order.promised_at,
        order.paid_at,
        order.completed_at,
        order.cancelled_at,
        order.updated_at,
        order.recorded_at,
        order.hold_reason,
        order.hold_note,
        order.held_at,
        rev
    ])
}

/// Inserts an order under the next id.
pub(crate) fn insert(tx: &WriteTransaction, order: &Order, rev: i64) -> Result<OrderId> {
    let id = tx.with_statement(INSERT, |statement| insert_with(statement, order, rev))?;
    Ok(OrderId(id))
}

/// Writes every column of an order that exists.
pub(crate) fn update(tx: &WriteTransaction, order: &Order, rev: i64) -> Result<()> {
    tx.run(
        "UPDATE crm_order SET currency = ?2, customer_id = ?3, source = ?4, external_id = ?5, number = ?6,
           channel = ?7, state = ?8, pay_state = ?9, fulfil_state = ?10, cancel_reason = ?11, subtotal = ?12,
           discount = ?13, shipping = ?14, tax = ?15, tax_included = ?16, total = ?17, difference = ?18, paid = ?19,
           refunded = ?20, rate = ?21, net = ?22, total_base = ?23, net_base = ?24, cost_base = ?25, units = ?26,
           counts = ?27, settled = ?28, needs_fulfilment = ?29, day = ?30, placed_at = ?31, promised_at = ?32,
           paid_at = ?33, completed_at = ?34, cancelled_at = ?35, host_updated_at = ?36, rev = ?37,
           hold_reason = ?38, hold_note = ?39, held_at = ?40,
           promise_checked_at = CASE WHEN promised_at IS ?32 THEN promise_checked_at END
         WHERE id = ?1",
        params![
            order.id,
            order.currency,
            order.customer_id,
            order.source,
            order.external_id,
            order.number,
            order.channel,
            order.state,
            order.pay_state,
            order.fulfil_state,
            order.cancel_reason,
            order.subtotal.minor,
            order.discount.minor,
            order.shipping.minor,
            order.tax.minor,
            order.tax_included,
            order.total.minor,
            order.difference.minor,
            order.paid.minor,
            order.refunded.minor,
            order.rate,
            order.net.minor,
            order.total_base.minor,
            order.net_base.minor,
            order.cost_base.minor,
            order.units,
            order.counts,
            order.settled,
            order.needs_fulfilment,
            order.day,
            order.placed_at,
            order.promised_at,
            order.paid_at,
            order.completed_at,
            order.cancelled_at,
            order.updated_at,
            rev,
            order.hold_reason,
            order.hold_note,
            order.held_at
        ],
    )?;
    Ok(())
}

/// Writes the day and whether the order counts.
pub(crate) fn set_counted(tx: &WriteTransaction, order: &Order) -> Result<()> {
    tx.run("UPDATE crm_order SET day = ?2, counts = ?3 WHERE id = ?1", params![order.id, order.day, order.counts])?;
    Ok(())
}

/// Notes that a host's newer report says the same.
pub(crate) fn set_updated_at(tx: &WriteTransaction, id: OrderId, at: Option<Timestamp>) -> Result<()> {
    tx.run("UPDATE crm_order SET host_updated_at = ?2 WHERE id = ?1", params![id, at])?;
    Ok(())
}

/// Gives an order to another customer.
pub(crate) fn set_customer(tx: &WriteTransaction, id: OrderId, customer: CustomerId) -> Result<()> {
    tx.run("UPDATE crm_order SET customer_id = ?2 WHERE id = ?1", params![id, customer])?;
    Ok(())
}
