//! After any history of orders, edits, cancellations, refunds and merges, scores are those of a recomputation from the
//! orders by the definitions, whatever is packed.

use super::{date, noon, shop_on, somebody};
use crate::customers::MergeRequest;
use crate::insight::rfm::{RfmOptions, RfmTable};
use crate::orders::{CancelReason, NewOrder, NewRefund, OrderPatch};
use crate::vocabulary::{Currency, MergeId, OrderId};
use crate::{Crm, CustomerId, Date, Money, PageRequest, Reading, orders};
use proptest::prelude::*;
use std::collections::BTreeMap;

const FIRST_DAY: i32 = 20_000;
const DAYS: i32 = 400;
const CUSTOMERS: usize = 6;

/// One step of a history; numbers are taken modulo what there is.
#[derive(Debug, Clone)]
enum Step {
    Order { customer: usize, day: i32, cents: i64, paid: bool },
    Cancel { order: usize },
    Edit { order: usize, day: Option<i32>, customer: Option<usize>, cents: Option<i64> },
    Refund { order: usize, day: i32, percent: i64 },
    FreeRefund { customer: usize, day: i32, cents: i64 },
    Merge { winner: usize, loser: usize },
    Unmerge { merge: usize },
    Pack,
    Clear,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let day = || 0..DAYS;
    let cents = || prop_oneof![Just(0_i64), 1_i64..200_00];
    let customer = || 0..CUSTOMERS;
    let order = || 0..100_usize;
    let step = prop_oneof![
        8 => (customer(), day(), cents(), prop::bool::weighted(0.9))
            .prop_map(|(customer, day, cents, paid)| Step::Order { customer, day, cents, paid }),
        1 => order().prop_map(|order| Step::Cancel { order }),
        2 => (order(), prop::option::of(day()), prop::option::of(customer()), prop::option::of(cents()))
            .prop_map(|(order, day, customer, cents)| Step::Edit { order, day, customer, cents }),
        2 => (order(), day(), 1_i64..=100).prop_map(|(order, day, percent)| Step::Refund { order, day, percent }),
        1 => (customer(), day(), 1_i64..50_00)
            .prop_map(|(customer, day, cents)| Step::FreeRefund { customer, day, cents }),
        1 => (customer(), customer()).prop_map(|(winner, loser)| Step::Merge { winner, loser }),
        1 => order().prop_map(|merge| Step::Unmerge { merge }),
        2 => Just(Step::Pack),
        1 => Just(Step::Clear),
    ];
    prop::collection::vec(step, 1..=50)
}

fn on(day: i32) -> Date {
    Date::from_days(FIRST_DAY + day).unwrap()
}

/// Plays a history; steps that the library refuses leave nothing behind.
fn play(crm: &Crm, steps: &[Step]) -> Vec<CustomerId> {
    let customers = crm.write(|tx| Ok((0..CUSTOMERS).map(|_| somebody(tx)).collect::<Vec<_>>())).unwrap();
    let (mut orders, mut merges): (Vec<OrderId>, Vec<MergeId>) = (Vec::new(), Vec::new());
    for step in steps {
        let pick = |at: &usize| orders.get(at % orders.len().max(1)).copied();
        let at = |day: &i32| noon(&on(*day).to_string());
        let result = match step {
            Step::Order { customer, day, cents, paid } => crm
                .write(|tx| {
                    let new = NewOrder::new(customers[*customer], Money::usd(*cents)).placed_at(at(day));
                    tx.orders().record(NewOrder { paid: Some(*paid), ..new })
                })
                .map(|order| orders.push(order.id)),
            Step::Cancel { order } => match pick(order) {
                Some(id) => crm.write(|tx| tx.orders().cancel(id, CancelReason::Customer, None)).map(|_| ()),
                None => Ok(()),
            },
            Step::Edit { order, day, customer, cents } => match pick(order) {
                Some(id) => crm
                    .write(|tx| {
                        let patch = OrderPatch {
                            placed_at: day.as_ref().map(at),
                            customer: customer.map(|customer| customers[customer]),
                            total: cents.map(Money::usd),
                            ..OrderPatch::default()
                        };
                        tx.orders().edit(id, patch)
                    })
                    .map(|_| ()),
                None => Ok(()),
            },
            Step::Refund { order, day, percent } => match pick(order) {
                Some(id) => crm
                    .write(|tx| {
                        let paid = tx.orders().get(id)?.paid.minor;
                        tx.refunds().record(NewRefund {
                            order: Some(id),
                            amount: Some(Money::usd(paid * percent / 100)),
                            refunded_at: Some(at(day)),
                            ..NewRefund::default()
                        })
                    })
                    .map(|_| ()),
                None => Ok(()),
            },
            Step::FreeRefund { customer, day, cents } => crm
                .write(|tx| {
                    tx.refunds().record(NewRefund {
                        customer: Some(customers[*customer]),
                        amount: Some(Money::usd(*cents)),
                        refunded_at: Some(at(day)),
                        ..NewRefund::default()
                    })
                })
                .map(|_| ()),
            Step::Merge { winner, loser } => crm
                .write(|tx| {
                    let (winner_id, loser_id) = (customers[*winner], customers[*loser]);
                    tx.customers().merge(&MergeRequest { winner_id, loser_id, rules: BTreeMap::new() })
                })
                .map(|merge| merges.push(merge.id)),
            Step::Unmerge { merge } => match merges.get(merge % merges.len().max(1)) {
                Some(id) => crm.write(|tx| tx.customers().unmerge(*id)).map(|_| ()),
                None => Ok(()),
            },
            Step::Pack => crm.pack_facts(None).map(|_| ()),
            Step::Clear => crm.write(|tx| tx.facts().clear()),
        };
        if let Err(error) = result {
            assert_ne!(error.code(), crate::ErrorCode::Internal, "{step:?}: {error}");
        }
    }
    customers
}

