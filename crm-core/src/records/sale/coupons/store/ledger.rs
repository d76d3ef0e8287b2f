//! The ledger of gift cards and store credit: every change is an entry, the balance is their sum, and none goes below
//! zero.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::sale::coupons::{StoredValue, StoredValueChange, StoredValueEntry, StoredValueEntryKind, rules};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::page::Listing;
use crate::vocabulary::{
    CustomerId, Error, ErrorCode, Money, OrderId, Result, StoredValueEntryId, StoredValueId, text,
};
use rusqlite::params;
use serde_json::json;

const MAX_KEY: usize = 128;
/// How long what comes back to one that has expired can be used.
const GRACE_DAYS: i64 = 30;

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

/// The order, the reason and the key of an entry.
pub(in crate::records::sale::coupons) type About = (Option<OrderId>, Option<String>, Option<String>);

pub(in crate::records::sale::coupons) fn require_amount(amount: Money) -> Result<()> {
    if amount.minor > 0 { Ok(()) } else { Err(Error::invalid("/amount", "the amount must be larger than 0")) }
}

pub(in crate::records::sale::coupons) fn reason(given: Option<&str>) -> Result<Option<String>> {
    given.map(|reason| text::token("/reason", reason)).transpose()
}

/// One by its id or code.
pub(in crate::records::sale::coupons) fn find(
    tx: &ReadTransaction,
    id: Option<StoredValueId>,
    code: Option<&str>,
) -> Result<StoredValue> {
    match (id, code) {
        (Some(id), None) => StoredValue::by_id(tx, id)?.or_not_found(StoredValueId::WHAT, id),
        (None, Some(code)) => {
            let code = rules::code("/code", code)?;
            let found = tx.one(&format!("{} WHERE code = ?1", StoredValue::SELECT), [code], StoredValue::from_row)?;
            found.ok_or_else(|| Error::new(ErrorCode::NotFound, "there is no such gift card").at("/code"))
        }
        _ => Err(Error::invalid("/id", "name it by its id or by its code")),
    }
}

/// What a change means: of what, how much, and what is said about it.
pub(in crate::records::sale::coupons) fn prepare(
    tx: &WriteTransaction,
    change: &StoredValueChange,
) -> Result<(StoredValue, Money, About)> {
    let value = find(tx, change.id, change.code.as_deref())?;
    let amount = change.amount.ok_or_else(|| Error::invalid("/amount", "the amount is missing"))?;
    require_amount(amount)?;
    if amount.currency != value.balance.currency {
        return Err(Error::invalid("/amount", format!("the balance is in {}", value.balance.currency)));
    }
    if let Some(order) = change.order_id {
        tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
    }
    let key = change.key.as_deref().map(|key| text::key("/key", key, MAX_KEY)).transpose()?;
    Ok((value, amount, (change.order_id, reason(change.reason.as_deref())?, key)))
}

/// The entry that a request with this key has made already.
pub(in crate::records::sale::coupons) fn known(
    tx: &ReadTransaction,
    value: &StoredValue,
    kind: StoredValueEntryKind,
    amount: Money,
    change: &StoredValueChange,
) -> Result<Option<StoredValueEntry>> {
    let Some(key) = &change.key else { return Ok(None) };
    let sql = format!("{} WHERE stored_value_id = ?1 AND key = ?2", StoredValueEntry::SELECT);
    let Some(known) = tx.one(&sql, params![value.id, key.trim()], StoredValueEntry::from_row)? else { return Ok(None) };
    let size = known.amount.minor.abs();
    let fits = size == amount.minor || (change.up_to && size < amount.minor);
    if known.kind != kind || !fits || known.order_id != change.order_id {
        return Err(Error::new(ErrorCode::IdempotencyConflict, "this key came with another request")
            .at("/key")
            .existing(known.id));
    }
    Ok(Some(known))
}

