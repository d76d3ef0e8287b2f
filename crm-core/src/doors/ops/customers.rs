//! The operations of customers.

use super::shapes::{Count, DONE, Done, Nothing};
use crate::insight::view::{CustomerView, TimelineEntry, TimelineRequest, ViewRequest};
use crate::journal::StageChange;
use crate::records::customers::{
    Address, CompanyProfile, CustomField, Customer, CustomerFilter, CustomerHit, CustomerList, CustomerPatch,
    CustomerSearch, DuplicateCandidate, DuplicateFilter, DuplicateScan, Identity, IdentityInput, IdentityKind,
    ListMember, MatchPolicy, MergeRecord, MergeRequest, NewAddress, NewBlock, NewCustomer, NewField, NewRelation,
    Relation, TagCount, UpsertedCustomer, Verified,
};
use crate::vocabulary::{
    AddressId, CustomerId, IdentityId, ListId, MergeId, Page, PageRequest, RelationId, StaffId, Timestamp,
};
use serde_json::Value;
use std::collections::BTreeMap;

input! {
    /// A customer by its id.
    CustomerRef {
        /// The id.
        id: CustomerId,
    }
}

input! {
    /// A change of a customer.
    CustomerUpdate {
        /// The customer.
        id: CustomerId,
        /// What changes; absent fields stay, null clears.
        changes: CustomerPatch,
    }
}

input! {
    /// A customer to find or create.
    CustomerUpsert {
        /// The customer.
        customer: NewCustomer,
        /// What happens to a known customer; `update` by default.
        #[serde(default = "update")]
        policy: MatchPolicy,
    }
}

fn update() -> MatchPolicy {
    MatchPolicy::Update
}

input! {
    /// A customer and who looks after it.
    CustomerOwner {
        /// The customer.
        id: CustomerId,
        /// The member of the staff; null for nobody.
        owner_id: Option<StaffId>,
    }
}

input! {
    /// A customer whose block ends.
    CustomerUnblock {
        /// The customer.
        id: CustomerId,
        /// The member of the staff who decided it.
        #[serde(default)]
        staff_id: Option<StaffId>,
    }
}

input! {
    /// A company and its profile.
    CustomerCompany {
        /// The customer, of kind company.
        id: CustomerId,
        /// The profile in place of the one before; null removes it.
        company: Option<CompanyProfile>,
    }
}

input! {
    /// A customer and an identity.
    CustomerIdentity {
        /// The customer.
        id: CustomerId,
        /// What kind of identity.
        kind: IdentityKind,
        /// The value in any usual spelling.
        value: String,
    }
}

input! {
    /// An identity by its id.
    IdentityRef {
        /// The id of the identity.
        id: IdentityId,
    }
}

input! {
    /// The outcome of a verification.
    IdentityVerification {
        /// The id of the identity.
        id: IdentityId,
        /// The outcome.
        verified: Verified,
        /// When; now by default.
        at: Option<Timestamp>,
    }
}

input! {
    /// The time in which a customer has an identity.
    IdentityValidity {
        /// The id of the identity.
        id: IdentityId,
        /// Since when.
        valid_from: Option<Timestamp>,
        /// Until when.
        valid_to: Option<Timestamp>,
    }
}

input! {
    /// A customer and an address.
    CustomerAddress {
        /// The customer.
        id: CustomerId,
        /// The address.
        address: NewAddress,
    }
}

input! {
    /// An address in place of another.
    AddressUpdate {
        /// The id of the address.
        id: AddressId,
        /// The address as it is now.
        address: NewAddress,
    }
}

input! {
    /// An address by its id.
    AddressRef {
        /// The id of the address.
        id: AddressId,
    }
}

input! {
    /// A relation by its id.
    RelationRef {
        /// The id of the relation.
        id: RelationId,
    }
}

input! {
    /// A customer and tags.
    CustomerTags {
        /// The customer.
        id: CustomerId,
        /// The tags.
        tags: Vec<String>,
    }
}

