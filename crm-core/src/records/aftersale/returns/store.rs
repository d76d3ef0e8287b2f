//! The SQL of returns.

use super::{OrderReturn, ReturnFilter, ReturnLine, ReturnReason, ReturnSettings, ReturnState, rules};
use crate::db::{Conditions, Json, ReadTransaction, WriteTransaction, save_settings, settings_of};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CustomerId, Error, OrderId, OrderLineId, Result, ReturnId, ReturnLineId, Timestamp};
use rusqlite::params;
use std::collections::HashMap;

stored! {
    OrderReturn in "crm_return" by ReturnId {
        number, customer_id, order_id, state, wanted, resolution, amount => (amount_minor, amount_currency),
        way_back_fee => (way_back_fee_minor, way_back_fee_currency), way_back,
        paid_back => (paid_back_minor, paid_back_currency),
        paid_back_base => (paid_back_base_minor, paid_back_base_currency), refund_id, exchange_order_id,
        difference => (difference_minor, difference_currency), stored_value_id, service_order_id, auto_approved,
        decided_by, exception, end_reason, return_to, instructions, label_ref, carrier, tracking_no, note, approved_at,
        expires_at, sent_at, received_at, inspected_at, resolved_at, ended_at, created_at, updated_at,
    }
    besides {
        shopify_status: ReturnState::Requested.shopify(),
        medusa_status: ReturnState::Requested.medusa(),
        lines: Vec::new(),
    }
}

stored! {
    ReturnLine in "crm_return_line" by ReturnLineId {
        return_id, line_id, sku, quantity, received, accepted, held, reason, condition, disposition, serials, note,
        value => (value_minor, value_currency), tax => (tax_minor, tax_currency), fee => (fee_minor, fee_currency),
        amount => (amount_minor, amount_currency), until,
    }
}

const SETTINGS: &str = "crm_return_settings";

/// The states in which nobody has decided how much is accepted.
const UNDECIDED: &str = "('requested', 'approved', 'in_transit', 'partially_received', 'received', 'inspected')";

pub(super) fn settings(tx: &ReadTransaction) -> Result<ReturnSettings> {
    settings_of(tx, SETTINGS)
}

pub(super) fn save(tx: &WriteTransaction, settings: &ReturnSettings, rev: i64) -> Result<()> {
    save_settings(tx, SETTINGS, settings, rev)
}

/// Takes the next running number; it goes back with the transaction.
pub(super) fn take_number(tx: &WriteTransaction) -> Result<i64> {
    let sql = "INSERT INTO crm_return_number (id, next) VALUES (1, 2)
               ON CONFLICT (id) DO UPDATE SET next = next + 1 RETURNING next - 1";
    let taken: Vec<i64> = tx.returning(sql, [], |row| row.get(0))?;
    taken.first().copied().ok_or_else(|| Error::internal("the number of a return is missing"))
}

/// Returns with their lines and the words of other systems, all read at once.
pub(super) fn with_lines(tx: &ReadTransaction, mut all: Vec<OrderReturn>) -> Result<Vec<OrderReturn>> {
    let ids: Vec<i64> = all.iter().map(|one| one.id.0).collect();
    let sql =
        format!("{} WHERE return_id IN (SELECT value FROM json_each(?1)) ORDER BY return_id, id", ReturnLine::SELECT);
    let mut lines: HashMap<ReturnId, Vec<ReturnLine>> = HashMap::new();
    for line in tx.all(&sql, [Json(ids)], ReturnLine::from_row)? {
        lines.entry(line.return_id).or_default().push(line);
    }
    for one in &mut all {
        one.shopify_status = one.state.shopify();
        one.medusa_status = one.state.medusa();
        one.lines = lines.remove(&one.id).unwrap_or_default();
    }
    Ok(all)
}

fn first(tx: &ReadTransaction, found: Option<OrderReturn>) -> Result<Option<OrderReturn>> {
    Ok(with_lines(tx, found.into_iter().collect())?.into_iter().next())
}

pub(super) fn get(tx: &ReadTransaction, id: ReturnId) -> Result<Option<OrderReturn>> {
    first(tx, OrderReturn::by_id(tx, id)?)
}

