//! The SQL of funds and compensations.

use super::{Compensation, CompensationFilter, CompensationKind, CompensationSettings, Fund, FundEntry};
use crate::db::{Conditions, ReadTransaction, WriteTransaction, save_settings, settings_of};
use crate::records::interactions::Reference;
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CompensationId, CustomerId, FundEntryId, FundId, OrderId, Result, Timestamp};
use rusqlite::params;

stored! {
    Fund in "crm_fund" by FundId {
        name, limit => (limit_minor, limit_currency), period, active, funded => (funded_minor, funded_currency),
        reserved => (reserved_minor, reserved_currency), paid => (paid_minor, paid_currency),
        recovered => (recovered_minor, recovered_currency), created_at, updated_at,
    }
}

stored! {
    FundEntry in "crm_fund_entry" by FundEntryId {
        fund_id, kind, amount => (amount_minor, amount_currency), compensation_id, reason, key, at,
    }
}

stored! {
    Compensation in "crm_compensation" by CompensationId {
        customer_id, kind, state, amount => (amount_minor, amount_currency),
        amount_base => (amount_base_minor, amount_base_currency), cause, reference => (ref_entity, ref_id), fund_id,
        order_id, points, program_id, gift_sku, proposed_by, decided_by, end_reason, refund_id, points_entry_id,
        coupon_id, stored_value_id, recovered => (recovered_minor, recovered_currency),
        recovered_base => (recovered_base_minor, recovered_base_currency), recovered_from, note, created_at, decided_at,
        paid_at, recovered_at, updated_at,
    }
}

const SETTINGS: &str = "crm_compensation_settings";

pub(super) fn settings(tx: &ReadTransaction) -> Result<CompensationSettings> {
    settings_of(tx, SETTINGS)
}

pub(super) fn save(tx: &WriteTransaction, settings: &CompensationSettings, rev: i64) -> Result<()> {
    save_settings(tx, SETTINGS, settings, rev)
}

pub(super) fn funds(tx: &ReadTransaction, listing: &Listing<1>) -> Result<Vec<Fund>> {
    let mut conditions = Conditions::default();
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, Fund::SELECT, "id", listing.limit(), Fund::from_row)
}

pub(super) fn entries(tx: &ReadTransaction, fund: FundId, listing: &Listing<1>) -> Result<Vec<FundEntry>> {
    let mut conditions = Conditions::default();
    conditions.add("fund_id = ?", Some(fund));
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, FundEntry::SELECT, "id", listing.limit(), FundEntry::from_row)
}

/// The entry that a request with this key has made.
pub(super) fn entry_of(tx: &ReadTransaction, fund: FundId, key: &str) -> Result<Option<FundEntry>> {
    tx.one(&format!("{} WHERE fund_id = ?1 AND key = ?2", FundEntry::SELECT), params![fund, key], FundEntry::from_row)
}

/// What a fund has promised since an instant and not given up, in minor units.
pub(super) fn promised_since(tx: &ReadTransaction, fund: FundId, since: Timestamp) -> Result<i64> {
    tx.value(
        "SELECT coalesce(sum(amount_minor), 0) FROM crm_compensation
         WHERE fund_id = ?1 AND created_at >= ?2 AND state NOT IN ('declined', 'cancelled')",
        params![fund, since],
    )
}

/// The compensation for a cause and a thing that stands, the latest if there are several.
pub(super) fn known(
    tx: &ReadTransaction,
    customer: CustomerId,
    cause: &str,
    about: &Reference,
) -> Result<Option<CompensationId>> {
    tx.one(
        "SELECT id FROM crm_compensation WHERE ref_entity = ?2 AND ref_id = ?3 AND customer_id = ?1 AND cause = ?4
           AND state NOT IN ('declined', 'cancelled') ORDER BY id DESC LIMIT 1",
        params![customer, about.entity, about.id, cause],
        |row| row.get(0),
    )
}

pub(super) fn list(
    tx: &ReadTransaction,
    filter: &CompensationFilter,
    listing: &Listing<1>,
) -> Result<Vec<Compensation>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("state = ?", filter.state);
    conditions.add("kind = ?", filter.kind);
    conditions.add("fund_id = ?", filter.fund_id);
    conditions.add("ref_entity = ?", filter.reference.as_ref().map(|about| &about.entity));
    conditions.add("ref_id = ?", filter.reference.as_ref().map(|about| about.id));
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, Compensation::SELECT, "id DESC", listing.limit(), Compensation::from_row)
}

