//! How a ticket begins.

use super::model::{NewTicket, Ticket, TicketState, TicketTags};
use super::rules::MACHINE;
use super::{Tickets, announce, assign, clock, due, rules, store};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::journal;
use crate::records::aftersale::assets;
use crate::records::aftersale::sla::{self, TicketKind};
use crate::records::customers;
use crate::records::interactions::{self, Channel, Direction, InteractionKind, NewInteraction};
use crate::records::orders::Order;
use crate::vocabulary::{CustomerId, Error, InteractionId, OrderId, OrderLineId, Result, StaffId, TicketId};
use serde_json::json;

impl Tickets<'_, WriteTransaction> {
    /// Opens a ticket: it gets a number, somebody who does it where a rule fits, and its due times. A complaint always
    /// has an owner and a time for the answer. Questions, complaints and praise are recorded whoever asks; what promises
    /// service asks whether the shop serves the customer.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field, and without customer and contact; `not_found` for an unknown
    /// customer, order, line, piece, contact or SLA; `blocked` for a customer whom the shop does not serve, unless
    /// `allow_blocked` is set; `conflict` for an SLA that is not active.
    pub fn open(&self, new: NewTicket) -> Result<Ticket> {
        let tx = self.tx;
        let new = rules::clean(new)?;
        let customer = new.customer_id.map(|customer| customers::require(tx, customer)).transpose();
        let mut ticket = Ticket {
            id: TicketId(0),
            number: String::new(),
            kind: new.kind,
            state: TicketState::New,
            customer_id: customer.map_err(|error| error.at("/customer_id"))?,
            contact: new.contact,
            asset_id: new.asset_id,
            order_id: new.order_id,
            order_line_id: new.order_line_id,
            channel: new.channel,
            interaction_id: new.interaction_id,
            language: new.language,
            category: new.category,
            priority: new.priority,
            subject: new.subject,
            body: new.body,
            assignee_id: new.assignee_id,
            team: new.team,
            rule: None,
            tags: TicketTags(new.tags),
            escalation_level: 0,
            escalation_reason: None,
            duplicate_of_id: None,
            sla_id: new.sla_id,
            clock_ms: 0,
            clock_since: None,
            paused_since: None,
            first_target_s: None,
            first_due_at: None,
            first_warn_at: None,
            first_warned_at: None,
            first_status: None,
            first_at: None,
            resolve_target_s: None,
            resolve_due_at: None,
            resolve_warn_at: None,
            resolve_warned_at: None,
            resolve_status: None,
            resolved_at: None,
            due_at: None,
            look_at: None,
            reopen_count: 0,
            cause: None,
            resolution: None,
            upheld: None,
            csat: None,
            csat_comment: None,
            opened_at: tx.now(),
            updated_at: tx.now(),
            ended_at: None,
        };
        refer(tx, &mut ticket)?;
        rules::require_somebody(&ticket)?;
        if let Some(customer) =
            ticket.customer_id.filter(|_| rules::promises_service(ticket.kind) && !new.allow_blocked)
        {
            customers::require_serviceable(tx, customer).map_err(|error| {
                error.hint("open it all the same with allow_blocked, or lift what forbids it first")
            })?;
        }
        choose_sla(tx, &mut ticket)?;
        tx.step(|| {
            begin(tx, &mut ticket)?;
            Ok(ticket)
        })
    }
}

/// Stores a new ticket with all that belongs to it.
fn begin(tx: &WriteTransaction, ticket: &mut Ticket) -> Result<()> {
    let owner = match ticket.customer_id {
        Some(customer) => {
            let (owner, language) = customers::owner_and_language(tx, customer)?;
            ticket.language = ticket.language.take().or(language);
            owner
        }
        None => None,
    };
    if ticket.assignee_id.is_none() {
        assign::choose(tx, ticket)?;
    }
    require_owner(tx, ticket, owner)?;
    if ticket.assignee_id.is_some() {
        ticket.state = TicketState::Assigned;
    }
    ticket.id = store::next_id(tx)?;
    ticket.number = format!("{}{:06}", store::settings(tx)?.prefix, ticket.id.0);
    if ticket.interaction_id.is_none() {
        ticket.interaction_id = contact(tx, ticket, Direction::In, rules::contact_of(ticket.kind), None)?;
    }
    clock::settle(tx, &ticket.clone(), ticket)?;
    (ticket.due_at, ticket.look_at) = clock::place(ticket);
    ticket.insert(tx, journal::next_seq(tx)?)?;
    journal::begin(tx, &MACHINE, (ticket.id.0, ticket.customer_id), ticket.state)?;
    let facts = json!({
        "kind": ticket.kind, "priority": ticket.priority, "category": ticket.category, "channel": ticket.channel,
        "assignee_id": ticket.assignee_id, "rule": ticket.rule, "order_id": ticket.order_id,
        "asset_id": ticket.asset_id, "first_due_at": ticket.first_due_at, "resolve_due_at": ticket.resolve_due_at,
    });
    announce(tx, "ticket.opened", ticket, facts)?;
    if ticket.kind == TicketKind::Complaint { announce_complaint(tx, ticket) } else { Ok(()) }
}

