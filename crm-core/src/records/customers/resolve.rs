//! Who stands behind an order or a contact: found by identities, created when nobody fits.
//!
//! The id of an external system or of the host decides, then the e-mail address, then the phone number, then the rest.
//! When another identity of the same party belongs to somebody else, both may be one customer: that is noted as a
//! duplicate candidate for a person to judge, and nobody is merged unasked.

use super::rules::{self, Draft, KeyedIdentity};
use super::{DuplicateReason, Party, Resolved, create, store};
use crate::db::{Touch, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::shop;
use crate::vocabulary::{CustomerId, Result, text};
use serde_json::json;

/// Finds or creates the customer of a party.
///
/// An identity that cannot be read is left out and named in `problems`: a bad phone number must not lose an order.
///
/// # Errors
/// Only what the file itself causes.
pub(crate) fn resolve(tx: &WriteTransaction, party: &Party) -> Result<Resolved> {
    let shop = shop::settings(tx)?;
    let mut problems = Vec::new();
    let mut identities: Vec<KeyedIdentity> = Vec::with_capacity(party.identities.len());
    for (at, input) in party.identities.iter().enumerate() {
        match rules::keyed(format!("/identities/{at}/value"), input, &shop) {
            Ok(keyed) => identities.push(keyed),
            Err(error) => problems.push(format!("{}: {}", input.kind, error.message())),
        }
    }
    identities.sort_by_key(|one| rules::rank(one.kind));
    identities.dedup_by(|later, first| later.kind == first.kind && later.made.value == first.made.value);

    let mut owners = Vec::with_capacity(identities.len());
    for one in &identities {
        owners.push(store::identity::owner(tx, one.kind, &one.made.value)?);
    }
    match owners.iter().flatten().next().copied() {
        Some(customer) => {
            let unowned: Vec<&KeyedIdentity> =
                identities.iter().zip(&owners).filter(|(_, owner)| owner.is_none()).map(|(one, _)| one).collect();
            tx.step(|| {
                complete(tx, customer, party, &unowned)?;
                note_duplicates(tx, customer, &identities, &owners)
            })?;
            Ok(Resolved { customer, created: false, problems })
        }
        None => {
            let customer = create::insert(tx, &draft_of(tx, party, identities, &mut problems)?)?;
            Ok(Resolved { customer, created: true, problems })
        }
    }
}

/// A person with what is readable of the party.
fn draft_of(
    tx: &WriteTransaction,
    party: &Party,
    identities: Vec<KeyedIdentity>,
    problems: &mut Vec<String>,
) -> Result<Draft> {
    let mut customer = rules::blank(super::CustomerKind::Person, tx.now());
    customer.name = readable_name(party, problems);
    customer.language = party.language.clone();
    customer.country = party.country.clone();
    if let Err(error) = rules::clean_fields(&mut customer, tx.now()) {
        problems.push(error.message().to_owned());
        customer.language = None;
        customer.country = None;
    }
    Ok(Draft { customer, identities, addresses: Vec::new(), tags: Vec::new() })
}

fn readable_name(party: &Party, problems: &mut Vec<String>) -> Option<String> {
    text::optional_name("/name", party.name.as_deref()).unwrap_or_else(|error| {
        problems.push(format!("name: {}", error.message()));
        None
    })
}

/// Adds to a known customer what it did not have: identities of nobody, and a name where there is none.
fn complete(tx: &WriteTransaction, id: CustomerId, party: &Party, unowned: &[&KeyedIdentity]) -> Result<()> {
    let gives_name = party.name.is_some() && store::customer::lacks_name(tx, id)?;
    if unowned.is_empty() && !gives_name {
        return Ok(());
    }
    let rev = journal::next_seq(tx)?;
    for one in unowned {
        let is_primary = store::identity::primary(tx, id, one.kind)?.is_none();
        store::identity::insert(tx, id, one.kind, &one.made, is_primary, rev)?;
        tx.touch(id, one.kind.touch());
        let payload = json!({ "kind": one.kind });
        journal::append(tx, Entry::new("customer.identity_added").customer(id).payload(payload))?;
    }
    if gives_name && let Some(name) = readable_name(party, &mut Vec::new()) {
        store::customer::set_name(tx, id, &name, rev)?;
        let payload = json!({ "fields": ["name"] });
        journal::append(tx, Entry::new("customer.updated").customer(id).entity("customer", id).payload(payload))?;
    }
    tx.touch(id, Touch::PROFILE.and(Touch::WORDS));
    Ok(())
}

/// Notes the other owners of the party's identities. Browsers and devices are shared, so they prove nothing.
fn note_duplicates(
    tx: &WriteTransaction,
    customer: CustomerId,
    identities: &[KeyedIdentity],
    owners: &[Option<CustomerId>],
) -> Result<()> {
    for (one, owner) in identities.iter().zip(owners) {
        match owner {
            Some(other) if *other != customer && !one.kind.is_anonymous() => {
                super::duplicates::note(tx, customer, *other, DuplicateReason::of_identity(one.kind))?;
            }
            _ => {}
        }
    }
    Ok(())
}
