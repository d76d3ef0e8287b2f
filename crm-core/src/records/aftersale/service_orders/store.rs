//! The SQL of service orders, technicians and maintenance plans.

use super::lines::ServiceLine;
use super::plans::{MaintenanceDue, MaintenanceFilter, MaintenancePlan};
use super::technicians::Technician;
use super::{ServiceCosts, ServiceOrder, ServiceOrderFilter, ServiceSettings};
use crate::db::{Conditions, Json, ReadTransaction, WriteTransaction, save_settings, settings_of};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{
    AssetId, Currency, CustomerId, Date, MaintenancePlanId, Money, Result, ServiceLineId, ServiceOrderId, StaffId,
    Timestamp,
};
use rusqlite::{Params, Row, params};
use std::collections::BTreeMap;

stored! {
    ServiceOrder in "crm_service_order" by ServiceOrderId {
        number, kind, state, customer_id, asset_id, ticket_id, plan_id, sku, complaint, place, skill, region, staff_id,
        appointment_id, warranty_id, contract_id, valid_until, total => (total_minor, total_currency),
        by_warranty => (warranty_minor, warranty_currency), by_contract => (contract_minor, contract_currency),
        by_goodwill => (goodwill_minor, goodwill_currency), by_customer => (customer_minor, customer_currency),
        goodwill_reason, goodwill_by, holds_asset, outcome, result, reason, invoice_id, created_at, updated_at, started_at,
        finished_at, ended_at,
    }
    besides { lines: Vec::new() }
}

stored! {
    ServiceLine in "crm_service_line" by ServiceLineId {
        service_order_id, kind, description, sku, part_id, place, quantity, minutes, unit_price, tax_rate,
        amount => (amount_minor, amount_currency), covered_by, cover_reason,
        by_warranty => (warranty_minor, warranty_currency), by_contract => (contract_minor, contract_currency),
        by_goodwill => (goodwill_minor, goodwill_currency), by_customer => (customer_minor, customer_currency),
        reservation_id, used,
    }
}

stored! {
    MaintenancePlan in "crm_maintenance_plan" by MaintenancePlanId {
        title, asset_id, sku, contract_id, every_days, every_months, lead_days, makes, assignee_id, active, created_at,
        updated_at,
    }
}

const SETTINGS: &str = "crm_service_settings";

pub(super) fn settings(tx: &ReadTransaction) -> Result<ServiceSettings> {
    settings_of(tx, SETTINGS)
}

pub(super) fn save(tx: &WriteTransaction, settings: &ServiceSettings, rev: i64) -> Result<()> {
    save_settings(tx, SETTINGS, settings, rev)
}

/// The id of the next order, from which its number is made.
pub(super) fn next_id(tx: &ReadTransaction) -> Result<i64> {
    tx.value("SELECT coalesce(max(id), 0) + 1 FROM crm_service_order", [])
}

/// The orders with their lines.
pub(super) fn with_lines(tx: &ReadTransaction, mut orders: Vec<ServiceOrder>) -> Result<Vec<ServiceOrder>> {
    let ids: Vec<ServiceOrderId> = orders.iter().map(|order| order.id).collect();
    let sql = format!(
        "{} WHERE service_order_id IN (SELECT value FROM json_each(?1)) ORDER BY service_order_id, id",
        ServiceLine::SELECT
    );
    let mut lines: BTreeMap<ServiceOrderId, Vec<ServiceLine>> = BTreeMap::new();
    for line in tx.all(&sql, [Json(ids)], ServiceLine::from_row)? {
        lines.entry(line.service_order_id).or_default().push(line);
    }
    for order in &mut orders {
        order.lines = lines.remove(&order.id).unwrap_or_default();
    }
    Ok(orders)
}

pub(super) fn delete_line(tx: &WriteTransaction, id: ServiceLineId) -> Result<()> {
    tx.run("DELETE FROM crm_service_line WHERE id = ?1", [id]).map(drop)
}

