//! The SQL of contracts and of what was used of them.

use super::{Contract, ContractFilter, EntitlementKind, EntitlementUse};
use crate::db::{Conditions, ReadTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{ContractId, CustomerId, Date, EntitlementUseId, Result};
use rusqlite::params;

stored! {
    Contract in "crm_contract" by ContractId {
        number, customer_id, asset_ids, skus, parts_rate, labour, travel, response_s, resolution_s, visits, calls,
        price => (price_minor, price_currency), billing, renewal, months, starts_on, ends_on, allow_overlap, state,
        suspended_at, ended_at, end_reason, unused => (unused_minor, unused_currency), previous_id, next_id, next_on,
        created_at, updated_at,
    }
}

stored! {
    EntitlementUse in "crm_entitlement_use" by EntitlementUseId {
        contract_id, kind, year_from, is_over, reference, used_at,
    }
}

/// The contracts of a customer, the first before the others.
pub(super) fn of_customer(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<Contract>> {
    tx.all(&format!("{} WHERE customer_id = ?1 ORDER BY id", Contract::SELECT), [customer], Contract::from_row)
}

/// The contract with a number.
pub(super) fn numbered(tx: &ReadTransaction, number: &str) -> Result<Option<ContractId>> {
    tx.one("SELECT id FROM crm_contract WHERE number = ?1", [number], |row| row.get(0))
}

/// The id that the next contract will have.
pub(super) fn next_id(tx: &ReadTransaction) -> Result<i64> {
    tx.value("SELECT coalesce(max(id), 0) + 1 FROM crm_contract", [])
}

/// The latest before the others.
pub(super) fn list(tx: &ReadTransaction, filter: &ContractFilter, listing: &Listing<1>) -> Result<Vec<Contract>> {
    let mut conditions = Conditions::default();
    conditions.add("number = ?", filter.number.as_ref());
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("state = ?", filter.state);
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, Contract::SELECT, "id DESC", listing.limit(), Contract::from_row)
}

/// Contracts whose state changes by a day at the latest: the first `rows` of them.
pub(super) fn due(tx: &ReadTransaction, today: Date, rows: usize) -> Result<Vec<Contract>> {
    let sql = format!("{} WHERE next_on <= ?1 ORDER BY next_on, id LIMIT ?2", Contract::SELECT);
    tx.all(&sql, params![today, rows as i64], Contract::from_row)
}

/// The next day on which the state of a contract changes.
pub(super) fn next(tx: &ReadTransaction) -> Result<Option<Date>> {
    tx.value("SELECT min(next_on) FROM crm_contract WHERE next_on IS NOT NULL", [])
}

/// The use of a contract with a key of the host.
pub(super) fn use_of(tx: &ReadTransaction, id: ContractId, reference: &str) -> Result<Option<EntitlementUse>> {
    let sql = format!("{} WHERE reference = ?1 AND contract_id = ?2", EntitlementUse::SELECT);
    tx.one(&sql, params![reference, id], EntitlementUse::from_row)
}

/// How often an entitlement was used in a year of a contract, and how often beyond what is included.
pub(super) fn used(tx: &ReadTransaction, id: ContractId, kind: EntitlementKind, year: Date) -> Result<(u32, u32)> {
    let found = tx.one(
        "SELECT count(*), coalesce(sum(is_over), 0) FROM crm_entitlement_use
         WHERE contract_id = ?1 AND year_from = ?2 AND kind = ?3",
        params![id, year, kind],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(found.unwrap_or_default())
}

/// Contracts that do not follow each other both ways, and uses beyond what is included that nobody noted as such.
pub(super) fn contradictions(tx: &ReadTransaction) -> Result<(i64, i64)> {
    let links = tx.value(
        "SELECT count(*) FROM crm_contract c WHERE (next_id IS NOT NULL) <> (state = 'renewed')
           OR (next_id IS NOT NULL AND (SELECT previous_id FROM crm_contract WHERE id = c.next_id) IS NOT c.id)",
        [],
    )?;
    let uses = tx.value(
        "SELECT count(*) FROM (SELECT c.visits, c.calls, u.kind, count(*) AS n FROM crm_entitlement_use u
           JOIN crm_contract c ON c.id = u.contract_id WHERE u.is_over = 0 GROUP BY u.contract_id, u.year_from, u.kind)
         WHERE n > CASE kind WHEN 'visit' THEN visits ELSE calls END",
        [],
    )?;
    Ok((links, uses))
}
