//! What a use of a coupon is: the basket, what the coupon gives for it, and the reservation.

use super::{CouponKind, RedemptionState, Refusal};
use crate::vocabulary::{
    CouponId, CouponProgramId, CustomerId, Money, OrderId, PageRequest, Quantity, RedemptionId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// A line of a basket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BasketLine {
    /// The article number.
    pub sku: String,
    /// How much of it; 1 by default.
    #[serde(default = "one")]
    pub quantity: Quantity,
    /// What the line comes to.
    pub total: Money,
}

fn one() -> Quantity {
    Quantity::ONE
}

/// What somebody is about to buy, as far as a coupon asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basket {
    /// What the goods come to, less other discounts, without shipping.
    pub total: Money,
    /// The price of shipping.
    #[serde(default)]
    pub shipping: Option<Money>,
    /// The lines, at most 4,096; needed where a programme holds for some articles or counts units.
    #[serde(default)]
    pub lines: Vec<BasketLine>,
}

impl Basket {
    /// A basket of which only the total is known.
    #[must_use]
    pub fn of(total: Money) -> Self {
        Basket { total, shipping: None, lines: Vec::new() }
    }
}

/// A coupon and the basket for which it is meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CouponCheck {
    /// The code.
    pub code: String,
    /// Who buys.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// What is bought.
    pub basket: Basket,
    /// The host's key of the basket, so that its other coupons and its own reservation are seen.
    #[serde(default)]
    pub key: Option<String>,
}

/// What a coupon would give for a basket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CouponOffer {
    /// The coupon.
    pub coupon_id: CouponId,
    /// Its programme.
    pub program_id: CouponProgramId,
    /// What the programme gives.
    pub kind: CouponKind,
    /// Whether it can be used.
    pub ok: bool,
    /// Why not.
    pub reason: Option<Refusal>,
    /// What it takes off, in the currency of the basket.
    pub amount: Money,
    /// The article that it gives.
    pub gift_sku: Option<String>,
    /// How much of it.
    pub gift_quantity: Option<Quantity>,
}

/// A reservation as it is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReservation {
    /// The code.
    pub code: String,
    /// Who buys.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// What is bought.
    pub basket: Basket,
    /// The host's key of the basket: the same key again prices the reservation anew.
    pub key: String,
    /// For how many minutes, 1 to 10,080; 30 by default.
    #[serde(default)]
    pub minutes: Option<u32>,
}

/// One use of a coupon: reserved by a basket, redeemed by an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Redemption {
    /// The id.
    pub id: RedemptionId,
    /// The coupon.
    pub coupon_id: CouponId,
    /// Its programme.
    pub program_id: CouponProgramId,
    /// Who buys.
    pub customer_id: Option<CustomerId>,
    /// The order that has used it.
    pub order_id: Option<OrderId>,
    /// The host's key of the basket.
    pub key: String,
    /// Where it stands.
    pub state: RedemptionState,
    /// What it takes off.
    pub amount: Money,
    /// When it was reserved.
    pub reserved_at: Timestamp,
    /// Until when the reservation holds.
    pub expires_at: Timestamp,
    /// When it was redeemed.
    pub redeemed_at: Option<Timestamp>,
    /// When it was released or reversed.
    pub ended_at: Option<Timestamp>,
}

/// Which uses of coupons to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RedemptionFilter {
    /// Uses of this programme.
    pub program_id: Option<CouponProgramId>,
    /// Uses of this coupon.
    pub coupon_id: Option<CouponId>,
    /// Uses by this customer.
    pub customer_id: Option<CustomerId>,
    /// Uses for this order.
    pub order_id: Option<OrderId>,
    /// Uses in this state.
    pub state: Option<RedemptionState>,
    /// Which page.
    pub page: PageRequest,
}
