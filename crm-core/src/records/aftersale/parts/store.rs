//! The SQL of parts, stock and reservations.

use super::rules::Level;
use super::{Part, PartFilter, PartReservation, PartReservationFilter, PlaceStock, StockMove, StockMoveFilter};
use crate::db::{Conditions, Json, ReadTransaction, WriteTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{PartId, PartReservationId, Quantity, Result, StockMoveId, Timestamp};
use rusqlite::params;
use std::collections::BTreeMap;

stored! {
    Part in "crm_part" by PartId {
        sku, name, unit, cost => (cost_minor, cost_currency), price => (price_minor, price_currency), reorder_point,
        reorder_quantity, superseded_by, active, on_hand, reserved, low_since, created_at, updated_at,
    }
    besides { fits: Vec::new(), available: Quantity::default() }
}

stored! {
    StockMove in "crm_stock_move" by StockMoveId {
        part_id, place, kind, quantity, other_place, reservation_id, reason, reference => (ref_entity, ref_id), key, at,
    }
}

stored! {
    PartReservation in "crm_part_reservation" by PartReservationId {
        part_id, wanted_part_id, place, quantity, issued, state, reference => (ref_entity, ref_id), expires_at, created_at,
        updated_at, ended_at,
    }
}

/// The parts with what they fit and what of them is free.
pub(super) fn complete(tx: &ReadTransaction, mut parts: Vec<Part>) -> Result<Vec<Part>> {
    let ids: Vec<PartId> = parts.iter().map(|part| part.id).collect();
    let mut fits: BTreeMap<PartId, Vec<String>> = BTreeMap::new();
    let rows = tx.all(
        "SELECT part_id, sku FROM crm_part_fit WHERE part_id IN (SELECT value FROM json_each(?1)) ORDER BY part_id, sku",
        [Json(ids)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (part, sku) in rows {
        fits.entry(part).or_default().push(sku);
    }
    for part in &mut parts {
        part.fits = fits.remove(&part.id).unwrap_or_default();
        part.available = Quantity::from_thousandths(part.on_hand.thousandths() - part.reserved.thousandths());
    }
    Ok(parts)
}

/// The part of an article number.
pub(super) fn of_sku(tx: &ReadTransaction, sku: &str) -> Result<Option<Part>> {
    tx.one(&format!("{} WHERE sku = ?1", Part::SELECT), [sku], Part::from_row)
}

/// Writes anew what a part fits.
pub(super) fn replace_fits(tx: &WriteTransaction, id: PartId, fits: &[String]) -> Result<()> {
    tx.run("DELETE FROM crm_part_fit WHERE part_id = ?1", [id])?;
    for sku in fits {
        tx.run("INSERT INTO crm_part_fit (sku, part_id) VALUES (?1, ?2)", params![sku, id])?;
    }
    Ok(())
}

pub(super) fn list(tx: &ReadTransaction, filter: &PartFilter, listing: &Listing<1>) -> Result<Vec<Part>> {
    let mut conditions = Conditions::default();
    conditions.add("id IN (SELECT part_id FROM crm_part_fit WHERE sku = ?)", filter.fits.as_ref());
    conditions.add("active = ?", filter.active);
    conditions.add_start("(id) >", listing.start);
    complete(tx, conditions.read(tx, Part::SELECT, "id", listing.limit(), Part::from_row)?)
}

/// The parts that are said to fit an article, and all that take the place of one of them.
pub(super) fn fitting(tx: &ReadTransaction, sku: &str, rows: usize) -> Result<Vec<Part>> {
    let sql = format!(
        "{} WHERE id IN (
           WITH RECURSIVE fit (id) AS (
             SELECT part_id FROM crm_part_fit WHERE sku = ?1
             UNION SELECT p.superseded_by FROM fit JOIN crm_part p ON p.id = fit.id WHERE p.superseded_by IS NOT NULL)
           SELECT id FROM fit)
         ORDER BY sku LIMIT ?2",
        Part::SELECT
    );
    complete(tx, tx.all(&sql, params![sku, rows as i64], Part::from_row)?)
}

/// Parts that are low, those that are so for the longest time first.
pub(super) fn low(tx: &ReadTransaction, listing: &Listing<2>) -> Result<Vec<Part>> {
    let mut conditions = Conditions::default();
    conditions.add_fixed("low_since IS NOT NULL");
    conditions.add_start("(low_since, id) >", listing.start);
    complete(tx, conditions.read(tx, Part::SELECT, "low_since, id", listing.limit(), Part::from_row)?)
}

/// Of all articles that are kept and current: how many, how many of those have something free, how many are low.
pub(super) fn levels(tx: &ReadTransaction) -> Result<[i64; 3]> {
    let found = tx.one(
        "SELECT count(*), count(*) FILTER (WHERE on_hand > reserved), count(low_since) FROM crm_part
         WHERE active = 1 AND superseded_by IS NULL",
        [],
        |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]),
    )?;
    Ok(found.unwrap_or_default())
}

/// What lies in a place.
pub(super) fn level(tx: &ReadTransaction, part: PartId, place: &str) -> Result<Level> {
    let found = tx.one(
        "SELECT on_hand, reserved FROM crm_stock WHERE part_id = ?1 AND place = ?2",
        params![part, place],
        |row| Ok(Level { on_hand: row.get(0)?, reserved: row.get(1)? }),
    )?;
    Ok(found.unwrap_or_default())
}

