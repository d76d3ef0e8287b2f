//! The columns that say whose a flat row is.

use super::rows::FlatRow;
use crate::db::ReadTransaction;
use crate::doors::exchange::Field;
use crate::doors::exchange::import::IDENTITIES;
use crate::records::customers::{Customer, IdentityKind};
use crate::vocabulary::{CustomerId, Result};

/// The source of keys that this file gives because nobody else did.
pub(crate) const OWN_SOURCE: &str = "crm";

/// The columns of a customer by its id.
pub(crate) fn who(tx: &ReadTransaction, customer: CustomerId) -> Result<FlatRow> {
    Ok(identify(&tx.customers().get(customer)?))
}

/// A customer's key of another system and its primary identities; the id across files where there is nothing else.
pub(crate) fn identify(customer: &Customer) -> FlatRow {
    let mut row = FlatRow::default();
    let mut found = false;
    for (field, kind) in IDENTITIES {
        if let Some(identity) = customer.primary(kind) {
            // A phone number as it was given means another one under another default region.
            let text = if kind == IdentityKind::Phone { &identity.value } else { &identity.display };
            row.set(field, Some(text));
            found = true;
        }
    }
    let external = customer.primary(IdentityKind::ExternalId).and_then(|identity| identity.value.split_once(':'));
    match external {
        Some((source, key)) => {
            row.set(Field::CustomerSource, Some(source));
            row.set(Field::Customer, Some(key));
        }
        None if !found => {
            row.set(Field::CustomerSource, Some(OWN_SOURCE));
            row.set(Field::Customer, Some(&customer.uid));
        }
        None => {}
    }
    row
}

/// The key of a row: that of the system which reported it, or the id of this file.
pub(crate) fn set_key(row: &mut FlatRow, field: Field, source: Option<String>, key: Option<String>, id: i64) {
    match (source, key) {
        (Some(source), Some(key)) => {
            row.set(Field::Source, Some(source));
            row.set(field, Some(key));
        }
        _ => {
            row.set(Field::Source, Some(OWN_SOURCE));
            row.set(field, Some(id));
        }
    }
}
