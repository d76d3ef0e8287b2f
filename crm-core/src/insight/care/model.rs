//! What care is: why, how, when, and what became of it.

use crate::records::interactions::Reference;
use crate::vocabulary::{CareId, CustomerId, Date, PageRequest, StaffId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// Why the shop should get in touch.
    pub enum CareReason("reason of care") {
        /// The customer's birthday. Of those born on 29 February, in other years on the day before.
        Birthday = "birthday",
        /// The day of the first order, in a later year.
        Anniversary = "anniversary",
        /// The last warranty of a piece ends.
        WarrantyEnding = "warranty_ending",
        /// The customer became at risk or dormant: silent for longer than the customer's own habit.
        Silent = "silent",
        /// The last parcel of an order came.
        Delivered = "delivered",
        /// A complaint was resolved.
        ComplaintResolved = "complaint_resolved",
    }
}

tokens! {
    /// What to do.
    pub enum CareAction("kind of care") {
        /// Congratulate.
        Greet = "greet",
        /// Thank.
        Thank = "thank",
        /// Remind of something that ends.
        Remind = "remind",
        /// Call and ask.
        Call = "call",
    }
}

tokens! {
    /// What became of an occasion.
    pub enum CareOutcome("outcome of care") {
        /// The shop was in touch.
        Given = "given",
        /// It was let pass.
        Skipped = "skipped",
    }
}

tokens! {
    /// What speaks against getting in touch now.
    pub enum CareHold("hold of care") {
        /// The shop blocks the customer in some way.
        Blocked = "blocked",
        /// A complaint of the customer is open.
        OpenComplaint = "open_complaint",
    }
}

/// When an occasion is on the list, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CareRule {
    /// Why.
    pub reason: CareReason,
    /// What to do.
    pub action: CareAction,
    /// The first day on the list, in days after the occasion, −60 to 365; negative before it.
    pub from_day: i32,
    /// The day on which it leaves the list, at most 60 days after the first.
    pub until_day: i32,
    /// Whether the rule holds; it does by default.
    #[serde(default = "holds")]
    pub active: bool,
}

fn holds() -> bool {
    true
}

/// The rules of care, at most one per reason; a reason without a rule is not looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CareRules {
    /// The rules.
    pub rules: Vec<CareRule>,
}

impl Default for CareRules {
    /// Birthdays on the day and three days after it, anniversaries for a week, warranties in their last 30 days, silence
    /// for 30 days, deliveries from the third to the tenth day, resolved complaints from the second to the fourteenth.
    fn default() -> Self {
        use CareAction::{Call, Greet, Remind, Thank};
        let rule = |reason, action, from_day, until_day| CareRule { reason, action, from_day, until_day, active: true };
        CareRules {
            rules: vec![
                rule(CareReason::Birthday, Greet, 0, 4),
                rule(CareReason::Anniversary, Thank, 0, 7),
                rule(CareReason::WarrantyEnding, Remind, -30, 1),
                rule(CareReason::Silent, Call, 0, 30),
                rule(CareReason::Delivered, Thank, 3, 10),
                rule(CareReason::ComplaintResolved, Call, 2, 14),
            ],
        }
    }
}

/// Which occasions are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CareFilter {
    /// The day for which the list is, in the shop's zone; today by default.
    pub day: Option<Date>,
    /// These reasons only.
    pub reasons: Option<Vec<CareReason>>,
    /// Customers of this member of the staff only.
    pub owner_id: Option<StaffId>,
    /// Only occasions against which something speaks, or only those against which nothing does; all by default.
    pub held: Option<bool>,
    /// The page.
    pub page: PageRequest,
}

/// Somebody to greet, thank, remind or call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CareItem {
    /// Who.
    pub customer_id: CustomerId,
    /// Why.
    pub reason: CareReason,
    /// What to do.
    pub action: CareAction,
    /// The day of the occasion, in the shop's zone.
    pub occasion: Date,
    /// The day on which it leaves the list.
    pub until: Date,
    /// What it is about: the order, ticket or warranty; null for an occasion of the customer's own.
    pub about: Option<Reference>,
    /// The age, or the years since the first order; null where nothing is counted, or the year of birth is not known.
    pub years: Option<u32>,
    /// Whose customer it is.
    pub owner_id: Option<StaffId>,
    /// What speaks against it now.
    pub holds: Vec<CareHold>,
}

/// An occasion that was used or let pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCare {
    /// Who; follows merges.
    pub customer_id: CustomerId,
    /// Why.
    pub reason: CareReason,
    /// The day of the occasion, as the list says it.
    pub occasion: Date,
    /// The id of the order, ticket or warranty that the list names.
    #[serde(default)]
    pub about_id: Option<i64>,
    /// What became of it.
    pub outcome: CareOutcome,
    /// The member of the staff who did it.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
    /// What came of it, at most 64 KiB.
    #[serde(default)]
    pub note: Option<String>,
}

/// What became of an occasion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CareNote {
    /// The id.
    pub id: CareId,
    /// Who.
    pub customer_id: CustomerId,
    /// Why.
    pub reason: CareReason,
    /// The day of the occasion.
    pub occasion: Date,
    /// The id of the order, ticket or warranty.
    pub about_id: Option<i64>,
    /// What became of it.
    pub outcome: CareOutcome,
    /// The member of the staff who did it.
    pub staff_id: Option<StaffId>,
    /// What came of it.
    pub note: Option<String>,
    /// When it was noted.
    pub at: Timestamp,
}

/// Whose care is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CareHistory {
    /// The customer; follows merges.
    pub customer_id: CustomerId,
    /// The page.
    #[serde(default)]
    pub page: PageRequest,
}
