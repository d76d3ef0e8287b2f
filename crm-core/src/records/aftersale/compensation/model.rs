//! What funds and compensations are: how they are given, stored, moved and listed.

use super::{CompensationKind, CompensationState, FundEntryKind, FundPeriod, RecoveredFrom};
use crate::records::interactions::Reference;
use crate::vocabulary::{
    CompensationId, CouponId, CouponProgramId, CustomerId, FundEntryId, FundId, Money, OrderId, PageRequest,
    PointsEntryId, RefundId, StaffId, StoredValueId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// A fund as it is given; it is empty until it is topped up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFund {
    /// What the shop calls it, at most 512 bytes.
    pub name: String,
    /// What it may give in a period, above 0; its currency is that of the fund.
    pub limit: Money,
    /// How often the limit begins anew; never by default.
    #[serde(default = "ever")]
    pub period: FundPeriod,
}

fn ever() -> FundPeriod {
    FundPeriod::Ever
}

impl NewFund {
    /// A fund whose limit is for ever.
    #[must_use]
    pub fn new(name: impl Into<String>, limit: Money) -> Self {
        NewFund { name: name.into(), limit, period: FundPeriod::Ever }
    }
}

/// A fund as it is stored. What it has left is `funded` − `reserved` − `paid` + `recovered`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Fund {
    /// The id.
    pub id: FundId,
    /// What the shop calls it.
    pub name: String,
    /// What it may give in a period.
    pub limit: Money,
    /// How often the limit begins anew.
    pub period: FundPeriod,
    /// Whether compensations may be promised from it.
    pub active: bool,
    /// What was put in.
    pub funded: Money,
    /// What compensations hold that are not paid yet.
    pub reserved: Money,
    /// What was paid.
    pub paid: Money,
    /// What came back of it.
    pub recovered: Money,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What changes of a fund.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FundPatch {
    /// The name.
    pub name: Option<String>,
    /// What it may give in a period; below what was given it only stops further promises.
    pub limit: Option<Money>,
    /// How often the limit begins anew.
    pub period: Option<FundPeriod>,
    /// Whether compensations may be promised from it.
    pub active: Option<bool>,
}

/// Money that is put into a fund.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FundTopUp {
    /// The fund.
    pub id: FundId,
    /// How much, above 0.
    pub amount: Money,
    /// Why, as a token.
    #[serde(default)]
    pub reason: Option<String>,
    /// The host's key of the request: the same key again changes nothing.
    #[serde(default)]
    pub key: Option<String>,
}

impl FundTopUp {
    /// So much for a fund.
    #[must_use]
    pub fn new(id: FundId, amount: Money) -> Self {
        FundTopUp { id, amount, reason: None, key: None }
    }
}

/// One change of a fund.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FundEntry {
    /// The id.
    pub id: FundEntryId,
    /// The fund.
    pub fund_id: FundId,
    /// Why it changed.
    pub kind: FundEntryKind,
    /// How much, above 0; the kind says in which direction.
    pub amount: Money,
    /// The compensation that it is about.
    pub compensation_id: Option<CompensationId>,
    /// More about why, as a token.
    pub reason: Option<String>,
    /// The host's key of the request.
    pub key: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A compensation as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCompensation {
    /// Who gets it.
    pub customer_id: CustomerId,
    /// What the customer gets.
    pub kind: CompensationKind,
    /// What it costs the shop, above 0; for points what they are worth, by default.
    #[serde(default)]
    pub amount: Option<Money>,
    /// Why, as a token such as `late_delivery`.
    pub cause: String,
    /// What it is about: a ticket, an order, a return. One compensation per cause and thing, unless `again` is set.
    #[serde(default, rename = "ref")]
    pub reference: Option<Reference>,
    /// Whether it is given although the customer has one for the same cause and thing.
    #[serde(default)]
    pub again: bool,
    /// The fund that it is paid from; needed for an advance.
    #[serde(default)]
    pub fund_id: Option<FundId>,
    /// The order that is refunded; a refund and an advance can do without one.
    #[serde(default)]
    pub order_id: Option<OrderId>,
    /// How many points, above 0.
    #[serde(default)]
    pub points: Option<i64>,
    /// The programme of the coupon; store credit over the amount without one.
    #[serde(default)]
    pub program_id: Option<CouponProgramId>,
    /// The article that is given, of a gift.
    #[serde(default)]
    pub gift_sku: Option<String>,
    /// Who of the staff proposes it.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
    /// More about it, at most 64 KiB.
    #[serde(default)]
    pub note: Option<String>,
}

