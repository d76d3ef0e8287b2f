//! Calling off part of an order: what is neither shipped nor packed.

use super::apply::{self, Change};
use super::lines::cut;
use super::price::{self, Parts, Word};
use super::{CancelReason, LineCancellation, Order, OrderState, edit, ingest, record};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::vocabulary::{Error, ErrorCode, Money, OrderId, OrderLineId, Quantity, Result, Timestamp};
use serde_json::json;

/// Calls off so much of each given line; the order afterwards.
pub(crate) fn cancel_lines(
    tx: &WriteTransaction,
    id: OrderId,
    given: &[LineCancellation],
    reason: CancelReason,
    at: Option<Timestamp>,
) -> Result<Order> {
    let before = tx.orders().get(id)?;
    if matches!(before.state, OrderState::Completed | OrderState::Closed | OrderState::Cancelled) {
        let message = format!("nothing of an order that is {} is called off", before.state);
        return Err(Error::new(ErrorCode::NotAllowedTransition, message)
            .at("/id")
            .hint("record what comes back as a refund"));
    }
    let off = called_off(tx, &before, given)?;
    let at = at.unwrap_or(tx.now());
    let is_all = before.lines.iter().zip(&off).all(|(line, off)| line.quantity.thousandths() == *off);
    if is_all {
        return edit::cancel(tx, id, reason, Some(at));
    }
    let mut after = cut_order(tx, &before, &off)?;
    apply::apply(tx, &before, &mut after, Change::at(at))?;
    let facts = json!({ "reason": reason, "at": at, "lines": given });
    record::announce_with(tx, "order.lines_cancelled", &after, facts)?;
    Ok(after)
}

/// How much of each line of the order is called off, in thousandths.
fn called_off(tx: &ReadTransaction, order: &Order, given: &[LineCancellation]) -> Result<Vec<i64>> {
    if given.is_empty() {
        return Err(Error::invalid("/lines", "name the lines, and how much of each is called off"));
    }
    let packed = (tx.database().wiring.packed)(tx, order.id)?;
    let packed_of = |id: OrderLineId| packed.iter().find(|(line, _)| *line == id).map_or(0, |(_, held)| *held);
    let open: Vec<i64> =
        order.lines.iter().map(|line| line.left_beside(line.fulfilled.thousandths().max(packed_of(line.id)))).collect();
    let mut off = vec![0; order.lines.len()];
    for (at, one) in given.iter().enumerate() {
        let path = |field: &str| format!("/lines/{at}/{field}");
        let Some(position) = order.lines.iter().position(|line| line.id == one.line) else {
            return Err(Error::not_found(OrderLineId::WHAT, one.line).at(path("line")));
        };
        if off[position] > 0 {
            return Err(Error::invalid(path("line"), "each line is named once"));
        }
        let quantity = one.quantity.thousandths();
        if quantity <= 0 || quantity > open[position] {
            let all = order.lines.iter().zip(&open);
            let left = Quantity::from_thousandths(open[position]);
            let message = format!("above 0 and at most {left} of this line can be called off");
            return Err(Error::invalid(path("quantity"), message)
                .allowed(all.map(|(line, open)| format!("line {}: {}", line.id, Quantity::from_thousandths(*open))))
                .hint("cancel a parcel that is packed first; what was shipped comes back as a refund"));
        }
        off[position] = quantity;
    }
    Ok(off)
}

/// The order with what stands of its lines. What its host has charged beside the parts stays.
fn cut_order(tx: &WriteTransaction, before: &Order, off: &[i64]) -> Result<Order> {
    let currency = before.currency;
    let cut = cut::cut(before, off)?;
    let parts = Parts {
        discount: Some(Money::new(cut.discount, currency)),
        shipping: Some(before.shipping),
        tax: Some(Money::new(cut.tax, currency)),
        tax_included: before.tax_included,
        total: None,
    };
    // The taxes of a host may be less than those of its lines.
    let mut priced = price::add_up(cut.lines, parts, currency, Word::OfHost)?;
    let computed = priced.total;
    priced.total = price::sum([computed, before.difference.minor])?.max(0);
    priced.difference = priced.total - computed;
    let ground = record::ground(tx, currency)?;
    let customer = before.customer_id;
    let mut after = record::assemble(edit::head_of(before), priced, currency, customer, before.rate, &ground)?;
    ingest::carry_over(before, &mut after, false);
    Ok(after)
}