/// Says that a complaint has come.
pub(super) fn announce_complaint(tx: &WriteTransaction, ticket: &Ticket) -> Result<()> {
    let facts = json!({ "assignee_id": ticket.assignee_id, "answer_due_at": ticket.first_due_at });
    announce(tx, "ticket.complaint_opened", ticket, facts)
}

/// Gives a complaint that nobody has to whoever looks after the customer, or to whom the settings name.
pub(super) fn require_owner(tx: &ReadTransaction, ticket: &mut Ticket, owner: Option<StaffId>) -> Result<()> {
    if ticket.kind == TicketKind::Complaint && ticket.assignee_id.is_none() {
        ticket.assignee_id = Some(match owner {
            Some(owner) => owner,
            None => store::settings(tx)?.complaint_owner_id,
        });
    }
    Ok(())
}

/// Takes the SLA that is named, or the default one.
pub(super) fn choose_sla(tx: &ReadTransaction, ticket: &mut Ticket) -> Result<()> {
    match ticket.sla_id {
        Some(id) => sla::require_active(tx, id).map_err(|error| error.at("/sla_id"))?,
        None => ticket.sla_id = sla::default_id(tx)?,
    }
    Ok(())
}

/// Follows what a ticket refers to: piece, order, line and contact exist, and say whose it is when nobody else does.
/// Somebody may ask about a piece that is on file as another's.
pub(super) fn refer(tx: &ReadTransaction, ticket: &mut Ticket) -> Result<()> {
    let piece = match ticket.asset_id {
        Some(asset) => assets::require(tx, asset)?.customer_id,
        None => None,
    };
    let order = match ticket.order_id {
        Some(order) => Some(("/order_id", require_order(tx, order, ticket.order_line_id)?)),
        None => None,
    };
    let contact = match ticket.interaction_id {
        Some(contact) => require_contact(tx, contact)?.map(|customer| ("/interaction_id", customer)),
        None => None,
    };
    for (path, customer) in [order, contact].into_iter().flatten() {
        if ticket.customer_id.is_some_and(|known| known != customer) {
            return Err(Error::invalid(path, "it belongs to another customer")
                .hint("name the customer to whom it belongs, or leave it away"));
        }
        ticket.customer_id = Some(customer);
    }
    ticket.customer_id = ticket.customer_id.or(piece);
    Ok(())
}

fn require_order(tx: &ReadTransaction, id: OrderId, line: Option<OrderLineId>) -> Result<CustomerId> {
    let order = tx.orders().get(id).map_err(|error| error.at("/order_id"))?;
    match line.filter(|line| order.lines.iter().all(|one| one.id != *line)) {
        Some(line) => Err(Error::not_found(OrderLineId::WHAT, line).at("/order_line_id")),
        None => Ok(order.customer_id),
    }
}

fn require_contact(tx: &ReadTransaction, id: InteractionId) -> Result<Option<CustomerId>> {
    Ok(interactions::get(tx, id).map_err(|error| error.at("/interaction_id"))?.customer_id)
}

/// The order, if it is one of the customer's: what a rule may name in a ticket.
pub(crate) fn order_of(tx: &ReadTransaction, customer: CustomerId, id: OrderId) -> Result<Option<Order>> {
    match tx.orders().get(id) {
        Ok(order) => Ok(Some(order).filter(|order| order.customer_id == customer)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts a contact about a ticket on the customer's timeline, under the ticket's event; what a rule does is none.
pub(super) fn contact(
    tx: &WriteTransaction,
    ticket: &Ticket,
    direction: Direction,
    kind: InteractionKind,
    staff: Option<StaffId>,
) -> Result<Option<InteractionId>> {
    if ticket.channel == Channel::System {
        return Ok(None);
    }
    let channel = match direction {
        Direction::Out => rules::answer_by(ticket.channel),
        _ => ticket.channel,
    };
    let contact = NewInteraction {
        customer_id: ticket.customer_id,
        staff_id: staff,
        subject: Some(ticket.subject.clone()),
        reference: Some(due::reference(ticket)),
        ..NewInteraction::new(channel, direction, kind)
    };
    tx.quietly(|| tx.interactions().record_one(contact)).map(|(id, _)| Some(id))
}
