//! The SQL of referrals.

use super::{Referral, ReferralCode, ReferralFilter, ReferralProgram};
use crate::db::{Columns, Conditions, CustomerRows, ReadTransaction, WriteTransaction, save_settings, settings_of};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CustomerId, OrderId, ReferralId, Result, Timestamp};
use rusqlite::{Row, params};

stored! {
    Referral in "crm_referral" by ReferralId {
        customer_id, referrer_id, state, order_id, due_at, reason, joined_at, ended_at,
    }
}

/// Who invited follows a merge as who joined does.
pub(super) const REFERRERS: CustomerRows =
    CustomerRows { table: "crm_referral.referrer_id", move_all: move_referrer, move_back: move_referrer_back };

fn move_referrer(tx: &WriteTransaction, from: CustomerId, to: CustomerId) -> Result<Vec<i64>> {
    let sql = "UPDATE crm_referral SET referrer_id = ?2 WHERE referrer_id = ?1 RETURNING id";
    tx.returning(sql, [from, to], |row| row.get(0))
}

fn move_referrer_back(tx: &WriteTransaction, ids: &[i64], from: CustomerId, to: CustomerId) -> Result<()> {
    for id in ids {
        let sql = "UPDATE crm_referral SET referrer_id = ?2 WHERE id = ?1 AND referrer_id = ?3";
        tx.run(sql, params![id, to, from])?;
    }
    Ok(())
}

const PROGRAM: &str = "crm_referral_program";

pub(super) fn program(tx: &ReadTransaction) -> Result<ReferralProgram> {
    settings_of(tx, PROGRAM)
}

pub(super) fn save_program(tx: &WriteTransaction, program: &ReferralProgram, rev: i64) -> Result<()> {
    save_settings(tx, PROGRAM, program, rev)
}

const CODE: &str = "SELECT customer_id, code, created_at FROM crm_referral_code";

fn code_row(row: &Row<'_>) -> rusqlite::Result<ReferralCode> {
    let mut columns = Columns::new(row);
    Ok(ReferralCode { customer_id: columns.next()?, code: columns.next()?, created_at: columns.next()? })
}

/// The first code of a customer.
pub(super) fn code_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<ReferralCode>> {
    tx.one(&format!("{CODE} WHERE customer_id = ?1 ORDER BY id LIMIT 1"), [customer], code_row)
}

pub(super) fn by_code(tx: &ReadTransaction, code: &str) -> Result<Option<ReferralCode>> {
    tx.one(&format!("{CODE} WHERE code = ?1"), [code], code_row)
}

pub(super) fn insert_code(tx: &WriteTransaction, code: &ReferralCode, rev: i64) -> Result<()> {
    tx.insert(
        "INSERT INTO crm_referral_code (customer_id, code, created_at, rev) VALUES (?1, ?2, ?3, ?4)",
        params![code.customer_id, code.code, code.created_at, rev],
    )?;
    Ok(())
}

/// The referral of a new customer that was not cancelled. A merge may have made several, of which the one that has come
/// furthest holds; one by the customer itself, whom a merge made both sides, is none.
pub(super) fn live_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<Referral>> {
    let sql = format!(
        "{} WHERE customer_id = ?1 AND referrer_id <> ?1 AND state <> 'cancelled' ORDER BY state = 'joined', id LIMIT 1",
        Referral::SELECT
    );
    tx.one(&sql, [customer], Referral::from_row)
}

/// The referral for which a new customer was rewarded.
pub(super) fn rewarded_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<ReferralId>> {
    let sql = "SELECT id FROM crm_referral WHERE customer_id = ?1 AND state = 'rewarded' ORDER BY id LIMIT 1";
    tx.one(sql, [customer], |row| row.get(0))
}

pub(super) fn list(tx: &ReadTransaction, filter: &ReferralFilter, listing: &Listing<1>) -> Result<Vec<Referral>> {
    let mut conditions = Conditions::default();
    conditions.add("referrer_id = ?", filter.referrer_id);
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("state = ?", filter.state);
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, Referral::SELECT, "id", listing.limit(), Referral::from_row)
}

/// The referrals whose time for returns runs from an order.
pub(super) fn waiting_for(tx: &ReadTransaction, order: OrderId) -> Result<Vec<Referral>> {
    let sql = format!("{} WHERE order_id = ?1 AND state = 'ordered' ORDER BY id", Referral::SELECT);
    tx.all(&sql, [order], Referral::from_row)
}

pub(super) fn due(tx: &ReadTransaction, rows: usize) -> Result<Vec<Referral>> {
    let sql = format!("{} WHERE state = 'ordered' AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2", Referral::SELECT);
    tx.all(&sql, params![tx.now(), rows as i64], Referral::from_row)
}

pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(due_at) FROM crm_referral WHERE state = 'ordered'", [])
}
