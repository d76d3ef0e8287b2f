//! How a return gets from one state to the next: its log, what it holds, its event.

use super::rules::{self, MACHINE};
use super::{OrderReturn, ReturnSettings, ReturnState, alert, store};
use crate::db::{StepOutcome, Tick, Touch, WriteTransaction};
use crate::journal::{self, Entry, Move};
use crate::records::shop;
use crate::vocabulary::{CustomerId, OrderId, Quantity, Result, Timestamp};
use serde_json::json;

/// Returns that `tick` works off in one transaction.
const BATCH: usize = 500;

/// Takes a return to another state as the machine allows it.
pub(super) fn go(tx: &WriteTransaction, one: &mut OrderReturn, to: ReturnState, reason: Option<&str>) -> Result<()> {
    journal::go(tx, &MACHINE, (one.id.0, Some(one.customer_id)), (one.state, to), reason)?;
    one.state = to;
    write(tx, one)?;
    announce(tx, one)
}

/// Takes a return to where a carrier has seen it, since then.
pub(super) fn take(tx: &WriteTransaction, one: &mut OrderReturn, to: ReturnState, at: Timestamp) -> Result<bool> {
    let forced = !MACHINE.may(one.state, to);
    let step = Move {
        customer: Some(one.customer_id),
        entity: MACHINE.entity(),
        entity_id: one.id.0,
        from: Some(one.state.token()),
        to: to.token(),
        at,
        reason: Some("carrier"),
        forced,
    };
    journal::record(tx, &step)?;
    one.state = to;
    write(tx, one)?;
    announce(tx, one)?;
    Ok(forced)
}

/// Writes a return and its lines, with what follows from its state.
pub(super) fn write(tx: &WriteTransaction, one: &mut OrderReturn) -> Result<()> {
    one.shopify_status = one.state.shopify();
    one.medusa_status = one.state.medusa();
    one.ended_at = if rules::is_over(one.state) { one.ended_at.or(Some(tx.now())) } else { None };
    one.updated_at = tx.now();
    let rev = journal::next_seq(tx)?;
    one.update(tx, rev)?;
    tx.touch(one.customer_id, Touch::CONDUCT);
    for line in &mut one.lines {
        let held = rules::held(one.state, one.resolution, line.quantity.thousandths(), line.accepted.thousandths());
        line.held = Quantity::from_thousandths(held);
        line.update(tx, rev)?;
    }
    Ok(())
}

/// Lets the goods be sent: until when, where to, and how.
pub(super) fn approve(tx: &WriteTransaction, one: &mut OrderReturn, settings: &ReturnSettings) -> Result<()> {
    one.approved_at = Some(tx.now());
    one.expires_at = Some(shop::settings(tx)?.time_zone.plus_days(tx.now(), settings.send_days));
    one.return_to = one.return_to.take().or_else(|| settings.return_to.clone());
    one.instructions.clone_from(&settings.instructions);
    go(tx, one, ReturnState::Approved, one.exception.clone().as_deref())
}

/// The event of the state.
pub(super) fn announce(tx: &WriteTransaction, one: &OrderReturn) -> Result<()> {
    let name = match one.state {
        ReturnState::Requested => "rma.requested",
        ReturnState::Approved => "rma.approved",
        ReturnState::Declined => "rma.declined",
        ReturnState::Cancelled => "rma.cancelled",
        ReturnState::InTransit => "rma.sent",
        ReturnState::Expired => "rma.expired",
        ReturnState::PartiallyReceived => "rma.partially_received",
        ReturnState::Received => "rma.received",
        ReturnState::Inspected => "rma.inspected",
        ReturnState::Accepted => "rma.accepted",
        ReturnState::PartlyAccepted => "rma.partly_accepted",
        ReturnState::Rejected => "rma.rejected",
        ReturnState::Refunded => "rma.refunded",
        ReturnState::Exchanged => "rma.exchanged",
        ReturnState::Credited => "rma.credited",
        ReturnState::Repaired => "rma.repaired",
        ReturnState::ReturnedToCustomer => "rma.returned_to_customer",
        ReturnState::Closed => "rma.closed",
    };
    say(tx, name, one)
}

/// An event about a return.
pub(super) fn say(tx: &WriteTransaction, name: &'static str, one: &OrderReturn) -> Result<()> {
    let facts = json!({
        "order_id": one.order_id, "number": one.number, "wanted": one.wanted, "resolution": one.resolution,
        "amount": one.amount, "paid_back": one.paid_back, "refund_id": one.refund_id,
        "exchange_order_id": one.exchange_order_id, "auto_approved": one.auto_approved, "reason": one.end_reason,
        "expires_at": one.expires_at,
    });
    let event = Entry::new(name).customer(one.customer_id).entity("rma", one.id);
    journal::append(tx, event.payload(facts)).map(drop)
}

/// Returns follow their order to another customer.
pub(crate) fn follow(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<()> {
    for id in store::set_customer(tx, order, customer)? {
        journal::follow(tx, MACHINE.entity(), id.0, customer)?;
    }
    Ok(())
}

/// The step of `tick`: returns that were approved and not sent in time expire, and once a day products are looked at that
/// come back too often, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| {
        let due = store::due(tx, BATCH)?;
        for mut one in due.iter().cloned() {
            go(tx, &mut one, ReturnState::Expired, None)?;
        }
        Ok(due.len() + alert::watch(tx)?)
    })
}
