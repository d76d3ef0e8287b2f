//! The SQL of assets and of who has had them.

use super::{Asset, AssetFilter, AssetOrigin, AssetOwner};
use crate::db::{Conditions, ReadTransaction, WriteTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{AssetId, AssetOwnerId, CustomerId, OrderId, OrderLineId, Result, Timestamp};
use rusqlite::params;

stored! {
    Asset in "crm_asset" by AssetId {
        serial, serial_key, maker, sku, customer_id, state, order_id, order_line_id, order_number, configuration_id,
        location, delivered_at, registered_at, installed_at, created_at, updated_at,
    }
}

stored! {
    AssetOwner in "crm_asset_owner" by AssetOwnerId {
        asset_id, customer_id, how, order_id, order_line_id, configuration_id, from_at, until_at,
    }
}

/// Pieces with one serial that are given back; more are of no use to anybody.
const SAME_SERIAL: i64 = 100;

/// All pieces that bear a serial, those that are no more at the end, the latest before the others.
pub(super) fn of_serial(tx: &ReadTransaction, key: &str) -> Result<Vec<Asset>> {
    let sql = format!("{} WHERE serial_key = ?1 ORDER BY state = 'scrapped', id DESC LIMIT ?2", Asset::SELECT);
    tx.all(&sql, params![key, SAME_SERIAL], Asset::from_row)
}

/// Those of them that still are.
pub(super) fn live(tx: &ReadTransaction, key: &str) -> Result<Vec<Asset>> {
    let sql = format!("{} WHERE serial_key = ?1 AND state <> 'scrapped' ORDER BY id", Asset::SELECT);
    tx.all(&sql, [key], Asset::from_row)
}

/// What was last sold on an order.
pub(super) fn of_order(tx: &ReadTransaction, order: OrderId) -> Result<Vec<Asset>> {
    let sql = format!("{} WHERE order_id = ?1 ORDER BY id", Asset::SELECT);
    tx.all(&sql, [order], Asset::from_row)
}

/// What was last sold on orders with a number; each shop has its own numbers.
pub(super) fn of_number(tx: &ReadTransaction, number: &str) -> Result<Vec<Asset>> {
    let sql = format!("{} WHERE order_number = ?1 ORDER BY id", Asset::SELECT);
    tx.all(&sql, [number], Asset::from_row)
}

/// Brings the number of an order on its assets up to date.
pub(super) fn set_number(tx: &WriteTransaction, order: OrderId, number: Option<&str>) -> Result<()> {
    let sql = "UPDATE crm_asset SET order_number = ?2 WHERE order_id = ?1 AND order_number IS NOT ?2";
    tx.run(sql, params![order, number]).map(drop)
}

/// Whether anything was last sold on an order.
pub(super) fn has_order(tx: &ReadTransaction, order: OrderId) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_asset WHERE order_id = ?1)", [order])
}

/// The latest before the others.
pub(super) fn list(tx: &ReadTransaction, filter: &AssetFilter, listing: &Listing<1>) -> Result<Vec<Asset>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("order_id = ?", filter.order_id);
    if let Some(prefix) = &filter.serial_prefix {
        // Behind the last character there is no other.
        conditions.add_all("serial_key >= ? AND serial_key < ?", &[prefix, &format!("{prefix}\u{10FFFF}")]);
    }
    conditions.add("sku = ?", filter.sku.as_ref());
    conditions.add("state = ?", filter.state);
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, Asset::SELECT, "id DESC", listing.limit(), Asset::from_row)
}

