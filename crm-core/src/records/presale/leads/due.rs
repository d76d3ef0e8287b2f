//! What happens to leads without anybody calling: contacts answer them, customers turn out to be who they are, time
//! makes them overdue, stale and older.

use super::{
    Lead, LeadState, announce, announce_hot, contacts, enter, mark_hot, recycled_at, refresh, rescore, rules, score,
    score_by, store, write,
};
use crate::db::{ReadTransaction, Round, StepOutcome, Tick, Touch, WriteTransaction};
use crate::journal;
use crate::records::customers::{self, IdentityInput};
use crate::records::interactions::{self, Reference};
use crate::records::tasks::{NewTask, TaskKind};
use crate::vocabulary::{CustomerId, Result};
use serde_json::json;

/// Leads that `tick` works off in one transaction.
const BATCH: usize = 500;

/// The reaction: open leads of customers who got an identity are linked, those of customers with new contacts are
/// answered and scored.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    let mut identified = round.customers_with(Touch::IDENTITIES.and(Touch::VISITORS)).peekable();
    if identified.peek().is_some() && store::has_unknown(tx)? {
        identified.try_for_each(|customer| link(tx, customer))?;
    }
    for customer in round.customers_with(Touch::CONTACTS) {
        for lead in store::open_of(tx, customer)? {
            hear(tx, customer, lead)?;
        }
    }
    Ok(())
}

/// Links the open leads without a customer that have an identity of this one.
fn link(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    for identity in customers::identities_of(tx, customer)? {
        let key = IdentityInput::new(identity.kind, identity.value);
        for id in store::unknown_with(tx, &key)? {
            let known = super::get(tx, id)?;
            let mut after = Lead { customer_id: Some(customer), ..known.clone() };
            refresh(tx, &mut after)?;
            let payload = json!({ "score": after.score });
            write(tx, &known, &mut after, "lead.linked", payload)?;
        }
    }
    Ok(())
}

/// Takes the contacts with a customer into a lead: the first that the shop made is the response, the last keeps it alive.
fn hear(tx: &WriteTransaction, customer: CustomerId, known: Lead) -> Result<()> {
    // A recycled lead is to be answered anew: what was said before it does not count.
    let out_from = recycled_at(tx, &known)?.unwrap_or(known.captured_at);
    let since = interactions::since(tx, customer, known.captured_at, out_from)?;
    let mut after = known.clone();
    after.active_at = after.active_at.max(since.last_at.unwrap_or(after.active_at));
    after.responded_at = after.responded_at.or(since.first_out_at);
    let is_waiting = matches!(after.state, LeadState::New | LeadState::Recycled);
    let is_answered = is_waiting && after.responded_at.is_some();
    if is_answered {
        enter(tx, &mut after, LeadState::Contacted, Some("contact"))?;
    }
    score_by(tx, &mut after, since.count);
    let moved = (after.active_at, after.responded_at) != (known.active_at, known.responded_at) || is_answered;
    if !moved && after.score == known.score {
        return Ok(());
    }
    if moved {
        (after.changed_at, after.stale_at) = (tx.now(), None);
    }
    let (event, payload) = if is_answered {
        (
            rules::event_of(LeadState::Contacted),
            json!({ "from": known.state, "reason": "contact", "score": after.score }),
        )
    } else {
        ("lead.scored", json!({ "from": known.score, "score": after.score }))
    };
    write(tx, &known, &mut after, event, payload)
}

/// The step of `tick`: reports leads without a response in time and stale ones, and lets scores age.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| {
        let days = store::settings(tx)?.stale_days;
        let due = store::due(tx, tx.now(), days, BATCH)?;
        for lead in &due {
            tx.step(|| look(tx, lead, days))?;
        }
        Ok(due.len())
    })
}

/// Does what is due for one lead.
fn look(tx: &WriteTransaction, known: &Lead, stale_days: u32) -> Result<()> {
    let mut lead = known.clone();
    let is_open = lead.ended_at.is_none();
    let is_overdue = is_open
        && lead.responded_at.is_none()
        && lead.overdue_at.is_none()
        && lead.sla_due_at.is_some_and(|at| at <= tx.now());
    let is_stale = is_open && lead.stale_at.is_none() && lead.changed_at.plus_days(i64::from(stale_days)) <= tx.now();
    if is_overdue {
        lead.overdue_at = Some(tx.now());
    }
    if is_stale {
        lead.stale_at = Some(tx.now());
    }
    rescore(tx, &mut lead)?;
    let is_hot = mark_hot(tx, &mut lead)?;
    let facts = json!({ "owner_id": lead.owner_id, "sla_due_at": lead.sla_due_at, "changed_at": lead.changed_at });
    store::update(tx, known, &lead, journal::next_seq(tx)?)?;
    if is_overdue {
        announce(tx, "lead.response_overdue", &lead, facts.clone())?;
    }
    if is_stale {
        announce(tx, "lead.stale", &lead, facts)?;
        tx.tasks().ensure(NewTask {
            customer_id: lead.customer_id,
            assignee_id: lead.owner_id,
            reference: Some(Reference { entity: "lead".to_owned(), id: lead.id.0 }),
            origin: Some("leads.stale".to_owned()),
            ..NewTask::new(TaskKind::Call, format!("Follow up lead {}", lead.id))
        })?;
    }
    if lead.score != known.score {
        announce(tx, "lead.scored", &lead, json!({ "from": known.score, "score": lead.score }))?;
    }
    if is_hot { announce_hot(tx, &lead) } else { Ok(()) }
}

/// Compares the scores of open leads of customers with a recomputation.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let mut wrong = 0_u64;
    store::each_known(tx, |lead| {
        let score = score::total(&score::parts(&lead, contacts(tx, &lead)?, lead.scored_at));
        wrong += u64::from(score != lead.score);
        Ok(())
    })?;
    Ok(if wrong == 0 { Vec::new() } else { vec![format!("the score of {wrong} leads differs from their facts")] })
}
