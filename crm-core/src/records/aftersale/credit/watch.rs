//! What the file tells by itself: facts are compared with the entries of customers who changed, and the difference is
//! entered or taken back.

use super::model::{CreditEntry, CreditKind, CreditSettings};
use super::rules::{self, CreditFact, CreditPlan};
use super::{ledger, store};
use crate::db::{ReadTransaction, Round, StepOutcome, Tick, Touch, WriteTransaction};
use crate::records::aftersale::reviews::{self, ReviewState};
use crate::records::aftersale::tickets;
use crate::records::customers::{self, Verified};
use crate::records::orders::bought;
use crate::records::sale::shipments;
use crate::records::tasks::appointments;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CreditEntryId, CustomerId, Result, Timestamp};

/// Customers that are compared in one transaction.
const BATCH: usize = 100;

/// Notes before a commit whose entries are to be compared with the facts.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    let touched = Touch::ORDERS.and(Touch::PROFILE).and(Touch::CONDUCT);
    let mut customers = round.customers_with(touched).peekable();
    if customers.peek().is_none() || !store::settings(tx)?.active {
        return Ok(());
    }
    customers.try_for_each(|customer| store::note_due(tx, customer))
}

/// The step of `tick`: compares the entries of customers who changed with the facts, and after a change of the settings
/// those of all, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(next_due, |tx| {
        let settings = store::settings(tx)?;
        let due = store::due(tx, BATCH)?;
        for customer in &due {
            reconcile(tx, &settings, *customer)?;
            store::is_done(tx, *customer)?;
        }
        let (Some(from), true) = (store::looked_until(tx)?, due.is_empty()) else { return Ok(due.len()) };
        let next = customers::ids_after(tx, from, BATCH)?;
        for customer in &next {
            reconcile(tx, &settings, *customer)?;
        }
        store::set_looked_until(tx, next.last().copied())?;
        // The end is found once, and that is something done too.
        Ok(next.len().max(1))
    })
}

fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    let all = store::looked_until(tx)?.map(|_| Timestamp::saturating_from_millis(0));
    Ok(store::due_since(tx)?.into_iter().chain(all).min())
}

/// Makes the entries of a customer say what the facts say. Who was merged into another has none, and a step that was
/// taken back may have left the number of somebody whom there is not.
fn reconcile(tx: &WriteTransaction, settings: &CreditSettings, customer: CustomerId) -> Result<()> {
    if !is_current(tx, customer)? {
        return Ok(());
    }
    let CreditPlan { enter, reverse } = plan_of(tx, settings, customer)?;
    for id in reverse {
        let entry = CreditEntry::by_id(tx, id)?.or_not_found(CreditEntryId::WHAT, id)?;
        ledger::take_back(tx, entry, Some("no_longer_so".to_owned()), true)?;
    }
    for fact in enter {
        let entry = CreditEntry {
            id: CreditEntryId(0),
            customer_id: customer,
            kind: fact.kind,
            delta: rules::delta_of(settings, fact.kind),
            reference: Some(fact.reference),
            reason: None,
            note: None,
            staff_id: None,
            automatic: true,
            reverses_id: None,
            at: fact.at.min(tx.now()),
            recorded_at: tx.now(),
        };
        ledger::enter(tx, entry)?;
    }
    Ok(())
}

fn is_current(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    match customers::require(tx, customer) {
        Ok(current) => Ok(current == customer),
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) => Err(error),
    }
}

fn plan_of(tx: &ReadTransaction, settings: &CreditSettings, customer: CustomerId) -> Result<CreditPlan> {
    rules::plan(settings, facts_of(tx, settings, customer)?, &store::known(tx, customer)?, tx.now())
}

/// What the file tells of a customer today.
fn facts_of(tx: &ReadTransaction, settings: &CreditSettings, customer: CustomerId) -> Result<Vec<CreditFact>> {
    use CreditKind::{
        Chargeback, ComplaintRejected, ComplaintUpheld, CompletedOrder, NoShow, OnTimePayment, RefusedDelivery,
        ReturnAbuse, ReviewHelpful, ReviewRemoved, VerifiedIdentity,
    };
    let mut facts = Vec::new();
    for order in bought::conduct_of(tx, customer)? {
        let until = order.placed_at.plus_days(settings.on_time_days.into());
        if let Some(at) = order.paid_at.filter(|at| *at <= until) {
            facts.push(CreditFact::new(OnTimePayment, "order", order.id, at));
        }
        if let Some(at) = order.completed_at {
            facts.push(CreditFact::new(CompletedOrder, "order", order.id, at));
        }
    }
    let entered = |kind, entity: &'static str| move |(id, at): (i64, Timestamp)| CreditFact::new(kind, entity, id, at);
    let chargebacks = bought::chargebacks_of(tx, customer)?.into_iter().map(|(id, at)| (id.0, at));
    facts.extend(chargebacks.map(entered(Chargeback, "refund")));
    let refused = shipments::refused_by(tx, customer)?.into_iter().map(|(id, at)| (id.0, at));
    facts.extend(refused.map(entered(RefusedDelivery, "shipment")));
    let missed = appointments::missed_by(tx, customer)?.into_iter().map(|(id, at)| (id.0, at));
    facts.extend(missed.map(entered(NoShow, "appointment")));
    let habits = tx.returns().habits(customer)?;
    if rules::abuses_returns(settings, &habits) {
        facts.push(CreditFact::new(ReturnAbuse, "customer", customer, tx.now()));
    }
    for review in reviews::conduct_of(tx, customer)? {
        match review.state {
            ReviewState::Published if review.helpful >= settings.helpful_votes => {
                facts.push(CreditFact::new(ReviewHelpful, "review", review.id, review.posted_at));
            }
            ReviewState::Removed => {
                facts.push(CreditFact::new(ReviewRemoved, "review", review.id, review.updated_at));
            }
            _ => {}
        }
    }
    for (id, upheld, at) in tickets::decided_of(tx, customer)? {
        let kind = if upheld { ComplaintUpheld } else { ComplaintRejected };
        facts.push(CreditFact::new(kind, "ticket", id, at));
    }
    // One proof is as good as several.
    let proofs = customers::identities_of(tx, customer)?;
    if let Some(proof) = proofs.into_iter().find(|identity| identity.verified == Verified::Verified) {
        let at = proof.verified_at.unwrap_or(proof.created_at);
        facts.push(CreditFact::new(VerifiedIdentity, "identity", proof.id, at));
    }
    Ok(facts)
}

/// Reversals that contradict their entries, and customers whose entries differ from the facts though nothing is due.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let wrong = store::wrong_reversals(tx)?;
    let mut problems = Vec::new();
    if wrong > 0 {
        problems.push(format!("{wrong} reversals of the credit record contradict their entries"));
    }
    let settings = store::settings(tx)?;
    if !settings.active || store::looked_until(tx)?.is_some() {
        return Ok(problems);
    }
    let (mut differ, mut last) = (0_u64, CustomerId(0));
    loop {
        let customers = store::customers_after(tx, last, BATCH)?;
        let Some(end) = customers.last() else { break };
        last = *end;
        for customer in customers {
            let is_settled = store::is_due(tx, customer)? || plan_of(tx, &settings, customer)?.is_empty();
            differ += u64::from(!is_settled);
        }
    }
    if differ > 0 {
        problems.push(format!("the credit record of {differ} customers differs from the facts"));
    }
    Ok(problems)
}
