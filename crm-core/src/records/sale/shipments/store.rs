//! The SQL of parcels and of what carriers reported.

use super::rules::{InParcels, MACHINE};
use super::where_is::Parcel;
use super::{CarrierEvent, Shipment, ShipmentFilter, ShipmentLine, ShipmentState, UnmatchedFilter};
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CarrierEventId, CustomerId, OrderId, OrderLineId, Result, ShipmentId, Timestamp};
use rusqlite::params;
use std::collections::BTreeMap;

stored! {
    Shipment in "crm_shipment" by ShipmentId {
        order_id, customer_id, source, external_id, carrier, tracking_no, state, state_as_of, promised_at, expected_at,
        handed_over_at, delivered_at, ended_at, failed_attempts, exceptions, last_event_id, last_event_at, created_at,
        updated_at,
    }
    besides { lines: Vec::new() }
}

stored! {
    CarrierEvent in "crm_carrier_event" by CarrierEventId {
        shipment_id, carrier, tracking_no, event_key, state, at, location, description, expected_at, payload, effect,
        forced, received_at,
    }
}

/// The parcel with what is in it.
pub(super) fn with_lines(tx: &ReadTransaction, mut shipment: Shipment) -> Result<Shipment> {
    let sql = "SELECT line_id, quantity FROM crm_shipment_line WHERE shipment_id = ?1 ORDER BY line_id";
    shipment.lines = tx.all(sql, [shipment.id], |row| Ok(ShipmentLine { line: row.get(0)?, quantity: row.get(1)? }))?;
    Ok(shipment)
}

pub(super) fn insert_lines(tx: &WriteTransaction, id: ShipmentId, lines: &[ShipmentLine]) -> Result<()> {
    for line in lines {
        tx.run(
            "INSERT INTO crm_shipment_line (shipment_id, line_id, quantity) VALUES (?1, ?2, ?3)",
            params![id, line.line, line.quantity],
        )?;
    }
    Ok(())
}

/// The parcel of a key of another system.
pub(super) fn find(tx: &ReadTransaction, source: &str, external_id: &str) -> Result<Option<ShipmentId>> {
    let sql = "SELECT id FROM crm_shipment WHERE external_id = ?1 AND source = ?2";
    tx.one(sql, params![external_id, source], |row| row.get(0))
}

/// The parcel that has a carrier's number, without its lines.
pub(super) fn of_number(tx: &ReadTransaction, carrier: &str, number: &str) -> Result<Option<Shipment>> {
    let sql = format!("{} WHERE tracking_no = ?1 AND carrier = ?2", Shipment::SELECT);
    tx.one(&sql, params![number, carrier], Shipment::from_row)
}

/// Parcels without their lines, the latest first.
pub(super) fn list(tx: &ReadTransaction, filter: &ShipmentFilter, listing: &Listing<1>) -> Result<Vec<Shipment>> {
    let mut conditions = Conditions::default();
    conditions.add("order_id = ?", filter.order_id);
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("state = ?", filter.state);
    conditions.add("carrier = ?", filter.carrier.as_ref());
    conditions.add("tracking_no = ?", filter.tracking_no.as_ref());
    // An open state says so too, and the index of open parcels answers.
    if filter.open || filter.state.is_some_and(|state| !MACHINE.allowed(state).is_empty()) {
        conditions.add_fixed("ended_at IS NULL");
    }
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, Shipment::SELECT, "id DESC", listing.limit(), Shipment::from_row)
}

/// How much of each line of an order is in parcels that are not cancelled, lost or returned, and how much is delivered.
pub(super) fn in_parcels(tx: &ReadTransaction, order: OrderId) -> Result<BTreeMap<OrderLineId, InParcels>> {
    let sums = tx.all(
        "SELECT l.line_id, sum(l.quantity), sum(CASE WHEN s.state = 'delivered' THEN l.quantity ELSE 0 END)
         FROM crm_shipment s JOIN crm_shipment_line l ON l.shipment_id = s.id
         WHERE s.order_id = ?1 AND s.state <> 'cancelled' AND s.state <> 'lost' AND s.state <> 'returned'
         GROUP BY l.line_id",
        [order],
        |row| Ok((row.get(0)?, InParcels { held: row.get(1)?, delivered: row.get(2)? })),
    )?;
    Ok(sums.into_iter().collect())
}