impl NewCompensation {
    /// A compensation of an amount, for a cause.
    #[must_use]
    pub fn new(customer: CustomerId, kind: CompensationKind, amount: Money, cause: &str) -> Self {
        NewCompensation {
            customer_id: customer,
            kind,
            amount: Some(amount),
            cause: cause.to_owned(),
            reference: None,
            again: false,
            fund_id: None,
            order_id: None,
            points: None,
            program_id: None,
            gift_sku: None,
            staff_id: None,
            note: None,
        }
    }
}

/// A compensation as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Compensation {
    /// The id.
    pub id: CompensationId,
    /// Who gets it; follows merges.
    pub customer_id: CustomerId,
    /// What the customer gets.
    pub kind: CompensationKind,
    /// Where it stands.
    pub state: CompensationState,
    /// What it costs the shop.
    pub amount: Money,
    /// The same in the base currency, at the rate of the order or of the day on which it was proposed.
    pub amount_base: Money,
    /// Why.
    pub cause: String,
    /// What it is about.
    #[serde(rename = "ref")]
    pub reference: Option<Reference>,
    /// The fund that it is paid from.
    pub fund_id: Option<FundId>,
    /// The order that is refunded.
    pub order_id: Option<OrderId>,
    /// How many points.
    pub points: Option<i64>,
    /// The programme of the coupon.
    pub program_id: Option<CouponProgramId>,
    /// The article that is given.
    pub gift_sku: Option<String>,
    /// Who proposed it.
    pub proposed_by: Option<StaffId>,
    /// Who approved or declined it; null when the limits of the shop did.
    pub decided_by: Option<StaffId>,
    /// Why it was declined or called off, as a token.
    pub end_reason: Option<String>,
    /// The refund that paid it.
    pub refund_id: Option<RefundId>,
    /// The points that paid it.
    pub points_entry_id: Option<PointsEntryId>,
    /// The coupon that paid it.
    pub coupon_id: Option<CouponId>,
    /// The store credit that paid it.
    pub stored_value_id: Option<StoredValueId>,
    /// What came back of an advance.
    pub recovered: Option<Money>,
    /// The same in the base currency.
    pub recovered_base: Option<Money>,
    /// From whom, the last time.
    pub recovered_from: Option<RecoveredFrom>,
    /// More about it.
    pub note: Option<String>,
    /// When it was proposed.
    pub created_at: Timestamp,
    /// When it was approved or declined.
    pub decided_at: Option<Timestamp>,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// When the last of an advance came back.
    pub recovered_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What comes back of an advance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    /// The compensation.
    pub id: CompensationId,
    /// How much, above 0; all that is open by default.
    #[serde(default)]
    pub amount: Option<Money>,
    /// From whom.
    pub from: RecoveredFrom,
}

/// Which compensations to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompensationFilter {
    /// Those of this customer.
    pub customer_id: Option<CustomerId>,
    /// Those in this state.
    pub state: Option<CompensationState>,
    /// Those of this kind.
    pub kind: Option<CompensationKind>,
    /// Those of this fund.
    pub fund_id: Option<FundId>,
    /// Those about this thing.
    #[serde(rename = "ref")]
    pub reference: Option<Reference>,
    /// Which page.
    pub page: PageRequest,
}

/// Up to what a member of the staff approves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalLimit {
    /// Who.
    pub staff_id: StaffId,
    /// Up to what, in the base currency; without a limit when absent.
    #[serde(default)]
    pub up_to: Option<Money>,
}

/// Who approves what.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompensationSettings {
    /// Up to what a compensation needs no approval, in the base currency; each needs one by default.
    pub free_up_to: Option<Money>,
    /// Who approves, and up to what; what one of them proposes within the own limit is approved at once. While nobody is
    /// listed, everybody of the staff may approve what another one has proposed.
    pub approvers: Vec<ApprovalLimit>,
}
