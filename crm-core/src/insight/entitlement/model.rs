//! What an entitlement is: levels, conditions, rules, exceptions, and the answer that explains itself.

use crate::insight::lifecycle::Stage;
use crate::records::customers::{CustomerBlock, CustomerKind};
use crate::vocabulary::{CustomerId, EntitlementOverrideId, Money, Rate, StaffId, TierId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// How the shop serves a customer.
    #[derive(Default)]
    pub enum ServiceLevel("service level") {
        /// Service costs nothing.
        #[default]
        Free = "free",
        /// Service is given for a price.
        Paid = "paid",
        /// No service.
        None = "none",
    }
}

tokens! {
    /// What decided an entitlement; what stands first wins.
    #[derive(Default)]
    pub enum EntitlementSource("source of an entitlement") {
        /// A block of the customer that forbids service.
        Block = "block",
        /// The exception of the customer.
        Override = "override",
        /// The first rule that fits.
        Rule = "rule",
        /// No rule fits.
        #[default]
        Default = "default",
    }
}

tokens! {
    /// What a rule asks.
    pub enum EntitlementCondition("condition of a rule") {
        /// The kind of customer.
        Kind = "kind",
        /// The tier.
        Tiers = "tiers",
        /// The RFM label.
        Labels = "labels",
        /// The lifecycle stage.
        Stages = "stages",
        /// The tags.
        Tags = "tags",
        /// The least net revenue.
        NetFrom = "net_from",
        /// The net revenue that is not reached.
        NetBelow = "net_below",
        /// The least margin.
        MarginFrom = "margin_from",
        /// The margin that is not reached.
        MarginBelow = "margin_below",
        /// The least number of orders.
        OrdersFrom = "orders_from",
        /// The number of orders that is not reached.
        OrdersBelow = "orders_below",
        /// The least number of days since the last order.
        IdleDaysFrom = "idle_days_from",
        /// The number of days since the last order that is not reached.
        IdleDaysBelow = "idle_days_below",
        /// The share of refunds that is passed.
        RefundRateAbove = "refund_rate_above",
    }
}

/// What a rule asks of a customer: all of it must hold. A rule that asks nothing fits everybody.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EntitlementConditions {
    /// Customers of this kind.
    pub kind: Option<CustomerKind>,
    /// Customers in one of these tiers, at most 100.
    pub tiers: Vec<TierId>,
    /// Customers with one of these RFM labels, at most 100; nobody has one before the first snapshot.
    pub labels: Vec<String>,
    /// Customers in one of these stages. A customer with any block is in the stage `blocked`.
    pub stages: Vec<Stage>,
    /// Customers with one of these tags, at most 100.
    pub tags: Vec<String>,
    /// Days up to today, 1 to 100,000, in which net revenue, orders and refunds are counted; all history by default.
    pub window_days: Option<u32>,
    /// Net revenue less refunds of at least this amount, in the shop's currency.
    pub net_from: Option<Money>,
    /// Net revenue less refunds below this amount, in the shop's currency.
    pub net_below: Option<Money>,
    /// Net revenue less refunds and costs of all history of at least this amount, in the shop's currency; articles of
    /// which no cost is known cost nothing.
    pub margin_from: Option<Money>,
    /// The same below this amount.
    pub margin_below: Option<Money>,
    /// At least so many counted orders.
    pub orders_from: Option<u32>,
    /// Fewer counted orders.
    pub orders_below: Option<u32>,
    /// The last counted order is at least so many days ago; never fits a customer without one.
    pub idle_days_from: Option<u32>,
    /// The last counted order is fewer days ago; never fits a customer without one.
    pub idle_days_below: Option<u32>,
    /// Refunds are more than this share of the net revenue before refunds, 0 to 1; never fits without any revenue.
    pub refund_rate_above: Option<Rate>,
}

/// A rule: customers who meet its conditions are served so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntitlementRule {
    /// What people call it, at most 512 bytes; no other rule has the same name.
    pub name: String,
    /// What must hold.
    #[serde(default)]
    pub when: EntitlementConditions,
    /// How customers are served for whom it holds.
    pub level: ServiceLevel,
    /// What service costs them, above 0; only for the level `paid`.
    #[serde(default)]
    pub price: Option<Money>,
    /// What the staff should know, at most 64 KiB.
    #[serde(default)]
    pub note: Option<String>,
}

