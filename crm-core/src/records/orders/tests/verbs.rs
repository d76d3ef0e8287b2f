//! What the verbs do to an order and to its customer.

use super::{at, shop, somebody, total};
use crate::customers::{IdentityInput, IdentityKind, Party};
use crate::orders::*;
use crate::shop::{Counts, CurrencyRate, ShopPatch};
use crate::testing::told;
use crate::{Crm, Currency, Date, ErrorCode, ExchangeRate, Money, Quantity, time::Zone};

#[test]
fn a_life_of_an_order_in_events() {
    let (crm, customer) = shop();
    crm.write(|tx| {
        let draft = NewOrder { state: Some(OrderState::Draft), ..total(customer, 10_00) };
        let order = tx.orders().record(draft)?;
        tx.orders().advance(order.id, OrderState::Pending, None)?;
        tx.payments().record(order.id, &NewPayment::capture(Money::usd(10_00)), false)?;
        tx.orders().advance(order.id, OrderState::Confirmed, None)?;
        tx.orders().advance(order.id, OrderState::Processing, None)?;
        tx.orders().fulfil(order.id, &[], None)?;
        tx.orders().advance(order.id, OrderState::Completed, None)?;
        tx.refunds().record(NewRefund { order: Some(order.id), amount: Some(Money::usd(4_00)), ..NewRefund::default() })
    })
    .unwrap();
    assert_eq!(
        told(&crm, "order."),
        [
            "order.placed",
            "order.paid",
            "order.first_order_paid",
            "order.state_changed",
            "order.state_changed",
            "order.completed",
            "order.refunded"
        ]
    );
    let second = crm.write(|tx| tx.orders().record(total(customer, 1_00).paid())).unwrap();
    assert_eq!(told(&crm, "order.")[7..], ["order.placed", "order.paid"]);
    assert!(crm.check().unwrap().ok);
    assert_eq!(second.pay_state, PayState::Paid);
}

#[test]
fn what_was_shipped_cannot_be_cancelled() {
    let (crm, customer) = shop();
    let order = crm
        .write(|tx| {
            tx.orders().record(NewOrder {
                state: Some(OrderState::Processing),
                ..total(customer, 20_00).line("A", 2, Money::usd(10_00))
            })
        })
        .unwrap();
    let part = [Fulfilment { line: order.lines[0].id, quantity: Quantity::ONE }];
    crm.write(|tx| tx.orders().fulfil(order.id, &part, None)).unwrap();
    let error = crm.write(|tx| tx.orders().cancel(order.id, CancelReason::Customer, None)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
    assert_eq!(error.allowed_values(), ["completed"]);
}

#[test]
fn reports_of_one_key_are_one_order() {
    let (crm, customer) = shop();
    let report = |day: &str, amount| NewOrder {
        updated_at: Some(at(day)),
        payments: vec![NewPayment::capture(Money::usd(amount))],
        ..total(customer, amount).from_source("web", "A1").placed_at(at("2026-01-01"))
    };
    let record = |order: NewOrder| crm.write(|tx| ingest::ingest(tx, order, Word::Checked, &[])).unwrap();
    assert_eq!(record(report("2026-01-03", 10_00)).outcome, Outcome::Created);
    assert_eq!(record(report("2026-01-03", 10_00)).outcome, Outcome::Unchanged);
    assert_eq!(record(report("2026-01-02", 99_00)).outcome, Outcome::Ignored);
    let before = crm.read(|tx| tx.events().last()).unwrap();
    // A newer report that says the same is not an event, but makes what is older old.
    assert_eq!(record(report("2026-01-05", 10_00)).outcome, Outcome::Unchanged);
    assert_eq!(record(report("2026-01-04", 99_00)).outcome, Outcome::Ignored);
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), before);
    let newer = record(NewOrder { payments: vec![], ..report("2026-01-06", 8_00) });
    assert_eq!(
        (newer.outcome, newer.order.total, newer.order.paid),
        (Outcome::Updated, Money::usd(8_00), Money::usd(10_00))
    );
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_refused_order_leaves_nothing() {
    let crm = Crm::in_memory().unwrap();
    let guest = Party {
        identities: vec![IdentityInput { kind: IdentityKind::Email, value: "a@example.com".into() }],
        ..Party::default()
    };
    let order = NewOrder {
        party: Some(guest),
        total: Some(Money::usd(1_00)),
        payments: vec![NewPayment::capture(Money::usd(2_00))],
        ..NewOrder::default()
    };
    for many in [false, true] {
        let order = order.clone();
        let path = crm.write(|tx| {
            let refused =
                if many { tx.orders().record_many(vec![order]).err() } else { tx.orders().record(order).err() };
            Ok(refused.and_then(|error| error.path().map(str::to_owned)))
        });
        assert_eq!(path.unwrap().as_deref(), Some(if many { "/orders/0/payments" } else { "/payments" }));
    }
    assert_eq!(crm.read(|tx| tx.shop().settings()).unwrap().base_currency, None);
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), 0);
}

