//! What the tests of the rooms begin with: a shop in memory whose clock they move.

use crate::customers::NewCustomer;
use crate::vocabulary::{CustomerId, FixedClock, Timestamp};
use crate::{Crm, Options, TickReport, WriteTransaction};
use std::sync::Arc;

/// When the shop of the tests opens.
pub(crate) const OPENING: &str = "2026-03-02T09:00:00Z";

/// An instant as it is written.
pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// An empty shop with a seed, and its clock, which stands at [`OPENING`].
pub(crate) fn shop() -> (Crm, Arc<FixedClock>) {
    shop_at(OPENING)
}

/// The same at another instant.
pub(crate) fn shop_at(instant: &str) -> (Crm, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::new(at(instant)));
    (Crm::in_memory_with(Options::default().clock(Arc::<FixedClock>::clone(&clock)).seed(3)).unwrap(), clock)
}

/// The same with one customer.
pub(crate) fn shop_of(name: &str) -> (Crm, Arc<FixedClock>, CustomerId) {
    let (crm, clock) = shop();
    let customer = person(&crm, name);
    (crm, clock, customer)
}

/// A person who is nothing but a name.
pub(crate) fn person(crm: &Crm, name: &str) -> CustomerId {
    crm.write(|tx| Ok(customer(tx, name))).unwrap()
}

/// The same inside a transaction.
pub(crate) fn customer(tx: &WriteTransaction, name: &str) -> CustomerId {
    tx.customers().create(NewCustomer::person(name)).unwrap().id
}

/// An operation by its name.
pub(crate) fn call(crm: &Crm, op: &str, input: serde_json::Value) -> serde_json::Value {
    serde_json::from_slice(&crm.call_json(op, input.to_string().as_bytes()).unwrap()).unwrap()
}

/// The names of all events that begin so, in their order.
pub(crate) fn told(crm: &Crm, beginning: &str) -> Vec<String> {
    let events = crm.read(|tx| tx.events().list(0, 10_000)).unwrap();
    events.into_iter().map(|event| event.name).filter(|name| name.starts_with(beginning)).collect()
}

/// Requires that the check of the file finds nothing.
pub(crate) fn sound(crm: &Crm) {
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

/// How much one room did in a tick.
pub(crate) fn done_by(report: &TickReport, room: &str) -> u64 {
    report.steps.iter().find(|step| step.room == room).unwrap().changed
}

/// Pseudo-random numbers that are the same in every run.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number from 0 to below a limit.
    pub(crate) fn below(&mut self, limit: i64) -> i64 {
        i64::try_from(self.roll(limit.unsigned_abs())).unwrap()
    }

    /// The same of numbers without a sign.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// One of a few.
    pub(crate) fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let place = self.below(i64::try_from(choices.len()).unwrap());
        &choices[usize::try_from(place).unwrap()]
    }
}
