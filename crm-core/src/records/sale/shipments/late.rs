//! What of an order has arrived, and the step of `tick` that announces orders whose promise has passed.

use super::{ShipmentState, rules, store};
use crate::db::{StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::orders::promises::{self, Standing};
use crate::records::orders::{FulfilState, OrderState};
use crate::records::shop;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Result, Timestamp};
use serde_json::json;

/// Orders that `tick` looks at in one transaction.
const BATCH: usize = 1_000;

/// How far the goods of an order have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// There is nothing to bring, or nothing any more.
    NotNeeded,
    /// Not all of it has arrived.
    Open,
    /// All of it has, and when, where that is known.
    Complete(Option<Timestamp>),
}

/// How far the goods of an order have come: its parcels decide as long as one is under way, then its quantities.
pub(crate) fn arrival(order: &Standing, parcels: impl Iterator<Item = (ShipmentState, Option<Timestamp>)>) -> Arrival {
    if order.fulfil_state == FulfilState::NotRequired
        || matches!(order.state, OrderState::Draft | OrderState::Cancelled)
    {
        return Arrival::NotNeeded;
    }
    let (mut held, mut last, mut under_way) = (false, None, false);
    for (state, delivered_at) in parcels.filter(|(state, _)| rules::holds_goods(*state)) {
        held = true;
        under_way |= state != ShipmentState::Delivered;
        last = last.max(delivered_at);
    }
    if matches!(order.state, OrderState::Completed | OrderState::Closed) {
        return Arrival::Complete(last.or(order.completed_at));
    }
    let all = match order.fulfil_state {
        FulfilState::Fulfilled | FulfilState::Restocked => true,
        // An order of which only the total is known has no quantities.
        FulfilState::PartiallyFulfilled => false,
        _ => held,
    };
    if all && !under_way { Arrival::Complete(last) } else { Arrival::Open }
}

/// Whether an order came, or has not come, after its promise; and how many calendar days after it.
pub(crate) fn lateness(promised: Option<Timestamp>, arrival: Arrival, now: Timestamp, zone: Zone) -> (bool, i32) {
    let until = match arrival {
        Arrival::NotNeeded | Arrival::Complete(None) => None,
        Arrival::Open => Some(now),
        Arrival::Complete(at) => at,
    };
    match promised.zip(until) {
        Some((promised, until)) if until > promised => {
            (true, zone.date_of(until).days() - zone.date_of(promised).days())
        }
        _ => (false, 0),
    }
}

/// The step of `tick`: announces once each order whose promise has passed and that has not arrived, in bounded
/// transactions; only orders that are due are read.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(promises::next, |tx| {
        let zone = shop::settings(tx)?.time_zone;
        let due = promises::due(tx, tx.now(), BATCH)?;
        for order in &due {
            let parcels = store::parcels(tx, order.id)?;
            let arrival = arrival(order, parcels.iter().map(|parcel| (parcel.state, parcel.delivered_at)));
            let (is_late, days) = lateness(order.promised_at, arrival, tx.now(), zone);
            promises::set_checked(tx, order.id, journal::next_seq(tx)?)?;
            if is_late {
                announce(tx, order, days, parcels.len())?;
            }
        }
        Ok(due.len())
    })
}

fn announce(tx: &WriteTransaction, order: &Standing, days: i32, parcels: usize) -> Result<()> {
    let facts = json!({
        "promised_at": order.promised_at, "late_days": days, "state": order.state, "fulfil_state": order.fulfil_state,
        "parcels": parcels,
    });
    let event = Entry::new("order.late").customer(order.customer_id).entity("order", order.id);
    journal::append(tx, event.payload(facts)).map(drop)
}
