//! The ledger of gift cards and store credit: every change is an entry, the balance is their sum, and none goes below
//! zero.

use super::store_values as store;
use super::{StoredValue, StoredValueChange, StoredValueEntry, StoredValueEntryKind, rules};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Error, ErrorCode, Money, OrderId, Result, StoredValueEntryId, StoredValueId, text};
use serde_json::json;

const MAX_KEY: usize = 128;
/// How long what comes back to one that has expired can be used.
const GRACE_DAYS: i64 = 30;

/// The order, the reason and the key of an entry.
pub(super) type About = (Option<OrderId>, Option<String>, Option<String>);

pub(super) fn require_amount(amount: Money) -> Result<()> {
    if amount.minor > 0 { Ok(()) } else { Err(Error::invalid("/amount", "the amount must be larger than 0")) }
}

pub(super) fn reason(given: Option<&str>) -> Result<Option<String>> {
    given.map(|reason| text::token("/reason", reason)).transpose()
}

/// One by its id or code.
pub(super) fn find(tx: &ReadTransaction, id: Option<StoredValueId>, code: Option<&str>) -> Result<StoredValue> {
    match (id, code) {
        (Some(id), None) => StoredValue::by_id(tx, id)?.or_not_found(StoredValueId::WHAT, id),
        (None, Some(code)) => {
            let code = rules::code("/code", code)?;
            store::by_code(tx, &code)?
                .ok_or_else(|| Error::new(ErrorCode::NotFound, "there is no such gift card").at("/code"))
        }
        _ => Err(Error::invalid("/id", "name it by its id or by its code")),
    }
}

/// What a change means: of what, how much, and what is said about it.
pub(super) fn prepare(tx: &WriteTransaction, change: &StoredValueChange) -> Result<(StoredValue, Money, About)> {
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
pub(super) fn known(
    tx: &ReadTransaction,
    value: &StoredValue,
    kind: StoredValueEntryKind,
    amount: Money,
    change: &StoredValueChange,
) -> Result<Option<StoredValueEntry>> {
    let Some(key) = &change.key else { return Ok(None) };
    let Some(known) = store::by_key(tx, value.id, key.trim())? else { return Ok(None) };
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
pub(super) fn add(
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
pub(super) fn reverse(tx: &WriteTransaction, order: OrderId) -> Result<Vec<StoredValueEntry>> {
    let paid = store::paid_for(tx, order)?;
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
pub(super) fn expire_due(tx: &WriteTransaction, rows: usize) -> Result<usize> {
    let due = store::due(tx, rows)?;
    for mut value in due.iter().cloned() {
        let rest = Money::new(-value.balance.minor, value.balance.currency);
        add(tx, &mut value, StoredValueEntryKind::Expire, rest, (None, None, None))?;
    }
    Ok(due.len())
}
