//! Addresses of a customer; every kind has one default.

use super::update::{announce, current};
use super::{Address, Customers, NewAddress, rules, store};
use crate::db::WriteTransaction;
use crate::journal::{self, Entry};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{AddressId, CustomerId, Result};
use serde_json::json;

impl Customers<'_, WriteTransaction> {
    /// Adds an address; the first of its kind becomes the default.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` and `limit` for a bad field.
    pub fn add_address(&self, id: CustomerId, address: &NewAddress) -> Result<Address> {
        let tx = self.tx;
        let customer = current(tx, id)?.id;
        let address = rules::clean_address(address, tx.now()).map_err(|error| error.under("/address"))?;
        let added = tx.step(|| add(tx, customer, &address))?;
        store::address::get(tx, added)?.or_not_found(AddressId::WHAT, added)
    }

    /// Replaces an address.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` and `limit` for a bad field.
    pub fn update_address(&self, id: AddressId, address: &NewAddress) -> Result<Address> {
        let tx = self.tx;
        let before = store::address::get(tx, id)?.or_not_found(AddressId::WHAT, id)?;
        let after = rules::clean_address(address, tx.now()).map_err(|error| error.under("/address"))?;
        tx.step(|| {
            store::address::update(tx, id, &after, journal::next_seq(tx)?)?;
            if after.is_default || (before.is_default && before.kind == after.kind) {
                store::address::set_default(tx, before.customer_id, after.kind, id)?;
            }
            store::address::promote_oldest(tx, before.customer_id)?;
            changed(tx, before.customer_id)
        })?;
        store::address::get(tx, id)?.or_not_found(AddressId::WHAT, id)
    }

    /// Removes an address; when it was the default, the oldest of its kind takes its place.
    ///
    /// # Errors
    /// `not_found`.
    pub fn remove_address(&self, id: AddressId) -> Result<()> {
        let tx = self.tx;
        let address = store::address::get(tx, id)?.or_not_found(AddressId::WHAT, id)?;
        tx.step(|| {
            store::address::remove(tx, id)?;
            store::address::promote_oldest(tx, address.customer_id)?;
            changed(tx, address.customer_id)
        })
    }
}

/// Stores a clean address.
pub(crate) fn add(tx: &WriteTransaction, customer: CustomerId, address: &Address) -> Result<AddressId> {
    let plain = Address { is_default: false, ..address.clone() };
    let id = store::address::insert(tx, customer, &plain, journal::next_seq(tx)?)?;
    if address.is_default {
        store::address::set_default(tx, customer, address.kind, id)?;
    }
    store::address::promote_oldest(tx, customer)?;
    changed(tx, customer)?;
    Ok(id)
}

fn changed(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    announce(tx, Entry::new("customer.updated"), customer, json!({ "fields": ["addresses"] }))
}
