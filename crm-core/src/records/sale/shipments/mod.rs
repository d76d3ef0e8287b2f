//! Shipments: the parcels of orders, followed to the door and back.
//!
//! Owns parcels, what is in them, and everything that carriers report. Promises that no more goes into parcels than is
//! ordered and left to ship; that a report is kept once, however often it is sent; that reports lead to the same state in
//! whatever order they arrive; that a report about a number that nobody knows yet waits for its parcel; and that the
//! lines of the order say what was delivered. A person's verbs keep to the machine; the word of a carrier or host is
//! taken as it is and logged as forced where the machine does not list the move.
//!
//! Refuses to know carriers: their words are turned into states by the host.

mod carrier;
mod indicators;
mod late;
mod model;
mod moves;
mod report;
mod rules;
mod store;
mod where_is;

#[cfg(test)]
mod tests;

pub use carrier::{CarrierEffect, CarrierEvent, CarrierReport, Reported, UnmatchedFilter};
pub use indicators::{IndicatorPeriod, LogisticsIndicators};
pub(crate) use late::tick;
pub use model::{NewShipment, Shipment, ShipmentFilter, ShipmentLine, ShipmentPatch, ShipmentState};
pub(crate) use moves::follow;
pub(crate) use store::arrived;
pub use where_is::{NextStep, Parcel, Production, Whereabouts};

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::customers;
use crate::records::orders::OrderState;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{
    CustomerId, Error, ErrorCode, OrderId, OrderLineId, Page, Result, ShipmentId, Timestamp, text,
};
use moves::How;
use rules::MACHINE;
use serde_json::json;

room! {
    /// The parcels of orders.
    Shipments, shipments
}

customer_rows! { CUSTOMER_ROWS, "crm_shipment", moving "shipment" }

impl<T: Reading> Shipments<'_, T> {
    /// One parcel with what is in it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: ShipmentId) -> Result<Shipment> {
        let tx = self.tx.reader();
        store::with_lines(tx, Shipment::by_id(tx, id)?.or_not_found(ShipmentId::WHAT, id)?)
    }

    /// Parcels with what is in them, the latest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &ShipmentFilter) -> Result<Page<Shipment>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        filter.carrier = filter.carrier.as_deref().map(rules::clean_carrier).transpose()?;
        filter.tracking_no = filter.tracking_no.as_deref().map(rules::clean_number).transpose()?;
        let listing = filter.page.of("shipments", &filter)?;
        let mut page = listing.page(store::list(tx, &filter, &listing)?, |shipment| [shipment.id.0]);
        page.items = page.items.into_iter().map(|shipment| store::with_lines(tx, shipment)).collect::<Result<_>>()?;
        Ok(page)
    }

    /// The states of a parcel, oldest first, with the moves that a carrier forced.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: ShipmentId) -> Result<Vec<StageChange>> {
        self.get(id)?;
        journal::stages_of(self.tx.reader(), MACHINE.entity(), id.0)
    }
}

