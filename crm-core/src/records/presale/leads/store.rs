//! The SQL of leads, their rules and settings.

use super::assign::{LeadCondition, LeadRule};
use super::{Lead, LeadFilter, LeadSettings};
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction};
use crate::records::customers::IdentityInput;
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CustomerId, LeadId, LeadRuleId, Result, StaffId, Timestamp};
use rusqlite::params;

stored! {
    Lead in "crm_lead" by LeadId {
        customer_id, state, source, name, company, employees, territory, country, language, note, owner_id, rule_id,
        score, scored_at, look_at, hot_at, lost_reason, captured_at, sla_due_at, responded_at, overdue_at, active_at,
        changed_at, stale_at, opportunity_id, converted_at, ended_at, system, external_id, host_updated_at, recorded_at,
        updated_at,
    }
    besides { identities: Vec::new(), skus: Vec::new() }
}

stored! {
    LeadRule in "crm_lead_rule" by LeadRuleId {
        name, kind, position, condition, response_minutes, is_active, assigned, created_at, updated_at,
    }
    besides { staff: Vec::new() }
}

// Rules are read whole and never searched.
as_json!(LeadCondition);

pub(super) fn get(tx: &ReadTransaction, id: LeadId) -> Result<Option<Lead>> {
    Lead::by_id(tx, id)?.map(|lead| with_rows(tx, lead)).transpose()
}

pub(super) fn find_external(tx: &ReadTransaction, system: &str, external: &str) -> Result<Option<Lead>> {
    let sql = format!("{} WHERE system = ?1 AND external_id = ?2", Lead::SELECT);
    tx.one(&sql, [system, external], Lead::from_row)?.map(|lead| with_rows(tx, lead)).transpose()
}

/// A lead with its identities and articles.
fn with_rows(tx: &ReadTransaction, mut lead: Lead) -> Result<Lead> {
    lead.identities =
        tx.all("SELECT kind, value FROM crm_lead_identity WHERE lead_id = ?1 ORDER BY position", [lead.id], |row| {
            Ok(IdentityInput { kind: row.get(0)?, value: row.get(1)? })
        })?;
    lead.skus =
        tx.all("SELECT sku FROM crm_lead_interest WHERE lead_id = ?1 ORDER BY position", [lead.id], |row| row.get(0))?;
    Ok(lead)
}

/// Writes a new lead with its identities and articles; the id.
pub(super) fn insert(tx: &WriteTransaction, lead: &Lead, rev: i64) -> Result<LeadId> {
    let id = lead.insert(tx, rev)?;
    insert_rows(tx, id, lead)?;
    Ok(id)
}

/// Writes a lead that exists; identities and articles only where they differ from before.
pub(super) fn update(tx: &WriteTransaction, before: &Lead, lead: &Lead, rev: i64) -> Result<()> {
    lead.update(tx, rev)?;
    if before.identities != lead.identities || before.skus != lead.skus {
        tx.run("DELETE FROM crm_lead_identity WHERE lead_id = ?1", [lead.id])?;
        tx.run("DELETE FROM crm_lead_interest WHERE lead_id = ?1", [lead.id])?;
        insert_rows(tx, lead.id, lead)?;
    }
    Ok(())
}

fn insert_rows(tx: &WriteTransaction, id: LeadId, lead: &Lead) -> Result<()> {
    for (at, identity) in lead.identities.iter().enumerate() {
        tx.run(
            "INSERT INTO crm_lead_identity (lead_id, position, kind, value) VALUES (?1, ?2, ?3, ?4)",
            params![id, at as i64, identity.kind, identity.value],
        )?;
    }
    for (at, sku) in lead.skus.iter().enumerate() {
        tx.run(
            "INSERT INTO crm_lead_interest (lead_id, position, sku) VALUES (?1, ?2, ?3)",
            params![id, at as i64, sku],
        )?;
    }
    Ok(())
}

/// Where a lead stands in a list: by the time at which it came.
pub(super) fn key(lead: &Lead) -> [i64; 2] {
    [lead.captured_at.millis(), lead.id.0]
}