/// Recency, frequency and monetary by the definitions, from orders and refunds as the library lists them.
fn recompute(crm: &Crm, customers: &[CustomerId], as_of: Date, window: Option<u32>) -> BTreeMap<i64, (i32, u32, i64)> {
    let tx = crm.begin_read().unwrap();
    let start = window.map_or(i32::MIN, |days| as_of.days() - days as i32 + 1);
    let mut found = BTreeMap::new();
    for customer in customers {
        let filter = orders::OrderFilter { customer: Some(*customer), ..orders::OrderFilter::default() };
        let orders = tx.orders().list(&filter).unwrap().items;
        let counted: Vec<_> = orders
            .iter()
            .filter(|order| order.customer_id == *customer && order.counts && order.day <= as_of)
            .collect();
        let Some(last) = counted.iter().map(|order| order.day.days()).max() else { continue };
        let in_window: Vec<_> = counted.iter().filter(|order| order.day.days() >= start).collect();
        let refunds = tx.refunds().list(*customer, &PageRequest::first(1_000)).unwrap().items;
        let back = refunds.iter().filter(|refund| {
            refund.customer_id == *customer && refund.counts && refund.day <= as_of && refund.day.days() >= start
        });
        let net: i64 = in_window.iter().map(|order| order.net_base.minor).sum::<i64>()
            - back.map(|refund| refund.net_base.minor).sum::<i64>();
        found.insert(customer.0, (as_of.days() - last, in_window.len() as u32, net));
    }
    found
}

fn values(table: &RfmTable) -> BTreeMap<i64, (i32, u32, i64)> {
    let rows = table.rows();
    rows.map(|row| (row.customer_id.0, (row.recency_days, row.frequency, row.monetary.minor))).collect()
}

fn score(tx: &impl Reading, options: &RfmOptions) -> RfmTable {
    tx.reader().rfm().score(options).unwrap()
}

