//! The SQL of care: what is due comes from the rooms that know it, each by an index on its day.

use super::{CareFilter, CareHold, CareItem, CareNote, CareReason, CareRule, CareRules, NewCare, rules};
use crate::db::{Conditions, ReadTransaction, WriteTransaction, save_settings, settings_of};
use crate::records::customers::Block;
use crate::records::interactions::Reference;
use crate::records::shop;
use crate::vocabulary::page::Listing;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{CareId, CustomerId, Date, Result, Timestamp};
use chrono::Datelike;
use rusqlite::params;
use serde_json::{Value, json};

stored! {
    CareNote in "crm_care" by CareId {
        customer_id, reason, occasion, about_id, outcome, staff_id, note, at,
    }
}

const RULES: &str = "crm_care_rule";

pub(super) fn rules(tx: &ReadTransaction) -> Result<CareRules> {
    settings_of(tx, RULES)
}

pub(super) fn save_rules(tx: &WriteTransaction, rules: &CareRules, rev: i64) -> Result<()> {
    save_settings(tx, RULES, rules, rev)
}

/// What was noted of an occasion last.
pub(super) fn of_occasion(tx: &ReadTransaction, new: &NewCare) -> Result<Option<CareNote>> {
    let sql = format!(
        "{} WHERE customer_id = ?1 AND reason = ?2 AND occasion = ?3 AND about_id IS ?4 ORDER BY id DESC LIMIT 1",
        CareNote::SELECT
    );
    let values = params![new.customer_id, new.reason, new.occasion, new.about_id];
    tx.one(&sql, values, CareNote::from_row)
}

pub(super) fn history(tx: &ReadTransaction, customer: CustomerId, listing: &Listing<1>) -> Result<Vec<CareNote>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", Some(customer));
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, CareNote::SELECT, "id DESC", listing.limit(), CareNote::from_row)
}

/// Where an item stands in its list.
pub(super) fn key(item: &CareItem) -> [i64; 4] {
    let about = item.about.as_ref().map_or(0, |about| about.id);
    [i64::from(item.occasion.days()), item.reason as i64, item.customer_id.0, about]
}

/// The occasions of one rule that are on the list on a day and were neither used nor let pass, in the order of the list.
pub(super) fn due(
    tx: &ReadTransaction,
    rule: &CareRule,
    day: Date,
    filter: &CareFilter,
    listing: &Listing<4>,
) -> Result<Vec<CareItem>> {
    let reason = rule.reason;
    let Some((source, days)) = source(tx, reason, &rules::occasions(rule, day))? else {
        return Ok(Vec::new());
    };
    // Pages go by day, reason, customer and what it is about; here is one reason.
    let after = match listing.start {
        None => (i64::MIN, 0, 0),
        Some([day, at, ..]) if (reason as i64) < at => (day, i64::MAX, i64::MAX),
        Some([day, at, ..]) if (reason as i64) > at => (day - 1, i64::MAX, i64::MAX),
        Some([day, _, customer, about]) => (day, customer, about),
    };
    // A complaint that was resolved holds nothing back any more, even before its ticket is closed.
    let sql = format!(
        "SELECT s.customer_id, s.day, s.about, s.since, c.owner_id,
           c.blocked <> ?5 AND (c.blocked_until IS NULL OR c.blocked_until > ?6) AS is_blocked,
           EXISTS (SELECT 1 FROM crm_ticket t WHERE t.customer_id = c.id AND t.kind = 'complaint'
             AND t.resolved_at IS NULL AND t.ended_at IS NULL) AS complains
         FROM ({source}) s JOIN crm_customer c ON c.id = s.customer_id
         WHERE c.merged_into IS NULL AND c.erased_at IS NULL AND c.archived_at IS NULL AND (s.day, s.customer_id, s.about) > (?2, ?3, ?4)
           AND (?7 IS NULL OR c.owner_id = ?7) AND (?8 IS NULL OR ?8 = (is_blocked OR complains))
           AND NOT EXISTS (SELECT 1 FROM crm_care k WHERE k.customer_id = s.customer_id AND k.reason = ?9
             AND k.occasion = s.day AND coalesce(k.about_id, 0) = s.about)
         ORDER BY s.day, s.customer_id, s.about LIMIT ?10"
    );
    let values = params![
        days.to_string(),
        after.0,
        after.1,
        after.2,
        Block::None,
        tx.now(),
        filter.owner_id,
        filter.held,
        reason,
        listing.limit()
    ];
    tx.all(&sql, values, |row| {
        let (occasion, about, since): (Date, i64, Option<i32>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let (blocked, complains): (bool, bool) = (row.get(5)?, row.get(6)?);
        let holds = [(blocked, CareHold::Blocked), (complains, CareHold::OpenComplaint)];
        Ok(CareItem {
            customer_id: row.get(0)?,
            reason,
            action: rule.action,
            occasion,
            until: occasion.plus_days(rule.until_day),
            about: entity(reason).map(|entity| Reference { entity: entity.to_owned(), id: about }),
            years: rules::years(reason, since, occasion),
            owner_id: row.get(4)?,
            holds: holds.into_iter().filter_map(|(holds, hold)| holds.then_some(hold)).collect(),
        })
    })
}

/// What an occasion is about.
fn entity(reason: CareReason) -> Option<&'static str> {
    match reason {
        CareReason::Birthday | CareReason::Anniversary | CareReason::Silent => None,
        CareReason::WarrantyEnding => Some("warranty"),
        CareReason::Delivered => Some("order"),
        CareReason::ComplaintResolved => Some("ticket"),
    }
}