/// The order of a number, without its lines.
pub(super) fn numbered(tx: &ReadTransaction, number: &str) -> Result<Option<ServiceOrder>> {
    tx.one(&format!("{} WHERE number = ?1", ServiceOrder::SELECT), [number], ServiceOrder::from_row)
}

/// Orders without their lines, the latest first.
pub(super) fn list(
    tx: &ReadTransaction,
    filter: &ServiceOrderFilter,
    listing: &Listing<1>,
) -> Result<Vec<ServiceOrder>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("asset_id = ?", filter.asset_id);
    conditions.add("ticket_id = ?", filter.ticket_id);
    conditions.add("staff_id = ?", filter.staff_id);
    conditions.add("state = ?", filter.state);
    conditions.add("kind = ?", filter.kind);
    if filter.open {
        conditions.add_fixed("ended_at IS NULL");
    }
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, ServiceOrder::SELECT, "id DESC", listing.limit(), ServiceOrder::from_row)
}

/// Quoted orders whose price stands no more, without their lines.
pub(super) fn expired(tx: &ReadTransaction, today: Date, rows: usize) -> Result<Vec<ServiceOrder>> {
    let sql = format!(
        "{} WHERE state = 'quoted' AND valid_until < ?1 ORDER BY valid_until, id LIMIT ?2",
        ServiceOrder::SELECT
    );
    tx.all(&sql, params![today, rows as i64], ServiceOrder::from_row)
}

/// The last day of the price that ends next.
pub(super) fn next_expiry(tx: &ReadTransaction) -> Result<Option<Date>> {
    tx.value("SELECT min(valid_until) FROM crm_service_order WHERE state = 'quoted'", [])
}

/// The open order of a maintenance plan on an asset.
pub(super) fn open_of_plan(
    tx: &ReadTransaction,
    plan: MaintenancePlanId,
    asset: AssetId,
) -> Result<Option<ServiceOrderId>> {
    tx.one(
        "SELECT id FROM crm_service_order WHERE asset_id = ?2 AND plan_id = ?1 AND ended_at IS NULL",
        params![plan, asset],
        |row| row.get(0),
    )
}

/// Open orders of a technician, without their lines.
pub(super) fn open_of_staff(tx: &ReadTransaction, staff: StaffId) -> Result<Vec<ServiceOrder>> {
    let sql = format!("{} WHERE staff_id = ?1 AND ended_at IS NULL ORDER BY id", ServiceOrder::SELECT);
    tx.all(&sql, [staff], ServiceOrder::from_row)
}

/// Orders of a customer of which something is open, without their lines, the latest first.
pub(super) fn open_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<ServiceOrder>> {
    let sql = format!("{} WHERE customer_id = ?1 AND ended_at IS NULL ORDER BY id DESC LIMIT ?2", ServiceOrder::SELECT);
    tx.all(&sql, params![customer, rows as i64], ServiceOrder::from_row)
}

fn costs(tx: &ReadTransaction, of: &str, values: impl Params) -> Result<Vec<ServiceCosts>> {
    let sql = format!(
        "SELECT total_currency, count(*), sum(warranty_minor), sum(contract_minor), sum(goodwill_minor),
           sum(customer_minor)
         FROM crm_service_order WHERE finished_at IS NOT NULL AND {of} GROUP BY total_currency ORDER BY total_currency"
    );
    tx.all(&sql, values, |row: &Row<'_>| {
        let currency: Currency = row.get(0)?;
        let money = |at: usize| row.get(at).map(|minor| Money::new(minor, currency));
        Ok(ServiceCosts {
            currency,
            orders: row.get::<_, i64>(1)?.unsigned_abs(),
            by_warranty: money(2)?,
            by_contract: money(3)?,
            by_goodwill: money(4)?,
            by_customer: money(5)?,
        })
    })
}

