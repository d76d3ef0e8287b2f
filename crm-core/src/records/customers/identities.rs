//! Identities of a customer: added, removed, verified, and the first choice among them.

use super::create::taken;
use super::find::require;
use super::update::{announce, current};
use super::{Customers, Identity, IdentityInput, Verified, rules, store};
use crate::db::{Touch, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Error, IdentityId, Result, Timestamp};
use serde_json::json;

impl Customers<'_, WriteTransaction> {
    /// Adds an identity; the first of its kind becomes the primary one. One that the customer has already is returned.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a value that no identity of this kind can have; `conflict` with the owner's id
    /// when another customer has it.
    pub fn add_identity(&self, id: CustomerId, identity: &IdentityInput) -> Result<Identity> {
        let tx = self.tx;
        let customer = current(tx, id)?.id;
        let keyed = rules::keyed("/value".to_owned(), identity, &*shop::settings(tx)?)?;
        match store::identity::owner(tx, keyed.kind, &keyed.made.value)? {
            Some(owner) if owner != customer => return Err(taken(&keyed, owner)),
            Some(_) => {}
            None => tx.step(|| add(tx, customer, &keyed))?,
        }
        let found = store::identity::of(tx, customer)?;
        let added = found.into_iter().find(|one| one.kind == keyed.kind && one.value == keyed.made.value);
        added.ok_or_else(|| Error::internal("an identity was not stored"))
    }

    /// Removes an identity; when it was the primary one, the oldest of its kind takes its place.
    ///
    /// # Errors
    /// `not_found`.
    pub fn remove_identity(&self, id: IdentityId) -> Result<()> {
        let tx = self.tx;
        let identity = store::identity::get(tx, id)?.or_not_found(IdentityId::WHAT, id)?;
        tx.step(|| {
            store::identity::remove(tx, id)?;
            store::identity::promote_oldest(tx, identity.customer_id)?;
            let event = Entry::new("customer.identity_removed");
            tx.touch(identity.customer_id, Touch::WORDS);
            announce(tx, event, identity.customer_id, json!({ "kind": identity.kind }))
        })
    }

    /// Notes that an identity was verified, or that this failed; `unverified` takes both back.
    ///
    /// # Errors
    /// `not_found`.
    pub fn verify_identity(&self, id: IdentityId, verified: Verified, at: Option<Timestamp>) -> Result<Identity> {
        let tx = self.tx;
        let identity = store::identity::get(tx, id)?.or_not_found(IdentityId::WHAT, id)?;
        let at = if verified == Verified::Unverified { None } else { Some(at.unwrap_or(tx.now())) };
        tx.step(|| {
            store::identity::set_verified(tx, id, verified, at, journal::next_seq(tx)?)?;
            let payload = json!({ "identity_id": id, "kind": identity.kind, "verified": verified });
            announce(tx, Entry::new("customer.identity_verified"), identity.customer_id, payload)
        })?;
        store::identity::get(tx, id)?.or_not_found(IdentityId::WHAT, id)
    }

    /// Makes an identity the first choice of its kind.
    ///
    /// # Errors
    /// `not_found`.
    pub fn set_primary_identity(&self, id: IdentityId) -> Result<Identity> {
        let tx = self.tx;
        let identity = store::identity::get(tx, id)?.or_not_found(IdentityId::WHAT, id)?;
        if !identity.is_primary {
            tx.step(|| {
                store::identity::set_primary(tx, identity.customer_id, identity.kind, Some(id))?;
                let payload = json!({ "identity_id": id, "kind": identity.kind });
                announce(tx, Entry::new("customer.identity_made_primary"), identity.customer_id, payload)
            })?;
        }
        store::identity::get(tx, id)?.or_not_found(IdentityId::WHAT, id)
    }

    /// Notes since when and until when a customer has an identity. It goes on finding its owner after that.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for an end before the beginning.
    pub fn set_identity_validity(
        &self,
        id: IdentityId,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Result<Identity> {
        let tx = self.tx;
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return Err(Error::invalid("/valid_to", "the end lies before the beginning"));
        }
        let identity = store::identity::get(tx, id)?.or_not_found(IdentityId::WHAT, id)?;
        tx.step(|| {
            store::identity::set_validity(tx, id, from, to, journal::next_seq(tx)?)?;
            announce(tx, Entry::new("customer.updated"), identity.customer_id, json!({ "fields": ["identities"] }))
        })?;
        store::identity::get(tx, id)?.or_not_found(IdentityId::WHAT, id)
    }
}

/// Stores an identity that nobody has.
pub(crate) fn add(tx: &WriteTransaction, customer: CustomerId, keyed: &rules::KeyedIdentity) -> Result<()> {
    debug_assert_eq!(require(tx, customer), Ok(customer));
    let is_primary = store::identity::primary(tx, customer, keyed.kind)?.is_none();
    store::identity::insert(tx, customer, keyed.kind, &keyed.made, is_primary, journal::next_seq(tx)?)?;
    tx.touch(customer, Touch::WORDS.and(keyed.kind.touch()));
    announce(tx, Entry::new("customer.identity_added"), customer, json!({ "kind": keyed.kind }))
}