input! {
    /// A static list to be made.
    NewList {
        /// The name, unique.
        name: String,
        /// What it is for.
        note: Option<String>,
    }
}

input! {
    /// A static list and customers.
    ListChange {
        /// The list.
        list_id: ListId,
        /// The customers, at most 10,000.
        customers: Vec<CustomerId>,
        /// Where they come from, a token.
        source: Option<String>,
    }
}

input! {
    /// A static list and customers to take off it.
    ListRemoval {
        /// The list.
        list_id: ListId,
        /// The customers, at most 10,000.
        customers: Vec<CustomerId>,
    }
}

input! {
    /// A page of a static list.
    ListPage {
        /// The list.
        list_id: ListId,
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

input! {
    /// A customer and values of custom fields.
    CustomerFields {
        /// The customer.
        id: CustomerId,
        /// The values by their keys; null removes one.
        values: BTreeMap<String, Value>,
    }
}

input! {
    /// Two customers.
    CustomerPair {
        /// One.
        first_id: CustomerId,
        /// The other.
        second_id: CustomerId,
    }
}

input! {
    /// A part of the customers to look at.
    DuplicateScanRange {
        /// The last customer of the scan before; 0 to begin.
        #[serde(default = "beginning")]
        after: CustomerId,
        /// How many customers to look at, 1 to 10,000.
        limit: u32,
    }
}

fn beginning() -> CustomerId {
    CustomerId(0)
}

input! {
    /// A merge by its id.
    MergeRef {
        /// The id of the merge.
        id: MergeId,
    }
}

ops! { pub(super) OPS:
    Write "customers.create" "Creates a customer with identities, addresses, company profile, tags and custom fields." [Conflict, Limit]
        |tx, p: NewCustomer| -> Customer { tx.customers().create(p) };
    Read "customers.get" "One customer with its identities and company profile." [NotFound]
        |tx, p: CustomerRef| -> Customer { tx.customers().get(p.id) };
    Read "customers.find" "The customer that has an identity, or null." []
        |tx, p: IdentityInput| -> Option<Customer> { tx.customers().find(&p) };
    Read "customers.id_of" "The id of the customer that has an identity, or null." []
        |tx, p: IdentityInput| -> Option<CustomerId> { tx.customers().id_of(&p) };
    Write "customers.update" "Changes own fields of a customer; absent ones stay, null clears." [NotFound, Conflict, Limit]
        |tx, p: CustomerUpdate| -> Customer { tx.customers().update(p.id, p.changes) };
    Write "customers.upsert" "Finds a customer by any of its identities and changes it by a policy, or creates it." [Conflict, Limit]
        |tx, p: CustomerUpsert| -> UpsertedCustomer { tx.customers().upsert(p.customer, p.policy) };
    Read "customers.search" "Customers that fit what somebody typed, the best first." [Limit]
        |tx, p: CustomerSearch| -> Vec<CustomerHit> { tx.customers().search(&p) };
    Read "customers.list" "Customers that fit a filter, page by page." [NotFound, Limit]
        |tx, p: CustomerFilter| -> Page<Customer> { tx.customers().list(&p) };
    Write "customers.set_owner" "Names who looks after a customer." [NotFound, Conflict]
        |tx, p: CustomerOwner| -> Customer { tx.customers().set_owner(p.id, p.owner_id) };
    Write "customers.block" "Blocks a customer for a reason: no marketing, no service or no sales; for good or until an instant." [NotFound, Conflict, Limit]
        |tx, p: NewBlock| -> Customer { tx.customers().block(&p) };
    Write "customers.unblock" "Ends a block." [NotFound, Conflict]
        |tx, p: CustomerUnblock| -> Customer { tx.customers().unblock(p.id, p.staff_id) };
    Read "customers.block_history" "Every block that a customer has had and every end of one, oldest first." [NotFound]
        |tx, p: CustomerRef| -> Vec<StageChange> { tx.customers().block_history(p.id) };
    Write "customers.archive" "Hides a customer from lists and search." [NotFound, Conflict]
        |tx, p: CustomerRef| -> Customer { tx.customers().archive(p.id) };
    Write "customers.unarchive" "Shows an archived customer again." [NotFound, Conflict]
        |tx, p: CustomerRef| -> Customer { tx.customers().unarchive(p.id) };
    Write "customers.set_company" "Gives a company its profile, or removes it." [NotFound, Conflict, Limit]
        |tx, p: CustomerCompany| -> Customer { tx.customers().set_company(p.id, p.company) };
    Write "customers.add_identity" "Adds an identity to a customer." [NotFound, Conflict, Limit]
        |tx, p: CustomerIdentity| -> Identity { tx.customers().add_identity(p.id, &IdentityInput::new(p.kind, p.value)) };
    Write "customers.remove_identity" "Removes an identity." [NotFound]
        |tx, p: IdentityRef| -> Done { tx.customers().remove_identity(p.id).map(|()| DONE) };
    Write "customers.verify_identity" "Notes that an identity was verified, or that this failed." [NotFound]
        |tx, p: IdentityVerification| -> Identity { tx.customers().verify_identity(p.id, p.verified, p.at) };
    Write "customers.set_primary_identity" "Makes an identity the first choice of its kind." [NotFound]
        |tx, p: IdentityRef| -> Identity { tx.customers().set_primary_identity(p.id) };
    Write "customers.set_identity_validity" "Notes since when and until when a customer has an identity." [NotFound]
        |tx, p: IdentityValidity| -> Identity { tx.customers().set_identity_validity(p.id, p.valid_from, p.valid_to) };
    Read "customers.addresses" "The addresses of a customer." [NotFound]
        |tx, p: CustomerRef| -> Vec<Address> { tx.customers().addresses(p.id) };
    Write "customers.add_address" "Adds an address to a customer." [NotFound, Conflict, Limit]
        |tx, p: CustomerAddress| -> Address { tx.customers().add_address(p.id, &p.address) };
    Write "customers.update_address" "Replaces an address." [NotFound, Limit]
        |tx, p: AddressUpdate| -> Address { tx.customers().update_address(p.id, &p.address) };
    Write "customers.remove_address" "Removes an address." [NotFound]
        |tx, p: AddressRef| -> Done { tx.customers().remove_address(p.id).map(|()| DONE) };
    Read "customers.relations" "The relations of a customer in both directions." [NotFound]
        |tx, p: CustomerRef| -> Vec<Relation> { tx.customers().relations(p.id) };
    Write "customers.relate" "Relates two customers, or changes the dates of their relation." [NotFound, Conflict]
        |tx, p: NewRelation| -> Relation { tx.customers().relate(&p) };
    Write "customers.unrelate" "Removes a relation." [NotFound]
        |tx, p: RelationRef| -> Done { tx.customers().unrelate(p.id).map(|()| DONE) };
    Read "customers.tags" "Every tag in use and how many customers have it." []
        |tx, _p: Nothing| -> Vec<TagCount> { tx.customers().tags() };
    Read "customers.tags_of" "The tags of a customer." [NotFound]
        |tx, p: CustomerRef| -> Vec<String> { tx.customers().tags_of(p.id) };
    Write "customers.tag" "Adds tags to a customer; its tags afterwards." [NotFound, Conflict, Limit]
        |tx, p: CustomerTags| -> Vec<String> { tx.customers().tag(p.id, &p.tags) };
    Write "customers.untag" "Takes tags from a customer; its tags afterwards." [NotFound, Conflict, Limit]
        |tx, p: CustomerTags| -> Vec<String> { tx.customers().untag(p.id, &p.tags) };
    Read "customers.lists" "All static lists." []
        |tx, _p: Nothing| -> Vec<CustomerList> { tx.customers().lists() };
    Read "customers.lists_of" "The static lists that a customer is or was on." [NotFound]
        |tx, p: CustomerRef| -> Vec<ListMember> { tx.customers().lists_of(p.id) };
    Read "customers.list_members" "Who is on a static list, page by page." [NotFound, Limit]
        |tx, p: ListPage| -> Page<ListMember> { tx.customers().list_members(p.list_id, &p.page) };
    Write "customers.create_list" "Makes a static list." [Conflict, Limit]
        |tx, p: NewList| -> CustomerList { tx.customers().create_list(&p.name, p.note.as_deref()) };
    Write "customers.add_to_list" "Puts customers on a static list; how many were not on it." [NotFound, Conflict, Limit]
        |tx, p: ListChange| -> Count {
            tx.customers().add_to_list(p.list_id, &p.customers, p.source.as_deref()).map(|count| Count { count })
        };
    Write "customers.remove_from_list" "Takes customers off a static list; how many were on it." [NotFound, Conflict, Limit]
        |tx, p: ListRemoval| -> Count {
            tx.customers().remove_from_list(p.list_id, &p.customers).map(|count| Count { count })
        };
    Read "customers.fields" "All custom fields." []
        |tx, _p: Nothing| -> Vec<CustomField> { tx.customers().fields() };
    Write "customers.define_field" "Defines a custom field, or changes one." [Conflict, Limit]
        |tx, p: NewField| -> CustomField { tx.customers().define_field(p) };
    Read "customers.field_values" "The values of a customer's custom fields by their keys." [NotFound]
        |tx, p: CustomerRef| -> BTreeMap<String, Value> { tx.customers().field_values(p.id) };
    Write "customers.set_fields" "Sets values of custom fields; all values afterwards." [NotFound, Conflict, Limit]
        |tx, p: CustomerFields| -> BTreeMap<String, Value> { tx.customers().set_fields(p.id, &p.values) };
    Read "customers.find_duplicates" "Customers that may be the same as this one, with reasons and scores." [NotFound]
        |tx, p: CustomerRef| -> Vec<DuplicateCandidate> { tx.customers().find_duplicates(p.id) };
    Read "customers.duplicates" "Noted pairs of customers that may be one, the surest first, page by page." [Limit]
        |tx, p: DuplicateFilter| -> Page<DuplicateCandidate> { tx.customers().duplicates(&p) };
    Write "customers.scan_duplicates" "Looks at some customers and notes pairs that may be one." [Limit]
        |tx, p: DuplicateScanRange| -> DuplicateScan { tx.customers().scan_duplicates(p.after, p.limit) };
    Write "customers.dismiss_duplicate" "Says that two customers are two." [NotFound, Conflict]
        |tx, p: CustomerPair| -> DuplicateCandidate { tx.customers().dismiss_duplicate(p.first_id, p.second_id) };
    Read "customers.merges" "The merges that a customer won or lost." [NotFound]
        |tx, p: CustomerRef| -> Vec<MergeRecord> { tx.customers().merges(p.id) };
    Write "customers.merge" "Merges a customer into another one." [NotFound, Conflict]
        |tx, p: MergeRequest| -> MergeRecord { tx.customers().merge(&p) };
    Write "customers.unmerge" "Takes a merge back; the customer that lives again." [NotFound, Conflict]
        |tx, p: MergeRef| -> Customer { tx.customers().unmerge(p.id) };
    Read "customers.view" "Everything about a customer in one snapshot: who it is, what was bought, RFM, stage, what happened last, what to mind." [NotFound, Limit]
        |tx, p: ViewRequest| -> CustomerView { tx.customers().view(p) };
    Read "customers.timeline" "Contacts, orders, refunds and stage changes of a customer, newest first, page by page." [NotFound, Limit]
        |tx, p: TimelineRequest| -> Page<TimelineEntry> { tx.customers().timeline(&p) };
}
