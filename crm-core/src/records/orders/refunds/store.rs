//! The SQL of refunds.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::orders::{Refund, RefundLine};
use crate::vocabulary::ExchangeRate;
use crate::vocabulary::{Currency, CustomerId, Money, OrderId, RefundId, Result};
use rusqlite::{Params, Row, params};

const COLUMNS: &str = "id, currency, customer_id, order_id, source, external_id, amount, shipping, tax, amount_base,
  net_base, reason, counts, day, refunded_at";

fn from_row(row: &Row<'_>, base: Currency) -> rusqlite::Result<Refund> {
    let mut columns = Columns::new(row);
    let id = columns.next()?;
    let currency: Currency = columns.next()?;
    Ok(Refund {
        id,
        customer_id: columns.next()?,
        order_id: columns.next()?,
        source: columns.next()?,
        external_id: columns.next()?,
        amount: Money::new(columns.next()?, currency),
        shipping: Money::new(columns.next()?, currency),
        tax: Money::new(columns.next()?, currency),
        amount_base: Money::new(columns.next()?, base),
        net_base: Money::new(columns.next()?, base),
        reason: columns.next()?,
        counts: columns.next()?,
        day: columns.next()?,
        refunded_at: columns.next()?,
        lines: Vec::new(),
    })
}

fn many<P: Params>(tx: &ReadTransaction, tail: &str, params: P, base: Currency) -> Result<Vec<Refund>> {
    let sql = format!("SELECT {COLUMNS} FROM crm_refund WHERE {tail}");
    tx.all(&sql, params, |row| from_row(row, base))
}

/// One refund without its lines.
pub(crate) fn get(tx: &ReadTransaction, id: RefundId, base: Currency) -> Result<Option<Refund>> {
    Ok(many(tx, "id = ?1", [id], base)?.into_iter().next())
}

/// The refund of a key of another system.
pub(crate) fn find(tx: &ReadTransaction, source: &str, external_id: &str) -> Result<Option<RefundId>> {
    let sql = "SELECT id FROM crm_refund WHERE external_id = ?1 AND source = ?2";
    tx.one(sql, params![external_id, source], |row| row.get(0))
}

/// The refunds of an order in the order of their time, without their lines.
pub(crate) fn of_order(tx: &ReadTransaction, order: OrderId, base: Currency) -> Result<Vec<Refund>> {
    many(tx, "order_id = ?1 ORDER BY refunded_at, id", [order], base)
}

/// Refunds of a customer, latest first, after a position (refunded_at, id), without their lines.
pub(crate) fn of_customer(
    tx: &ReadTransaction,
    customer: CustomerId,
    position: Option<[i64; 2]>,
    rows: usize,
    base: Currency,
) -> Result<Vec<Refund>> {
    let [at, id] = position.unwrap_or([i64::MAX; 2]);
    let tail = "customer_id = ?1 AND (refunded_at, id) < (?2, ?3) ORDER BY refunded_at DESC, id DESC LIMIT ?4";
    many(tx, tail, params![customer, at, id, rows as i64], base)
}

/// Up to `rows` refunds after an id, without their lines.
pub(crate) fn after(tx: &ReadTransaction, id: RefundId, rows: usize, base: Currency) -> Result<Vec<Refund>> {
    many(tx, "id > ?1 ORDER BY id LIMIT ?2", params![id, rows as i64], base)
}

/// The ids of all refunds of a customer.
pub(crate) fn ids_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<RefundId>> {
    tx.all("SELECT id FROM crm_refund WHERE customer_id = ?1 ORDER BY id", [customer], |row| row.get(0))
}

/// The lines of a refund.
pub(crate) fn lines_of(tx: &ReadTransaction, id: RefundId, currency: Currency) -> Result<Vec<RefundLine>> {
    let sql = "SELECT line_id, quantity, amount, restock FROM crm_refund_line WHERE refund_id = ?1 ORDER BY line_id";
    tx.all(sql, [id], |row| {
        let mut columns = Columns::new(row);
        Ok(RefundLine {
            line: columns.next()?,
            quantity: columns.next()?,
            amount: Money::new(columns.next()?, currency),
            restock: columns.next()?,
        })
    })
}

/// What came back of each line of an order so far, in thousandths, by line.
pub(crate) fn returned(tx: &ReadTransaction, order: OrderId) -> Result<Vec<(i64, i64)>> {
    tx.all(
        "SELECT line_id, sum(quantity) FROM crm_refund_line
         WHERE refund_id IN (SELECT id FROM crm_refund WHERE order_id = ?1) GROUP BY line_id",
        [order],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Inserts a refund and its lines.
pub(crate) fn insert(tx: &WriteTransaction, refund: &Refund, rate: ExchangeRate, rev: i64) -> Result<RefundId> {
    let id = tx.insert(
        "INSERT INTO crm_refund (customer_id, order_id, source, external_id, currency, amount, shipping, tax, rate,
           amount_base, net_base, reason, counts, day, refunded_at, recorded_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        params![
            refund.customer_id,
            refund.order_id,
            refund.source,
            refund.external_id,
            refund.amount.currency,
            refund.amount.minor,
            refund.shipping.minor,
            refund.tax.minor,
            rate,
            refund.amount_base.minor,
            refund.net_base.minor,
            refund.reason,
            refund.counts,
            refund.day,
            refund.refunded_at,
            tx.now(),
            rev
        ],
    )?;
    for line in &refund.lines {
        tx.run(
            "INSERT INTO crm_refund_line (refund_id, line_id, quantity, amount, restock) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, line.line, line.quantity, line.amount.minor, line.restock],
        )?;
    }
    Ok(RefundId(id))
}

/// Writes what follows from the order of a refund: whose it is, whether and with what it counts.
pub(crate) fn update(tx: &WriteTransaction, refund: &Refund) -> Result<()> {
    tx.run(
        "UPDATE crm_refund SET customer_id = ?2, amount_base = ?3, net_base = ?4, counts = ?5, day = ?6 WHERE id = ?1",
        params![
            refund.id,
            refund.customer_id,
            refund.amount_base.minor,
            refund.net_base.minor,
            refund.counts,
            refund.day
        ],
    )?;
    Ok(())
}
