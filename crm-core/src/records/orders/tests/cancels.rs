//! Orders of which a part is called off: what may be, and that what stands adds up.

use super::{shop, total};
use crate::orders::*;
use crate::shipments::{NewShipment, ShipmentState};
use crate::testing::told;
use crate::vocabulary::{Currency, OrderLineId, UnitPrice};
use crate::{Crm, CustomerId, ErrorCode, Money, OrderId, Quantity};
use proptest::prelude::*;

fn off(line: OrderLineId, units: i32) -> LineCancellation {
    LineCancellation { line, quantity: Quantity::units(units) }
}

fn cancel(crm: &Crm, id: OrderId, lines: &[LineCancellation]) -> Result<Order> {
    crm.write(|tx| tx.orders().cancel_lines(id, lines, CancelReason::Inventory, None))
}

/// Three mugs and a pot for 60.00 with 6.00 off, 5.00 for shipping and 3.00 of tax on the mugs.
fn order(crm: &Crm, customer: CustomerId) -> Order {
    let mut new = NewOrder {
        customer: Some(customer),
        discount: Some(Money::usd(6_00)),
        shipping: Some(Money::usd(5_00)),
        ..NewOrder::default()
    }
    .line("MUG", 3, Money::usd(10_00))
    .line("POT", 1, Money::usd(30_00));
    new.lines[0].tax = Some(Money::usd(3_00));
    new.payments = vec![NewPayment::capture(Money::usd(62_00))];
    crm.write(|tx| tx.orders().record(new)).unwrap()
}

