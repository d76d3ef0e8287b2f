//! The staff as far as the library must know it: what each is responsible for.
//!
//! Who works for the shop is the host's matter; here is one verb that hands everything over when somebody leaves or is
//! away. Owns no table: the journal keeps the record.

use crate::db::WriteTransaction;
use crate::journal::{self, Entry};
use crate::records::aftersale::{service_orders, tickets};
use crate::records::presale::{leads, opportunities, quotes};
use crate::records::{customers, tasks};
use crate::vocabulary::{AppointmentId, Error, Result, StaffId, ids};
use serde::{Deserialize, Serialize};
use serde_json::json;

room! {
    /// What members of the staff are responsible for.
    Staff, staff
}

/// What was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Transfer {
    /// Customers who have another owner now.
    pub customers: u64,
    /// Open leads.
    pub leads: u64,
    /// Open opportunities.
    pub opportunities: u64,
    /// Quotes that are not decided.
    pub quotes: u64,
    /// Open tasks.
    pub tasks: u64,
    /// Booked appointments that are still to come.
    pub appointments: u64,
    /// Booked appointments to come that stay where they are, because the one who takes over is busy at that time; the
    /// first one first. Somebody has to move or cancel them.
    pub kept_appointments: Vec<AppointmentId>,
    /// Rules for leads in which the one who takes over stands in place of the other.
    pub lead_rules: u64,
    /// Tickets that are not over.
    pub tickets: u64,
    /// Rules for tickets in which the one who takes over stands in place of the other.
    pub ticket_rules: u64,
    /// Service orders that are not over; one whose appointment stays where it is stays with it.
    pub service_orders: u64,
}

impl Staff<'_, WriteTransaction> {
    /// Hands all customers and open work of one member of the staff over to another, in one step; the journal keeps how
    /// much it was. Booked appointments that are to come go along, unless the one who takes over is busy at that time, and
    /// service orders with them; rules for leads and tickets choose the one who takes over from then on. Working hours
    /// stay what they are.
    ///
    /// # Errors
    /// `invalid_input` when both are the same or an id is not above 0.
    pub fn transfer(&self, from: StaffId, to: StaffId) -> Result<Transfer> {
        let tx = self.tx;
        ids::require_row_id("/from", Some(from.0))?;
        ids::require_row_id("/to", Some(to.0))?;
        if from == to {
            return Err(Error::invalid("/to", "a transfer is between two members of the staff"));
        }
        tx.step(|| {
            let (appointments, kept_appointments) = tasks::appointments::transfer(tx, from, to)?;
            let done = Transfer {
                customers: customers::transfer(tx, from, to)?,
                leads: leads::transfer(tx, from, to)?,
                opportunities: opportunities::transfer(tx, from, to)?,
                quotes: quotes::transfer(tx, from, to)?,
                tasks: tasks::transfer(tx, from, to)?,
                appointments,
                kept_appointments,
                lead_rules: leads::transfer_rules(tx, from, to)?,
                tickets: tickets::transfer(tx, from, to)?,
                ticket_rules: tickets::transfer_rules(tx, from, to)?,
                // After the appointments, which they follow.
                service_orders: service_orders::transfer(tx, from, to)?,
            };
            let payload = json!({ "from": from, "to": to, "moved": done });
            journal::append(tx, Entry::new("staff.transferred").entity("staff", from).payload(payload))?;
            Ok(done)
        })
    }
}
