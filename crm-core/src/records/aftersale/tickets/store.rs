//! The SQL of tickets, their messages, pauses and rules.

use super::assign::TicketRule;
use super::model::{Ticket, TicketMessage};
use super::shapes::{TicketFilter, TicketMessageFilter, TicketPause, TicketSettings};
use super::{clock, rules as decide};
use crate::db::{self, Conditions, Json, ReadTransaction, WriteTransaction};
use crate::journal;
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CustomerId, Result, StaffId, TicketId, TicketMessageId, Timestamp};
use rusqlite::params;
use std::collections::BTreeSet;
use std::sync::Arc;

stored! {
    TicketMessage in "crm_ticket_message" by TicketMessageId { ticket_id, author, is_public, staff_id, body, at }
}

stored! {
    Ticket in "crm_ticket" by TicketId {
        number, kind, state, customer_id, contact, asset_id, order_id, order_line_id, channel, interaction_id, language,
        category, priority, subject, body, assignee_id, team, rule, tags, escalation_level, escalation_reason,
        duplicate_of_id, sla_id, clock_ms, clock_since, paused_since, first_target_s, first_due_at, first_warn_at,
        first_warned_at, first_status, first_at, resolve_target_s, resolve_due_at, resolve_warn_at, resolve_warned_at,
        resolve_status, resolved_at, due_at, look_at, reopen_count, cause, resolution, upheld, csat, csat_comment,
        opened_at, updated_at, ended_at,
    }
}

/// Tickets on which somebody has still to work, in the words of the indexes.
const OPEN: &str = "resolved_at IS NULL AND ended_at IS NULL";
/// By what is due next; those of which nothing is come last.
const PLACE: &str = "coalesce(due_at, 9223372036854775807), id";

/// Where a ticket stands in a list.
pub(super) fn key(ticket: &Ticket) -> [i64; 2] {
    [ticket.due_at.map_or(i64::MAX, Timestamp::millis), ticket.id.0]
}

pub(super) fn list(
    tx: &ReadTransaction,
    filter: &TicketFilter,
    listing: &Listing<2>,
    now: Timestamp,
) -> Result<Vec<Ticket>> {
    let mut conditions = Conditions::default();
    match filter.state {
        None if filter.any_state => {}
        None => conditions.add_fixed(OPEN),
        Some(state) => {
            if decide::is_open(state) {
                conditions.add_fixed(OPEN);
            }
            conditions.add("state = ?", Some(state));
        }
    }
    conditions.add("assignee_id = ?", filter.assignee_id);
    if filter.unassigned {
        conditions.add_fixed("assignee_id IS NULL");
    }
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("order_id = ?", filter.order_id);
    conditions.add("asset_id = ?", filter.asset_id);
    conditions.add("+kind = ?", filter.kind);
    conditions.add("+priority = ?", filter.priority);
    conditions.add("+team = ?", filter.team.clone());
    if let Some(category) = &filter.category {
        let below = "(+category = ? OR substr(category, 1, length(?) + 1) = ? || '/')";
        conditions.add_all(below, &[category, category, category]);
    }
    conditions.add("+escalation_level >= ?", filter.min_escalation);
    if filter.overdue {
        conditions.add("coalesce(due_at, 9223372036854775807) < ?", Some(now));
    }
    conditions.add("opened_at >= ?", filter.from);
    conditions.add("opened_at < ?", filter.until);
    conditions.add_start("(coalesce(due_at, 9223372036854775807), id) >", listing.start);
    conditions.read(tx, Ticket::SELECT, PLACE, listing.limit(), Ticket::from_row)
}

/// The ticket of a number.
pub(super) fn numbered(tx: &ReadTransaction, number: &str) -> Result<Option<Ticket>> {
    tx.one(&format!("{} WHERE number = ?1", Ticket::SELECT), [number], Ticket::from_row)
}

/// The id of the next ticket. Tickets are never deleted, so that it has not been used.
pub(super) fn next_id(tx: &WriteTransaction) -> Result<TicketId> {
    let last: i64 = tx.value("SELECT coalesce(max(id), 0) FROM crm_ticket", [])?;
    Ok(TicketId(last + 1))
}

/// Stores a changed ticket, placed where it belongs.
pub(super) fn replace(tx: &WriteTransaction, ticket: &mut Ticket) -> Result<()> {
    (ticket.due_at, ticket.look_at) = clock::place(ticket);
    ticket.updated_at = tx.now();
    ticket.update(tx, journal::next_seq(tx)?)
}

