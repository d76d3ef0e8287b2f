//! Opportunities: moves between stages, figures, pipelines, and what tick does to them.

mod figures;
mod moves;
mod pipelines;

use super::*;
use crate::customers::NewCustomer;
use crate::vocabulary::{FixedClock, Timestamp};
use crate::{Crm, Options};
use std::sync::Arc;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// A shop with one customer, on a clock that stands still.
fn shop() -> (Crm, Arc<FixedClock>, CustomerId) {
    let clock = Arc::new(FixedClock::new(at("2026-03-02T09:00:00Z")));
    let crm = Crm::in_memory_with(Options::default().clock(clock.clone())).unwrap();
    let customer = crm.write(|tx| tx.customers().create(NewCustomer::person("Wei"))).unwrap().id;
    (crm, clock, customer)
}

fn new(customer: CustomerId, minor: i64) -> NewOpportunity {
    NewOpportunity { amount: Some(Money::usd(minor)), ..NewOpportunity::new(customer, "Lamps") }
}

fn names(crm: &Crm) -> Vec<String> {
    let events = crm.read(|tx| tx.events().list(0, 10_000)).unwrap();
    events.into_iter().map(|event| event.name).filter(|name| name.starts_with("opportunity.")).collect()
}
