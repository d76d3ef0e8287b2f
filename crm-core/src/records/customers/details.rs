//! Everything that this room knows of one customer, read at once for the 360° view.

use super::duplicates::DuplicateCandidate;
use super::lists::ListMember;
use super::relations::Relation;
use super::{Address, Customer, find, store, values};
use crate::db::ReadTransaction;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Result};
use serde_json::Value;
use std::collections::BTreeMap;

/// What belongs to a customer.
pub(crate) struct Details {
    pub(crate) customer: Customer,
    pub(crate) addresses: Vec<Address>,
    pub(crate) custom: BTreeMap<String, Value>,
    pub(crate) tags: Vec<String>,
    /// Lists that the customer is on now.
    pub(crate) lists: Vec<ListMember>,
    pub(crate) relations: Vec<Relation>,
    /// Customers who were merged into this one, those merged into them included.
    pub(crate) merged_from: Vec<CustomerId>,
    /// Noted pairs that nobody has judged.
    pub(crate) open_duplicates: Vec<DuplicateCandidate>,
}

/// The details of an existing customer, or of the one that it was merged into. Around most customers there is little:
/// one statement asks what there is before it is read.
///
/// # Errors
/// `not_found`.
pub(crate) fn details(tx: &ReadTransaction, id: CustomerId) -> Result<Details> {
    let mut customer = store::customer::get(tx, id)?.or_not_found(CustomerId::WHAT, id)?;
    if customer.merged_into.is_some() {
        let survivor = find::require(tx, id)?;
        customer = store::customer::get(tx, survivor)?.or_not_found(CustomerId::WHAT, survivor)?;
    }
    let id = customer.id;
    let has = store::presence::of(tx, id)?;
    let custom = if has.custom { store::field::values_of(tx, id)? } else { Vec::new() }.into_iter();
    let lists = if has.lists { store::list::of(tx, id)? } else { Vec::new() }.into_iter();
    Ok(Details {
        customer: find::with_details(tx, customer)?,
        addresses: if has.addresses { store::address::of(tx, id)? } else { Vec::new() },
        custom: custom.map(|(key, kind, stored)| Ok((key, values::shown(kind, &stored)?))).collect::<Result<_>>()?,
        tags: if has.tags { store::tag::of(tx, id)? } else { Vec::new() },
        lists: lists.filter(|member| member.removed_at.is_none()).collect(),
        relations: if has.relations { store::relation::of(tx, id)? } else { Vec::new() },
        merged_from: if has.losers { merged_from(tx, id)? } else { Vec::new() },
        open_duplicates: if has.duplicates { store::duplicate::of(tx, id)? } else { Vec::new() },
    })
}

fn merged_from(tx: &ReadTransaction, id: CustomerId) -> Result<Vec<CustomerId>> {
    let mut found = store::customer::losers_of(tx, id)?;
    let mut at = 0;
    while let Some(loser) = found.get(at) {
        let further = store::customer::losers_of(tx, *loser)?;
        found.extend(further);
        at += 1;
    }
    Ok(found)
}
