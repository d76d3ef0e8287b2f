//! The moves of a warranty: by time, by hand, and when its days are corrected.

use super::rules::{self, MACHINE};
use super::{VoidReason, Warranty, WarrantyState, store};
use crate::db::{StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry, Move};
use crate::records::aftersale::assets;
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Date, Result, WarrantyId, text};
use serde_json::json;

/// Warranties that `tick` looks at in one transaction.
const BATCH: usize = 500;

/// A warranty with everything noted that time has brought until now.
pub(super) fn current(tx: &WriteTransaction, id: WarrantyId) -> Result<Warranty> {
    let mut warranty = Warranty::by_id(tx, id)?.or_not_found(WarrantyId::WHAT, id)?;
    let before = warranty.clone();
    catch_up(tx, &mut warranty, shop::today(tx)?)?;
    if warranty != before {
        save(tx, &mut warranty)?;
    }
    Ok(warranty)
}

/// Notes the moves that time has brought, and announces them; one that has expired is not announced as expiring.
pub(super) fn catch_up(tx: &WriteTransaction, warranty: &mut Warranty, today: Date) -> Result<()> {
    let stands = rules::state_on(warranty, today);
    while let Some(next) = rules::next_by_time(warranty.state, stands) {
        go(tx, warranty, next, None)?;
        let facts = json!({ "ends_on": warranty.ends_on });
        match next {
            WarrantyState::Expiring if stands == next => announce(tx, "warranty.expiring", warranty, facts)?,
            WarrantyState::Expired => announce(tx, "warranty.expired", warranty, facts)?,
            _ => {}
        }
    }
    warranty.next_on = rules::next_on(warranty);
    Ok(())
}

/// Takes a warranty to another state; it is written by its caller.
pub(super) fn go(
    tx: &WriteTransaction,
    warranty: &mut Warranty,
    to: WarrantyState,
    reason: Option<&str>,
) -> Result<()> {
    journal::go(tx, &MACHINE, (warranty.id.0, None), (warranty.state, to), reason)?;
    warranty.state = to;
    Ok(())
}

/// Gives a warranty the state that its corrected days make, whatever it was before.
pub(super) fn correct(tx: &WriteTransaction, warranty: &mut Warranty, today: Date) -> Result<()> {
    let to = rules::state_on(warranty, today);
    if to == warranty.state {
        return Ok(());
    }
    let step = Move {
        customer: None,
        entity: MACHINE.entity(),
        entity_id: warranty.id.0,
        from: Some(warranty.state.token()),
        to: to.token(),
        at: tx.now(),
        reason: Some("days_corrected"),
        forced: !MACHINE.may(warranty.state, to),
    };
    warranty.state = to;
    journal::record(tx, &step)
}

pub(super) fn save(tx: &WriteTransaction, warranty: &mut Warranty) -> Result<()> {
    warranty.updated_at = tx.now();
    warranty.next_on = rules::next_on(warranty);
    warranty.update(tx, journal::next_seq(tx)?)
}

pub(super) fn suspend(tx: &WriteTransaction, id: WarrantyId, reason: Option<&str>) -> Result<Warranty> {
    let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
    let mut warranty = current(tx, id)?;
    go(tx, &mut warranty, WarrantyState::Suspended, reason.as_deref())?;
    warranty.suspended_at = Some(tx.now());
    save(tx, &mut warranty)?;
    announce(tx, "warranty.suspended", &warranty, json!({ "reason": reason }))?;
    Ok(warranty)
}

pub(super) fn resume(tx: &WriteTransaction, id: WarrantyId) -> Result<Warranty> {
    let mut warranty = current(tx, id)?;
    let zone = shop::settings(tx)?.time_zone;
    let today = zone.date_of(tx.now());
    let Some(since) = warranty.suspended_at.filter(|_| warranty.state == WarrantyState::Suspended) else {
        MACHINE.require(warranty.state, WarrantyState::Active)?;
        return Err(MACHINE.refuse(warranty.state, "the warranty is not suspended"));
    };
    warranty.suspended_at = None;
    if warranty.suspension_extends {
        let stood = u32::try_from(today.days() - zone.date_of(since).days()).unwrap_or(0);
        warranty.extended_days = warranty.extended_days.saturating_add(stood);
        warranty.ends_on = warranty.starts_on.map(|first| rules::last_day(&warranty, first));
    }
    let to = rules::state_on(&warranty, today);
    go(tx, &mut warranty, to, None)?;
    save(tx, &mut warranty)?;
    announce(tx, "warranty.resumed", &warranty, json!({ "ends_on": warranty.ends_on }))?;
    Ok(warranty)
}

pub(super) fn void_by_hand(tx: &WriteTransaction, id: WarrantyId, reason: VoidReason) -> Result<Warranty> {
    let mut warranty = current(tx, id)?;
    void(tx, &mut warranty, reason)?;
    Ok(warranty)
}

/// Ends a warranty that is not over.
pub(super) fn void(tx: &WriteTransaction, warranty: &mut Warranty, reason: VoidReason) -> Result<()> {
    go(tx, warranty, WarrantyState::Void, Some(reason.token()))?;
    (warranty.void_at, warranty.void_reason) = (Some(tx.now()), Some(reason));
    save(tx, warranty)?;
    announce(tx, "warranty.voided", warranty, json!({ "reason": reason }))
}

/// The step of `tick`: warranties begin, become expiring and expire, each once, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(
        |tx| {
            let zone = shop::settings(tx)?.time_zone;
            Ok(store::next(tx)?.map(|day| zone.start_of(day)))
        },
        |tx| {
            let today = shop::today(tx)?;
            let due = store::due(tx, today, BATCH)?;
            for mut warranty in due.iter().cloned() {
                catch_up(tx, &mut warranty, today)?;
                save(tx, &mut warranty)?;
            }
            Ok(due.len())
        },
    )
}

/// Tells of a warranty, with whoever owns its piece today.
pub(super) fn announce(
    tx: &WriteTransaction,
    name: &'static str,
    warranty: &Warranty,
    more: serde_json::Value,
) -> Result<()> {
    let owner = assets::require(tx, warranty.asset_id)?.customer_id;
    let facts = json!({ "asset_id": warranty.asset_id, "kind": warranty.kind, "state": warranty.state });
    let event = Entry::new(name).customer(owner).entity("warranty", warranty.id).payload(facts).facts(more);
    journal::append(tx, event).map(drop)
}
