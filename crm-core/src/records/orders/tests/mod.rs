mod cancels;
mod history;
mod holds;
mod made;
mod rules;
mod verbs;

use super::*;
use crate::customers::NewCustomer;
use crate::shop::ShopPatch;
use crate::{Crm, Currency, Date, Money, Options, Quantity};
use std::sync::Arc;

fn at(day: &str) -> Timestamp {
    Timestamp::parse(&format!("{day}T12:00:00Z")).unwrap()
}

fn somebody(crm: &Crm) -> CustomerId {
    crm.write(|tx| tx.customers().create(NewCustomer::person("Ada Lovelace"))).unwrap().id
}

/// A shop that counts dollars on 1 March 2026, and a customer.
fn shop() -> (Crm, CustomerId) {
    let clock = Arc::new(crate::FixedClock::new(at("2026-03-01")));
    let crm = Crm::in_memory_with(Options::default().clock(clock)).unwrap();
    let patch = ShopPatch { base_currency: Some(Currency::USD), ..ShopPatch::default() };
    crm.write(|tx| tx.shop().configure(patch)).unwrap();
    let customer = somebody(&crm);
    (crm, customer)
}

fn total(customer: CustomerId, minor: i64) -> NewOrder {
    NewOrder::new(customer, Money::usd(minor))
}

#[test]
fn an_order_counts_once_it_is_paid() {
    let (crm, customer) = shop();
    let order = crm
        .write(|tx| {
            let new = total(customer, 20_00).line("A", 2, Money::usd(10_00));
            tx.orders().record(new.placed_at(at("2026-01-02")).paid())
        })
        .unwrap();
    assert_eq!((order.pay_state, order.counts, order.net_base), (PayState::Paid, true, Money::usd(20_00)));
    assert_eq!(crm.read(|tx| tx.orders().get(order.id)).unwrap(), order);
    let metrics = crm.read(|tx| tx.orders().metrics(customer)).unwrap();
    assert_eq!((metrics.orders, metrics.units, metrics.net), (1, Quantity::units(2), Some(Money::usd(20_00))));
    let facts = crm.read(|tx| facts_of(tx, customer)).unwrap();
    let day = Date::parse("2026-01-02").unwrap();
    assert_eq!(facts, [Fact { customer, day, amount: 20_00, is_refund: false }]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn facts_come_from_the_indexes_in_order() {
    let (crm, _) = shop();
    let sql = format!("EXPLAIN QUERY PLAN {}", facts::EACH);
    let plan: Vec<String> = crm.read(|tx| tx.all(&sql, [1, 9], |row| row.get(3))).unwrap();
    assert_eq!(plan.iter().filter(|step| step.contains("USING COVERING INDEX")).count(), 2, "{plan:?}");
    assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
}