impl EntitlementRule {
    /// A rule without conditions, price and note.
    #[must_use]
    pub fn new(name: impl Into<String>, level: ServiceLevel) -> Self {
        EntitlementRule { name: name.into(), when: EntitlementConditions::default(), level, price: None, note: None }
    }
}

/// All rules, of which the first that fits decides.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EntitlementRules {
    /// The rules in the order in which they are tried, at most 100.
    pub rules: Vec<EntitlementRule>,
    /// How customers are served whom no rule fits; free by default.
    pub default_level: ServiceLevel,
    /// What service costs them, above 0; only for the level `paid`.
    pub default_price: Option<Money>,
}

/// An exception as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEntitlementOverride {
    /// Whom it concerns; follows merges.
    pub customer_id: CustomerId,
    /// How the customer is served whatever the rules say.
    pub level: ServiceLevel,
    /// What service costs the customer, above 0; only for the level `paid`.
    #[serde(default)]
    pub price: Option<Money>,
    /// Why, as a token of the shop's own such as `goodwill`.
    pub reason: String,
    /// When it is over; never by default.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// The member of the staff who decided it.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
}

impl NewEntitlementOverride {
    /// An exception without price and end.
    #[must_use]
    pub fn new(customer_id: CustomerId, level: ServiceLevel, reason: impl Into<String>) -> Self {
        NewEntitlementOverride { customer_id, level, price: None, reason: reason.into(), until: None, staff_id: None }
    }
}

/// An exception as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EntitlementOverride {
    /// The id.
    pub id: EntitlementOverrideId,
    /// Whom it concerns.
    pub customer_id: CustomerId,
    /// How the customer is served.
    pub level: ServiceLevel,
    /// What service costs the customer.
    pub price: Option<Money>,
    /// Why, as a token.
    pub reason: String,
    /// When it is over.
    pub until: Option<Timestamp>,
    /// The member of the staff who decided it.
    pub staff_id: Option<StaffId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When another took its place, or it was taken back.
    pub ended_at: Option<Timestamp>,
}

/// What one condition found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ConditionCheck {
    /// The condition.
    pub condition: EntitlementCondition,
    /// Whether it holds.
    pub holds: bool,
    /// The fact behind it: a token, a number or an amount, never personal; `none` for nothing.
    pub fact: String,
}

/// What one rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RuleCheck {
    /// The name of the rule.
    pub rule: String,
    /// Whether all conditions hold.
    pub fits: bool,
    /// Every condition of the rule.
    pub conditions: Vec<ConditionCheck>,
}

/// How a customer is served, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CustomerEntitlement {
    /// The customer; the one that it was merged into, if it was.
    pub customer_id: CustomerId,
    /// The instant for which it was worked out.
    pub at: Timestamp,
    /// How the customer is served.
    pub level: ServiceLevel,
    /// What service costs; null when it is free, or when the shop says no price.
    pub price: Option<Money>,
    /// What decided.
    pub decided_by: EntitlementSource,
    /// The name of the rule that decided.
    pub rule: Option<String>,
    /// What the staff should know, from that rule.
    pub note: Option<String>,
    /// The exception that holds, also when a block wins over it.
    pub exception: Option<EntitlementOverride>,
    /// The block that holds.
    pub block: Option<CustomerBlock>,
    /// Whether the shop may sell to the customer.
    pub may_sell: bool,
    /// Whether no block forbids marketing; consents are another matter.
    pub may_market: bool,
    /// Whether the customer gets service, for a price or without.
    pub may_serve: bool,
    /// The rules that were tried, in their order, up to the one that decided; empty when none had to be tried, and in the
    /// view of a customer.
    pub tried: Vec<RuleCheck>,
}

/// Which customers to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EntitlementCounting {
    /// Customers with a larger id; from the first on when absent.
    pub after: Option<CustomerId>,
    /// How many customers to look at, 1 to 10,000; 1,000 by default.
    pub limit: u32,
}

impl Default for EntitlementCounting {
    fn default() -> Self {
        EntitlementCounting { after: None, limit: 1_000 }
    }
}

/// How many customers are served on a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LevelCount {
    /// The level.
    pub level: ServiceLevel,
    /// The number of customers.
    pub customers: u64,
}

/// How many of some customers are served how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EntitlementSummary {
    /// Every level with its number of customers; blocks and exceptions count.
    pub levels: Vec<LevelCount>,
    /// How many of them may not be served because of a block.
    pub blocked: u64,
    /// Where to go on: give it as `after`; null when all were counted.
    pub next_after: Option<CustomerId>,
}
