//! Creating a customer with everything that was given at once.

use super::rules::{self, Draft, KeyedIdentity};
use super::{Customer, Customers, NewCustomer, fields, store};
use crate::db::{Touch, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::shop;
use crate::vocabulary::{CustomerId, Error, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl Customers<'_, WriteTransaction> {
    /// Creates a customer with identities, addresses, company profile, tags and custom fields.
    ///
    /// ```
    /// # fn main() -> crm_core::Result<()> {
    /// use crm_core::customers::NewCustomer;
    /// let crm = crm_core::Crm::in_memory()?;
    /// let wei = crm.write(|tx| tx.customers().create(NewCustomer::person("王伟").email("Wei@example.com")))?;
    /// assert_eq!(wei.identities[0].value, "wei@example.com");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field; `conflict` with the owner's id for an identity that is taken.
    pub fn create(&self, new: NewCustomer) -> Result<Customer> {
        let tx = self.tx;
        let custom = new.custom.clone();
        let draft = rules::draft(new, tx.now(), &*shop::settings(tx)?)?;
        rules::require_somebody(&draft)?;
        let id = insert_with_fields(tx, &draft, &custom)?;
        self.get(id)
    }
}

/// Stores a new customer with its custom fields, of which the required ones must be there.
pub(crate) fn insert_with_fields(
    tx: &WriteTransaction,
    draft: &Draft,
    custom: &BTreeMap<String, Value>,
) -> Result<CustomerId> {
    tx.step(|| {
        let id = insert(tx, draft)?;
        fields::fill(tx, id, custom)?;
        Ok(id)
    })
}

/// Stores a new customer and tells the journal.
pub(crate) fn insert(tx: &WriteTransaction, draft: &Draft) -> Result<CustomerId> {
    tx.step(|| {
        let rev = journal::next_seq(tx)?;
        let customer = Customer { rev, ..draft.customer.clone() };
        let id = store::customer::insert(tx, &customer)?;
        store_identities(tx, id, &draft.identities, rev)?;
        if let Some(company) = &customer.company {
            store::company::save(tx, id, company, rev)?;
        }
        for address in &draft.addresses {
            store::address::insert(tx, id, address, rev)?;
        }
        for tag in &draft.tags {
            store::tag::add(tx, id, store::tag::require(tx, tag)?)?;
        }
        let kinds: Vec<&str> = draft.identities.iter().map(|one| one.kind.token()).collect();
        let payload = json!({ "kind": customer.kind, "identities": kinds });
        journal::append(tx, Entry::new("customer.created").customer(id).entity("customer", id).payload(payload))?;
        tx.touch(id, Touch::PROFILE.and(Touch::WORDS));
        Ok(id)
    })
}

/// Stores the identities of a new customer: the first of a kind is the primary one.
fn store_identities(tx: &WriteTransaction, id: CustomerId, identities: &[KeyedIdentity], rev: i64) -> Result<()> {
    for (at, one) in identities.iter().enumerate() {
        if let Some(owner) = store::identity::owner(tx, one.kind, &one.made.value)? {
            return Err(taken(one, owner));
        }
        let is_primary = !identities[..at].iter().any(|other| other.kind == one.kind);
        store::identity::insert(tx, id, one.kind, &one.made, is_primary, rev)?;
        tx.touch(id, one.kind.touch());
    }
    Ok(())
}

/// The error for an identity of somebody else: it names the owner's id and nothing of its data.
pub(crate) fn taken(one: &KeyedIdentity, owner: CustomerId) -> Error {
    Error::conflict(format!("this {} belongs to another customer", one.kind))
        .at(one.path.as_str())
        .existing(owner)
        .hint("use customers.upsert to change that customer, or customers.merge if both are one")
}
