//! The SQL of order lines.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::orders::OrderLine;
use crate::vocabulary::{Currency, Money, OrderId, OrderLineId, Result};
use rusqlite::{Row, Statement, params};

fn from_row(row: &Row<'_>, currency: Currency) -> rusqlite::Result<OrderLine> {
    let mut columns = Columns::new(row);
    let money = |minor: i64| Money::new(minor, currency);
    let mut line = OrderLine {
        id: columns.next()?,
        sku: columns.next()?,
        name: columns.next()?,
        quantity: columns.next()?,
        quantity_cancelled: columns.next()?,
        unit_price: columns.next()?,
        discount: money(columns.next()?),
        tax: money(columns.next()?),
        total: money(columns.next()?),
        cost: None,
        fulfilled: columns.next()?,
        restocked: columns.next()?,
        serials: Vec::new(),
        made_to_order: columns.next()?,
        lead_time_days: columns.next()?,
        configuration: columns.next()?,
    };
    let cost: Option<i64> = columns.next()?;
    let cost_currency: Option<Currency> = columns.next()?;
    line.cost = cost.zip(cost_currency).map(|(minor, currency)| Money::new(minor, currency));
    let serials: Option<String> = columns.next()?;
    line.serials = serials.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
    Ok(line)
}

/// The lines of an order in their sequence.
pub(crate) fn of(tx: &ReadTransaction, order: OrderId, currency: Currency) -> Result<Vec<OrderLine>> {
    let (first, last) = (super::id_of(order, 0), super::id_of(order, super::WIDTH as usize - 1));
    tx.all(
        "SELECT id, sku, name, quantity, quantity_cancelled, unit_price, discount, tax, total, fulfilled, restocked,
           made_to_order, lead_time_days, configuration_id, cost, cost_currency, serials
         FROM crm_order_line WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        params![first, last],
        |row| from_row(row, currency),
    )
}

/// Whether any line of an order names serials.
pub(crate) fn has_serials(tx: &ReadTransaction, order: OrderId) -> Result<bool> {
    let (first, last) = (super::id_of(order, 0), super::id_of(order, super::WIDTH as usize - 1));
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM crm_order_line WHERE id BETWEEN ?1 AND ?2 AND serials IS NOT NULL)",
        params![first, last],
    )
}

pub(crate) const INSERT: &str =
    "INSERT OR REPLACE INTO crm_order_line (id, sku, name, quantity, unit_price, discount, tax, total, cost,
       cost_currency, fulfilled, restocked, serials, quantity_cancelled, made_to_order, lead_time_days,
       configuration_id)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";

/// Inserts a line under its id, or replaces the one that is there, with a statement of [`INSERT`].
pub(crate) fn insert_with(statement: &mut Statement<'_>, line: &OrderLine) -> rusqlite::Result<usize> {
    let serials = (!line.serials.is_empty()).then(|| serde_json::json!(line.serials).to_string());
    statement.execute(params![
        line.id,
        line.sku,
        line.name,
        line.quantity,
        line.unit_price,
        line.discount.minor,
        line.tax.minor,
        line.total.minor,
        line.cost.map(|cost| cost.minor),
        line.cost.map(|cost| cost.currency),
        line.fulfilled,
        line.restocked,
        serials,
        line.quantity_cancelled,
        line.made_to_order,
        line.lead_time_days,
        line.configuration
    ])
}

/// Inserts a line under its id, or replaces the one that is there.
pub(crate) fn insert(tx: &WriteTransaction, line: &OrderLine) -> Result<()> {
    tx.with_statement(INSERT, |statement| insert_with(statement, line)).map(|_| ())
}

/// Removes a line.
pub(crate) fn delete(tx: &WriteTransaction, id: OrderLineId) -> Result<()> {
    tx.run("DELETE FROM crm_order_line WHERE id = ?1", [id])?;
    Ok(())
}

/// The number of lines whose order does not exist.
pub(crate) fn orphans(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_order_line WHERE NOT EXISTS (SELECT 1 FROM crm_order WHERE id = crm_order_line.id >> 12)",
        [],
    )
}
