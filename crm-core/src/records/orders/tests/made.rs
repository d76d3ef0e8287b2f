//! Lines that are made to order: production, promises, and where the order is.

use super::{at, shop, total};
use crate::orders::*;
use crate::shipments::{NextStep, Production};
use crate::shop::ShopPatch;
use crate::time::Zone;
use crate::{ErrorCode, Money, Timestamp};

fn made(customer: CustomerId, days: &[Option<u32>]) -> NewOrder {
    let mut new = NewOrder { customer: Some(customer), ..NewOrder::default() };
    for (number, days) in days.iter().enumerate() {
        new = new.line(&format!("A{number}"), 1, Money::usd(10_00));
        new.lines[number].made_to_order = days.is_some();
        new.lines[number].lead_time_days = *days;
    }
    new
}

#[test]
fn only_what_is_made_to_order_is_produced() {
    let (crm, customer) = shop();
    crm.write(|tx| {
        let plain = tx.orders().record(NewOrder { state: Some(OrderState::Confirmed), ..made(customer, &[None]) })?;
        let refused = tx.orders().advance(plain.id, OrderState::InProduction, None).unwrap_err();
        assert_eq!((refused.code(), refused.path()), (ErrorCode::NotAllowedTransition, Some("/to")));
        assert_eq!(refused.allowed_values(), ["processing", "on_hold", "cancelled"]);
        let given = NewOrder { state: Some(OrderState::InProduction), ..made(customer, &[None]) };
        let refused = tx.orders().record(given.clone()).unwrap_err();
        assert_eq!((refused.code(), refused.path()), (ErrorCode::NotAllowedTransition, Some("/state")));
        // A host is believed.
        let order = NewOrder { state: Some(OrderState::InProduction), ..given.from_source("web", "1") };
        let told = tx.orders().sync(HostOrder { order, ..HostOrder::default() })?;
        assert_eq!(tx.orders().get(told.id)?.state, OrderState::InProduction);
        let order = tx.orders().record(made(customer, &[None, Some(3)]))?;
        tx.orders().advance(order.id, OrderState::Confirmed, None)?;
        let order = tx.orders().advance(order.id, OrderState::InProduction, None)?;
        assert_eq!(order.fulfil_state, FulfilState::InProgress);
        // What was called off is not made.
        let order = tx.orders().record(made(customer, &[None, Some(3)]))?;
        let off = LineCancellation { line: order.lines[1].id, quantity: crate::Quantity::ONE };
        tx.orders().cancel_lines(order.id, &[off], CancelReason::Customer, None)?;
        tx.orders().advance(order.id, OrderState::Confirmed, None)?;
        let refused = tx.orders().advance(order.id, OrderState::InProduction, None).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::NotAllowedTransition);
        Ok(())
    })
    .unwrap();
}

#[test]
fn the_longest_lead_time_promises_by_the_calendar_of_the_shop() {
    let (crm, customer) = shop();
    let zone = Zone::parse("Europe/Berlin").unwrap();
    crm.write(|tx| tx.shop().configure(ShopPatch { time_zone: Some(zone), ..ShopPatch::default() })).unwrap();
    let confirm = |new: NewOrder, at: &str| {
        crm.write(|tx| {
            let order = tx.orders().record(new)?;
            tx.orders().advance(order.id, OrderState::Confirmed, Some(Timestamp::parse(at)?))
        })
        .unwrap()
        .promised_at
    };
    let instant = |text: &str| Some(Timestamp::parse(text).unwrap());
    // The clocks go forward on 29 March: the wall clock counts, not the hours.
    let promised = confirm(made(customer, &[Some(2), Some(3), None]), "2026-03-27T09:00:00Z");
    assert_eq!(promised, instant("2026-03-30T08:00:00Z"));
    let given = NewOrder { promised_at: Some(at("2026-04-01")), ..made(customer, &[Some(30)]) };
    assert_eq!(confirm(given, "2026-03-27T09:00:00Z"), Some(at("2026-04-01")));
    assert_eq!(confirm(made(customer, &[None]), "2026-03-27T09:00:00Z"), None);
    let placed = made(customer, &[Some(1)]).placed_at(at("2026-01-10"));
    let order = crm.write(|tx| tx.orders().record(NewOrder { state: Some(OrderState::Confirmed), ..placed })).unwrap();
    assert_eq!((order.promised_at, order.fulfil_state), (Some(at("2026-01-11")), FulfilState::Scheduled));
    let long = crm.write(|tx| tx.orders().record(made(customer, &[Some(3_651)]))).unwrap_err();
    assert_eq!(long.path(), Some("/lines/0/lead_time_days"));
}

#[test]
fn where_it_is_says_how_far_it_is_made() {
    let (crm, customer) = shop();
    let order = crm.write(|tx| tx.orders().record(made(customer, &[Some(2)]).paid())).unwrap();
    let plain = crm.write(|tx| tx.orders().record(total(customer, 1_00))).unwrap();
    let seen = |id| crm.read(|tx| tx.shipments().where_is(id)).unwrap();
    assert_eq!(seen(plain.id).production, Production::None);
    let steps = [
        (None, Production::Waiting, NextStep::Confirm),
        (Some(OrderState::Confirmed), Production::Waiting, NextStep::Produce),
        (Some(OrderState::InProduction), Production::UnderWay, NextStep::Produce),
        (Some(OrderState::Processing), Production::Done, NextStep::Ship),
    ];
    for (to, production, next) in steps {
        if let Some(to) = to {
            crm.write(|tx| tx.orders().advance(order.id, to, None)).unwrap();
        }
        let seen = seen(order.id);
        assert_eq!((seen.production, seen.next), (production, next), "{to:?}");
        assert_eq!(seen.promised_at, to.map(|_| at("2026-03-03")), "{to:?}");
    }
    crm.write(|tx| tx.orders().cancel(order.id, CancelReason::Other, None)).unwrap();
    assert_eq!(seen(order.id).production, Production::None);
}
