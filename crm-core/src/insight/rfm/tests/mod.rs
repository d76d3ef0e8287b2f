//! RFM through the library: orders go in by its verbs, scores come out.

mod history;
mod snapshots;
mod vectors;

use crate::customers::NewCustomer;
use crate::orders::NewOrder;
use crate::vocabulary::FixedClock;
use crate::{Crm, CustomerId, Date, Money, Options, Timestamp, WriteTransaction};
use std::sync::Arc;

/// A shop in memory whose clock stands at noon of a day.
pub(super) fn shop_on(day: &str) -> (Crm, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::new(noon(day)));
    let crm = Crm::in_memory_with(Options::default().clock(clock.clone())).unwrap();
    (crm, clock)
}

pub(super) fn date(day: &str) -> Date {
    Date::parse(day).unwrap()
}

pub(super) fn noon(day: &str) -> Timestamp {
    Timestamp::parse(&format!("{day}T12:00:00Z")).unwrap()
}

pub(super) fn somebody(tx: &WriteTransaction) -> CustomerId {
    tx.customers().create(NewCustomer::person("Ada Lovelace")).unwrap().id
}

/// A paid order over a total in cents, without lines.
pub(super) fn order(customer: CustomerId, day: &str, cents: i64) -> NewOrder {
    NewOrder::new(customer, Money::usd(cents)).placed_at(noon(day)).paid()
}
