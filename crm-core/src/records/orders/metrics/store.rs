//! The SQL of metrics.

use super::Sums;
use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::vocabulary::{CustomerId, Result};
use rusqlite::{Row, params};

/// Every customer's sums, recomputed from the facts.
const FROM_FACTS: &str =
    "SELECT customer_id, sum(orders) AS orders, sum(units) AS units, sum(gross) AS gross, sum(net) AS net,
    sum(cost) AS cost, sum(refunds) AS refunds, sum(refunded) AS refunded, min(first_at) AS first_at,
    max(last_at) AS last_at
  FROM (
    SELECT customer_id, count(*) AS orders, sum(units) AS units, sum(total_base) AS gross, sum(net_base) AS net,
      sum(cost_base) AS cost, 0 AS refunds, 0 AS refunded, min(placed_at) AS first_at, max(placed_at) AS last_at
    FROM crm_order WHERE counts = 1 GROUP BY customer_id
    UNION ALL
    SELECT customer_id, 0, 0, 0, -sum(net_base), 0, count(*), sum(amount_base), NULL, NULL
    FROM crm_refund WHERE counts = 1 GROUP BY customer_id
  ) GROUP BY customer_id";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Sums> {
    let mut columns = Columns::new(row);
    Ok(Sums {
        orders: columns.next()?,
        units: columns.next()?,
        gross: columns.next()?,
        net: columns.next()?,
        cost: columns.next()?,
        refunds: columns.next()?,
        refunded: columns.next()?,
        first_at: columns.next()?,
        last_at: columns.next()?,
    })
}

/// The stored sums of a customer.
pub(crate) fn get(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<Sums>> {
    let sql = "SELECT orders, units, gross, net, cost, refunds, refunded, first_at, last_at FROM crm_metric
               WHERE customer_id = ?1";
    tx.one(sql, [customer], from_row)
}

/// Writes the sums of a customer.
pub(crate) fn save(tx: &WriteTransaction, customer: CustomerId, sums: &Sums) -> Result<()> {
    tx.run(
        "INSERT OR REPLACE INTO crm_metric (customer_id, orders, units, gross, net, cost, refunds, refunded, first_at, last_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            customer,
            sums.orders,
            sums.units,
            sums.gross,
            sums.net,
            sums.cost,
            sums.refunds,
            sums.refunded,
            sums.first_at,
            sums.last_at
        ],
    )?;
    Ok(())
}

/// Removes the row of a customer without counting orders and refunds.
pub(crate) fn delete(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    tx.run("DELETE FROM crm_metric WHERE customer_id = ?1", [customer])?;
    Ok(())
}

/// The sums of a customer from its orders and refunds.
pub(crate) fn recompute(tx: &ReadTransaction, customer: CustomerId) -> Result<Sums> {
    let sql = "SELECT o.orders, o.units, o.gross, o.net - r.net, o.cost, r.refunds, r.refunded, o.first_at, o.last_at
       FROM (SELECT count(*) AS orders, coalesce(sum(units), 0) AS units, coalesce(sum(total_base), 0) AS gross,
               coalesce(sum(net_base), 0) AS net, coalesce(sum(cost_base), 0) AS cost, min(placed_at) AS first_at,
               max(placed_at) AS last_at
             FROM crm_order WHERE customer_id = ?1 AND counts = 1) AS o,
            (SELECT count(*) AS refunds, coalesce(sum(amount_base), 0) AS refunded, coalesce(sum(net_base), 0) AS net
             FROM crm_refund WHERE customer_id = ?1 AND counts = 1) AS r";
    Ok(tx.one(sql, [customer], from_row)?.unwrap_or_default())
}

/// Recomputes the rows of all customers.
pub(crate) fn rebuild(tx: &WriteTransaction) -> Result<()> {
    tx.run("DELETE FROM crm_metric", [])?;
    tx.run(
        &format!(
            "INSERT INTO crm_metric (customer_id, orders, units, gross, net, cost, refunds, refunded, first_at, last_at)
             {FROM_FACTS}"
        ),
        [],
    )?;
    Ok(())
}

/// The number of customers whose stored sums differ from a recomputation.
pub(crate) fn differences(tx: &ReadTransaction) -> Result<i64> {
    let stored =
        "SELECT customer_id, orders, units, gross, net, cost, refunds, refunded, first_at, last_at FROM crm_metric";
    tx.value(
        &format!(
            "SELECT count(DISTINCT customer_id) FROM (
               SELECT * FROM ({stored} EXCEPT {FROM_FACTS})
               UNION ALL SELECT * FROM ({FROM_FACTS} EXCEPT {stored}))"
        ),
        [],
    )
}