pub(super) fn list(
    tx: &ReadTransaction,
    filter: &LeadFilter,
    listing: &Listing<2>,
    now: Timestamp,
) -> Result<Vec<Lead>> {
    let mut conditions = Conditions::default();
    match filter.state {
        None if filter.any_state => {}
        None => conditions.add_fixed("ended_at IS NULL"),
        state => conditions.add("state = ?", state),
    }
    conditions.add("owner_id = ?", filter.owner_id);
    if filter.unassigned {
        conditions.add_fixed("owner_id IS NULL");
    }
    conditions.add("customer_id = ?", filter.customer_id);
    if let Some(identity) = &filter.identity {
        let of_identity = "id IN (SELECT lead_id FROM crm_lead_identity WHERE kind = ? AND value = ?)";
        conditions.add_all(of_identity, &[&identity.kind, &identity.value]);
    }
    conditions.add("+source = ?", filter.source);
    conditions.add("+territory = ?", filter.territory.clone());
    conditions.add("+country = ?", filter.country.clone());
    conditions.add("id IN (SELECT lead_id FROM crm_lead_interest WHERE sku = ?)", filter.sku.clone());
    conditions.add("+score >= ?", filter.min_score);
    if filter.overdue {
        conditions.add_fixed("responded_at IS NULL");
        conditions.add("+sla_due_at <= ?", Some(now));
    }
    if filter.stale {
        conditions.add_fixed("stale_at IS NOT NULL");
    }
    conditions.add("captured_at >= ?", filter.from);
    conditions.add("captured_at < ?", filter.until);
    conditions.add_start("(captured_at, id) <", listing.start);
    let found = conditions.read(tx, Lead::SELECT, "captured_at DESC, id DESC", listing.limit(), Lead::from_row)?;
    found.into_iter().map(|lead| with_rows(tx, lead)).collect()
}

/// The open leads of a customer, the oldest first.
pub(super) fn open_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<Lead>> {
    let sql = format!("{} WHERE customer_id = ?1 AND ended_at IS NULL ORDER BY id", Lead::SELECT);
    tx.all(&sql, [customer], Lead::from_row)?.into_iter().map(|lead| with_rows(tx, lead)).collect()
}

/// The newest open leads of a customer.
pub(super) fn newest_open_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<Lead>> {
    let sql = format!(
        "{} WHERE customer_id = ?1 AND ended_at IS NULL ORDER BY captured_at DESC, id DESC LIMIT ?2",
        Lead::SELECT
    );
    let found = tx.all(&sql, params![customer, rows as i64], Lead::from_row)?;
    found.into_iter().map(|lead| with_rows(tx, lead)).collect()
}

pub(super) fn has_open(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_lead WHERE customer_id = ?1 AND ended_at IS NULL)", [customer])
}

/// Whether any open lead has no customer.
pub(super) fn has_unknown(tx: &ReadTransaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_lead WHERE customer_id IS NULL AND ended_at IS NULL)", [])
}

/// The open leads without a customer that have an identity.
pub(super) fn unknown_with(tx: &ReadTransaction, identity: &IdentityInput) -> Result<Vec<LeadId>> {
    tx.all(
        "SELECT DISTINCT l.id FROM crm_lead_identity i CROSS JOIN crm_lead l ON l.id = i.lead_id
         WHERE i.kind = ?1 AND i.value = ?2 AND l.customer_id IS NULL AND l.ended_at IS NULL ORDER BY l.id",
        params![identity.kind, identity.value],
        |row| row.get(0),
    )
}

/// How many open leads each of these has.
pub(super) fn open_counts(tx: &ReadTransaction, staff: &[StaffId]) -> Result<Vec<i64>> {
    tx.all_of(
        "SELECT count(*) FROM crm_lead WHERE owner_id = ?1 AND ended_at IS NULL",
        staff.iter().map(|staff| staff.0),
        |row| row.get(0),
    )
}

/// Gives the open leads of one member of the staff to another; how many.
pub(super) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId, rev: i64) -> Result<u64> {
    let moved = tx.run(
        "UPDATE crm_lead SET owner_id = ?2, rule_id = NULL, updated_at = ?3, rev = ?4
         WHERE owner_id = ?1 AND ended_at IS NULL",
        params![from, to, tx.now(), rev],
    )?;
    Ok(moved as u64)
}

/// Leads that tick has to look at: without a response in time, stale, or with a score that has aged.
pub(super) fn due(tx: &ReadTransaction, now: Timestamp, stale_days: u32, rows: usize) -> Result<Vec<Lead>> {
    let ids: Vec<LeadId> = tx.all(
        "SELECT id FROM crm_lead
           WHERE ended_at IS NULL AND responded_at IS NULL AND overdue_at IS NULL AND sla_due_at <= ?1
         UNION SELECT id FROM crm_lead WHERE ended_at IS NULL AND stale_at IS NULL AND changed_at <= ?2
         UNION SELECT id FROM crm_lead WHERE look_at IS NOT NULL AND look_at <= ?1
         LIMIT ?3",
        params![now, now.plus_days(-i64::from(stale_days)), rows as i64],
        |row| row.get(0),
    )?;
    let mut leads = Vec::with_capacity(ids.len());
    for id in ids {
        leads.extend(get(tx, id)?);
    }
    Ok(leads)
}

