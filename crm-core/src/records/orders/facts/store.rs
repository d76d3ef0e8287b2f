//! The SQL of facts.

use super::Fact;
use crate::db::ReadTransaction;
use crate::vocabulary::{CustomerId, Result};
use rusqlite::params;

/// Both halves come out of their covering index in this order, so nothing is sorted.
pub(crate) const EACH: &str = "SELECT customer_id, day, 0, net_base FROM crm_order
    WHERE customer_id BETWEEN ?1 AND ?2 AND counts = 1
  UNION ALL
  SELECT customer_id, day, 1, -net_base FROM crm_refund
    WHERE customer_id BETWEEN ?1 AND ?2 AND counts = 1
  ORDER BY 1, 2";

/// Visits the entries of a range of customers, both ends included: by customer, then by day.
pub(crate) fn each_fact(
    tx: &ReadTransaction,
    first: CustomerId,
    last: CustomerId,
    mut visit: impl FnMut(Fact) -> Result<()>,
) -> Result<()> {
    tx.each(EACH, params![first, last], |row| {
        visit(Fact { customer: row.get(0)?, day: row.get(1)?, is_refund: row.get(2)?, amount: row.get(3)? })
    })
}

/// The entries of one customer, by day.
pub(crate) fn facts_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<Fact>> {
    let mut facts = Vec::new();
    each_fact(tx, customer, customer, |fact| {
        facts.push(fact);
        Ok(())
    })?;
    Ok(facts)
}

/// The largest id of a customer with an order or refund; 0 when there is none.
pub(crate) fn last_customer(tx: &ReadTransaction) -> Result<CustomerId> {
    tx.value(
        "SELECT max((SELECT coalesce(max(customer_id), 0) FROM crm_order),
                    (SELECT coalesce(max(customer_id), 0) FROM crm_refund))",
        [],
    )
}
