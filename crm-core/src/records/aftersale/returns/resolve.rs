//! What the customer gets for what was accepted: money, other goods, store credit or a repair. Money is counted once: it
//! is taken off the order by a refund, whatever it is then spent on.

use super::rules::{self, MACHINE};
use super::{OrderReturn, ReturnDisposition, ReturnResolution, ReturnSettlement, moves};
use crate::db::WriteTransaction;
use crate::records::aftersale::assets::{self, AssetState};
use crate::records::aftersale::warranties::{self, VoidReason};
use crate::records::customers;
use crate::records::orders::{NewOrder, NewOrderLine, NewPayment, NewRefund, NewRefundLine, Order, Refund};
use crate::records::sale::coupons::NewStoredValue;
use crate::vocabulary::money::scale_half_even;
use crate::vocabulary::{Error, ErrorCode, Money, Result, split};

/// Gives the customer what is owed.
pub(super) fn resolve(tx: &WriteTransaction, mut one: OrderReturn, how: &ReturnSettlement) -> Result<OrderReturn> {
    let resolution = how.resolution.unwrap_or(one.wanted);
    let to = rules::resolved_by(resolution)?;
    MACHINE.require(one.state, to)?;
    require_fitting(how, resolution)?;
    let order = tx.orders().get(one.order_id)?;
    match resolution {
        ReturnResolution::Repair => {
            customers::require_serviceable(tx, one.customer_id)?;
            one.service_order_id = how.service_order_id;
        }
        _ => {
            let refund = pay_back(tx, &one, &order, how.shipping)?;
            let paid = refund.as_ref().map_or(Money::zero(order.currency), |refund| refund.amount);
            one.paid_back = Some(paid);
            one.paid_back_base = refund.as_ref().map(|refund| refund.amount_base);
            one.refund_id = refund.map(|refund| refund.id);
            if resolution == ReturnResolution::StoreCredit {
                one.stored_value_id = credit(tx, &one, paid)?;
            }
            if resolution == ReturnResolution::Exchange {
                exchange(tx, &mut one, &order, (&how.exchange, paid))?;
            }
        }
    }
    if resolution != ReturnResolution::Repair {
        take_back(tx, &one)?;
    }
    one.resolution = Some(resolution);
    one.resolved_at = Some(tx.now());
    moves::go(tx, &mut one, to, None)?;
    Ok(one)
}

fn require_fitting(how: &ReturnSettlement, resolution: ReturnResolution) -> Result<()> {
    let foreign =
        |path: &str| Err(Error::invalid(path, format!("a return that ends by {resolution} has no such field")));
    if resolution != ReturnResolution::Exchange && !how.exchange.is_empty() {
        return foreign("/exchange");
    }
    if resolution != ReturnResolution::Repair && how.service_order_id.is_some() {
        return foreign("/service_order_id");
    }
    if resolution == ReturnResolution::Repair && how.shipping.is_some() {
        return foreign("/shipping");
    }
    if resolution == ReturnResolution::Exchange && how.exchange.is_empty() {
        return Err(Error::invalid("/exchange", "an exchange names the other goods"));
    }
    Ok(())
}

/// Takes what was accepted off the order, at most what is left of what was paid; none when that is nothing.
fn pay_back(
    tx: &WriteTransaction,
    one: &OrderReturn,
    order: &Order,
    shipping: Option<Money>,
) -> Result<Option<Refund>> {
    let shipping = shipping_back(tx, order, shipping)?;
    let left = (order.paid.minor - order.refunded.minor).max(0);
    if shipping > left {
        let left = Money::new(left, order.currency);
        return Err(Error::invalid("/shipping", format!("only {left} of what was paid is left to refund")));
    }
    let amount = one.amount.minor.min(left - shipping);
    let value = one.lines.iter().map(|line| line.value.minor).sum::<i64>();
    let total = amount + shipping;
    if total == 0 {
        return if one.amount.minor == 0 { Ok(None) } else { Err(nothing_left()) };
    }
    let money = |minor: i64| Money::new(minor, order.currency);
    // The tax shrinks with what is paid back of the value.
    let taxes = one.lines.iter().map(|line| line.tax.minor).sum::<i64>();
    let tax = if value > 0 { scale_half_even(taxes, amount, value)?.min(amount) } else { 0 };
    let goods = if order.tax_included { amount } else { amount - tax };
    let accepted: Vec<_> = one.lines.iter().filter(|line| line.accepted.thousandths() > 0).collect();
    let weights: Vec<i64> = accepted.iter().map(|line| line.amount.minor).collect();
    let lines = accepted.iter().zip(split::divide(goods, &weights)).map(|(line, part)| NewRefundLine {
        line: line.line_id,
        quantity: line.accepted,
        amount: Some(money(part)),
        restock: line.disposition == Some(ReturnDisposition::Restock),
    });
    let refund = NewRefund {
        order: Some(order.id),
        amount: Some(money(total)),
        shipping: Some(money(shipping)),
        tax: Some(money(tax)),
        lines: lines.collect(),
        reason: Some("return".to_owned()),
        ..NewRefund::default()
    };
    tx.refunds().record(refund).map(Some)
}

