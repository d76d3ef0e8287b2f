//! The log of every state machine: who went from where to where, when, and for how long it had been there.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::journal::timeline;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{CustomerId, Result, Timestamp};
use rusqlite::params;
use serde::{Deserialize, Serialize};
use std::fmt::Display;

/// One move of a state machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StageChange {
    /// The id of the log row.
    pub id: i64,
    /// The customer whom it concerns.
    pub customer_id: Option<CustomerId>,
    /// The kind of the entity that moved, such as `order` or `lifecycle`.
    pub entity: String,
    /// Its id.
    pub entity_id: i64,
    /// The state before; null for the first.
    pub from: Option<String>,
    /// The state after.
    pub to: String,
    /// When.
    pub at: Timestamp,
    /// How long the state before had lasted, in milliseconds.
    pub duration_ms: Option<i64>,
    /// Who did it.
    pub actor: Option<String>,
    /// Why, as a token.
    pub reason: Option<String>,
    /// Whether a host reported a move that the machine does not list.
    pub forced: bool,
}

/// A move to be logged.
pub(crate) struct Move<'a> {
    pub(crate) customer: Option<CustomerId>,
    pub(crate) entity: &'static str,
    pub(crate) entity_id: i64,
    pub(crate) from: Option<&'a str>,
    pub(crate) to: &'a str,
    pub(crate) at: Timestamp,
    pub(crate) reason: Option<&'a str>,
    pub(crate) forced: bool,
}

/// Takes an entity from one state to another, if its machine allows that, and logs the move at this instant.
///
/// # Errors
/// `not_allowed_transition` that lists the states that may follow.
pub(crate) fn go<S: Copy + PartialEq + Display>(
    tx: &WriteTransaction,
    machine: &Machine<S>,
    (entity_id, customer): (i64, Option<CustomerId>),
    (from, to): (S, S),
    reason: Option<&str>,
) -> Result<()> {
    machine.require(from, to)?;
    let (entity, from, to) = (machine.entity(), from.to_string(), to.to_string());
    let step = Move { customer, entity, entity_id, from: Some(&from), to: &to, at: tx.now(), reason, forced: false };
    record(tx, &step)
}

/// Logs the first state of an entity at this instant.
pub(crate) fn begin<S: Copy + PartialEq + Display>(
    tx: &WriteTransaction,
    machine: &Machine<S>,
    (entity_id, customer): (i64, Option<CustomerId>),
    to: S,
) -> Result<()> {
    let (entity, to) = (machine.entity(), to.to_string());
    let step = Move { customer, entity, entity_id, from: None, to: &to, at: tx.now(), reason: None, forced: false };
    record(tx, &step)
}

/// Logs a move and puts it on the customer's timeline.
pub(crate) fn record(tx: &WriteTransaction, step: &Move<'_>) -> Result<()> {
    record_since(tx, step, None)
}

/// Logs a move of an entity that `began` in its first state without a log row.
pub(crate) fn record_since(tx: &WriteTransaction, step: &Move<'_>, began: Option<Timestamp>) -> Result<()> {
    let since: Option<Timestamp> = match step.from {
        None => None,
        Some(_) => tx.one(
            "SELECT at FROM crm_stage_change WHERE entity = ?1 AND entity_id = ?2 ORDER BY at DESC, id DESC LIMIT 1",
            params![step.entity, step.entity_id],
            |row| row.get(0),
        )?,
    };
    let duration = since.or(began).map(|since| (step.at.millis() - since.millis()).max(0));
    let actor = tx.changes().actor.clone();
    let id = tx.insert(
        "INSERT INTO crm_stage_change (customer_id, entity, entity_id, from_state, to_state, at, duration_ms, actor, reason, forced)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![step.customer, step.entity, step.entity_id, step.from, step.to, step.at, duration, actor, step.reason, step.forced],
    )?;
    match step.customer {
        Some(customer) => timeline::add(tx, customer, step.at, timeline::Kind::StageChange, id),
        None => Ok(()),
    }
}

/// Gives the moves of an entity to the customer to whom it now belongs.
pub(crate) fn follow(tx: &WriteTransaction, entity: &str, entity_id: i64, to: CustomerId) -> Result<()> {
    for step in stages_of(tx, entity, entity_id)? {
        give(tx, &step, to)?;
    }
    Ok(())
}

/// The same for what changes hands: only the moves that it made with one customer, from an instant on until another.
pub(crate) fn follow_held(
    tx: &WriteTransaction,
    (entity, entity_id): (&str, i64),
    (from, to): (CustomerId, CustomerId),
    (since, until): (Timestamp, Option<Timestamp>),
) -> Result<()> {
    let is_held = |at: Timestamp| at >= since && until.is_none_or(|until| at < until || at == since);
    for step in stages_of(tx, entity, entity_id)? {
        if step.customer_id == Some(from) && is_held(step.at) {
            give(tx, &step, to)?;
        }
    }
    Ok(())
}

/// Gives one move to a customer, on whose timeline it stands from now on.
fn give(tx: &WriteTransaction, step: &StageChange, to: CustomerId) -> Result<()> {
    if step.customer_id == Some(to) {
        return Ok(());
    }
    tx.run("UPDATE crm_stage_change SET customer_id = ?2 WHERE id = ?1", params![step.id, to])?;
    if let Some(from) = step.customer_id {
        timeline::remove(tx, from, step.at, timeline::Kind::StageChange, step.id)?;
    }
    timeline::add(tx, to, step.at, timeline::Kind::StageChange, step.id)
}

const COLUMNS: &str =
    "id, customer_id, entity, entity_id, from_state, to_state, at, duration_ms, actor, reason, forced";

/// The moves of one entity, oldest first.
pub(crate) fn stages_of(tx: &ReadTransaction, entity: &str, entity_id: i64) -> Result<Vec<StageChange>> {
    let sql = format!("SELECT {COLUMNS} FROM crm_stage_change WHERE entity = ?1 AND entity_id = ?2 ORDER BY at, id");
    tx.all(&sql, params![entity, entity_id], from_row)
}

/// Where an entity went last, and when.
pub(crate) fn last_stage_of(tx: &ReadTransaction, entity: &str, entity_id: i64) -> Result<Option<(String, Timestamp)>> {
    tx.one(
        "SELECT to_state, at FROM crm_stage_change WHERE entity = ?1 AND entity_id = ?2 ORDER BY at DESC, id DESC LIMIT 1",
        params![entity, entity_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Moves by their ids.
pub(crate) fn stages_with(tx: &ReadTransaction, ids: impl IntoIterator<Item = i64>) -> Result<Vec<StageChange>> {
    tx.all_of(
        "SELECT s.id, s.customer_id, s.entity, s.entity_id, s.from_state, s.to_state, s.at, s.duration_ms, s.actor,
           s.reason, s.forced
         FROM crm_stage_change s WHERE s.id = ?1",
        ids,
        from_row,
    )
}

fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<StageChange> {
    let mut columns = Columns::new(row);
    Ok(StageChange {
        id: columns.next()?,
        customer_id: columns.next()?,
        entity: columns.next()?,
        entity_id: columns.next()?,
        from: columns.next()?,
        to: columns.next()?,
        at: columns.next()?,
        duration_ms: columns.next()?,
        actor: columns.next()?,
        reason: columns.next()?,
        forced: columns.next()?,
    })
}
