//! Commissions follow their order: they are earned when it is paid and completed, and taken back as far as it is
//! cancelled, cut down or refunded.

use super::store::{self, NewEntry};
use super::{AttributedLine, Attribution, Commission, CommissionState, EntryKind, bases, rules};
use crate::db::{ReadTransaction, Round, StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::orders::{Order, OrderState, Refund};
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::money::scale_half_even;
use crate::vocabulary::{CommissionPlanId, Money, OrderLineId, Result, Timestamp};
use serde_json::json;

/// Attributions that `tick` closes in one transaction.
const BATCH: usize = 200;

/// What is done beside taking back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Nothing.
    Follow,
    /// What is paid and completed is earned.
    Earn,
    /// The same, and the claw-back period has ended.
    Close,
}

/// Brings the commissions of an order under a plan in line with it; they as they are afterwards.
pub(super) fn settle(tx: &WriteTransaction, known: Attribution, how: How) -> Result<Attribution> {
    let order = tx.orders().get(known.order_id)?;
    let plan = super::CommissionPlan::by_id(tx, known.plan_id)?.or_not_found(CommissionPlanId::WHAT, known.plan_id)?;
    let ends_at = end_of_period(tx, &order, plan.terms.clawback_days)?;
    let refunds = if order.refunded.minor > 0 { tx.refunds().of_order(order.id)? } else { Vec::new() };
    let refunds: Vec<Refund> =
        refunds.into_iter().filter(|refund| counts(refund.refunded_at, &order, ends_at)).collect();
    let left = bases::left(&order, plan.terms.basis, &refunds)?;
    let mut commissions = store::commissions_of(tx, known.id)?;
    let mut after = Attribution { customer_id: order.customer_id, ..known.clone() };
    after.due_at = if is_earned(&order) { ends_at } else { None };
    // What was taken back is not given again: an edit that raises the order makes no new commission.
    let keeps = known.lines.0.iter().map(|one| left_of(&left, one.line_id).min(one.base));
    after.kept = keeps.sum::<i64>().min(known.kept);
    for commission in &mut commissions {
        let kept = left_of(&left, commission.line_id).min(commission.base);
        let keeps = scale_half_even(commission.amount.minor, kept, commission.base.max(1))?;
        take_back(tx, commission, commission.amount.minor - keeps)?;
        if how != How::Follow && is_earned(&order) && commission.state == CommissionState::Pending {
            earn(tx, commission)?;
        }
    }
    let is_over = order.state == OrderState::Cancelled || how == How::Close;
    after.closed_at = after.closed_at.or(is_over.then(|| tx.now()));
    if after != known {
        after.update(tx, journal::next_seq(tx)?)?;
    }
    after.commissions = commissions;
    Ok(after)
}

fn left_of(left: &[AttributedLine], line: Option<OrderLineId>) -> i64 {
    left.iter().find(|one| one.line_id == line).map_or(0, |one| one.base)
}

/// Whether the commissions of an order are earned: it is paid in full and completed.
fn is_earned(order: &Order) -> bool {
    order.paid.minor >= order.total.minor && matches!(order.state, OrderState::Completed | OrderState::Closed)
}

/// When the claw-back period of an order ends: at midnight in the shop's zone, so many days after its completion.
fn end_of_period(tx: &ReadTransaction, order: &Order, days: u32) -> Result<Option<Timestamp>> {
    let zone = shop::settings(tx)?.time_zone;
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    Ok(order.completed_at.map(|at| zone.start_of(zone.date_of(at).plus_days(days)).max(at)))
}

/// Whether a refund takes commissions back: it does until the period of a completed order has ended.
fn counts(refunded_at: Timestamp, order: &Order, ends_at: Option<Timestamp>) -> bool {
    let completed = matches!(order.state, OrderState::Completed | OrderState::Closed);
    !completed || ends_at.is_none_or(|end| refunded_at <= end)
}

fn earn(tx: &WriteTransaction, commission: &mut Commission) -> Result<()> {
    journal::go(
        tx,
        &rules::MACHINE,
        (commission.id.0, None),
        (CommissionState::Pending, CommissionState::Earned),
        None,
    )?;
    let rev = journal::next_seq(tx)?;
    commission.state = CommissionState::Earned;
    commission.earned_at = Some(tx.now());
    commission.updated_at = tx.now();
    commission.update(tx, rev)?;
    let amount = commission.amount.minor - commission.clawed.minor;
    enter(tx, commission, EntryKind::Earned, amount, false)?;
    announce(tx, "commission.earned", commission, amount)
}

/// Takes back what is not taken back yet of an amount that is no more the beneficiary's.
fn take_back(tx: &WriteTransaction, commission: &mut Commission, amount: i64) -> Result<()> {
    let more = amount - commission.clawed.minor;
    if more <= 0 {
        return Ok(());
    }
    let from = commission.state;
    commission.clawed.minor = amount;
    commission.updated_at = tx.now();
    if commission.clawed == commission.amount {
        commission.state = CommissionState::ClawedBack;
        journal::go(tx, &rules::MACHINE, (commission.id.0, None), (from, commission.state), None)?;
    }
    commission.update(tx, journal::next_seq(tx)?)?;
    if from != CommissionState::Pending {
        enter(tx, commission, EntryKind::ClawedBack, -more, from == CommissionState::Paid)?;
    }
    announce(tx, "commission.clawed_back", commission, more)
}

fn enter(tx: &WriteTransaction, commission: &Commission, kind: EntryKind, amount: i64, open: bool) -> Result<()> {
    let entry = NewEntry {
        beneficiary: commission.beneficiary,
        kind,
        commission: Some(commission.id),
        payout: None,
        amount,
        open,
    };
    store::add_entry(tx, &entry, journal::next_seq(tx)?)
}

fn announce(tx: &WriteTransaction, name: &'static str, commission: &Commission, amount: i64) -> Result<()> {
    let facts = json!({
        "order_id": commission.order_id, "beneficiary": commission.beneficiary,
        "amount": Money::new(amount, commission.amount.currency), "state": commission.state,
    });
    journal::append(tx, Entry::new(name).entity("commission", commission.id).payload(facts)).map(drop)
}

/// The reaction to changed orders: their commissions, and no others, follow in the same transaction.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    if round.orders.is_empty() || !store::has_open(tx)? {
        return Ok(());
    }
    for order in &round.orders {
        for known in store::open_of(tx, *order)? {
            settle(tx, known, How::Follow)?;
        }
    }
    Ok(())
}

/// The step of `tick`: what is paid and completed and past its claw-back period is earned for good.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| {
        let due = store::due(tx, tx.now(), BATCH)?;
        for known in &due {
            settle(tx, known.clone(), How::Close)?;
        }
        Ok(due.len())
    })
}
