//! Random histories: what is maintained equals what follows from the facts, and a batch equals one by one.

use super::{at, shop, somebody};
use crate::customers::{IdentityInput, IdentityKind, MergeRequest, Party};
use crate::orders::*;
use crate::{Crm, Currency, Date, MergeId, Money, Quantity, Reading};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// One random step: what to do, and three numbers to do it with.
type Step = (u8, u8, u8, u16);

struct History {
    crm: Crm,
    customers: Vec<CustomerId>,
    orders: Vec<OrderId>,
    merges: Vec<MergeId>,
}

impl History {
    fn new() -> Self {
        let (crm, first) = shop();
        let customers = vec![first, somebody(&crm), somebody(&crm), somebody(&crm)];
        History { crm, customers, orders: Vec::new(), merges: Vec::new() }
    }

    /// Does one step. Many are refused, which is as good a test: nothing of them may stay.
    fn step(&mut self, (what, who, which, amount): Step) {
        let customer = self.customers[usize::from(who) % self.customers.len()];
        let order = self.orders.get(usize::from(which) % self.orders.len().max(1)).copied();
        let minor = i64::from(amount);
        let when = Timestamp::parse("2026-01-01T00:00:00Z").unwrap().plus_millis(minor * 7_777_777);
        let new = NewOrder {
            shipping: Some(Money::usd(minor % 7)),
            paid: Some(what % 2 == 0),
            ..NewOrder::new(customer, Money::usd(0)).placed_at(when)
        };
        let new = NewOrder {
            total: None,
            ..new.line("A", i32::from(which % 4), Money::usd(minor % 500)).line("B", 1, Money::usd(3))
        };
        let key = format!("{}", which % 16);
        let done = self.crm.write(|tx| match (what % 12, order) {
            (0 | 1, _) => tx.orders().record(new).map(|order| Some(order.id)),
            (2, _) => tx
                .orders()
                .record(NewOrder { updated_at: Some(when), ..new.from_source("web", &key) })
                .map(|order| Some(order.id)),
            (3, _) => {
                let words = ["pending", "processing", "completed", "cancelled", "on-hold", "refunded", "failed"];
                let refund = NewRefund {
                    external_id: Some(format!("r{key}")),
                    amount: Some(Money::usd(minor % 90 + 1)),
                    refunded_at: Some(when),
                    ..NewRefund::default()
                };
                let report = HostOrder {
                    order: NewOrder { updated_at: Some(when), paid: None, ..new.from_source("woocommerce", &key) },
                    host_state: Some(words[usize::from(amount) % words.len()].into()),
                    refunds: if amount % 3 == 0 { vec![refund] } else { vec![] },
                    ..HostOrder::default()
                };
                tx.orders().sync(report).map(|done| Some(done.id))
            }
            (4, Some(id)) => tx
                .payments()
                .record(id, &NewPayment::capture(Money::usd(minor % 300 + 1)), amount % 5 == 0)
                .map(|_| None),
            (5, Some(id)) => tx.orders().cancel(id, CancelReason::Customer, None).map(|_| None),
            (6, Some(id)) => {
                let patch = OrderPatch {
                    discount: Some(Money::usd(minor % 20)),
                    placed_at: Some(when),
                    paid: (amount % 4 == 0).then_some(true),
                    ..OrderPatch::default()
                };
                tx.orders().edit(id, patch).map(|_| None)
            }
            (7, Some(id)) => {
                let refund = NewRefund {
                    order: Some(id),
                    amount: Some(Money::usd(minor % 200 + 1)),
                    refunded_at: Some(when),
                    ..NewRefund::default()
                };
                tx.refunds().record(refund).map(|_| None)
            }
            (8, Some(id)) => {
                let line = tx.orders().get(id)?.lines[0].id;
                let line = NewRefundLine { line, quantity: Quantity::ONE, amount: None, restock: amount % 2 == 0 };
                tx.refunds()
                    .record(NewRefund { order: Some(id), lines: vec![line], ..NewRefund::default() })
                    .map(|_| None)
            }
            (9, Some(id)) => tx.orders().advance(id, OrderState::ALL[usize::from(amount) % 8], None).map(|_| None),
            (10, _) if amount % 3 == 0 => {
                let loser = self.customers[usize::from(which) % self.customers.len()];
                let merge = MergeRequest { winner_id: customer, loser_id: loser, rules: BTreeMap::new() };
                tx.customers().merge(&merge).map(|merge| self.merges.push(merge.id))?;
                Ok(None)
            }
            (10, _) => match self.merges.pop() {
                Some(merge) => tx.customers().unmerge(merge).map(|_| None),
                None => Ok(None),
            },
            (11, _) => {
                let refund = NewRefund {
                    customer: Some(customer),
                    amount: Some(Money::usd(minor + 1)),
                    refunded_at: Some(when),
                    ..NewRefund::default()
                };
                tx.refunds().record(refund).map(|_| None)
            }
            _ => Ok(None),
        });
        if let Ok(Some(id)) = done
            && !self.orders.contains(&id)
        {
            self.orders.push(id);
        }
    }

