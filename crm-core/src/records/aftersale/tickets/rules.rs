//! Pure decisions about tickets: what is given, the moves, and which states mean what.

use super::model::{NewTicket, Ticket, TicketState, TicketTags};
use super::shapes::{TicketPatch, TicketSettings};
use crate::records::aftersale::sla::{SlaPause, TicketKind};
use crate::records::interactions::{Channel, InteractionKind};
use crate::records::tasks::Priority;
use crate::records::{customers, shop};
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, ErrorCode, Patch, Result, ids, text};

/// The moves of a ticket.
pub(crate) static MACHINE: Machine<TicketState> = {
    use TicketState::{
        Assigned, Closed, Duplicate, Escalated, New, Open, Reopened, Resolved, Spam, WaitingCustomer, WaitingParts,
        WaitingThirdParty,
    };
    Machine::new(
        "ticket",
        &[
            (New, &[Assigned, Open, Spam, Duplicate]),
            (Assigned, &[Open, New]),
            (Open, &[WaitingCustomer, WaitingThirdParty, WaitingParts, Escalated, Resolved, Duplicate]),
            (WaitingCustomer, &[Open, Resolved]),
            (WaitingThirdParty, &[Open, Resolved]),
            (WaitingParts, &[Open, Resolved]),
            (Escalated, &[Open, WaitingCustomer, WaitingThirdParty, WaitingParts, Resolved]),
            (Resolved, &[Closed, Reopened]),
            (Reopened, &[Open, Assigned]),
            (Closed, &[]),
            (Spam, &[]),
            (Duplicate, &[]),
        ],
    )
};

/// Whether a ticket in this state is over.
pub(super) fn is_over(state: TicketState) -> bool {
    MACHINE.allowed(state).is_empty()
}

/// Whether somebody has still to work on a ticket in this state.
pub(super) fn is_open(state: TicketState) -> bool {
    state != TicketState::Resolved && !is_over(state)
}

/// What a ticket in this state waits for.
pub(super) fn pause_of(state: TicketState) -> Option<SlaPause> {
    match state {
        TicketState::WaitingCustomer => Some(SlaPause::WaitingCustomer),
        TicketState::WaitingThirdParty => Some(SlaPause::WaitingThirdParty),
        TicketState::WaitingParts => Some(SlaPause::WaitingParts),
        _ => None,
    }
}

/// Whether a ticket of this kind promises service, rather than recording what somebody said.
pub(super) fn promises_service(kind: TicketKind) -> bool {
    !matches!(kind, TicketKind::Question | TicketKind::Complaint | TicketKind::Praise)
}

/// What the world is told of a move.
pub(super) fn event_of(to: TicketState) -> &'static str {
    match to {
        TicketState::New => "ticket.unassigned",
        TicketState::Assigned => "ticket.assigned",
        TicketState::Open => "ticket.started",
        TicketState::WaitingCustomer | TicketState::WaitingThirdParty | TicketState::WaitingParts => "ticket.paused",
        TicketState::Escalated => "ticket.escalated",
        TicketState::Resolved => "ticket.resolved",
        TicketState::Reopened => "ticket.reopened",
        TicketState::Closed => "ticket.closed",
        TicketState::Spam => "ticket.junked",
        TicketState::Duplicate => "ticket.merged",
    }
}

/// What kind of contact opens a ticket of this kind.
pub(super) fn contact_of(kind: TicketKind) -> InteractionKind {
    match kind {
        TicketKind::Question => InteractionKind::Enquiry,
        TicketKind::Complaint => InteractionKind::Complaint,
        TicketKind::Praise => InteractionKind::Feedback,
        TicketKind::ReturnRequest => InteractionKind::OrderHelp,
        TicketKind::Incident | TicketKind::Problem | TicketKind::ServiceRequest => InteractionKind::Consult,
    }
}

/// By which channel the shop answers what came by this one.
pub(super) fn answer_by(channel: Channel) -> Channel {
    if channel == Channel::PhoneIn { Channel::PhoneOut } else { channel }
}

/// The least priority of a kind.
pub(super) fn at_least(kind: TicketKind, priority: Priority) -> Priority {
    if kind == TicketKind::Complaint { priority.max(Priority::High) } else { priority }
}

/// The ticket with clean text, or why it is refused.
pub(super) fn clean(new: NewTicket) -> Result<NewTicket> {
    ids::require_row_id("/assignee_id", new.assignee_id.map(i64::from))?;
    ids::require_row_id("/asset_id", new.asset_id.map(i64::from))?;
    if new.order_line_id.is_some() && new.order_id.is_none() {
        return Err(Error::invalid("/order_id", "a line belongs to an order").hint("name the order of the line"));
    }
    Ok(NewTicket {
        subject: text::name("/subject", &new.subject)?,
        body: text::optional_note("/body", new.body.as_deref())?,
        contact: text::optional_name("/contact", new.contact.as_deref())?,
        language: new.language.map(clean_language).transpose()?,
        category: text::optional_name("/category", new.category.as_deref())?,
        priority: at_least(new.kind, new.priority),
        team: new.team.map(|team| text::token("/team", &team)).transpose()?,
        tags: customers::clean_tags("/tags", &new.tags)?,
        ..new
    })
}

