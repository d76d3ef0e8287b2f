//! What becomes of an asset after it came to its owner: its states, the next owner, and merges.

use super::rules::{self, MACHINE};
use super::{Asset, AssetOrigin, AssetOwner, AssetState, announce, register, save, store, tell};
use crate::db::{AssetTurn, CustomerRows, WriteTransaction};
use crate::journal;
use crate::records::customers;
use crate::vocabulary::{AssetOwnerId, CustomerId, Error, OrderId, Result};
use serde_json::json;

pub(super) fn set_state(tx: &WriteTransaction, known: Asset, to: AssetState, reason: Option<&str>) -> Result<Asset> {
    if to == AssetState::Transferred {
        return transfer(tx, known, None, reason);
    }
    MACHINE.require(known.state, to).map_err(|error| error.at("/state"))?;
    if matches!(to, AssetState::Sold | AssetState::InUse) && known.customer_id.is_none() {
        return Err(Error::conflict("nobody owns this piece")
            .at("/state")
            .existing(known.id)
            .hint("name the owner with assets.register"));
    }
    let mut after = Asset { state: to, ..known.clone() };
    journal::go(tx, &MACHINE, (known.id.0, known.customer_id), (known.state, to), reason)?;
    if to == AssetState::Returned {
        store::end_owner(tx, known.id, tx.now(), journal::next_seq(tx)?)?;
        rules::give_back(&mut after);
    }
    if to == AssetState::InStock {
        rules::restock(&mut after);
    }
    save(tx, &mut after)?;
    let facts = json!({ "from": known.state, "to": to, "reason": reason });
    announce(tx, "asset.state_changed", &Asset { customer_id: known.customer_id, ..after.clone() }, facts)?;
    match to {
        AssetState::Returned => tell(tx, known.id, AssetTurn::Returned)?,
        AssetState::Scrapped => tell(tx, known.id, AssetTurn::Scrapped)?,
        _ => {}
    }
    tx.assets().get(known.id)
}

/// Gives an asset from its owner to another one, who may be unknown.
pub(super) fn transfer(
    tx: &WriteTransaction,
    known: Asset,
    to: Option<CustomerId>,
    reason: Option<&str>,
) -> Result<Asset> {
    let to = to.map(|to| customers::require(tx, to)).transpose().map_err(|error| error.at("/to_customer_id"))?;
    MACHINE.require(known.state, AssetState::Transferred)?;
    if to.is_some() && to == known.customer_id {
        return Err(Error::invalid("/to_customer_id", "the piece is this customer's already"));
    }
    let mut after = Asset { state: AssetState::Transferred, customer_id: to, location: None, ..known.clone() };
    journal::go(tx, &MACHINE, (known.id.0, to), (known.state, after.state), reason)?;
    store::end_owner(tx, known.id, tx.now(), journal::next_seq(tx)?)?;
    save(tx, &mut after)?;
    if let Some(to) = to {
        register::enter(tx, &after, to, AssetOrigin::Transfer, tx.now())?;
    }
    announce(tx, "asset.transferred", &after, json!({ "from_customer_id": known.customer_id, "reason": reason }))?;
    tell(tx, known.id, AssetTurn::GivenOn)?;
    tx.assets().get(known.id)
}

/// What was bought on an order follows it to another customer, as far as the buyer was noted as its owner.
pub(crate) fn follow(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<()> {
    for entry in store::sold_on(tx, order)? {
        give(tx, &entry, customer)?;
    }
    Ok(())
}

/// Gives an entry of the owners to another customer, with the moves that the asset made meanwhile.
fn give(tx: &WriteTransaction, entry: &AssetOwner, to: CustomerId) -> Result<()> {
    let from = entry.customer_id;
    if from == to {
        return Ok(());
    }
    store::set_owner(tx, entry, to)?;
    let about = (MACHINE.entity(), entry.asset_id.0);
    journal::follow_held(tx, about, (from, to), (entry.from_at, entry.until_at))
}

/// Who has had assets follows merges; the assets of today with it.
pub(crate) const CUSTOMER_ROWS: CustomerRows = CustomerRows { table: "crm_asset_owner", move_all, move_back };

fn move_all(tx: &WriteTransaction, from: CustomerId, to: CustomerId) -> Result<Vec<i64>> {
    let entries = store::owned_by(tx, from)?;
    entries.iter().try_for_each(|entry| give(tx, entry, to))?;
    Ok(entries.iter().map(|entry| entry.id.0).collect())
}

fn move_back(tx: &WriteTransaction, ids: &[i64], from: CustomerId, to: CustomerId) -> Result<()> {
    for id in ids {
        if let Some(entry) = AssetOwner::by_id(tx, AssetOwnerId(*id))?.filter(|entry| entry.customer_id == from) {
            give(tx, &entry, to)?;
        }
    }
    Ok(())
}
