//! Customers: people and companies.
//!
//! Owns who a customer is and how it is recognised: the customer's own fields, identities, addresses, the profile of a
//! company, relations, tags, static lists, custom fields, blocks, candidates for duplicates, and merges.
//!
//! Promises that an identity belongs to one customer at a time and that every kind has one primary identity; that a
//! merge can be undone exactly; that merged customers are followed and never shown twice. Nothing is guessed: who
//! stands behind an order is decided by identities, and two customers that look alike wait for a person's word. Blocks
//! forbid promises, never facts.
//!
//! Refuses to hold what other rooms know: stage, tier, credit and metrics of a customer live where they are derived.
//! Customers are never deleted: they are archived (hidden from lists and search, still counted), merged or erased.

mod addresses;
mod birth;
mod block;
mod changes;
mod compare;
mod create;
mod details;
mod duplicates;
mod email;
mod external;
mod fields;
mod find;
mod identities;
mod identity;
mod index;
mod kinds;
mod list;
mod lists;
mod merge;
mod model;
mod names;
mod parts;
mod phone;
mod relations;
mod resolve;
mod rules;
mod search;
pub(crate) mod search_text;
mod store;
mod tags;
mod update;
mod upsert;
mod values;

#[cfg(test)]
mod tests;

pub use birth::BirthDate;
pub use block::{CustomerBlock, NewBlock};
pub(crate) use block::{block_of, is_sellable, require_sellable, require_serviceable, tick};
pub(crate) use compare::compare;
pub(crate) use details::details;
pub use duplicates::{DuplicateCandidate, DuplicateFilter, DuplicateReason, DuplicateScan, DuplicateState};
pub use fields::{CustomField, FieldEntity, NewField};
pub(crate) use find::{recognise, recognise_all, require, require_at, require_visitor, visitors_of};
pub use identity::IdentityKind;
pub(crate) use index::react;
pub use kinds::{AddressKind, Block, CompanyCategory, CustomerKind, Gender, PreferredChannel, SizeBand, Verified};
pub use list::{Archived, CustomerFilter, FieldEquals};
pub use lists::{CustomerList, ListMember};
pub use merge::{FieldRule, MergeRecord, MergeRequest};
pub(crate) use model::Resolved;
pub use model::{Customer, CustomerPatch, NewCustomer, Party};
pub use parts::{Address, CompanyProfile, Identity, IdentityInput, NewAddress};
pub use relations::{NewRelation, Relation, RelationKind};
pub(crate) use resolve::resolve;
pub(crate) use rules::clean_tags;
pub use search::{CustomerHit, CustomerSearch, Matched};
pub(crate) use store::identity::of as identities_of;
pub(crate) use store::standing::{ids_after, is_identified, owner_and_language, standing};
pub use tags::TagCount;
pub(crate) use update::transfer;
pub use upsert::{MatchPolicy, UpsertOutcome, UpsertedCustomer};
pub use values::FieldType;

room! {
    /// People and companies, and how they are recognised.
    Customers, customers
}
