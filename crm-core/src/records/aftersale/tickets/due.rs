//! What happens to tickets by time alone: warnings, broken promises, and the end of those that are resolved.

use super::model::{SlaStatus, SlaTargetKind, Ticket, TicketState};
use super::work::Work;
use super::{announce, clock, store};
use crate::db::{ReadTransaction, StepOutcome, Tick, WriteTransaction};
use crate::records::aftersale::sla::TicketKind;
use crate::records::interactions::Reference;
use crate::records::tasks::{NewTask, Priority, TaskKind};
use crate::vocabulary::{Result, Timestamp};
use serde_json::json;

/// Tickets that `tick` works off in one transaction.
const BATCH: usize = 500;

/// The step of `tick`: warns of promises and notes broken ones, once each, and closes resolved tickets, in bounded
/// transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_look, |tx| {
        let due = store::due(tx, tx.now(), BATCH)?;
        for ticket in &due {
            tx.step(|| look_at(tx, ticket))?;
        }
        Ok(due.len())
    })
}

fn look_at(tx: &WriteTransaction, ticket: &Ticket) -> Result<()> {
    if ticket.state == TicketState::Resolved {
        let mut work = Work::on(tx, ticket.clone())?;
        work.enter(TicketState::Closed, Some("no_objection"))?;
        return work.finish("ticket.closed", json!({ "by": "tick" })).map(drop);
    }
    let mut after = ticket.clone();
    note(tx, &mut after)?;
    store::replace(tx, &mut after)
}

/// Notes what of a ticket's promises is broken or to be warned of by now; in the ticket, which the caller stores.
pub(super) fn note(tx: &WriteTransaction, ticket: &mut Ticket) -> Result<()> {
    if ticket.look_at.is_none_or(|at| at > tx.now()) || ticket.state == TicketState::Resolved {
        return Ok(());
    }
    for target in SlaTargetKind::ALL {
        let (due, warn, status) = match target {
            SlaTargetKind::FirstResponse => (ticket.first_due_at, ticket.first_warn_at, ticket.first_status),
            SlaTargetKind::Resolution => (ticket.resolve_due_at, ticket.resolve_warn_at, ticket.resolve_status),
        };
        if status != Some(SlaStatus::Pending) {
            continue;
        }
        if due.is_some_and(|due| due < tx.now()) {
            broken(tx, ticket, *target, due)?;
        } else if warn.is_some_and(|warn| warn <= tx.now()) {
            let warned = match target {
                SlaTargetKind::FirstResponse => &mut ticket.first_warned_at,
                SlaTargetKind::Resolution => &mut ticket.resolve_warned_at,
            };
            if warned.is_none() {
                *warned = Some(tx.now());
                let facts = json!({ "target": target, "due_at": due, "assignee_id": ticket.assignee_id });
                announce(tx, "ticket.sla_warning", ticket, facts)?;
            }
        }
    }
    (ticket.due_at, ticket.look_at) = clock::place(ticket);
    Ok(())
}

/// A promise is broken: the ticket is escalated, and whoever does it gets a task.
fn broken(tx: &WriteTransaction, ticket: &mut Ticket, target: SlaTargetKind, due: Option<Timestamp>) -> Result<()> {
    match target {
        SlaTargetKind::FirstResponse => ticket.first_status = Some(SlaStatus::Breached),
        SlaTargetKind::Resolution => ticket.resolve_status = Some(SlaStatus::Breached),
    }
    ticket.escalation_level = ticket.escalation_level.saturating_add(1);
    let facts = json!({
        "target": target, "due_at": due, "assignee_id": ticket.assignee_id, "priority": ticket.priority,
        "escalation_level": ticket.escalation_level,
    });
    announce(tx, "ticket.sla_breached", ticket, facts)?;
    tx.tasks().ensure(NewTask {
        customer_id: ticket.customer_id,
        assignee_id: ticket.assignee_id,
        priority: Priority::Urgent,
        due_at: Some(tx.now()),
        reference: Some(reference(ticket)),
        origin: Some("tickets.sla_breached".to_owned()),
        ..NewTask::new(TaskKind::Review, format!("Ticket {} is overdue", ticket.number))
    })?;
    Ok(())
}

/// A ticket as other rooms refer to it.
pub(super) fn reference(ticket: &Ticket) -> Reference {
    Reference { entity: "ticket".to_owned(), id: ticket.id.0 }
}

/// Compares what is stored of due times and pauses with what follows from the other facts.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let (mut places, mut statuses, mut decisions) = (0_u64, 0_u64, 0_u64);
    store::each(tx, |ticket| {
        places += u64::from((ticket.due_at, ticket.look_at) != clock::place(&ticket));
        let is_met = |status| status == Some(SlaStatus::Met);
        let unfounded = (is_met(ticket.first_status) && ticket.first_at.is_none())
            || (is_met(ticket.resolve_status) && ticket.resolved_at.is_none());
        statuses += u64::from(unfounded);
        let is_decidable = ticket.kind == TicketKind::Complaint && ticket.resolved_at.is_some();
        decisions += u64::from(ticket.upheld.is_some() && !is_decidable);
        Ok(())
    })?;
    let pauses = store::wrong_pauses(tx)?;
    let found = [
        (places, "tickets are not looked at when something of them is due"),
        (statuses, "tickets kept a promise that nobody has fulfilled"),
        (decisions, "tickets are upheld or rejected that are no resolved complaints"),
        (pauses, "tickets contradict the log of their pauses"),
    ];
    Ok(found.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect())
}
