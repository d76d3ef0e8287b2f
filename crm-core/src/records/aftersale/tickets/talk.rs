//! What is said about a ticket, and what the customer thinks of it.

use super::model::{Ticket, TicketAuthor, TicketMessage, TicketState};
use super::moves::say;
use super::open::contact;
use super::shapes::{TicketMessageFilter, TicketReply, TicketTrack};
use super::work::Work;
use super::{Tickets, announce, due, get, rules, store};
use crate::db::{Reading, WriteTransaction};
use crate::records::customers;
use crate::records::interactions::{Direction, InteractionKind};
use crate::records::tasks::{NewTask, Priority, TaskKind};
use crate::vocabulary::{CustomerId, Error, Page, Result, StaffId, TicketId, ids, text};
use serde_json::json;

/// Messages that a customer sees at once.
const TRACKED: usize = 100;

impl<T: Reading> Tickets<'_, T> {
    /// Messages and notes of a ticket, oldest first, page by page.
    ///
    /// # Errors
    /// `not_found`; `limit` and `invalid_input` for a bad page.
    pub fn messages(&self, filter: &TicketMessageFilter) -> Result<Page<TicketMessage>> {
        let tx = self.tx.reader();
        get(tx, filter.id)?;
        let listing = filter.page.of("ticket_messages", filter)?;
        Ok(listing.page(store::messages(tx, filter, &listing)?, |message| [message.id.0]))
    }

    /// What the customer may see of a ticket: where it stands, what was said, and until when what is due. With a customer,
    /// only a ticket of that one.
    ///
    /// # Errors
    /// `not_found` for an unknown number, and for a ticket of somebody else.
    pub fn track(&self, number: &str, customer: Option<CustomerId>) -> Result<TicketTrack> {
        let tx = self.tx.reader();
        let customer = customer.map(|customer| customers::require(tx, customer)).transpose();
        let customer = customer.map_err(|error| error.at("/customer_id"))?;
        let found = store::numbered(tx, number.trim())?;
        let found = found.filter(|ticket| customer.is_none() || ticket.customer_id == customer);
        let unknown = || Error::new(crate::ErrorCode::NotFound, "there is no ticket of this number").at("/number");
        let ticket = found.ok_or_else(unknown)?;
        let duplicate_of = ticket.duplicate_of_id.map(|other| get(tx, other)).transpose()?;
        Ok(TicketTrack {
            kind: ticket.kind,
            state: ticket.state,
            opened_at: ticket.opened_at,
            updated_at: ticket.updated_at,
            answer_due_at: ticket.first_due_at.filter(|_| ticket.first_at.is_none() && rules::is_open(ticket.state)),
            resolve_due_at: ticket.resolve_due_at.filter(|_| rules::is_open(ticket.state)),
            resolution: ticket.resolution.filter(|_| ticket.resolved_at.is_some()),
            resolved_at: ticket.resolved_at,
            duplicate_of: duplicate_of.map(|other| other.number),
            messages: store::newest_public(tx, ticket.id, TRACKED)?,
            number: ticket.number,
            subject: ticket.subject,
        })
    }
}

