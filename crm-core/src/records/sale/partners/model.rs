//! What partners and commissions look like: tokens, as given, as stored, as listed.

use super::terms::PlanTerms;
use crate::vocabulary::{
    AttributionId, CommissionId, CommissionPlanId, CustomerId, Date, Money, OrderId, OrderLineId, PageRequest,
    PartnerId, Patch, PayoutId, Rate, Timestamp,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// How a partner sells.
    pub enum PartnerKind("partner kind") {
        /// Sells in the name of the shop.
        Agent = "agent",
        /// Buys in bulk and sells to dealers.
        Wholesaler = "wholesaler",
        /// Sells to consumers.
        Retailer = "retailer",
        /// Holds a territory.
        Distributor = "distributor",
        /// Sends buyers.
        Affiliate = "affiliate",
        /// Sells the shop's goods as its own offer.
        Reseller = "reseller",
    }
}

tokens! {
    /// Who gets a commission.
    pub enum BeneficiaryKind("kind of beneficiary") {
        /// A partner.
        Partner = "partner",
        /// A member of the staff.
        Staff = "staff",
    }
}

tokens! {
    /// Where a commission stands.
    pub enum CommissionState("commission state") {
        /// The order is not paid and completed.
        Pending = "pending",
        /// The order is paid and completed.
        Earned = "earned",
        /// Somebody has looked it over.
        Approved = "approved",
        /// It is in a payout.
        Paid = "paid",
        /// All of it was taken back.
        ClawedBack = "clawed_back",
    }
}

tokens! {
    /// What an entry in the account of a beneficiary is.
    pub enum EntryKind("kind of entry") {
        /// A commission was earned.
        Earned = "earned",
        /// An earned commission was taken back.
        ClawedBack = "clawed_back",
        /// A payout.
        Paid = "paid",
    }
}

/// Who gets a commission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Beneficiary {
    /// A partner or a member of the staff.
    pub kind: BeneficiaryKind,
    /// The id of the partner, or the host's number of the member of the staff.
    pub id: i64,
}

impl Beneficiary {
    /// A partner.
    #[must_use]
    pub const fn partner(id: PartnerId) -> Self {
        Beneficiary { kind: BeneficiaryKind::Partner, id: id.0 }
    }

    /// A member of the staff.
    #[must_use]
    pub const fn staff(id: i64) -> Self {
        Beneficiary { kind: BeneficiaryKind::Staff, id }
    }
}

/// Who gets which part of a commission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommissionShare {
    /// A partner or a member of the staff.
    pub kind: BeneficiaryKind,
    /// The id of the partner, or the host's number of the member of the staff.
    pub id: i64,
    /// The part, above 0. All parts add up to 1; left out for all, the plan's split holds, and without one equal parts.
    #[serde(default)]
    pub share: Option<Rate>,
}

impl CommissionShare {
    /// A part that the plan decides.
    #[must_use]
    pub const fn of(beneficiary: Beneficiary) -> Self {
        CommissionShare { kind: beneficiary.kind, id: beneficiary.id, share: None }
    }

    /// Who gets the part.
    #[must_use]
    pub const fn beneficiary(&self) -> Beneficiary {
        Beneficiary { kind: self.kind, id: self.id }
    }
}

/// Who shares a commission, the leading one first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct CommissionShares(pub Vec<CommissionShare>);

/// A line of an order that a commission covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AttributedLine {
    /// The line; null for an order without lines.
    pub line_id: Option<OrderLineId>,
    /// What its commission is computed of: minor units of the base currency, or thousandths of a unit.
    pub base: i64,
}

/// The lines of an order that a commission covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct AttributedLines(pub Vec<AttributedLine>);

/// A partner as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPartner {
    /// The customer record that the partner is.
    pub customer_id: CustomerId,
    /// How the partner sells.
    pub kind: PartnerKind,
    /// The shop's code of the partner, 1 to 64 letters, digits, `_`, `-` or `.`; unique.
    pub code: String,
    /// Where the partner sells.
    #[serde(default)]
    pub territory: Option<String>,
    /// The level, a token of the shop such as `gold`.
    #[serde(default)]
    pub level: Option<String>,
    /// What was agreed, at most 64 KiB.
    #[serde(default)]
    pub agreement: Option<String>,
    /// The share that is taken off prices when the partner buys, 0 to 1; 0 by default.
    #[serde(default)]
    pub discount_rate: Rate,
}

/// A partner as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Partner {
    /// The id.
    pub id: PartnerId,
    /// The customer record that the partner is; follows merges.
    pub customer_id: CustomerId,
    /// How the partner sells.
    pub kind: PartnerKind,
    /// The shop's code of the partner.
    pub code: String,
    /// Where the partner sells.
    pub territory: Option<String>,
    /// The level.
    pub level: Option<String>,
    /// What was agreed.
    pub agreement: Option<String>,
    /// The share that is taken off prices when the partner buys.
    pub discount_rate: Rate,
    /// Whether new orders can be attributed to the partner.
    pub active: bool,
    /// When the partner was recorded.
    pub created_at: Timestamp,
    /// When the record last changed.
    pub updated_at: Timestamp,
}

/// What changes of a partner.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PartnerPatch {
    /// How the partner sells.
    pub kind: Option<PartnerKind>,
    /// Where the partner sells.
    pub territory: Patch<String>,
    /// The level.
    pub level: Patch<String>,
    /// What was agreed.
    pub agreement: Patch<String>,
    /// The share that is taken off prices when the partner buys, 0 to 1.
    pub discount_rate: Option<Rate>,
    /// Whether new orders can be attributed to the partner.
    pub active: Option<bool>,
}