/// The return of a number.
pub(super) fn numbered(tx: &ReadTransaction, number: &str) -> Result<Option<OrderReturn>> {
    let sql = format!("{} WHERE number = ?1", OrderReturn::SELECT);
    first(tx, tx.one(&sql, [number], OrderReturn::from_row)?)
}

/// The return that has a carrier's number.
pub(super) fn tracked(tx: &ReadTransaction, carrier: &str, number: &str) -> Result<Option<OrderReturn>> {
    let sql = format!("{} WHERE tracking_no = ?1 AND carrier = ?2", OrderReturn::SELECT);
    first(tx, tx.one(&sql, [number, carrier], OrderReturn::from_row)?)
}

pub(super) fn list(tx: &ReadTransaction, filter: &ReturnFilter, listing: &Listing<1>) -> Result<Vec<OrderReturn>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("order_id = ?", filter.order_id);
    conditions.add("state = ?", filter.state);
    // A state that can go on says so too, and the index of open returns answers.
    if filter.open || filter.state.is_some_and(|state| !rules::is_over(state)) {
        conditions.add_fixed("ended_at IS NULL");
    }
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, OrderReturn::SELECT, "id DESC", listing.limit(), OrderReturn::from_row)
}

/// What returns of an order hold of each line, all of it and what of it is decided, in thousandths; but for one return.
pub(super) fn held(
    tx: &ReadTransaction,
    order: OrderId,
    but: Option<ReturnId>,
) -> Result<Vec<(OrderLineId, (i64, i64))>> {
    let sql = format!(
        "SELECT l.line_id, sum(l.held), sum(CASE WHEN r.state IN {UNDECIDED} THEN 0 ELSE l.held END)
         FROM crm_return r JOIN crm_return_line l ON l.return_id = r.id
         WHERE r.order_id = ?1 AND r.id IS NOT ?2 AND l.held > 0 GROUP BY l.line_id"
    );
    tx.all(&sql, params![order, but], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))
}

/// What returns have refunded of each line of an order, in thousandths.
pub(super) fn refunded(tx: &ReadTransaction, order: OrderId) -> Result<Vec<(OrderLineId, i64)>> {
    tx.all(
        "SELECT l.line_id, sum(l.accepted) FROM crm_return r JOIN crm_return_line l ON l.return_id = r.id
         WHERE r.order_id = ?1 AND r.refund_id IS NOT NULL GROUP BY l.line_id",
        [order],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The serial numbers of a line of an order that returns hold.
pub(super) fn held_serials(tx: &ReadTransaction, line: OrderLineId) -> Result<Vec<String>> {
    let sql = "SELECT serials FROM crm_return_line WHERE line_id = ?1 AND held > 0";
    let found: Vec<Json<Vec<String>>> = tx.all(sql, [line], |row| row.get(0))?;
    Ok(found.into_iter().flat_map(|Json(serials)| serials).collect())
}

/// When the next approved return expires, or products are looked at.
pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value(
        "SELECT min(at) FROM (SELECT min(expires_at) AS at FROM crm_return WHERE state = 'approved'
             AND expires_at IS NOT NULL
           UNION ALL SELECT next_at FROM crm_return_watch)",
        [],
    )
}

/// When products are looked at next.
pub(super) fn next_watch(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.one("SELECT next_at FROM crm_return_watch WHERE id = 1", [], |row| row.get(0))
}

/// Says when products are looked at next, or that they are not.
pub(super) fn set_watch(tx: &WriteTransaction, at: Option<Timestamp>) -> Result<()> {
    let sql = match at {
        Some(_) => "INSERT OR REPLACE INTO crm_return_watch (id, next_at) VALUES (1, ?1)",
        None => "DELETE FROM crm_return_watch WHERE ?1 IS NULL",
    };
    tx.run(sql, [at]).map(drop)
}

/// Whether it was told since an instant that a product comes back too often.
pub(super) fn is_told(tx: &ReadTransaction, sku: &str, since: Timestamp) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_return_alert WHERE sku = ?1 AND at > ?2)", params![sku, since])
}

