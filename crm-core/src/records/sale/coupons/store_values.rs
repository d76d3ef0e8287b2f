//! The SQL of gift cards and store credit.

use super::{StoredValue, StoredValueEntry, StoredValueFilter};
use crate::db::{Columns, Conditions, ReadTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CustomerId, Money, OrderId, Result, StoredValueEntryId, StoredValueId};
use rusqlite::params;

stored! {
    StoredValue in "crm_stored_value" by StoredValueId {
        kind, code, customer_id, balance => (balance_minor, balance_currency), expires_at, created_at, updated_at,
    }
}

stored! {
    StoredValueEntry in "crm_stored_value_entry" by StoredValueEntryId {
        stored_value_id, kind, amount => (amount_minor, amount_currency), order_id, reason, key, at,
    }
}

pub(super) fn list(tx: &ReadTransaction, filter: &StoredValueFilter, listing: &Listing<1>) -> Result<Vec<StoredValue>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("kind = ?", filter.kind);
    if filter.with_balance {
        conditions.add_fixed("balance_minor > 0");
    }
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, StoredValue::SELECT, "id", listing.limit(), StoredValue::from_row)
}

pub(super) fn by_code(tx: &ReadTransaction, code: &str) -> Result<Option<StoredValue>> {
    tx.one(&format!("{} WHERE code = ?1", StoredValue::SELECT), [code], StoredValue::from_row)
}

pub(super) fn by_key(tx: &ReadTransaction, id: StoredValueId, key: &str) -> Result<Option<StoredValueEntry>> {
    let sql = format!("{} WHERE stored_value_id = ?1 AND key = ?2", StoredValueEntry::SELECT);
    tx.one(&sql, params![id, key], StoredValueEntry::from_row)
}

/// What an order was paid with and has not got back, in minor units.
pub(super) fn paid_for(tx: &ReadTransaction, order: OrderId) -> Result<Vec<(StoredValueId, i64)>> {
    tx.all(
        "SELECT stored_value_id, -sum(amount_minor) FROM crm_stored_value_entry
         WHERE order_id = ?1 GROUP BY stored_value_id HAVING sum(amount_minor) < 0 ORDER BY stored_value_id",
        [order],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Those with money on them whose time is over.
pub(super) fn due(tx: &ReadTransaction, rows: usize) -> Result<Vec<StoredValue>> {
    let sql = format!(
        "{} WHERE balance_minor > 0 AND expires_at IS NOT NULL AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2",
        StoredValue::SELECT
    );
    tx.all(&sql, params![tx.now(), rows as i64], StoredValue::from_row)
}

pub(super) fn entries(tx: &ReadTransaction, id: StoredValueId, listing: &Listing<1>) -> Result<Vec<StoredValueEntry>> {
    let sql = format!("{} WHERE stored_value_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3", StoredValueEntry::SELECT);
    let [after] = listing.start.unwrap_or([0]);
    tx.all(&sql, params![id, after, listing.limit()], StoredValueEntry::from_row)
}

pub(crate) fn balances_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<Money>> {
    tx.all(
        "SELECT sum(balance_minor), balance_currency FROM crm_stored_value
         WHERE customer_id = ?1 AND balance_minor > 0 AND (expires_at IS NULL OR expires_at > ?2)
         GROUP BY balance_currency ORDER BY balance_currency",
        params![customer, tx.now()],
        |row| {
            let mut columns = Columns::new(row);
            Ok(Money::new(columns.next()?, columns.next()?))
        },
    )
}

/// How many balances differ from the sum of their entries.
pub(super) fn differences(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_stored_value v
         WHERE balance_minor < 0 OR balance_minor <> (SELECT coalesce(sum(amount_minor), 0)
           FROM crm_stored_value_entry e WHERE e.stored_value_id = v.id AND e.amount_currency = v.balance_currency)",
        [],
    )
}