/// Tickets that `tick` looks at, the first due first.
pub(super) fn due(tx: &ReadTransaction, now: Timestamp, rows: usize) -> Result<Vec<Ticket>> {
    let sql = format!("{} WHERE look_at IS NOT NULL AND look_at <= ?1 ORDER BY look_at LIMIT ?2", Ticket::SELECT);
    tx.all(&sql, params![now, rows as i64], Ticket::from_row)
}

/// When `tick` looks at a ticket next.
pub(super) fn next_look(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(look_at) FROM crm_ticket WHERE look_at IS NOT NULL", [])
}

/// The tickets of a customer that are not over, the newest first.
pub(super) fn alive_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<Ticket>> {
    let sql = format!("{} WHERE customer_id = ?1 AND ended_at IS NULL ORDER BY id DESC LIMIT ?2", Ticket::SELECT);
    tx.all(&sql, params![customer, rows as i64], Ticket::from_row)
}

/// The oldest complaint of a customer that is not over.
pub(super) fn complaint_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<TicketId>> {
    tx.one(
        "SELECT id FROM crm_ticket WHERE customer_id = ?1 AND ended_at IS NULL AND kind = 'complaint' ORDER BY id LIMIT 1",
        [customer],
        |row| row.get(0),
    )
}

/// The complaints of a customer of which it is decided whether they were justified, with when they were resolved.
pub(super) fn decided_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<(TicketId, bool, Timestamp)>> {
    tx.all(
        "SELECT id, upheld, resolved_at FROM crm_ticket
         WHERE customer_id = ?1 AND upheld IS NOT NULL AND kind = 'complaint' AND resolved_at IS NOT NULL ORDER BY id",
        [customer],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Gives the tickets of one member of the staff that are not over to another; how many.
pub(super) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId, rev: i64) -> Result<u64> {
    let sql = format!(
        "UPDATE crm_ticket SET assignee_id = ?2, rule = NULL, updated_at = ?3, rev = ?4
         WHERE assignee_id = ?1 AND {OPEN}"
    );
    let open = tx.run(&sql, params![from, to, tx.now(), rev])?;
    // Somebody has to answer when the customer objects.
    let resolved = tx.run(
        "UPDATE crm_ticket SET assignee_id = ?2, rule = NULL, updated_at = ?3, rev = ?4
         WHERE assignee_id = ?1 AND state = 'resolved'",
        params![from, to, tx.now(), rev],
    )?;
    Ok((open + resolved) as u64)
}

/// How many open tickets each of these has.
pub(super) fn open_counts(tx: &ReadTransaction, staff: &BTreeSet<StaffId>) -> Result<Vec<i64>> {
    let sql = format!("SELECT count(*) FROM crm_ticket WHERE assignee_id = ?1 AND {OPEN}");
    tx.all_of(&sql, staff.iter().map(|staff| staff.0), |row| row.get(0))
}

/// All tickets, for the comparison with a recomputation.
pub(super) fn each(tx: &ReadTransaction, mut visit: impl FnMut(Ticket) -> Result<()>) -> Result<()> {
    tx.each(&format!("{} ORDER BY id", Ticket::SELECT), [], |row| {
        visit(Ticket::from_row(row).map_err(|error| tx.note(error))?)
    })
}

/// Tickets whose clock stands otherwise than the log of their pauses says.
pub(super) fn wrong_pauses(tx: &ReadTransaction) -> Result<u64> {
    let count: i64 = tx.value(
        "SELECT count(*) FROM crm_ticket t WHERE t.paused_since IS NOT (
           SELECT from_at FROM crm_ticket_pause p WHERE p.ticket_id = t.id AND p.until_at IS NULL)
         OR EXISTS (SELECT 1 FROM crm_ticket_pause p WHERE p.ticket_id = t.id AND p.until_at < p.from_at)",
        [],
    )?;
    Ok(count.unsigned_abs())
}