/// Notes that it is told now.
pub(super) fn set_told(tx: &WriteTransaction, sku: &str, rev: i64) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO crm_return_alert (sku, at, rev) VALUES (?1, ?2, ?3)";
    tx.run(sql, params![sku, tx.now(), rev]).map(drop)
}

/// Approved returns that were not sent in time.
pub(super) fn due(tx: &ReadTransaction, rows: usize) -> Result<Vec<OrderReturn>> {
    let sql = format!(
        "{} WHERE state = 'approved' AND expires_at IS NOT NULL AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2",
        OrderReturn::SELECT
    );
    with_lines(tx, tx.all(&sql, params![tx.now(), rows as i64], OrderReturn::from_row)?)
}

/// Gives the returns of an order to the customer to whom it now belongs; which.
pub(super) fn set_customer(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<Vec<ReturnId>> {
    tx.returning(
        "UPDATE crm_return SET customer_id = ?2 WHERE order_id = ?1 AND customer_id <> ?2 RETURNING id",
        params![order, customer],
        |row| row.get(0),
    )
}

/// What returns that were asked for in a period hold, by article and reason, in thousandths.
pub(super) fn asked_for(
    tx: &ReadTransaction,
    from: Timestamp,
    before: Timestamp,
) -> Result<Vec<(String, ReturnReason, i64)>> {
    tx.all(
        "SELECT l.sku, l.reason, sum(l.held)
         FROM crm_return r JOIN crm_return_line l ON l.return_id = r.id
         WHERE r.created_at >= ?1 AND r.created_at < ?2 AND l.held > 0 GROUP BY l.sku, l.reason ORDER BY l.sku, l.reason",
        [from, before],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// How many returns were asked for in a period.
pub(super) fn count_asked(tx: &ReadTransaction, from: Timestamp, before: Timestamp) -> Result<i64> {
    tx.value("SELECT count(*) FROM crm_return WHERE created_at >= ?1 AND created_at < ?2", [from, before])
}

/// Returns that were resolved in a period: how long that took in milliseconds, and what was paid back in the base
/// currency.
pub(super) fn resolved(tx: &ReadTransaction, from: Timestamp, before: Timestamp) -> Result<Vec<(i64, i64)>> {
    tx.all(
        "SELECT max(resolved_at - created_at, 0), coalesce(paid_back_base_minor, 0) FROM crm_return
         WHERE resolved_at >= ?1 AND resolved_at < ?2",
        [from, before],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What returns of a customer hold, by reason, in thousandths, and how many they are.
pub(super) fn of_customer(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<(ReturnId, ReturnReason, i64)>> {
    tx.all(
        "SELECT r.id, l.reason, sum(l.held) FROM crm_return r JOIN crm_return_line l ON l.return_id = r.id
         WHERE r.customer_id = ?1 AND l.held > 0 GROUP BY r.id, l.reason",
        [customer],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Rows that contradict each other: what lines hold, amounts, quantities, and numbers with gaps.
pub(super) fn contradictions(tx: &ReadTransaction) -> Result<[i64; 4]> {
    let held = format!(
        "SELECT count(*) FROM crm_return r JOIN crm_return_line l ON l.return_id = r.id
         WHERE l.held <> CASE
           WHEN r.state IN ('declined', 'cancelled', 'expired') OR coalesce(r.resolution, '') IN ('repair', 'none') THEN 0
           WHEN r.state IN {UNDECIDED} THEN l.quantity ELSE l.accepted END"
    );
    Ok([
        tx.value(&held, [])?,
        tx.value(
            "SELECT count(*) FROM crm_return r WHERE amount_minor <> max(0, (SELECT coalesce(sum(amount_minor), 0)
               FROM crm_return_line l WHERE l.return_id = r.id) - way_back_fee_minor)
               OR coalesce(paid_back_minor, 0) < 0",
            [],
        )?,
        tx.value(
            "SELECT count(*) FROM crm_return_line WHERE accepted > received OR received > quantity
               OR value_minor - fee_minor <> amount_minor OR amount_minor < 0 OR tax_minor > value_minor",
            [],
        )?,
        tx.value(
            "SELECT (SELECT coalesce(max(next), 1) - 1 FROM crm_return_number) <> (SELECT count(*) FROM crm_return)",
            [],
        )?,
    ])
}
