//! What plans, warranties and claims are, how they are given, listed, and what a check answers.

use crate::vocabulary::{
    AssetId, CustomerId, Date, PageRequest, Timestamp, WarrantyClaimId, WarrantyId, WarrantyPlanId,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// Who stands behind a warranty.
    pub enum WarrantyKind("warranty kind") {
        /// The maker.
        Manufacturer = "manufacturer",
        /// Whoever sold it in addition.
        Extended = "extended",
        /// The law.
        Statutory = "statutory",
    }
}

tokens! {
    /// What a warranty begins with.
    pub enum WarrantyStart("start of a warranty") {
        /// The delivery; the registration of a piece of another seller.
        Delivery = "delivery",
        /// The installation.
        Installation = "installation",
        /// The registration by an owner.
        Registration = "registration",
        /// The end of the piece's other cover; for extended warranties.
        Expiry = "expiry",
        /// A day that was fixed when the warranty was made.
        Fixed = "fixed",
    }
}

tokens! {
    /// Where a warranty stands, by its days and by what was noted of it.
    pub enum WarrantyState("warranty state") {
        /// It has not begun.
        NotStarted = "not_started",
        /// It covers.
        Active = "active",
        /// It covers for 30 days at most.
        Expiring = "expiring",
        /// Its last day has passed.
        Expired = "expired",
        /// It does not cover for a while.
        Suspended = "suspended",
        /// It does not cover any more, for a reason.
        Void = "void",
        /// All its claims are used.
        Exhausted = "exhausted",
    }
}

tokens! {
    /// Why a warranty does not cover any more.
    pub enum VoidReason("reason of a void warranty") {
        /// The piece was misused.
        Misuse = "misuse",
        /// The owner gave the piece on, and the plan does not go with it.
        TransferredNoCover = "transferred_no_cover",
        /// The price was given back in full.
        Refunded = "refunded",
        /// The piece came back to the shop.
        Returned = "returned",
        /// The piece is no more.
        Scrapped = "scrapped",
        /// Anything else.
        Other = "other",
    }
}

tokens! {
    /// What a warranty check says.
    pub enum WarrantyVerdict("verdict") {
        /// A warranty covers.
        InWarranty = "in_warranty",
        /// No warranty covers, but a service contract does.
        UnderContract = "under_contract",
        /// A warranty would cover, had it not become void.
        Void = "void",
        /// Nothing covers, or nothing yet.
        OutOfWarranty = "out_of_warranty",
        /// No such piece is on file.
        NotFound = "not_found",
    }
}

/// A plan as it is given: a new one, or the new terms of a known one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveWarrantyPlan {
    /// The known plan; none for a new one. Warranties that were made keep the terms that they were made with.
    #[serde(default)]
    pub id: Option<WarrantyPlanId>,
    /// The name, at most 512 bytes.
    pub name: String,
    /// Who stands behind it. Plans of the maker and the law apply by themselves, extended ones are added.
    pub kind: WarrantyKind,
    /// The article that it is for; at most one of `sku` and `category`, all articles by default. Of several plans of a
    /// kind the one of the article applies, then the one of the deepest category.
    #[serde(default)]
    pub sku: Option<String>,
    /// The category that it is for, with those below it.
    #[serde(default)]
    pub category: Option<String>,
    /// What it begins with; the delivery by default.
    #[serde(default = "delivery")]
    pub starts: WarrantyStart,
    /// How many months it lasts, 0 to 1,200.
    #[serde(default)]
    pub months: u32,
    /// How many days it lasts beside the months, 0 to 36,500. The day on which it begins is not counted.
    #[serde(default)]
    pub days: u32,
    /// Days after its start until it covers, 0 to 3,650; it lasts as long.
    #[serde(default)]
    pub waiting_days: u32,
    /// Whether it pays parts; it does by default. All three together are a full cover.
    #[serde(default = "yes")]
    pub parts: bool,
    /// Whether it pays labour; it does by default.
    #[serde(default = "yes")]
    pub labour: bool,
    /// Whether it is served at the customer's place.
    #[serde(default)]
    pub onsite: bool,
    /// Whether it goes with the piece to the next owner; it does by default.
    #[serde(default = "yes")]
    pub transferable: bool,
    /// How many claims it pays, 1 to 1,000,000; any number by default.
    #[serde(default)]
    pub claims_limit: Option<u32>,
    /// Whether the days for which it is suspended are added at its end.
    #[serde(default)]
    pub suspension_extends: bool,
    /// Whether it still applies to new pieces; it does by default.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

fn delivery() -> WarrantyStart {
    WarrantyStart::Delivery
}

impl SaveWarrantyPlan {
    /// A new plan of so many months from the delivery on, for parts and labour of all articles.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: WarrantyKind, months: u32) -> Self {
        SaveWarrantyPlan {
            id: None,
            name: name.into(),
            kind,
            sku: None,
            category: None,
            starts: WarrantyStart::Delivery,
            months,
            days: 0,
            waiting_days: 0,
            parts: true,
            labour: true,
            onsite: false,
            transferable: true,
            claims_limit: None,
            suspension_extends: false,
            active: true,
        }
    }
}

