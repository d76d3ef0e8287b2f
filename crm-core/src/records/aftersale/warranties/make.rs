//! Plans, and how a piece gets its warranties.

use super::rules::{self, MACHINE};
use super::{
    AddWarranty, SaveWarrantyPlan, Warranty, WarrantyKind, WarrantyPlan, WarrantyStart, WarrantyState, shown, steps,
    store,
};
use crate::db::WriteTransaction;
use crate::journal;
use crate::records::aftersale::assets::{self, Asset};
use crate::records::{catalog, customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{AssetId, Error, Result, WarrantyId, WarrantyPlanId, text};
use serde_json::json;

/// A plan with the terms that are given, new or known.
pub(super) fn plan(tx: &WriteTransaction, given: SaveWarrantyPlan, known: Option<&WarrantyPlan>) -> WarrantyPlan {
    WarrantyPlan {
        id: known.map_or(WarrantyPlanId(0), |known| known.id),
        name: given.name,
        kind: given.kind,
        sku: given.sku,
        category: given.category,
        starts: given.starts,
        months: given.months,
        days: given.days,
        waiting_days: given.waiting_days,
        parts: given.parts,
        labour: given.labour,
        onsite: given.onsite,
        transferable: given.transferable,
        claims_limit: given.claims_limit,
        suspension_extends: given.suspension_extends,
        active: given.active,
        created_at: known.map_or(tx.now(), |known| known.created_at),
        updated_at: known.map_or(tx.now(), |known| known.updated_at),
    }
}

/// A warranty by a plan, without days.
fn by_plan(tx: &WriteTransaction, asset: AssetId, plan: &WarrantyPlan) -> Warranty {
    Warranty {
        plan_id: Some(plan.id),
        starts: plan.starts,
        waiting_days: plan.waiting_days,
        parts: plan.parts,
        labour: plan.labour,
        onsite: plan.onsite,
        transferable: plan.transferable,
        claims_limit: plan.claims_limit,
        suspension_extends: plan.suspension_extends,
        ..bare(tx, asset, plan.kind, (plan.months, plan.days))
    }
}

/// A warranty of the delivery day for parts and labour, without days.
fn bare(tx: &WriteTransaction, asset: AssetId, kind: WarrantyKind, (months, days): (u32, u32)) -> Warranty {
    Warranty {
        id: WarrantyId(0),
        asset_id: asset,
        plan_id: None,
        kind,
        reference: None,
        starts: WarrantyStart::Delivery,
        months,
        days,
        waiting_days: 0,
        extended_days: 0,
        parts: true,
        labour: true,
        onsite: false,
        transferable: true,
        claims_limit: None,
        claims_used: 0,
        suspension_extends: false,
        starts_on: None,
        ends_on: None,
        state: WarrantyState::NotStarted,
        suspended_at: None,
        exhausted_at: None,
        void_at: None,
        void_reason: None,
        past: false,
        next_on: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

/// Gives a piece that came to an owner the warranties of the maker and of the law, unless it has them.
pub(super) fn make_all(tx: &WriteTransaction, asset: &Asset) -> Result<()> {
    if store::of_asset(tx, asset.id)?.iter().any(|one| one.kind != WarrantyKind::Extended) {
        return Ok(());
    }
    let product = tx.catalog().find(&asset.sku)?;
    let category = product.as_ref().and_then(|product| product.category.as_deref());
    let plans = store::active_plans(tx)?;
    for kind in [WarrantyKind::Manufacturer, WarrantyKind::Statutory] {
        let days = product.as_ref().and_then(|product| product.warranty_days).filter(|days| *days > 0);
        let made = match (rules::applying(&plans, kind, &asset.sku, category), kind, days) {
            (Some(plan), ..) => by_plan(tx, asset.id, plan),
            (None, WarrantyKind::Manufacturer, Some(days)) => bare(tx, asset.id, kind, (0, days)),
            _ => continue,
        };
        insert(tx, made, asset)?;
    }
    Ok(())
}

/// Stores a new warranty with its days and its first state.
fn insert(tx: &WriteTransaction, mut warranty: Warranty, asset: &Asset) -> Result<Warranty> {
    let zone = shop::settings(tx)?.time_zone;
    rules::date(&mut warranty, asset, zone);
    warranty.state = rules::state_on(&warranty, zone.date_of(tx.now()));
    warranty.next_on = rules::next_on(&warranty);
    warranty.id = warranty.insert(tx, journal::next_seq(tx)?)?;
    journal::begin(tx, &MACHINE, (warranty.id.0, None), warranty.state)?;
    let facts = json!({ "plan_id": warranty.plan_id, "starts_on": warranty.starts_on });
    steps::announce(tx, "warranty.created", &warranty, facts)?;
    Ok(warranty)
}

pub(super) fn add(tx: &WriteTransaction, new: AddWarranty) -> Result<Warranty> {
    let asset = assets::require(tx, new.asset_id)?;
    let reference = new.reference.map(|key| text::key("/reference", &key, rules::MAX_KEY)).transpose()?;
    let today = shop::today(tx)?;
    if let Some(reference) = &reference
        && let Some(known) = store::of_reference(tx, asset.id, reference)?
    {
        if known.plan_id == Some(new.plan_id) {
            return Ok(shown(known, today));
        }
        return Err(Error::conflict("this key belongs to a warranty by another plan")
            .at("/reference")
            .existing(known.id));
    }
    let plan = WarrantyPlan::by_id(tx, new.plan_id)?.or_not_found(WarrantyPlanId::WHAT, new.plan_id);
    let plan = plan.map_err(|error| error.at("/plan_id"))?;
    if !plan.active {
        return Err(Error::conflict("the plan does not apply any more")
            .at("/plan_id")
            .existing(plan.id)
            .hint("make it active with warranties.save_plan, or name another one"));
    }
    let category = catalog::category_of(tx, &asset.sku)?;
    if rules::fit(&plan, &asset.sku, category.as_deref()).is_none() {
        return Err(Error::invalid("/plan_id", "the plan is for other pieces").hint("look at its sku and category"));
    }
    let Some(owner) = asset.customer_id else {
        return Err(Error::conflict("nobody owns this piece")
            .at("/asset_id")
            .existing(asset.id)
            .hint("name the owner with assets.register"));
    };
    customers::require_sellable(tx, owner)?;
    let mut warranty = Warranty { reference, ..by_plan(tx, asset.id, &plan) };
    let first = match (new.starts_on, plan.starts) {
        (Some(day), _) => Some(day),
        (None, WarrantyStart::Expiry) => {
            let all = store::of_asset(tx, asset.id)?;
            let running = all.into_iter().filter(|one| one.void_at.is_none() && one.exhausted_at.is_none());
            let last = running.filter_map(|one| one.ends_on).max();
            // Where nothing covers any more, it begins today.
            let day = last.map_or(today, |last| last.plus_days(1)).max(today);
            Some(day.plus_days(rules::days(plan.waiting_days)))
        }
        (None, _) => None,
    };
    if first.is_some() {
        (warranty.starts, warranty.starts_on) = (WarrantyStart::Fixed, first);
    }
    insert(tx, warranty, &asset)
}