/// The next instant at which tick has to look at a lead.
pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    let days = settings(tx)?.stale_days;
    let response: Option<Timestamp> = tx.value(
        "SELECT min(sla_due_at) FROM crm_lead WHERE ended_at IS NULL AND responded_at IS NULL AND overdue_at IS NULL",
        [],
    )?;
    let changed: Option<Timestamp> =
        tx.value("SELECT min(changed_at) FROM crm_lead WHERE ended_at IS NULL AND stale_at IS NULL", [])?;
    let look: Option<Timestamp> = tx.value("SELECT min(look_at) FROM crm_lead WHERE look_at IS NOT NULL", [])?;
    let stale = changed.map(|changed| changed.plus_days(i64::from(days)));
    Ok([response, stale, look].into_iter().flatten().min())
}

/// All leads of customers, for the comparison with a recomputation.
pub(super) fn each_known(tx: &ReadTransaction, mut visit: impl FnMut(Lead) -> Result<()>) -> Result<()> {
    let sql = format!("{} WHERE customer_id IS NOT NULL AND ended_at IS NULL ORDER BY id", Lead::SELECT);
    tx.each(&sql, [], |row| {
        let lead = Lead::from_row(row).map_err(|error| tx.note(error))?;
        visit(with_rows(tx, lead)?)
    })
}

/// The settings, read once per transaction.
pub(super) fn settings(tx: &ReadTransaction) -> Result<LeadSettings> {
    let read = || {
        let sql = "SELECT response_minutes, stale_days, hot_score FROM crm_lead_setting WHERE id = 1";
        let found = tx.one(sql, [], |row| {
            let mut columns = Columns::new(row);
            Ok(LeadSettings {
                response_minutes: columns.next()?,
                stale_days: columns.next()?,
                hot_score: columns.next()?,
            })
        })?;
        found.ok_or_else(|| crate::Error::internal("the settings of leads are missing"))
    };
    Ok(*tx.memo(read)?)
}

pub(super) fn save_settings(tx: &WriteTransaction, settings: LeadSettings) -> Result<()> {
    tx.forget::<LeadSettings>();
    tx.run(
        "UPDATE crm_lead_setting SET response_minutes = ?1, stale_days = ?2, hot_score = ?3 WHERE id = 1",
        params![settings.response_minutes, settings.stale_days, settings.hot_score],
    )?;
    Ok(())
}

pub(super) fn rule(tx: &ReadTransaction, id: LeadRuleId) -> Result<Option<LeadRule>> {
    LeadRule::by_id(tx, id)?.map(|rule| with_staff(tx, rule)).transpose()
}

/// The rules in the order in which they are tried.
pub(super) fn rules(tx: &ReadTransaction, only_active: bool, rows: usize) -> Result<Vec<LeadRule>> {
    let which = if only_active { "WHERE is_active = 1" } else { "" };
    let sql = format!("{} {which} ORDER BY position, id LIMIT ?1", LeadRule::SELECT);
    tx.all(&sql, [rows as i64], LeadRule::from_row)?.into_iter().map(|rule| with_staff(tx, rule)).collect()
}

fn with_staff(tx: &ReadTransaction, mut rule: LeadRule) -> Result<LeadRule> {
    let sql = "SELECT staff_id FROM crm_lead_rule_staff WHERE rule_id = ?1 ORDER BY position";
    rule.staff = tx.all(sql, [rule.id], |row| row.get(0))?;
    Ok(rule)
}

pub(super) fn insert_rule(tx: &WriteTransaction, rule: &LeadRule, rev: i64) -> Result<LeadRuleId> {
    let id = rule.insert(tx, rev)?;
    insert_staff(tx, id, &rule.staff)?;
    Ok(id)
}

pub(super) fn update_rule(tx: &WriteTransaction, rule: &LeadRule, rev: i64) -> Result<()> {
    rule.update(tx, rev)?;
    tx.run("DELETE FROM crm_lead_rule_staff WHERE rule_id = ?1", [rule.id])?;
    insert_staff(tx, rule.id, &rule.staff)
}

/// Stores how many leads a rule has assigned.
pub(super) fn count_assigned(tx: &WriteTransaction, rule: &LeadRule, rev: i64) -> Result<()> {
    tx.run("UPDATE crm_lead_rule SET assigned = ?2, rev = ?3 WHERE id = ?1", params![rule.id, rule.assigned, rev])?;
    Ok(())
}

fn insert_staff(tx: &WriteTransaction, id: LeadRuleId, staff: &[StaffId]) -> Result<()> {
    for (at, member) in staff.iter().enumerate() {
        tx.run(
            "INSERT INTO crm_lead_rule_staff (rule_id, position, staff_id) VALUES (?1, ?2, ?3)",
            params![id, at as i64, member],
        )?;
    }
    Ok(())
}
