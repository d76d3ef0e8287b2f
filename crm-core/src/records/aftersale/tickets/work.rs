//! One verb on one ticket: what is due by now is noted first, then fields and states change, then the clock, the log of
//! pauses and the journal follow.

use super::model::{Ticket, TicketState};
use super::rules::MACHINE;
use super::{announce, clock, due, get, rules, store};
use crate::db::{Touch, WriteTransaction};
use crate::journal;
use crate::records::shop;
use crate::vocabulary::{Error, Result, TicketId};
use serde_json::Value;

/// A ticket that is being changed; the caller holds the step.
pub(super) struct Work<'tx> {
    pub(super) tx: &'tx WriteTransaction,
    before: Ticket,
    /// What it becomes.
    pub(super) ticket: Ticket,
}

impl<'tx> Work<'tx> {
    /// Begins with a ticket that is not over.
    pub(super) fn begin(tx: &'tx WriteTransaction, id: TicketId) -> Result<Self> {
        let known = get(tx, id)?;
        require_alive(&known)?;
        Work::on(tx, known)
    }

    /// Begins with any ticket.
    pub(super) fn on(tx: &'tx WriteTransaction, known: Ticket) -> Result<Self> {
        let mut ticket = known.clone();
        due::note(tx, &mut ticket)?;
        Ok(Work { tx, before: known, ticket })
    }

    /// Takes over what a change of fields made of the ticket; what time has made of it stays.
    pub(super) fn take(&mut self, after: Ticket) {
        let ticket = &mut self.ticket;
        *ticket = Ticket {
            escalation_level: ticket.escalation_level,
            first_status: ticket.first_status,
            first_warned_at: ticket.first_warned_at,
            resolve_status: ticket.resolve_status,
            resolve_warned_at: ticket.resolve_warned_at,
            look_at: ticket.look_at,
            due_at: ticket.due_at,
            ..after
        };
    }

    /// Takes the ticket to another state.
    pub(super) fn enter(&mut self, to: TicketState, reason: Option<&str>) -> Result<()> {
        let (tx, ticket) = (self.tx, &mut self.ticket);
        journal::go(tx, &MACHINE, (ticket.id.0, ticket.customer_id), (ticket.state, to), reason)?;
        ticket.state = to;
        ticket.ended_at = rules::is_over(to).then(|| tx.now());
        match to {
            TicketState::New => (ticket.assignee_id, ticket.rule) = (None, None),
            TicketState::Resolved => {
                self.answered();
                self.ticket.resolved_at = Some(tx.now());
                self.ticket.resolve_status = clock::fulfilled(self.ticket.resolve_status);
            }
            TicketState::Reopened => {
                // Whether it was justified is decided anew.
                (ticket.resolved_at, ticket.upheld) = (None, None);
                ticket.reopen_count = ticket.reopen_count.saturating_add(1);
            }
            _ => {}
        }
        Ok(())
    }

    /// The same by way of `open`, where the machine asks for that.
    pub(super) fn enter_by_open(&mut self, to: TicketState, reason: Option<&str>) -> Result<()> {
        let from = self.ticket.state;
        if !MACHINE.may(from, to) && MACHINE.may(from, TicketState::Open) && MACHINE.may(TicketState::Open, to) {
            self.enter(TicketState::Open, reason)?;
        }
        self.enter(to, reason)
    }

    /// Somebody of the staff has answered.
    pub(super) fn answered(&mut self) {
        if self.ticket.first_at.is_none() {
            self.ticket.first_at = Some(self.tx.now());
            self.ticket.first_status = clock::fulfilled(self.ticket.first_status);
        }
    }

    /// Stores what it became with its event.
    pub(super) fn finish(self, event: &'static str, payload: Value) -> Result<Ticket> {
        let Work { tx, before, mut ticket } = self;
        let rests_on = |one: &Ticket| {
            (one.state, one.priority, one.kind, one.category.clone(), one.sla_id, one.customer_id, one.asset_id)
        };
        if rests_on(&before) != rests_on(&ticket) {
            clock::settle(tx, &before, &mut ticket)?;
        }
        if ticket.state == TicketState::Resolved && before.state != TicketState::Resolved {
            let days = store::settings(tx)?.close_after_days;
            ticket.look_at = Some(shop::settings(tx)?.time_zone.plus_days(tx.now(), days));
        }
        if before.paused_since != ticket.paused_since {
            store::log_pause(tx, &before, &ticket)?;
        }
        let decided = |one: &Ticket| (one.customer_id, one.upheld);
        if decided(&before) != decided(&ticket) && before.upheld.or(ticket.upheld).is_some() {
            ticket.customer_id.into_iter().for_each(|customer| tx.touch(customer, Touch::CONDUCT));
        }
        store::replace(tx, &mut ticket)?;
        announce(tx, event, &ticket, payload)?;
        Ok(ticket)
    }
}

/// Requires that a ticket is not over.
pub(super) fn require_alive(ticket: &Ticket) -> Result<()> {
    if !rules::is_over(ticket.state) {
        return Ok(());
    }
    let error = Error::conflict(format!("the ticket is {}", ticket.state)).existing(ticket.id);
    Err(match ticket.duplicate_of_id {
        Some(other) => error.existing(other).hint("go on with the ticket that took its place"),
        None => error.hint("open a new ticket"),
    })
}
