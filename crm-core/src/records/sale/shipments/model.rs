//! What a parcel is: its tokens, how it is given, changed, stored and listed.

use crate::vocabulary::{
    CarrierEventId, CustomerId, OrderId, OrderLineId, PageRequest, Patch, Quantity, ShipmentId, Timestamp,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// Where a parcel stands. Of two reports of one instant the later in this list holds.
    pub enum ShipmentState("shipment state") {
        /// It is being packed.
        Created = "created",
        /// It has its label.
        LabelPrinted = "label_printed",
        /// The carrier has it.
        HandedOver = "handed_over",
        /// On its way.
        InTransit = "in_transit",
        /// Something went wrong on the way.
        Exception = "exception",
        /// On the vehicle that brings it.
        OutForDelivery = "out_for_delivery",
        /// It could not be delivered this time.
        FailedAttempt = "failed_attempt",
        /// It waits to be fetched.
        AtPickupPoint = "at_pickup_point",
        /// On its way back to the sender.
        Returning = "returning",
        /// Called off before the carrier had it.
        Cancelled = "cancelled",
        /// It has arrived.
        Delivered = "delivered",
        /// It is back at the sender.
        Returned = "returned",
        /// Nobody knows where it is.
        Lost = "lost",
    }
}

/// How much of a line of the order is in a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShipmentLine {
    /// The line of the order.
    pub line: OrderLineId,
    /// How much of it, above 0; at most what is ordered and neither shipped nor called off. A parcel that has left the
    /// shop already may hold what was noted as shipped and is in no other one.
    pub quantity: Quantity,
}

/// A parcel as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewShipment {
    /// The order of which it is a part.
    pub order_id: OrderId,
    /// What is in it; everything that is left to ship by default.
    #[serde(default)]
    pub lines: Vec<ShipmentLine>,
    /// Who carries it, a token such as `dhl`; kept in small letters.
    #[serde(default)]
    pub carrier: Option<String>,
    /// The carrier's number, at most 64 bytes; kept without spaces and in capitals. Needs a carrier.
    #[serde(default)]
    pub tracking_no: Option<String>,
    /// Where it stands already, by the word of the host; created by default.
    #[serde(default)]
    pub state: Option<ShipmentState>,
    /// Since when it stands there; now by default.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// Until when the customer was promised this parcel.
    #[serde(default)]
    pub promised_at: Option<Timestamp>,
    /// When it is expected to arrive; reports of the carrier bring it up to date.
    #[serde(default)]
    pub expected_at: Option<Timestamp>,
    /// The system that the parcel comes from; needed with `external_id`.
    #[serde(default)]
    pub source: Option<String>,
    /// That system's key of the parcel; the same key again changes nothing.
    #[serde(default)]
    pub external_id: Option<String>,
}

impl NewShipment {
    /// A parcel with everything of an order that is left to ship.
    #[must_use]
    pub fn of(order: OrderId) -> Self {
        NewShipment {
            order_id: order,
            lines: Vec::new(),
            carrier: None,
            tracking_no: None,
            state: None,
            at: None,
            promised_at: None,
            expected_at: None,
            source: None,
            external_id: None,
        }
    }

    /// The same parcel with its carrier and number.
    #[must_use]
    pub fn tracked(mut self, carrier: &str, tracking_no: &str) -> Self {
        self.carrier = Some(carrier.to_owned());
        self.tracking_no = Some(tracking_no.to_owned());
        self
    }

    /// The same parcel with one more line.
    #[must_use]
    pub fn line(mut self, line: OrderLineId, quantity: Quantity) -> Self {
        self.lines.push(ShipmentLine { line, quantity });
        self
    }
}

/// A parcel as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Shipment {
    /// The id.
    pub id: ShipmentId,
    /// The order of which it is a part.
    pub order_id: OrderId,
    /// To whom it goes; follows the order.
    pub customer_id: CustomerId,
    /// The system that the parcel comes from.
    pub source: Option<String>,
    /// That system's key.
    pub external_id: Option<String>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// The carrier's number.
    pub tracking_no: Option<String>,
    /// Where it stands.
    pub state: ShipmentState,
    /// The instant of the newest report that says so; null until the carrier has it. Reports of before it are older.
    pub state_as_of: Option<Timestamp>,
    /// Until when the customer was promised this parcel.
    pub promised_at: Option<Timestamp>,
    /// When it is expected to arrive, by the newest word of the carrier.
    pub expected_at: Option<Timestamp>,
    /// Since when the carrier has it.
    pub handed_over_at: Option<Timestamp>,
    /// When it arrived; null while it has not.
    pub delivered_at: Option<Timestamp>,
    /// When it was delivered, returned, lost or cancelled.
    pub ended_at: Option<Timestamp>,
    /// How often nobody took it.
    pub failed_attempts: u32,
    /// How often something went wrong on the way.
    pub exceptions: u32,
    /// The newest event of the carrier.
    pub last_event_id: Option<CarrierEventId>,
    /// When that happened.
    pub last_event_at: Option<Timestamp>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What is in it.
    pub lines: Vec<ShipmentLine>,
}

/// What changes of a parcel.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ShipmentPatch {
    /// Who carries it.
    pub carrier: Patch<String>,
    /// The carrier's number; what was reported of it before is applied now.
    pub tracking_no: Patch<String>,
    /// Until when the customer was promised this parcel.
    pub promised_at: Patch<Timestamp>,
    /// When it is expected to arrive.
    pub expected_at: Patch<Timestamp>,
}

/// Which parcels to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ShipmentFilter {
    /// Parcels of this order.
    pub order_id: Option<OrderId>,
    /// Parcels to this customer.
    pub customer_id: Option<CustomerId>,
    /// Parcels in this state.
    pub state: Option<ShipmentState>,
    /// Parcels of this carrier.
    pub carrier: Option<String>,
    /// The parcel with this number.
    pub tracking_no: Option<String>,
    /// Only parcels that are neither delivered, returned, lost nor cancelled.
    pub open: bool,
    /// Which page.
    pub page: PageRequest,
}
