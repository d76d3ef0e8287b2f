//! What points are: the programme, the ledger, and how points are given, taken and listed.

use crate::vocabulary::{CustomerId, Money, OrderId, PageRequest, Patch, PointsEntryId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// How a share of a point is rounded.
    pub enum PointsRounding("rounding of points") {
        /// To the whole points below.
        Down = "down",
        /// To the nearest whole points, half to even.
        Nearest = "nearest",
        /// To the whole points above.
        Up = "up",
    }
}

tokens! {
    /// Why a balance of points changed.
    pub enum PointsKind("kind of points entry") {
        /// An order earned them.
        Earn = "earn",
        /// They were spent.
        Redeem = "redeem",
        /// Their time was over.
        Expire = "expire",
        /// The shop corrected the balance.
        Adjust = "adjust",
        /// An order was called off or refunded: what it earned goes, what it was paid with comes back.
        Reverse = "reverse",
        /// From one customer to another.
        Transfer = "transfer",
        /// A present of the shop.
        Bonus = "bonus",
    }
}

/// Points for each unit of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkuPoints {
    /// The article number.
    pub sku: String,
    /// Points for each whole unit.
    pub points: u32,
}

/// The programme of the shop: how points are earned and when they expire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LoyaltyProgram {
    /// Whether orders earn points.
    pub active: bool,
    /// How many points each `per_amount` earns; 1 by default.
    pub points: u32,
    /// What of an order's net amount, in the base currency, earns `points`; nothing by default.
    pub per_amount: Option<Money>,
    /// Points of each order; 0 by default.
    pub per_order: u32,
    /// Points of single articles.
    pub per_unit: Vec<SkuPoints>,
    /// How a share of a point is rounded; down by default.
    pub rounding: PointsRounding,
    /// After how many days points expire; never by default.
    pub expiry_days: Option<u32>,
    /// Whether a refund takes its share of the earned points back; it does by default. A cancelled order always does.
    pub reverse_on_refund: bool,
    /// What a point is worth when it is spent.
    pub point_value: Option<Money>,
}

impl Default for LoyaltyProgram {
    fn default() -> Self {
        LoyaltyProgram {
            active: false,
            points: 1,
            per_amount: None,
            per_order: 0,
            per_unit: Vec::new(),
            rounding: PointsRounding::Down,
            expiry_days: None,
            reverse_on_refund: true,
            point_value: None,
        }
    }
}

/// What changes of the programme; points that were earned stay as they are.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LoyaltyProgramPatch {
    /// Whether orders earn points.
    pub active: Option<bool>,
    /// How many points each `per_amount` earns, at most 1,000,000.
    pub points: Option<u32>,
    /// What of an order's net amount, in the base currency, earns `points`.
    pub per_amount: Patch<Money>,
    /// Points of each order, at most 1,000,000.
    pub per_order: Option<u32>,
    /// Points of single articles; the whole list.
    pub per_unit: Option<Vec<SkuPoints>>,
    /// How a share of a point is rounded.
    pub rounding: Option<PointsRounding>,
    /// After how many days points expire, at least 1.
    pub expiry_days: Patch<u32>,
    /// Whether a refund takes its share of the earned points back.
    pub reverse_on_refund: Option<bool>,
    /// What a point is worth when it is spent.
    pub point_value: Patch<Money>,
}

/// One change of a balance of points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PointsEntry {
    /// The id.
    pub id: PointsEntryId,
    /// Whose balance changed.
    pub customer_id: CustomerId,
    /// Why.
    pub kind: PointsKind,
    /// By how many points; negative for what was spent.
    pub points: i64,
    /// How many of them are left.
    pub remaining: i64,
    /// The order that earned or spent them.
    pub order_id: Option<OrderId>,
    /// When what is left expires.
    pub expires_at: Option<Timestamp>,
    /// When `tick` announced that.
    #[serde(skip)]
    pub(crate) announced_at: Option<Timestamp>,
    /// More about why, as a token.
    pub reason: Option<String>,
    /// The host's key of the request.
    pub key: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Points that are given as a present, or by which a balance is corrected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPoints {
    /// To whom.
    pub customer_id: CustomerId,
    /// How many; a correction can be negative.
    pub points: i64,
    /// Why, as a token such as `birthday`.
    #[serde(default)]
    pub reason: Option<String>,
    /// When they expire; as the programme says by default.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// The host's key of the request: the same key again changes nothing.
    #[serde(default)]
    pub key: Option<String>,
}

impl NewPoints {
    /// So many points for a customer.
    #[must_use]
    pub fn new(customer: CustomerId, points: i64) -> Self {
        NewPoints { customer_id: customer, points, reason: None, expires_at: None, key: None }
    }
}

/// Points that are spent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointsRedemption {
    /// By whom.
    pub customer_id: CustomerId,
    /// How many, above 0.
    pub points: i64,
    /// The order that they pay in part.
    #[serde(default)]
    pub order_id: Option<OrderId>,
    /// Why, as a token.
    #[serde(default)]
    pub reason: Option<String>,
    /// The host's key of the request: the same key again changes nothing.
    #[serde(default)]
    pub key: Option<String>,
}

/// Points that go from one customer to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointsTransfer {
    /// From whom.
    pub from_id: CustomerId,
    /// To whom.
    pub to_id: CustomerId,
    /// How many, above 0; they expire when they would have expired.
    pub points: i64,
    /// Why, as a token.
    #[serde(default)]
    pub reason: Option<String>,
    /// The host's key of the request: the same key again changes nothing.
    #[serde(default)]
    pub key: Option<String>,
}

/// Points that expire at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ExpiringPoints {
    /// When.
    pub at: Timestamp,
    /// How many.
    pub points: i64,
}

/// The points of a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PointsBalance {
    /// Whose they are.
    pub customer_id: CustomerId,
    /// How many can be spent.
    pub points: i64,
    /// What they are worth, where the programme says it.
    pub worth: Option<Money>,
    /// Those that expire, the first ones first.
    pub expiring: Vec<ExpiringPoints>,
}

/// What an order did to points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OrderPoints {
    /// The order.
    pub order_id: OrderId,
    /// Whose order it is.
    pub customer_id: CustomerId,
    /// What it earned.
    pub earned: i64,
    /// What of that was taken back.
    pub reversed: i64,
    /// What could not be taken back, because it was spent already.
    pub short: i64,
    /// What was spent on it.
    pub redeemed: i64,
    /// What of that came back.
    pub returned: i64,
    /// The points that the customer can spend now.
    pub balance: i64,
}

/// Which entries to list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointsFilter {
    /// Whose entries.
    pub customer_id: CustomerId,
    /// Entries of this kind.
    #[serde(default)]
    pub kind: Option<PointsKind>,
    /// Which page.
    #[serde(default)]
    pub page: PageRequest,
}
