//! The warranty check: by a handful of look-ups, whatever covers a piece.

use super::rules;
use super::{CheckedAsset, Warranty, WarrantyCheck, WarrantyQuery, WarrantyState, WarrantyVerdict, store};
use crate::db::ReadTransaction;
use crate::records::aftersale::assets::{self, Asset, AssetState};
use crate::records::aftersale::contracts;
use crate::records::shop;
use crate::vocabulary::{AssetId, CustomerId, Date, Error, Result, Timestamp, WarrantyId, text};

/// What a warranty pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WarrantyCover {
    /// The warranty.
    pub(crate) warranty_id: WarrantyId,
    /// Whether it pays parts.
    pub(crate) parts: bool,
    /// Whether it pays labour.
    pub(crate) labour: bool,
    /// Whether it is served at the customer's place.
    pub(crate) onsite: bool,
}

/// The best warranty that covers a piece at an instant; none when no one does.
pub(crate) fn cover_at(tx: &ReadTransaction, asset: AssetId, at: Timestamp) -> Result<Option<WarrantyCover>> {
    let zone = shop::settings(tx)?.time_zone;
    let all = store::of_asset(tx, asset)?;
    let covering = all.iter().filter(|one| rules::covers(rules::state_at(one, at, zone)));
    Ok(covering.max_by_key(|one| rules::goodness(one)).map(|one| WarrantyCover {
        warranty_id: one.id,
        parts: one.parts,
        labour: one.labour,
        onsite: one.onsite,
    }))
}

pub(super) fn check(tx: &ReadTransaction, query: &WarrantyQuery) -> Result<WarrantyCheck> {
    let today = shop::today(tx)?;
    let found = find(tx, query)?;
    let assets = found.into_iter().map(|asset| judge(tx, asset, today)).collect::<Result<Vec<_>>>()?;
    let verdict = assets.iter().map(|one| one.verdict).min().unwrap_or(WarrantyVerdict::NotFound);
    Ok(WarrantyCheck { verdict, checked_on: today, assets })
}

/// What covers the newest pieces of an existing, unmerged customer today.
pub(crate) fn held_by(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<CheckedAsset>> {
    let today = shop::today(tx)?;
    assets::held_by(tx, customer, rows)?.into_iter().map(|asset| judge(tx, asset, today)).collect()
}

fn find(tx: &ReadTransaction, query: &WarrantyQuery) -> Result<Vec<Asset>> {
    let maker = text::optional_name("/maker", query.maker.as_deref())?;
    if maker.is_some() && query.serial.is_none() {
        return Err(Error::invalid("/maker", "a maker is named with a serial"));
    }
    match (&query.serial, query.asset_id, query.order_id, &query.order_number) {
        (Some(serial), None, None, None) => {
            let mut found = assets::with_serial(tx, serial, maker.as_deref())?;
            // Pieces that are no more stand at the end; the latest of them counts where no other one bears the serial.
            let live = found.iter().filter(|one| one.state != AssetState::Scrapped).count();
            found.truncate(live.max(1));
            Ok(found)
        }
        (None, Some(id), None, None) => match assets::require(tx, id) {
            Err(error) if error.is_not_found() => Ok(Vec::new()),
            found => Ok(vec![found?]),
        },
        (None, None, Some(order), None) => assets::of_order(tx, order),
        (None, None, None, Some(number)) => {
            assets::of_order_number(tx, &text::key("/order_number", number, rules::MAX_KEY)?)
        }
        _ => Err(Error::invalid("", "a check names a serial, a piece, an order or its number")
            .hint("name exactly one of serial, asset_id, order_id and order_number")),
    }
}

/// What holds for a piece on a day.
fn judge(tx: &ReadTransaction, asset: Asset, today: Date) -> Result<CheckedAsset> {
    let all = store::of_asset(tx, asset.id)?;
    let stands: Vec<(WarrantyState, &Warranty)> = all.iter().map(|one| (rules::state_on(one, today), one)).collect();
    let best = stands.iter().filter(|(state, _)| rules::covers(*state)).max_by_key(|(_, one)| rules::goodness(one));
    let contract = match (best, asset.customer_id) {
        (None, Some(owner)) if asset.state != AssetState::Scrapped => {
            contracts::cover_at(tx, owner, Some(asset.id), Some(&asset.sku), tx.now())?
        }
        _ => None,
    };
    let would_cover = |(state, one): &&(WarrantyState, &Warranty)| {
        *state == WarrantyState::Void && one.ends_on.is_none_or(|last| today <= last)
    };
    let void = stands.iter().filter(would_cover).max_by_key(|(_, one)| rules::goodness(one));
    let nearest = stands.iter().max_by_key(|(_, one)| (one.ends_on, std::cmp::Reverse(one.id)));
    let (verdict, decides) = match (best, contract, void) {
        (Some(best), _, _) => (WarrantyVerdict::InWarranty, Some(best)),
        (None, Some(_), _) => (WarrantyVerdict::UnderContract, nearest),
        (None, None, Some(void)) => (WarrantyVerdict::Void, Some(void)),
        (None, None, None) => (WarrantyVerdict::OutOfWarranty, nearest),
    };
    let one = decides.map(|(_, one)| *one);
    let covering = best.map(|(_, one)| *one);
    Ok(CheckedAsset {
        verdict,
        parts: covering.is_some_and(|one| one.parts) || contract.is_some_and(|contract| contract.parts_rate.ppm() > 0),
        labour: covering.is_some_and(|one| one.labour) || contract.is_some_and(|contract| contract.labour),
        onsite: covering.is_some_and(|one| one.onsite) || contract.is_some_and(|contract| contract.travel),
        days_left: covering.and_then(|one| one.ends_on).map(|last| last.days() - today.days()),
        claims_left: covering.and_then(rules::claims_left),
        asset_id: asset.id,
        serial: asset.serial,
        maker: asset.maker,
        sku: asset.sku,
        asset_state: asset.state,
        warranty_id: one.map(|one| one.id),
        warranty_state: decides.map(|(state, _)| *state),
        kind: one.map(|one| one.kind),
        plan_id: one.and_then(|one| one.plan_id),
        starts_on: one.and_then(|one| one.starts_on),
        ends_on: one.and_then(|one| one.ends_on),
        void_reason: one.and_then(|one| one.void_reason),
        contract_id: contract.map(|contract| contract.contract_id),
        contract_parts_rate: contract.map(|contract| contract.parts_rate),
        order_id: asset.order_id,
        order_number: asset.order_number,
        delivered_at: asset.delivered_at,
        registered_at: asset.registered_at,
        installed_at: asset.installed_at,
    })
}
