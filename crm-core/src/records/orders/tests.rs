use super::*;
use crate::customers::NewCustomer;
use crate::vocabulary::Timestamp;
use crate::{Crm, Date};

fn at(day: &str) -> Timestamp {
    Timestamp::parse(&format!("{day}T12:00:00Z")).unwrap()
}

fn somebody(crm: &Crm) -> CustomerId {
    crm.write(|tx| tx.customers().create(NewCustomer::person("Ada Lovelace"))).unwrap().id
}

#[test]
fn an_order_counts_once_it_is_paid() {
    let crm = Crm::in_memory().unwrap();
    let customer = somebody(&crm);
    let order = crm
        .write(|tx| {
            let new = NewOrder::new(customer, Money::usd(20_00)).line("A", 2, Money::usd(10_00));
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
    let crm = Crm::in_memory().unwrap();
    let plan: Vec<String> = crm
        .read(|tx| {
            let sql = "EXPLAIN QUERY PLAN SELECT customer_id, day, 0, net_base FROM crm_order
                WHERE customer_id BETWEEN 1 AND 9 AND counts = 1
              UNION ALL SELECT customer_id, day, 1, -net_base FROM crm_refund
                WHERE customer_id BETWEEN 1 AND 9 AND counts = 1 ORDER BY 1, 2";
            tx.all(sql, [], |row| row.get(3))
        })
        .unwrap();
    assert_eq!(plan.iter().filter(|step| step.contains("USING COVERING INDEX")).count(), 2, "{plan:?}");
    assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
}
