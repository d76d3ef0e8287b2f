//! The verbs that change an order by hand: moving it on, calling it off, editing it, noting what was shipped.

use super::apply::{self, Change};
use super::price::{self, Parts, Word};
use super::{
    CancelReason, Fulfilment, NewOrder, Order, OrderPatch, OrderState, buyer, configuration, ingest, lines, record,
};
use crate::db::WriteTransaction;
use crate::vocabulary::text;
use crate::vocabulary::{Error, ErrorCode, Money, OrderId, OrderLineId, Quantity, Result, Timestamp};

const MAX_KEY: usize = 128;

/// Moves an order to its next state.
pub(crate) fn advance(tx: &WriteTransaction, id: OrderId, to: OrderState, at: Option<Timestamp>) -> Result<Order> {
    if to == OrderState::Cancelled {
        return Err(Error::invalid("/to", "calling an order off needs a reason").hint("use orders.cancel"));
    }
    moved(tx, id, to, None, at)
}

/// Calls an order off.
pub(crate) fn cancel(tx: &WriteTransaction, id: OrderId, reason: CancelReason, at: Option<Timestamp>) -> Result<Order> {
    moved(tx, id, OrderState::Cancelled, Some(reason), at)
}

fn moved(
    tx: &WriteTransaction,
    id: OrderId,
    to: OrderState,
    reason: Option<CancelReason>,
    at: Option<Timestamp>,
) -> Result<Order> {
    let before = tx.orders().get(id)?;
    if before.state == to {
        return Ok(before);
    }
    let mut after = Order { state: to, cancel_reason: reason, ..before.clone() };
    apply::apply(tx, &before, &mut after, Change::at(at.unwrap_or(tx.now())))?;
    Ok(after)
}

/// Notes how much of each line was shipped so far; without lines, everything.
pub(crate) fn fulfil(
    tx: &WriteTransaction,
    id: OrderId,
    shipped: &[Fulfilment],
    at: Option<Timestamp>,
) -> Result<Order> {
    let before = tx.orders().get(id)?;
    if matches!(before.state, OrderState::Draft | OrderState::Cancelled) {
        let message = format!("nothing of an order that is {} is shipped", before.state);
        return Err(Error::new(ErrorCode::NotAllowedTransition, message).at("/order"));
    }
    let mut after = before.clone();
    if shipped.is_empty() {
        after.lines.iter_mut().for_each(|line| line.fulfilled = line.quantity);
    }
    for (at, part) in shipped.iter().enumerate() {
        let path = |field: &str| format!("/lines/{at}/{field}");
        let Some(line) = after.lines.iter_mut().find(|line| line.id == part.line) else {
            return Err(Error::not_found("order line", part.line).at(path("line")));
        };
        if part.quantity.thousandths() < 0 || part.quantity > line.quantity {
            let message = format!("between 0 and {} of this line can be shipped", line.quantity);
            return Err(Error::invalid(path("quantity"), message));
        }
        line.fulfilled = part.quantity;
    }
    let change = Change { event: Some("order.fulfilled"), ..Change::at(at.unwrap_or(tx.now())) };
    apply::apply(tx, &before, &mut after, change)?;
    Ok(after)
}

/// How much of a line has arrived in parcels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Delivered {
    pub(crate) line: OrderLineId,
    /// All delivered parcels together, before the one that changed.
    pub(crate) before: Quantity,
    /// All delivered parcels together, now.
    pub(crate) now: Quantity,
}

/// Lets the shipped quantities follow what parcels delivered, as far as they came from parcels: what was noted beyond
/// them stays. Lines that the order has lost meanwhile are left out.
pub(crate) fn deliver(tx: &WriteTransaction, id: OrderId, delivered: &[Delivered], at: Timestamp) -> Result<()> {
    let before = tx.orders().get(id)?;
    let mut after = before.clone();
    for line in &mut after.lines {
        let Some(part) = delivered.iter().find(|part| part.line == line.id) else { continue };
        let noted_beyond = line.fulfilled > part.before.min(line.quantity);
        let fulfilled = if noted_beyond { part.now.max(line.fulfilled) } else { part.now };
        line.fulfilled = fulfilled.min(line.quantity);
    }
    let change = Change { event: Some("order.fulfilled"), ..Change::at(at) };
    apply::apply(tx, &before, &mut after, change).map(drop)
}