#[test]
fn what_stands_adds_up_and_counts_from_the_first_day() {
    let (crm, customer) = shop();
    let order = order(&crm, customer);
    let [mug, pot] = [order.lines[0].id, order.lines[1].id];
    let after = cancel(&crm, order.id, &[off(mug, 2)]).unwrap();
    assert_eq!(crm.read(|tx| tx.orders().get(order.id)).unwrap(), after);
    let line = &after.lines[0];
    assert_eq!((line.quantity, line.quantity_cancelled), (Quantity::ONE, Quantity::units(2)));
    assert_eq!((line.total, line.tax), (Money::usd(10_00), Money::usd(1_00)));
    // The mugs had half of the discount, and a third of that is left.
    assert_eq!((after.subtotal, after.discount, after.tax), (Money::usd(40_00), Money::usd(4_00), Money::usd(1_00)));
    assert_eq!((after.total, after.net, after.paid), (Money::usd(42_00), Money::usd(36_00), Money::usd(62_00)));
    assert_eq!((after.state, after.pay_state), (OrderState::Pending, PayState::Paid));
    let metrics = |crm: &Crm| crm.read(|tx| tx.orders().metrics(customer)).unwrap();
    assert_eq!((metrics(&crm).net, metrics(&crm).units), (Some(Money::usd(36_00)), Quantity::units(2)));
    let event = crm.read(|tx| tx.events().list(0, 100)).unwrap().pop().unwrap();
    assert_eq!((event.name.as_str(), &event.payload["reason"]), ("order.lines_cancelled", &"inventory".into()));
    // What was paid too much goes back and takes nothing of what stands.
    let back = NewRefund { order: Some(order.id), amount: Some(Money::usd(20_00)), ..NewRefund::default() };
    let refund = crm.write(|tx| tx.refunds().record(back)).unwrap();
    assert_eq!((refund.net_base, metrics(&crm).net), (Money::usd(0), Some(Money::usd(36_00))));
    // The rest of the line, and then everything.
    let after = cancel(&crm, order.id, &[off(mug, 1)]).unwrap();
    assert_eq!((after.lines[0].quantity, after.lines[0].total), (Quantity::default(), Money::usd(0)));
    assert_eq!((after.discount, after.tax, after.total), (Money::usd(3_00), Money::usd(0), Money::usd(32_00)));
    let after = cancel(&crm, order.id, &[off(pot, 1)]).unwrap();
    assert_eq!((after.state, after.cancel_reason), (OrderState::Cancelled, Some(CancelReason::Inventory)));
    assert_eq!((after.total, metrics(&crm).orders), (Money::usd(32_00), 0));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn what_is_shipped_or_packed_is_not_called_off() {
    let (crm, customer) = shop();
    let order = order(&crm, customer);
    let [mug, pot] = [order.lines[0].id, order.lines[1].id];
    let parcel = crm
        .write(|tx| {
            tx.orders().fulfil(order.id, &[Fulfilment { line: mug, quantity: Quantity::ONE }], None)?;
            tx.shipments().create(NewShipment::of(order.id).line(pot, Quantity::ONE))
        })
        .unwrap();
    let refused = cancel(&crm, order.id, &[off(mug, 2), off(pot, 1)]).unwrap_err();
    assert_eq!((refused.code(), refused.path()), (ErrorCode::InvalidInput, Some("/lines/1/quantity")));
    assert_eq!(refused.allowed_values(), [format!("line {mug}: 2"), format!("line {pot}: 0")]);
    let cases = [
        (vec![off(mug, 3)], "/lines/0/quantity", ErrorCode::InvalidInput),
        (vec![off(mug, 0)], "/lines/0/quantity", ErrorCode::InvalidInput),
        (vec![off(mug, 1), off(mug, 1)], "/lines/1/line", ErrorCode::InvalidInput),
        (vec![off(OrderLineId(1), 1)], "/lines/0/line", ErrorCode::NotFound),
        (vec![], "/lines", ErrorCode::InvalidInput),
    ];
    for (lines, path, code) in cases {
        let refused = cancel(&crm, order.id, &lines).unwrap_err();
        assert_eq!((refused.path(), refused.code()), (Some(path), code));
    }
    // A parcel that is called off gives back what was in it.
    crm.write(|tx| tx.shipments().set_state(parcel.id, ShipmentState::Cancelled, None, None)).unwrap();
    let after = cancel(&crm, order.id, &[off(mug, 2), off(pot, 1)]).unwrap();
    assert_eq!((after.fulfil_state, after.state), (FulfilState::Fulfilled, OrderState::Pending));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn only_an_order_under_way_loses_lines() {
    let (crm, customer) = shop();
    for state in OrderState::ALL {
        let mut new = total(customer, 20_00).line("A", 2, Money::usd(10_00));
        new.lines[0].made_to_order = true;
        let order = crm.write(|tx| tx.orders().record(NewOrder { state: Some(*state), ..new })).unwrap();
        let done = cancel(&crm, order.id, &[off(order.lines[0].id, 1)]);
        if matches!(state, OrderState::Completed | OrderState::Closed | OrderState::Cancelled) {
            assert_eq!(done.unwrap_err().code(), ErrorCode::NotAllowedTransition, "{state}");
            continue;
        }
        let done = done.unwrap();
        assert_eq!((done.state, done.total), (*state, Money::usd(10_00)), "{state}");
        let all = cancel(&crm, order.id, &[off(order.lines[0].id, 1)]).unwrap();
        assert_eq!(all.state, OrderState::Cancelled, "{state}");
    }
    assert_eq!(told(&crm, "order.lines_cancelled").len(), 6);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_host_has_the_last_word() {
    let (crm, customer) = shop();
    let report = |units: i32| HostOrder {
        order: total(customer, i64::from(units) * 10_00).line("A", units, Money::usd(10_00)).from_source("web", "7"),
        ..HostOrder::default()
    };
    let sync = |units| {
        let id = crm.write(|tx| tx.orders().sync(report(units))).unwrap().id;
        crm.read(|tx| tx.orders().get(id)).unwrap()
    };
    let order = sync(3);
    cancel(&crm, order.id, &[off(order.lines[0].id, 2)]).unwrap();
    for (units, cancelled) in [(1, 2), (2, 1), (3, 0), (1, 0)] {
        let line = &sync(units).lines[0];
        assert_eq!((line.quantity, line.quantity_cancelled), (Quantity::units(units), Quantity::units(cancelled)));
    }
}

fn new_lines() -> impl Strategy<Value = Vec<(i64, i64, i64, i64, bool)>> {
    prop::collection::vec((1..6_000_i64, 0..5_000_i64, 0..1_000_i64, 0..300_i64, any::<bool>()), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// After any sequence of cancellations the parts make the whole, and nothing is negative.
    #[test]
    fn what_stands_always_adds_up(
        lines in new_lines(),
        (discount, shipping, tax_rest) in (0..1_000_i64, 0..500_i64, 0..50_i64),
        (tax_included, line_taxes) in any::<(bool, bool)>(),
        steps in prop::collection::vec((any::<prop::sample::Index>(), 1..1_000_i64), 1..12),
    ) {
        let (crm, customer) = shop();
        let mut new = NewOrder {
            customer: Some(customer),
            currency: Some(Currency::USD),
            shipping: Some(Money::usd(shipping)),
            tax_included,
            ..NewOrder::default()
        };
        let (mut subtotal, mut taxes) = (0, 0);
        for (at, (quantity, price, off, tax, by_price)) in lines.iter().enumerate() {
            let quantity = Quantity::from_thousandths(*quantity);
            let price = UnitPrice::from_money(Money::usd(*price)).unwrap();
            let gross = price.total(quantity, Currency::USD).unwrap().minor;
            let off = (*off).min(gross);
            let tax = if line_taxes { (*tax).min((gross - off) / 3) } else { 0 };
            subtotal += gross - off;
            taxes += tax;
            new.lines.push(NewOrderLine {
                sku: format!("A{at}"),
                quantity,
                unit_price: by_price.then_some(price),
                total: (!by_price).then_some(Money::usd(gross - off)),
                discount: Some(Money::usd(off)),
                tax: Some(Money::usd(tax)),
                ..NewOrderLine::default()
            });
        }
        let discount = discount.min(subtotal / 2);
        let rest = tax_rest.min((subtotal - discount) / 3);
        new.discount = Some(Money::usd(discount));
        new.tax = Some(Money::usd(taxes + rest));
        let mut order = crm.write(|tx| tx.orders().record(new)).unwrap();
        let first = order.clone();
        for (index, share) in steps {
            if order.state == OrderState::Cancelled {
                break;
            }
            let line = index.get(&order.lines);
            let quantity = Quantity::from_thousandths((line.quantity.thousandths() * share / 999).max(1));
            if quantity > line.quantity {
                continue;
            }
            let before = order.clone();
            let part = LineCancellation { line: line.id, quantity };
            order = crm.write(|tx| tx.orders().cancel_lines(order.id, &[part], CancelReason::Customer, None)).unwrap();
            let sum = |of: fn(&OrderLine) -> i64| order.lines.iter().map(of).sum::<i64>();
            prop_assert_eq!(sum(|line| line.total.minor), order.subtotal.minor);
            let added = if tax_included { 0 } else { order.tax.minor };
            let parts = order.subtotal.minor - order.discount.minor + order.shipping.minor + added;
            prop_assert_eq!(parts, order.total.minor);
            prop_assert_eq!(sum(|line| line.quantity.thousandths()), order.units.thousandths());
            for (line, given) in order.lines.iter().zip(&first.lines) {
                if order.state != OrderState::Cancelled {
                    let whole = line.quantity.thousandths() + line.quantity_cancelled.thousandths();
                    prop_assert_eq!(whole, given.quantity.thousandths());
                }
                prop_assert!(line.total.minor >= 0 && line.tax.minor >= 0 && line.discount.minor >= 0);
                if let Some(price) = line.unit_price {
                    let gross = price.total(line.quantity, Currency::USD).unwrap().minor;
                    prop_assert_eq!(line.total.minor + line.discount.minor, gross);
                }
            }
            // Each part is rounded for itself: by at most one, and the net amount by those of discount and tax.
            for (now, before, rounded) in [
                (order.total, before.total, 1), (order.net, before.net, 2), (order.tax, before.tax, 1),
                (order.discount, before.discount, 1), (order.subtotal, before.subtotal, 1),
            ] {
                prop_assert!(now.minor >= 0 && now.minor <= before.minor + rounded, "{} after {}", now, before);
            }
            // As long as lines name their taxes, the rest is that of shipping.
            let of_shipping = |order: &Order| {
                let of_lines: i64 = order.lines.iter().map(|line| line.tax.minor).sum();
                (of_lines > 0).then(|| order.tax.minor - of_lines)
            };
            if let Some((now, before)) = of_shipping(&order).zip(of_shipping(&before)) {
                prop_assert_eq!(now, before);
            }
        }
        prop_assert!(crm.check().unwrap().ok);
    }
}