/// Where the occasions of a reason on some days come from: columns customer_id, day, about and since (a year), and the
/// days as `?1`, a JSON list that begins each entry with its bounds. None when there can be none.
fn source(tx: &ReadTransaction, reason: CareReason, days: &[Date]) -> Result<Option<(&'static str, Value)>> {
    let zone = shop::settings(tx)?.time_zone;
    Ok(Some(match reason {
        CareReason::Birthday => {
            let words = days.iter().flat_map(|day| rules::birthdays_on(*day).into_iter().map(move |word| (word, day)));
            (
                "SELECT b.id AS customer_id, d.value ->> 1 AS day, 0 AS about,
                   iif(b.birth_date LIKE '-%', NULL, CAST(substr(b.birth_date, 1, 4) AS INTEGER)) AS since
                 FROM json_each(?1) d CROSS JOIN crm_customer b
                   ON substr(b.birth_date, -5) = d.value ->> 0 AND b.birth_date IS NOT NULL",
                words.map(|(word, day)| json!([word, day.days()])).collect(),
            )
        }
        CareReason::Anniversary => {
            let Some(first) = first_order(tx)? else { return Ok(None) };
            let first_year = zone.date_of(first).naive().year();
            let all =
                days.iter().flat_map(|day| rules::earlier(*day, first_year).into_iter().map(move |was| (was, day)));
            (
                "SELECT DISTINCT o.customer_id AS customer_id, d.value ->> 2 AS day, 0 AS about, d.value ->> 3 AS since
                 FROM json_each(?1) d CROSS JOIN crm_order o ON o.placed_at >= d.value ->> 0 AND o.placed_at < d.value ->> 1
                   JOIN crm_metric m ON m.customer_id = o.customer_id AND m.first_at = o.placed_at",
                all.map(|(was, day)| {
                    let [from, until] = bounds(&zone, was);
                    json!([from, until, day.days(), was.naive().year()])
                })
                .collect(),
            )
        }
        CareReason::WarrantyEnding => (
            "SELECT a.customer_id AS customer_id, w.ends_on AS day, w.id AS about, NULL AS since
             FROM json_each(?1) d CROSS JOIN crm_warranty w ON w.ends_on = d.value
               JOIN crm_asset a ON a.id = w.asset_id AND a.customer_id IS NOT NULL
             WHERE w.void_at IS NULL AND w.exhausted_at IS NULL AND NOT EXISTS (
               SELECT 1 FROM crm_warranty l WHERE l.asset_id = w.asset_id AND l.void_at IS NULL
                 AND (l.ends_on, l.id) > (w.ends_on, w.id))",
            days.iter().map(|day| json!(day.days())).collect(),
        ),
        CareReason::Silent => (
            "SELECT l.customer_id AS customer_id, d.value ->> 2 AS day, 0 AS about, NULL AS since
             FROM json_each(?1) d CROSS JOIN crm_lifecycle l INDEXED BY crm_lifecycle_silent ON l.since >= d.value ->> 0 AND l.since < d.value ->> 1
             WHERE (l.stage = 'at_risk' OR l.stage = 'dormant')",
            days.iter().map(|day| on(&zone, *day)).collect(),
        ),
        CareReason::Delivered => (
            "SELECT p.customer_id AS customer_id, max(d.value ->> 2) AS day, p.order_id AS about, NULL AS since
             FROM json_each(?1) d CROSS JOIN crm_shipment p
               ON p.delivered_at >= d.value ->> 0 AND p.delivered_at < d.value ->> 1
             WHERE NOT EXISTS (SELECT 1 FROM crm_shipment o WHERE o.order_id = p.order_id
               AND (o.ended_at IS NULL OR o.delivered_at > p.delivered_at))
             GROUP BY p.order_id, p.customer_id",
            days.iter().map(|day| on(&zone, *day)).collect(),
        ),
        CareReason::ComplaintResolved => (
            "SELECT t.customer_id AS customer_id, d.value ->> 2 AS day, t.id AS about, NULL AS since
             FROM json_each(?1) d CROSS JOIN crm_ticket t
               ON t.resolved_at >= d.value ->> 0 AND t.resolved_at < d.value ->> 1 AND t.kind = 'complaint'
             WHERE t.customer_id IS NOT NULL",
            days.iter().map(|day| on(&zone, *day)).collect(),
        ),
    }))
}

/// The instants at which a day begins and ends.
fn bounds(zone: &Zone, day: Date) -> [i64; 2] {
    [zone.start_of(day).millis(), zone.start_of(day.plus_days(1)).millis()]
}

/// A day with its bounds.
fn on(zone: &Zone, day: Date) -> Value {
    let [from, until] = bounds(zone, day);
    json!([from, until, day.days()])
}

/// When the first order of the shop was placed.
fn first_order(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(placed_at) FROM crm_order", [])
}
