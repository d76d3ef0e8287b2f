//! Changing a customer's own fields, its owner, and whether it is archived.

use super::find::{require, with_details};
use super::{CompanyProfile, Customer, CustomerPatch, Customers, store};
use super::{changes, rules};
use crate::db::{Touch, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Error, Result, StaffId, ids};
use serde_json::json;

impl Customers<'_, WriteTransaction> {
    /// Changes own fields; absent ones stay. A merged customer's change goes to the one that it was merged into.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` and `limit` for a bad field.
    pub fn update(&self, id: CustomerId, patch: CustomerPatch) -> Result<Customer> {
        let tx = self.tx;
        let before = current(tx, id)?;
        let after = changes::patched(&before, patch, tx.now(), &*shop::settings(tx)?)?;
        save(tx, &before, after)?;
        self.get(before.id)
    }

    /// Names who looks after a customer, or nobody.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for an id that is no positive number.
    pub fn set_owner(&self, id: CustomerId, owner: Option<StaffId>) -> Result<Customer> {
        ids::require_row_id("/owner_id", owner.map(i64::from))?;
        let before = current(self.tx, id)?;
        let event = json!({ "from": before.owner_id, "to": owner });
        self.mark(&before, Customer { owner_id: owner, ..before.clone() }, "customer.owner_changed", event)
    }

    /// Hides a customer from lists and search; it still counts, and its identities still find it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn archive(&self, id: CustomerId) -> Result<Customer> {
        let before = current(self.tx, id)?;
        let archived_at = before.archived_at.or(Some(self.tx.now()));
        self.mark(&before, Customer { archived_at, ..before.clone() }, "customer.archived", json!({}))
    }

    /// Shows an archived customer again.
    ///
    /// # Errors
    /// `not_found`.
    pub fn unarchive(&self, id: CustomerId) -> Result<Customer> {
        let before = current(self.tx, id)?;
        self.mark(&before, Customer { archived_at: None, ..before.clone() }, "customer.unarchived", json!({}))
    }

    /// Gives a company its profile in place of the one before; `None` removes it.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a person or a bad field.
    pub fn set_company(&self, id: CustomerId, profile: Option<CompanyProfile>) -> Result<Customer> {
        let tx = self.tx;
        let before = with_details(tx, current(tx, id)?)?;
        let profile = profile.map(rules::clean_company).transpose().map_err(|error| error.under("/company"))?;
        rules::require_company_kind(before.kind, profile.as_ref())?;
        if profile == before.company {
            return Ok(before);
        }
        tx.step(|| {
            save_company(tx, before.id, profile.as_ref())?;
            if before.name.is_none()
                && let Some(name) = profile.as_ref().and_then(|one| one.legal_name.clone())
            {
                store::customer::set_name(tx, before.id, &name, journal::next_seq(tx)?)?;
            }
            tx.touch(before.id, Touch::WORDS);
            announce(tx, Entry::new("customer.updated"), before.id, json!({ "fields": ["company"] }))
        })?;
        self.get(before.id)
    }

    /// Stores a change of flags with an event of its own; nothing happens when nothing changes.
    fn mark(
        &self,
        before: &Customer,
        after: Customer,
        event: &'static str,
        payload: serde_json::Value,
    ) -> Result<Customer> {
        let tx = self.tx;
        if *before != after {
            tx.step(|| {
                let after = Customer { rev: journal::next_seq(tx)?, updated_at: tx.now(), ..after };
                store::customer::update(tx, &after)?;
                announce(tx, Entry::new(event), before.id, payload)?;
                if before.archived_at.is_some() != after.archived_at.is_some() {
                    tx.touch(before.id, Touch::WORDS);
                }
                Ok(())
            })?;
        }
        self.get(before.id)
    }
}

/// The row of a customer that may be changed, merges followed.
pub(crate) fn current(tx: &WriteTransaction, id: CustomerId) -> Result<Customer> {
    let survivor = require(tx, id)?;
    let customer = store::customer::get(tx, survivor)?.or_not_found(CustomerId::WHAT, id)?;
    if customer.erased_at.is_some() {
        return Err(Error::conflict("the personal data of this customer was erased").existing(survivor));
    }
    Ok(customer)
}

/// Stores changed own fields and tells the journal their names; whether anything changed.
pub(crate) fn save(tx: &WriteTransaction, before: &Customer, after: Customer) -> Result<bool> {
    let fields = changes::changed_fields(before, &after)?;
    if fields.is_empty() {
        return Ok(false);
    }
    tx.step(|| {
        if after.kind == super::CustomerKind::Person {
            rules::require_company_kind(after.kind, store::company::get(tx, after.id)?.as_ref())
                .map_err(|error| error.at("/kind").hint("remove the company profile first"))?;
        }
        let after = Customer { rev: journal::next_seq(tx)?, updated_at: tx.now(), ..after };
        store::customer::update(tx, &after)?;
        announce(tx, Entry::new("customer.updated"), after.id, json!({ "fields": fields }))?;
        let words = [&before.name, &before.given_name, &before.family_name];
        if words != [&after.name, &after.given_name, &after.family_name] || before.kind != after.kind {
            tx.touch(after.id, Touch::WORDS);
        }
        Ok(true)
    })
}

pub(crate) fn save_company(tx: &WriteTransaction, id: CustomerId, profile: Option<&CompanyProfile>) -> Result<()> {
    match profile {
        Some(profile) => store::company::save(tx, id, profile, journal::next_seq(tx)?),
        None => store::company::remove(tx, id),
    }
}

/// Appends an event about a customer and notes that it changed.
pub(crate) fn announce(tx: &WriteTransaction, event: Entry, id: CustomerId, payload: serde_json::Value) -> Result<()> {
    journal::append(tx, event.customer(id).entity("customer", id).payload(payload))?;
    tx.touch(id, Touch::PROFILE);
    Ok(())
}

/// Gives the customers of one member of the staff to another; how many.
pub(crate) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId) -> Result<u64> {
    store::customer::transfer(tx, from, to, journal::next_seq(tx)?)
}
