//! The metrics of each customer: sums over counting orders and refunds, maintained in the transaction of each change.
//!
//! An order or refund that is added adds its numbers; any other change recomputes the customer from the rows. Both
//! give the same row as a recomputation at any time, which `check()` verifies.

pub(crate) mod store;

use super::{Metrics, Order, Refund};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::records::shop;
use crate::vocabulary::money::add_minor;
use crate::vocabulary::{CustomerId, Money, Quantity, Result, Timestamp};

/// The sums of one customer, in minor units of the base currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sums {
    pub(crate) orders: i64,
    pub(crate) units: i64,
    pub(crate) gross: i64,
    pub(crate) net: i64,
    pub(crate) cost: i64,
    pub(crate) refunds: i64,
    pub(crate) refunded: i64,
    pub(crate) first_at: Option<Timestamp>,
    pub(crate) last_at: Option<Timestamp>,
}

impl Sums {
    /// What one order adds.
    pub(crate) fn of_order(order: &Order) -> Sums {
        if !order.counts {
            return Sums::default();
        }
        Sums {
            orders: 1,
            units: order.units.thousandths(),
            gross: order.total_base.minor,
            net: order.net_base.minor,
            cost: order.cost_base.minor,
            first_at: Some(order.placed_at),
            last_at: Some(order.placed_at),
            ..Sums::default()
        }
    }

    /// What one refund adds.
    pub(crate) fn of_refund(refund: &Refund) -> Sums {
        if !refund.counts {
            return Sums::default();
        }
        Sums { refunds: 1, refunded: refund.amount_base.minor, net: -refund.net_base.minor, ..Sums::default() }
    }

    /// Both together.
    pub(crate) fn plus(self, other: Sums) -> Result<Sums> {
        Ok(Sums {
            orders: self.orders + other.orders,
            units: add_minor(self.units, other.units)?,
            gross: add_minor(self.gross, other.gross)?,
            net: add_minor(self.net, other.net)?,
            cost: add_minor(self.cost, other.cost)?,
            refunds: self.refunds + other.refunds,
            refunded: add_minor(self.refunded, other.refunded)?,
            first_at: self.first_at.into_iter().chain(other.first_at).min(),
            last_at: self.last_at.into_iter().chain(other.last_at).max(),
        })
    }
}

/// The metrics of an existing, unmerged customer as callers see them.
pub(crate) fn of(tx: &ReadTransaction, customer: CustomerId) -> Result<Metrics> {
    let sums = store::get(tx, customer)?.unwrap_or_default();
    let base = shop::settings(tx)?.base_currency;
    let money = |minor: i64| base.map(|base| Money::new(minor, base));
    Ok(Metrics {
        customer_id: customer,
        orders: sums.orders.unsigned_abs(),
        units: Quantity::from_thousandths(sums.units),
        gross: money(sums.gross),
        net: money(sums.net),
        cost: money(sums.cost),
        margin: money(sums.net.saturating_sub(sums.cost)),
        refunds: sums.refunds.unsigned_abs(),
        refunded: money(sums.refunded),
        first_at: sums.first_at,
        last_at: sums.last_at,
    })
}

/// Adds to the row of a customer; the sums afterwards.
pub(crate) fn add(tx: &WriteTransaction, customer: CustomerId, more: Sums) -> Result<Sums> {
    let before = store::get(tx, customer)?.unwrap_or_default();
    if more == Sums::default() {
        return Ok(before);
    }
    let after = before.plus(more)?;
    store::save(tx, customer, &after)?;
    Ok(after)
}

/// Recomputes the row of a customer from the facts.
pub(crate) fn refresh(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    let sums = store::recompute(tx, customer)?;
    if sums == Sums::default() { store::delete(tx, customer) } else { store::save(tx, customer, &sums) }
}

/// Sentences about rows that differ from a recomputation.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let wrong = store::differences(tx)?;
    if wrong > 0 {
        problems.push(format!("the metrics of {wrong} customers differ from their orders and refunds"));
    }
    let orphans = super::lines::store::orphans(tx)?;
    if orphans > 0 {
        problems.push(format!("{orphans} order lines belong to no order"));
    }
    Ok(problems)
}