/// Changes what an order says. It counts with its new amounts from the day it was placed.
pub(crate) fn edit(tx: &WriteTransaction, id: OrderId, patch: OrderPatch) -> Result<Order> {
    let before = tx.orders().get(id)?;
    let customer = match patch.customer {
        Some(customer) => buyer::of(tx, Some(customer), None, None)?.0,
        None => before.customer_id,
    };
    let ground = record::ground(tx, before.currency)?;
    let touches_amounts = patch.lines.is_some()
        || patch.discount.is_some()
        || patch.shipping.is_some()
        || patch.tax.is_some()
        || patch.tax_included.is_some()
        || patch.total.is_some();
    let (parts, word) = parts_after(&before, &patch, touches_amounts)?;
    let lines = match patch.lines {
        None => before.lines.clone(),
        Some(mut given) => {
            configuration::fill(tx, &mut given, Some(before.currency))?;
            let given = price::price_lines(given, before.currency, Word::Checked)?;
            lines::match_up(id, &before.lines, given)?
        }
    };
    let priced = price::add_up(lines, parts, before.currency, word)?;
    let mut given = NewOrder {
        placed_at: patch.placed_at.or(Some(before.placed_at)),
        tax_included: parts.tax_included,
        paid: patch.paid.or(Some(before.settled)),
        needs_fulfilment: patch.needs_fulfilment.unwrap_or(before.needs_fulfilment),
        ..head_of(&before)
    };
    patch.number.try_map(|text| text::key("/number", &text, MAX_KEY))?.apply(&mut given.number);
    patch.channel.try_map(|text| text::token("/channel", &text))?.apply(&mut given.channel);
    patch.promised_at.apply(&mut given.promised_at);
    if patch.rate.is_some_and(|rate| rate.nanos() <= 0) {
        return Err(Error::invalid("/rate", "an exchange rate must be positive"));
    }
    let rate = record::rate_of(tx, patch.rate.or(Some(before.rate)), before.currency, &ground, before.placed_at)?;
    let mut after = record::assemble(given, priced, before.currency, customer, rate, &ground)?;
    ingest::carry_over(&before, &mut after, false);
    let change = Change { event: Some("order.edited"), ..Change::at(tx.now()) };
    apply::apply(tx, &before, &mut after, change)?;
    Ok(after)
}

/// What an order says beside its amounts and lines, as it would be given.
pub(crate) fn head_of(order: &Order) -> NewOrder {
    NewOrder {
        placed_at: Some(order.placed_at),
        state: Some(order.state),
        updated_at: order.updated_at,
        number: order.number.clone(),
        channel: order.channel.clone(),
        promised_at: order.promised_at,
        tax_included: order.tax_included,
        paid: Some(order.settled),
        needs_fulfilment: order.needs_fulfilment,
        ..NewOrder::default()
    }
}

/// The parts after the change. A total is computed again as soon as any amount changes; the host's stands otherwise.
fn parts_after(before: &Order, patch: &OrderPatch, touches_amounts: bool) -> Result<(Parts, Word)> {
    let new_lines_without_tax = patch.lines.is_some() && patch.tax.is_none();
    let total_only = patch.lines.as_ref().map_or(before.lines.is_empty(), Vec::is_empty);
    let total = match (touches_amounts, patch.total) {
        (false, _) => Some(before.total),
        (true, Some(total)) => Some(total),
        (true, None) if total_only => Some(total_after(before, patch)?),
        (true, None) => None,
    };
    let parts = Parts {
        discount: Some(patch.discount.unwrap_or(before.discount)),
        shipping: Some(patch.shipping.unwrap_or(before.shipping)),
        tax: if new_lines_without_tax { None } else { Some(patch.tax.unwrap_or(before.tax)) },
        tax_included: patch.tax_included.unwrap_or(before.tax_included),
        total,
    };
    Ok((parts, if touches_amounts { Word::Checked } else { Word::OfHost }))
}

/// The total of an order without lines when its discount, shipping or tax changes: what it was bought for stays.
fn total_after(before: &Order, patch: &OrderPatch) -> Result<Money> {
    let discount = patch.discount.unwrap_or(before.discount);
    let shipping = patch.shipping.unwrap_or(before.shipping);
    let total = before.subtotal.checked_sub(discount)?.checked_add(shipping)?;
    if patch.tax_included.unwrap_or(before.tax_included) {
        return Ok(total);
    }
    total.checked_add(patch.tax.unwrap_or(before.tax))
}