/// What finished service for a customer has cost.
pub(super) fn costs_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<ServiceCosts>> {
    costs(tx, "customer_id = ?1", [customer])
}

/// What the service that was finished in a period has cost.
pub(super) fn costs_in(tx: &ReadTransaction, from: Timestamp, before: Timestamp) -> Result<Vec<ServiceCosts>> {
    costs(tx, "finished_at >= ?1 AND finished_at < ?2", [from, before])
}

/// Of a period: how many orders were recorded; how many were finished, how many of those in vain, and how long those
/// took together, in milliseconds.
pub(super) fn counts_in(tx: &ReadTransaction, from: Timestamp, before: Timestamp) -> Result<[i64; 4]> {
    let opened =
        tx.value("SELECT count(*) FROM crm_service_order WHERE created_at >= ?1 AND created_at < ?2", [from, before])?;
    let finished = tx.one(
        "SELECT count(*), count(*) FILTER (WHERE outcome = 'unrepairable'),
           coalesce(sum(finished_at - created_at), 0)
         FROM crm_service_order WHERE finished_at >= ?1 AND finished_at < ?2",
        [from, before],
        |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]),
    )?;
    let [done, unrepairable, took] = finished.unwrap_or_default();
    Ok([opened, done, unrepairable, took])
}

const TECHNICIANS: &str = "SELECT staff_id, skills, regions, place, active FROM crm_technician";

fn technician_of(row: &Row<'_>) -> rusqlite::Result<Technician> {
    Ok(Technician {
        staff_id: row.get(0)?,
        skills: row.get::<_, Json<_>>(1)?.0,
        regions: row.get::<_, Json<_>>(2)?.0,
        place: row.get(3)?,
        active: row.get(4)?,
    })
}

pub(super) fn technicians(tx: &ReadTransaction) -> Result<Vec<Technician>> {
    tx.all(&format!("{TECHNICIANS} ORDER BY staff_id"), [], technician_of)
}

pub(super) fn technician(tx: &ReadTransaction, staff: StaffId) -> Result<Option<Technician>> {
    tx.one(&format!("{TECHNICIANS} WHERE staff_id = ?1"), [staff], technician_of)
}

pub(super) fn save_technician(tx: &WriteTransaction, one: &Technician, rev: i64) -> Result<()> {
    tx.run(
        "INSERT OR REPLACE INTO crm_technician (staff_id, skills, regions, place, active, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![one.staff_id, Json(&one.skills), Json(&one.regions), one.place, one.active, rev],
    )
    .map(drop)
}

/// Plans in the order of their ids.
pub(super) fn plans(
    tx: &ReadTransaction,
    filter: &MaintenanceFilter,
    listing: &Listing<1>,
) -> Result<Vec<MaintenancePlan>> {
    let mut conditions = Conditions::default();
    conditions.add("asset_id = ?", filter.asset_id);
    conditions.add("sku = ?", filter.sku.as_ref());
    conditions.add("active = ?", filter.active);
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, MaintenancePlan::SELECT, "id", listing.limit(), MaintenancePlan::from_row)
}

/// The active plans for all assets of an article.
pub(super) fn plans_of_sku(tx: &ReadTransaction, sku: &str) -> Result<Vec<MaintenancePlan>> {
    let sql = format!("{} WHERE sku = ?1 AND active = 1 ORDER BY id", MaintenancePlan::SELECT);
    tx.all(&sql, [sku], MaintenancePlan::from_row)
}

const DUE: &str = "SELECT plan_id, asset_id, first_on, done, next_on FROM crm_maintenance_due";

fn due_of(row: &Row<'_>) -> rusqlite::Result<MaintenanceDue> {
    Ok(MaintenanceDue {
        plan_id: row.get(0)?,
        asset_id: row.get(1)?,
        first_on: row.get(2)?,
        done: row.get(3)?,
        next_on: row.get(4)?,
    })
}