#[test]
fn refunds_take_off_at_most_what_the_order_counted_with() {
    let (crm, customer) = shop();
    let euros = CurrencyRate {
        currency: Currency::EUR,
        day: Date::parse("2020-01-01").unwrap(),
        rate: ExchangeRate::parse("1.1").unwrap(),
    };
    crm.write(|tx| tx.shop().set_rates(&[euros])).unwrap();
    let eur = |minor| Some(Money::new(minor, Currency::EUR));
    let order = NewOrder {
        customer: Some(customer),
        total: eur(10_05),
        shipping: eur(5),
        paid: Some(true),
        ..NewOrder::default()
    };
    let order = crm.write(|tx| tx.orders().record(order)).unwrap();
    assert_eq!((order.net_base, order.total_base), (Money::usd(11_00), Money::usd(11_06)));
    let back = |minor| NewRefund { order: Some(order.id), amount: eur(minor), ..NewRefund::default() };
    let first = crm.write(|tx| tx.refunds().record(back(3_33))).unwrap();
    let second = crm.write(|tx| tx.refunds().record(back(6_72))).unwrap();
    assert_eq!(first.net_base.minor + second.net_base.minor, 11_00);
    assert_eq!(first.amount_base.minor + second.amount_base.minor, 11_06);
    let metrics = crm.read(|tx| tx.orders().metrics(customer)).unwrap();
    assert_eq!((metrics.orders, metrics.net, metrics.refunded), (1, Some(Money::usd(0)), Some(Money::usd(11_06))));
    assert_eq!(crm.write(|tx| tx.refunds().record(back(1))).unwrap_err().code(), ErrorCode::InvalidInput);
    // A cancelled order takes its refunds along.
    crm.write(|tx| tx.orders().cancel(order.id, CancelReason::Other, None)).unwrap();
    let metrics = crm.read(|tx| tx.orders().metrics(customer)).unwrap();
    assert_eq!((metrics.orders, metrics.refunds), (0, 0));
    assert!(crm.read(|tx| facts_of(tx, customer)).unwrap().is_empty());
}