/// Gives the parcels of an order to the customer to whom it now belongs; which.
pub(super) fn set_customer(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<Vec<ShipmentId>> {
    tx.returning(
        "UPDATE crm_shipment SET customer_id = ?2 WHERE order_id = ?1 AND customer_id <> ?2 RETURNING id",
        params![order, customer],
        |row| row.get(0),
    )
}

/// The event of a carrier's key.
pub(super) fn known_event(tx: &ReadTransaction, event: &CarrierEvent) -> Result<Option<CarrierEvent>> {
    let sql = format!("{} WHERE tracking_no = ?1 AND carrier = ?2 AND event_key = ?3", CarrierEvent::SELECT);
    tx.one(&sql, params![event.tracking_no, event.carrier, event.event_key], CarrierEvent::from_row)
}

/// The reports of a number that found no parcel, as they happened.
pub(super) fn waiting(tx: &ReadTransaction, carrier: &str, number: &str) -> Result<Vec<CarrierEvent>> {
    let sql = format!(
        "{} WHERE tracking_no = ?1 AND carrier = ?2 AND shipment_id IS NULL ORDER BY at, id",
        CarrierEvent::SELECT
    );
    tx.all(&sql, params![number, carrier], CarrierEvent::from_row)
}

/// When a carrier expects to deliver, by the newest event that says so.
pub(super) fn expected(tx: &ReadTransaction, id: ShipmentId) -> Result<Option<Timestamp>> {
    let sql = "SELECT expected_at FROM crm_carrier_event WHERE shipment_id = ?1 AND expected_at IS NOT NULL
               ORDER BY at DESC, id DESC LIMIT 1";
    tx.one(sql, [id], |row| row.get(0))
}

/// What a carrier said of the state of a parcel, and for when.
pub(super) fn said(tx: &ReadTransaction, id: ShipmentId) -> Result<Vec<(Timestamp, ShipmentState)>> {
    let sql = "SELECT at, state FROM crm_carrier_event WHERE shipment_id = ?1 AND state IS NOT NULL";
    tx.all(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The reports about a parcel, the newest first.
pub(super) fn events(tx: &ReadTransaction, id: ShipmentId, listing: &Listing<2>) -> Result<Vec<CarrierEvent>> {
    let mut conditions = Conditions::default();
    conditions.add("shipment_id = ?", Some(id));
    conditions.add_start("(at, id) <", listing.start);
    conditions.read(tx, CarrierEvent::SELECT, "at DESC, id DESC", listing.limit(), CarrierEvent::from_row)
}

/// The reports that found no parcel, the longest waiting first.
pub(super) fn unmatched(
    tx: &ReadTransaction,
    filter: &UnmatchedFilter,
    listing: &Listing<2>,
) -> Result<Vec<CarrierEvent>> {
    let mut conditions = Conditions::default();
    conditions.add_fixed("shipment_id IS NULL");
    conditions.add("carrier = ?", filter.carrier.as_ref());
    conditions.add_start("(received_at, id) >", listing.start);
    conditions.read(tx, CarrierEvent::SELECT, "received_at, id", listing.limit(), CarrierEvent::from_row)
}

/// When the last parcel with each line of an order arrived.
pub(crate) fn arrived(tx: &ReadTransaction, order: OrderId) -> Result<Vec<(OrderLineId, Timestamp)>> {
    tx.all(
        "SELECT l.line_id, max(s.delivered_at) FROM crm_shipment s JOIN crm_shipment_line l ON l.shipment_id = s.id
         WHERE s.order_id = ?1 AND s.state = 'delivered' AND s.delivered_at IS NOT NULL GROUP BY l.line_id",
        [order],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The parcels of an order with the last word of the carrier.
pub(super) fn parcels(tx: &ReadTransaction, order: OrderId) -> Result<Vec<Parcel>> {
    tx.all(
        "SELECT s.id, s.state, s.carrier, s.tracking_no, s.promised_at, s.expected_at, s.handed_over_at, s.delivered_at,
           e.at, e.state, e.location, e.description
         FROM crm_shipment s LEFT JOIN crm_carrier_event e ON e.id = s.last_event_id
         WHERE s.order_id = ?1 ORDER BY s.id",
        [order],
        |row| {
            let mut columns = Columns::new(row);
            Ok(Parcel {
                id: columns.next()?,
                state: columns.next()?,
                carrier: columns.next()?,
                tracking_no: columns.next()?,
                promised_at: columns.next()?,
                expected_at: columns.next()?,
                handed_over_at: columns.next()?,
                delivered_at: columns.next()?,
                last_event_at: columns.next()?,
                last_event_state: columns.next()?,
                last_event_location: columns.next()?,
                last_event_description: columns.next()?,
            })
        },
    )
}

/// How a parcel that ended fared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ended {
    pub(super) state: ShipmentState,
    pub(super) exceptions: u32,
}

/// The parcels that came to their end in a period.
pub(super) fn ended(tx: &ReadTransaction, from: Timestamp, before: Timestamp) -> Result<Vec<Ended>> {
    tx.all("SELECT state, exceptions FROM crm_shipment WHERE ended_at >= ?1 AND ended_at < ?2", [from, before], |row| {
        Ok(Ended { state: row.get(0)?, exceptions: row.get(1)? })
    })
}

/// Where a parcel of an order stands, and when it arrived.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brought {
    pub(super) order: OrderId,
    pub(super) state: ShipmentState,
    pub(super) delivered_at: Option<Timestamp>,
}

/// All parcels of the orders of which one was delivered in a period, order by order.
pub(super) fn brought(tx: &ReadTransaction, from: Timestamp, before: Timestamp) -> Result<Vec<Brought>> {
    tx.all(
        "SELECT order_id, state, delivered_at FROM crm_shipment WHERE order_id IN
           (SELECT order_id FROM crm_shipment WHERE ended_at >= ?1 AND ended_at < ?2 AND state = 'delivered')
         ORDER BY order_id",
        [from, before],
        |row| Ok(Brought { order: row.get(0)?, state: row.get(1)?, delivered_at: row.get(2)? }),
    )
}

/// How many parcels contradict the log of their carrier: another newest event, or one that still waits for them.
pub(super) fn contradictions(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT (SELECT count(*) FROM crm_shipment s WHERE s.last_event_at IS NOT
                   (SELECT max(at) FROM crm_carrier_event WHERE shipment_id = s.id))
              + (SELECT count(*) FROM crm_carrier_event e WHERE e.shipment_id IS NULL AND EXISTS
                   (SELECT 1 FROM crm_shipment WHERE tracking_no = e.tracking_no AND carrier = e.carrier))",
        [],
    )
}

/// The parcels of a customer that came back after delivery had failed, and when.
pub(super) fn refused_by(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<(ShipmentId, Timestamp)>> {
    tx.all(
        "SELECT id, coalesce(ended_at, updated_at) FROM crm_shipment
         WHERE customer_id = ?1 AND state = 'returned' AND failed_attempts > 0 ORDER BY id",
        [customer],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
