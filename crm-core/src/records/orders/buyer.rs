//! Whose order it is: a customer by id, following merges, or a guest by identities.

use crate::db::WriteTransaction;
use crate::records::customers::{self, Party};
use crate::vocabulary::{CustomerId, Error, Result};

/// The customer, and what was left out of a guest's identities. A guest without any identity is a new customer,
/// unless the order is `known` to belong to somebody.
pub(crate) fn of(
    tx: &WriteTransaction,
    customer: Option<CustomerId>,
    party: Option<&Party>,
    known: Option<CustomerId>,
) -> Result<(CustomerId, Vec<String>)> {
    match (customer, party) {
        (Some(_), Some(_)) => Err(Error::invalid("/party", "name the customer by id or as a party, not both")),
        (Some(id), None) => {
            let id = customers::require_at(tx, id, "/customer")?;
            Ok((id, Vec::new()))
        }
        (None, Some(party)) => match known {
            Some(known) if party.identities.is_empty() => Ok((known, Vec::new())),
            _ if party.identities.is_empty() && party.name.is_none() => {
                Err(Error::invalid("/party", "a guest has at least a name or an identity"))
            }
            _ => {
                let resolved = customers::resolve(tx, party).map_err(|error| error.under("/party"))?;
                Ok((resolved.customer, resolved.problems))
            }
        },
        (None, None) => match known {
            Some(known) => Ok((known, Vec::new())),
            None => Err(Error::invalid("/customer", "an order belongs to a customer")
                .hint("give the id of the customer, or a party with a name or identities")),
        },
    }
}
