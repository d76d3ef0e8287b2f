//! How the service does.

use super::shapes::{StaffTickets, TicketCount, TicketPeriod, TicketSummary};
use super::{Tickets, store_summary};
use crate::db::Reading;
use crate::vocabulary::{Error, Rate, Result};
use std::collections::BTreeMap;

/// Causes that are told.
const CAUSES: i64 = 20;
const MAX_DAYS: i64 = 3_653;

impl<T: Reading> Tickets<'_, T> {
    /// What is open now, and what became of the tickets that were opened in a period.
    ///
    /// # Errors
    /// `invalid_input` for a period that ends before it begins or is longer than ten years.
    pub fn summary(&self, period: &TicketPeriod) -> Result<TicketSummary> {
        let tx = self.tx.reader();
        if period.until <= period.from || period.until > period.from.plus_days(MAX_DAYS) {
            return Err(Error::invalid("/until", "a period ends after it begins, at most ten years later"));
        }
        let (mut open, mut overdue, mut breached) = (0, 0, 0);
        let (mut states, mut priorities, mut staff) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for group in store_summary::open(tx, tx.now())? {
            open += group.tickets;
            overdue += group.overdue;
            breached += group.breached;
            *states.entry(group.state).or_insert(0) += group.tickets;
            *priorities.entry(group.priority).or_insert(0) += group.tickets;
            *staff.entry(group.assignee_id).or_insert(0) += group.tickets;
        }
        let opened = store_summary::opened(tx, period.from, period.until)?;
        let share = |part: u32, whole: u32| {
            let exact = (u128::from(part) * 1_000_000).checked_div(u128::from(whole))?;
            i64::try_from(exact).ok().map(Rate::from_ppm)
        };
        let staff = staff.into_iter().map(|(assignee_id, tickets)| StaffTickets { assignee_id, tickets });
        Ok(TicketSummary {
            open,
            overdue,
            breached,
            by_state: counts(states),
            by_priority: counts(priorities),
            by_assignee: staff.collect(),
            opened: opened.tickets,
            complaints: opened.complaints,
            reopened: opened.reopened,
            reopen_rate: share(opened.reopened, opened.tickets),
            csat_hundredths: (opened.ratings * 100).checked_div(opened.rated),
            first_response: opened.first_response,
            resolution: opened.resolution,
            causes: store_summary::causes(tx, period.from, period.until, CAUSES)?,
        })
    }
}

fn counts<K: std::fmt::Display>(found: BTreeMap<K, u32>) -> Vec<TicketCount> {
    found.into_iter().map(|(of, tickets)| TicketCount { of: Some(of.to_string()), tickets }).collect()
}
