//! Returns: moves, verdicts, exact money, the hard limit, and what carriers report late.

use super::*;
use crate::Crm;
use crate::customers::{CustomerPatch, MergeRequest, NewCustomer};
use crate::orders::{CancelReason, NewOrder, NewOrderLine, NewRefund, NewRefundLine, Order, OrderPatch};
use crate::records::aftersale::warranties::{SaveWarrantyPlan, VoidReason, WarrantyFilter, WarrantyKind};
use crate::records::sale::shipments::{IndicatorPeriod, NewShipment, ShipmentState};
use crate::testing::{Chance, at, customer, done_by, shop, shop_of, told};
use crate::vocabulary::{CustomerId, Money, OrderLineId, Quantity, Rate, ServiceOrderId};
use std::collections::BTreeMap;

/// Three mugs for 30.00 and two packets of tea for 10.00, paid and delivered now.
fn delivered(tx: &WriteTransaction, customer: CustomerId) -> Order {
    let order = NewOrder::new(customer, Money::usd(40_00)).line("MUG", 3, Money::usd(10_00));
    deliver(tx, order.line("TEA", 2, Money::usd(5_00)).paid())
}

fn deliver(tx: &WriteTransaction, order: NewOrder) -> Order {
    let order = tx.orders().record(order).unwrap();
    let parcel = NewShipment { state: Some(ShipmentState::Delivered), ..NewShipment::of(order.id) };
    tx.shipments().create(parcel).unwrap();
    tx.orders().get(order.id).unwrap()
}

fn some(order: &Order, line: usize, units: i32, reason: ReturnReason) -> NewReturn {
    NewReturn::of(order.id, vec![NewReturnLine::of(order.lines[line].id, Quantity::units(units), reason)])
}

fn mugs(order: &Order, units: i32) -> NewReturn {
    some(order, 0, units, ReturnReason::ChangedMind)
}

/// A return that has arrived and been looked over.
fn inspected(tx: &WriteTransaction, new: NewReturn) -> OrderReturn {
    let one = tx.returns().request(new).unwrap();
    if one.state == ReturnState::Requested {
        tx.returns().approve(one.id, None).unwrap();
    }
    tx.returns().receive(one.id, &[], None).unwrap();
    tx.returns().inspect(one.id, &[]).unwrap()
}

fn refunded(tx: &WriteTransaction, new: NewReturn) -> OrderReturn {
    let one = inspected(tx, new);
    tx.returns().decide(one.id, &[], None).unwrap();
    tx.returns().resolve(&ReturnSettlement::by(one.id, ReturnResolution::Refund)).unwrap()
}

/// The verb that leads to a state.
fn drive(tx: &WriteTransaction, one: &OrderReturn, to: ReturnState) -> Result<OrderReturn> {
    let (room, id, line) = (tx.returns(), one.id, one.lines[0].id);
    let resolve = |how| tx.returns().resolve(&ReturnSettlement::by(id, how));
    let accept = |units| vec![ReturnAcceptance { line, accepted: Quantity::units(units), fee: None }];
    match to {
        ReturnState::Requested => MACHINE.require(one.state, to).map(|()| one.clone()),
        ReturnState::Approved => room.approve(id, Some(StaffId(7))),
        ReturnState::Declined => room.decline(id, "used", None),
        ReturnState::Cancelled => room.cancel(id, Some("kept")),
        ReturnState::InTransit => room.ship(id, None, None, None),
        ReturnState::Expired => {
            let mut one = one.clone();
            tx.step(|| moves::go(tx, &mut one, to, None))?;
            Ok(one)
        }
        ReturnState::PartiallyReceived => {
            room.receive(id, &[ReturnReceipt { line, quantity: Quantity::units(1) }], None)
        }
        ReturnState::Received => room.receive(id, &[], None),
        ReturnState::Inspected => room.inspect(id, &[]),
        ReturnState::Accepted => room.decide(id, &[], None),
        ReturnState::PartlyAccepted => room.decide(id, &accept(1), None),
        ReturnState::Rejected => room.decide(id, &accept(0), Some("worn")),
        ReturnState::Refunded => resolve(ReturnResolution::Refund),
        ReturnState::Credited => resolve(ReturnResolution::StoreCredit),
        ReturnState::Repaired => resolve(ReturnResolution::Repair),
        ReturnState::Exchanged => room.resolve(&ReturnSettlement {
            exchange: vec![mug()],
            ..ReturnSettlement::by(id, ReturnResolution::Exchange)
        }),
        ReturnState::ReturnedToCustomer => room.return_to_customer(id),
        ReturnState::Closed => room.close(id),
    }
}

fn mug() -> NewOrderLine {
    NewOrderLine { sku: "MUG".into(), total: Some(Money::usd(10_00)), ..NewOrderLine::default() }
}

