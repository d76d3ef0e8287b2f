//! The operations of warranties.

use crate::journal::StageChange;
use crate::records::aftersale::warranties::{
    AddWarranty, ClaimedWarranty, SaveWarrantyPlan, VoidReason, Warranty, WarrantyCheck, WarrantyClaim, WarrantyFilter,
    WarrantyPlan, WarrantyPlanFilter, WarrantyQuery,
};
use crate::vocabulary::{Page, PageRequest, WarrantyId};

input! {
    /// A warranty by its id.
    WarrantyRef {
        /// The id.
        id: WarrantyId,
    }
}

input! {
    /// A warranty that is suspended.
    WarrantySuspension {
        /// The id.
        id: WarrantyId,
        /// Why, as a token.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// A warranty that ends for a reason.
    WarrantyVoid {
        /// The id.
        id: WarrantyId,
        /// Why.
        reason: VoidReason,
    }
}

input! {
    /// A claim on a warranty.
    NewWarrantyClaim {
        /// The warranty.
        id: WarrantyId,
        /// The host's key of the claim, 1 to 128 bytes; the same key again changes nothing.
        #[serde(default)]
        reference: Option<String>,
        /// What is claimed, at most 64 KiB.
        #[serde(default)]
        note: Option<String>,
    }
}

input! {
    /// The claims on a warranty.
    WarrantyClaims {
        /// The warranty.
        id: WarrantyId,
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

ops! { pub(super) OPS:
    Read "warranties.check" "Whether a piece or the pieces of an order are covered, what of them, by what and for how long." [Limit]
        |tx, p: WarrantyQuery| -> WarrantyCheck { tx.warranties().check(&p) };
    Write "warranties.save_plan" "Records a plan of warranties, or gives a known one new terms." [NotFound, Limit]
        |tx, p: SaveWarrantyPlan| -> WarrantyPlan { tx.warranties().save_plan(p) };
    Read "warranties.plans" "Plans of warranties by kind and article." [Limit]
        |tx, p: WarrantyPlanFilter| -> Page<WarrantyPlan> { tx.warranties().plans(&p) };
    Write "warranties.add" "Adds a warranty to a piece, such as an extension that was sold." [NotFound, Conflict, Blocked, Limit]
        |tx, p: AddWarranty| -> Warranty { tx.warranties().add(p) };
    Read "warranties.get" "One warranty by its id." [NotFound]
        |tx, p: WarrantyRef| -> Warranty { tx.warranties().get(p.id) };
    Read "warranties.list" "Warranties by piece, owner, plan, kind, state and last day, the latest first." [NotFound, Limit]
        |tx, p: WarrantyFilter| -> Page<Warranty> { tx.warranties().list(&p) };
    Read "warranties.history" "The states that were noted of a warranty, oldest first." [NotFound]
        |tx, p: WarrantyRef| -> Vec<StageChange> { tx.warranties().history(p.id) };
    Write "warranties.suspend" "Lets a warranty not cover for a while." [NotFound, NotAllowedTransition]
        |tx, p: WarrantySuspension| -> Warranty { tx.warranties().suspend(p.id, p.reason.as_deref()) };
    Write "warranties.resume" "Lets a suspended warranty cover again." [NotFound, NotAllowedTransition]
        |tx, p: WarrantyRef| -> Warranty { tx.warranties().resume(p.id) };
    Write "warranties.void" "Ends a warranty for a reason, for good." [NotFound, NotAllowedTransition]
        |tx, p: WarrantyVoid| -> Warranty { tx.warranties().void(p.id, p.reason) };
    Write "warranties.claim" "Uses one claim of a warranty; once for each key of the host." [NotFound, Conflict, Limit]
        |tx, p: NewWarrantyClaim| -> ClaimedWarranty {
            tx.warranties().claim(p.id, p.reference.as_deref(), p.note.as_deref())
        };
    Read "warranties.claims" "The claims on a warranty, the latest first." [NotFound, Limit]
        |tx, p: WarrantyClaims| -> Page<WarrantyClaim> { tx.warranties().claims(p.id, &p.page) };
}
