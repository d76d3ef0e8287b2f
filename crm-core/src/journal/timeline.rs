//! The thin timeline: one row of four integers per thing that happened to a customer.
//!
//! Rooms add a row when they record something with a customer and a time, and move or remove it with their own row.
//! The details stay in the room; `customers.timeline` in insight puts both together.

use crate::db::{ReadTransaction, WriteTransaction};
use crate::vocabulary::{CustomerId, Result, Timestamp};
use rusqlite::params;

/// What kind of row the timeline points at. The numbers are stored and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i64)]
pub(crate) enum Kind {
    Interaction = 1,
    Order = 2,
    Refund = 3,
    StageChange = 4,
}

impl Kind {
    /// The kind of a stored number.
    pub(crate) fn from_number(number: i64) -> Option<Kind> {
        [Kind::Interaction, Kind::Order, Kind::Refund, Kind::StageChange]
            .into_iter()
            .find(|kind| *kind as i64 == number)
    }
}

/// One row: when, what kind, which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) at: Timestamp,
    pub(crate) kind: Kind,
    pub(crate) entity_id: i64,
}

/// Inserts a row of the customer, the time, the kind and the id; a row that is there already stays.
pub(crate) const INSERT: &str =
    "INSERT OR IGNORE INTO crm_timeline (customer_id, at, kind, entity_id) VALUES (?1, ?2, ?3, ?4)";

/// Adds a row; adding it twice is adding it once.
pub(crate) fn add(
    tx: &WriteTransaction,
    customer: CustomerId,
    at: Timestamp,
    kind: Kind,
    entity_id: i64,
) -> Result<()> {
    tx.run(INSERT, params![customer, at, kind as i64, entity_id])?;
    Ok(())
}

/// Removes a row, for a thing that moves to another time or customer.
pub(crate) fn remove(
    tx: &WriteTransaction,
    customer: CustomerId,
    at: Timestamp,
    kind: Kind,
    entity_id: i64,
) -> Result<()> {
    tx.run(
        "DELETE FROM crm_timeline WHERE customer_id = ?1 AND at = ?2 AND kind = ?3 AND entity_id = ?4",
        params![customer, at, kind as i64, entity_id],
    )?;
    Ok(())
}

/// Up to `rows` rows of a customer, newest first, before a position (time, kind, id).
pub(crate) fn before(
    tx: &ReadTransaction,
    customer: CustomerId,
    position: Option<[i64; 3]>,
    rows: usize,
) -> Result<Vec<Point>> {
    let [at, kind, entity_id] = position.unwrap_or([i64::MAX; 3]);
    let found: Vec<Option<Point>> = tx.all(
        "SELECT at, kind, entity_id FROM crm_timeline
         WHERE customer_id = ?1 AND (at, kind, entity_id) < (?2, ?3, ?4)
         ORDER BY at DESC, kind DESC, entity_id DESC LIMIT ?5",
        params![customer, at, kind, entity_id, rows as i64],
        |row| {
            let kind = Kind::from_number(row.get(1)?);
            let (at, entity_id) = (row.get(0)?, row.get(2)?);
            Ok(kind.map(|kind| Point { at, kind, entity_id }))
        },
    )?;
    Ok(found.into_iter().flatten().collect())
}
