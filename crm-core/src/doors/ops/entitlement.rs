//! The operations of entitlements.

use super::shapes::Nothing;
use crate::insight::entitlement::{
    CustomerEntitlement, EntitlementCounting, EntitlementOverride, EntitlementRules, EntitlementSummary,
    NewEntitlementOverride,
};
use crate::vocabulary::{CustomerId, StaffId};

input! {
    /// Whose entitlement.
    EntitlementOf {
        /// The customer; follows merges.
        customer_id: CustomerId,
    }
}

input! {
    /// Whose exception is taken back.
    EntitlementClearing {
        /// The customer; follows merges.
        customer_id: CustomerId,
        /// The member of the staff who decided it.
        #[serde(default)]
        staff_id: Option<StaffId>,
    }
}

ops! { pub(super) OPS:
    Read "entitlement.rules" "The rules of service in the order in which they are tried, and what holds when none fits." []
        |tx, _p: Nothing| -> EntitlementRules { tx.entitlement().rules() };
    Write "entitlement.save_rules" "Puts rules of service in the place of those before; the first that fits a customer decides." [NotFound, Limit]
        |tx, p: EntitlementRules| -> EntitlementRules { tx.entitlement().save_rules(p) };
    Read "entitlement.of" "How a customer is served now, what decided it, and what the shop may do with the customer." [NotFound]
        |tx, p: EntitlementOf| -> CustomerEntitlement { tx.entitlement().of(p.customer_id) };
    Write "entitlement.set_override" "Serves a customer otherwise than the rules say, for good or until an instant." [NotFound]
        |tx, p: NewEntitlementOverride| -> EntitlementOverride { tx.entitlement().set_override(&p) };
    Write "entitlement.clear_override" "Takes the exception of a customer back; how the customer is served afterwards." [NotFound]
        |tx, p: EntitlementClearing| -> CustomerEntitlement { tx.entitlement().clear_override(p.customer_id, p.staff_id) };
    Read "entitlement.summary" "How many customers are served on each level, some thousand at a time in the order of their ids." [Limit]
        |tx, p: EntitlementCounting| -> EntitlementSummary { tx.entitlement().summary(&p) };
}
