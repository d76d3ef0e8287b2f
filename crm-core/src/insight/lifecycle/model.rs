//! What a stage is, and what is told about it.

use crate::vocabulary::{CustomerId, Date, PageRequest, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// Where a customer stands. The first rule that fits decides; g is the customer's own median gap between order days
    /// when there are at least three orders, else the shop's, clamped to 7..365 days; d is the number of days since the last
    /// counted order.
    pub enum Stage("lifecycle stage") {
        /// Known by a cookie or device only, or by a name alone.
        Anonymous = "anonymous",
        /// Nothing but a consent.
        Subscriber = "subscriber",
        /// A company, an enquiry, or any identity beyond cookie and device; no order.
        Prospect = "prospect",
        /// An open lead.
        Lead = "lead",
        /// An open opportunity or an accepted quote.
        Opportunity = "opportunity",
        /// One order.
        FirstTime = "first_time",
        /// More than one order.
        Repeat = "repeat",
        /// The label is loyal, or at least four orders within 365 days.
        Loyal = "loyal",
        /// The label is champions.
        Champion = "champion",
        /// The last order ended a gap as long as that of a dormant customer, at most 90 days ago.
        WonBack = "won_back",
        /// d > max(2g, 90).
        AtRisk = "at_risk",
        /// d > max(3g, 180).
        Dormant = "dormant",
        /// d > max(6g, 365).
        Lost = "lost",
        /// The shop blocks the customer.
        Blocked = "blocked",
        /// Personal data was erased.
        Erased = "erased",
    }
}

/// The stage of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CustomerStage {
    /// The customer.
    pub customer_id: CustomerId,
    /// The stage.
    pub stage: Stage,
    /// Since when: the midnight of the boundary that was passed, or the instant of the change that led there.
    pub since: Timestamp,
    /// The midnight at which the stage changes if nothing else happens, or an order that is dated ahead begins to count.
    pub next_evaluation_at: Option<Timestamp>,
    /// Counted orders at the last evaluation.
    pub orders: u32,
    /// The day of the last counted order.
    pub last_order: Option<Date>,
    /// g in days; null without orders.
    pub gap_days: Option<u32>,
    /// Whether g is the customer's own.
    pub own_gap: bool,
    /// The RFM label that was used; null before the first snapshot.
    pub label: Option<String>,
}

/// The numbers behind a stage, as its event shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageNumbers {
    /// The day of the evaluation, in the shop's zone.
    pub as_of: Date,
    /// Counted orders.
    pub orders: u32,
    /// Those within 365 days.
    pub orders_in_year: u32,
    /// The day of the last one.
    pub last_order: Option<Date>,
    /// d.
    pub days_since_last: Option<u32>,
    /// g in days.
    pub gap_days: Option<u32>,
    /// Whether g is the customer's own.
    pub own_gap: bool,
    /// Days between the last two order days.
    pub gap_before_last: Option<u32>,
    /// The RFM label.
    pub label: Option<String>,
}

/// How many customers are in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// The number of customers.
    pub customers: u64,
}

/// Which customers to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageFilter {
    /// The stage.
    pub stage: Stage,
    /// Which page.
    #[serde(default)]
    pub page: PageRequest,
}
