//! Writing a parcel that changed, and what follows from its move: the log, the order's lines, the events.

use super::rules::MACHINE;
use super::{Shipment, ShipmentState, store};
use crate::db::{Touch, WriteTransaction};
use crate::journal::{self, Entry, Move};
use crate::records::orders::{self, Delivered};
use crate::vocabulary::{CustomerId, OrderId, Quantity, Result, Timestamp};
use serde_json::json;

/// How a parcel came to its new state.
#[derive(Debug, Clone, Copy)]
pub(super) struct How<'a> {
    pub(super) at: Timestamp,
    pub(super) reason: Option<&'a str>,
    pub(super) forced: bool,
}

/// Writes a parcel as it is now; when it moved, everything that follows.
pub(super) fn write(tx: &WriteTransaction, before: &Shipment, after: &Shipment, how: How<'_>) -> Result<()> {
    after.update(tx, journal::next_seq(tx)?)?;
    if after.state == before.state {
        return Ok(());
    }
    log(tx, after, Some(before.state), how)?;
    if [before.state, after.state].contains(&ShipmentState::Returned) {
        tx.touch(after.customer_id, Touch::CONDUCT);
    }
    let moved = [before.state, after.state].map(|state| state == ShipmentState::Delivered);
    if moved[0] != moved[1] {
        tell_order(tx, after, moved[1], how.at)?;
    }
    if before.handed_over_at.is_none() && after.handed_over_at.is_some() {
        announce(tx, "shipment.shipped", after, how)?;
    }
    announce_state(tx, after, how)
}

/// The first state of a parcel, which is not a move.
pub(super) fn begin(tx: &WriteTransaction, shipment: &Shipment, at: Timestamp) -> Result<()> {
    let how = How { at, reason: None, forced: false };
    log(tx, shipment, None, how)?;
    if shipment.state == ShipmentState::Returned {
        tx.touch(shipment.customer_id, Touch::CONDUCT);
    }
    if shipment.state == ShipmentState::Delivered {
        tell_order(tx, shipment, true, at)?;
    }
    announce(tx, "shipment.created", shipment, how)?;
    if shipment.handed_over_at.is_some() {
        announce(tx, "shipment.shipped", shipment, how)?;
    }
    if shipment.ended_at.is_some() { announce_state(tx, shipment, how) } else { Ok(()) }
}

/// Parcels follow their order to another customer.
pub(crate) fn follow(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<()> {
    for id in store::set_customer(tx, order, customer)? {
        journal::follow(tx, MACHINE.entity(), id.0, customer)?;
    }
    Ok(())
}

fn log(tx: &WriteTransaction, shipment: &Shipment, from: Option<ShipmentState>, how: How<'_>) -> Result<()> {
    let step = Move {
        customer: Some(shipment.customer_id),
        entity: MACHINE.entity(),
        entity_id: shipment.id.0,
        from: from.map(ShipmentState::token),
        to: shipment.state.token(),
        at: how.at,
        reason: how.reason,
        forced: how.forced,
    };
    journal::record(tx, &step)
}

/// Tells the order how much of its lines is delivered, after this parcel was or is not any more.
fn tell_order(tx: &WriteTransaction, shipment: &Shipment, is_delivered: bool, at: Timestamp) -> Result<()> {
    let sums = store::in_parcels(tx, shipment.order_id)?;
    let delivered = store::with_lines(tx, shipment.clone())?.lines.into_iter().map(|line| {
        let now = sums.get(&line.line).map_or(0, |sum| sum.delivered);
        let own = line.quantity.thousandths();
        let before = if is_delivered { now.saturating_sub(own) } else { now.saturating_add(own) };
        let [before, now] = [before, now].map(Quantity::from_thousandths);
        Delivered { line: line.line, before, now }
    });
    orders::deliver(tx, shipment.order_id, &delivered.collect::<Vec<_>>(), at)
}

/// The event of the state; being shipped has its own.
fn announce_state(tx: &WriteTransaction, shipment: &Shipment, how: How<'_>) -> Result<()> {
    let name = match shipment.state {
        ShipmentState::HandedOver => return Ok(()),
        ShipmentState::Delivered => "shipment.delivered",
        ShipmentState::Returned => "shipment.returned",
        ShipmentState::Lost => "shipment.lost",
        ShipmentState::Cancelled => "shipment.cancelled",
        _ => "shipment.state_changed",
    };
    announce(tx, name, shipment, how)
}

fn announce(tx: &WriteTransaction, name: &'static str, shipment: &Shipment, how: How<'_>) -> Result<()> {
    let facts = json!({
        "order_id": shipment.order_id, "state": shipment.state, "at": how.at, "carrier": shipment.carrier,
        "forced": how.forced,
    });
    let event = Entry::new(name).customer(shipment.customer_id).entity("shipment", shipment.id);
    journal::append(tx, event.payload(facts)).map(drop)
}
