//! The SQL of warranties, their plans and claims.

use super::{Warranty, WarrantyClaim, WarrantyFilter, WarrantyPlan, WarrantyPlanFilter, WarrantyState};
use crate::db::{Conditions, ReadTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{AssetId, CustomerId, Date, Result, WarrantyClaimId, WarrantyId, WarrantyPlanId};
use rusqlite::params;

stored! {
    WarrantyPlan in "crm_warranty_plan" by WarrantyPlanId {
        name, kind, sku, category, starts, months, days, waiting_days, parts, labour, onsite, transferable,
        claims_limit, suspension_extends, active, created_at, updated_at,
    }
}

stored! {
    Warranty in "crm_warranty" by WarrantyId {
        asset_id, plan_id, kind, reference, starts, months, days, waiting_days, extended_days, parts, labour, onsite,
        transferable, claims_limit, claims_used, suspension_extends, starts_on, ends_on, state, suspended_at,
        exhausted_at, void_at, void_reason, past, next_on, created_at, updated_at,
    }
}

stored! {
    WarrantyClaim in "crm_warranty_claim" by WarrantyClaimId { warranty_id, reference, note, claimed_at }
}

/// Plans that apply to new pieces.
pub(super) fn active_plans(tx: &ReadTransaction) -> Result<Vec<WarrantyPlan>> {
    tx.all(&format!("{} WHERE active = 1 ORDER BY id", WarrantyPlan::SELECT), [], WarrantyPlan::from_row)
}

pub(super) fn plans(
    tx: &ReadTransaction,
    filter: &WarrantyPlanFilter,
    listing: &Listing<1>,
) -> Result<Vec<WarrantyPlan>> {
    let mut conditions = Conditions::default();
    conditions.add("kind = ?", filter.kind);
    conditions.add("sku = ?", filter.sku.as_ref());
    conditions.add("active = ?", filter.active);
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, WarrantyPlan::SELECT, "id", listing.limit(), WarrantyPlan::from_row)
}

/// The warranties of a piece since it last left the shop, the first before the others.
pub(super) fn of_asset(tx: &ReadTransaction, asset: AssetId) -> Result<Vec<Warranty>> {
    let sql = format!("{} WHERE asset_id = ?1 AND past = 0 ORDER BY id", Warranty::SELECT);
    tx.all(&sql, [asset], Warranty::from_row)
}

/// The warranty of a piece with a key of the host.
pub(super) fn of_reference(tx: &ReadTransaction, asset: AssetId, reference: &str) -> Result<Option<Warranty>> {
    let sql = format!("{} WHERE reference = ?1 AND asset_id = ?2", Warranty::SELECT);
    tx.one(&sql, params![reference, asset], Warranty::from_row)
}

/// The latest before the others.
pub(super) fn list(
    tx: &ReadTransaction,
    (filter, customer): (&WarrantyFilter, Option<CustomerId>),
    today: Date,
    listing: &Listing<1>,
) -> Result<Vec<Warranty>> {
    let mut conditions = Conditions::default();
    conditions.add("asset_id = ?", filter.asset_id);
    conditions.add("asset_id IN (SELECT id FROM crm_asset WHERE customer_id = ?)", customer);
    conditions.add("plan_id = ?", filter.plan_id);
    conditions.add("kind = ?", filter.kind);
    conditions.add("ends_on >= ?", filter.ends_from);
    conditions.add("ends_on < ?", filter.ends_before);
    if let Some(state) = filter.state {
        add_state(&mut conditions, state, today);
    }
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, Warranty::SELECT, "id DESC", listing.limit(), Warranty::from_row)
}

/// The state as the days make it, whether or not `tick` has noted it.
fn add_state(conditions: &mut Conditions, state: WarrantyState, today: Date) {
    const OPEN: &str = "void_at IS NULL AND exhausted_at IS NULL";
    const RUNS: &str = "suspended_at IS NULL";
    let near = today.plus_days(30);
    match state {
        WarrantyState::Void => conditions.add_fixed("void_at IS NOT NULL"),
        WarrantyState::Exhausted => conditions.add_fixed("void_at IS NULL AND exhausted_at IS NOT NULL"),
        WarrantyState::Expired => {
            conditions.add_fixed(OPEN);
            conditions.add("ends_on < ?", Some(today));
            conditions.add_fixed("NOT (suspended_at IS NOT NULL AND suspension_extends = 1)");
        }
        WarrantyState::Suspended => {
            conditions.add_fixed(OPEN);
            conditions.add("suspended_at IS NOT NULL AND (suspension_extends = 1 OR ends_on >= ?)", Some(today));
        }
        WarrantyState::NotStarted => {
            conditions.add_fixed(OPEN);
            conditions.add_fixed(RUNS);
            conditions.add("(starts_on IS NULL OR starts_on > ?)", Some(today));
        }
        WarrantyState::Active | WarrantyState::Expiring => {
            conditions.add_fixed(OPEN);
            conditions.add_fixed(RUNS);
            conditions.add("starts_on <= ?", Some(today));
            if state == WarrantyState::Active {
                conditions.add("ends_on > ?", Some(near));
            } else {
                conditions.add_all("ends_on BETWEEN ? AND ?", &[&today, &near]);
            }
        }
    }
}

/// Warranties whose state changes by a day at the latest: the first `rows` of them.
pub(super) fn due(tx: &ReadTransaction, today: Date, rows: usize) -> Result<Vec<Warranty>> {
    let sql = format!("{} WHERE next_on <= ?1 ORDER BY next_on, id LIMIT ?2", Warranty::SELECT);
    tx.all(&sql, params![today, rows as i64], Warranty::from_row)
}

/// The next day on which the state of a warranty changes.
pub(super) fn next(tx: &ReadTransaction) -> Result<Option<Date>> {
    tx.value("SELECT min(next_on) FROM crm_warranty WHERE next_on IS NOT NULL", [])
}

/// The claim on a warranty with a key of the host.
pub(super) fn claim_of(tx: &ReadTransaction, id: WarrantyId, reference: &str) -> Result<Option<WarrantyClaim>> {
    let sql = format!("{} WHERE reference = ?1 AND warranty_id = ?2", WarrantyClaim::SELECT);
    tx.one(&sql, params![reference, id], WarrantyClaim::from_row)
}

/// The claims on a warranty, the latest before the others.
pub(super) fn claims(tx: &ReadTransaction, id: WarrantyId, listing: &Listing<1>) -> Result<Vec<WarrantyClaim>> {
    let mut conditions = Conditions::default();
    conditions.add("warranty_id = ?", Some(id));
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, WarrantyClaim::SELECT, "id DESC", listing.limit(), WarrantyClaim::from_row)
}

/// Every warranty, in the order of their ids; for the check of the file.
pub(super) fn each(tx: &ReadTransaction, mut visit: impl FnMut(&Warranty)) -> Result<()> {
    tx.each(Warranty::SELECT, [], |row| {
        let warranty = Warranty::from_row(row).map_err(|error| tx.note(error))?;
        visit(&warranty);
        Ok(())
    })
}

/// How many warranties count other claims than there are.
pub(super) fn miscounted(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_warranty w
         WHERE claims_used <> (SELECT count(*) FROM crm_warranty_claim WHERE warranty_id = w.id)",
        [],
    )
}
