//! The operations of tickets.

use super::shapes::Nothing;
use crate::records::aftersale::tickets::{
    NewTicket, Ticket, TicketFilter, TicketHistory, TicketMessage, TicketMessageFilter, TicketPatch, TicketPeriod,
    TicketReply, TicketRules, TicketSettings, TicketState, TicketSummary, TicketTrack,
};
use crate::vocabulary::{CustomerId, Page, StaffId, TicketId};

input! {
    /// A ticket by its id.
    TicketRef {
        /// The id.
        id: TicketId,
    }
}

input! {
    /// A change of a ticket.
    TicketUpdate {
        /// The id.
        id: TicketId,
        /// What changes; absent fields stay, null clears.
        changes: TicketPatch,
    }
}

input! {
    /// Who gets a ticket.
    TicketAssign {
        /// The id.
        id: TicketId,
        /// The member of the staff; whom the rules choose when absent.
        #[serde(default)]
        assignee_id: Option<StaffId>,
    }
}

input! {
    /// Where a ticket goes.
    TicketMove {
        /// The id.
        id: TicketId,
        /// The new state.
        state: TicketState,
        /// A token that says why.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// How a ticket was resolved.
    TicketResolve {
        /// The id.
        id: TicketId,
        /// How, as the customer may read it, at most 64 KiB.
        resolution: String,
        /// What caused it, as a token of the shop's own such as `carrier_late`.
        #[serde(default)]
        cause: Option<String>,
        /// Whether a complaint was justified, for a complaint only; undecided when absent.
        #[serde(default)]
        upheld: Option<bool>,
    }
}

input! {
    /// Why a ticket is opened again.
    TicketReopen {
        /// The id.
        id: TicketId,
        /// A token that says why.
        reason: String,
    }
}

input! {
    /// Why a ticket goes higher up.
    TicketEscalate {
        /// The id.
        id: TicketId,
        /// Why, at most 512 bytes.
        reason: String,
        /// Who does it from now on; as before when absent.
        #[serde(default)]
        assignee_id: Option<StaffId>,
    }
}

input! {
    /// Which tickets are one.
    TicketMerge {
        /// The ticket that is a duplicate.
        id: TicketId,
        /// The ticket that goes on.
        into: TicketId,
    }
}

input! {
    /// What the customer said.
    TicketReceive {
        /// The ticket.
        id: TicketId,
        /// What it says, at most 64 KiB.
        body: String,
    }
}

input! {
    /// What only the staff sees.
    TicketNote {
        /// The ticket.
        id: TicketId,
        /// What it says, at most 64 KiB.
        body: String,
        /// Who wrote it.
        #[serde(default)]
        staff_id: Option<StaffId>,
    }
}

input! {
    /// How content the customer was.
    TicketRating {
        /// The ticket.
        id: TicketId,
        /// 1 to 5, 5 is best.
        csat: u8,
        /// What the customer said to that, at most 64 KiB.
        #[serde(default)]
        comment: Option<String>,
    }
}

input! {
    /// A ticket by the number that the customer was told.
    TicketTrackRequest {
        /// The number.
        number: String,
        /// The customer who asks; then only a ticket of this one is found.
        #[serde(default)]
        customer_id: Option<CustomerId>,
    }
}

ops! { pub(super) OPS:
    Write "tickets.open" "Opens a ticket: it gets a number, somebody who does it, and its due times." [NotFound, Conflict, Blocked, Limit]
        |tx, p: NewTicket| -> Ticket { tx.tickets().open(p) };
    Read "tickets.get" "One ticket by its id." [NotFound]
        |tx, p: TicketRef| -> Ticket { tx.tickets().get(p.id) };
    Read "tickets.list" "Tickets by who does them, customer, kind, state and more, the first due first; open ones unless a state is named." [NotFound, Limit]
        |tx, p: TicketFilter| -> Page<Ticket> { tx.tickets().list(&p) };
    Write "tickets.update" "Changes what is known of a ticket; due times follow." [NotFound, Conflict, Limit]
        |tx, p: TicketUpdate| -> Ticket { tx.tickets().update(p.id, p.changes) };
    Write "tickets.assign" "Gives a ticket to a member of the staff, or to whom the rules choose." [NotFound, Conflict]
        |tx, p: TicketAssign| -> Ticket { tx.tickets().assign(p.id, p.assignee_id) };
    Write "tickets.set_state" "Takes a ticket to another state that needs nothing but its name." [NotFound, NotAllowedTransition]
        |tx, p: TicketMove| -> Ticket { tx.tickets().set_state(p.id, p.state, p.reason.as_deref()) };
    Write "tickets.resolve" "Notes how a ticket was resolved, what caused it, and of a complaint whether it was justified." [NotFound, NotAllowedTransition]
        |tx, p: TicketResolve| -> Ticket { tx.tickets().resolve(p.id, &p.resolution, p.cause.as_deref(), p.upheld) };
    Write "tickets.reopen" "Opens a resolved ticket again." [NotFound, NotAllowedTransition]
        |tx, p: TicketReopen| -> Ticket { tx.tickets().reopen(p.id, &p.reason) };
    Write "tickets.escalate" "Raises the level of escalation of a ticket, with the reason." [NotFound, NotAllowedTransition, Limit]
        |tx, p: TicketEscalate| -> Ticket { tx.tickets().escalate(p.id, &p.reason, p.assignee_id) };
    Write "tickets.merge" "Finds that a ticket is about the same as another, which goes on; the other one." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: TicketMerge| -> Ticket { tx.tickets().merge(p.id, p.into) };
    Write "tickets.respond" "Answers the customer; the first answer is the first response." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: TicketReply| -> TicketMessage { tx.tickets().respond(&p) };
    Write "tickets.receive" "Records what the customer said about a ticket." [NotFound, Conflict]
        |tx, p: TicketReceive| -> TicketMessage { tx.tickets().receive(p.id, &p.body) };
    Write "tickets.note" "Keeps a note that the customer does not see." [NotFound]
        |tx, p: TicketNote| -> TicketMessage { tx.tickets().note(p.id, &p.body, p.staff_id) };
    Write "tickets.rate" "Keeps how content the customer was; after a low rating somebody calls back." [NotFound, Conflict]
        |tx, p: TicketRating| -> Ticket { tx.tickets().rate(p.id, p.csat, p.comment.as_deref()) };
    Read "tickets.messages" "Messages and notes of a ticket, oldest first." [NotFound, Limit]
        |tx, p: TicketMessageFilter| -> Page<TicketMessage> { tx.tickets().messages(&p) };
    Read "tickets.history" "The states of a ticket, and when its clock stood." [NotFound]
        |tx, p: TicketRef| -> TicketHistory { tx.tickets().history(p.id) };
    Read "tickets.track" "What the customer may see of a ticket." [NotFound]
        |tx, p: TicketTrackRequest| -> TicketTrack { tx.tickets().track(&p.number, p.customer_id) };
    Read "tickets.summary" "What is open now, and what became of the tickets of a period." []
        |tx, p: TicketPeriod| -> TicketSummary { tx.tickets().summary(&p) };
    Read "tickets.rules" "The rules that assign tickets, in the order in which they are tried." []
        |tx, _p: Nothing| -> TicketRules { tx.tickets().rules() };
    Write "tickets.save_rules" "Puts rules that assign tickets in the place of those before." [Limit]
        |tx, p: TicketRules| -> TicketRules { tx.tickets().save_rules(p) };
    Read "tickets.settings" "How the shop handles tickets." []
        |tx, _p: Nothing| -> TicketSettings { tx.tickets().settings() };
    Write "tickets.save_settings" "Says how the shop handles tickets, in place of what was said before." [Limit]
        |tx, p: TicketSettings| -> TicketSettings { tx.tickets().save_settings(p) };
}
