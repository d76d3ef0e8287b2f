//! Pure decisions, by table.

use crate::orders::price::{Parts, Word};
use crate::orders::states::{self, MACHINE, MoneyFlow};
use crate::orders::{FulfilState, NewOrder, NewOrderLine, OrderLine, OrderState, PayState, price};
use crate::shop::Counts;
use crate::{Currency, CustomerId, Money, OrderLineId, Quantity, UnitPrice};

#[test]
fn the_pay_state_follows_from_what_flowed() {
    let flow = |total, authorized, captured, voided, refunded| MoneyFlow {
        total,
        authorized,
        captured,
        voided,
        refunded,
        settled: false,
    };
    let cases = [
        (flow(100, 0, 0, 0, 0), PayState::Unpaid),
        (flow(100, 100, 0, 0, 0), PayState::Authorized),
        (flow(100, 100, 0, 100, 0), PayState::Voided),
        (flow(100, 100, 40, 60, 0), PayState::PartiallyPaid),
        (flow(100, 0, 99, 0, 0), PayState::PartiallyPaid),
        (flow(100, 0, 100, 0, 0), PayState::Paid),
        (flow(100, 0, 120, 0, 0), PayState::Paid),
        (flow(100, 0, 100, 0, 1), PayState::PartiallyRefunded),
        (flow(100, 0, 50, 0, 20), PayState::PartiallyRefunded),
        (flow(100, 0, 100, 0, 100), PayState::Refunded),
        (flow(0, 0, 0, 0, 0), PayState::Paid),
        (MoneyFlow { settled: true, ..flow(100, 0, 0, 0, 0) }, PayState::Paid),
        (MoneyFlow { settled: true, ..flow(100, 0, 0, 0, 100) }, PayState::Refunded),
    ];
    for (flow, expected) in cases {
        assert_eq!(states::pay_state(flow), expected, "{flow:?}");
    }
}

fn line(quantity: i32, fulfilled: i32, restocked: i32) -> OrderLine {
    OrderLine {
        id: OrderLineId(0),
        sku: "A".into(),
        name: None,
        quantity: Quantity::units(quantity),
        quantity_cancelled: Quantity::default(),
        unit_price: None,
        discount: Money::usd(0),
        tax: Money::usd(0),
        total: Money::usd(0),
        cost: None,
        fulfilled: Quantity::units(fulfilled),
        restocked: Quantity::units(restocked),
        serials: Vec::new(),
        made_to_order: false,
        lead_time_days: None,
        configuration: None,
    }
}

#[test]
fn the_fulfilment_follows_from_state_and_quantities() {
    use FulfilState::*;
    let none: &[OrderLine] = &[];
    let open = &[line(2, 0, 0), line(1, 0, 0)][..];
    let part = &[line(2, 1, 0), line(1, 0, 0)][..];
    let all = &[line(2, 2, 0), line(1, 1, 0), line(0, 0, 0)][..];
    let back = &[line(2, 2, 2), line(1, 0, 1)][..];
    let cases = [
        (OrderState::Pending, true, false, open, Unfulfilled),
        (OrderState::Confirmed, true, true, open, Scheduled),
        (OrderState::Confirmed, true, false, open, Unfulfilled),
        (OrderState::InProduction, true, true, open, InProgress),
        (OrderState::Processing, true, false, none, InProgress),
        (OrderState::Processing, true, false, part, PartiallyFulfilled),
        (OrderState::Processing, true, false, all, Fulfilled),
        (OrderState::Completed, true, false, open, Fulfilled),
        (OrderState::Completed, true, false, part, PartiallyFulfilled),
        (OrderState::Closed, true, false, none, Fulfilled),
        (OrderState::Closed, true, false, back, Restocked),
        (OrderState::Cancelled, true, true, open, Unfulfilled),
        (OrderState::Processing, false, true, open, NotRequired),
    ];
    for (state, needed, promised, lines, expected) in cases {
        assert_eq!(states::fulfil_state(state, needed, promised, lines), expected, "{state} {needed} {promised}");
    }
}

#[test]
fn what_counts() {
    let paid = MoneyFlow { total: 10, captured: 10, ..MoneyFlow::default() };
    let unpaid = MoneyFlow { total: 10, captured: 9, ..MoneyFlow::default() };
    let refunded = MoneyFlow { refunded: 10, ..paid };
    for state in OrderState::ALL.iter().copied() {
        let stands = !matches!(state, OrderState::Draft | OrderState::Cancelled);
        assert_eq!(states::counts(Counts::Paid, state, paid), stands, "{state}");
        assert_eq!(states::counts(Counts::Paid, state, refunded), stands, "{state}");
        assert!(!states::counts(Counts::Paid, state, unpaid), "{state}");
        assert_eq!(states::counts(Counts::Placed, state, unpaid), stands, "{state}");
    }
}

#[test]
fn only_the_listed_moves_are_allowed() {
    let moves = OrderState::ALL.iter().map(|from| MACHINE.allowed(*from).len()).sum::<usize>();
    assert_eq!(moves, 16);
    assert!(MACHINE.allowed(OrderState::Closed).is_empty() && MACHINE.allowed(OrderState::Cancelled).is_empty());
    let error = MACHINE.require(OrderState::Processing, OrderState::Pending).unwrap_err();
    assert_eq!(error.allowed_values(), ["completed", "cancelled"]);
}

