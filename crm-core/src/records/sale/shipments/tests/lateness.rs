//! Where an order is, what tick finds late, and the indicators.

use super::*;
use crate::catalog::NewProduct;
use crate::orders::{CancelReason, NewOrderLine, OrderState, PayState};
use crate::records::orders::promises::{self, Standing};
use crate::records::sale::shipments::late::{Arrival, arrival, lateness};
use crate::records::sale::shipments::where_is::next_step;
use crate::testing::done_by;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Patch, Rate};

fn promised(crm: &Crm, customer: CustomerId, until: &str) -> Order {
    let new = NewOrder { promised_at: Some(at(until)), ..NewOrder::new(customer, Money::usd(30_00)) };
    crm.write(|tx| tx.orders().record(new.line("MUG", 3, Money::usd(10_00)).paid())).unwrap()
}

fn late_orders(crm: &Crm) -> Vec<i64> {
    let all = crm.read(|tx| tx.events().list(0, 10_000)).unwrap();
    all.into_iter().filter(|event| event.name == "order.late").filter_map(|event| event.entity_id).collect()
}

#[test]
fn tick_announces_each_late_order_once() {
    let (crm, clock, wei) = shop();
    let open = promised(&crm, wei, "2026-03-03T18:00:00Z");
    let delivered = promised(&crm, wei, "2026-03-03T18:00:00Z");
    let cancelled = promised(&crm, wei, "2026-03-03T18:00:00Z");
    let shipped = promised(&crm, wei, "2026-03-03T18:00:00Z");
    let later = promised(&crm, wei, "2026-03-09T18:00:00Z");
    let arrived = |order: &Order| NewShipment { state: Some(ShipmentState::Delivered), ..NewShipment::of(order.id) };
    crm.write(|tx| {
        tx.shipments().create(arrived(&delivered))?;
        tx.orders().cancel(cancelled.id, CancelReason::Customer, None)?;
        // The host says that it was shipped, but its parcel is still under way.
        tx.shipments().create(NewShipment { state: Some(ShipmentState::InTransit), ..NewShipment::of(shipped.id) })?;
        tx.orders().fulfil(shipped.id, &[], None)
    })
    .unwrap();
    let tick = || {
        let report = crm.tick(None, None).unwrap();
        done_by(&report, "shipments")
    };
    assert_eq!(tick(), 0);
    assert!(late_orders(&crm).is_empty());
    clock.set(at("2026-03-03T18:00:00Z"));
    tick();
    assert!(late_orders(&crm).is_empty(), "in time to the millisecond");
    // Looked at again only when the promise is another.
    let patch = OrderPatch { promised_at: Patch::Set(at("2026-03-04T18:00:00Z")), ..OrderPatch::default() };
    crm.write(|tx| tx.orders().edit(open.id, patch.clone())).unwrap();
    crm.write(|tx| tx.orders().edit(shipped.id, patch)).unwrap();
    clock.set(at("2026-03-04T18:00:00.001Z"));
    // Four were promised for the days before: two are late, one has come, and the cancelled one is not looked at.
    assert_eq!((tick(), tick()), (3, 0));
    assert_eq!(late_orders(&crm), [open.id.0, shipped.id.0]);
    crm.write(|tx| tx.orders().edit(open.id, OrderPatch { number: Patch::Set("7".into()), ..OrderPatch::default() }))
        .unwrap();
    clock.set(at("2026-03-20T00:00:00Z"));
    tick();
    assert_eq!(late_orders(&crm), [open.id.0, shipped.id.0, later.id.0]);
    let again = OrderPatch { promised_at: Patch::Set(at("2026-03-21T00:00:00Z")), ..OrderPatch::default() };
    crm.write(|tx| tx.orders().edit(open.id, again)).unwrap();
    clock.set(at("2026-03-22T00:00:00Z"));
    tick();
    assert_eq!(late_orders(&crm), [open.id.0, shipped.id.0, later.id.0, open.id.0]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn tick_reads_the_index_of_promises() {
    let (crm, _, _) = shop();
    for sql in [promises::NEXT, promises::DUE] {
        let plan: Vec<String> = crm
            .read(|tx| {
                let explained = format!("EXPLAIN QUERY PLAN {}", sql.replace("?1", "1").replace("?2", "1"));
                tx.all(&explained, [], |row| row.get(3))
            })
            .unwrap();
        assert!(plan.iter().all(|step| step.contains("crm_order_promise")), "{plan:?}");
    }
}

#[test]
fn where_an_order_is_before_during_and_after() {
    let (crm, clock, wei) = shop();
    let order = promised(&crm, wei, "2026-03-05T18:00:00Z");
    let ask = || crm.read(|tx| tx.shipments().where_is(order.id)).unwrap();
    let before = ask();
    assert_eq!((before.next, before.late, before.late_days, before.delivered_at), (NextStep::Confirm, false, 0, None));
    assert_eq!((before.state, before.pay_state), (OrderState::Pending, PayState::Paid));
    assert_eq!((before.expected_at, before.promised_at), (order.promised_at, order.promised_at));
    let parcel = crm.write(|tx| tx.shipments().create(NewShipment::of(order.id).tracked("dhl", "N1"))).unwrap();
    assert_eq!(ask().next, NextStep::HandOver);
    clock.set(at("2026-03-07T10:00:00Z"));
    let told = CarrierReport {
        location: Some("Leipzig".into()),
        expected_at: Some(at("2026-03-08T12:00:00Z")),
        ..CarrierReport::new("dhl", "N1", ShipmentState::InTransit, at("2026-03-07T09:00:00Z"))
    };
    crm.write(|tx| tx.shipments().report(told)).unwrap();
    let during = ask();
    assert_eq!((during.next, during.late, during.late_days), (NextStep::Deliver, true, 2));
    assert_eq!(during.expected_at, Some(at("2026-03-08T12:00:00Z")));
    let seen = &during.parcels[0];
    assert_eq!(
        (seen.id, seen.state, seen.last_event_location.as_deref()),
        (parcel.id, ShipmentState::InTransit, Some("Leipzig"))
    );
    let arrived = CarrierReport::new("dhl", "N1", ShipmentState::Delivered, at("2026-03-06T09:00:00Z"));
    assert_eq!(crm.write(|tx| tx.shipments().report(arrived)).unwrap().effect, CarrierEffect::Older);
    let arrived = CarrierReport::new("dhl", "N1", ShipmentState::Delivered, at("2026-03-07T09:30:00Z"));
    crm.write(|tx| tx.shipments().report(arrived)).unwrap();
    clock.set(at("2026-06-07T10:00:00Z"));
    let after = ask();
    assert_eq!((after.next, after.late, after.late_days), (NextStep::None, true, 2));
    assert_eq!((after.delivered_at, after.expected_at), (Some(at("2026-03-07T09:30:00Z")), None));
    assert_eq!(after.fulfil_state, FulfilState::Fulfilled);
    let error = crm.read(|tx| tx.shipments().where_is(OrderId(99))).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);
}

fn standing(state: OrderState, fulfil_state: FulfilState) -> Standing {
    Standing {
        id: OrderId(1),
        customer_id: CustomerId(1),
        number: None,
        state,
        pay_state: PayState::Paid,
        fulfil_state,
        cancel_reason: None,
        placed_at: at("2026-03-01T00:00:00Z"),
        promised_at: None,
        completed_at: None,
    }
}

#[test]
fn the_next_step_is_the_most_pressing_one() {
    use {FulfilState as F, NextStep as N, OrderState as O, ShipmentState as S};
    let cases: &[(OrderState, FulfilState, &[ShipmentState], NextStep)] = &[
        (O::Draft, F::Unfulfilled, &[], N::Place),
        (O::Pending, F::Unfulfilled, &[], N::Confirm),
        (O::OnHold, F::Unfulfilled, &[], N::Release),
        (O::OnHold, F::Unfulfilled, &[S::LabelPrinted], N::Release),
        (O::Confirmed, F::Scheduled, &[], N::Ship),
        (O::InProduction, F::InProgress, &[], N::Produce),
        (O::Processing, F::InProgress, &[], N::Ship),
        (O::Processing, F::InProgress, &[S::Created], N::HandOver),
        (O::Processing, F::InProgress, &[S::Cancelled], N::Ship),
        (O::Processing, F::InProgress, &[S::HandedOver, S::Created], N::Deliver),
        (O::Processing, F::InProgress, &[S::InTransit, S::AtPickupPoint], N::PickUp),
        (O::Processing, F::InProgress, &[S::FailedAttempt, S::AtPickupPoint], N::Redeliver),
        (O::Processing, F::InProgress, &[S::FailedAttempt, S::Exception], N::ClearException),
        (O::Processing, F::InProgress, &[S::Returning], N::AwaitReturn),
        (O::Processing, F::InProgress, &[S::Lost], N::Replace),
        (O::Processing, F::InProgress, &[S::Returned], N::Replace),
        (O::Processing, F::InProgress, &[S::Delivered], N::None),
        (O::Processing, F::PartiallyFulfilled, &[S::Delivered], N::Ship),
        (O::Processing, F::Fulfilled, &[S::Delivered, S::Delivered], N::None),
        (O::Processing, F::Fulfilled, &[S::InTransit], N::Deliver),
        (O::Pending, F::NotRequired, &[], N::Confirm),
        (O::Completed, F::Fulfilled, &[], N::None),
        (O::Cancelled, F::Unfulfilled, &[], N::None),
        (O::Cancelled, F::Unfulfilled, &[S::Returning], N::AwaitReturn),
    ];
    for (state, fulfil_state, parcels, next) in cases {
        let order = standing(*state, *fulfil_state);
        let arrival = arrival(&order, parcels.iter().map(|state| (*state, None)));
        assert_eq!(next_step(&order, arrival, parcels.iter().copied()), *next, "{state} {fulfil_state} {parcels:?}");
    }
    let unpaid = Standing { pay_state: PayState::Unpaid, ..standing(O::Pending, F::Unfulfilled) };
    assert_eq!(next_step(&unpaid, Arrival::Open, [].into_iter()), N::Pay);
}

#[test]
fn late_days_are_calendar_days_of_the_shop() {
    let promised = Some(at("2026-03-05T15:00:00Z"));
    let shanghai = Zone::parse("Asia/Shanghai").unwrap();
    let late = |arrival, now: &str, zone| lateness(promised, arrival, at(now), zone);
    assert_eq!(late(Arrival::Open, "2026-03-05T15:00:00Z", Zone::UTC), (false, 0));
    assert_eq!(late(Arrival::Open, "2026-03-05T15:00:00.001Z", Zone::UTC), (true, 0));
    assert_eq!(late(Arrival::Open, "2026-03-05T16:30:00Z", shanghai), (true, 1));
    assert_eq!(late(Arrival::NotNeeded, "2026-04-05T16:30:00Z", Zone::UTC), (false, 0));
    assert_eq!(late(Arrival::Complete(None), "2026-04-05T16:30:00Z", Zone::UTC), (false, 0));
    let came = Arrival::Complete(Some(at("2026-03-08T00:00:00Z")));
    assert_eq!(late(came, "2026-04-05T16:30:00Z", Zone::UTC), (true, 3));
    assert_eq!(lateness(None, Arrival::Open, at("2026-04-05T16:30:00Z"), Zone::UTC), (false, 0));
}

#[test]
fn indicators_of_a_period() {
    let (crm, _, wei) = shop();
    let period = IndicatorPeriod { from: at("2026-02-01T00:00:00Z"), before: at("2026-03-01T00:00:00Z") };
    let ask = || crm.read(|tx| tx.shipments().indicators(period)).unwrap();
    let none = ask();
    assert_eq!((none.orders_delivered, none.cycle_days_mean, none.on_time, none.accuracy), (0, None, None, None));
    assert_eq!((none.availability, none.substitution), (None, None));
    let place = |placed: &str, promised: Option<&str>, sku: &str| {
        let line = NewOrderLine { sku: sku.into(), total: Some(Money::usd(1_00)), ..NewOrderLine::default() };
        let new = NewOrder {
            customer: Some(wei),
            placed_at: Some(at(placed)),
            promised_at: promised.map(at),
            lines: vec![line],
            ..NewOrder::default()
        };
        crm.write(|tx| tx.orders().record(new)).unwrap().id
    };
    let arrive = |order, when: &str, exceptions: bool| {
        let state = if exceptions { ShipmentState::Exception } else { ShipmentState::InTransit };
        let new = NewShipment { state: Some(state), at: Some(at("2026-02-01T00:00:00Z")), ..NewShipment::of(order) };
        crm.write(|tx| {
            let id = tx.shipments().create(new)?.id;
            if exceptions {
                tx.shipments().set_state(id, ShipmentState::InTransit, Some(at("2026-02-01T01:00:00Z")), None)?;
            }
            tx.shipments().set_state(id, ShipmentState::Delivered, Some(at(when)), None)
        })
        .unwrap()
    };
    // 2, 4 and 9 days; two of three promises kept to the millisecond; one exception; one came in March.
    arrive(place("2026-02-01T00:00:00Z", Some("2026-02-03T00:00:00Z"), "MUG"), "2026-02-03T00:00:00Z", false);
    arrive(place("2026-02-01T00:00:00Z", Some("2026-02-04T00:00:00Z"), "POT"), "2026-02-05T00:00:00Z", true);
    arrive(place("2026-02-01T00:00:00Z", Some("2026-02-20T00:00:00Z"), "TEA"), "2026-02-10T00:00:00Z", false);
    arrive(place("2026-01-20T00:00:00Z", None, "OLD"), "2026-03-01T00:00:00Z", false);
    let out = place("2026-02-10T00:00:00Z", None, "GONE");
    crm.write(|tx| tx.orders().cancel(out, CancelReason::Inventory, None)).unwrap();
    crm.write(|tx| {
        let product = |sku: &str, substitutes: Vec<String>| -> NewProduct {
            serde_json::from_value(serde_json::json!({ "sku": sku, "name": sku, "substitutes": substitutes })).unwrap()
        };
        tx.catalog().upsert(product("MUG", vec!["CUP".into()]))?;
        tx.catalog().upsert(product("POT", Vec::new()))
    })
    .unwrap();
    let found = ask();
    assert_eq!((found.orders_delivered, found.parcels, found.orders_promised, found.orders_placed), (3, 3, 3, 4));
    assert_eq!(found.cycle_days_mean, Some(Quantity::units(5)));
    assert_eq!(found.cycle_days_median, Some(Quantity::units(4)));
    assert_eq!(found.on_time, Some(Rate::from_ppm(666_667)));
    assert_eq!(found.accuracy, Some(Rate::from_ppm(666_667)));
    assert_eq!(found.availability, Some(Rate::from_ppm(750_000)));
    assert_eq!((found.articles, found.substitution), (2, Some(Rate::from_ppm(500_000))));
    let reversed = IndicatorPeriod { from: period.before, before: period.from };
    let error = crm.read(|tx| tx.shipments().indicators(reversed)).unwrap_err();
    assert_eq!(error.path(), Some("/before"));
}

#[test]
fn medians_lie_in_the_middle() {
    use crate::vocabulary::figures::{mean_days, median_days};
    let day = 86_400_000_i64;
    assert_eq!(median_days(&mut []).unwrap(), None);
    assert_eq!(median_days(&mut [day]).unwrap(), Some(Quantity::units(1)));
    assert_eq!(median_days(&mut [4 * day, day]).unwrap(), Some(Quantity::from_thousandths(2_500)));
    assert_eq!(median_days(&mut [9 * day, 4 * day, day]).unwrap(), Some(Quantity::units(4)));
    assert_eq!(mean_days(&[day, 2 * day]).unwrap(), Some(Quantity::from_thousandths(1_500)));
}