/// Logs that the clock of a ticket stands from now on, or runs again.
pub(super) fn log_pause(tx: &WriteTransaction, before: &Ticket, after: &Ticket) -> Result<()> {
    if before.paused_since.is_some() {
        tx.run(
            "UPDATE crm_ticket_pause SET until_at = ?2 WHERE ticket_id = ?1 AND until_at IS NULL",
            params![after.id, tx.now()],
        )?;
    }
    if let (Some(since), Some(reason)) = (after.paused_since, decide::pause_of(after.state)) {
        tx.insert(
            "INSERT INTO crm_ticket_pause (ticket_id, from_at, until_at, reason) VALUES (?1, ?2, NULL, ?3)",
            params![after.id, since, reason],
        )?;
    }
    Ok(())
}

/// When the clock of a ticket stood, oldest first.
pub(super) fn pauses(tx: &ReadTransaction, id: TicketId) -> Result<Vec<TicketPause>> {
    tx.all("SELECT from_at, until_at, reason FROM crm_ticket_pause WHERE ticket_id = ?1 ORDER BY id", [id], |row| {
        Ok(TicketPause { from: row.get(0)?, until: row.get(1)?, reason: row.get(2)? })
    })
}

/// Messages of a ticket, oldest first.
pub(super) fn messages(
    tx: &ReadTransaction,
    filter: &TicketMessageFilter,
    listing: &Listing<1>,
) -> Result<Vec<TicketMessage>> {
    let mut conditions = Conditions::default();
    conditions.add("ticket_id = ?", Some(filter.id));
    if filter.public_only {
        conditions.add_fixed("is_public = 1");
    }
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, TicketMessage::SELECT, "id", listing.limit(), TicketMessage::from_row)
}

/// The newest messages of a ticket that the customer sees, oldest first.
pub(super) fn newest_public(tx: &ReadTransaction, id: TicketId, rows: usize) -> Result<Vec<TicketMessage>> {
    let sql = format!("{} WHERE ticket_id = ?1 AND is_public = 1 ORDER BY id DESC LIMIT ?2", TicketMessage::SELECT);
    let mut found = tx.all(&sql, params![id, rows as i64], TicketMessage::from_row)?;
    found.reverse();
    Ok(found)
}

/// Moves the messages of a ticket to another; how many.
pub(super) fn move_messages(tx: &WriteTransaction, from: TicketId, to: TicketId, rev: i64) -> Result<usize> {
    tx.run("UPDATE crm_ticket_message SET ticket_id = ?2, rev = ?3 WHERE ticket_id = ?1", params![from, to, rev])
}

const SETTINGS: &str = "crm_ticket_setting";

/// The settings, read once per transaction.
pub(super) fn settings(tx: &ReadTransaction) -> Result<Arc<TicketSettings>> {
    tx.memo(|| db::settings_of(tx, SETTINGS))
}

pub(super) fn save_settings(tx: &WriteTransaction, settings: &TicketSettings, rev: i64) -> Result<()> {
    tx.forget::<TicketSettings>();
    db::save_settings(tx, SETTINGS, settings, rev)
}

/// The rules in the order in which they are tried, and how many tickets each has assigned.
pub(super) fn rules(tx: &ReadTransaction) -> Result<Vec<(TicketRule, i64)>> {
    tx.all("SELECT rule, assigned FROM crm_ticket_rule ORDER BY position", [], |row| {
        let Json(rule): Json<TicketRule> = row.get(0)?;
        Ok((rule, row.get(1)?))
    })
}

/// Puts rules in the place of those before; how many tickets a rule has assigned stays with its key.
pub(super) fn replace_rules(tx: &WriteTransaction, rules: &[TicketRule], rev: i64) -> Result<()> {
    tx.run("UPDATE crm_ticket_rule SET position = -1", [])?;
    for (at, rule) in rules.iter().enumerate() {
        tx.run(
            "INSERT INTO crm_ticket_rule (position, key, rule, assigned, rev) VALUES (?1, ?2, ?3, 0, ?4)
             ON CONFLICT (key) DO UPDATE SET position = excluded.position, rule = excluded.rule, rev = excluded.rev",
            params![at as i64, rule.key, Json(rule), rev],
        )?;
    }
    tx.run("DELETE FROM crm_ticket_rule WHERE position = -1", []).map(drop)
}

/// Counts a ticket that a rule has assigned.
pub(super) fn count_assigned(tx: &WriteTransaction, key: &str, rev: i64) -> Result<()> {
    tx.run("UPDATE crm_ticket_rule SET assigned = assigned + 1, rev = ?2 WHERE key = ?1", params![key, rev]).map(drop)
}
