//! Orders and refunds follow their customer through a merge, and go back with an unmerge.

use super::states::MACHINE;
use super::{metrics, record, refunds, store};
use crate::db::{CustomerRows, Touch, WriteTransaction};
use crate::journal::{self, timeline};
use crate::records::orders::Order;
use crate::vocabulary::{CustomerId, OrderId, RefundId, Result};

/// Orders, with their moves through states and the refunds that are linked to them.
pub(crate) const ORDERS: CustomerRows =
    CustomerRows { table: "crm_order", move_all: move_orders, move_back: move_orders_back };

/// Refunds without an order.
pub(crate) const REFUNDS: CustomerRows =
    CustomerRows { table: "crm_refund", move_all: move_refunds, move_back: move_refunds_back };

/// The metrics follow the orders.
pub(crate) fn refresh(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    tx.touch(customer, Touch::ORDERS);
    metrics::refresh(tx, customer)
}

fn move_orders(tx: &WriteTransaction, from: CustomerId, to: CustomerId) -> Result<Vec<i64>> {
    let ids = store::ids_of(tx, from)?;
    for id in &ids {
        move_order(tx, *id, from, to)?;
    }
    Ok(ids.into_iter().map(i64::from).collect())
}

fn move_orders_back(tx: &WriteTransaction, ids: &[i64], from: CustomerId, to: CustomerId) -> Result<()> {
    ids.iter().try_for_each(|id| move_order(tx, OrderId(*id), from, to))
}

fn move_order(tx: &WriteTransaction, id: OrderId, from: CustomerId, to: CustomerId) -> Result<()> {
    let Some(order) = store::get(tx, id, record::base_of(tx)?)? else { return Ok(()) };
    if order.customer_id != from {
        return Ok(());
    }
    store::set_customer(tx, id, to)?;
    timeline::remove(tx, from, order.placed_at, timeline::Kind::Order, id.0)?;
    timeline::add(tx, to, order.placed_at, timeline::Kind::Order, id.0)?;
    journal::follow(tx, MACHINE.entity(), id.0, to)?;
    if order.refunded.minor > 0 { refunds::settle(tx, &Order { customer_id: to, ..order }) } else { Ok(()) }
}

fn move_refunds(tx: &WriteTransaction, from: CustomerId, to: CustomerId) -> Result<Vec<i64>> {
    let ids = refunds::store::ids_of(tx, from)?;
    for id in &ids {
        move_refund(tx, *id, from, to)?;
    }
    Ok(ids.into_iter().map(i64::from).collect())
}

fn move_refunds_back(tx: &WriteTransaction, ids: &[i64], from: CustomerId, to: CustomerId) -> Result<()> {
    ids.iter().try_for_each(|id| move_refund(tx, RefundId(*id), from, to))
}

/// A refund of an order goes where its order goes.
fn move_refund(tx: &WriteTransaction, id: RefundId, from: CustomerId, to: CustomerId) -> Result<()> {
    let Some(mut refund) = refunds::store::get(tx, id, record::base_of(tx)?)? else { return Ok(()) };
    if refund.customer_id != from || refund.order_id.is_some() {
        return Ok(());
    }
    refund.customer_id = to;
    refunds::store::update(tx, &refund)?;
    timeline::remove(tx, from, refund.refunded_at, timeline::Kind::Refund, id.0)?;
    timeline::add(tx, to, refund.refunded_at, timeline::Kind::Refund, id.0)
}