fn clean_language(language: String) -> Result<String> {
    shop::require_language(&language)?;
    Ok(language)
}

/// Requires somebody who has asked.
pub(super) fn require_somebody(ticket: &Ticket) -> Result<()> {
    if ticket.customer_id.is_some() || ticket.contact.is_some() {
        return Ok(());
    }
    Err(Error::invalid("/customer_id", "a ticket needs a customer or a contact")
        .hint("say in `contact` how somebody is reached whom the shop does not know"))
}

/// The ticket after a change of its fields; customer, order and SLA are settled where they are looked up.
pub(super) fn patched(known: &Ticket, patch: TicketPatch) -> Result<Ticket> {
    let mut after = known.clone();
    after.kind = patch.kind.unwrap_or(after.kind);
    after.upheld = after.upheld.filter(|_| after.kind == TicketKind::Complaint);
    if let Some(subject) = patch.subject {
        after.subject = text::name("/subject", &subject)?;
    }
    patch.body.cleaned(|body| text::optional_note("/body", Some(body)))?.apply(&mut after.body);
    patch.contact.cleaned(|contact| text::optional_name("/contact", Some(contact)))?.apply(&mut after.contact);
    patch.asset_id.apply(&mut after.asset_id);
    ids::require_row_id("/asset_id", after.asset_id.map(i64::from))?;
    if !patch.order_id.is_keep() && patch.order_line_id.is_keep() {
        after.order_line_id = None;
    }
    patch.order_id.apply(&mut after.order_id);
    patch.order_line_id.apply(&mut after.order_line_id);
    patch.language.try_map(clean_language)?.apply(&mut after.language);
    patch.category.cleaned(|path| text::optional_name("/category", Some(path)))?.apply(&mut after.category);
    after.priority = at_least(after.kind, patch.priority.unwrap_or(after.priority));
    patch.team.try_map(|team| text::token("/team", &team))?.apply(&mut after.team);
    if let Some(tags) = patch.tags {
        after.tags = TicketTags(customers::clean_tags("/tags", &tags)?);
    }
    if let Patch::Set(sla) = patch.sla_id {
        after.sla_id = Some(sla);
    }
    Ok(after)
}

/// The names of the fields that differ, for the journal.
pub(super) fn changed_fields(before: &Ticket, after: &Ticket) -> Vec<&'static str> {
    let pairs = [
        ("kind", before.kind != after.kind),
        ("subject", before.subject != after.subject),
        ("body", before.body != after.body),
        ("customer_id", before.customer_id != after.customer_id),
        ("contact", before.contact != after.contact),
        ("asset_id", before.asset_id != after.asset_id),
        ("order_id", before.order_id != after.order_id),
        ("order_line_id", before.order_line_id != after.order_line_id),
        ("language", before.language != after.language),
        ("category", before.category != after.category),
        ("priority", before.priority != after.priority),
        ("team", before.team != after.team),
        ("tags", before.tags != after.tags),
        ("sla_id", before.sla_id != after.sla_id),
        ("assignee_id", before.assignee_id != after.assignee_id),
    ];
    pairs.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}

/// Why a move that needs more than its name is not made by `tickets.set_state`.
pub(super) fn require_plain_move(to: TicketState) -> Result<()> {
    let (what, verb) = match to {
        TicketState::Resolved => ("a ticket is resolved with its resolution", "use tickets.resolve"),
        TicketState::Reopened => ("a ticket is reopened with a reason", "use tickets.reopen"),
        TicketState::Escalated => ("a ticket is escalated with a reason", "use tickets.escalate"),
        TicketState::Duplicate => ("a duplicate names the ticket that takes its place", "use tickets.merge"),
        TicketState::Assigned => ("a ticket is assigned to somebody", "use tickets.assign"),
        _ => return Ok(()),
    };
    Err(Error::invalid("/state", what).hint(verb))
}

/// The settings with clean text, or why they are refused.
pub(super) fn clean_settings(settings: TicketSettings) -> Result<TicketSettings> {
    let prefix = text::token("/prefix", &settings.prefix)?;
    if prefix.len() > 16 {
        return Err(Error::new(ErrorCode::Limit, "numbers begin with at most 16 bytes").at("/prefix"));
    }
    for (path, days) in
        [("/close_after_days", settings.close_after_days), ("/complaint_answer_days", settings.complaint_answer_days)]
    {
        if !(1..=365).contains(&days) {
            return Err(Error::invalid(path, "it takes 1 to 365 days"));
        }
    }
    ids::require_row_id("/complaint_owner_id", Some(settings.complaint_owner_id.0))?;
    require_csat("/csat_low", settings.csat_low)?;
    Ok(TicketSettings { prefix, ..settings })
}

/// A rating that can be given.
pub(super) fn require_csat(path: &str, csat: u8) -> Result<()> {
    if (1..=5).contains(&csat) {
        return Ok(());
    }
    Err(Error::invalid(path, "a rating is 1 to 5"))
}