    /// Every customer's metrics and facts against its orders and refunds, read one by one.
    fn verify(&self) {
        let report = self.crm.check().unwrap();
        assert!(report.ok, "{:?}", report.problems);
        self.crm.read(|tx| self.customers.iter().try_for_each(|id| verify_customer(tx, *id))).unwrap();
    }
}

fn verify_customer(tx: &ReadTransaction, id: CustomerId) -> Result<()> {
    let id = customers::require(tx, id)?;
    let orders = tx.orders().list(&OrderFilter {
        customer: Some(id),
        page: PageRequest::first(10_000),
        ..OrderFilter::default()
    })?;
    let refunds = tx.refunds().list(id, &PageRequest::first(10_000))?;
    let counting: Vec<&Order> = orders.items.iter().filter(|order| order.counts).collect();
    let given_back: Vec<&Refund> = refunds.items.iter().filter(|refund| refund.counts).collect();
    let metrics = tx.orders().metrics(id)?;
    let net_of_orders: i64 = counting.iter().map(|order| order.net_base.minor).sum();
    let net_of_refunds: i64 = given_back.iter().map(|refund| refund.net_base.minor).sum();
    assert_eq!(metrics.orders, counting.len() as u64);
    assert_eq!(metrics.refunds, given_back.len() as u64);
    assert_eq!(metrics.net, Some(Money::usd(net_of_orders - net_of_refunds)));
    assert_eq!(metrics.gross, Some(Money::usd(counting.iter().map(|order| order.total_base.minor).sum())));
    assert_eq!(metrics.units.thousandths(), counting.iter().map(|order| order.units.thousandths()).sum::<i64>());
    assert_eq!(metrics.first_at, counting.iter().map(|order| order.placed_at).min());
    assert_eq!(metrics.last_at, counting.iter().map(|order| order.placed_at).max());
    let facts = facts_of(tx, id)?;
    let mut expected: Vec<(Date, bool, i64)> =
        counting.iter().map(|order| (order.day, false, order.net_base.minor)).collect();
    expected.extend(given_back.iter().map(|refund| (refund.day, true, -refund.net_base.minor)));
    let mut found: Vec<(Date, bool, i64)> = facts.iter().map(|fact| (fact.day, fact.is_refund, fact.amount)).collect();
    assert!(found.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
    for order in &orders.items {
        let of_order = tx.refunds().of_order(order.id)?;
        assert_eq!(order.refunded.minor, of_order.iter().map(|refund| refund.amount.minor).sum::<i64>());
        assert!(of_order.iter().all(|refund| (refund.customer_id, refund.counts) == (id, order.counts)));
        assert!(of_order.iter().map(|refund| refund.net_base.minor).sum::<i64>() <= order.net_base.minor);
    }
    Ok(())
}

/// An order for the comparison of a batch with single orders; some are refused, some come twice.
fn given(at_index: usize, (what, who, which, amount): Step, customers: &[CustomerId]) -> NewOrder {
    let minor = i64::from(amount);
    let currency = if what % 5 == 0 { Currency::EUR } else { Currency::USD };
    let mut order = NewOrder {
        currency: Some(currency),
        number: Some(format!("n{at_index}")),
        placed_at: Some(at("2026-01-01").plus_millis(minor * 9_999_999)),
        paid: Some(what % 3 != 0),
        lines: vec![NewOrderLine {
            sku: format!("S{}", which % 8),
            quantity: Quantity::from_thousandths(i64::from(which) * 250),
            unit_price: Some(crate::UnitPrice::from_micros(minor * 1_234)),
            ..NewOrderLine::default()
        }],
        ..NewOrder::default()
    };
    match what % 7 {
        0 => order = NewOrder { updated_at: order.placed_at, ..order.from_source("web", &format!("k{}", which % 20)) },
        1 => order.total = Some(Money::new(minor, currency)),
        2 => order.payments = vec![NewPayment::capture(Money::new(minor % 100 + 1, currency))],
        3 => order.state = Some(OrderState::ALL[usize::from(which) % OrderState::ALL.len()]),
        _ => {}
    }
    if who % 2 == 0 {
        order.customer = Some(customers[usize::from(who / 2) % customers.len()]);
    } else {
        let value = format!("guest{}@example.com", who % 9);
        order.party =
            Some(Party { identities: vec![IdentityInput { kind: IdentityKind::Email, value }], ..Party::default() });
    }
    order
}

/// All orders by number and all metrics, without the ids that a batch chooses itself.
fn dump(crm: &Crm) -> (BTreeMap<String, Order>, Vec<Metrics>, i64) {
    crm.read(|tx| {
        let all = tx.orders().list(&OrderFilter { page: PageRequest::first(10_000), ..OrderFilter::default() })?;
        let without_ids = |mut order: Order| {
            order.id = OrderId(0);
            order.lines.iter_mut().for_each(|line| line.id.0 &= 4_095);
            (order.number.clone().unwrap_or_default(), order)
        };
        let orders = all.items.into_iter().map(without_ids).collect();
        let customers: Vec<CustomerId> =
            tx.reader().all("SELECT id FROM crm_customer ORDER BY id", [], |row| row.get(0))?;
        let metrics = customers.into_iter().map(|id| tx.orders().metrics(id)).collect::<Result<_>>()?;
        Ok((orders, metrics, tx.value("SELECT count(*) FROM crm_timeline WHERE kind = 2", [])?))
    })
    .unwrap()
}

fn shop_with_rates() -> (Crm, Vec<CustomerId>) {
    let (crm, first) = shop();
    let customers = vec![first, somebody(&crm), CustomerId(999)];
    let rate = crate::shop::CurrencyRate {
        currency: Currency::EUR,
        day: Date::parse("2026-01-10").unwrap(),
        rate: crate::ExchangeRate::parse("1.0875").unwrap(),
    };
    crm.write(|tx| tx.shop().set_rates(&[rate])).unwrap();
    (crm, customers)
}

/// A few histories each time; `PROPTEST_CASES=200` for the full form.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn maintained_is_recomputed(steps in prop::collection::vec(any::<Step>(), 50)) {
        let mut history = History::new();
        for step in steps {
            history.step(step);
        }
        history.verify();
    }

    #[test]
    fn a_batch_is_one_by_one(steps in prop::collection::vec(any::<Step>(), 60), split in 0_usize..60) {
        let (single, customers) = shop_with_rates();
        let (batch, _) = shop_with_rates();
        let orders: Vec<NewOrder> = steps.into_iter().enumerate().map(|(at, step)| given(at, step, &customers)).collect();
        let one_by_one: Vec<bool> =
            orders.iter().map(|order| single.write(|tx| tx.orders().record(order.clone())).is_ok()).collect();
        let mut accepted = Vec::new();
        for part in [&orders[..split], &orders[split..]] {
            let verdicts = batch.write(|tx| bulk::record_each(tx, part.to_vec(), Word::Checked)).unwrap();
            accepted.extend(verdicts.iter().map(Result::is_ok));
        }
        prop_assert_eq!(accepted, one_by_one);
        prop_assert_eq!(dump(&single), dump(&batch));
        prop_assert!(batch.check().unwrap().ok);
    }
}
