//! The SQL of the credit record.

use super::model::{CreditEntry, CreditFilter, CreditSettings, KnownEntry};
use crate::db::{Conditions, CustomerRows, ReadTransaction, WriteTransaction, save_settings, settings_of};
use crate::records::interactions::Reference;
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CreditEntryId, CustomerId, Result, Timestamp};
use rusqlite::params;

stored! {
    CreditEntry in "crm_credit_entry" by CreditEntryId {
        customer_id, kind, delta, reference => (ref_entity, ref_id), reason, note, staff_id, automatic, reverses_id, at,
        recorded_at,
    }
}

/// Entries follow a merge; a reversal goes wherever the entry goes that it takes back.
pub(super) const CUSTOMER_ROWS: CustomerRows = CustomerRows { table: "crm_credit_entry", move_all, move_back };

fn move_all(tx: &WriteTransaction, from: CustomerId, to: CustomerId) -> Result<Vec<i64>> {
    let sql = "UPDATE crm_credit_entry SET customer_id = ?2 WHERE customer_id = ?1 RETURNING id";
    tx.returning(sql, [from, to], |row| row.get(0))
}

fn move_back(tx: &WriteTransaction, ids: &[i64], from: CustomerId, to: CustomerId) -> Result<()> {
    for id in ids {
        let sql =
            "UPDATE crm_credit_entry SET customer_id = ?2 WHERE (id = ?1 OR reverses_id = ?1) AND customer_id = ?3";
        tx.run(sql, params![id, to, from])?;
    }
    Ok(())
}

const SETTINGS: &str = "crm_credit_settings";

pub(super) fn settings(tx: &ReadTransaction) -> Result<CreditSettings> {
    settings_of(tx, SETTINGS)
}

/// Stores the settings. When facts are entered, `tick` looks at all customers once more; otherwise nothing is due.
pub(super) fn save(tx: &WriteTransaction, settings: &CreditSettings, rev: i64) -> Result<()> {
    save_settings(tx, SETTINGS, settings, rev)?;
    set_looked_until(tx, settings.active.then_some(CustomerId(0)))?;
    if settings.active { Ok(()) } else { tx.run("DELETE FROM crm_credit_due", []).map(drop) }
}

/// How far `tick` has looked at all customers; none when it is through.
pub(super) fn looked_until(tx: &ReadTransaction) -> Result<Option<CustomerId>> {
    let sql = "SELECT looked_until FROM crm_credit_settings WHERE id = 1 AND looked_until IS NOT NULL";
    tx.one(sql, [], |row| row.get(0))
}

pub(super) fn set_looked_until(tx: &WriteTransaction, until: Option<CustomerId>) -> Result<()> {
    tx.run("UPDATE crm_credit_settings SET looked_until = ?1 WHERE id = 1", [until]).map(drop)
}

/// Notes that the entries of a customer are to be compared with the facts.
pub(super) fn note_due(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO crm_credit_due (customer_id, since) VALUES (?1, ?2)";
    tx.run(sql, params![customer, tx.now()]).map(drop)
}

pub(super) fn due(tx: &ReadTransaction, rows: usize) -> Result<Vec<CustomerId>> {
    let sql = "SELECT customer_id FROM crm_credit_due ORDER BY since, customer_id LIMIT ?1";
    tx.all(sql, [rows as i64], |row| row.get(0))
}

pub(super) fn is_due(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_credit_due WHERE customer_id = ?1)", [customer])
}

pub(super) fn is_done(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    tx.run("DELETE FROM crm_credit_due WHERE customer_id = ?1", [customer]).map(drop)
}

/// Since when something is due.
pub(super) fn due_since(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(since) FROM crm_credit_due", [])
}

/// What counts of a customer until an instant, the latest first: entries that were not taken back.
pub(super) fn standing(tx: &ReadTransaction, customer: CustomerId, until: Timestamp) -> Result<Vec<CreditEntry>> {
    let sql = format!(
        "{} e WHERE customer_id = ?1 AND at <= ?2 AND reverses_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM crm_credit_entry r WHERE r.reverses_id = e.id)
         ORDER BY at DESC, id DESC",
        CreditEntry::SELECT
    );
    tx.all(&sql, params![customer, until], CreditEntry::from_row)
}

/// All that was entered for a customer, with what took it back.
pub(super) fn known(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<KnownEntry>> {
    let sql = format!("{} WHERE customer_id = ?1 ORDER BY id", CreditEntry::SELECT);
    let all = tx.all(&sql, [customer], CreditEntry::from_row)?;
    let reversals: std::collections::BTreeMap<CreditEntryId, bool> =
        all.iter().filter_map(|entry| entry.reverses_id.map(|id| (id, entry.automatic))).collect();
    let known = |entry: CreditEntry| KnownEntry { reversed: reversals.get(&entry.id).copied(), entry };
    Ok(all.into_iter().filter(|entry| entry.reverses_id.is_none()).map(known).collect())
}

/// The entry of a customer for a fact that was not taken back.
pub(super) fn of_fact(
    tx: &ReadTransaction,
    customer: CustomerId,
    kind: super::CreditKind,
    fact: &Reference,
) -> Result<Option<CreditEntry>> {
    let sql = format!(
        "{} e WHERE customer_id = ?1 AND kind = ?2 AND ref_entity = ?3 AND ref_id = ?4 AND reverses_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM crm_credit_entry r WHERE r.reverses_id = e.id)
         ORDER BY id LIMIT 1",
        CreditEntry::SELECT
    );
    tx.one(&sql, params![customer, kind, fact.entity, fact.id], CreditEntry::from_row)
}

/// What took an entry back.
pub(super) fn reversal_of(tx: &ReadTransaction, id: CreditEntryId) -> Result<Option<CreditEntryId>> {
    tx.one("SELECT id FROM crm_credit_entry WHERE reverses_id = ?1", [id], |row| row.get(0))
}

pub(super) fn list(tx: &ReadTransaction, filter: &CreditFilter, listing: &Listing<1>) -> Result<Vec<CreditEntry>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", Some(filter.customer_id));
    conditions.add("kind = ?", filter.kind);
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, CreditEntry::SELECT, "id DESC", listing.limit(), CreditEntry::from_row)
}

/// Reversals that do not take back exactly what they name.
pub(super) fn wrong_reversals(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_credit_entry r JOIN crm_credit_entry e ON e.id = r.reverses_id
         WHERE r.delta <> -e.delta OR r.customer_id <> e.customer_id OR r.at <> e.at OR r.kind <> e.kind
           OR e.reverses_id IS NOT NULL",
        [],
    )
}

/// Up to so many customers with entries after one, in the order of their ids.
pub(super) fn customers_after(tx: &ReadTransaction, after: CustomerId, rows: usize) -> Result<Vec<CustomerId>> {
    tx.all(
        "SELECT DISTINCT customer_id FROM crm_credit_entry WHERE customer_id > ?1 ORDER BY customer_id LIMIT ?2",
        params![after, rows as i64],
        |row| row.get(0),
    )
}
