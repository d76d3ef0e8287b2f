//! Changing an order that exists: derive, compare, write what differs, follow up, announce.

use super::payments::{self, CleanPayment};
use super::states::MACHINE;
use super::{Order, OrderState, Outcome, lines, made, metrics, record, refunds, store};
use crate::db::{Touch, WriteTransaction};
use crate::journal::{self, Move, timeline};
use crate::records::shop;
use crate::vocabulary::{Error, ErrorCode, Result, Timestamp};

/// What comes with a change of an order, beside its new fields.
pub(crate) struct Change {
    /// Payments that are not known yet.
    pub(crate) payments: Vec<CleanPayment>,
    /// When it happened.
    pub(crate) at: Timestamp,
    /// Whether moves that the machine does not list are taken as reported.
    pub(crate) forced: bool,
    /// What to say when fields changed that no other event tells of.
    pub(crate) event: Option<&'static str>,
}

impl Change {
    /// A change without payments that keeps to the machine and says nothing of its own.
    pub(crate) fn at(at: Timestamp) -> Self {
        Change { payments: Vec::new(), at, forced: false, event: None }
    }
}

/// Brings an order from `before` to `after`; what became of it.
///
/// # Errors
/// `not_allowed_transition` for a move that the machine does not list, unless it is forced.
pub(crate) fn apply(tx: &WriteTransaction, before: &Order, after: &mut Order, change: Change) -> Result<Outcome> {
    let flow = payments::store::flow_of(tx, before.id)?;
    let flow = change.payments.iter().try_fold(flow, payments::flow_with)?;
    let paid_at = change.payments.iter().filter_map(|payment| payment.at).max().unwrap_or(change.at);
    let settings = shop::settings(tx)?;
    if after.state != before.state {
        require_move(before, after, change.forced)?;
        stamp(after, change.at);
        made::promise(after, settings.time_zone, change.at);
    }
    record::derive(after, flow, settings.counts, paid_at);
    let content_changed = differs(before, after);
    if !content_changed && change.payments.is_empty() {
        if before.updated_at != after.updated_at {
            store::set_updated_at(tx, after.id, after.updated_at)?;
        }
        return Ok(Outcome::Unchanged);
    }
    let rev = journal::next_seq(tx)?;
    for payment in &change.payments {
        payments::store::insert(tx, after.id, payment, payment.at.unwrap_or(change.at), rev)?;
    }
    lines::replace(tx, &before.lines, &after.lines)?;
    store::update(tx, after, rev)?;
    follow(tx, before, after)?;
    if after.state != before.state {
        log(tx, before, after, &change)?;
    }
    if let Some(event) = change.event
        && content_changed
    {
        record::announce(tx, event, after)?;
    }
    if after.paid_at.is_some() && before.paid_at.is_none() {
        let sums = metrics::store::get(tx, after.customer_id)?.unwrap_or_default();
        record::announce_paid(tx, after, sums)?;
    }
    Ok(Outcome::Updated)
}

/// Whether anything but the host's time differs.
fn differs(before: &Order, after: &Order) -> bool {
    let mut same_time = before.clone();
    same_time.updated_at = after.updated_at;
    same_time != *after
}

/// The machine's word, and: what was shipped is not cancelled but returned; only what is made to order is made.
fn require_move(before: &Order, after: &Order, forced: bool) -> Result<()> {
    if forced {
        return Ok(());
    }
    let to = after.state;
    MACHINE.require(before.state, to).map_err(|error| error.at("/to"))?;
    let others = || MACHINE.allowed(before.state).iter().filter(|state| **state != to).map(|state| state.token());
    made::require_makeable(after).map_err(|error| error.at("/to").allowed(others()))?;
    let shipped = before.lines.iter().any(|line| line.fulfilled.thousandths() > 0);
    if to == OrderState::Cancelled && shipped {
        return Err(Error::new(
            ErrorCode::NotAllowedTransition,
            "an order that was shipped in part cannot be cancelled",
        )
        .at("/to")
        .allowed(others())
        .hint("call off what is not shipped with orders.cancel_lines, or record what comes back as a refund"));
    }
    Ok(())
}

/// Notes when an order reached its end, and forgets it when a host reports that it has not; the same for its hold.
fn stamp(order: &mut Order, at: Timestamp) {
    if order.state == OrderState::OnHold {
        order.held_at = order.held_at.or(Some(at));
    } else {
        (order.held_at, order.hold_reason, order.hold_note) = (None, None, None);
    }
    match order.state {
        OrderState::Completed | OrderState::Closed => {
            order.completed_at = order.completed_at.or(Some(at));
            (order.cancelled_at, order.cancel_reason) = (None, None);
        }
        OrderState::Cancelled => order.cancelled_at = order.cancelled_at.or(Some(at)),
        _ => (order.completed_at, order.cancelled_at, order.cancel_reason) = (None, None, None),
    }
}

/// Timeline, stage log, refunds and metrics after an order changed.
fn follow(tx: &WriteTransaction, before: &Order, after: &Order) -> Result<()> {
    if (before.customer_id, before.placed_at) != (after.customer_id, after.placed_at) {
        timeline::remove(tx, before.customer_id, before.placed_at, timeline::Kind::Order, before.id.0)?;
        timeline::add(tx, after.customer_id, after.placed_at, timeline::Kind::Order, after.id.0)?;
    }
    if before.customer_id != after.customer_id {
        journal::follow(tx, MACHINE.entity(), after.id.0, after.customer_id)?;
        for follow in tx.database().wiring.order_followers {
            follow(tx, after.id, after.customer_id)?;
        }
        tx.touch(before.customer_id, Touch::ORDERS);
    }
    if after.refunded.minor > 0 {
        refunds::settle(tx, after)?;
    }
    tx.touch_order(after.customer_id, after.id);
    if before.customer_id != after.customer_id {
        metrics::refresh(tx, before.customer_id)?;
    }
    let newly_counts = after.counts && !before.counts && after.refunded.minor == 0;
    if newly_counts && before.customer_id == after.customer_id {
        return metrics::add(tx, after.customer_id, metrics::Sums::of_order(after)).map(|_| ());
    }
    metrics::refresh(tx, after.customer_id)
}

/// Logs a move and announces it by its own name.
fn log(tx: &WriteTransaction, before: &Order, after: &Order, change: &Change) -> Result<()> {
    let forced = change.forced && !MACHINE.may(before.state, after.state);
    let step = Move {
        customer: Some(after.customer_id),
        entity: MACHINE.entity(),
        entity_id: after.id.0,
        from: Some(before.state.token()),
        to: after.state.token(),
        at: change.at,
        reason: after.cancel_reason.map(|reason| reason.token()).or(after.hold_reason.map(|reason| reason.token())),
        forced,
    };
    journal::record_since(tx, &step, Some(before.placed_at))?;
    let event = match (before.state, after.state) {
        (OrderState::Draft, OrderState::Pending) => "order.placed",
        (_, OrderState::Cancelled) => "order.cancelled",
        (_, OrderState::Completed) => "order.completed",
        (_, OrderState::OnHold) => "order.held",
        (OrderState::OnHold, OrderState::Confirmed) => "order.released",
        _ => "order.state_changed",
    };
    record::announce(tx, event, after)
}
