//! What a service contract is, how it is given and listed, and what was used of it.

use crate::db::Json;
use crate::vocabulary::{AssetId, ContractId, CustomerId, Date, EntitlementUseId, Money, PageRequest, Rate, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// Where a service contract stands.
    pub enum ContractState("contract state") {
        /// It is being written.
        Draft = "draft",
        /// It was sent to be signed.
        PendingSignature = "pending_signature",
        /// It is signed.
        Active = "active",
        /// It is signed, and 30 days at most are left.
        Expiring = "expiring",
        /// It gives nothing for a while.
        Suspended = "suspended",
        /// It was ended before its last day.
        Terminated = "terminated",
        /// Its last day has passed.
        Expired = "expired",
        /// Another one follows it.
        Renewed = "renewed",
        /// It was never signed.
        Cancelled = "cancelled",
    }
}

tokens! {
    /// What happens when a contract ends.
    pub enum ContractRenewal("renewal of a contract") {
        /// Nothing.
        None = "none",
        /// The next one begins by itself.
        Auto = "auto",
        /// Somebody of the staff asks the customer, by a task.
        Ask = "ask",
    }
}

tokens! {
    /// How often a contract is billed.
    pub enum ContractBilling("billing period of a contract") {
        /// All of it at its beginning.
        Once = "once",
        /// Every month.
        Monthly = "monthly",
        /// Every three months.
        Quarterly = "quarterly",
        /// Every year.
        Yearly = "yearly",
    }
}

tokens! {
    /// What is counted of a contract.
    pub enum EntitlementKind("entitlement") {
        /// A visit at the customer's place.
        Visit = "visit",
        /// A call.
        Call = "call",
    }
}

/// A contract as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContract {
    /// The customer.
    pub customer_id: CustomerId,
    /// The number that people read, unique; `SC-` and its id by default.
    #[serde(default)]
    pub number: Option<String>,
    /// The customer's pieces that it covers, at most 1,000; all of them when neither pieces nor articles are named.
    #[serde(default)]
    pub asset_ids: Vec<AssetId>,
    /// The articles of which it covers every piece of the customer, at most 1,000.
    #[serde(default)]
    pub skus: Vec<String>,
    /// The share of the price of parts that it pays, 0 to 1.
    #[serde(default)]
    pub parts_rate: Rate,
    /// Whether it pays the labour.
    #[serde(default)]
    pub labour: bool,
    /// Whether it pays the way to the customer.
    #[serde(default)]
    pub travel: bool,
    /// Within how many seconds of service time the shop responds, above 0.
    #[serde(default)]
    pub response_s: Option<i64>,
    /// Within how many seconds of service time it is resolved, above 0.
    #[serde(default)]
    pub resolution_s: Option<i64>,
    /// How many visits a year of the contract are included; any number by default.
    #[serde(default)]
    pub visits: Option<u32>,
    /// How many calls a year of the contract are included; any number by default.
    #[serde(default)]
    pub calls: Option<u32>,
    /// What all of it costs, not negative.
    pub price: Money,
    /// How often it is billed; once by default.
    #[serde(default = "once")]
    pub billing: ContractBilling,
    /// What happens at its end; nothing by default.
    #[serde(default = "no_renewal")]
    pub renewal: ContractRenewal,
    /// Its first day, in the shop's zone.
    pub starts_on: Date,
    /// How many months it lasts, 1 to 600.
    pub months: u32,
    /// Whether another contract may cover the same at the same time.
    #[serde(default)]
    pub allow_overlap: bool,
}

fn once() -> ContractBilling {
    ContractBilling::Once
}

fn no_renewal() -> ContractRenewal {
    ContractRenewal::None
}

/// A contract as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Contract {
    /// The id.
    pub id: ContractId,
    /// The number that people read.
    pub number: String,
    /// The customer.
    pub customer_id: CustomerId,
    /// The pieces that it covers.
    #[schemars(with = "Vec<AssetId>")]
    pub asset_ids: Json<Vec<AssetId>>,
    /// The articles that it covers.
    #[schemars(with = "Vec<String>")]
    pub skus: Json<Vec<String>>,
    /// The share of the price of parts that it pays.
    pub parts_rate: Rate,
    /// Whether it pays the labour.
    pub labour: bool,
    /// Whether it pays the way to the customer.
    pub travel: bool,
    /// Within how many seconds of service time the shop responds.
    pub response_s: Option<i64>,
    /// Within how many seconds of service time it is resolved.
    pub resolution_s: Option<i64>,
    /// How many visits a year are included.
    pub visits: Option<u32>,
    /// How many calls a year are included.
    pub calls: Option<u32>,
    /// What all of it costs.
    pub price: Money,
    /// How often it is billed.
    pub billing: ContractBilling,
    /// What happens at its end.
    pub renewal: ContractRenewal,
    /// How many months it lasts.
    pub months: u32,
    /// Its first day.
    pub starts_on: Date,
    /// Its last day.
    pub ends_on: Date,
    /// Whether another contract may cover the same at the same time.
    pub allow_overlap: bool,
    /// Where it stands.
    pub state: ContractState,
    /// Since when it is suspended.
    pub suspended_at: Option<Timestamp>,
    /// When it was terminated or cancelled.
    pub ended_at: Option<Timestamp>,
    /// Why.
    pub end_reason: Option<String>,
    /// The part of the price for the days after a termination, as an information.
    pub unused: Option<Money>,
    /// The contract that this one follows.
    pub previous_id: Option<ContractId>,
    /// The contract that follows this one.
    pub next_id: Option<ContractId>,
    /// The day on which its state changes next by itself.
    pub next_on: Option<Date>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Which contracts to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContractFilter {
    /// Contracts of this customer.
    pub customer_id: Option<CustomerId>,
    /// Contracts in this state.
    pub state: Option<ContractState>,
    /// The contract with this number.
    pub number: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// A use as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EntitlementUse {
    /// The id.
    pub id: EntitlementUseId,
    /// The contract.
    pub contract_id: ContractId,
    /// What was used.
    pub kind: EntitlementKind,
    /// The first day of the year of the contract.
    pub year_from: Date,
    /// Whether it was more than is included, and is billed.
    pub is_over: bool,
    /// The host's key of the use.
    pub reference: Option<String>,
    /// When.
    pub used_at: Timestamp,
}

/// How much of one entitlement is used in a year of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EntitlementUsage {
    /// What is counted.
    pub kind: EntitlementKind,
    /// The first day of the year.
    pub year_from: Date,
    /// How many are included; null for any number.
    pub entitled: Option<u32>,
    /// How many were used, with those beyond.
    pub used: u32,
    /// How many of them were beyond.
    pub over: u32,
    /// How many are left; null for any number.
    pub left: Option<u32>,
}

/// What a contract gives for a piece or an article at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CoveringContract {
    /// The contract.
    pub contract_id: ContractId,
    /// The share of the price of parts that it pays.
    pub parts_rate: Rate,
    /// Whether it pays the labour.
    pub labour: bool,
    /// Whether it pays the way to the customer.
    pub travel: bool,
    /// Within how many seconds of service time the shop responds.
    pub response_s: Option<i64>,
    /// Within how many seconds of service time it is resolved.
    pub resolution_s: Option<i64>,
}
