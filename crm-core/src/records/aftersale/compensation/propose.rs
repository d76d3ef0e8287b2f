//! Proposing a compensation: what it costs, whether its fund can give it, and whether somebody has to approve it.

use super::rules::{self, MACHINE};
use super::{Compensation, CompensationKind, CompensationState, FundEntryKind, NewCompensation, funds, go, say, store};
use crate::db::WriteTransaction;
use crate::journal;
use crate::records::{customers, shop};
use crate::vocabulary::{CompensationId, Error, Money, Result};

pub(super) fn propose(tx: &WriteTransaction, new: NewCompensation) -> Result<Compensation> {
    let new = rules::clean(new)?;
    let customer = customers::require_at(tx, new.customer_id, "/customer_id")?;
    if let Some(about) = &new.reference
        && !new.again
        && let Some(known) = store::known(tx, customer, &new.cause, about)?
    {
        return Err(Error::conflict("the customer has a compensation for this cause and thing")
            .at("/ref")
            .existing(known)
            .hint("set again to give another one"));
    }
    let amount = amount(tx, &new)?;
    let amount_base = base(tx, &new, amount)?;
    if let Some(program) = new.program_id {
        tx.coupons().get_program(program).map_err(|error| error.at("/program_id"))?;
    }
    if let Some(fund) = new.fund_id {
        funds::require(tx, fund, amount)?;
    }
    let free = rules::is_free(&store::settings(tx)?, new.staff_id, amount_base);
    let mut one = Compensation {
        id: CompensationId(0),
        customer_id: customer,
        kind: new.kind,
        state: CompensationState::Pending,
        amount,
        amount_base,
        cause: new.cause,
        reference: new.reference,
        fund_id: new.fund_id,
        order_id: new.order_id,
        points: new.points,
        program_id: new.program_id,
        gift_sku: new.gift_sku,
        proposed_by: new.staff_id,
        decided_by: None,
        end_reason: None,
        refund_id: None,
        points_entry_id: None,
        coupon_id: None,
        stored_value_id: None,
        recovered: None,
        recovered_base: None,
        recovered_from: None,
        note: new.note,
        created_at: tx.now(),
        decided_at: None,
        paid_at: None,
        recovered_at: None,
        updated_at: tx.now(),
    };
    one.id = one.insert(tx, journal::next_seq(tx)?)?;
    journal::begin(tx, &MACHINE, (one.id.0, Some(customer)), one.state)?;
    funds::book(tx, &one, FundEntryKind::Reserve, one.amount)?;
    say(tx, "compensation.proposed", &one)?;
    if free {
        one.decided_at = Some(tx.now());
        go(tx, &mut one, CompensationState::Approved, None)?;
    }
    Ok(one)
}

/// What it costs: as given, or what the points are worth.
fn amount(tx: &WriteTransaction, new: &NewCompensation) -> Result<Money> {
    if let Some(amount) = new.amount {
        return Ok(amount);
    }
    let missing = || Error::invalid("/amount", "the amount is missing");
    let points = new.points.filter(|_| new.kind == CompensationKind::Points).ok_or_else(missing)?;
    let worth = tx.loyalty().program()?.point_value;
    let worth = worth.ok_or_else(|| missing().hint("say what a point is worth with loyalty.configure"))?;
    let minor = worth.minor.checked_mul(points).ok_or_else(crate::vocabulary::money::too_large)?;
    let amount = Money::new(minor, worth.currency);
    rules::require_amount("/amount", amount)?;
    Ok(amount)
}

/// The amount in the base currency: at the rate of the order that is refunded, or of today.
fn base(tx: &WriteTransaction, new: &NewCompensation, amount: Money) -> Result<Money> {
    let base = shop::base_currency_or_adopt(tx, amount.currency)?;
    let Some(order) = new.order_id else {
        return tx.shop().rate(amount.currency, shop::today(tx)?)?.convert(amount, base);
    };
    let order = tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
    if order.customer_id != customers::require(tx, new.customer_id)? {
        return Err(Error::invalid("/order_id", "this is another customer's order"));
    }
    amount.same_currency(order.total).map_err(|error| error.at("/amount"))?;
    order.rate.convert(amount, base)
}
