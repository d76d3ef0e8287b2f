//! Holding an order back until something is clear, and letting it go on.

use super::apply::{self, Change};
use super::states::MACHINE;
use super::{HoldReason, Order, OrderState};
use crate::db::WriteTransaction;
use crate::vocabulary::{OrderId, Result, Timestamp, text};

/// Holds an order back, or says anew why it is held.
pub(crate) fn hold(
    tx: &WriteTransaction,
    id: OrderId,
    reason: HoldReason,
    note: Option<&str>,
    at: Option<Timestamp>,
) -> Result<Order> {
    let note = text::optional_note("/note", note)?;
    let before = tx.orders().get(id)?;
    let is_held = before.state == OrderState::OnHold;
    if !is_held {
        MACHINE.require(before.state, OrderState::OnHold).map_err(|error| error.at("/id"))?;
    }
    let mut after = Order { state: OrderState::OnHold, hold_reason: Some(reason), hold_note: note, ..before.clone() };
    // A move is announced by itself.
    let event = is_held.then_some("order.held");
    apply::apply(tx, &before, &mut after, Change { event, ..Change::at(at.unwrap_or(tx.now())) })?;
    Ok(after)
}

/// Lets an order on hold go on as confirmed.
pub(crate) fn release(tx: &WriteTransaction, id: OrderId, at: Option<Timestamp>) -> Result<Order> {
    let before = tx.orders().get(id)?;
    if before.state != OrderState::OnHold {
        return Err(MACHINE
            .refuse(before.state, format!("an order that is {} is not on hold", before.state))
            .at("/id"));
    }
    let mut after = Order { state: OrderState::Confirmed, ..before.clone() };
    apply::apply(tx, &before, &mut after, Change::at(at.unwrap_or(tx.now())))?;
    Ok(after)
}