/// Which partners to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PartnerFilter {
    /// Partners of this kind.
    pub kind: Option<PartnerKind>,
    /// The partners that this customer is.
    pub customer_id: Option<CustomerId>,
    /// Partners of this level.
    pub level: Option<String>,
    /// Active ones, or those that are not.
    pub active: Option<bool>,
    /// Which page.
    pub page: PageRequest,
}

/// A commission plan as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCommissionPlan {
    /// The name, at most 512 bytes.
    pub name: String,
    /// What is paid for what.
    pub terms: PlanTerms,
    /// Among plans that cover the same line the one with the highest priority holds; 0 by default.
    #[serde(default)]
    pub priority: i32,
    /// Orders placed at or after this instant; now by default.
    #[serde(default)]
    pub starts_at: Option<Timestamp>,
    /// Orders placed before this instant; without end by default.
    #[serde(default)]
    pub ends_at: Option<Timestamp>,
}

/// A commission plan as it is stored. Its terms never change: another plan takes its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CommissionPlan {
    /// The id.
    pub id: CommissionPlanId,
    /// The name.
    pub name: String,
    /// What is paid for what.
    pub terms: PlanTerms,
    /// The highest priority holds.
    pub priority: i32,
    /// Orders placed at or after this instant.
    pub starts_at: Timestamp,
    /// Orders placed before this instant.
    pub ends_at: Option<Timestamp>,
    /// When it was recorded.
    pub created_at: Timestamp,
}

/// The commissions of an order under one plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Attribution {
    /// The id.
    pub id: AttributionId,
    /// The order.
    pub order_id: OrderId,
    /// The customer of the order.
    pub customer_id: CustomerId,
    /// The plan.
    pub plan_id: CommissionPlanId,
    /// Whose turnover decides the tier: the one who was named first.
    pub lead: Beneficiary,
    /// Who shares it.
    pub shares: CommissionShares,
    /// Which lines it covers.
    pub lines: AttributedLines,
    /// The first day of the period of the turnover; null under a plan without tiers, which asks for none.
    pub period: Option<Date>,
    /// What the commission is computed of: minor units of the base currency, or thousandths of a unit.
    pub base: i64,
    /// What is left of it after cancellations, edits and refunds.
    pub kept: i64,
    /// The whole commission.
    pub amount: Money,
    /// When its claw-back period ends; null until the order is paid and completed.
    pub due_at: Option<Timestamp>,
    /// When its claw-back period had ended; it does not follow its order any more.
    pub closed_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// What each beneficiary gets for each line.
    pub commissions: Vec<Commission>,
}

/// What one beneficiary gets for one line of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Commission {
    /// The id.
    pub id: CommissionId,
    /// The commissions of the order as a whole.
    pub attribution_id: AttributionId,
    /// The order.
    pub order_id: OrderId,
    /// The line; null for an order without lines.
    pub line_id: Option<OrderLineId>,
    /// The plan.
    pub plan_id: CommissionPlanId,
    /// Who gets it.
    pub beneficiary: Beneficiary,
    /// What the commission of the line is computed of: minor units of the base currency, or thousandths of a unit.
    pub base: i64,
    /// How much, as given.
    pub amount: Money,
    /// How much of it was taken back.
    pub clawed: Money,
    /// Where it stands.
    pub state: CommissionState,
    /// When it was earned.
    pub earned_at: Option<Timestamp>,
    /// When it was approved.
    pub approved_at: Option<Timestamp>,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// The payout that holds it.
    pub payout_id: Option<PayoutId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Which commissions to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CommissionFilter {
    /// Commissions of this beneficiary.
    pub beneficiary: Option<Beneficiary>,
    /// Commissions of this order.
    pub order_id: Option<OrderId>,
    /// Commissions under this plan.
    pub plan_id: Option<CommissionPlanId>,
    /// Commissions in this state.
    pub state: Option<CommissionState>,
    /// Commissions that were earned at or after this instant.
    pub earned_from: Option<Timestamp>,
    /// Commissions that were earned before this instant.
    pub earned_before: Option<Timestamp>,
    /// Which page.
    pub page: PageRequest,
}

/// What was paid to a beneficiary for a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CommissionPayout {
    /// The id.
    pub id: PayoutId,
    /// Who was paid.
    pub beneficiary: Beneficiary,
    /// The first day of the period in the shop's zone.
    pub from_day: Date,
    /// The first day after the period.
    pub until_day: Date,
    /// How many commissions it holds.
    pub commissions: i64,
    /// What they come to.
    pub gross: Money,
    /// What was set off: taken back of what earlier payouts had paid.
    pub set_off: Money,
    /// What was paid.
    pub amount: Money,
    /// When.
    pub paid_at: Timestamp,
}

/// The account of a beneficiary over a period: opening + earned − clawed back − paid = closing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CommissionStatement {
    /// Whose account.
    pub beneficiary: Beneficiary,
    /// The first day of the period in the shop's zone.
    pub from_day: Date,
    /// The first day after the period.
    pub until_day: Date,
    /// What the shop owed before; negative when the beneficiary owes it.
    pub opening: Money,
    /// What was earned.
    pub earned: Money,
    /// What was taken back of what had been earned.
    pub clawed_back: Money,
    /// What was paid.
    pub paid: Money,
    /// What the shop owes afterwards; negative when the beneficiary owes it.
    pub closing: Money,
}
