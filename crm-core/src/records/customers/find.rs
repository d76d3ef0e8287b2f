//! Reading one customer: by its id, by any identity; and keeping the search index equal to the rows.

use super::{Address, Customer, CustomerKind, Customers, IdentityInput, IdentityKind, identity, rules, store};
use crate::db::{ReadTransaction, Reading};
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Error, Result};

/// Merges in a row that are followed; a chain of this length is a cycle or damage.
const MAX_MERGES: usize = 1_000;

impl<T: Reading> Customers<'_, T> {
    /// One customer with its identities and company profile. A merged customer is shown as it is, with `merged_into`.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: CustomerId) -> Result<Customer> {
        let tx = self.tx.reader();
        let customer = store::customer::get(tx, id)?.or_not_found(CustomerId::WHAT, id)?;
        with_details(tx, customer)
    }

    /// The customer that has an identity, if anybody has.
    ///
    /// # Errors
    /// `invalid_input` for a value that no identity of this kind can have.
    pub fn find(&self, identity: &IdentityInput) -> Result<Option<Customer>> {
        self.id_of(identity)?.map(|id| self.get(id)).transpose()
    }

    /// The id of the customer that has an identity, if anybody has; the fastest way to a customer.
    ///
    /// # Errors
    /// `invalid_input` for a value that no identity of this kind can have.
    pub fn id_of(&self, identity: &IdentityInput) -> Result<Option<CustomerId>> {
        Ok(recognise(self.tx.reader(), identity)?.1)
    }

    /// The addresses of a customer, in the order in which they were recorded.
    ///
    /// # Errors
    /// `not_found`.
    pub fn addresses(&self, id: CustomerId) -> Result<Vec<Address>> {
        let tx = self.tx.reader();
        store::address::of(tx, require(tx, id)?)
    }
}

/// A customer's identities and profile beside its own row.
pub(crate) fn with_details(tx: &ReadTransaction, mut customer: Customer) -> Result<Customer> {
    customer.identities = store::identity::of(tx, customer.id)?;
    if customer.kind == CustomerKind::Company {
        customer.company = store::company::get(tx, customer.id)?;
    }
    Ok(customer)
}

/// An identity in its stored form, and the customer that has it.
///
/// # Errors
/// `invalid_input` for a value that no identity of this kind can have.
pub(crate) fn recognise(tx: &ReadTransaction, identity: &IdentityInput) -> Result<(IdentityInput, Option<CustomerId>)> {
    let region = &shop::settings(tx)?.default_region;
    let made = identity::normalise(identity.kind, &identity.value, region.as_deref())
        .map_err(|problem| problem.at("/value"))?;
    let owner = store::identity::owner(tx, identity.kind, &made.value)?;
    Ok((IdentityInput::new(identity.kind, made.value), owner))
}

/// Requires that an identity is that of a browser or device.
///
/// # Errors
/// `invalid_input` that lists the kinds.
pub(crate) fn require_visitor(visitor: &IdentityInput) -> Result<()> {
    if visitor.kind.is_anonymous() {
        return Ok(());
    }
    let kinds = IdentityKind::ALL.iter().filter(|kind| kind.is_anonymous()).map(|kind| kind.token());
    Err(Error::invalid("/kind", "a visitor is a browser or a device")
        .allowed(kinds)
        .hint("name somebody who is known as a customer"))
}

/// The browsers and devices of a customer, in their stored form.
pub(crate) fn visitors_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<IdentityInput>> {
    let mut identities = store::identity::of(tx, customer)?;
    identities.retain(|one| one.kind.is_anonymous());
    Ok(identities.into_iter().map(|one| IdentityInput::new(one.kind, one.value)).collect())
}

/// Identities in their stored form, each once, and the customer that has the one that decides (see
/// [`resolve`](super::resolve)).
///
/// # Errors
/// `invalid_input` for a value that no identity of its kind can have.
pub(crate) fn recognise_all(
    tx: &ReadTransaction,
    identities: &[IdentityInput],
) -> Result<(Vec<IdentityInput>, Option<CustomerId>)> {
    let mut known: Vec<IdentityInput> = Vec::with_capacity(identities.len());
    let mut owners = Vec::new();
    for (at, identity) in identities.iter().enumerate() {
        let (keyed, owner) = recognise(tx, identity).map_err(|error| error.under(format!("/identities/{at}")))?;
        if !known.contains(&keyed) {
            owners.extend(owner.map(|owner| (rules::rank(keyed.kind), owner)));
            known.push(keyed);
        }
    }
    let deciding = owners.into_iter().min_by_key(|(rank, _)| *rank);
    Ok((known, deciding.map(|(_, owner)| owner)))
}

/// The customer that an id means today: itself, or the one that it was merged into.
///
/// # Errors
/// `not_found`; `internal` for merges that lead in a circle, which the library never writes.
pub(crate) fn require(tx: &ReadTransaction, id: CustomerId) -> Result<CustomerId> {
    let mut survivor = id;
    for _ in 0..MAX_MERGES {
        match store::customer::merged_into(tx, survivor)?.or_not_found(CustomerId::WHAT, id)? {
            None => return Ok(survivor),
            Some(next) => survivor = next,
        }
    }
    Err(Error::internal("the merges of a customer lead in a circle"))
}

/// The same for a customer that a field of the input names.
pub(crate) fn require_at(tx: &ReadTransaction, id: CustomerId, path: &str) -> Result<CustomerId> {
    require(tx, id).map_err(|error| error.at(path))
}
