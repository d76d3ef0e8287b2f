//! What warranty and service contract have to do with an order: what they cover, and what a finished order takes of them.

use super::ServiceOrder;
use super::cover::{Contracted, Warranted};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::records::aftersale::assets::Asset;
use crate::records::aftersale::contracts::{self, EntitlementKind};
use crate::records::aftersale::warranties::{self, WarrantyState};
use crate::vocabulary::{ContractId, Result, WarrantyId};

/// The warranty that covers the asset as it stood when the order was recorded.
pub(super) fn warranty_at(tx: &ReadTransaction, order: &ServiceOrder) -> Result<Option<(WarrantyId, Warranted)>> {
    let Some(asset) = order.asset_id else { return Ok(None) };
    let found = warranties::cover_at(tx, asset, order.created_at)?;
    Ok(found.map(|one| (one.warranty_id, Warranted { parts: one.parts, labour: one.labour, onsite: one.onsite })))
}

/// The service contract that covers the customer's asset or article as it stood when the order was recorded.
pub(super) fn contract_at(tx: &ReadTransaction, order: &ServiceOrder) -> Result<Option<(ContractId, Contracted)>> {
    let found = contracts::cover_at(tx, order.customer_id, order.asset_id, order.sku.as_deref(), order.created_at)?;
    Ok(found.map(|one| (one.contract_id, Contracted { parts: one.parts_rate, labour: one.labour, travel: one.travel })))
}

/// Whether a plan belongs to no contract, or to the one that covers the asset now.
pub(super) fn is_under(tx: &ReadTransaction, contract: Option<ContractId>, asset: &Asset) -> Result<bool> {
    let (Some(contract), Some(owner)) = (contract, asset.customer_id) else { return Ok(contract.is_none()) };
    let found = contracts::cover_at(tx, owner, Some(asset.id), Some(&asset.sku), tx.now())?;
    Ok(found.is_some_and(|one| one.contract_id == contract))
}

/// Consumes a claim of the warranty and a use of the contract, as far as they bear something.
///
/// # Errors
/// `conflict` for a warranty that bears nothing any more. One that has only expired since the order was recorded bears what
/// it has promised, and has nothing left to count; a contract likewise. A visit beyond those that the contract includes is
/// noted as such, for the bill.
pub(super) fn consume(tx: &WriteTransaction, order: &ServiceOrder) -> Result<()> {
    if let Some(id) = order.warranty_id
        && tx.warranties().get(id)?.state != WarrantyState::Expired
    {
        let claimed = tx.warranties().claim(id, Some(&order.number), None);
        claimed.map_err(|error| error.hint("decide anew who bears the lines with service_orders.assess"))?;
    }
    if let Some(id) = order.contract_id
        && contracts::gives_now(tx, id)?
    {
        tx.contracts().use_entitlement(id, EntitlementKind::Visit, Some(&order.number), true)?;
    }
    Ok(())
}
