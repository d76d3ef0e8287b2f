//! Quotes: moves, versions, numbers, amounts, orders, pages, and two processes that want the same one.

mod figures;
mod moves;
mod pages;
mod race;
mod time;

use super::*;
use crate::customers::NewCustomer;
use crate::vocabulary::{FixedClock, Quantity, Rate, Timestamp, UnitPrice};
use crate::{Crm, Options};
use std::sync::Arc;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A shop with one customer, on a clock that stands still.
fn shop() -> (Crm, Arc<FixedClock>, CustomerId) {
    let clock = Arc::new(FixedClock::new(at("2026-03-02T09:00:00Z")));
    let crm = Crm::in_memory_with(Options::default().clock(clock.clone())).unwrap();
    let customer = crm.write(|tx| tx.customers().create(NewCustomer::person("Wei"))).unwrap().id;
    (crm, clock, customer)
}

fn line(thousandths: i64, micros: i64) -> NewQuoteLine {
    NewQuoteLine::new("LAMP", Quantity::from_thousandths(thousandths), UnitPrice::from_micros(micros))
}

/// A quote of two lamps for 9.99 each.
fn new(customer: CustomerId) -> NewQuote {
    NewQuote { lines: vec![line(2_000, 9_990_000)], ..NewQuote::new(customer, Currency::USD) }
}

fn names(crm: &Crm) -> Vec<String> {
    let events = crm.read(|tx| tx.events().list(0, 10_000)).unwrap();
    events.into_iter().map(|event| event.name).filter(|name| name.starts_with("quote.")).collect()
}