impl Shipments<'_, WriteTransaction> {
    /// Records a parcel of an order, and applies what its carrier reported before. One whose key of a host is known
    /// changes nothing.
    ///
    /// # Errors
    /// `not_found` for an unknown order or line; `invalid_input` for more than is left to ship, and for bad fields;
    /// `not_allowed_transition` for a draft or cancelled order; `conflict` for an order on hold, and for a number
    /// or key that another parcel has.
    pub fn create(&self, new: NewShipment) -> Result<Shipment> {
        let tx = self.tx;
        let new = rules::clean(new)?;
        if let (Some(source), Some(external_id)) = (&new.source, &new.external_id)
            && let Some(id) = store::find(tx, source, external_id)?
        {
            let known = self.get(id)?;
            if known.order_id == new.order_id {
                return Ok(known);
            }
            return Err(Error::conflict("this key belongs to a parcel of another order")
                .at("/external_id")
                .existing(id));
        }
        let order = tx.orders().get(new.order_id).map_err(|error| error.at("/order_id"))?;
        if matches!(order.state, OrderState::Draft | OrderState::Cancelled) {
            let message = format!("nothing of an order that is {} is shipped", order.state);
            return Err(Error::new(ErrorCode::NotAllowedTransition, message).at("/order_id"));
        }
        // One that has left the shop is a fact.
        if !new.state.is_some_and(rules::has_left) {
            rules::require_not_held(&order).map_err(|error| error.at("/order_id"))?;
        }
        let at = new.at.unwrap_or(tx.now());
        rules::require_past(at, tx.now())?;
        require_free_number(tx, new.carrier.as_deref(), new.tracking_no.as_deref(), None)?;
        let mut shipment = Shipment {
            id: ShipmentId(0),
            order_id: order.id,
            customer_id: order.customer_id,
            lines: rules::allot(
                &order.lines,
                new.lines,
                &store::in_parcels(tx, order.id)?,
                new.state.unwrap_or(ShipmentState::Created),
            )?,
            source: new.source,
            external_id: new.external_id,
            carrier: new.carrier,
            tracking_no: new.tracking_no,
            state: ShipmentState::Created,
            state_as_of: None,
            promised_at: new.promised_at,
            expected_at: new.expected_at,
            handed_over_at: None,
            delivered_at: None,
            ended_at: None,
            failed_attempts: 0,
            exceptions: 0,
            last_event_id: None,
            last_event_at: None,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        if let Some(state) = new.state {
            rules::note(&mut shipment, state, at);
            rules::reach(&mut shipment, state, at);
        }
        tx.step(|| {
            shipment.id = shipment.insert(tx, journal::next_seq(tx)?)?;
            store::insert_lines(tx, shipment.id, &shipment.lines)?;
            moves::begin(tx, &shipment, at)?;
            report::adopt(tx, shipment)
        })
    }

    /// Changes what is known of a parcel; a new number gets what its carrier reported before.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a bad field; `conflict` for a number that another parcel has.
    pub fn update(&self, id: ShipmentId, patch: ShipmentPatch) -> Result<Shipment> {
        let tx = self.tx;
        let known = self.get(id)?;
        let mut after = known.clone();
        patch.carrier.try_map(|carrier| rules::clean_carrier(&carrier))?.apply(&mut after.carrier);
        patch.tracking_no.try_map(|number| rules::clean_number(&number))?.apply(&mut after.tracking_no);
        rules::require_carrier(after.carrier.as_deref(), after.tracking_no.as_deref())?;
        patch.promised_at.apply(&mut after.promised_at);
        patch.expected_at.apply(&mut after.expected_at);
        if after == known {
            return Ok(known);
        }
        require_free_number(tx, after.carrier.as_deref(), after.tracking_no.as_deref(), Some(id))?;
        after.updated_at = tx.now();
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            let facts = json!({
                "order_id": after.order_id, "carrier": after.carrier, "promised_at": after.promised_at,
                "expected_at": after.expected_at,
            });
            let event = Entry::new("shipment.updated").customer(after.customer_id).entity("shipment", id);
            journal::append(tx, event.payload(facts))?;
            report::adopt(tx, after)
        })
    }

    /// Takes a parcel to another state, with the reason; a claim opens a delivered one and needs a reason.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `invalid_input` for a time before
    /// the parcel came to its state, or a claim without a reason; `conflict` for handing over while the order is on hold.
    pub fn set_state(
        &self,
        id: ShipmentId,
        to: ShipmentState,
        at: Option<Timestamp>,
        reason: Option<&str>,
    ) -> Result<Shipment> {
        let tx = self.tx;
        let known = self.get(id)?;
        MACHINE.require(known.state, to).map_err(|error| error.at("/state"))?;
        if rules::has_left(to) && !rules::has_left(known.state) {
            rules::require_not_held(&tx.orders().get(known.order_id)?).map_err(|error| error.at("/state"))?;
        }
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        if known.state == ShipmentState::Delivered && reason.is_none() {
            return Err(Error::invalid("/reason", "a claim on a delivered parcel has a reason"));
        }
        let at = at.unwrap_or(tx.now());
        rules::require_past(at, tx.now())?;
        if known.state_as_of.is_some_and(|since| at < since) {
            return Err(Error::invalid("/at", "the parcel came to its state after this time"));
        }
        let mut after = known.clone();
        rules::note(&mut after, to, at);
        rules::reach(&mut after, to, at);
        after.updated_at = tx.now();
        let how = How { at, reason: reason.as_deref(), forced: false };
        tx.step(|| moves::write(tx, &known, &after, how))?;
        Ok(after)
    }
}

/// A number belongs to one parcel.
fn require_free_number(
    tx: &ReadTransaction,
    carrier: Option<&str>,
    number: Option<&str>,
    but: Option<ShipmentId>,
) -> Result<()> {
    let (Some(carrier), Some(number)) = (carrier, number) else { return Ok(()) };
    match store::of_number(tx, carrier, number)? {
        Some(other) if Some(other.id) != but => {
            Err(Error::conflict("another parcel has this number").at("/tracking_no").existing(other.id))
        }
        _ => Ok(()),
    }
}

/// How much of each line of an order is in parcels that hold their goods, in thousandths.
pub(crate) fn packed(tx: &ReadTransaction, order: OrderId) -> Result<Vec<(OrderLineId, i64)>> {
    Ok(store::in_parcels(tx, order)?.into_iter().map(|(line, sums)| (line, sums.held)).collect())
}

/// The parcels that a customer would not take, and since when they are back: delivery failed, and they were returned.
pub(crate) fn refused_by(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<(ShipmentId, Timestamp)>> {
    store::refused_by(tx, customer)
}

/// What a check of the file finds: parcels that contradict the log of their carrier.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    Ok(match store::contradictions(tx)? {
        0 => Vec::new(),
        count => vec![format!("{count} parcels contradict what their carriers reported")],
    })
}
