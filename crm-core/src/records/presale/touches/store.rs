//! The SQL of touches, web events and visitors.

use super::{Touch, TouchFilter, TouchGroup, TouchSettings, TouchSummaryOptions, WebEvent, WebEventFilter};
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction};
use crate::records::customers::IdentityInput;
use crate::vocabulary::money::too_large;
use crate::vocabulary::page::Listing;
use crate::vocabulary::{Currency, CustomerId, Money, Result, Timestamp, TouchId, WebEventId};
use rusqlite::params;
use std::collections::HashMap;

stored! {
    Touch in "crm_touch" by TouchId {
        customer_id, visitor_id, at, source, medium, campaign, content, term, referrer, landing,
        cost => (cost_minor, cost_currency), recorded_at,
    }
}

stored! {
    WebEvent in "crm_web_event" by WebEventId { customer_id, visitor_id, kind, at, sku, query, url }
}

/// The number of a visitor.
pub(super) fn visitor(tx: &ReadTransaction, key: &IdentityInput) -> Result<Option<i64>> {
    tx.one("SELECT id FROM crm_visitor WHERE kind = ?1 AND value = ?2", params![key.kind, key.value], |row| row.get(0))
}

pub(super) fn insert_visitor(tx: &WriteTransaction, key: &IdentityInput, rev: i64) -> Result<i64> {
    tx.insert(
        "INSERT INTO crm_visitor (kind, value, created_at, rev) VALUES (?1, ?2, ?3, ?4)",
        params![key.kind, key.value, tx.now(), rev],
    )
}

/// Whether anybody was ever seen whom only a browser or device tells.
pub(super) fn has_visitors(tx: &ReadTransaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_visitor)", [])
}

/// Writes touches by one statement; the id of the last.
pub(super) fn insert_touches(tx: &WriteTransaction, touches: &[Touch], rev: i64) -> Result<TouchId> {
    let sql = "INSERT INTO crm_touch (customer_id, visitor_id, at, source, medium, campaign, content, term, referrer,
         landing, cost_minor, cost_currency, recorded_at, rev)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    let last = tx.with_statement(sql, |statement| {
        let mut last = 0;
        for touch in touches {
            last = statement.insert(params![
                touch.customer_id,
                touch.visitor_id,
                touch.at,
                touch.source,
                touch.medium,
                touch.campaign,
                touch.content,
                touch.term,
                touch.referrer,
                touch.landing,
                touch.cost.map(|cost| cost.minor),
                touch.cost.map(|cost| cost.currency),
                touch.recorded_at,
                rev
            ])?;
        }
        Ok(last)
    })?;
    Ok(TouchId(last))
}

/// Writes web events by one statement; the id of the last.
pub(super) fn insert_web_events(tx: &WriteTransaction, events: &[WebEvent], rev: i64) -> Result<WebEventId> {
    let sql = "INSERT INTO crm_web_event (customer_id, visitor_id, kind, at, sku, query, url, rev)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let last = tx.with_statement(sql, |statement| {
        let mut last = 0;
        for event in events {
            last = statement.insert(params![
                event.customer_id,
                event.visitor_id,
                event.kind,
                event.at,
                event.sku,
                event.query,
                event.url,
                rev
            ])?;
        }
        Ok(last)
    })?;
    Ok(WebEventId(last))
}

/// Gives the touches and web events of a visitor that are nobody's to a customer; how many of each.
pub(super) fn join(tx: &WriteTransaction, visitor: i64, customer: CustomerId, rev: i64) -> Result<(u64, u64)> {
    let touches = tx.run(
        "UPDATE crm_touch SET customer_id = ?2, rev = ?3 WHERE visitor_id = ?1 AND customer_id IS NULL",
        params![visitor, customer, rev],
    )?;
    let events = tx.run(
        "UPDATE crm_web_event SET customer_id = ?2, rev = ?3 WHERE visitor_id = ?1 AND customer_id IS NULL",
        params![visitor, customer, rev],
    )?;
    Ok((touches as u64, events as u64))
}

/// The first touch of a customer.
pub(super) fn first_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<TouchId>> {
    tx.one("SELECT id FROM crm_touch WHERE customer_id = ?1 ORDER BY at, id LIMIT 1", [customer], |row| row.get(0))
}

pub(super) fn list(
    tx: &ReadTransaction,
    filter: &TouchFilter,
    visitor: Option<i64>,
    listing: &Listing<2>,
) -> Result<Vec<Touch>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("visitor_id = ?", visitor);
    conditions.add("+source = ?", filter.source.clone());
    conditions.add("+medium = ?", filter.medium.clone());
    conditions.add("+campaign = ?", filter.campaign.clone());
    conditions.add("at >= ?", filter.from);
    conditions.add("at < ?", filter.until);
    conditions.add_start("(at, id) <", listing.start);
    conditions.read(tx, Touch::SELECT, "at DESC, id DESC", listing.limit(), Touch::from_row)
}