/// When assets are to be looked after next, by plan or asset, the first before the others.
pub(super) fn upcoming(
    tx: &ReadTransaction,
    (plan, asset): (Option<MaintenancePlanId>, Option<AssetId>),
    listing: &Listing<3>,
) -> Result<Vec<MaintenanceDue>> {
    let mut conditions = Conditions::default();
    conditions.add("plan_id = ?", plan);
    conditions.add("asset_id = ?", asset);
    conditions.add_start("(next_on, plan_id, asset_id) >", listing.start);
    conditions.read(tx, DUE, "next_on, plan_id, asset_id", listing.limit(), due_of)
}

/// When an asset is to be looked after next under a plan.
pub(super) fn due_for(tx: &ReadTransaction, plan: MaintenancePlanId, asset: AssetId) -> Result<Option<MaintenanceDue>> {
    tx.one(&format!("{DUE} WHERE plan_id = ?1 AND asset_id = ?2"), params![plan, asset], due_of)
}

/// What is due under plans by a day.
pub(super) fn due(tx: &ReadTransaction, today: Date, rows: usize) -> Result<Vec<MaintenanceDue>> {
    tx.all(
        &format!("{DUE} WHERE make_on <= ?1 ORDER BY make_on, plan_id, asset_id LIMIT ?2"),
        params![today, rows as i64],
        due_of,
    )
}

/// The day on which something is due next.
pub(super) fn next_made(tx: &ReadTransaction) -> Result<Option<Date>> {
    tx.value("SELECT min(make_on) FROM crm_maintenance_due", [])
}

/// Writes when an asset is looked after next; `make_on` is the day on which it is announced.
pub(super) fn save_due(tx: &WriteTransaction, due: &MaintenanceDue, make_on: Date, rev: i64) -> Result<()> {
    tx.run(
        "INSERT OR REPLACE INTO crm_maintenance_due (plan_id, asset_id, first_on, done, next_on, make_on, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![due.plan_id, due.asset_id, due.first_on, due.done, due.next_on, make_on, rev],
    )
    .map(drop)
}

/// Forgets that assets are to be looked after under a plan.
pub(super) fn delete_due_of_plan(tx: &WriteTransaction, plan: MaintenancePlanId) -> Result<()> {
    tx.run("DELETE FROM crm_maintenance_due WHERE plan_id = ?1", [plan]).map(drop)
}

/// Forgets that an asset is to be looked after.
pub(super) fn delete_due_of_asset(tx: &WriteTransaction, asset: AssetId) -> Result<()> {
    tx.run("DELETE FROM crm_maintenance_due WHERE asset_id = ?1", [asset]).map(drop)
}

/// Rows that contradict each other: lines whose parts are not the whole, orders that are not the sum of their lines, and
/// orders whose end and state differ.
pub(super) fn contradictions(tx: &ReadTransaction) -> Result<[i64; 3]> {
    Ok([
        tx.value(
            "SELECT count(*) FROM crm_service_line
             WHERE warranty_minor + contract_minor + goodwill_minor + customer_minor <> amount_minor
               OR min(warranty_minor, contract_minor, goodwill_minor, customer_minor) < 0",
            [],
        )?,
        tx.value(
            "SELECT count(*) FROM crm_service_order o
             WHERE (total_minor, warranty_minor, contract_minor, goodwill_minor, customer_minor) <>
               (SELECT coalesce(sum(l.amount_minor), 0), coalesce(sum(l.warranty_minor), 0),
                  coalesce(sum(l.contract_minor), 0), coalesce(sum(l.goodwill_minor), 0),
                  coalesce(sum(l.customer_minor), 0)
                FROM crm_service_line l WHERE l.service_order_id = o.id)",
            [],
        )?,
        tx.value(
            "SELECT count(*) FROM crm_service_order
             WHERE (ended_at IS NOT NULL) <> (state IN ('closed', 'declined', 'expired', 'cancelled'))",
            [],
        )?,
    ])
}
