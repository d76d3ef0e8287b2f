//! Tickets: questions, incidents, complaints and service requests.
//!
//! Owns tickets with what was said about them, who does them, and the clock of their SLA. Promises that a ticket is never
//! lost for want of a customer or of somebody who does it; that a complaint always has an owner and a time for the
//! answer; that due times are worked out in the shop's service time and keep what was used of it through every change;
//! that each promise is warned of once and broken once, by `tick` or by the verb that comes too late; and that the
//! customer sees what was said openly and nothing else.
//!
//! A changed calendar, SLA or setting holds for a ticket from its next change on. Refuses to send anything: messages are
//! kept here and sent by the host.

mod assign;
mod clock;
mod due;
mod model;
mod moves;
mod open;
mod rules;
mod shapes;
mod store;
mod store_summary;
mod summary;
mod talk;
mod work;

#[cfg(test)]
mod tests;

pub(crate) use assign::transfer_rules;
pub use assign::{TicketMethod, TicketRule, TicketRules};
pub(crate) use due::{compare, tick};
pub use model::{NewTicket, SlaStatus, SlaTargetKind, Ticket, TicketAuthor, TicketMessage, TicketState, TicketTags};
pub(crate) use open::order_of;
pub use shapes::{
    StaffTickets, TicketCount, TicketFilter, TicketHistory, TicketMessageFilter, TicketPatch, TicketPause,
    TicketPerformance, TicketPeriod, TicketReply, TicketSettings, TicketSummary, TicketTrack,
};

pub use crate::records::aftersale::sla::TicketKind;

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Page, Result, StaffId, TicketId, Timestamp, text};
use rules::MACHINE;
use serde_json::{Value, json};

room! {
    /// Questions, incidents, complaints and service requests.
    Tickets, tickets
}

customer_rows! { CUSTOMER_ROWS, "crm_ticket", moving "ticket" }

impl<T: Reading> Tickets<'_, T> {
    /// One ticket.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: TicketId) -> Result<Ticket> {
        get(self.tx.reader(), id)
    }

    /// Tickets, those of which something is due first before the others, page by page; those that are neither resolved
    /// nor over unless a state is named.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page or text.
    pub fn list(&self, filter: &TicketFilter) -> Result<Page<Ticket>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        filter.category = text::optional_name("/category", filter.category.as_deref())?;
        filter.team = filter.team.map(|team| text::token("/team", &team)).transpose()?;
        let listing = filter.page.of("tickets", &filter)?;
        Ok(listing.page(store::list(tx, &filter, &listing, tx.now())?, store::key))
    }

    /// The states of a ticket, and when its clock stood.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: TicketId) -> Result<TicketHistory> {
        let tx = self.tx.reader();
        get(tx, id)?;
        Ok(TicketHistory { moves: journal::stages_of(tx, MACHINE.entity(), id.0)?, pauses: store::pauses(tx, id)? })
    }

    /// How the shop handles tickets.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<TicketSettings> {
        Ok(store::settings(self.tx.reader())?.as_ref().clone())
    }
}

impl Tickets<'_, WriteTransaction> {
    /// Says how the shop handles tickets, in place of what was said before.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field.
    pub fn save_settings(&self, settings: TicketSettings) -> Result<TicketSettings> {
        let tx = self.tx;
        let after = rules::clean_settings(settings)?;
        if after == self.settings()? {
            return Ok(after);
        }
        tx.step(|| {
            store::save_settings(tx, &after, journal::next_seq(tx)?)?;
            journal::append(tx, Entry::new("ticket.settings_saved").payload(json!(after)))
        })?;
        Ok(after)
    }
}

/// One ticket, for the rooms above.
pub(crate) fn get(tx: &ReadTransaction, id: TicketId) -> Result<Ticket> {
    Ticket::by_id(tx, id)?.or_not_found(TicketId::WHAT, id)
}

/// The oldest complaint of a customer that is not over: as long as there is one, the shop does not advertise to the
/// customer, and whoever sells should know.
pub(crate) fn open_complaint(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<TicketId>> {
    store::complaint_of(tx, customer)
}

/// The complaints of a customer that were decided: whether each was justified, and when it was resolved.
pub(crate) fn decided_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<(TicketId, bool, Timestamp)>> {
    store::decided_of(tx, customer)
}

/// The newest tickets of a customer that are not over, for the view.
pub(crate) fn alive_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<Ticket>> {
    store::alive_of(tx, customer, rows)
}

/// Gives the tickets of one member of the staff that are not over to another; how many.
pub(crate) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId) -> Result<u64> {
    store::transfer(tx, from, to, journal::next_seq(tx)?)
}

fn announce(tx: &WriteTransaction, name: &'static str, ticket: &Ticket, payload: Value) -> Result<()> {
    let event = Entry::new(name).customer(ticket.customer_id).entity("ticket", ticket.id);
    journal::append(tx, event.payload(payload)).map(drop)
}

fn announce_rules(tx: &WriteTransaction, rules: usize) -> Result<()> {
    journal::append(tx, Entry::new("ticket.rules_saved").payload(json!({ "rules": rules }))).map(drop)
}