pub(super) fn list_web_events(
    tx: &ReadTransaction,
    filter: &WebEventFilter,
    visitor: Option<i64>,
    listing: &Listing<2>,
) -> Result<Vec<WebEvent>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("visitor_id = ?", visitor);
    conditions.add("+kind = ?", filter.kind);
    conditions.add("+sku = ?", filter.sku.clone());
    conditions.add("at >= ?", filter.from);
    conditions.add("at < ?", filter.until);
    conditions.add_start("(at, id) <", listing.start);
    conditions.read(tx, WebEvent::SELECT, "at DESC, id DESC", listing.limit(), WebEvent::from_row)
}

type GroupKey = (String, Option<String>, Option<String>);

/// The largest groups of touches, with what they cost.
pub(super) fn summary(tx: &ReadTransaction, options: &TouchSummaryOptions, limit: u32) -> Result<Vec<TouchGroup>> {
    let from = options.from.map_or(i64::MIN, Timestamp::millis);
    let until = options.until.map_or(i64::MAX, Timestamp::millis);
    let mut groups = tx.all(
        "SELECT source, medium, campaign, count(*), count(DISTINCT visitor_id), count(DISTINCT customer_id)
         FROM crm_touch WHERE at >= ?1 AND at < ?2
         GROUP BY source, medium, campaign ORDER BY count(*) DESC, source, medium, campaign LIMIT ?3",
        params![from, until, limit],
        |row| {
            let mut columns = Columns::new(row);
            Ok(TouchGroup {
                source: columns.next()?,
                medium: columns.next()?,
                campaign: columns.next()?,
                touches: columns.next::<i64>()?.unsigned_abs(),
                visitors: columns.next::<i64>()?.unsigned_abs(),
                customers: columns.next::<i64>()?.unsigned_abs(),
                costs: Vec::new(),
            })
        },
    )?;
    let mut costs = costs(tx, from, until)?;
    for group in &mut groups {
        let key = (group.source.clone(), group.medium.clone(), group.campaign.clone());
        group.costs = costs.remove(&key).unwrap_or_default();
    }
    Ok(groups)
}

/// What each group cost, currency by currency. Both halves of an amount are added up apart, so that no sum of SQLite can
/// overflow.
fn costs(tx: &ReadTransaction, from: i64, until: i64) -> Result<HashMap<GroupKey, Vec<Money>>> {
    const HALF: i64 = 1_000_000_000;
    let rows: Vec<(GroupKey, Currency, i64, i64)> = tx.all(
        "SELECT source, medium, campaign, cost_currency, sum(cost_minor / ?3), sum(cost_minor % ?3)
         FROM crm_touch WHERE at >= ?1 AND at < ?2 AND cost_minor IS NOT NULL
         GROUP BY source, medium, campaign, cost_currency ORDER BY cost_currency",
        params![from, until, HALF],
        |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?, row.get(4)?, row.get(5)?)),
    )?;
    let mut costs: HashMap<GroupKey, Vec<Money>> = HashMap::new();
    for (key, currency, high, low) in rows {
        let minor = high.checked_mul(HALF).and_then(|high| high.checked_add(low)).ok_or_else(too_large)?;
        costs.entry(key).or_default().push(Money::new(minor, currency));
    }
    Ok(costs)
}

/// When the oldest web event took place.
pub(super) fn oldest_web_event(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(at) FROM crm_web_event", [])
}

/// Drops web events up to an instant, the oldest first; how many, and of which visitors.
pub(super) fn remove_web_events(tx: &WriteTransaction, until: Timestamp, rows: usize) -> Result<Vec<Option<i64>>> {
    tx.returning(
        "DELETE FROM crm_web_event
         WHERE id IN (SELECT id FROM crm_web_event WHERE at <= ?1 ORDER BY at LIMIT ?2) RETURNING visitor_id",
        params![until, rows as i64],
        |row| row.get(0),
    )
}

/// Drops a visitor of whom nothing is left.
pub(super) fn remove_visitor(tx: &WriteTransaction, visitor: i64) -> Result<()> {
    tx.run(
        "DELETE FROM crm_visitor WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM crm_touch WHERE visitor_id = ?1)
           AND NOT EXISTS (SELECT 1 FROM crm_web_event WHERE visitor_id = ?1)",
        [visitor],
    )?;
    Ok(())
}

pub(super) fn settings(tx: &ReadTransaction) -> Result<TouchSettings> {
    let web_event_days = tx.value("SELECT web_event_days FROM crm_touch_setting WHERE id = 1", [])?;
    Ok(TouchSettings { web_event_days })
}

pub(super) fn save_settings(tx: &WriteTransaction, settings: TouchSettings) -> Result<()> {
    tx.run("UPDATE crm_touch_setting SET web_event_days = ?1 WHERE id = 1", [settings.web_event_days])?;
    Ok(())
}