/// Adds an entry and brings the balance to their sum.
pub(in crate::records::sale::coupons) fn add(
    tx: &WriteTransaction,
    value: &mut StoredValue,
    kind: StoredValueEntryKind,
    amount: Money,
    (order_id, reason, key): About,
) -> Result<StoredValueEntry> {
    let balance = value.balance.checked_add(amount)?;
    if balance.minor < 0 {
        return Err(Error::new(ErrorCode::Limit, format!("only {} is left", value.balance)).at("/amount"));
    }
    let rev = journal::next_seq(tx)?;
    (value.balance, value.updated_at) = (balance, tx.now());
    value.update(tx, rev)?;
    let id = StoredValueEntryId(0);
    let mut entry =
        StoredValueEntry { id, stored_value_id: value.id, kind, amount, order_id, reason, key, at: tx.now() };
    entry.id = entry.insert(tx, rev)?;
    let name = match kind {
        StoredValueEntryKind::Issue => "stored_value.issued",
        StoredValueEntryKind::Charge => "stored_value.charged",
        StoredValueEntryKind::Credit => "stored_value.credited",
        StoredValueEntryKind::Expire => "stored_value.expired",
        StoredValueEntryKind::Reverse => "stored_value.reversed",
    };
    let facts = json!({
        "kind": value.kind, "entry_id": entry.id, "amount": amount, "balance": balance, "order_id": order_id,
        "reason": entry.reason,
    });
    let event = Entry::new(name).customer(value.customer_id).entity("stored_value", value.id);
    journal::append(tx, event.payload(facts))?;
    Ok(entry)
}

/// Gives back what an order was paid with and has not got back yet.
pub(in crate::records::sale::coupons) fn reverse(
    tx: &WriteTransaction,
    order: OrderId,
) -> Result<Vec<StoredValueEntry>> {
    let paid: Vec<(StoredValueId, i64)> = tx.all(
        "SELECT stored_value_id, -sum(amount_minor) FROM crm_stored_value_entry
         WHERE order_id = ?1 GROUP BY stored_value_id HAVING sum(amount_minor) < 0 ORDER BY stored_value_id",
        [order],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut entries = Vec::with_capacity(paid.len());
    for (id, minor) in paid {
        let mut value = find(tx, Some(id), None)?;
        if value.expires_at.is_some_and(|at| at <= tx.now()) {
            value.expires_at = Some(tx.now().plus_days(GRACE_DAYS));
        }
        let back = Money::new(minor, value.balance.currency);
        entries.push(add(tx, &mut value, StoredValueEntryKind::Reverse, back, (Some(order), None, None))?);
    }
    Ok(entries)
}

/// Lets balances expire whose time is over; how many.
pub(in crate::records::sale::coupons) fn expire_due(tx: &WriteTransaction, rows: usize) -> Result<usize> {
    let sql = format!(
        "{} WHERE balance_minor > 0 AND expires_at IS NOT NULL AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2",
        StoredValue::SELECT
    );
    let due = tx.all(&sql, params![tx.now(), rows as i64], StoredValue::from_row)?;
    for mut value in due.iter().cloned() {
        let rest = Money::new(-value.balance.minor, value.balance.currency);
        add(tx, &mut value, StoredValueEntryKind::Expire, rest, (None, None, None))?;
    }
    Ok(due.len())
}

pub(in crate::records::sale::coupons) fn entries(
    tx: &ReadTransaction,
    id: StoredValueId,
    listing: &Listing<1>,
) -> Result<Vec<StoredValueEntry>> {
    let sql = format!("{} WHERE stored_value_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3", StoredValueEntry::SELECT);
    let [after] = listing.start.unwrap_or([0]);
    tx.all(&sql, params![id, after, listing.limit()], StoredValueEntry::from_row)
}

pub(in crate::records::sale::coupons) fn balances_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<Money>> {
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
pub(in crate::records::sale::coupons) fn differences(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_stored_value v
         WHERE balance_minor < 0 OR balance_minor <> (SELECT coalesce(sum(amount_minor), 0)
           FROM crm_stored_value_entry e WHERE e.stored_value_id = v.id AND e.amount_currency = v.balance_currency)",
        [],
    )
}
