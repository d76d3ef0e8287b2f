//! What a warranty check is asked, and what it answers.

use super::{VoidReason, WarrantyKind, WarrantyState, WarrantyVerdict};
use crate::records::aftersale::assets::AssetState;
use crate::vocabulary::{AssetId, ContractId, Date, OrderId, Rate, Timestamp, WarrantyId, WarrantyPlanId};
use serde::{Deserialize, Serialize};

/// What is checked: a serial, a piece, or all pieces of an order. Exactly one of them is named.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WarrantyQuery {
    /// The serial number; spaces, dashes and small letters make no difference.
    pub serial: Option<String>,
    /// The maker of the piece with this serial; all by default.
    pub maker: Option<String>,
    /// The piece.
    pub asset_id: Option<AssetId>,
    /// The order.
    pub order_id: Option<OrderId>,
    /// The number of the order that people read.
    pub order_number: Option<String>,
}

/// What a warranty check says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WarrantyCheck {
    /// The best verdict of all pieces.
    pub verdict: WarrantyVerdict,
    /// The day for which it holds, in the shop's zone.
    pub checked_on: Date,
    /// What holds for each piece: those of a serial the latest first, those of an order in their sequence.
    pub assets: Vec<CheckedAsset>,
}

/// What holds for one piece, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CheckedAsset {
    /// What holds.
    pub verdict: WarrantyVerdict,
    /// Whether parts are covered, in whole or in part.
    pub parts: bool,
    /// Whether labour is covered.
    pub labour: bool,
    /// Whether it is served at the customer's place.
    pub onsite: bool,
    /// Days that are left after this one, 0 on the last day; null where no warranty covers.
    pub days_left: Option<i32>,
    /// Claims that are left; null for any number, and where no warranty covers.
    pub claims_left: Option<u32>,
    /// The piece.
    pub asset_id: AssetId,
    /// Its serial number.
    pub serial: String,
    /// Its maker.
    pub maker: Option<String>,
    /// Its article number.
    pub sku: String,
    /// Where the piece stands.
    pub asset_state: AssetState,
    /// The warranty that decides: the one that covers, or the one that comes nearest to it.
    pub warranty_id: Option<WarrantyId>,
    /// Where that warranty stands.
    pub warranty_state: Option<WarrantyState>,
    /// Who stands behind it.
    pub kind: Option<WarrantyKind>,
    /// Its plan.
    pub plan_id: Option<WarrantyPlanId>,
    /// Its first day.
    pub starts_on: Option<Date>,
    /// Its last day.
    pub ends_on: Option<Date>,
    /// Why it is void.
    pub void_reason: Option<VoidReason>,
    /// The service contract that covers, where no warranty does.
    pub contract_id: Option<ContractId>,
    /// The share of the price of parts that the contract pays.
    pub contract_parts_rate: Option<Rate>,
    /// The order on which the shop sold the piece.
    pub order_id: Option<OrderId>,
    /// The number of that order.
    pub order_number: Option<String>,
    /// When the piece was delivered.
    pub delivered_at: Option<Timestamp>,
    /// When it was registered.
    pub registered_at: Option<Timestamp>,
    /// When it was installed.
    pub installed_at: Option<Timestamp>,
}
