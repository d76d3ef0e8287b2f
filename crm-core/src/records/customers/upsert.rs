//! Bringing a customer to what another system says: found by any identity, created when nobody has one of them.

use super::rules::{Draft, KeyedIdentity};
use super::update::{announce, current, save, save_company};
use super::{Customer, CustomerKind, Customers, DuplicateReason, NewCustomer};
use super::{addresses, changes, create, duplicates, fields, identities, rules, store, tags};
use crate::db::{Touch, WriteTransaction};
use crate::journal::Entry;
use crate::records::shop;
use crate::vocabulary::{CustomerId, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;

tokens! {
    /// What happens when a customer of the input exists.
    pub enum MatchPolicy("policy for known customers") {
        /// What is given replaces what is stored.
        Update = "update",
        /// What is given only fills gaps.
        Merge = "merge",
        /// The stored customer stays as it is.
        Skip = "skip",
    }
}

tokens! {
    /// What an upsert did with one customer.
    pub enum UpsertOutcome("outcome") {
        /// Nobody had one of the identities: a new customer.
        Created = "created",
        /// The customer was changed.
        Updated = "updated",
        /// The customer was already as given.
        Unchanged = "unchanged",
        /// The customer exists and the policy left it alone.
        Skipped = "skipped",
    }
}

/// The customer after an upsert, and what was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct UpsertedCustomer {
    /// The customer.
    pub customer: Customer,
    /// What was done.
    pub outcome: UpsertOutcome,
}

impl Customers<'_, WriteTransaction> {
    /// Finds the customer by any of the given identities (the id of another system decides, then the e-mail address,
    /// then the phone number, then the rest) and changes it by the policy; creates it when nobody is found. Another
    /// customer that has one of the other identities becomes a duplicate candidate.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field.
    pub fn upsert(&self, new: NewCustomer, policy: MatchPolicy) -> Result<UpsertedCustomer> {
        let (id, outcome) = upsert(self.tx, new, policy)?;
        Ok(UpsertedCustomer { customer: self.get(id)?, outcome })
    }
}

/// The customer of an input, and what was done.
pub(crate) fn upsert(
    tx: &WriteTransaction,
    new: NewCustomer,
    policy: MatchPolicy,
) -> Result<(CustomerId, UpsertOutcome)> {
    let patch = changes::patch_of(&new);
    let custom = new.custom.clone();
    let owner = new.owner_id;
    let draft = rules::draft(new, tx.now(), &*shop::settings(tx)?)?;
    let owners = owners(tx, &draft.identities)?;
    let Some(id) = deciding(&draft.identities, &owners) else {
        rules::require_somebody(&draft)?;
        return Ok((create::insert_with_fields(tx, &draft, &custom)?, UpsertOutcome::Created));
    };
    if policy == MatchPolicy::Skip {
        return Ok((id, UpsertOutcome::Skipped));
    }
    let only_gaps = policy == MatchPolicy::Merge;
    tx.step(|| {
        let before = current(tx, id)?;
        let patch = if only_gaps { changes::only_gaps(&before, patch) } else { patch };
        let mut after = changes::patched(&before, patch, tx.now(), &*shop::settings(tx)?)?;
        if before.owner_id.is_none() || !only_gaps {
            after.owner_id = owner.or(before.owner_id);
        }
        let mut changed = save(tx, &before, after)?;
        changed |= join_company(tx, &before, &draft, only_gaps)?;
        changed |= join_rows(tx, id, &draft, &owners)?;
        changed |= fields::join(tx, id, &custom, only_gaps)?;
        Ok((id, if changed { UpsertOutcome::Updated } else { UpsertOutcome::Unchanged }))
    })
}

fn owners(tx: &WriteTransaction, identities: &[KeyedIdentity]) -> Result<Vec<Option<CustomerId>>> {
    identities.iter().map(|one| store::identity::owner(tx, one.kind, &one.made.value)).collect()
}

/// The owner of the identity that decides.
fn deciding(identities: &[KeyedIdentity], owners: &[Option<CustomerId>]) -> Option<CustomerId> {
    let owned = identities.iter().zip(owners).filter_map(|(one, owner)| Some((rules::rank(one.kind), (*owner)?)));
    // The first of equals: min_by_key keeps it.
    owned.min_by_key(|(rank, _)| *rank).map(|(_, owner)| owner)
}

fn join_company(tx: &WriteTransaction, before: &Customer, draft: &Draft, only_gaps: bool) -> Result<bool> {
    let Some(given) = draft.customer.company.clone() else {
        return Ok(false);
    };
    let known = store::company::get(tx, before.id)?;
    let joined = match known.clone() {
        Some(known) => changes::joined_company(known, given, only_gaps),
        None => given,
    };
    if known.as_ref() == Some(&joined) || (only_gaps && before.kind == CustomerKind::Person) {
        return Ok(false);
    }
    save_company(tx, before.id, Some(&joined))?;
    announce(tx, Entry::new("customer.updated"), before.id, json!({ "fields": ["company"] }))?;
    tx.touch(before.id, Touch::WORDS);
    Ok(true)
}

/// Adds identities of nobody, new addresses and new tags; notes the owners of the other identities.
fn join_rows(tx: &WriteTransaction, id: CustomerId, draft: &Draft, owners: &[Option<CustomerId>]) -> Result<bool> {
    let mut changed = false;
    for (one, owner) in draft.identities.iter().zip(owners) {
        match owner {
            None => {
                identities::add(tx, id, one)?;
                changed = true;
            }
            Some(other) if *other != id && !one.kind.is_anonymous() => {
                duplicates::note(tx, id, *other, DuplicateReason::of_identity(one.kind))?;
            }
            Some(_) => {}
        }
    }
    if changed {
        tx.touch(id, Touch::WORDS);
    }
    let known = if draft.addresses.is_empty() { Vec::new() } else { store::address::of(tx, id)? };
    for address in &draft.addresses {
        if !known.iter().any(|other| changes::is_same_place(other, address)) {
            addresses::add(tx, id, address)?;
            changed = true;
        }
    }
    Ok(tags::add(tx, id, &draft.tags)? > 0 || changed)
}
