//! The moves of a ticket.

use super::model::{Ticket, TicketAuthor, TicketMessage, TicketState};
use super::open::{announce_complaint, choose_sla, refer, require_owner};
use super::rules::MACHINE;
use super::shapes::TicketPatch;
use super::work::{Work, require_alive};
use super::{Tickets, assign, get, rules, store};
use crate::db::WriteTransaction;
use crate::journal;
use crate::records::aftersale::sla::TicketKind;
use crate::records::customers;
use crate::vocabulary::{Error, Patch, Result, StaffId, TicketId, TicketMessageId, ids, text};
use serde_json::json;

impl Tickets<'_, WriteTransaction> {
    /// Changes what is known of a ticket; due times follow a changed priority, kind, category or SLA, and the service
    /// time that was used counts.
    ///
    /// # Errors
    /// `not_found` for an unknown ticket, customer, order, line, piece or SLA; `conflict` for a ticket that is over, an
    /// SLA that is not active, and a ticket of another customer; `invalid_input` and `limit` for a bad field.
    pub fn update(&self, id: TicketId, patch: TicketPatch) -> Result<Ticket> {
        let tx = self.tx;
        let known = get(tx, id)?;
        require_alive(&known)?;
        let named = patch.customer_id.map(|customer| customers::require(tx, customer)).transpose();
        let named = named.map_err(|error| error.at("/customer_id"))?;
        let sla = patch.sla_id.clone();
        let mut after = rules::patched(&known, patch)?;
        match (known.customer_id, named) {
            (Some(known), Some(named)) if known != named => {
                return Err(Error::conflict("the ticket belongs to another customer")
                    .at("/customer_id")
                    .existing(known));
            }
            _ => after.customer_id = known.customer_id.or(named),
        }
        let refers = |one: &Ticket| (one.order_id, one.order_line_id, one.asset_id, one.customer_id);
        if refers(&after) != refers(&known) {
            if after.order_line_id.is_some() && after.order_id.is_none() {
                return Err(
                    Error::invalid("/order_id", "a line belongs to an order").hint("name the order of the line")
                );
            }
            refer(tx, &mut after)?;
        }
        rules::require_somebody(&after)?;
        if !sla.is_keep() {
            if sla == Patch::Clear {
                after.sla_id = None;
            }
            choose_sla(tx, &mut after)?;
        }
        let becomes_complaint = after.kind == TicketKind::Complaint && known.kind != TicketKind::Complaint;
        if becomes_complaint {
            let owner = after.customer_id.map(|customer| customers::owner_and_language(tx, customer)).transpose()?;
            require_owner(tx, &mut after, owner.and_then(|(owner, _)| owner))?;
        }
        let fields = rules::changed_fields(&known, &after);
        if fields.is_empty() {
            return Ok(known);
        }
        tx.step(|| {
            let mut work = Work::on(tx, known.clone())?;
            work.take(after);
            if let Some(customer) = work.ticket.customer_id.filter(|_| known.customer_id.is_none()) {
                journal::follow(tx, MACHINE.entity(), id.0, customer)?;
            }
            if work.ticket.state == TicketState::New && work.ticket.assignee_id.is_some() {
                work.enter(TicketState::Assigned, None)?;
            }
            let facts = json!({ "fields": fields, "kind": work.ticket.kind, "priority": work.ticket.priority });
            let ticket = work.finish("ticket.updated", facts)?;
            if becomes_complaint {
                announce_complaint(tx, &ticket)?;
            }
            Ok(ticket)
        })
    }

    /// Gives a ticket to a member of the staff, or to whom the rules choose when nobody is named.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a ticket that is over, or when no rule fits; `invalid_input` for a bad id.
    pub fn assign(&self, id: TicketId, assignee: Option<StaffId>) -> Result<Ticket> {
        let tx = self.tx;
        ids::require_row_id("/assignee_id", assignee.map(i64::from))?;
        tx.step(|| {
            let mut work = Work::begin(tx, id)?;
            let before = work.ticket.assignee_id;
            match assignee {
                Some(staff) => (work.ticket.assignee_id, work.ticket.rule) = (Some(staff), None),
                None if assign::choose(tx, &mut work.ticket)? => {}
                None => {
                    return Err(Error::conflict("no rule fits this ticket")
                        .hint("name an assignee_id, or add a rule with tickets.save_rules"));
                }
            }
            if matches!(work.ticket.state, TicketState::New | TicketState::Reopened) {
                work.enter(TicketState::Assigned, None)?;
            }
            let facts = json!({ "from": before, "assignee_id": work.ticket.assignee_id, "rule": work.ticket.rule });
            work.finish("ticket.assigned", facts)
        })
    }

    /// Takes a ticket to another state that needs nothing but its name: `open`, one that waits, `new` when it is taken
    /// from whoever has it, `closed` or `spam`.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `invalid_input` for a state that has
    /// a verb of its own, for a bad reason, and when a complaint would be left without an owner.
    pub fn set_state(&self, id: TicketId, to: TicketState, reason: Option<&str>) -> Result<Ticket> {
        let tx = self.tx;
        let known = get(tx, id)?;
        MACHINE.require(known.state, to).map_err(|error| error.at("/state"))?;
        rules::require_plain_move(to)?;
        if to == TicketState::New && known.kind == TicketKind::Complaint {
            return Err(Error::invalid("/state", "a complaint always has an owner")
                .hint("give it to somebody else with tickets.assign"));
        }
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        tx.step(|| {
            let mut work = Work::on(tx, known.clone())?;
            work.enter(to, reason.as_deref())?;
            work.finish(rules::event_of(to), json!({ "from": known.state, "to": to, "reason": reason }))
        })
    }

    /// Notes how a ticket was resolved, what caused it, and of a complaint whether it was justified. It answers the customer when nobody has; `tick` closes the
    /// ticket after the days of the settings unless somebody objects.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` and `limit` for a missing or bad text, and for `upheld` of
    /// what is no complaint.
    pub fn resolve(&self, id: TicketId, resolution: &str, cause: Option<&str>, upheld: Option<bool>) -> Result<Ticket> {
        let tx = self.tx;
        let resolution = text::note("/resolution", resolution)?;
        let cause = cause.map(|cause| text::token("/cause", cause)).transpose()?;
        tx.step(|| {
            let mut work = Work::on(tx, get(tx, id)?)?;
            let from = work.ticket.state;
            work.enter_by_open(TicketState::Resolved, None)?;
            if upheld.is_some() && work.ticket.kind != TicketKind::Complaint {
                return Err(Error::invalid("/upheld", "only a complaint is upheld or rejected")
                    .hint("leave it away, or make it a complaint with tickets.update"));
            }
            work.ticket.upheld = upheld;
            work.ticket.resolution = Some(resolution);
            work.ticket.cause = cause.or(work.ticket.cause);
            let facts = json!({
                "from": from, "cause": work.ticket.cause, "upheld": upheld, "first_status": work.ticket.first_status,
                "resolve_status": work.ticket.resolve_status, "reopen_count": work.ticket.reopen_count,
            });
            work.finish("ticket.resolved", facts)
        })
    }

    /// Opens a resolved ticket again: its clock goes on where it stood.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not resolved; `invalid_input` for a reason that is no token.
    pub fn reopen(&self, id: TicketId, reason: &str) -> Result<Ticket> {
        let reason = text::token("/reason", reason)?;
        self.tx.step(|| {
            let mut work = Work::on(self.tx, get(self.tx, id)?)?;
            work.enter(TicketState::Reopened, Some(&reason))?;
            let facts = json!({ "reason": reason, "reopen_count": work.ticket.reopen_count });
            work.finish("ticket.reopened", facts)
        })
    }

    /// Raises the level of escalation, with the reason, and gives the ticket to somebody else if one is named.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is resolved or over; `invalid_input` and `limit` for a missing
    /// or bad reason or id.
    pub fn escalate(&self, id: TicketId, reason: &str, assignee: Option<StaffId>) -> Result<Ticket> {
        let tx = self.tx;
        let reason = text::name("/reason", reason)?;
        ids::require_row_id("/assignee_id", assignee.map(i64::from))?;
        tx.step(|| {
            let mut work = Work::on(tx, get(tx, id)?)?;
            let from = work.ticket.state;
            if from != TicketState::Escalated {
                work.enter_by_open(TicketState::Escalated, None)?;
            }
            work.ticket.escalation_level = work.ticket.escalation_level.saturating_add(1);
            work.ticket.escalation_reason = Some(reason);
            if let Some(staff) = assignee {
                (work.ticket.assignee_id, work.ticket.rule) = (Some(staff), None);
            }
            let facts = json!({
                "from": from, "escalation_level": work.ticket.escalation_level, "assignee_id": work.ticket.assignee_id,
            });
            work.finish("ticket.escalated", facts)
        })
    }

    /// Finds that a ticket is about the same as another, which goes on with its messages and, where it knows less, with
    /// what it refers to. The other one.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for the same ticket or one of another customer; `conflict` when the other one is
    /// over; `not_allowed_transition` when this one is resolved or over.
    pub fn merge(&self, id: TicketId, into: TicketId) -> Result<Ticket> {
        let tx = self.tx;
        let (loser, winner) = (get(tx, id)?, get(tx, into).map_err(|error| error.at("/into"))?);
        if id == into {
            return Err(Error::invalid("/into", "a ticket is no duplicate of itself"));
        }
        if let (Some(one), Some(other)) = (loser.customer_id, winner.customer_id)
            && one != other
        {
            return Err(Error::invalid("/into", "it belongs to another customer, who must not see these messages")
                .existing(other));
        }
        require_alive(&winner).map_err(|error| error.at("/into"))?;
        tx.step(|| {
            let mut gone = Work::on(tx, loser)?;
            gone.enter_by_open(TicketState::Duplicate, None)?;
            gone.ticket.duplicate_of_id = Some(into);
            let gone = gone.finish("ticket.merged", json!({ "into": into }))?;
            let mut work = Work::on(tx, winner)?;
            let first = work.ticket.customer_id.is_none();
            let (order, line) = (gone.order_id, gone.order_line_id);
            let ticket = &mut work.ticket;
            ticket.customer_id = ticket.customer_id.or(gone.customer_id);
            ticket.asset_id = ticket.asset_id.or(gone.asset_id);
            if ticket.order_id.is_none() || ticket.order_id == order && ticket.order_line_id.is_none() {
                (ticket.order_id, ticket.order_line_id) = (order.or(ticket.order_id), line);
            }
            if gone.kind == TicketKind::Complaint && ticket.kind != TicketKind::Complaint {
                // Otherwise nobody would answer the complaint.
                ticket.kind = gone.kind;
                ticket.priority = rules::at_least(gone.kind, ticket.priority);
                require_owner(tx, ticket, gone.assignee_id)?;
            }
            if work.ticket.state == TicketState::New && work.ticket.assignee_id.is_some() {
                work.enter(TicketState::Assigned, None)?;
            }
            if let Some(customer) = work.ticket.customer_id.filter(|_| first) {
                journal::follow(tx, MACHINE.entity(), into.0, customer)?;
            }
            let moved = store::move_messages(tx, id, into, journal::next_seq(tx)?)?;
            let said = match &gone.body {
                Some(body) => format!("{}: {}\n\n{body}", gone.number, gone.subject),
                None => format!("{}: {}", gone.number, gone.subject),
            };
            say(tx, &work.ticket, TicketAuthor::System, false, None, said)?;
            work.finish("ticket.absorbed", json!({ "ticket_id": id, "messages": moved }))
        })
    }
}

/// Stores a message of a ticket.
pub(super) fn say(
    tx: &WriteTransaction,
    ticket: &Ticket,
    author: TicketAuthor,
    is_public: bool,
    staff_id: Option<StaffId>,
    body: String,
) -> Result<TicketMessage> {
    let mut message =
        TicketMessage { id: TicketMessageId(0), ticket_id: ticket.id, author, is_public, staff_id, body, at: tx.now() };
    message.id = message.insert(tx, journal::next_seq(tx)?)?;
    Ok(message)
}