/// The pieces that a customer has, the newest first.
pub(crate) fn held_by(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<Asset>> {
    let sql = format!("{} WHERE customer_id = ?1 ORDER BY id DESC LIMIT ?2", Asset::SELECT);
    tx.all(&sql, params![customer, rows as i64], Asset::from_row)
}

/// Who has had an asset, the first before the others.
pub(super) fn owners(tx: &ReadTransaction, id: AssetId) -> Result<Vec<AssetOwner>> {
    let sql = format!("{} WHERE asset_id = ?1 ORDER BY id", AssetOwner::SELECT);
    tx.all(&sql, [id], AssetOwner::from_row)
}

/// Whether a line of an order has given its piece with this serial already.
pub(super) fn was_sold(tx: &ReadTransaction, (order, line): (OrderId, OrderLineId), key: &str) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM crm_asset_owner o JOIN crm_asset a ON a.id = o.asset_id
           WHERE o.order_id = ?1 AND o.order_line_id = ?2 AND a.serial_key = ?3)",
        params![order, line, key],
    )
}

/// Notes until when the owner of today had an asset.
pub(super) fn end_owner(tx: &WriteTransaction, id: AssetId, at: Timestamp, rev: i64) -> Result<()> {
    let sql =
        "UPDATE crm_asset_owner SET until_at = max(?2, from_at), rev = ?3 WHERE asset_id = ?1 AND until_at IS NULL";
    tx.run(sql, params![id, at, rev]).map(drop)
}

/// Notes on which order the owner of today bought an asset.
pub(super) fn set_order(tx: &WriteTransaction, asset: &Asset, rev: i64) -> Result<()> {
    tx.run(
        "UPDATE crm_asset_owner SET order_id = ?2, order_line_id = ?3, configuration_id = ?4, rev = ?5
         WHERE asset_id = ?1 AND until_at IS NULL",
        params![asset.id, asset.order_id, asset.order_line_id, asset.configuration_id, rev],
    )
    .map(drop)
}

/// The entries of an order's buyer for what was bought on it.
pub(super) fn sold_on(tx: &ReadTransaction, order: OrderId) -> Result<Vec<AssetOwner>> {
    let sql = format!("{} WHERE order_id = ?1 AND how <> ?2 ORDER BY id", AssetOwner::SELECT);
    tx.all(&sql, params![order, AssetOrigin::Transfer], AssetOwner::from_row)
}

/// The entries of a customer.
pub(super) fn owned_by(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<AssetOwner>> {
    let sql = format!("{} WHERE customer_id = ?1 ORDER BY id", AssetOwner::SELECT);
    tx.all(&sql, [customer], AssetOwner::from_row)
}

/// Gives an entry to another customer, and the asset with it when it is the entry of today.
pub(super) fn set_owner(tx: &WriteTransaction, entry: &AssetOwner, to: CustomerId) -> Result<()> {
    tx.run("UPDATE crm_asset_owner SET customer_id = ?2 WHERE id = ?1", params![entry.id, to])?;
    if entry.until_at.is_none() {
        tx.run("UPDATE crm_asset SET customer_id = ?2 WHERE id = ?1", params![entry.asset_id, to])?;
    }
    Ok(())
}

/// Assets that contradict who has had them, and assets with an owner that their state does not have, or without one
/// that it has, and assets with another number than their order.
pub(super) fn contradictions(tx: &ReadTransaction) -> Result<(i64, i64, i64)> {
    let numbers = tx.value(
        "SELECT count(*) FROM crm_asset a WHERE order_number IS NOT (SELECT number FROM crm_order WHERE id = a.order_id)",
        [],
    )?;
    let owners = tx.value(
        "SELECT count(*) FROM crm_asset a WHERE a.customer_id IS NOT
           (SELECT max(customer_id) FROM crm_asset_owner WHERE asset_id = a.id AND until_at IS NULL)
           OR (SELECT count(*) FROM crm_asset_owner WHERE asset_id = a.id AND until_at IS NULL) > 1",
        [],
    )?;
    let states = tx.value(
        "SELECT count(*) FROM crm_asset WHERE (state IN ('sold', 'in_use') AND customer_id IS NULL)
           OR (state IN ('in_stock', 'returned') AND customer_id IS NOT NULL)",
        [],
    )?;
    Ok((owners, states, numbers))
}