/// How a return gets to each state.
fn path(to: ReturnState) -> Vec<ReturnState> {
    use ReturnState::*;
    let mut path = match to {
        Requested => return Vec::new(),
        Approved | Declined | Cancelled => Vec::new(),
        InTransit | Expired | PartiallyReceived | Received => vec![Approved],
        Inspected => vec![Approved, Received],
        Accepted | PartlyAccepted | Rejected => vec![Approved, Received, Inspected],
        Refunded | Exchanged | Credited | Repaired => vec![Approved, Received, Inspected, Accepted],
        ReturnedToCustomer => vec![Approved, Received, Inspected, Rejected],
        Closed => vec![Approved, Received, Inspected, Rejected],
    };
    path.push(to);
    path
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    use ReturnState::{Approved, PartiallyReceived};
    for from in ReturnState::ALL {
        let (crm, _, ada) = shop_of("Ada");
        crm.write(|tx| {
            for to in ReturnState::ALL {
                let order = delivered(tx, ada);
                let mut one = tx.returns().request(mugs(&order, 3))?;
                for step in path(*from) {
                    one = drive(tx, &one, step)?;
                }
                assert_eq!(one.state, *from);
                // A part that arrives of what was approved was on its way; another part moves nothing.
                let through = matches!((from, to), (Approved | PartiallyReceived, PartiallyReceived));
                match drive(tx, &one, *to) {
                    Ok(moved) => {
                        assert!(through || MACHINE.may(*from, *to), "{from} to {to}");
                        assert_eq!(moved.state, *to);
                        assert_eq!(moved.ended_at.is_some(), rules::is_over(*to));
                        assert_eq!(tx.returns().get(one.id)?, moved);
                        assert_eq!(tx.returns().history(one.id)?.last().unwrap().to, to.token());
                    }
                    Err(error) => {
                        assert!(!through && !MACHINE.may(*from, *to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition, "{from} to {to}: {error}");
                        let allowed: Vec<_> = MACHINE.allowed(*from).iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), allowed);
                        assert_eq!(tx.returns().get(one.id)?, one);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
        let report = crm.check().unwrap();
        assert!(report.ok, "{from}: {:?}", report.problems);
    }
}

#[test]
fn the_words_of_other_systems_follow_from_the_state() {
    let words: Vec<(&str, &str)> =
        ReturnState::ALL.iter().map(|state| (state.shopify().token(), state.medusa().token())).collect();
    assert_eq!(
        words[..6],
        [
            ("requested", "requested"),
            ("open", "open"),
            ("declined", "canceled"),
            ("canceled", "canceled"),
            ("open", "open"),
            ("canceled", "canceled"),
        ]
    );
    assert_eq!(words[6..9], [("open", "partially_received"), ("open", "received"), ("open", "received")]);
    assert!(words[9..].iter().all(|word| *word == ("closed", "received")));
}

#[test]
fn the_last_day_is_a_whole_day_of_the_shop() {
    let (crm, clock, ada) = shop_of("Ada");
    let order = crm
        .write(|tx| {
            tx.shop().configure(crate::shop::ShopPatch {
                time_zone: Some(crate::vocabulary::time::Zone::parse("Asia/Shanghai")?),
                ..Default::default()
            })?;
            // Delivered on 2 March at 17:00 in Shanghai.
            Ok(delivered(tx, ada))
        })
        .unwrap();
    let check = || crm.read(|tx| tx.returns().check(&ReturnCheck { order_id: order.id, lines: Vec::new() })).unwrap();
    let offer = check();
    assert!(offer.ok);
    assert_eq!(offer.lines[0].until, Some(at("2026-03-16T16:00:00Z")));
    assert_eq!((offer.amount, offer.approval), (Money::usd(40_00), ReturnApproval::Person));
    clock.set(at("2026-03-16T15:59:59Z"));
    assert!(check().ok);
    clock.set(at("2026-03-16T16:00:00Z"));
    let late = check();
    assert_eq!(late.lines[0].refusal, Some(ReturnRefusal::WindowOver));
    assert_eq!((late.ok, late.amount), (false, Money::usd(0)));
    crm.write(|tx| {
        let error = tx.returns().request(mugs(&order, 1)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Conflict, Some("/lines/0/line")));
        assert!(error.message().ends_with("window_over"));
        // A person may be kind.
        let kind = tx.returns().request(NewReturn { exception: Some("goodwill".into()), ..mugs(&order, 1) })?;
        assert_eq!((kind.state, kind.exception.as_deref()), (ReturnState::Requested, Some("goodwill")));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_first_rule_that_says_something_decides_and_is_named() {
    let (crm, clock, ada) = shop_of("Ada");
    crm.write(|tx| {
        tx.customers().update(ada, CustomerPatch { country: Patch::Set("DE".into()), ..Default::default() })?;
        let product = json!({ "sku": "MUG", "name": "Mug", "category": "home/kitchen" });
        tx.catalog().upsert(serde_json::from_value(product).unwrap())?;
        let rule = ReturnRule::new;
        tx.returns().save_rules(vec![
            ReturnRule { reason: Some(ReturnReason::Defective), window_days: Some(730), ..rule("faults") },
            ReturnRule { country: Some("FR".into()), window_days: Some(1), ..rule("france") },
            ReturnRule { country: Some("DE".into()), window_days: Some(30), ..rule("germany") },
            ReturnRule { category: Some("home".into()), restocking: Some(Rate::from_ppm(100_000)), ..rule("home") },
            ReturnRule { sku: Some("TEA".into()), returnable: Some(false), ..rule("food") },
            ReturnRule { up_to: Some(Money::usd(10_00)), approval: Some(ReturnApproval::Auto), ..rule("small") },
            ReturnRule { way_back: Some(WayBack::Customer), way_back_fee: Some(Money::usd(4_99)), ..rule("label") },
        ])?;
        let order = delivered(tx, ada);
        let judged = |lines| tx.returns().check(&ReturnCheck { order_id: order.id, lines });
        let (mug, tea) = (order.lines[0].id, order.lines[1].id);
        let offer = judged(vec![NewReturnLine::of(mug, Quantity::units(1), ReturnReason::Size)])?;
        let line = &offer.lines[0];
        assert_eq!((line.value, line.fee, line.amount), (Money::usd(10_00), Money::usd(1_00), Money::usd(9_00)));
        assert_eq!((offer.way_back_fee, offer.amount), (Money::usd(4_99), Money::usd(4_01)));
        assert_eq!(offer.approval, ReturnApproval::Auto);
        let named = ReturnRulesUsed {
            returnable: None,
            window: Some("germany".into()),
            approval: Some("small".into()),
            way_back: Some("label".into()),
            way_back_fee: Some("label".into()),
            restocking: Some("home".into()),
        };
        assert_eq!(line.rules, named);
        let defective = judged(vec![NewReturnLine::of(mug, Quantity::units(3), ReturnReason::Defective)])?;
        assert_eq!(defective.lines[0].rules.window.as_deref(), Some("faults"));
        assert_eq!(defective.approval, ReturnApproval::Person);
        let food = judged(vec![NewReturnLine::new(tea, ReturnReason::ChangedMind)])?;
        assert_eq!(food.lines[0].refusal, Some(ReturnRefusal::NotReturnable));
        assert_eq!(food.lines[0].rules.returnable.as_deref(), Some("food"));
        // Approved by the rules: ready for the label at once.
        tx.returns().configure(ReturnSettingsPatch {
            return_to: Patch::Set("hall-2".into()),
            instructions: Patch::Set("Pack it well.".into()),
            ..Default::default()
        })?;
        let easy = EasyReturn {
            quantity: Some(Quantity::ONE),
            label_ref: Some("label/1".into()),
            ..EasyReturn::of(mug, ReturnReason::Size)
        };
        let one = tx.returns().easy(easy.clone())?;
        assert_eq!((one.state, one.auto_approved, one.number.as_str()), (ReturnState::Approved, true, "RMA-000001"));
        assert_eq!((one.return_to.as_deref(), one.label_ref.as_deref()), (Some("hall-2"), Some("label/1")));
        assert_eq!(one.instructions.as_deref(), Some("Pack it well."));
        assert_eq!(one.expires_at, Some(at("2026-04-01T09:00:00Z")));
        assert_eq!(tx.returns().find(" RMA-000001 ")?, one);
        let error = tx.returns().easy(EasyReturn { quantity: Some(Quantity::units(3)), ..easy }).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/quantity")));
        let error = tx.returns().easy(EasyReturn::of(tea, ReturnReason::Size)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Conflict, Some("/line")));
        let error = tx.returns().easy(EasyReturn::of(OrderLineId(9_999_999), ReturnReason::Size)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::NotFound, Some("/line")));
        Ok(())
    })
    .unwrap();
    clock.set(at("2026-03-03T09:00:00Z"));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn rules_and_settings_are_checked() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let refused = |rules: Vec<ReturnRule>, path: &str| {
            let error = tx.returns().save_rules(rules).unwrap_err();
            assert_eq!(error.path(), Some(path), "{error}");
        };
        refused(vec![ReturnRule::new("empty")], "/rules/0");
        let days = |key: &str, days| ReturnRule { window_days: Some(days), ..ReturnRule::new(key) };
        refused(vec![days("a", 1), days("a", 2)], "/rules/1/key");
        refused(vec![days("a", 4_000)], "/rules/0/window_days");
        refused(vec![days("a b", 1)], "/rules/0/key");
        refused(vec![ReturnRule { country: Some("de".into()), ..days("a", 1) }], "/rules/0/country");
        refused(vec![ReturnRule { up_to: Some(Money::usd(-1)), ..days("a", 1) }], "/rules/0/up_to");
        let rate = ReturnRule { restocking: Some(Rate::from_ppm(1_000_001)), ..ReturnRule::new("a") };
        refused(vec![rate], "/rules/0/restocking");
        assert_eq!(tx.returns().save_rules(vec![days("a", 1); 501]).unwrap_err().code(), ErrorCode::Limit);
        for (patch, path) in [
            (json!({ "window_days": 3_651 }), "/window_days"),
            (json!({ "send_days": 0 }), "/send_days"),
            (json!({ "restocking": "-0.1" }), "/restocking"),
            (json!({ "prefix": "R2026" }), "/prefix"),
            (json!({ "alert_rate": "0" }), "/alert_rate"),
            (json!({ "alert_rate": "1.1" }), "/alert_rate"),
            (json!({ "alert_units": "0" }), "/alert_units"),
        ] {
            let patch = serde_json::from_value(patch).unwrap();
            assert_eq!(tx.returns().configure(patch).unwrap_err().path(), Some(path));
        }
        let after = tx.returns().save_rules(vec![days("a", 1)])?;
        assert_eq!(tx.returns().settings()?, after);
        Ok(())
    })
    .unwrap();
}

#[test]
fn parts_add_up_to_what_was_paid_for_the_goods() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        // 3 × 3.33 and 7 × 1.01, 1.00 off the order, taxes on top, shipping beside them.
        let line = |sku: &str, units, total, tax| NewOrderLine {
            sku: sku.into(),
            quantity: Quantity::units(units),
            total: Some(Money::usd(total)),
            tax: Some(Money::usd(tax)),
            ..NewOrderLine::default()
        };
        let order = NewOrder {
            customer: Some(ada),
            lines: vec![line("A", 3, 9_99, 1_91), line("B", 7, 7_07, 1_34)],
            discount: Some(Money::usd(1_00)),
            shipping: Some(Money::usd(4_99)),
            paid: Some(true),
            ..NewOrder::default()
        };
        let order = deliver(tx, order);
        assert_eq!(order.total, Money::usd(24_30));
        let mut back = 0;
        for (line, units) in [(0, 3), (1, 7)] {
            for _ in 0..units {
                let one = refunded(tx, some(&order, line, 1, ReturnReason::Defective));
                assert_eq!(one.paid_back, Some(one.amount));
                back += one.amount.minor;
            }
        }
        // All but the shipping, to the cent.
        assert_eq!(back, 19_31);
        let after = tx.orders().get(order.id)?;
        assert_eq!(after.refunded, Money::usd(19_31));
        let refunds = tx.refunds().of_order(order.id)?;
        for refund in &refunds {
            let lines: i64 = refund.lines.iter().map(|line| line.amount.minor).sum();
            assert_eq!(lines + refund.tax.minor + refund.shipping.minor, refund.amount.minor);
        }
        assert_eq!(refunds.iter().map(|refund| refund.tax.minor).sum::<i64>(), 3_25);
        let error = tx.returns().request(some(&order, 0, 1, ReturnReason::Defective)).unwrap_err();
        assert!(error.message().ends_with("nothing_left"), "{error}");
        Ok(())
    })
    .unwrap();
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn shipping_goes_back_once_and_fees_stay() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        tx.returns()
            .configure(ReturnSettingsPatch { restocking: Some(Rate::from_ppm(333_333)), ..Default::default() })?;
        let order = NewOrder { shipping: Some(Money::usd(5_00)), ..NewOrder::new(ada, Money::usd(35_00)) };
        let order = deliver(tx, order.line("MUG", 3, Money::usd(10_00)).paid());
        let one = inspected(tx, mugs(&order, 1));
        let one = tx.returns().decide(one.id, &[], None)?;
        assert_eq!((one.lines[0].fee, one.amount), (Money::usd(3_33), Money::usd(6_67)));
        let with = |shipping| ReturnSettlement { shipping: Some(Money::usd(shipping)), ..ReturnSettlement::of(one.id) };
        assert_eq!(tx.returns().resolve(&with(5_01)).unwrap_err().path(), Some("/shipping"));
        assert_eq!(tx.returns().resolve(&with(-1)).unwrap_err().path(), Some("/shipping"));
        let done = tx.returns().resolve(&with(5_00))?;
        assert_eq!((done.paid_back, done.amount), (Some(Money::usd(11_67)), Money::usd(6_67)));
        // Shipping is gone; a fee by hand is at most the value.
        let two = inspected(tx, mugs(&order, 2));
        let line = two.lines[0].id;
        let fee = |minor| [ReturnAcceptance { line, accepted: Quantity::units(2), fee: Some(Money::usd(minor)) }];
        assert_eq!(tx.returns().decide(two.id, &fee(20_01), None).unwrap_err().path(), Some("/lines/0/fee"));
        let two = tx.returns().decide(two.id, &fee(20_00), None)?;
        let with = ReturnSettlement { shipping: Some(Money::usd(1)), ..ReturnSettlement::of(two.id) };
        assert_eq!(tx.returns().resolve(&with).unwrap_err().path(), Some("/shipping"));
        // Nothing is owed, so that no refund is made.
        let two = tx.returns().resolve(&ReturnSettlement::of(two.id))?;
        assert_eq!((two.paid_back, two.refund_id), (Some(Money::usd(0)), None));
        assert_eq!(tx.orders().get(order.id)?.refunded, Money::usd(11_67));
        Ok(())
    })
    .unwrap();
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn never_more_is_paid_back_than_was_paid() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let order = delivered(tx, ada);
        tx.refunds().record(NewRefund {
            order: Some(order.id),
            amount: Some(Money::usd(15_00)),
            ..NewRefund::default()
        })?;
        let offer = tx.returns().check(&ReturnCheck { order_id: order.id, lines: Vec::new() })?;
        assert_eq!(offer.amount, Money::usd(25_00));
        let one = refunded(tx, mugs(&order, 3));
        assert_eq!((one.amount, one.paid_back), (Money::usd(30_00), Some(Money::usd(25_00))));
        let tea = inspected(tx, some(&order, 1, 2, ReturnReason::Late));
        tx.returns().decide(tea.id, &[], None)?;
        let error = tx.returns().resolve(&ReturnSettlement::of(tea.id)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Limit);
        let repaired = ReturnSettlement {
            service_order_id: Some(ServiceOrderId(4)),
            ..ReturnSettlement::by(tea.id, ReturnResolution::Repair)
        };
        let repaired = tx.returns().resolve(&repaired)?;
        assert_eq!((repaired.state, repaired.service_order_id), (ReturnState::Repaired, Some(ServiceOrderId(4))));
        // What was repaired is the customer's again and may come back once more.
        tx.returns().request(some(&order, 1, 2, ReturnReason::Defective))?;
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn an_exchange_orders_other_goods_and_tells_the_difference() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let order = delivered(tx, ada);
        let dearer = inspected(tx, NewReturn { wanted: ReturnResolution::Exchange, ..mugs(&order, 1) });
        tx.returns().decide(dearer.id, &[], None)?;
        assert_eq!(tx.returns().resolve(&ReturnSettlement::of(dearer.id)).unwrap_err().path(), Some("/exchange"));
        let wrong = ReturnSettlement {
            exchange: vec![NewOrderLine { total: Some(Money::usd(-1)), ..mug() }],
            ..ReturnSettlement::of(dearer.id)
        };
        let error = tx.returns().resolve(&wrong).unwrap_err();
        assert!(error.path().unwrap().starts_with("/exchange/0"), "{error}");
        assert_eq!(tx.returns().get(dearer.id)?.state, ReturnState::Accepted);
        assert_eq!(tx.orders().get(order.id)?.refunded, Money::usd(0));
        let bowl = NewOrderLine { sku: "BOWL".into(), total: Some(Money::usd(16_00)), ..NewOrderLine::default() };
        let with = |line: NewOrderLine, id| ReturnSettlement { exchange: vec![line], ..ReturnSettlement::of(id) };
        let done = tx.returns().resolve(&with(bowl, dearer.id))?;
        assert_eq!((done.state, done.difference), (ReturnState::Exchanged, Some(Money::usd(6_00))));
        let other = tx.orders().get(done.exchange_order_id.unwrap())?;
        assert_eq!((other.total, other.paid), (Money::usd(16_00), Money::usd(10_00)));
        let cheaper = inspected(tx, NewReturn { wanted: ReturnResolution::Exchange, ..mugs(&order, 2) });
        tx.returns().decide(cheaper.id, &[], None)?;
        let done = tx.returns().resolve(&with(mug(), cheaper.id))?;
        assert_eq!((done.paid_back, done.difference), (Some(Money::usd(20_00)), Some(Money::usd(-10_00))));
        assert_eq!(tx.orders().get(done.exchange_order_id.unwrap())?.paid, Money::usd(10_00));
        assert_eq!(tx.orders().get(order.id)?.refunded, Money::usd(30_00));
        let credit = inspected(tx, some(&order, 1, 1, ReturnReason::Other));
        tx.returns().decide(credit.id, &[], None)?;
        let done = tx.returns().resolve(&ReturnSettlement::by(credit.id, ReturnResolution::StoreCredit))?;
        let value = tx.stored_values().get(done.stored_value_id, None)?;
        assert_eq!((value.balance, value.customer_id), (Money::usd(5_00), Some(ada)));
        assert_eq!(tx.orders().get(order.id)?.refunded, Money::usd(35_00));
        Ok(())
    })
    .unwrap();
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn only_what_was_delivered_and_is_not_held_comes_back() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let order =
            tx.orders().record(NewOrder::new(ada, Money::usd(30_00)).line("MUG", 3, Money::usd(10_00)).paid())?;
        let error = tx.returns().request(mugs(&order, 1)).unwrap_err();
        assert!(error.message().ends_with("not_delivered"));
        let parcel = NewShipment { state: Some(ShipmentState::Delivered), ..NewShipment::of(order.id) };
        tx.shipments().create(parcel.line(order.lines[0].id, Quantity::units(2)))?;
        // What was refunded and never shipped does not count against what was.
        tx.refunds().record(NewRefund {
            order: Some(order.id),
            lines: vec![NewRefundLine {
                line: order.lines[0].id,
                quantity: Quantity::ONE,
                amount: None,
                restock: true,
            }],
            ..NewRefund::default()
        })?;
        let error = tx.returns().request(mugs(&order, 3)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/lines/0/quantity")));
        let one = tx.returns().request(mugs(&order, 1))?;
        let two = tx.returns().request(mugs(&order, 1))?;
        assert!(tx.returns().request(mugs(&order, 1)).is_err());
        // What is declined or called off is free again.
        tx.returns().decline(one.id, "used", None)?;
        let one = tx.returns().request(mugs(&order, 1))?;
        tx.returns().cancel(two.id, None)?;
        let two = tx.returns().request(mugs(&order, 1))?;
        tx.returns().cancel(one.id, None)?;
        tx.returns().cancel(two.id, None)?;
        // Of what is accepted in part, the rest is the customer's.
        let both = inspected(tx, mugs(&order, 2));
        let line = both.lines[0].id;
        let part = [ReturnAcceptance { line, accepted: Quantity::ONE, fee: None }];
        let too_much = [ReturnAcceptance { line, accepted: Quantity::units(3), fee: None }];
        assert_eq!(tx.returns().decide(both.id, &too_much, None).unwrap_err().path(), Some("/lines/0/accepted"));
        tx.returns().decide(both.id, &part, Some("worn"))?;
        let last = refunded(tx, mugs(&order, 1));
        assert_eq!(last.paid_back, Some(Money::usd(10_00)));
        assert!(tx.returns().request(mugs(&order, 1)).is_err());
        let foreign = delivered(tx, customer(tx, "Bo"));
        let error = tx.returns().request(NewReturn { order_id: order.id, ..mugs(&foreign, 1) }).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::NotFound, Some("/lines/0/line")));
        Ok(())
    })
    .unwrap();
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn what_is_given_is_checked() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let serials = |serials: &[&str]| serials.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let line = NewOrderLine {
            sku: "PHONE".into(),
            quantity: Quantity::units(2),
            total: Some(Money::usd(800_00)),
            serials: serials(&["S1", "S2"]),
            ..NewOrderLine::default()
        };
        let order = NewOrder { customer: Some(ada), lines: vec![line], paid: Some(true), ..NewOrder::default() };
        let order = deliver(tx, order);
        let with = |given: &[&str], units: i32| {
            let mut new = mugs(&order, units);
            new.lines[0].serials = serials(given);
            new
        };
        for (new, path) in [
            (with(&["S1", "S2"], 1), "/lines/0/serials"),
            (with(&["S3"], 1), "/lines/0/serials/0"),
            (with(&["S1", "S1"], 2), "/lines/0/serials/1"),
            (mugs(&order, 0), "/lines/0/quantity"),
            (NewReturn::of(order.id, Vec::new()), "/lines"),
            (NewReturn { wanted: ReturnResolution::None, ..mugs(&order, 1) }, "/wanted"),
            (NewReturn { exception: Some("a b".into()), ..mugs(&order, 1) }, "/exception"),
            (NewReturn { order_id: crate::OrderId(99), ..mugs(&order, 1) }, "/order_id"),
            (NewReturn::of(order.id, [mugs(&order, 1).lines, mugs(&order, 1).lines].concat()), "/lines/1/line"),
        ] {
            assert_eq!(tx.returns().request(new).unwrap_err().path(), Some(path));
        }
        let one = tx.returns().request(with(&["S1"], 1))?;
        let error = tx.returns().request(with(&["S1"], 1)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Conflict, Some("/lines/0/serials/0")));
        let two = tx.returns().request(with(&["S2"], 1))?;
        let patch = |patch| serde_json::from_value::<ReturnPatch>(patch).unwrap();
        let error = tx.returns().update(one.id, patch(json!({ "tracking_no": "1Z" }))).unwrap_err();
        assert_eq!(error.path(), Some("/carrier"));
        let tracked = patch(json!({ "carrier": "DHL", "tracking_no": "1z 99", "label_ref": " L1 ", "note": "" }));
        let after = tx.returns().update(one.id, tracked.clone())?;
        assert_eq!((after.carrier.as_deref(), after.tracking_no.as_deref()), (Some("dhl"), Some("1Z99")));
        assert_eq!(after.label_ref.as_deref(), Some("L1"));
        assert_eq!(tx.returns().update(two.id, tracked.clone()).unwrap_err().existing_id(), Some(one.id.0));
        tx.returns().decline(one.id, "used", Some(StaffId(7)))?;
        assert_eq!(tx.returns().update(one.id, tracked).unwrap_err().code(), ErrorCode::Conflict);
        let page = tx.returns().list(&ReturnFilter { open: true, customer_id: Some(ada), ..Default::default() })?;
        assert_eq!(page.items.iter().map(|one| one.id).collect::<Vec<_>>(), [two.id]);
        assert_eq!(page.items[0].lines[0].serials.0, ["S2"]);
        let error = tx.returns().receive(two.id, &[], None).unwrap_err();
        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
        tx.returns().approve(two.id, None)?;
        let receipt = |line, units| [ReturnReceipt { line, quantity: Quantity::units(units) }];
        let line = two.lines[0].id;
        assert_eq!(
            tx.returns().receive(two.id, &receipt(line, 2), None).unwrap_err().path(),
            Some("/lines/0/quantity")
        );
        assert_eq!(
            tx.returns().receive(two.id, &receipt(one.lines[0].id, 1), None).unwrap_err().code(),
            ErrorCode::NotFound
        );
        let later = Some(tx.now().plus_millis(1));
        assert_eq!(tx.returns().receive(two.id, &[], later).unwrap_err().path(), Some("/at"));
        assert_eq!(tx.returns().ship(two.id, None, None, later).unwrap_err().path(), Some("/at"));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn what_is_not_sent_expires_and_what_comes_late_is_taken() {
    let (crm, clock, ada) = shop_of("Ada");
    let (order, one) = crm
        .write(|tx| {
            let order = delivered(tx, ada);
            let one = tx.returns().request(mugs(&order, 2))?;
            tx.returns().approve(one.id, None)?;
            let tracked = ReturnPatch {
                carrier: Patch::Set("ups".into()),
                tracking_no: Patch::Set("77".into()),
                ..Default::default()
            };
            Ok((order, tx.returns().update(one.id, tracked)?))
        })
        .unwrap();
    let said = |state, when: &str| ReturnReport {
        carrier: "UPS".into(),
        tracking_no: "7 7".into(),
        state,
        at: Some(at(when)),
    };
    let report = |report: ReturnReport| crm.write(|tx| tx.returns().report(&report));
    clock.set(at("2026-04-01T08:59:59Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "returns"), 0);
    clock.set(at("2026-04-01T09:00:00Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "returns"), 1);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "returns"), 0);
    let get = || crm.read(|tx| tx.returns().get(one.id)).unwrap();
    assert_eq!((get().state, get().lines[0].held), (ReturnState::Expired, Quantity::default()));
    // It had been sent in time after all.
    let sent = report(said(ReturnSighting::InTransit, "2026-03-30T10:00:00Z")).unwrap();
    assert_eq!((sent.effect, sent.state, sent.forced), (ReturnEffect::Moved, ReturnState::InTransit, true));
    assert_eq!((get().ended_at, get().lines[0].held), (None, Quantity::units(2)));
    let again = report(said(ReturnSighting::InTransit, "2026-03-30T10:00:00Z")).unwrap();
    assert_eq!(again.effect, ReturnEffect::Known);
    let here = report(said(ReturnSighting::Received, "2026-04-01T07:00:00Z")).unwrap();
    assert_eq!((here.effect, here.state, here.forced), (ReturnEffect::Moved, ReturnState::Received, false));
    assert_eq!(report(said(ReturnSighting::Received, "2026-04-01T08:00:00Z")).unwrap().effect, ReturnEffect::Known);
    // An older word about the way only dates it.
    let dated = report(said(ReturnSighting::InTransit, "2026-03-29T10:00:00Z")).unwrap();
    assert_eq!((dated.effect, dated.state), (ReturnEffect::Dated, ReturnState::Received));
    assert_eq!(get().sent_at, Some(at("2026-03-29T10:00:00Z")));
    let error =
        report(ReturnReport { tracking_no: "78".into(), ..said(ReturnSighting::Received, "2026-03-29T10:00:00Z") });
    assert_eq!(error.unwrap_err().path(), Some("/tracking_no"));
    assert_eq!(report(said(ReturnSighting::Received, "2027-01-01T00:00:00Z")).unwrap_err().path(), Some("/at"));
    let steps: Vec<(String, bool)> =
        crm.read(|tx| tx.returns().history(one.id)).unwrap().into_iter().map(|step| (step.to, step.forced)).collect();
    assert_eq!(steps.iter().filter(|(_, forced)| *forced).count(), 1);
    assert_eq!(
        told(&crm, "rma."),
        ["rma.requested", "rma.approved", "rma.updated", "rma.expired", "rma.sent", "rma.received", "rma.dated",]
    );
    // Goods of a return that was called off, which another return holds by now.
    crm.write(|tx| {
        let exception = || NewReturn { exception: Some("kind".into()), ..mugs(&order, 1) };
        let lost = tx.returns().request(exception())?;
        tx.returns().approve(lost.id, None)?;
        let tracked = ReturnPatch {
            carrier: Patch::Set("ups".into()),
            tracking_no: Patch::Set("79".into()),
            ..Default::default()
        };
        tx.returns().update(lost.id, tracked)?;
        tx.returns().cancel(lost.id, None)?;
        tx.returns().request(exception())?;
        let came = ReturnReport { tracking_no: "79".into(), ..said(ReturnSighting::Received, "2026-04-01T07:00:00Z") };
        assert_eq!(tx.returns().report(&came).unwrap_err().code(), ErrorCode::Conflict);
        assert_eq!(tx.returns().get(lost.id)?.state, ReturnState::Cancelled);
        Ok(())
    })
    .unwrap();
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

/// What the model knows of a return: its line, how much, and whether that is decided.
struct Known {
    id: ReturnId,
    line: usize,
    holds: i64,
}

#[test]
fn any_history_agrees_with_a_plain_model() {
    for seed in 0..40_u64 {
        let (crm, _, ada) = shop_of("Ada");
        let mut dice = Chance(seed.wrapping_mul(7_919) + 1);
        crm.write(|tx| {
            let order = delivered(tx, ada);
            let bought = [3_i64, 2];
            let mut known: Vec<Known> = Vec::new();
            let mut paid_back = 0;
            for _ in 0..60 {
                let held = |known: &[Known], line| -> i64 {
                    known.iter().filter(|one| one.line == line).map(|one| one.holds).sum()
                };
                let pick = dice.roll(known.len().max(1) as u64) as usize;
                if known.is_empty() || dice.roll(4) == 0 {
                    let (line, units) = (dice.roll(2) as usize, 1 + dice.roll(3) as i32);
                    let fits = held(&known, line) + i64::from(units) <= bought[line];
                    let asked = tx.returns().request(some(&order, line, units, ReturnReason::Other));
                    assert_eq!(asked.is_ok(), fits, "seed {seed}");
                    known.extend(asked.ok().map(|one| Known { id: one.id, line, holds: units.into() }));
                    continue;
                }
                let one = tx.returns().get(known[pick].id)?;
                let next = MACHINE.allowed(one.state);
                let Some(to) = next.get(dice.roll(next.len().max(1) as u64) as usize) else { continue };
                let left = 40_00 - paid_back;
                let moved = drive(tx, &one, *to)?;
                use ReturnState::*;
                match moved.state {
                    Declined | Cancelled | Expired | Rejected | Repaired => known[pick].holds = 0,
                    Accepted | PartlyAccepted => known[pick].holds = moved.lines[0].accepted.thousandths() / 1_000,
                    Refunded | Exchanged | Credited => {
                        let price = [10_00, 5_00][known[pick].line];
                        let back = moved.paid_back.unwrap().minor;
                        assert_eq!(back, (known[pick].holds * price).min(left), "seed {seed}");
                        paid_back += back;
                    }
                    _ => {}
                }
                for (line, most) in bought.iter().enumerate() {
                    assert!(held(&known, line) <= *most, "seed {seed}");
                }
            }
            assert_eq!(tx.orders().get(order.id)?.refunded, Money::usd(paid_back), "seed {seed}");
            let offer = tx.returns().check(&ReturnCheck { order_id: order.id, lines: Vec::new() })?;
            for (line, verdict) in offer.lines.iter().enumerate() {
                let held: i64 = known.iter().filter(|one| one.line == line).map(|one| one.holds).sum();
                assert_eq!(verdict.left.thousandths() / 1_000, bought[line] - held, "seed {seed}");
            }
            Ok(())
        })
        .unwrap();
        let report = crm.check().unwrap();
        assert!(report.ok, "seed {seed}: {:?}", report.problems);
    }
}

#[test]
fn the_last_piece_comes_back_once_with_several_threads_on_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let crm = Crm::open(&path).unwrap();
    let order = crm.write(|tx| Ok(delivered(tx, tx.customers().create(NewCustomer::person("Ada"))?.id))).unwrap();
    let won: usize = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..6)
            .map(|thread| {
                let crm = if thread % 2 == 0 { crm.clone() } else { Crm::open(&path).unwrap() };
                let order = &order;
                scope.spawn(move || {
                    let tries = (0..3).map(|_| crm.write(|tx| tx.returns().request(mugs(order, 1))));
                    tries.filter(std::result::Result::is_ok).count()
                })
            })
            .collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).sum()
    });
    assert_eq!(won, 3);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn indicators_and_habits_count_what_is_taken_back() {
    let (crm, clock, ada) = shop_of("Ada");
    crm.write(|tx| {
        let order = delivered(tx, ada);
        refunded(tx, mugs(&order, 1));
        tx.returns().request(some(&order, 1, 1, ReturnReason::Damaged))?;
        let off = tx.returns().request(mugs(&order, 2))?;
        tx.returns().cancel(off.id, None)?;
        Ok(())
    })
    .unwrap();
    clock.set(at("2026-03-04T09:00:00Z"));
    let period = IndicatorPeriod { from: at("2026-03-02T00:00:00Z"), before: at("2026-03-05T00:00:00Z") };
    let (found, habits) = crm.read(|tx| Ok((tx.returns().indicators(period)?, tx.returns().habits(ada)?))).unwrap();
    assert_eq!((found.requested, found.resolved), (3, 1));
    assert_eq!((found.units, found.units_sold), (Quantity::units(2), Quantity::units(5)));
    assert_eq!(found.rate, Some(Rate::from_ppm(400_000)));
    assert_eq!(found.paid_back, Some(Money::usd(10_00)));
    assert_eq!(found.resolve_days_mean, Some(Quantity::default()));
    let rates: BTreeMap<&str, Option<Rate>> = found.products.iter().map(|one| (one.sku.as_str(), one.rate)).collect();
    assert_eq!(rates, BTreeMap::from([("MUG", Some(Rate::from_ppm(333_333))), ("TEA", Some(Rate::from_ppm(500_000)))]));
    assert_eq!(found.reasons.len(), 2);
    assert_eq!((habits.returns, habits.units), (2, Quantity::units(2)));
    assert_eq!(habits.units_without_fault, Quantity::ONE);
    assert_eq!(
        (habits.rate, habits.rate_without_fault),
        (Some(Rate::from_ppm(400_000)), Some(Rate::from_ppm(200_000)))
    );
    let backwards = IndicatorPeriod { from: period.before, before: period.from };
    assert_eq!(crm.read(|tx| tx.returns().indicators(backwards)).unwrap_err().path(), Some("/before"));
}

#[test]
fn returns_follow_merges_and_orders() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let bo = customer(tx, "Bo");
        let order = delivered(tx, bo);
        let one = tx.returns().request(mugs(&order, 1))?;
        let merge = tx.customers().merge(&MergeRequest { winner_id: ada, loser_id: bo, rules: BTreeMap::new() })?;
        assert_eq!(tx.returns().get(one.id)?.customer_id, ada);
        assert_eq!(tx.returns().list(&ReturnFilter { customer_id: Some(bo), ..Default::default() })?.items.len(), 1);
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.returns().get(one.id)?.customer_id, bo);
        tx.orders().edit(order.id, OrderPatch { customer: Some(ada), ..OrderPatch::default() })?;
        assert_eq!(tx.returns().get(one.id)?.customer_id, ada);
        assert!(tx.returns().history(one.id)?.iter().all(|step| step.customer_id == Some(ada)));
        Ok(())
    })
    .unwrap();
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn goods_that_were_made_for_the_customer_stay() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let line = NewOrderLine { made_to_order: true, ..mug() };
        let order = NewOrder { customer: Some(ada), lines: vec![line], paid: Some(true), ..NewOrder::default() };
        let order = deliver(tx, order);
        let error = tx.returns().request(mugs(&order, 1)).unwrap_err();
        assert!(error.message().ends_with("not_returnable"), "{error}");
        // The shop answers for faults all the same.
        let one = tx.returns().request(some(&order, 0, 1, ReturnReason::Defective))?;
        assert_eq!(one.way_back, WayBack::Shop);
        tx.returns().cancel(one.id, None)?;
        let gone = tx.orders().record(NewOrder::new(ada, Money::usd(10_00)).line("MUG", 1, Money::usd(10_00)))?;
        tx.orders().cancel(gone.id, CancelReason::Customer, None)?;
        assert!(tx.returns().request(mugs(&gone, 1)).is_err());
        Ok(())
    })
    .unwrap();
}

