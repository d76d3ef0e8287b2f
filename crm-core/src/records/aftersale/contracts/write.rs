//! Writing contracts down: new ones, and drafts that change.

use super::rules::{self, MACHINE};
use super::{Contract, ContractState, NewContract, announce, store};
use crate::db::{Json, ReadTransaction, WriteTransaction};
use crate::journal;
use crate::records::aftersale::assets;
use crate::records::customers;
use crate::vocabulary::{ContractId, Error, Result};
use serde_json::json;

/// A draft of these terms, checked against everything but other contracts.
pub(super) fn draft(tx: &WriteTransaction, new: NewContract) -> Result<Contract> {
    let mut new = rules::clean(new)?;
    new.customer_id = customers::require_at(tx, new.customer_id, "/customer_id")?;
    for (at, id) in new.asset_ids.iter().enumerate() {
        let asset = assets::require(tx, *id).map_err(|error| error.at(format!("/asset_ids/{at}")))?;
        if asset.customer_id != Some(new.customer_id) {
            return Err(Error::invalid(format!("/asset_ids/{at}"), "the piece is not one of this customer"));
        }
    }
    blank(tx, new)
}

/// A draft of terms that are known to be good.
pub(super) fn blank(tx: &WriteTransaction, new: NewContract) -> Result<Contract> {
    let number = match new.number {
        Some(number) => number,
        None => free_number(tx)?,
    };
    Ok(Contract {
        id: ContractId(0),
        number,
        customer_id: new.customer_id,
        asset_ids: Json(new.asset_ids),
        skus: Json(new.skus),
        parts_rate: new.parts_rate,
        labour: new.labour,
        travel: new.travel,
        response_s: new.response_s,
        resolution_s: new.resolution_s,
        visits: new.visits,
        calls: new.calls,
        price: new.price,
        billing: new.billing,
        renewal: new.renewal,
        months: new.months,
        starts_on: new.starts_on,
        ends_on: rules::last_day(new.starts_on, new.months),
        allow_overlap: new.allow_overlap,
        state: ContractState::Draft,
        suspended_at: None,
        ended_at: None,
        end_reason: None,
        unused: None,
        previous_id: None,
        next_id: None,
        next_on: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    })
}

/// The next number that no contract has; a host may have used it for one of its own.
fn free_number(tx: &ReadTransaction) -> Result<String> {
    let mut next = store::next_id(tx)?;
    loop {
        let number = format!("SC-{next:06}");
        if store::numbered(tx, &number)?.is_none() {
            return Ok(number);
        }
        next += 1;
    }
}

/// A number names one contract, and what is covered is covered once at a time, unless the contract allows more.
pub(super) fn require_free(tx: &ReadTransaction, contract: &Contract) -> Result<()> {
    if let Some(other) = store::numbered(tx, &contract.number)?.filter(|other| *other != contract.id) {
        return Err(Error::conflict("another contract has this number").at("/number").existing(other));
    }
    if contract.allow_overlap {
        return Ok(());
    }
    let ended = |one: &Contract| matches!(one.state, ContractState::Cancelled | ContractState::Terminated);
    let others = store::of_customer(tx, contract.customer_id)?;
    let mut others = others.iter().filter(|one| one.id != contract.id && !ended(one));
    match others.find(|one| rules::overlaps(one, contract)) {
        Some(other) => Err(Error::conflict("another contract covers the same at the same time")
            .at("/starts_on")
            .existing(other.id)
            .hint("name other pieces or days, end the other one, or allow it with allow_overlap")),
        None => Ok(()),
    }
}

/// Stores a new contract with its first state.
pub(super) fn insert(tx: &WriteTransaction, contract: &mut Contract) -> Result<()> {
    contract.next_on = rules::next_on(contract);
    contract.id = contract.insert(tx, journal::next_seq(tx)?)?;
    journal::begin(tx, &MACHINE, (contract.id.0, Some(contract.customer_id)), contract.state)?;
    announce(tx, "contract.created", contract, json!({ "previous_id": contract.previous_id }))
}
