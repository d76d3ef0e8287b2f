//! Where an order is: one answer before, during and after its way.

use super::late::{Arrival, arrival, lateness};
use super::{ShipmentState, Shipments, store};
use crate::db::Reading;
use crate::records::orders::promises::{self, Standing};
use crate::records::orders::{CancelReason, FulfilState, OrderState, PayState};
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, OrderId, Result, ShipmentId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// What happens next with an order.
    pub enum NextStep("next step") {
        /// The customer places it.
        Place = "place",
        /// The customer pays.
        Pay = "pay",
        /// The shop confirms it.
        Confirm = "confirm",
        /// The shop clears what holds it back.
        Release = "release",
        /// The shop makes it.
        Produce = "produce",
        /// The shop packs what is left.
        Ship = "ship",
        /// The shop hands a parcel over to the carrier.
        HandOver = "hand_over",
        /// The carrier brings it.
        Deliver = "deliver",
        /// The carrier tries again.
        Redeliver = "redeliver",
        /// The customer fetches it.
        PickUp = "pick_up",
        /// Somebody clears what went wrong on the way.
        ClearException = "clear_exception",
        /// A parcel comes back.
        AwaitReturn = "await_return",
        /// The shop replaces or refunds what was lost or came back.
        Replace = "replace",
        /// Nothing.
        None = "none",
    }
}

tokens! {
    /// How far what is made to order is made.
    pub enum Production("production") {
        /// Nothing is made for this order, or nothing any more.
        None = "none",
        /// It is not being made yet.
        Waiting = "waiting",
        /// It is being made.
        UnderWay = "under_way",
        /// It is made.
        Done = "done",
    }
}

/// A parcel in short, with the last word of its carrier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Parcel {
    /// The id.
    pub id: ShipmentId,
    /// Where it stands.
    pub state: ShipmentState,
    /// Who carries it.
    pub carrier: Option<String>,
    /// The carrier's number.
    pub tracking_no: Option<String>,
    /// Until when the customer was promised this parcel.
    pub promised_at: Option<Timestamp>,
    /// When it is expected to arrive.
    pub expected_at: Option<Timestamp>,
    /// Since when the carrier has it.
    pub handed_over_at: Option<Timestamp>,
    /// When it arrived.
    pub delivered_at: Option<Timestamp>,
    /// When the newest event of the carrier happened.
    pub last_event_at: Option<Timestamp>,
    /// The state that it reported, if it did.
    pub last_event_state: Option<ShipmentState>,
    /// Where that was.
    pub last_event_location: Option<String>,
    /// What happened, in the carrier's words.
    pub last_event_description: Option<String>,
}

/// Where an order is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Whereabouts {
    /// The order.
    pub order_id: OrderId,
    /// Whose order it is.
    pub customer_id: CustomerId,
    /// The number that people read.
    pub number: Option<String>,
    /// Where it stands.
    pub state: OrderState,
    /// How far it is paid.
    pub pay_state: PayState,
    /// How far it is fulfilled.
    pub fulfil_state: FulfilState,
    /// Why it was called off.
    pub cancel_reason: Option<CancelReason>,
    /// How far what is made to order is made.
    pub production: Production,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When it was promised for.
    pub promised_at: Option<Timestamp>,
    /// When the last of it is expected: the latest date of the parcels under way, or else the promise; null when it has
    /// arrived, or nothing comes.
    pub expected_at: Option<Timestamp>,
    /// When the last of it arrived; null while something is missing.
    pub delivered_at: Option<Timestamp>,
    /// Whether it came after its promise, or has not come although that has passed.
    pub late: bool,
    /// How many calendar days of the shop after the promise it came, or it is now; 0 within the promised day.
    pub late_days: i32,
    /// What happens next.
    pub next: NextStep,
    /// Its parcels, in the sequence in which they were recorded.
    pub parcels: Vec<Parcel>,
}