fn nothing_left() -> Error {
    Error::new(ErrorCode::Limit, "nothing is left of what was paid for the order")
        .hint("repair it, or record the payment of the order first")
}

/// How much of the order's shipping goes back, in minor units: not more than what did not go back already.
fn shipping_back(tx: &WriteTransaction, order: &Order, given: Option<Money>) -> Result<i64> {
    let Some(given) = given else { return Ok(0) };
    given.same_currency(order.shipping).map_err(|error| error.at("/shipping"))?;
    let back: i64 = tx.refunds().of_order(order.id)?.iter().map(|refund| refund.shipping.minor).sum();
    let left = (order.shipping.minor - back).max(0);
    if !(0..=left).contains(&given.minor) {
        let left = Money::new(left, order.currency);
        return Err(Error::invalid("/shipping", format!("between 0 and {left} of the shipping can go back")));
    }
    Ok(given.minor)
}

fn credit(tx: &WriteTransaction, one: &OrderReturn, paid: Money) -> Result<Option<crate::vocabulary::StoredValueId>> {
    if paid.minor == 0 {
        return Ok(None);
    }
    let new =
        NewStoredValue { reason: Some("return".to_owned()), ..NewStoredValue::store_credit(one.customer_id, paid) };
    tx.stored_values().issue(&new).map(|value| Some(value.id))
}

/// Notes the pieces that are the shop's again: those that are named by their serials when all of them are accepted, or all
/// of a line that came back as a whole. Which of several pieces came back is not guessed.
fn take_back(tx: &WriteTransaction, one: &OrderReturn) -> Result<()> {
    let pieces = assets::of_order(tx, one.order_id)?;
    if pieces.is_empty() {
        return Ok(());
    }
    let order = tx.orders().get(one.order_id)?;
    for line in one.lines.iter().filter(|line| line.accepted.thousandths() > 0) {
        let whole = order.lines.iter().any(|sold| sold.id == line.line_id && sold.quantity == line.accepted);
        let named = if line.accepted == line.quantity { line.serials.0.as_slice() } else { &[] };
        let mut ids = Vec::new();
        for serial in named {
            ids.extend(assets::with_serial(tx, serial, None)?.into_iter().map(|piece| piece.id));
        }
        for piece in pieces.iter().filter(|piece| piece.order_line_id == Some(line.line_id)) {
            let is_back = whole || ids.contains(&piece.id);
            let is_away = !matches!(piece.state, AssetState::InStock | AssetState::Returned | AssetState::Scrapped);
            if is_back && is_away {
                // Before it comes back, which would be the reason otherwise.
                warranties::void_asset(tx, piece.id, VoidReason::Refunded)?;
                tx.assets().set_state(piece.id, AssetState::Returned, Some("refunded"))?;
            }
        }
    }
    Ok(())
}

/// Orders the other goods; what was paid back pays for them as far as it goes.
fn exchange(
    tx: &WriteTransaction,
    one: &mut OrderReturn,
    order: &Order,
    (lines, paid): (&[NewOrderLine], Money),
) -> Result<()> {
    let new = NewOrder {
        customer: Some(one.customer_id),
        currency: Some(order.currency),
        lines: lines.to_vec(),
        tax_included: order.tax_included,
        rate: Some(order.rate),
        channel: order.channel.clone(),
        ..NewOrder::default()
    };
    let other = tx.orders().record(new).map_err(|error| {
        let path = error.path().map(|path| path.replacen("/lines", "/exchange", 1));
        path.map_or(error.clone(), |path| error.at(path))
    })?;
    let part = paid.minor.min(other.total.minor);
    if part > 0 {
        let payment =
            NewPayment { method: Some("exchange".to_owned()), ..NewPayment::capture(Money::new(part, order.currency)) };
        tx.payments().record(other.id, &payment, false)?;
    }
    one.exchange_order_id = Some(other.id);
    one.difference = Some(other.total.checked_sub(paid)?);
    Ok(())
}