pub(super) fn save_level(tx: &WriteTransaction, part: PartId, place: &str, level: Level) -> Result<()> {
    tx.run(
        "INSERT INTO crm_stock (part_id, place, on_hand, reserved) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (part_id, place) DO UPDATE SET on_hand = excluded.on_hand, reserved = excluded.reserved",
        params![part, place, level.on_hand, level.reserved],
    )
    .map(drop)
}

/// What lies in each place that has or had some.
pub(super) fn places(tx: &ReadTransaction, part: PartId) -> Result<Vec<PlaceStock>> {
    tx.all("SELECT place, on_hand, reserved FROM crm_stock WHERE part_id = ?1 ORDER BY place", [part], |row| {
        let level = Level { on_hand: row.get(1)?, reserved: row.get(2)? };
        Ok(PlaceStock {
            place: row.get(0)?,
            on_hand: Quantity::from_thousandths(level.on_hand),
            reserved: Quantity::from_thousandths(level.reserved),
            available: Quantity::from_thousandths(level.available()),
        })
    })
}

/// The entry of a key of the host.
pub(super) fn move_of_key(tx: &ReadTransaction, key: &str) -> Result<Option<StockMove>> {
    tx.one(&format!("{} WHERE key = ?1", StockMove::SELECT), [key], StockMove::from_row)
}

pub(super) fn moves(tx: &ReadTransaction, filter: &StockMoveFilter, listing: &Listing<1>) -> Result<Vec<StockMove>> {
    let mut conditions = Conditions::default();
    conditions.add("part_id = ?", filter.part_id);
    conditions.add("place = ?", filter.place.as_ref());
    conditions.add("kind = ?", filter.kind);
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, StockMove::SELECT, "id DESC", listing.limit(), StockMove::from_row)
}

pub(super) fn reservations(
    tx: &ReadTransaction,
    filter: &PartReservationFilter,
    listing: &Listing<1>,
) -> Result<Vec<PartReservation>> {
    let mut conditions = Conditions::default();
    conditions.add("part_id = ?", filter.part_id);
    conditions.add("state = ?", filter.state);
    if let Some(about) = &filter.reference {
        conditions.add_all("ref_entity = ? AND ref_id = ?", &[&about.entity, &about.id]);
    }
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, PartReservation::SELECT, "id", listing.limit(), PartReservation::from_row)
}

/// Reservations whose time is over, of one part or of all, the oldest first.
pub(super) fn overdue(tx: &ReadTransaction, part: Option<PartId>, rows: usize) -> Result<Vec<PartReservation>> {
    let mut conditions = Conditions::default();
    conditions.add_fixed("state = 'reserved' AND expires_at IS NOT NULL");
    conditions.add("part_id = ?", part);
    conditions.add("expires_at <= ?", Some(tx.now()));
    conditions.read(tx, PartReservation::SELECT, "expires_at, id", rows as i64, PartReservation::from_row)
}

/// When the next reservation ends by itself.
pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(expires_at) FROM crm_part_reservation WHERE state = 'reserved' AND expires_at IS NOT NULL", [])
}

/// Rows that contradict each other: places that are not the sum of their ledger, places whose open reservations are not
/// what is promised, parts that are not the sum of their places, and chains of parts that never end.
pub(super) fn contradictions(tx: &ReadTransaction) -> Result<[i64; 4]> {
    Ok([
        tx.value(
            "SELECT count(*) FROM (
               SELECT 1 FROM (
                 SELECT part_id, place, on_hand AS amount FROM crm_stock
                 UNION ALL SELECT part_id, place, -quantity FROM crm_stock_move)
               GROUP BY part_id, place HAVING sum(amount) <> 0)",
            [],
        )?,
        tx.value(
            "SELECT count(*) FROM (
               SELECT 1 FROM (
                 SELECT part_id, place, reserved AS amount FROM crm_stock
                 UNION ALL SELECT part_id, place, issued - quantity FROM crm_part_reservation WHERE state = 'reserved')
               GROUP BY part_id, place HAVING sum(amount) <> 0)",
            [],
        )?,
        tx.value(
            "SELECT count(*) FROM crm_part p WHERE (p.on_hand, p.reserved) <>
               (SELECT coalesce(sum(s.on_hand), 0), coalesce(sum(s.reserved), 0) FROM crm_stock s WHERE s.part_id = p.id)",
            [],
        )?,
        tx.value(
            "WITH RECURSIVE chain (part, id) AS (
               SELECT id, superseded_by FROM crm_part WHERE superseded_by IS NOT NULL
               UNION SELECT c.part, p.superseded_by FROM chain c JOIN crm_part p ON p.id = c.id
                 WHERE p.superseded_by IS NOT NULL)
             SELECT count(*) FROM chain WHERE part = id",
            [],
        )?,
    ])
}

/// Parts that are low, or could be.
pub(super) fn with_reorder_point(tx: &ReadTransaction) -> Result<Vec<Part>> {
    tx.all(&format!("{} WHERE reorder_point IS NOT NULL OR low_since IS NOT NULL", Part::SELECT), [], Part::from_row)
}
