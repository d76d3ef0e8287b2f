//! What orders do to points.

use super::ledger::{self, About};
use super::{Loyalty, LoyaltyProgram, OrderPoints, PointsKind, rules, store, tiers};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::records::orders::{Order, OrderState, PayState};
use crate::vocabulary::{CustomerId, Error, OrderId, Result};

impl Loyalty<'_, WriteTransaction> {
    /// Gives the points that an order earns, once; again it changes nothing. The customer's tier follows.
    ///
    /// # Errors
    /// `not_found`; `conflict` when the programme is switched off, counts in another currency, or the order does not
    /// count.
    pub fn earn_for_order(&self, order: OrderId) -> Result<OrderPoints> {
        let tx = self.tx;
        let order = tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
        let before = summary(tx, &order)?;
        if before.earned > 0 {
            return Ok(before);
        }
        let program = store::program(tx)?;
        if !program.active {
            return Err(Error::conflict("the programme is switched off").hint("switch it on with loyalty.configure"));
        }
        if !order.counts {
            return Err(Error::conflict("the order does not count: it is not paid, or was called off")
                .at("/order_id")
                .existing(order.id));
        }
        let points = rules::earned(&program, &order)?;
        if points == 0 {
            return Ok(before);
        }
        tx.step(|| {
            let about = About { order: Some(order.id), ..About::default() };
            let expires_at = ledger::expiry(tx, &program);
            ledger::add(tx, order.customer_id, (PointsKind::Earn, points), expires_at, about)?;
            tiers::evaluate(tx, order.customer_id)?;
            summary(tx, &order)
        })
    }

    /// Brings points in line with what became of an order: a refund takes its share of the earned points back, half to
    /// even; lines that were called off take what the programme gives for them today; a cancelled order or one that was
    /// refunded in full takes all, and gives back what was spent on it. Again it changes nothing. Points that were spent
    /// already are not taken; `short` says how many.
    ///
    /// # Errors
    /// `not_found`.
    pub fn reverse_for_order(&self, order: OrderId) -> Result<OrderPoints> {
        let tx = self.tx;
        let order = tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
        tx.step(|| {
            let program = store::program(tx)?;
            let before = summary(tx, &order)?;
            let is_cancelled = order.state == OrderState::Cancelled || order.pay_state == PayState::Voided;
            let is_refunded = order.pay_state == PayState::Refunded;
            let wanted = if is_cancelled || (is_refunded && program.reverse_on_refund) {
                before.earned
            } else if program.reverse_on_refund {
                let refunds = tx.refunds().of_order(order.id)?;
                let refunded = refunds.iter().filter(|one| one.counts).map(|one| one.net_base.minor).sum();
                let called_off = called_off(&program, &order, before.earned)?;
                called_off + rules::share(before.earned - called_off, refunded, order.net_base.minor)?
            } else {
                called_off(&program, &order, before.earned)?
            };
            // What has expired of these points is gone already.
            let earner = holder(tx, &order, PointsKind::Earn)?;
            ledger::expire(tx, Some(earner), 10_000)?;
            let gone = before.reversed + expired(tx, &order)?;
            let open = (wanted - gone).max(0);
            let taken = open.min(store::balance(tx, earner)?);
            let about = || About { order: Some(order.id), ..About::default() };
            if taken > 0 {
                ledger::take(tx, earner, (PointsKind::Reverse, taken), about())?;
            }
            let back = before.redeemed - before.returned;
            if back > 0 && (is_cancelled || is_refunded) {
                let spender = holder(tx, &order, PointsKind::Redeem)?;
                let expires_at = ledger::expiry(tx, &program);
                ledger::add(tx, spender, (PointsKind::Reverse, back), expires_at, about())?;
            }
            // The points were the earner's; what was spent is the customer's of the order, who may be another one by now.
            tiers::evaluate(tx, earner)?;
            if order.customer_id != earner {
                tiers::evaluate(tx, order.customer_id)?;
            }
            Ok(OrderPoints { short: open - taken, ..summary(tx, &order)? })
        })
    }
}

/// How many of the points that an order earned were for what was called off since: what it would not earn today.
fn called_off(program: &LoyaltyProgram, order: &Order, earned: i64) -> Result<i64> {
    if order.lines.iter().all(|line| line.quantity_cancelled.thousandths() == 0) {
        return Ok(0);
    }
    Ok((earned - rules::earned(program, order)?).max(0))
}

/// What an order has done to points so far.
pub(super) fn summary(tx: &ReadTransaction, order: &Order) -> Result<OrderPoints> {
    let mut done = OrderPoints {
        order_id: order.id,
        customer_id: order.customer_id,
        earned: 0,
        reversed: 0,
        short: 0,
        redeemed: 0,
        returned: 0,
        balance: store::balance(tx, order.customer_id)?,
    };
    for entry in store::of_order(tx, order.id)? {
        match entry.kind {
            PointsKind::Earn => done.earned += entry.points,
            PointsKind::Redeem => done.redeemed -= entry.points,
            PointsKind::Reverse if entry.points < 0 => done.reversed -= entry.points,
            PointsKind::Reverse => done.returned += entry.points,
            _ => {}
        }
    }
    Ok(done)
}

/// How many points of what an order earned have expired.
fn expired(tx: &ReadTransaction, order: &Order) -> Result<i64> {
    let entries = store::of_order(tx, order.id)?;
    Ok(entries.iter().filter(|one| one.kind == PointsKind::Expire).map(|one| -one.points).sum())
}

/// Who has what the order earned, or spent on it: its customer, unless it was given to another one since.
fn holder(tx: &ReadTransaction, order: &Order, kind: PointsKind) -> Result<CustomerId> {
    let entries = store::of_order(tx, order.id)?;
    Ok(entries.iter().find(|one| one.kind == kind).map_or(order.customer_id, |one| one.customer_id))
}