/// Gives compensations of an order that are not paid to the customer to whom it now belongs; which.
pub(super) fn set_customer(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<Vec<CompensationId>> {
    tx.returning(
        "UPDATE crm_compensation SET customer_id = ?2
         WHERE order_id = ?1 AND customer_id <> ?2 AND state IN ('pending', 'approved') RETURNING id",
        params![order, customer],
        |row| row.get(0),
    )
}

/// What was paid in a period, by cause and kind: how many, and what they cost in the base currency.
pub(super) fn paid(
    tx: &ReadTransaction,
    from: Timestamp,
    before: Timestamp,
) -> Result<Vec<(String, CompensationKind, i64, i64)>> {
    tx.all(
        "SELECT cause, kind, count(*), sum(amount_base_minor) FROM crm_compensation
         WHERE paid_at >= ?1 AND paid_at < ?2 GROUP BY cause, kind ORDER BY cause, kind",
        [from, before],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// What came back of advances that were paid in a period, in minor units of the base currency.
pub(super) fn recovered(tx: &ReadTransaction, from: Timestamp, before: Timestamp) -> Result<i64> {
    tx.value(
        "SELECT coalesce(sum(recovered_base_minor), 0) FROM crm_compensation WHERE paid_at >= ?1 AND paid_at < ?2",
        [from, before],
    )
}

/// Of a customer: how many were paid, what they cost, what came back, both in the base currency, when the last was paid,
/// and how many are open.
pub(super) fn of_customer(
    tx: &ReadTransaction,
    customer: CustomerId,
) -> Result<(i64, i64, i64, Option<Timestamp>, i64)> {
    let found = tx.one(
        "SELECT count(paid_at), coalesce(sum(CASE WHEN paid_at IS NOT NULL THEN amount_base_minor END), 0),
           coalesce(sum(recovered_base_minor), 0), max(paid_at), coalesce(sum(state IN ('pending', 'approved')), 0)
         FROM crm_compensation WHERE customer_id = ?1",
        [customer],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    Ok(found.unwrap_or_default())
}

/// Funds that differ from their ledger, from their compensations, or that gave more than they had; and compensations
/// that were paid without what paid them, or of which more came back than was paid.
pub(super) fn contradictions(tx: &ReadTransaction) -> Result<[i64; 3]> {
    let sums = "(SELECT coalesce(sum(CASE e.kind";
    let of = "ELSE 0 END), 0) FROM crm_fund_entry e WHERE e.fund_id = f.id AND e.amount_currency = f.limit_currency)";
    let ledger = format!(
        "SELECT count(*) FROM crm_fund f WHERE reserved_minor < 0 OR funded_minor - reserved_minor - paid_minor + recovered_minor < 0
           OR funded_minor <> {sums} WHEN 'top_up' THEN e.amount_minor {of}
           OR reserved_minor <> {sums} WHEN 'reserve' THEN e.amount_minor WHEN 'release' THEN -e.amount_minor
             WHEN 'pay' THEN -e.amount_minor {of}
           OR paid_minor <> {sums} WHEN 'pay' THEN e.amount_minor {of}
           OR recovered_minor <> {sums} WHEN 'recover' THEN e.amount_minor {of}"
    );
    let part = "(SELECT coalesce(sum(amount_minor), 0) FROM crm_compensation c WHERE c.fund_id = f.id AND c.state IN";
    let promised = format!(
        "SELECT count(*) FROM crm_fund f WHERE reserved_minor <> {part} ('pending', 'approved'))
           OR paid_minor <> {part} ('paid', 'recovered'))"
    );
    Ok([
        tx.value(&ledger, [])?,
        tx.value(&promised, [])?,
        tx.value(
            "SELECT count(*) FROM crm_compensation WHERE coalesce(recovered_minor, 0) > amount_minor
               OR (paid_at IS NOT NULL) <> (state IN ('paid', 'recovered'))
               OR (paid_at IS NOT NULL AND kind <> 'gift'
                   AND coalesce(refund_id, points_entry_id, coupon_id, stored_value_id) IS NULL)",
            [],
        )?,
    ])
}
