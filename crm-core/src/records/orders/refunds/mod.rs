//! Refunds: of an order, of lines of it, or of a customer without an order. They count on their own day.
//!
//! A refund takes off at most what its order counted with: shipping and tax that went back were never part of it, nor
//! was what was paid beyond the total, which goes back first. So an order that was refunded in full leaves exactly
//! nothing, and one of which a part was called off keeps the rest. A refund counts unless its order does not.

pub(crate) mod record;
pub(crate) mod store;

use super::{Order, Refund, record as orders};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::journal::timeline;
use crate::vocabulary::{Currency, Money, Result};

/// The refund with its lines.
pub(crate) fn with_lines(tx: &ReadTransaction, mut refund: Refund) -> Result<Refund> {
    refund.lines = store::lines_of(tx, refund.id, refund.amount.currency)?;
    Ok(refund)
}

/// Divides what an order counted with among its refunds, in the order of their time; the refunds as they should be.
pub(crate) fn divide(order: &Order, refunds: &[Refund], base: Currency) -> Result<Vec<Refund>> {
    let mut left = order.net.minor;
    let mut beyond = (order.paid.minor - order.total.minor).max(0);
    let (mut amount_so_far, mut net_so_far) = (0_i64, 0_i64);
    let in_base = |minor: i64| order.rate.convert(Money::new(minor, order.currency), base).map(|money| money.minor);
    let mut divided = Vec::with_capacity(refunds.len());
    for refund in refunds {
        let back = refund.amount.minor.min(beyond);
        beyond -= back;
        let wanted = refund.amount.minor - back - refund.shipping.minor - refund.tax.minor;
        let net = wanted.clamp(0, left.max(0));
        left -= net;
        // Differences of running sums, so that the parts add up to the whole in the base currency too.
        let (amount_before, net_before) = (in_base(amount_so_far)?, in_base(net_so_far)?);
        amount_so_far = crate::vocabulary::money::add_minor(amount_so_far, refund.amount.minor)?;
        net_so_far += net;
        let mut refund = refund.clone();
        refund.amount_base = Money::new(in_base(amount_so_far)? - amount_before, base);
        refund.net_base = Money::new(in_base(net_so_far)? - net_before, base);
        refund.counts = order.counts;
        refund.customer_id = order.customer_id;
        divided.push(refund);
    }
    Ok(divided)
}

/// Brings the stored refunds of an order in line with it, after the order or its refunds changed.
pub(crate) fn settle(tx: &WriteTransaction, order: &Order) -> Result<()> {
    let base = orders::base_of(tx)?;
    let known = store::of_order(tx, order.id, base)?;
    for (before, after) in known.iter().zip(divide(order, &known, base)?) {
        if *before == after {
            continue;
        }
        if before.customer_id != after.customer_id {
            timeline::remove(tx, before.customer_id, before.refunded_at, timeline::Kind::Refund, before.id.0)?;
            timeline::add(tx, after.customer_id, after.refunded_at, timeline::Kind::Refund, after.id.0)?;
        }
        store::update(tx, &after)?;
    }
    Ok(())
}