impl Tickets<'_, WriteTransaction> {
    /// Answers the customer. The first answer is the first response; a ticket at which nobody was is open then, or waits
    /// for the customer if that is said.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a ticket that is over; `not_allowed_transition` when it cannot wait for the customer;
    /// `invalid_input` and `limit` for a missing or bad text or id.
    pub fn respond(&self, reply: &TicketReply) -> Result<TicketMessage> {
        let tx = self.tx;
        let body = text::note("/body", &reply.body)?;
        ids::require_row_id("/staff_id", reply.staff_id.map(i64::from))?;
        tx.step(|| {
            let mut work = Work::begin(tx, reply.id)?;
            let is_first = work.ticket.first_at.is_none();
            work.answered();
            if reply.wait && work.ticket.state != TicketState::WaitingCustomer {
                work.enter_by_open(TicketState::WaitingCustomer, None)?;
            } else if matches!(work.ticket.state, TicketState::New | TicketState::Assigned | TicketState::Reopened) {
                work.enter(TicketState::Open, None)?;
            }
            let staff = reply.staff_id.or(work.ticket.assignee_id);
            let message = say(tx, &work.ticket, TicketAuthor::Staff, true, staff, body)?;
            contact(tx, &work.ticket, Direction::Out, InteractionKind::FollowUp, staff)?;
            let event = if is_first { "ticket.first_responded" } else { "ticket.responded" };
            let facts = json!({
                "message_id": message.id, "staff_id": staff, "state": work.ticket.state,
                "first_status": work.ticket.first_status,
            });
            work.finish(event, facts)?;
            Ok(message)
        })
    }

    /// Records what the customer said: a ticket that waited for it is open again, a resolved one is reopened.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a ticket that is over; `invalid_input` and `limit` for a missing or bad text.
    pub fn receive(&self, id: TicketId, body: &str) -> Result<TicketMessage> {
        let tx = self.tx;
        let body = text::note("/body", body)?;
        tx.step(|| {
            let mut work = Work::begin(tx, id)?;
            match work.ticket.state {
                TicketState::WaitingCustomer => work.enter(TicketState::Open, Some("customer_replied"))?,
                TicketState::Resolved => work.enter(TicketState::Reopened, Some("customer_replied"))?,
                _ => {}
            }
            let message = say(tx, &work.ticket, TicketAuthor::Customer, true, None, body)?;
            contact(tx, &work.ticket, Direction::In, rules::contact_of(work.ticket.kind), None)?;
            let facts = json!({
                "message_id": message.id, "state": work.ticket.state, "assignee_id": work.ticket.assignee_id,
                "reopen_count": work.ticket.reopen_count,
            });
            work.finish("ticket.message_received", facts)?;
            Ok(message)
        })
    }

    /// Keeps a note that the customer does not see; it is no response. A ticket that is over takes notes too.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` and `limit` for a missing or bad text or id.
    pub fn note(&self, id: TicketId, body: &str, staff: Option<StaffId>) -> Result<TicketMessage> {
        let tx = self.tx;
        let body = text::note("/body", body)?;
        ids::require_row_id("/staff_id", staff.map(i64::from))?;
        tx.step(|| {
            let work = Work::on(tx, get(tx, id)?)?;
            let message = say(tx, &work.ticket, TicketAuthor::Staff, false, staff, body)?;
            work.finish("ticket.noted", json!({ "message_id": message.id, "staff_id": staff }))?;
            Ok(message)
        })
    }

    /// Keeps how content the customer was, 1 to 5, in place of what was said before; after a low rating somebody calls
    /// back.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a ticket that is neither resolved nor closed; `invalid_input` and `limit` for a bad
    /// rating or comment.
    pub fn rate(&self, id: TicketId, csat: u8, comment: Option<&str>) -> Result<Ticket> {
        let tx = self.tx;
        rules::require_csat("/csat", csat)?;
        let comment = text::optional_note("/comment", comment)?;
        tx.step(|| {
            let mut work = Work::on(tx, get(tx, id)?)?;
            if !matches!(work.ticket.state, TicketState::Resolved | TicketState::Closed) {
                return Err(Error::conflict(format!("the ticket is {}", work.ticket.state))
                    .existing(id)
                    .hint("a ticket is rated when it is resolved or closed"));
            }
            (work.ticket.csat, work.ticket.csat_comment) = (Some(csat), comment);
            let facts = json!({ "csat": csat, "assignee_id": work.ticket.assignee_id });
            let ticket = work.finish("ticket.rated", facts)?;
            if csat <= store::settings(tx)?.csat_low {
                call_back(tx, &ticket)?;
            }
            Ok(ticket)
        })
    }
}

/// Has somebody call a customer who was not content.
fn call_back(tx: &WriteTransaction, ticket: &Ticket) -> Result<()> {
    announce(tx, "ticket.csat_low", ticket, json!({ "csat": ticket.csat, "assignee_id": ticket.assignee_id }))?;
    tx.tasks().ensure(NewTask {
        customer_id: ticket.customer_id,
        assignee_id: ticket.assignee_id,
        priority: Priority::High,
        due_at: Some(tx.now().plus_days(1)),
        reference: Some(due::reference(ticket)),
        origin: Some("tickets.csat_low".to_owned()),
        ..NewTask::new(TaskKind::Callback, format!("Call back about ticket {}", ticket.number))
    })?;
    Ok(())
}
