//! What an opportunity is: its tokens, how it is given, changed, closed, stored and listed.

use crate::journal::StageChange;
use crate::vocabulary::{
    Currency, CustomerId, Date, Money, OpportunityId, OrderId, PageRequest, Patch, PipelineId, Quantity, Rate, StaffId,
    Timestamp, UnitPrice,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// The core status of an opportunity, to which every stage maps.
    pub enum OpportunityStatus("opportunity status") {
        /// Somebody works on it.
        Open = "open",
        /// It waits; nobody works on it.
        OnHold = "on_hold",
        /// The customer has bought.
        Won = "won",
        /// The customer has not.
        Lost = "lost",
    }
}

tokens! {
    /// Why something was not sold.
    pub enum LostReason("lost reason") {
        /// It was too expensive.
        Price = "price",
        /// Another was preferred.
        Competitor = "competitor",
        /// There was no money for it.
        NoBudget = "no_budget",
        /// It was not needed.
        NoNeed = "no_need",
        /// Nobody decided.
        NoDecision = "no_decision",
        /// It was too early or too late.
        Timing = "timing",
        /// Something was missing that the customer needs.
        MissingFeature = "missing_feature",
        /// The customer did not answer any more.
        NoResponse = "no_response",
        /// It was not good enough.
        Quality = "quality",
        /// Anything else.
        Other = "other",
    }
}

/// An opportunity as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpportunity {
    /// The customer; follows merges.
    pub customer_id: CustomerId,
    /// What it is about, at most 512 bytes.
    pub name: String,
    /// The pipeline; the default one by default.
    #[serde(default)]
    pub pipeline_id: Option<PipelineId>,
    /// The key of an open stage of the pipeline; its first by default.
    #[serde(default)]
    pub stage: Option<String>,
    /// What it may come to, at least 0; the sum of its lines by default.
    #[serde(default)]
    pub amount: Option<Money>,
    /// The currency of the lines; that of the amount, then the shop's base currency by default.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// How likely it is, 0 to 1; its stage's probability by default.
    #[serde(default)]
    pub probability: Option<Rate>,
    /// What would be sold.
    #[serde(default)]
    pub lines: Vec<NewOpportunityLine>,
    /// The day on which it should close.
    #[serde(default)]
    pub expected_close: Option<Date>,
    /// Who works on it.
    #[serde(default)]
    pub owner_id: Option<StaffId>,
    /// Where it would be sold, a token such as `web` or `store`.
    #[serde(default)]
    pub channel: Option<String>,
    /// Where it came from, a token such as `referral`.
    #[serde(default)]
    pub source: Option<String>,
    /// The host's key of the campaign that brought it, at most 128 bytes.
    #[serde(default)]
    pub campaign: Option<String>,
    /// Firms that offer against the shop, at most 512 bytes.
    #[serde(default)]
    pub competitor: Option<String>,
    /// What the customer needs, at most 64 KiB.
    #[serde(default)]
    pub need: Option<String>,
    /// What the shop proposes, at most 64 KiB.
    #[serde(default)]
    pub solution: Option<String>,
}

impl NewOpportunity {
    /// An opportunity of a customer with nothing but a name.
    #[must_use]
    pub fn new(customer_id: CustomerId, name: impl Into<String>) -> Self {
        NewOpportunity {
            customer_id,
            name: name.into(),
            pipeline_id: None,
            stage: None,
            amount: None,
            currency: None,
            probability: None,
            lines: Vec::new(),
            expected_close: None,
            owner_id: None,
            channel: None,
            source: None,
            campaign: None,
            competitor: None,
            need: None,
            solution: None,
        }
    }
}

/// A line of an opportunity as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpportunityLine {
    /// The article number; the catalogue need not know it.
    pub sku: String,
    /// The name as offered.
    #[serde(default)]
    pub name: Option<String>,
    /// How much of it, at least 0; 1 by default.
    #[serde(default = "one")]
    pub quantity: Quantity,
    /// The price of one unit in the opportunity's currency, at least 0.
    pub unit_price: UnitPrice,
}

fn one() -> Quantity {
    Quantity::ONE
}

/// A line of an opportunity as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OpportunityLine {
    /// The article number.
    pub sku: String,
    /// The name as offered.
    pub name: Option<String>,
    /// How much of it.
    pub quantity: Quantity,
    /// The price of one unit.
    pub unit_price: UnitPrice,
    /// Unit price × quantity, rounded once, half to even.
    pub total: Money,
}