fn priced(order: NewOrder, word: Word) -> crate::Result<price::Priced> {
    let currency = price::currency_of(&order)?;
    let parts = Parts::of(&order);
    price::add_up(price::price_lines(order.lines, currency, word)?, parts, currency, word)
}

fn of_line(quantity: Quantity, price: i64) -> NewOrderLine {
    let unit_price = Some(UnitPrice::from_micros(price));
    NewOrderLine { sku: "A".into(), quantity, unit_price, ..NewOrderLine::default() }
}

#[test]
fn amounts_add_up() {
    let usd = |minor| Some(Money::usd(minor));
    let base = NewOrder { currency: Some(Currency::USD), ..NewOrder::default() };
    // A line is rounded once, half to even: 0.5 × 0.05 = 0.025 → 0.02; 0.5 × 0.07 = 0.035 → 0.04.
    let halves =
        vec![of_line(Quantity::from_thousandths(500), 50_000), of_line(Quantity::from_thousandths(500), 70_000)];
    let sums = priced(NewOrder { lines: halves, ..base.clone() }, Word::Checked).unwrap();
    assert_eq!((sums.subtotal, sums.total, sums.net, sums.units), (6, 6, 6, Quantity::ONE));
    // Tax on top, and tax included.
    let lines = vec![NewOrderLine { tax: usd(19_00), ..of_line(Quantity::ONE, 119_000_000) }];
    let order = NewOrder { lines, discount: usd(9_00), shipping: usd(5_00), ..base.clone() };
    let on_top = priced(order.clone(), Word::Checked).unwrap();
    assert_eq!((on_top.tax, on_top.total, on_top.net), (19_00, 134_00, 110_00));
    let included = priced(NewOrder { tax_included: true, ..order }, Word::Checked).unwrap();
    assert_eq!((included.tax, included.total, included.net), (19_00, 115_00, 91_00));
    // A total only.
    let only = priced(NewOrder { total: usd(50_00), ..base.clone() }, Word::Checked).unwrap();
    assert_eq!((only.subtotal, only.net, only.difference), (50_00, 50_00, 0));
    let parts = NewOrder { total: usd(50_00), shipping: usd(5_00), tax: usd(3_00), ..base.clone() };
    assert_eq!(priced(parts, Word::Checked).unwrap().net, 42_00);
    // A host's total stands, and the difference is noted.
    let odd = NewOrder { lines: vec![of_line(Quantity::ONE, 10_000_000)], total: usd(10_01), ..base };
    assert_eq!(priced(odd.clone(), Word::Checked).unwrap_err().path(), Some("/total"));
    let taken = priced(odd, Word::OfHost).unwrap();
    assert_eq!((taken.total, taken.difference, taken.net), (10_01, 1, 10_00));
}

#[test]
fn contradictions_are_refused_and_named() {
    let usd = |minor| Some(Money::usd(minor));
    let with =
        |line: NewOrderLine| NewOrder { currency: Some(Currency::USD), lines: vec![line], ..NewOrder::default() };
    let good = || of_line(Quantity::ONE, 10_000_000);
    let cases = [
        (NewOrder::default(), "/currency"),
        (NewOrder { currency: Some(Currency::USD), ..NewOrder::default() }, "/total"),
        (NewOrder::new(CustomerId(1), Money::usd(-1)), "/total"),
        (NewOrder { discount: usd(10_01), ..with(good()) }, "/discount"),
        (NewOrder { tax: usd(10_01), tax_included: true, ..with(good()) }, "/discount"),
        (NewOrder { shipping: Some(Money::cny(1)), ..with(good()) }, "/shipping"),
        (with(NewOrderLine { quantity: Quantity::from_thousandths(-1), ..good() }), "/lines/0/quantity"),
        (with(NewOrderLine { unit_price: Some(UnitPrice::from_micros(-1)), ..good() }), "/lines/0/unit_price"),
        (with(NewOrderLine { unit_price: None, ..good() }), "/lines/0/unit_price"),
        (with(NewOrderLine { total: usd(9_99), ..good() }), "/lines/0/total"),
        (with(NewOrderLine { discount: usd(10_01), ..good() }), "/lines/0/discount"),
        (with(NewOrderLine { cost: usd(-1), ..good() }), "/lines/0/cost/amount"),
        (with(NewOrderLine { sku: " ".into(), ..good() }), "/lines/0/sku"),
        (with(of_line(Quantity::from_thousandths(i64::MAX), i64::MAX)), "/lines/0/unit_price"),
        (
            NewOrder {
                lines: vec![of_line(Quantity::ONE, i64::MAX); 2_000],
                currency: Some(Currency::KWD),
                ..NewOrder::default()
            },
            "/total",
        ),
        (NewOrder { tax: usd(1), ..with(NewOrderLine { tax: usd(2), ..good() }) }, "/tax"),
    ];
    for (order, path) in cases {
        let error = priced(order, Word::Checked).unwrap_err();
        assert_eq!((error.code(), error.path()), (crate::ErrorCode::InvalidInput, Some(path)), "{error}");
    }
}
