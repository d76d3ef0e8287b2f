//! The operations of lifecycle stages.

use crate::insight::lifecycle::{CustomerStage, StageCount, StageFilter};
use crate::journal::StageChange;
use crate::vocabulary::{CustomerId, Page};

use super::shapes::Nothing;

input! {
    /// Whose stage.
    LifecycleOf {
        /// The customer.
        customer_id: CustomerId,
    }
}

ops! { pub(super) OPS:
    Read "lifecycle.of" "The stage of a customer now, and when it changes if nothing else happens." [NotFound]
        |tx, p: LifecycleOf| -> CustomerStage { tx.lifecycle().of(p.customer_id) };
    Read "lifecycle.history" "Every stage that a customer has had, oldest first." [NotFound]
        |tx, p: LifecycleOf| -> Vec<StageChange> { tx.lifecycle().history(p.customer_id) };
    Read "lifecycle.counts" "How many customers are in each stage, as of the last tick." []
        |tx, _p: Nothing| -> Vec<StageCount> { tx.lifecycle().counts() };
    Read "lifecycle.list" "The customers in a stage in the order of their ids, page by page, as of the last tick." [Limit]
        |tx, p: StageFilter| -> Page<CustomerStage> { tx.lifecycle().list(&p) };
}