proptest! {
    #[test]
    fn packed_and_listed_facts_are_the_orders(steps in steps(), as_of in 0..DAYS + 30, window in prop::option::of(1..400_u32)) {
        let (crm, _) = shop_on("2026-01-01");
        let customers = play(&crm, &steps);
        let mut options = RfmOptions::as_of(on(as_of));
        if let Some(days) = window {
            options = options.window_days(days);
        }
        let table = crm.read(|tx| Ok(score(tx, &options))).unwrap();
        prop_assert_eq!(values(&table), recompute(&crm, &customers, on(as_of), window));
        let check = crm.check().unwrap();
        prop_assert!(check.ok, "{:?}", check.problems);

        // Whatever is packed, the answer is the same.
        crm.pack_facts(None).unwrap();
        let packed = crm.read(|tx| Ok(score(tx, &options))).unwrap();
        crm.write(|tx| tx.facts().clear()).unwrap();
        let cleared = crm.read(|tx| Ok(score(tx, &options))).unwrap();
        for other in [packed, cleared] {
            prop_assert_eq!(values(&other), values(&table));
            prop_assert_eq!((&other.r, &other.f, &other.m, &other.label), (&table.r, &table.f, &table.m, &table.label));
            prop_assert_eq!(&other.about, &table.about);
        }
    }

    #[test]
    fn the_past_is_a_shop_that_was_fed_only_up_to_then(steps in steps(), as_of in 0..DAYS) {
        // What was dated later must not matter: not an order, not a refund.
        let dated_until = |step: &Step| match step {
            Step::Order { day, .. } | Step::Refund { day, .. } | Step::FreeRefund { day, .. } => *day <= as_of,
            Step::Edit { .. } | Step::Cancel { .. } | Step::Merge { .. } | Step::Unmerge { .. } => false,
            Step::Pack | Step::Clear => true,
        };
        let kept: Vec<Step> = steps.iter().filter(|step| !matches!(step, Step::Refund { .. }) && dated_until(step)).cloned().collect();
        let all: Vec<Step> = steps
            .iter()
            .filter(|step| matches!(step, Step::Order { .. } | Step::FreeRefund { .. } | Step::Pack | Step::Clear))
            .cloned()
            .collect();
        let (whole, _) = shop_on("2026-01-01");
        let (past, _) = shop_on("2026-01-01");
        play(&whole, &all);
        play(&past, &kept);
        let options = RfmOptions::as_of(on(as_of));
        let (whole, past) =
            (whole.read(|tx| Ok(score(tx, &options))).unwrap(), past.read(|tx| Ok(score(tx, &options))).unwrap());
        prop_assert_eq!(values(&whole), values(&past));
        prop_assert_eq!((&whole.r, &whole.f, &whole.m), (&past.r, &past.f, &past.m));
        prop_assert_eq!(past.about.future_orders, 0);
    }
}

#[test]
fn scores_read_what_the_open_transaction_wrote() {
    let (crm, _) = shop_on("2026-01-10");
    let customer = crm.write(|tx| Ok(somebody(tx))).unwrap();
    crm.write(|tx| tx.orders().record(super::order(customer, "2026-01-01", 10_00))).unwrap();
    assert_eq!(crm.pack_facts(None).unwrap(), 1);
    let tx = crm.begin_write().unwrap();
    tx.orders().record(super::order(customer, "2026-01-09", 5_00)).unwrap();
    let row = tx.rfm().score(&RfmOptions::default()).unwrap().of(customer).unwrap();
    assert_eq!((row.recency_days, row.frequency, row.monetary), (1, 2, Money::usd(15_00)));
    tx.rollback();
    let row = crm.read(|tx| tx.rfm().score(&RfmOptions::default())).unwrap().of(customer).unwrap();
    assert_eq!((row.recency_days, row.frequency, row.monetary), (9, 1, Money::usd(10_00)));
}

#[test]
fn other_bases_and_single_currencies_are_summed_up_from_the_orders() {
    let (crm, _) = shop_on("2026-01-10");
    let customer = crm
        .write(|tx| {
            let customer = somebody(tx);
            let whole = NewOrder::new(customer, Money::usd(125_00)).line("A", 1, Money::usd(100_00));
            let whole = NewOrder { tax: Some(Money::usd(20_00)), shipping: Some(Money::usd(5_00)), ..whole };
            tx.orders().record(whole.placed_at(noon("2026-01-02")).paid())?;
            let euro = NewOrder::new(customer, Money::new(50_00, Currency::EUR));
            let euro = NewOrder { rate: Some(crate::ExchangeRate::parse("1.2")?), ..euro };
            tx.orders().record(euro.placed_at(noon("2026-01-03")).paid())?;
            Ok(customer)
        })
        .unwrap();
    let monetary = |options: &RfmOptions| {
        let table = crm.read(|tx| tx.rfm().score(options)).unwrap();
        let row = table.of(customer).unwrap();
        (row.frequency, row.monetary)
    };
    let of = |basis| RfmOptions { basis: Some(basis), ..RfmOptions::as_of(date("2026-01-10")) };
    use crate::facts::Basis;
    assert_eq!(monetary(&of(Basis::Net)), (2, Money::usd(160_00)));
    assert_eq!(monetary(&of(Basis::WithTax)), (2, Money::usd(180_00)));
    assert_eq!(monetary(&of(Basis::WithShipping)), (2, Money::usd(165_00)));
    assert_eq!(monetary(&of(Basis::Gross)), (2, Money::usd(185_00)));
    let euros = RfmOptions { currency: Some(Currency::EUR), ..of(Basis::Net) };
    assert_eq!(monetary(&euros), (1, Money::new(50_00, Currency::EUR)));
}