/// An opportunity as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Opportunity {
    /// The id.
    pub id: OpportunityId,
    /// The customer.
    pub customer_id: CustomerId,
    /// What it is about.
    pub name: String,
    /// The pipeline.
    pub pipeline_id: PipelineId,
    /// The key of the stage where it stands.
    pub stage: String,
    /// The core status of that stage.
    pub status: OpportunityStatus,
    /// What it may come to.
    pub amount: Money,
    /// Whether the amount is the sum of the lines.
    pub amount_from_lines: bool,
    /// Its own probability, which comes before that of its stage.
    pub own_probability: Option<Rate>,
    /// How likely it is: 1 once it is won, 0 once it is lost, its own or its stage's before.
    pub probability: Rate,
    /// The day on which it should close.
    pub expected_close: Option<Date>,
    /// Who works on it.
    pub owner_id: Option<StaffId>,
    /// Where it would be sold.
    pub channel: Option<String>,
    /// Where it came from.
    pub source: Option<String>,
    /// The host's key of the campaign that brought it.
    pub campaign: Option<String>,
    /// Firms that offer against the shop.
    pub competitor: Option<String>,
    /// What the customer needs.
    pub need: Option<String>,
    /// What the shop proposes.
    pub solution: Option<String>,
    /// Since when it stands in its stage.
    pub stage_since: Timestamp,
    /// When `tick` found that it stands still in this stage.
    pub stalled_at: Option<Timestamp>,
    /// When it was won or lost.
    pub closed_at: Option<Timestamp>,
    /// What a won one came to.
    pub close_amount: Option<Money>,
    /// Why a lost one was lost.
    pub lost_reason: Option<LostReason>,
    /// The order that came of it.
    pub order_id: Option<OrderId>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What would be sold.
    pub lines: Vec<OpportunityLine>,
}

/// An opportunity in short; `opportunities.get` has the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OpportunitySummary {
    /// The id.
    pub id: OpportunityId,
    /// What it is about.
    pub name: String,
    /// The key of the stage where it stands.
    pub stage: String,
    /// The core status of that stage.
    pub status: OpportunityStatus,
    /// What it may come to.
    pub amount: Money,
    /// How likely it is.
    pub probability: Rate,
    /// The day on which it should close.
    pub expected_close: Option<Date>,
    /// Who works on it.
    pub owner_id: Option<StaffId>,
}

impl From<Opportunity> for OpportunitySummary {
    fn from(row: Opportunity) -> Self {
        OpportunitySummary {
            id: row.id,
            name: row.name,
            stage: row.stage,
            status: row.status,
            amount: row.amount,
            probability: row.probability,
            expected_close: row.expected_close,
            owner_id: row.owner_id,
        }
    }
}

/// What changes of an opportunity.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OpportunityPatch {
    /// What it is about.
    pub name: Option<String>,
    /// What it may come to; cleared it is the sum of the lines. Another currency only while there are no lines.
    pub amount: Patch<Money>,
    /// Its own probability; cleared it is that of its stage.
    pub probability: Patch<Rate>,
    /// The day on which it should close.
    pub expected_close: Patch<Date>,
    /// Who works on it.
    pub owner_id: Patch<StaffId>,
    /// Where it would be sold.
    pub channel: Patch<String>,
    /// Where it came from.
    pub source: Patch<String>,
    /// The host's key of the campaign that brought it.
    pub campaign: Patch<String>,
    /// Firms that offer against the shop.
    pub competitor: Patch<String>,
    /// What the customer needs.
    pub need: Patch<String>,
    /// What the shop proposes.
    pub solution: Patch<String>,
}

/// How an opportunity is won.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OpportunityWin {
    /// What it came to, in its currency; its amount by default.
    pub amount: Option<Money>,
    /// The order of the same customer that came of it.
    pub order_id: Option<OrderId>,
    /// The key of a stage that maps to won; the pipeline's first by default.
    pub stage: Option<String>,
}

/// How an opportunity is lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpportunityLoss {
    /// Why.
    pub reason: LostReason,
    /// Who offered against the shop; the known text stays by default.
    #[serde(default)]
    pub competitor: Option<String>,
    /// The key of a stage that maps to lost; the pipeline's first by default.
    #[serde(default)]
    pub stage: Option<String>,
}

impl From<LostReason> for OpportunityLoss {
    fn from(reason: LostReason) -> Self {
        OpportunityLoss { reason, competitor: None, stage: None }
    }
}

/// Which opportunities to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OpportunityFilter {
    /// Those of this customer.
    pub customer_id: Option<CustomerId>,
    /// Those of this member of the staff.
    pub owner_id: Option<StaffId>,
    /// Those in this pipeline.
    pub pipeline_id: Option<PipelineId>,
    /// Those in the stage of this key.
    pub stage: Option<String>,
    /// Those in this core status.
    pub status: Option<OpportunityStatus>,
    /// Those that should close before this day.
    pub closing_before: Option<Date>,
    /// Which page.
    pub page: PageRequest,
}

/// How an opportunity came to where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OpportunityHistory {
    /// Its moves, oldest first; the first has no stage before.
    pub moves: Vec<StageChange>,
    /// How long it was in each stage, in the order in which it first came there.
    pub stages: Vec<StageTime>,
}

/// How long an opportunity was in one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StageTime {
    /// The key of the stage.
    pub stage: String,
    /// How often it came there.
    pub visits: u32,
    /// How long it was there, all visits together, in milliseconds; in its present stage until now.
    pub duration_ms: i64,
}
