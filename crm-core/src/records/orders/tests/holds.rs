//! Orders that are held back, and what of them may leave.

use super::{at, shop, total};
use crate::orders::*;
use crate::shipments::{NewShipment, ShipmentState};
use crate::testing::told;
use crate::{ErrorCode, Money};

#[test]
fn every_state_is_held_or_says_what_may_follow() {
    let (crm, customer) = shop();
    for state in OrderState::ALL {
        crm.write(|tx| {
            let mut new = total(customer, 10_00).line("A", 1, Money::usd(10_00));
            new.lines[0].made_to_order = true;
            let order = tx.orders().record(NewOrder { state: Some(*state), ..new })?;
            let held = tx.orders().hold(order.id, HoldReason::Stock, None, None);
            match state {
                OrderState::Pending | OrderState::Confirmed | OrderState::OnHold => {
                    let held = held?;
                    assert_eq!(
                        (held.state, held.hold_reason),
                        (OrderState::OnHold, Some(HoldReason::Stock)),
                        "{state}"
                    );
                    assert!(held.held_at.is_some(), "{state}");
                    assert_eq!(tx.orders().get(order.id)?, held);
                    let released = tx.orders().release(order.id, None)?;
                    let left = (released.state, released.hold_reason, released.held_at);
                    assert_eq!(left, (OrderState::Confirmed, None, None), "{state}");
                }
                _ => {
                    let error = held.unwrap_err();
                    assert_eq!(error.code(), ErrorCode::NotAllowedTransition, "{state}");
                    let allowed: Vec<_> = states::MACHINE.allowed(*state).iter().map(ToString::to_string).collect();
                    assert_eq!(error.allowed_values(), allowed, "{state}");
                }
            }
            assert_eq!(tx.orders().release(order.id, None).unwrap_err().code(), ErrorCode::NotAllowedTransition);
            Ok(())
        })
        .unwrap();
    }
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_hold_is_told_kept_and_found() {
    let (crm, customer) = shop();
    let note = Some("card was declined twice");
    let order = crm
        .write(|tx| {
            let order = tx.orders().record(total(customer, 10_00))?;
            tx.orders().record(total(customer, 11_00))?;
            tx.orders().hold(order.id, HoldReason::PaymentCheck, note, Some(at("2026-02-01")))?;
            tx.orders().hold(order.id, HoldReason::FraudReview, note, None)
        })
        .unwrap();
    assert_eq!((order.held_at, order.hold_note.as_deref()), (Some(at("2026-02-01")), note));
    let found = |filter: OrderFilter| {
        let page = crm.read(|tx| tx.orders().list(&filter)).unwrap();
        page.items.into_iter().map(|order| order.id).collect::<Vec<_>>()
    };
    assert_eq!(found(OrderFilter { held: true, ..OrderFilter::default() }), [order.id]);
    assert_eq!(found(OrderFilter { hold_reason: Some(HoldReason::FraudReview), ..OrderFilter::default() }), [order.id]);
    assert!(found(OrderFilter { hold_reason: Some(HoldReason::PaymentCheck), ..OrderFilter::default() }).is_empty());
    let history = crm
        .write(|tx| {
            tx.orders().release(order.id, None)?;
            // Without a verb of its own it has no reason.
            let bare = tx.orders().advance(order.id, OrderState::OnHold, None)?;
            assert_eq!((bare.hold_reason, bare.hold_note.as_deref(), bare.held_at), (None, None, Some(tx.now())));
            tx.orders().cancel(order.id, CancelReason::Fraud, None)?;
            assert_eq!(tx.orders().get(order.id)?.held_at, None);
            tx.orders().history(order.id)
        })
        .unwrap();
    let moves: Vec<_> = history.iter().map(|step| (step.to.as_str(), step.reason.as_deref())).collect();
    let expected =
        [("on_hold", Some("payment_check")), ("confirmed", None), ("on_hold", None), ("cancelled", Some("fraud"))];
    assert_eq!(moves, expected);
    let names =
        ["order.placed", "order.placed", "order.held", "order.held", "order.released", "order.held", "order.cancelled"];
    assert_eq!(told(&crm, "order."), names);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_host_holds_without_a_reason_and_lets_go() {
    let (crm, customer) = shop();
    let report = |state: &str, day: &str| HostOrder {
        order: NewOrder { updated_at: Some(at(day)), ..total(customer, 10_00).from_source("woocommerce", "7") },
        host_state: Some(state.into()),
        ..HostOrder::default()
    };
    let order = crm
        .write(|tx| {
            let id = tx.orders().sync(report("on-hold", "2026-01-05"))?.id;
            assert_eq!(tx.orders().get(id)?.held_at, Some(at("2026-01-05")));
            tx.orders().hold(id, HoldReason::Address, None, None)?;
            tx.orders().sync(report("on-hold", "2026-01-06"))?;
            let kept = tx.orders().get(id)?;
            assert_eq!((kept.hold_reason, kept.held_at), (Some(HoldReason::Address), Some(at("2026-01-05"))));
            tx.orders().sync(report("processing", "2026-01-07"))?;
            tx.orders().get(id)
        })
        .unwrap();
    assert_eq!((order.hold_reason, order.held_at), (None, None));
}

#[test]
fn nothing_of_a_held_order_leaves() {
    let (crm, customer) = shop();
    crm.write(|tx| {
        let order = tx.orders().record(total(customer, 20_00).line("A", 2, Money::usd(10_00)))?;
        let line = order.lines[0].id;
        let packed = tx.shipments().create(NewShipment::of(order.id).line(line, crate::Quantity::ONE))?;
        tx.shipments().set_state(packed.id, ShipmentState::LabelPrinted, None, None)?;
        tx.orders().hold(order.id, HoldReason::FraudReview, None, None)?;
        let refused = tx.shipments().create(NewShipment::of(order.id)).unwrap_err();
        assert_eq!((refused.code(), refused.path()), (ErrorCode::Conflict, Some("/order_id")));
        assert!(refused.message().contains("fraud_review"), "{refused}");
        let refused = tx.shipments().set_state(packed.id, ShipmentState::HandedOver, None, None).unwrap_err();
        assert_eq!((refused.code(), refused.existing_id()), (ErrorCode::Conflict, Some(order.id.0)));
        // What has left is a fact.
        let gone = NewShipment { state: Some(ShipmentState::InTransit), ..NewShipment::of(order.id) };
        tx.shipments().create(gone.line(line, crate::Quantity::ONE))?;
        tx.orders().release(order.id, None)?;
        tx.shipments().set_state(packed.id, ShipmentState::HandedOver, None, None)
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
