//! Paying a compensation through the room that owns what is paid with, so that it is counted there and once; and what
//! comes back of an advance.

use super::rules::{self, MACHINE};
use super::{Compensation, CompensationKind, CompensationState, FundEntryKind, Recovery, funds, go, say};
use crate::db::WriteTransaction;
use crate::journal;
use crate::records::orders::NewRefund;
use crate::records::sale::coupons::{NewCoupons, NewStoredValue};
use crate::records::sale::loyalty::NewPoints;
use crate::vocabulary::money::scale_half_even;
use crate::vocabulary::{Error, Money, Result};

/// Gives the customer what was approved.
pub(super) fn pay(tx: &WriteTransaction, mut one: Compensation) -> Result<Compensation> {
    MACHINE.require(one.state, CompensationState::Paid)?;
    match one.kind {
        CompensationKind::Refund | CompensationKind::Advance => {
            let refund = NewRefund {
                order: one.order_id,
                customer: one.order_id.is_none().then_some(one.customer_id),
                amount: Some(one.amount),
                reason: Some(one.cause.clone()),
                ..NewRefund::default()
            };
            one.refund_id = Some(tx.refunds().record(refund)?.id);
        }
        CompensationKind::Points => {
            let points = NewPoints {
                reason: Some(one.cause.clone()),
                ..NewPoints::new(one.customer_id, one.points.unwrap_or_default())
            };
            one.points_entry_id = Some(tx.loyalty().bonus(&points)?.id);
        }
        CompensationKind::Coupon => match one.program_id {
            Some(program) => {
                let new = NewCoupons { customer_ids: vec![one.customer_id], ..NewCoupons::of(program) };
                one.coupon_id = tx.coupons().issue(&new)?.first().map(|coupon| coupon.id);
            }
            None => {
                let new = NewStoredValue {
                    reason: Some(one.cause.clone()),
                    ..NewStoredValue::store_credit(one.customer_id, one.amount)
                };
                one.stored_value_id = Some(tx.stored_values().issue(&new)?.id);
            }
        },
        // The host sends the present.
        CompensationKind::Gift => {}
    }
    funds::book(tx, &one, FundEntryKind::Pay, one.amount)?;
    one.paid_at = Some(tx.now());
    go(tx, &mut one, CompensationState::Paid, None)?;
    Ok(one)
}

/// Notes what came back of an advance; it is recovered once all of it has.
pub(super) fn recover(tx: &WriteTransaction, mut one: Compensation, back: &Recovery) -> Result<Compensation> {
    if one.kind != CompensationKind::Advance {
        let message = "only an advance is reclaimed";
        return Err(MACHINE.refuse(one.state, message).allowed(Vec::<String>::new()).at("/id"));
    }
    MACHINE.require(one.state, CompensationState::Recovered)?;
    let so_far = one.recovered.unwrap_or(Money::zero(one.amount.currency));
    let open = one.amount.checked_sub(so_far)?;
    let amount = back.amount.unwrap_or(open);
    rules::require_amount("/amount", amount)?;
    amount.same_currency(open).map_err(|error| error.at("/amount"))?;
    if amount.minor > open.minor {
        return Err(Error::invalid("/amount", format!("only {open} is open")));
    }
    let recovered = so_far.checked_add(amount)?;
    // Parts of the whole, so that what comes back in full is what was paid in the base currency too.
    let base = scale_half_even(one.amount_base.minor, recovered.minor, one.amount.minor)?;
    one.recovered = Some(recovered);
    one.recovered_base = Some(Money::new(base, one.amount_base.currency));
    one.recovered_from = Some(back.from);
    one.recovered_at = Some(tx.now());
    funds::book(tx, &one, FundEntryKind::Recover, amount)?;
    if recovered == one.amount {
        go(tx, &mut one, CompensationState::Recovered, Some(back.from.token()))?;
    } else {
        one.updated_at = tx.now();
        one.update(tx, journal::next_seq(tx)?)?;
        say(tx, "compensation.partly_recovered", &one)?;
    }
    Ok(one)
}
