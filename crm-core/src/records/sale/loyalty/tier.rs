//! What tiers are: how they are given, changed and stored, and what they mean for a customer.

use crate::db::Json;
use crate::vocabulary::{CustomerId, Money, Patch, Rate, TierId, Timestamp};
use serde::{Deserialize, Serialize};

/// A tier as it is given. Whoever reaches one of its marks within the window is in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTier {
    /// What the shop calls it, at most 512 bytes.
    pub name: String,
    /// Its rank, at least 1, unique; the highest one that a customer reaches counts.
    pub rank: u32,
    /// What one has to spend: net amounts less refunds, in the base currency.
    #[serde(default)]
    pub min_spend: Option<Money>,
    /// How many points one has to earn.
    #[serde(default)]
    pub min_points: Option<i64>,
    /// Within how many days; within a lifetime by default.
    #[serde(default)]
    pub window_days: Option<u32>,
    /// The share that is taken off prices, 0 to 1; 0 by default.
    #[serde(default)]
    pub price_percent: Rate,
    /// Whether orders are shipped for nothing; they are not by default.
    #[serde(default)]
    pub free_shipping: bool,
    /// What else it offers, one sentence each.
    #[serde(default)]
    pub benefits: Vec<String>,
    /// For how many days one stays in it after falling below its marks; 0 by default.
    #[serde(default)]
    pub grace_days: u32,
    /// Whether customers get into it; they do by default.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

impl NewTier {
    /// A tier for what one spends in a lifetime.
    #[must_use]
    pub fn by_spend(name: impl Into<String>, rank: u32, min_spend: Money) -> Self {
        NewTier {
            name: name.into(),
            rank,
            min_spend: Some(min_spend),
            min_points: None,
            window_days: None,
            price_percent: Rate::default(),
            free_shipping: false,
            benefits: Vec::new(),
            grace_days: 0,
            active: true,
        }
    }
}

/// A tier as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Tier {
    /// The id.
    pub id: TierId,
    /// What the shop calls it.
    pub name: String,
    /// Its rank.
    pub rank: u32,
    /// What one has to spend.
    pub min_spend: Option<Money>,
    /// How many points one has to earn.
    pub min_points: Option<i64>,
    /// Within how many days; within a lifetime without.
    pub window_days: Option<u32>,
    /// The share that is taken off prices.
    pub price_percent: Rate,
    /// Whether orders are shipped for nothing.
    pub free_shipping: bool,
    /// What else it offers.
    #[schemars(with = "Vec<String>")]
    pub benefits: Json<Vec<String>>,
    /// For how many days one stays in it after falling below its marks.
    pub grace_days: u32,
    /// Whether customers get into it.
    pub active: bool,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What changes of a tier; `tick` evaluates those who are in it anew.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TierPatch {
    /// The name.
    pub name: Option<String>,
    /// What one has to spend.
    pub min_spend: Patch<Money>,
    /// How many points one has to earn.
    pub min_points: Patch<i64>,
    /// Within how many days.
    pub window_days: Patch<u32>,
    /// The share that is taken off prices.
    pub price_percent: Option<Rate>,
    /// Whether orders are shipped for nothing.
    pub free_shipping: Option<bool>,
    /// What else it offers; the whole list.
    pub benefits: Option<Vec<String>>,
    /// For how many days one stays in it after falling below its marks.
    pub grace_days: Option<u32>,
    /// Whether customers get into it.
    pub active: Option<bool>,
}

/// The tier of a customer as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CustomerTier {
    /// Whose tier it is.
    pub customer_id: CustomerId,
    /// The tier; none below the marks of all.
    pub tier_id: Option<TierId>,
    /// Since when.
    pub since: Timestamp,
    /// Until when the customer stays in it although its marks are not reached any more.
    pub grace_until: Option<Timestamp>,
    /// When time alone can change it.
    pub next_evaluation_at: Option<Timestamp>,
}

/// On what terms a customer buys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LoyaltyTerms {
    /// Whose terms they are.
    pub customer_id: CustomerId,
    /// The points that can be spent.
    pub points: i64,
    /// The tier.
    pub tier: Option<Tier>,
    /// The share that is taken off prices; 0 without a tier.
    pub price_percent: Rate,
    /// Whether the tier ships orders for nothing.
    pub free_shipping: bool,
    /// Since when the customer is in the tier.
    pub since: Option<Timestamp>,
    /// Until when the customer stays in it although its marks are not reached any more.
    pub grace_until: Option<Timestamp>,
}
