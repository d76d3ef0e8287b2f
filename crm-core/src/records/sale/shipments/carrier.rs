//! What carriers report, and what it did to a parcel.

use super::ShipmentState;
use crate::vocabulary::{CarrierEventId, PageRequest, ShipmentId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

tokens! {
    /// What a report of a carrier did.
    pub enum CarrierEffect("effect") {
        /// It took the parcel to another state.
        Moved = "moved",
        /// It says what is known, or nothing about the state.
        Noted = "noted",
        /// A newer state is known; the report is kept.
        Older = "older",
        /// It was reported before; nothing changed.
        Repeated = "repeated",
        /// No parcel has this number yet; the report is kept and applied when one has.
        Unmatched = "unmatched",
    }
}

/// A report of a carrier about a parcel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CarrierReport {
    /// The carrier, a token such as `dhl`.
    pub carrier: String,
    /// Its number of the parcel, at most 64 bytes.
    pub tracking_no: String,
    /// The carrier's key of the event, at most 128 bytes; without one, a hash of what the report says. The same again
    /// changes nothing.
    #[serde(default)]
    pub event_id: Option<String>,
    /// Where the parcel stands, if the event says so.
    #[serde(default)]
    pub state: Option<ShipmentState>,
    /// When it happened, at most a day ahead.
    pub at: Timestamp,
    /// Where, at most 512 bytes.
    #[serde(default)]
    pub location: Option<String>,
    /// What happened, in the carrier's words, at most 512 bytes.
    #[serde(default)]
    pub description: Option<String>,
    /// When the carrier expects to deliver.
    #[serde(default)]
    pub expected_at: Option<Timestamp>,
    /// The report as the carrier sent it, at most 16 KiB of JSON.
    #[serde(default)]
    pub payload: Option<Value>,
}

impl CarrierReport {
    /// A report that a parcel reached a state.
    #[must_use]
    pub fn new(carrier: &str, tracking_no: &str, state: ShipmentState, at: Timestamp) -> Self {
        CarrierReport {
            carrier: carrier.to_owned(),
            tracking_no: tracking_no.to_owned(),
            event_id: None,
            state: Some(state),
            at,
            location: None,
            description: None,
            expected_at: None,
            payload: None,
        }
    }
}

/// A report as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CarrierEvent {
    /// The id.
    pub id: CarrierEventId,
    /// The parcel; null while none has this number.
    pub shipment_id: Option<ShipmentId>,
    /// The carrier.
    pub carrier: String,
    /// Its number of the parcel.
    pub tracking_no: String,
    /// The carrier's key of the event behind `id:`, or a hash of what it says behind `hash:`.
    pub event_key: String,
    /// Where the parcel stands, if the event says so.
    pub state: Option<ShipmentState>,
    /// When it happened.
    pub at: Timestamp,
    /// Where.
    pub location: Option<String>,
    /// What happened, in the carrier's words.
    pub description: Option<String>,
    /// When the carrier expected to deliver.
    pub expected_at: Option<Timestamp>,
    /// The report as the carrier sent it, as JSON text.
    pub payload: Option<String>,
    /// What it did to the parcel.
    pub effect: CarrierEffect,
    /// Whether it took the parcel where the machine does not list a move.
    pub forced: bool,
    /// When it was recorded.
    pub received_at: Timestamp,
}

/// What became of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Reported {
    /// The event in the log.
    pub event_id: CarrierEventId,
    /// The parcel, if one has this number.
    pub shipment_id: Option<ShipmentId>,
    /// What the report did.
    pub effect: CarrierEffect,
    /// Where the parcel stands now.
    pub state: Option<ShipmentState>,
    /// Whether it took the parcel where the machine does not list a move.
    pub forced: bool,
}

/// Which reports without a parcel to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct UnmatchedFilter {
    /// Reports of this carrier.
    pub carrier: Option<String>,
    /// Which page.
    pub page: PageRequest,
}
