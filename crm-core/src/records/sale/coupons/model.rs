//! What programmes and coupons are: how they are given, changed, stored and listed.

use super::{CouponKind, CouponState};
use crate::db::Json;
use crate::vocabulary::{
    CouponId, CouponProgramId, CustomerId, ListId, Money, PageRequest, Patch, Quantity, Rate, Timestamp,
};
use serde::{Deserialize, Serialize};

/// A programme as it is given. Its amounts are of one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCouponProgram {
    /// What the shop calls it, at most 512 bytes.
    pub name: String,
    /// What it gives.
    pub kind: CouponKind,
    /// The share that is taken off, above 0 and at most 1: of `percent`, and of the cheaper units of `buy_x_get_y`,
    /// which are free by default.
    #[serde(default)]
    pub rate: Option<Rate>,
    /// The amount that is taken off, of `amount`.
    #[serde(default)]
    pub amount: Option<Money>,
    /// The article that is given, of `gift`.
    #[serde(default)]
    pub gift_sku: Option<String>,
    /// How much of it; 1 by default.
    #[serde(default)]
    pub gift_quantity: Option<Quantity>,
    /// How many whole units are paid in full, of `buy_x_get_y`.
    #[serde(default)]
    pub buy_quantity: Option<u32>,
    /// How many units beside them are cheaper or free, the cheapest first, of `buy_x_get_y`.
    #[serde(default)]
    pub get_quantity: Option<u32>,
    /// What the basket must at least be worth.
    #[serde(default)]
    pub min_amount: Option<Money>,
    /// The most that is taken off.
    #[serde(default)]
    pub max_discount: Option<Money>,
    /// How often one customer may use it, at least 1; any number of times by default.
    #[serde(default)]
    pub per_customer: Option<u32>,
    /// How often it may be used altogether; any number of times by default.
    #[serde(default)]
    pub total_limit: Option<u32>,
    /// What all discounts together may come to.
    #[serde(default)]
    pub budget: Option<Money>,
    /// Whether its coupons can be used beside others; they stand alone by default.
    #[serde(default)]
    pub stackable: bool,
    /// When it begins; at once by default.
    #[serde(default)]
    pub starts_at: Option<Timestamp>,
    /// When it is over; never by default.
    #[serde(default)]
    pub ends_at: Option<Timestamp>,
    /// The articles for which it holds; all by default.
    #[serde(default)]
    pub skus: Vec<String>,
    /// The categories for which it holds, with those below them.
    #[serde(default)]
    pub categories: Vec<String>,
    /// The static list on which a customer has to be.
    #[serde(default)]
    pub list_id: Option<ListId>,
    /// The rank that a customer's tier must at least have.
    #[serde(default)]
    pub min_tier_rank: Option<u32>,
    /// Whether its coupons can be used; they can by default.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

impl NewCouponProgram {
    /// A programme without conditions and limits; what it gives is still to be said.
    #[must_use]
    pub fn new(kind: CouponKind, name: impl Into<String>) -> Self {
        NewCouponProgram {
            name: name.into(),
            kind,
            rate: None,
            amount: None,
            gift_sku: None,
            gift_quantity: None,
            buy_quantity: None,
            get_quantity: None,
            min_amount: None,
            max_discount: None,
            per_customer: None,
            total_limit: None,
            budget: None,
            stackable: false,
            starts_at: None,
            ends_at: None,
            skus: Vec::new(),
            categories: Vec::new(),
            list_id: None,
            min_tier_rank: None,
            active: true,
        }
    }

    /// A programme that takes a share off.
    #[must_use]
    pub fn percent(name: impl Into<String>, rate: Rate) -> Self {
        NewCouponProgram { rate: Some(rate), ..NewCouponProgram::new(CouponKind::Percent, name) }
    }

    /// A programme that takes an amount off.
    #[must_use]
    pub fn amount(name: impl Into<String>, amount: Money) -> Self {
        NewCouponProgram { amount: Some(amount), ..NewCouponProgram::new(CouponKind::Amount, name) }
    }
}

