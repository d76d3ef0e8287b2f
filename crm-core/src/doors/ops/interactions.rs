//! The operations of contacts.

use super::shapes::Count;
use crate::records::interactions::{
    Interaction, InteractionCount, InteractionFilter, InteractionPatch, NewInteraction,
};
use crate::vocabulary::{CustomerId, InteractionId, Page};

input! {
    /// A contact by its id.
    InteractionRef {
        /// The id.
        id: InteractionId,
    }
}

input! {
    /// Many contacts.
    InteractionsRecordMany {
        /// The contacts.
        interactions: Vec<NewInteraction>,
    }
}

input! {
    /// A change of a contact.
    InteractionUpdate {
        /// The id.
        id: InteractionId,
        /// What changes; absent fields stay, null clears.
        changes: InteractionPatch,
    }
}

input! {
    /// To whom a contact belongs.
    InteractionAttach {
        /// The id of the contact.
        id: InteractionId,
        /// The customer.
        customer_id: CustomerId,
        /// Whether all contacts without a customer that came by the same identity follow; false by default.
        #[serde(default)]
        same_identity: bool,
    }
}

ops! { pub(super) OPS:
    Read "interactions.get" "One contact by its id." [NotFound]
        |tx, p: InteractionRef| -> Interaction { tx.interactions().get(p.id) };
    Read "interactions.list" "Contacts of a customer, a conversation, a channel or a time, newest first, page by page." [NotFound, Limit]
        |tx, p: InteractionFilter| -> Page<Interaction> { tx.interactions().list(&p) };
    Write "interactions.record" "Records a contact, or updates the one that was reported before under the same external id." [NotFound]
        |tx, p: NewInteraction| -> Interaction { tx.interactions().record(p) };
    Write "interactions.record_many" "Records many contacts, all or nothing, with one event for all of them." [NotFound]
        |tx, p: InteractionsRecordMany| -> InteractionCount { tx.interactions().record_many(p.interactions) };
    Write "interactions.update" "Changes what is known of a contact, above all its outcome." [NotFound]
        |tx, p: InteractionUpdate| -> Interaction { tx.interactions().update(p.id, p.changes) };
    Write "interactions.attach" "Gives a contact to a customer; how many contacts moved." [NotFound]
        |tx, p: InteractionAttach| -> Count {
            tx.interactions().attach(p.id, p.customer_id, p.same_identity).map(|moved| Count { count: moved as u64 })
        };
}