#[test]
fn hosts_report_in_any_order() {
    let (crm, customer) = shop();
    let report = |state: &str, day: &str| HostOrder {
        order: NewOrder { updated_at: Some(at(day)), ..total(customer, 10_00).from_source("woocommerce", "7") },
        host_state: Some(state.into()),
        ..HostOrder::default()
    };
    let sync = |report: HostOrder| crm.write(|tx| tx.orders().sync(report)).unwrap();
    let done = sync(report("completed", "2026-01-05"));
    assert_eq!(sync(report("processing", "2026-01-04")).outcome, Outcome::Ignored);
    // Back from completed: no caller may, a host does.
    sync(report("on-hold", "2026-01-06"));
    let log = crm.read(|tx| tx.orders().history(done.id)).unwrap();
    assert_eq!((log.len(), log[0].to.as_str(), log[0].forced), (1, "on_hold", true));
    let refund = NewRefund { external_id: Some("r1".into()), amount: Some(Money::usd(10_00)), ..NewRefund::default() };
    let refunded = HostOrder { refunds: vec![refund], ..report("refunded", "2026-01-07") };
    assert!(sync(refunded.clone()).problems.is_empty());
    assert_eq!(sync(refunded).outcome, Outcome::Unchanged);
    let order = crm.read(|tx| tx.orders().get(done.id)).unwrap();
    assert_eq!((order.state, order.pay_state, order.counts), (OrderState::Closed, PayState::Refunded, true));
    let told = sync(HostOrder {
        order: total(customer, 5_00).from_source("woocommerce", "8"),
        host_state: Some("refunded".into()),
        ..HostOrder::default()
    });
    assert_eq!(told.problems.len(), 1);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn shopify_has_three_words() {
    let (crm, customer) = shop();
    let report = |key: &str, pay: &str, goods: &str| HostOrder {
        order: total(customer, 20_00).line("A", 2, Money::usd(10_00)).from_source("shopify", key),
        host_state: Some("open".into()),
        host_pay_state: Some(pay.into()),
        host_fulfil_state: Some(goods.into()),
        ..HostOrder::default()
    };
    let cases = [
        ("pending", "null", OrderState::Confirmed, PayState::Unpaid, FulfilState::Unfulfilled),
        ("authorized", "unfulfilled", OrderState::Confirmed, PayState::Authorized, FulfilState::Unfulfilled),
        ("voided", "unfulfilled", OrderState::Confirmed, PayState::Voided, FulfilState::Unfulfilled),
        ("paid", "fulfilled", OrderState::Completed, PayState::Paid, FulfilState::Fulfilled),
    ];
    for (at, (pay, goods, state, pay_state, fulfil_state)) in cases.into_iter().enumerate() {
        let done = crm.write(|tx| tx.orders().sync(report(&at.to_string(), pay, goods))).unwrap();
        let again = crm.write(|tx| tx.orders().sync(report(&at.to_string(), pay, goods))).unwrap();
        assert_eq!(again.outcome, Outcome::Unchanged, "{pay} {goods}");
        let order = crm.read(|tx| tx.orders().get(done.id)).unwrap();
        assert_eq!(
            (order.state, order.pay_state, order.fulfil_state),
            (state, pay_state, fulfil_state),
            "{pay} {goods}"
        );
    }
}

#[test]
fn every_built_in_word_has_a_meaning() {
    use super::super::hosts::words::{Axis, built_in, known};
    for host in ["woocommerce", "prestashop", "opencart", "magento", "shopify", "crm"] {
        let words: Vec<_> = known(host, Axis::Order).collect();
        assert!(!words.is_empty(), "{host}");
        assert!(words.iter().all(|word| built_in(host, Axis::Order, word).is_some_and(|it| it.state.is_some())));
    }
    let (crm, customer) = shop();
    let report = HostOrder {
        order: total(customer, 1).from_source("mine", "1"),
        host_state: Some("Shipped Out".into()),
        ..HostOrder::default()
    };
    let error = crm.write(|tx| tx.orders().sync(report.clone())).unwrap_err();
    assert!(error.message().contains("Shipped Out"), "{error}");
    let word = StateWord {
        host: "mine".into(),
        word: "shipped out".into(),
        state: OrderState::Completed,
        payment: Some(HostPayment::Paid),
    };
    crm.write(|tx| tx.orders().add_state_word(word)).unwrap();
    let done = crm.write(|tx| tx.orders().sync(report)).unwrap();
    assert!(crm.read(|tx| tx.orders().get(done.id)).unwrap().counts);
}

#[test]
fn settings_recount_what_is_stored() {
    let (crm, customer) = shop();
    let late = Timestamp::parse("2026-01-01T20:00:00Z").unwrap();
    crm.write(|tx| {
        tx.orders().record(total(customer, 10_00).placed_at(late))?;
        tx.refunds().record(NewRefund {
            customer: Some(customer),
            amount: Some(Money::usd(1_00)),
            refunded_at: Some(late),
            ..NewRefund::default()
        })
    })
    .unwrap();
    assert_eq!(crm.read(|tx| tx.orders().metrics(customer)).unwrap().orders, 0);
    let patch = ShopPatch {
        counts: Some(Counts::Placed),
        time_zone: Some(Zone::parse("Asia/Shanghai").unwrap()),
        ..ShopPatch::default()
    };
    crm.write(|tx| tx.shop().configure(patch)).unwrap();
    let next_day = Date::parse("2026-01-02").unwrap();
    let facts = crm.read(|tx| facts_of(tx, customer)).unwrap();
    assert_eq!(
        facts.iter().map(|fact| (fact.day, fact.amount)).collect::<Vec<_>>(),
        [(next_day, 10_00), (next_day, -1_00)]
    );
    assert_eq!(crm.read(|tx| tx.orders().metrics(customer)).unwrap().orders, 1);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn costs_come_from_the_line_or_the_catalog() {
    let (crm, customer) = shop();
    let product: crate::catalog::NewProduct = serde_json::from_value(
        serde_json::json!({"sku": "A", "name": "a", "cost": {"amount": "3.00", "currency": "USD"}}),
    )
    .unwrap();
    let order = crm
        .write(|tx| {
            tx.catalog().upsert(product)?;
            let mut order = total(customer, 40_00).line("A", 2, Money::usd(10_00)).line("B", 2, Money::usd(10_00));
            order.lines[1].cost = Some(Money::usd(4_00));
            tx.orders().record(order.paid())
        })
        .unwrap();
    assert_eq!(order.cost_base, Money::usd(14_00));
    let metrics = crm.read(|tx| tx.orders().metrics(customer)).unwrap();
    assert_eq!((metrics.margin, metrics.units), (Some(Money::usd(26_00)), Quantity::units(4)));
}

#[test]
fn lists_go_page_by_page_within_their_bounds() {
    let (crm, customer) = shop();
    let other = somebody(&crm);
    crm.write(|tx| {
        for day in 1..=5 {
            let whose = if day == 3 { other } else { customer };
            tx.orders().record(total(whose, day).placed_at(at(&format!("2026-01-0{day}"))))?;
        }
        Ok(())
    })
    .unwrap();
    let amounts = |filter: &OrderFilter| {
        let page = crm.read(|tx| tx.orders().list(filter)).unwrap();
        (page.items.iter().map(|order| order.total.minor).collect::<Vec<_>>(), page.next)
    };
    let mut filter = OrderFilter { customer: Some(customer), page: PageRequest::first(3), ..OrderFilter::default() };
    let (first, next) = amounts(&filter);
    filter.page.after = next;
    assert_eq!((first, amounts(&filter)), (vec![5, 4, 2], (vec![1], None)));
    let days = OrderFilter {
        placed_from: Some(at("2026-01-02")),
        placed_before: Some(at("2026-01-04")),
        ..OrderFilter::default()
    };
    assert_eq!(amounts(&days).0, [3, 2]);
}
