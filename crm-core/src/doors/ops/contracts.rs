//! The operations of service contracts.

use crate::journal::StageChange;
use crate::records::aftersale::contracts::{
    Contract, ContractFilter, CoveringContract, EntitlementKind, EntitlementUsage, EntitlementUse, NewContract,
};
use crate::vocabulary::{AssetId, ContractId, CustomerId, Page, Timestamp};

input! {
    /// A contract by its id.
    ContractRef {
        /// The id.
        id: ContractId,
    }
}

input! {
    /// The new terms of a draft.
    ContractUpdate {
        /// The id.
        id: ContractId,
        /// All terms, as they should be.
        terms: NewContract,
    }
}

input! {
    /// A contract that is called off or suspended.
    ContractStop {
        /// The id.
        id: ContractId,
        /// Why, as a token.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// A contract that is ended.
    ContractTermination {
        /// The id.
        id: ContractId,
        /// Why, as a token.
        reason: String,
    }
}

input! {
    /// A contract that goes on.
    ContractRenewing {
        /// The id.
        id: ContractId,
        /// The number of the next one; `SC-` and its id by default.
        #[serde(default)]
        number: Option<String>,
    }
}

input! {
    /// A use of what a contract includes.
    ContractUse {
        /// The contract.
        id: ContractId,
        /// What is used.
        kind: EntitlementKind,
        /// The host's key of the use, 1 to 128 bytes; the same key again changes nothing.
        #[serde(default)]
        reference: Option<String>,
        /// Whether it may be more than is included, and is billed then.
        #[serde(default)]
        over: bool,
    }
}

input! {
    /// A year of a contract.
    ContractYear {
        /// The contract.
        id: ContractId,
        /// An instant of the year; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
    }
}

input! {
    /// What a contract is looked for.
    ContractQuery {
        /// The customer.
        customer_id: CustomerId,
        /// The piece.
        #[serde(default)]
        asset_id: Option<AssetId>,
        /// The article; that of the piece by default.
        #[serde(default)]
        sku: Option<String>,
        /// When; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
    }
}

ops! { pub(super) OPS:
    Write "contracts.create" "Writes a service contract down as a draft." [NotFound, Conflict, Blocked, Limit]
        |tx, p: NewContract| -> Contract { tx.contracts().create(p) };
    Read "contracts.get" "One service contract by its id." [NotFound]
        |tx, p: ContractRef| -> Contract { tx.contracts().get(p.id) };
    Read "contracts.list" "Service contracts by customer, state and number, the latest first." [NotFound, Limit]
        |tx, p: ContractFilter| -> Page<Contract> { tx.contracts().list(&p) };
    Read "contracts.history" "The states of a service contract, oldest first." [NotFound]
        |tx, p: ContractRef| -> Vec<StageChange> { tx.contracts().history(p.id) };
    Write "contracts.update" "Gives a draft of a service contract other terms." [NotFound, Conflict, Limit]
        |tx, p: ContractUpdate| -> Contract { tx.contracts().update(p.id, p.terms) };
    Write "contracts.send" "Notes that a service contract was sent to be signed." [NotFound, NotAllowedTransition, Blocked]
        |tx, p: ContractRef| -> Contract { tx.contracts().send(p.id) };
    Write "contracts.sign" "Notes that a service contract is signed." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: ContractRef| -> Contract { tx.contracts().sign(p.id) };
    Write "contracts.cancel" "Calls a service contract off that nobody signed." [NotFound, NotAllowedTransition]
        |tx, p: ContractStop| -> Contract { tx.contracts().cancel(p.id, p.reason.as_deref()) };
    Write "contracts.suspend" "Lets a service contract give nothing for a while." [NotFound, NotAllowedTransition]
        |tx, p: ContractStop| -> Contract { tx.contracts().suspend(p.id, p.reason.as_deref()) };
    Write "contracts.resume" "Lets a suspended service contract go on." [NotFound, NotAllowedTransition]
        |tx, p: ContractRef| -> Contract { tx.contracts().resume(p.id) };
    Write "contracts.terminate" "Ends a service contract early, and tells which part of its price is unused." [NotFound, NotAllowedTransition]
        |tx, p: ContractTermination| -> Contract { tx.contracts().terminate(p.id, &p.reason) };
    Write "contracts.renew" "Makes the service contract that follows an expiring one." [NotFound, NotAllowedTransition, Conflict, Blocked, Limit]
        |tx, p: ContractRenewing| -> Contract { tx.contracts().renew(p.id, p.number.as_deref()) };
    Write "contracts.use" "Uses a visit or call of a service contract; once for each key of the host." [NotFound, Conflict, Limit]
        |tx, p: ContractUse| -> EntitlementUse {
            tx.contracts().use_entitlement(p.id, p.kind, p.reference.as_deref(), p.over)
        };
    Read "contracts.usage" "What was used in a year of a service contract, and what is left." [NotFound]
        |tx, p: ContractYear| -> Vec<EntitlementUsage> { tx.contracts().usage(p.id, p.at) };
    Read "contracts.covers" "The service contract that covers a customer's piece or article, and what it gives." [NotFound]
        |tx, p: ContractQuery| -> Option<CoveringContract> {
            tx.contracts().covers(p.customer_id, p.asset_id, p.sku.as_deref(), p.at)
        };
}
