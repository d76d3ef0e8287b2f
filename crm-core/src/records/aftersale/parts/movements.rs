//! What movements of stock and reservations are: tokens, as given, as stored, as listed.

use crate::records::interactions::Reference;
use crate::vocabulary::{PageRequest, PartId, PartReservationId, Quantity, StockMoveId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// Why stock changed.
    pub enum StockMoveKind("kind of stock move") {
        /// It came from a supplier.
        Receive = "receive",
        /// It was used or handed out.
        Issue = "issue",
        /// It was counted, broke or was lost.
        Adjust = "adjust",
        /// It went from one place to another.
        Move = "move",
        /// It was handed out and came back.
        Return = "return",
    }
}

tokens! {
    /// Where a reservation stands.
    pub enum PartReservationState("state of a reservation") {
        /// The stock is promised.
        Reserved = "reserved",
        /// It was handed out.
        Issued = "issued",
        /// It is free again.
        Released = "released",
        /// Its time was over, and it is free again.
        Expired = "expired",
    }
}

/// Stock that comes in, goes out or comes back, as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStockMove {
    /// The part.
    pub part_id: PartId,
    /// How much, above 0; of an adjustment how much more, or less below 0.
    pub quantity: Quantity,
    /// The warehouse or van, as a token; `main` by default.
    #[serde(default = "main_place")]
    pub place: String,
    /// Why, as a token such as `counted`; an adjustment needs it.
    #[serde(default)]
    pub reason: Option<String>,
    /// What it is about.
    #[serde(default, rename = "ref")]
    pub reference: Option<Reference>,
    /// A key of the host: the same request again changes nothing and gives the same answer.
    #[serde(default)]
    pub key: Option<String>,
}

/// The place where stock lies when none is named.
pub(crate) fn main_place() -> String {
    "main".to_owned()
}

impl NewStockMove {
    /// A quantity of a part in the main place.
    #[must_use]
    pub fn new(part_id: PartId, quantity: Quantity) -> Self {
        NewStockMove { part_id, quantity, place: main_place(), reason: None, reference: None, key: None }
    }
}

/// Stock that goes from one place to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StockTransfer {
    /// The part.
    pub part_id: PartId,
    /// How much, above 0; only what is free goes.
    pub quantity: Quantity,
    /// Where it lies, as a token; `main` by default.
    #[serde(default = "main_place")]
    pub from: String,
    /// Where it goes, as a token.
    pub to: String,
    /// A key of the host: the same request again changes nothing and gives the same answer.
    #[serde(default)]
    pub key: Option<String>,
}

/// An entry of the ledger of stock. Their sum is what is on hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StockMove {
    /// The id.
    pub id: StockMoveId,
    /// The part.
    pub part_id: PartId,
    /// The warehouse or van.
    pub place: String,
    /// Why it changed.
    pub kind: StockMoveKind,
    /// How much came in, or, below 0, went out.
    pub quantity: Quantity,
    /// Of a move, where it came from or went to.
    pub other_place: Option<String>,
    /// The reservation that was handed out.
    pub reservation_id: Option<PartReservationId>,
    /// Why, as a token.
    pub reason: Option<String>,
    /// What it is about.
    #[serde(rename = "ref")]
    pub reference: Option<Reference>,
    /// The host's key.
    pub key: Option<String>,
    /// When it was recorded.
    pub at: Timestamp,
}

/// Which entries of the ledger to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StockMoveFilter {
    /// Entries of this part.
    pub part_id: Option<PartId>,
    /// Entries of this place.
    pub place: Option<String>,
    /// Entries of this kind.
    pub kind: Option<StockMoveKind>,
    /// Which page.
    pub page: PageRequest,
}

/// A reservation as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPartReservation {
    /// The part.
    pub part_id: PartId,
    /// How much, above 0 and no more than is free.
    pub quantity: Quantity,
    /// The warehouse or van, as a token; `main` by default.
    #[serde(default = "main_place")]
    pub place: String,
    /// Takes the nearest part that takes its place and has enough, when it has not itself.
    #[serde(default)]
    pub or_successor: bool,
    /// What it is for.
    #[serde(default, rename = "ref")]
    pub reference: Option<Reference>,
    /// When it ends by itself, after now; never by default.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

/// A reservation as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PartReservation {
    /// The id.
    pub id: PartReservationId,
    /// The part that is promised.
    pub part_id: PartId,
    /// The part that was asked for, when the promised one takes its place.
    pub wanted_part_id: Option<PartId>,
    /// The warehouse or van.
    pub place: String,
    /// How much was promised.
    pub quantity: Quantity,
    /// How much of it was handed out.
    pub issued: Quantity,
    /// Where it stands.
    pub state: PartReservationState,
    /// What it is for.
    #[serde(rename = "ref")]
    pub reference: Option<Reference>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was handed out, released or expired.
    pub ended_at: Option<Timestamp>,
}

/// Which reservations to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PartReservationFilter {
    /// Reservations of this part.
    pub part_id: Option<PartId>,
    /// Reservations in this state.
    pub state: Option<PartReservationState>,
    /// Reservations for this.
    #[serde(rename = "ref")]
    pub reference: Option<Reference>,
    /// Which page.
    pub page: PageRequest,
}