/// A programme as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CouponProgram {
    /// The id.
    pub id: CouponProgramId,
    /// What the shop calls it.
    pub name: String,
    /// What it gives.
    pub kind: CouponKind,
    /// The share that is taken off.
    pub rate: Option<Rate>,
    /// The amount that is taken off.
    pub amount: Option<Money>,
    /// The article that is given.
    pub gift_sku: Option<String>,
    /// How much of it.
    pub gift_quantity: Option<Quantity>,
    /// How many whole units are paid in full.
    pub buy_quantity: Option<u32>,
    /// How many units beside them are cheaper or free.
    pub get_quantity: Option<u32>,
    /// What the basket must at least be worth.
    pub min_amount: Option<Money>,
    /// The most that is taken off.
    pub max_discount: Option<Money>,
    /// How often one customer may use it.
    pub per_customer: Option<u32>,
    /// How often it may be used altogether.
    pub total_limit: Option<u32>,
    /// What all discounts together may come to.
    pub budget: Option<Money>,
    /// Whether its coupons can be used beside others.
    pub stackable: bool,
    /// When it begins.
    pub starts_at: Option<Timestamp>,
    /// When it is over.
    pub ends_at: Option<Timestamp>,
    /// The articles for which it holds; all when there are no categories either.
    #[schemars(with = "Vec<String>")]
    pub skus: Json<Vec<String>>,
    /// The categories for which it holds, with those below them.
    #[schemars(with = "Vec<String>")]
    pub categories: Json<Vec<String>>,
    /// The static list on which a customer has to be.
    pub list_id: Option<ListId>,
    /// The rank that a customer's tier must at least have.
    pub min_tier_rank: Option<u32>,
    /// Whether its coupons can be used.
    pub active: bool,
    /// How often it was used: reserved and redeemed.
    pub uses: i64,
    /// What these uses come to, where there is a budget.
    pub spent: Option<Money>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What changes of a programme; what it gives stays.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CouponProgramPatch {
    /// The name.
    pub name: Option<String>,
    /// What the basket must at least be worth.
    pub min_amount: Patch<Money>,
    /// The most that is taken off.
    pub max_discount: Patch<Money>,
    /// How often one customer may use it.
    pub per_customer: Patch<u32>,
    /// How often it may be used altogether; below what was used it only stops further uses.
    pub total_limit: Patch<u32>,
    /// What all discounts together may come to; below what was given it only stops further uses.
    pub budget: Patch<Money>,
    /// Whether its coupons can be used beside others.
    pub stackable: Option<bool>,
    /// When it begins.
    pub starts_at: Patch<Timestamp>,
    /// When it is over; coupons that ended with it end with it again.
    pub ends_at: Patch<Timestamp>,
    /// The articles for which it holds.
    pub skus: Option<Vec<String>>,
    /// The categories for which it holds.
    pub categories: Option<Vec<String>>,
    /// The static list on which a customer has to be.
    pub list_id: Patch<ListId>,
    /// The rank that a customer's tier must at least have.
    pub min_tier_rank: Patch<u32>,
    /// Whether its coupons can be used.
    pub active: Option<bool>,
}

/// Which programmes to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CouponProgramFilter {
    /// Only those that are switched on, or off.
    pub active: Option<bool>,
    /// Which page.
    pub page: PageRequest,
}

/// Which coupons to issue: as many as there are codes or customers, or as `count` says; one by default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCoupons {
    /// The programme.
    pub program_id: CouponProgramId,
    /// How many, at most 10,000.
    #[serde(default)]
    pub count: Option<u32>,
    /// The codes, 4 to 64 letters and digits each; spaces, hyphens and the case do not matter. Generated by default.
    #[serde(default)]
    pub codes: Vec<String>,
    /// To whom each is bound; to nobody by default.
    #[serde(default)]
    pub customer_ids: Vec<CustomerId>,
    /// Whether everybody may use it, within the limits of the programme, instead of one customer once.
    #[serde(default)]
    pub shared: bool,
    /// When they expire; with the programme by default.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// What generated codes begin with, at most 16 letters and digits.
    #[serde(default)]
    pub prefix: Option<String>,
}

impl NewCoupons {
    /// One coupon with a generated code.
    #[must_use]
    pub fn of(program: CouponProgramId) -> Self {
        NewCoupons {
            program_id: program,
            count: None,
            codes: Vec::new(),
            customer_ids: Vec::new(),
            shared: false,
            expires_at: None,
            prefix: None,
        }
    }
}

/// A coupon as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Coupon {
    /// The id.
    pub id: CouponId,
    /// Its programme.
    pub program_id: CouponProgramId,
    /// The code, in capitals, without spaces and hyphens.
    pub code: String,
    /// To whom it is bound.
    pub customer_id: Option<CustomerId>,
    /// Whether everybody may use it; it stays issued then.
    pub shared: bool,
    /// Where it stands.
    pub state: CouponState,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
    /// When `tick` announces that it is about to expire.
    #[serde(skip)]
    pub(crate) remind_at: Option<Timestamp>,
    /// When it did.
    pub reminded_at: Option<Timestamp>,
    /// When it was issued.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Which coupons to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CouponFilter {
    /// Coupons of this programme.
    pub program_id: Option<CouponProgramId>,
    /// Coupons that are bound to this customer.
    pub customer_id: Option<CustomerId>,
    /// Coupons in this state.
    pub state: Option<CouponState>,
    /// Which page.
    pub page: PageRequest,
}