impl<T: Reading> Shipments<'_, T> {
    /// Where an order is: its states, what was promised and is expected, whether it is late, and each parcel with the
    /// last word of its carrier. Four look-ups, whatever the size of the shop.
    ///
    /// # Errors
    /// `not_found`.
    pub fn where_is(&self, order: OrderId) -> Result<Whereabouts> {
        let tx = self.tx.reader();
        let standing = promises::standing(tx, order)?.or_not_found(OrderId::WHAT, order)?;
        let parcels = store::parcels(tx, order)?;
        let zone = shop::settings(tx)?.time_zone;
        let arrival = arrival(&standing, parcels.iter().map(|parcel| (parcel.state, parcel.delivered_at)));
        let (late, late_days) = lateness(standing.promised_at, arrival, tx.now(), zone);
        let production = production(&standing, promises::is_made_to_order(tx, order)?);
        let next = match next_step(&standing, arrival, parcels.iter().map(|parcel| parcel.state)) {
            NextStep::Ship if production == Production::Waiting => NextStep::Produce,
            next => next,
        };
        Ok(Whereabouts {
            order_id: order,
            customer_id: standing.customer_id,
            state: standing.state,
            pay_state: standing.pay_state,
            fulfil_state: standing.fulfil_state,
            cancel_reason: standing.cancel_reason,
            placed_at: standing.placed_at,
            promised_at: standing.promised_at,
            expected_at: expected(&standing, arrival, &parcels),
            delivered_at: if let Arrival::Complete(at) = arrival { at } else { None },
            late,
            late_days,
            next,
            production,
            number: standing.number,
            parcels,
        })
    }
}

/// How far what is made to order is made.
fn production(order: &Standing, is_made: bool) -> Production {
    use OrderState as S;
    match order.state {
        S::Cancelled => Production::None,
        _ if !is_made => Production::None,
        S::Draft | S::Pending | S::OnHold | S::Confirmed => Production::Waiting,
        S::InProduction => Production::UnderWay,
        S::Processing | S::Completed | S::Closed => Production::Done,
    }
}

/// When the last of what is missing is expected.
fn expected(order: &Standing, arrival: Arrival, parcels: &[Parcel]) -> Option<Timestamp> {
    if arrival != Arrival::Open {
        return None;
    }
    let under_way = parcels.iter().filter(|parcel| !super::rules::is_over(parcel.state));
    under_way.filter_map(|parcel| parcel.expected_at.or(parcel.promised_at)).max().or(order.promised_at)
}

/// What happens next: what has gone wrong first, then what the customer waits for, then what the shop has to do.
pub(crate) fn next_step(
    order: &Standing,
    arrival: Arrival,
    parcels: impl Iterator<Item = ShipmentState> + Clone,
) -> NextStep {
    use ShipmentState as S;
    let any = |states: &[ShipmentState]| parcels.clone().any(|state| states.contains(&state));
    match order.state {
        OrderState::Draft => return NextStep::Place,
        OrderState::Cancelled if !any(&[S::Returning]) => return NextStep::None,
        _ => {}
    }
    if any(&[S::Exception]) {
        return NextStep::ClearException;
    }
    if matches!(arrival, Arrival::Complete(_) | Arrival::NotNeeded) {
        let waits = arrival == Arrival::NotNeeded && order.state == OrderState::Pending;
        return match order.state {
            _ if any(&[S::Returning]) => NextStep::AwaitReturn,
            _ if waits => before_shipping(order),
            _ => NextStep::None,
        };
    }
    if any(&[S::FailedAttempt]) {
        return NextStep::Redeliver;
    }
    if any(&[S::AtPickupPoint]) {
        return NextStep::PickUp;
    }
    if any(&[S::OutForDelivery, S::InTransit, S::HandedOver]) {
        return NextStep::Deliver;
    }
    if any(&[S::Returning]) {
        return NextStep::AwaitReturn;
    }
    if any(&[S::Created, S::LabelPrinted]) {
        return if order.state == OrderState::OnHold { NextStep::Release } else { NextStep::HandOver };
    }
    if any(&[S::Lost, S::Returned]) {
        return NextStep::Replace;
    }
    before_shipping(order)
}

fn before_shipping(order: &Standing) -> NextStep {
    let is_paid = !matches!(order.pay_state, PayState::Unpaid | PayState::PartiallyPaid | PayState::Voided);
    match order.state {
        OrderState::Pending if !is_paid => NextStep::Pay,
        OrderState::Pending => NextStep::Confirm,
        OrderState::OnHold => NextStep::Release,
        OrderState::InProduction => NextStep::Produce,
        _ => NextStep::Ship,
    }
}
