//! The SQL of what was bought.

use super::{CompletedOrder, Goods, OrderConduct};
use crate::db::{Columns, ReadTransaction};
use crate::records::orders::lines::WIDTH;
use crate::vocabulary::{CustomerId, OrderId, RefundId, Result, Timestamp};
use rusqlite::params;

/// The first order of a customer by which goods were bought until an instant: it was paid, and was not called off. What
/// was given back later was bought all the same.
pub(crate) fn paid_order(
    tx: &ReadTransaction,
    customer: CustomerId,
    goods: Goods<'_>,
    until: Timestamp,
) -> Result<Option<OrderId>> {
    let (which, sku, order) = match goods {
        Goods::Article(sku) => {
            let lines = "AND ?4 IS NULL AND EXISTS (SELECT 1 FROM crm_order_line l
                WHERE l.id BETWEEN o.id * ?5 AND o.id * ?5 + ?5 - 1 AND l.sku = ?3 AND l.quantity > 0)";
            (lines, Some(sku), None)
        }
        Goods::Order(order) => ("AND o.id = ?4 AND ?3 IS NULL AND ?5 > 0", None, Some(order)),
        Goods::Anything => ("AND ?3 IS NULL AND ?4 IS NULL AND ?5 > 0", None, None),
    };
    let sql = format!(
        "SELECT o.id FROM crm_order o WHERE o.customer_id = ?1 AND o.placed_at <= ?2
           AND o.state NOT IN ('draft', 'cancelled')
           AND o.pay_state IN ('paid', 'partially_refunded', 'refunded') {which}
         ORDER BY o.placed_at, o.id LIMIT 1"
    );
    tx.one(&sql, params![customer, until, sku, order, WIDTH], |row| row.get(0))
}

/// Orders that were placed in a period, are completed and were not given back as a whole, after a place in the order of
/// time, with their articles.
pub(crate) fn completed(
    tx: &ReadTransaction,
    (from, before): (Timestamp, Timestamp),
    after: Option<[i64; 2]>,
    rows: i64,
) -> Result<Vec<CompletedOrder>> {
    let [at, id] = after.unwrap_or([i64::MIN; 2]);
    let mut found = tx.all(
        "SELECT id, customer_id, placed_at, completed_at FROM crm_order
         WHERE placed_at >= ?1 AND placed_at < ?2 AND (placed_at, id) > (?3, ?4)
           AND completed_at IS NOT NULL AND cancelled_at IS NULL AND state IN ('completed', 'closed')
           AND pay_state <> 'refunded'
         ORDER BY placed_at, id LIMIT ?5",
        params![from, before, at, id, rows],
        |row| {
            let mut columns = Columns::new(row);
            Ok(CompletedOrder {
                id: columns.next()?,
                customer_id: columns.next()?,
                placed_at: columns.next()?,
                completed_at: columns.next()?,
                skus: Vec::new(),
            })
        },
    )?;
    let sql = format!(
        "SELECT id / {WIDTH}, sku FROM crm_order_line
         WHERE id BETWEEN ?1 * {WIDTH} AND ?1 * {WIDTH} + {WIDTH} - 1 AND quantity > 0 ORDER BY id"
    );
    let ids = found.iter().map(|order| order.id.0);
    let lines: Vec<(OrderId, String)> = tx.all_of(&sql, ids, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut lines = lines.into_iter().peekable();
    for order in &mut found {
        while let Some((_, sku)) = lines.next_if(|(of, _)| *of == order.id) {
            if !order.skus.contains(&sku) {
                order.skus.push(sku);
            }
        }
    }
    Ok(found)
}

/// How the orders of a customer went, without drafts and those of which nothing stands.
pub(crate) fn conduct_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<OrderConduct>> {
    tx.all(
        "SELECT id, placed_at,
           CASE WHEN total > 0 AND pay_state IN ('paid', 'partially_refunded') THEN paid_at END,
           CASE WHEN state IN ('completed', 'closed') THEN completed_at END
         FROM crm_order WHERE customer_id = ?1 AND state NOT IN ('draft', 'cancelled')
           AND pay_state NOT IN ('refunded', 'voided') ORDER BY id",
        [customer],
        |row| {
            let mut columns = Columns::new(row);
            Ok(OrderConduct {
                id: columns.next()?,
                placed_at: columns.next()?,
                paid_at: columns.next()?,
                completed_at: columns.next()?,
            })
        },
    )
}

/// The refunds of a customer that the bank took back, and when.
pub(crate) fn chargebacks_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<(RefundId, Timestamp)>> {
    tx.all(
        "SELECT id, refunded_at FROM crm_refund WHERE customer_id = ?1 AND reason = 'chargeback' ORDER BY id",
        [customer],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