#[test]
fn pieces_that_came_back_are_nobodys_any_more() {
    let (crm, _, ada) = shop_of("Ada");
    let order = crm
        .write(|tx| {
            tx.warranties().save_plan(SaveWarrantyPlan::new("Maker", WarrantyKind::Manufacturer, 24))?;
            let line = NewOrderLine {
                sku: "PHONE".into(),
                quantity: Quantity::units(3),
                total: Some(Money::usd(900_00)),
                serials: ["S1", "S2", "S3"].map(str::to_owned).to_vec(),
                ..NewOrderLine::default()
            };
            Ok(deliver(
                tx,
                NewOrder { customer: Some(ada), lines: vec![line], paid: Some(true), ..NewOrder::default() },
            ))
        })
        .unwrap();
    let states = || -> Vec<&'static str> {
        let state = |serial| crm.read(|tx| tx.assets().by_serial(serial, None)).unwrap()[0].state.token();
        ["S1", "S2", "S3"].map(state).to_vec()
    };
    assert_eq!(states(), ["sold", "sold", "sold"]);
    crm.write(|tx| {
        let mut new = mugs(&order, 1);
        new.lines[0].serials = vec!["S2".into()];
        refunded(tx, new);
        Ok(())
    })
    .unwrap();
    assert_eq!(states(), ["sold", "returned", "sold"]);
    let void = |serial| {
        let asset_id = Some(crm.read(|tx| tx.assets().by_serial(serial, None)).unwrap()[0].id);
        let filter = WarrantyFilter { asset_id, ..WarrantyFilter::default() };
        let found = crm.read(|tx| tx.warranties().list(&filter)).unwrap().items;
        found.iter().map(|warranty| warranty.void_reason).collect::<Vec<_>>()
    };
    assert_eq!((void("S1"), void("S2")), (vec![None], vec![Some(VoidReason::Refunded)]));
    // Nobody says which one it is.
    crm.write(|tx| Ok(refunded(tx, mugs(&order, 1)))).unwrap();
    assert_eq!(states(), ["sold", "returned", "sold"]);
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn a_product_that_comes_back_too_often_is_told_once_in_a_while() {
    let (crm, clock, ada) = shop_of("Ada");
    let high = || told(&crm, "rma.return_rate_high").len();
    let configure = |patch| crm.write(|tx| tx.returns().configure(serde_json::from_value(patch).unwrap())).unwrap();
    crm.write(|tx| {
        let order = delivered(tx, ada);
        tx.returns().request(mugs(&order, 2))?;
        tx.returns().request(some(&order, 1, 2, ReturnReason::Late))
    })
    .unwrap();
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "returns"), 0);
    // Two of three mugs and both packets of tea, but at least three pieces have to come back.
    configure(json!({ "alert_rate": "0.6" }));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "returns"), 1);
    assert_eq!(high(), 0);
    configure(json!({ "alert_units": "2", "alert_rate": "0.7" }));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "returns"), 1);
    let events = crm.read(|tx| tx.events().list(0, 1_000)).unwrap();
    let told = events.iter().rfind(|event| event.name == "rma.return_rate_high").unwrap();
    assert_eq!((&told.payload["sku"], &told.payload["rate"]), (&json!("TEA"), &json!("1")));
    configure(json!({ "alert_rate": "0.5" }));
    crm.tick(None, None).unwrap();
    assert_eq!(high(), 2);
    // Looked at once a day, told once.
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "returns"), 0);
    clock.set(at("2026-03-03T00:00:00Z"));
    let report = crm.tick(None, None).unwrap();
    assert_eq!((done_by(&report, "returns"), high()), (1, 2));
    configure(json!({ "alert_rate": null }));
    clock.set(at("2026-03-04T00:00:00Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "returns"), 0);
    assert!(crm.check().unwrap().ok);
}