/// A plan as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WarrantyPlan {
    /// The id.
    pub id: WarrantyPlanId,
    /// The name.
    pub name: String,
    /// Who stands behind it.
    pub kind: WarrantyKind,
    /// The article that it is for.
    pub sku: Option<String>,
    /// The category that it is for.
    pub category: Option<String>,
    /// What it begins with.
    pub starts: WarrantyStart,
    /// How many months it lasts.
    pub months: u32,
    /// How many days beside the months.
    pub days: u32,
    /// Days after its start until it covers.
    pub waiting_days: u32,
    /// Whether it pays parts.
    pub parts: bool,
    /// Whether it pays labour.
    pub labour: bool,
    /// Whether it is served at the customer's place.
    pub onsite: bool,
    /// Whether it goes with the piece to the next owner.
    pub transferable: bool,
    /// How many claims it pays.
    pub claims_limit: Option<u32>,
    /// Whether the days for which it is suspended are added at its end.
    pub suspension_extends: bool,
    /// Whether it still applies to new pieces.
    pub active: bool,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Which plans to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WarrantyPlanFilter {
    /// Plans of this kind.
    pub kind: Option<WarrantyKind>,
    /// Plans for this article and for no other.
    pub sku: Option<String>,
    /// Plans that still apply to new pieces, or those that do not.
    pub active: Option<bool>,
    /// Which page.
    pub page: PageRequest,
}

/// A warranty that is added to a piece, such as an extension that was sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddWarranty {
    /// The piece, which has an owner.
    pub asset_id: AssetId,
    /// The plan, which is for such pieces.
    pub plan_id: WarrantyPlanId,
    /// The first day on which it covers; by what the plan begins with, by default.
    #[serde(default)]
    pub starts_on: Option<Date>,
    /// The host's key of its sale, 1 to 128 bytes; the same key for the same piece again changes nothing.
    #[serde(default)]
    pub reference: Option<String>,
}

/// A warranty as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Warranty {
    /// The id.
    pub id: WarrantyId,
    /// The piece.
    pub asset_id: AssetId,
    /// The plan that it was made by; null for the days of warranty that the catalog names.
    pub plan_id: Option<WarrantyPlanId>,
    /// Who stands behind it.
    pub kind: WarrantyKind,
    /// The host's key of its sale.
    pub reference: Option<String>,
    /// What it begins with.
    pub starts: WarrantyStart,
    /// How many months it lasts.
    pub months: u32,
    /// How many days beside the months.
    pub days: u32,
    /// Days after its start until it covers.
    pub waiting_days: u32,
    /// Days that were added at its end for those on which it was suspended.
    pub extended_days: u32,
    /// Whether it pays parts.
    pub parts: bool,
    /// Whether it pays labour.
    pub labour: bool,
    /// Whether it is served at the customer's place.
    pub onsite: bool,
    /// Whether it goes with the piece to the next owner.
    pub transferable: bool,
    /// How many claims it pays.
    pub claims_limit: Option<u32>,
    /// How many of them are used.
    pub claims_used: u32,
    /// Whether the days for which it is suspended are added at its end.
    pub suspension_extends: bool,
    /// The first day on which it covers; null while what it begins with has not happened.
    pub starts_on: Option<Date>,
    /// The last day on which it covers.
    pub ends_on: Option<Date>,
    /// Where it stands today.
    pub state: WarrantyState,
    /// Since when it is suspended.
    pub suspended_at: Option<Timestamp>,
    /// When its last claim was used.
    pub exhausted_at: Option<Timestamp>,
    /// When it became void.
    pub void_at: Option<Timestamp>,
    /// Why it became void.
    pub void_reason: Option<VoidReason>,
    /// Whether it is one of an earlier sale of the piece, which came back to the shop since.
    pub past: bool,
    /// The day on which its state changes next by itself.
    pub next_on: Option<Date>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Which warranties to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WarrantyFilter {
    /// Warranties of this piece.
    pub asset_id: Option<AssetId>,
    /// Warranties of pieces that are this customer's today.
    pub customer_id: Option<CustomerId>,
    /// Warranties of this plan.
    pub plan_id: Option<WarrantyPlanId>,
    /// Warranties of this kind.
    pub kind: Option<WarrantyKind>,
    /// Warranties in this state today.
    pub state: Option<WarrantyState>,
    /// Warranties whose last day is this one or a later one.
    pub ends_from: Option<Date>,
    /// Warranties whose last day is before this one.
    pub ends_before: Option<Date>,
    /// Which page.
    pub page: PageRequest,
}

/// A claim as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WarrantyClaim {
    /// The id.
    pub id: WarrantyClaimId,
    /// The warranty.
    pub warranty_id: WarrantyId,
    /// The host's key of the claim.
    pub reference: Option<String>,
    /// What was claimed, as written.
    pub note: Option<String>,
    /// When.
    pub claimed_at: Timestamp,
}

/// A claim, and the warranty after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ClaimedWarranty {
    /// The claim.
    pub claim: WarrantyClaim,
    /// The warranty.
    pub warranty: Warranty,
    /// How many claims are left; null for any number.
    pub claims_left: Option<u32>,
}
