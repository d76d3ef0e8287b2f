//! Customers: people and companies.
//!
//! Owns who a customer is and how it is recognised: the customer's own fields, identities, addresses, the profile of a
//! company, relations, tags, static lists, custom fields, candidates for duplicates, and merges.
//!
//! Promises that an identity belongs to one customer at a time and that every kind has one primary identity; that a
//! merge can be undone exactly; that merged customers are followed and never shown twice. Nothing is guessed: who
//! stands behind an order is decided by identities, and two customers that look alike wait for a person's word.
//!
//! Refuses to hold what other rooms know: stage, tier, credit and metrics of a customer live where they are derived.
//! Customers are never deleted: they are archived (hidden from lists and search, still counted), merged or erased.

mod birth;
mod create;
mod duplicates;
mod email;
mod find;
mod identity;
mod kinds;
mod model;
mod names;
mod phone;
mod resolve;
mod rules;
mod search_text;
mod store;

#[cfg(test)]
mod tests;

pub use birth::BirthDate;
pub use duplicates::{DuplicateReason, DuplicateState};
pub(crate) use find::{recognise, require};
pub use identity::IdentityKind;
pub use kinds::{AddressKind, Block, CompanyCategory, CustomerKind, Gender, PreferredChannel, SizeBand, Verified};
pub(crate) use model::Resolved;
pub use model::{
    Address, CompanyProfile, Customer, CustomerPatch, Identity, IdentityInput, NewAddress, NewCustomer, Party,
};
pub(crate) use resolve::resolve;
pub(crate) use store::standing::{Standing, ids_after, standings};

room! {
    /// People and companies, and how they are recognised.
    Customers, customers
}
