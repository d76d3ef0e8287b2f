//! Parcels: what goes in, how they move, what carriers say, and what becomes late.

mod carriers;
mod lateness;

use super::*;
use crate::Crm;
use crate::customers::{MergeRequest, NewCustomer};
use crate::orders::{FulfilState, NewOrder, Order, OrderPatch};
use crate::testing::{at, shop_of};
use crate::vocabulary::{CustomerId, FixedClock, Money, OrderId, OrderLineId, PageRequest, Quantity};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A shop on 2 March 2026, 9:00, and a customer.
fn shop() -> (Crm, Arc<FixedClock>, CustomerId) {
    shop_of("Wei")
}

/// An order of three mugs and one pot.
fn order(crm: &Crm, customer: CustomerId) -> Order {
    let new = NewOrder { customer: Some(customer), ..NewOrder::default() };
    crm.write(|tx| tx.orders().record(new.line("MUG", 3, Money::usd(10_00)).line("POT", 1, Money::usd(30_00)).paid()))
        .unwrap()
}

fn fulfilled(crm: &Crm, order: &Order) -> (Vec<i64>, FulfilState) {
    let order = crm.read(|tx| tx.orders().get(order.id)).unwrap();
    (order.lines.iter().map(|line| line.fulfilled.thousandths() / 1_000).collect(), order.fulfil_state)
}

fn events(crm: &Crm) -> Vec<String> {
    let all = crm.read(|tx| tx.events().list(0, 10_000)).unwrap();
    let names = all.into_iter().map(|event| event.name);
    names.filter(|name| name.starts_with("shipment.") || name.starts_with("order.")).collect()
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    let (crm, _, wei) = shop();
    for from in ShipmentState::ALL {
        for to in ShipmentState::ALL {
            let order = order(&crm, wei);
            crm.write(|tx| {
                let parcel = tx.shipments().create(NewShipment { state: Some(*from), ..NewShipment::of(order.id) })?;
                assert_eq!((parcel.state, parcel.ended_at.is_some()), (*from, rules::is_over(*from)));
                match tx.shipments().set_state(parcel.id, *to, None, Some("as_seen")) {
                    Ok(moved) => {
                        assert!(MACHINE.may(*from, *to), "{from} to {to}");
                        assert_eq!(moved.delivered_at.is_some(), *to == ShipmentState::Delivered);
                        assert_eq!(moved.ended_at.is_some(), rules::is_over(*to));
                        assert_eq!(tx.shipments().get(parcel.id)?, moved);
                        let history = tx.shipments().history(parcel.id)?;
                        assert_eq!(history.last().map(|step| step.to.as_str()), Some(to.token()));
                        assert!(history.iter().all(|step| !step.forced));
                    }
                    Err(error) => {
                        assert!(!MACHINE.may(*from, *to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        let allowed: Vec<_> = MACHINE.allowed(*from).iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), allowed);
                        assert_eq!(tx.shipments().get(parcel.id)?, parcel);
                    }
                }
                Ok(())
            })
            .unwrap();
        }
    }
    assert!(crm.check().unwrap().ok);
}

#[test]
fn no_more_goes_into_parcels_than_is_left() {
    let (crm, _, wei) = shop();
    let order = order(&crm, wei);
    let [mug, pot] = [order.lines[0].id, order.lines[1].id];
    let parcel = |line: OrderLineId, units: i32| {
        crm.write(|tx| tx.shipments().create(NewShipment::of(order.id).line(line, Quantity::units(units))))
    };
    let first = parcel(mug, 2).unwrap();
    let error = parcel(mug, 2).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/lines/0/quantity")));
    assert!(error.message().contains("at most 1 "), "{error}");
    assert_eq!(parcel(mug, 0).unwrap_err().path(), Some("/lines/0/quantity"));
    assert_eq!(parcel(OrderLineId(7), 1).unwrap_err().code(), ErrorCode::NotFound);
    let twice = NewShipment::of(order.id).line(pot, Quantity::ONE).line(pot, Quantity::ONE);
    assert_eq!(crm.write(|tx| tx.shipments().create(twice)).unwrap_err().path(), Some("/lines/1/line"));
    // Without lines, everything that is left.
    let rest = crm.write(|tx| tx.shipments().create(NewShipment::of(order.id))).unwrap();
    assert_eq!(
        rest.lines.iter().map(|line| (line.line, line.quantity)).collect::<Vec<_>>(),
        [(mug, Quantity::ONE), (pot, Quantity::ONE)]
    );
    let error = crm.write(|tx| tx.shipments().create(NewShipment::of(order.id))).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/lines")));
    // What is cancelled can be packed again.
    crm.write(|tx| tx.shipments().set_state(first.id, ShipmentState::Cancelled, None, None)).unwrap();
    assert_eq!(parcel(mug, 2).unwrap().lines[0].quantity, Quantity::units(2));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn what_is_shipped_or_called_off_elsewhere_is_not_left() {
    let line = |quantity, fulfilled, restocked| {
        let (crm, _, wei) = shop();
        let mut line = order(&crm, wei).lines.remove(0);
        line.quantity = Quantity::units(quantity);
        line.fulfilled = Quantity::units(fulfilled);
        line.restocked = Quantity::units(restocked);
        line
    };
    let cases = [
        // Ordered, shipped, restocked, in parcels, left.
        (3, 0, 0, 0, 3),
        (3, 0, 0, 2, 1),
        (3, 2, 0, 0, 1),
        (3, 2, 0, 2, 1),
        (3, 2, 0, 3, 0),
        (3, 0, 1, 0, 2),
        (3, 0, 1, 2, 0),
        (3, 2, 1, 2, 1),
        (3, 2, 3, 2, 0),
        (2, 0, 0, 5, 0),
    ];
    for (quantity, fulfilled, restocked, held, left) in cases {
        let held = rules::InParcels { held: held * 1_000, delivered: 0 };
        let found = rules::left(&line(quantity, fulfilled, restocked), held, false);
        assert_eq!(found, left * 1_000, "{quantity} {fulfilled} {restocked} {held:?}");
    }
}

#[test]
fn the_lines_of_the_order_follow_what_is_delivered() {
    let (crm, _, wei) = shop();
    let order = order(&crm, wei);
    let [mug, pot] = [order.lines[0].id, order.lines[1].id];
    let new = |line, units| {
        NewShipment { state: Some(ShipmentState::InTransit), ..NewShipment::of(order.id) }
            .line(line, Quantity::units(units))
    };
    let go = |id, to, reason| crm.write(|tx| tx.shipments().set_state(id, to, None, reason)).unwrap();
    let mugs = crm.write(|tx| tx.shipments().create(new(mug, 3))).unwrap();
    let pots = crm.write(|tx| tx.shipments().create(new(pot, 1))).unwrap();
    assert_eq!(fulfilled(&crm, &order), (vec![0, 0], FulfilState::Unfulfilled));
    go(mugs.id, ShipmentState::Delivered, None);
    assert_eq!(fulfilled(&crm, &order), (vec![3, 0], FulfilState::PartiallyFulfilled));
    go(pots.id, ShipmentState::Delivered, None);
    assert_eq!(fulfilled(&crm, &order), (vec![3, 1], FulfilState::Fulfilled));
    // A claim takes it back; the parcel returns, and the goods can be sent once more.
    let claim = crm.write(|tx| tx.shipments().set_state(mugs.id, ShipmentState::Exception, None, None)).unwrap_err();
    assert_eq!((claim.code(), claim.path()), (ErrorCode::InvalidInput, Some("/reason")));
    let claimed = go(mugs.id, ShipmentState::Exception, Some("not_received"));
    assert_eq!((claimed.delivered_at, claimed.ended_at, claimed.exceptions), (None, None, 1));
    assert_eq!(fulfilled(&crm, &order), (vec![0, 1], FulfilState::PartiallyFulfilled));
    go(mugs.id, ShipmentState::Returning, None);
    go(mugs.id, ShipmentState::Returned, None);
    let again = crm.write(|tx| tx.shipments().create(NewShipment::of(order.id))).unwrap();
    assert_eq!((again.lines.len(), again.lines[0].quantity), (1, Quantity::units(3)));
    // What the host notes beyond the parcels stays.
    crm.write(|tx| tx.orders().fulfil(order.id, &[], None)).unwrap();
    go(pots.id, ShipmentState::Exception, Some("damaged"));
    assert_eq!(fulfilled(&crm, &order).0, [3, 0]);
    let names = events(&crm);
    let told = ["shipment.created", "shipment.shipped", "shipment.delivered", "shipment.returned", "order.fulfilled"];
    assert!(told.iter().all(|name| names.iter().any(|one| one == name)), "{names:?}");
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_parcel_that_is_gone_holds_what_was_noted_as_shipped_before() {
    let (crm, _, wei) = shop();
    let order = order(&crm, wei);
    crm.write(|tx| tx.orders().fulfil(order.id, &[], None)).unwrap();
    let create = |state| {
        let new = NewShipment { state, ..NewShipment::of(order.id) };
        crm.write(|tx| tx.shipments().create(new))
    };
    assert_eq!(create(None).unwrap_err().path(), Some("/lines"));
    let gone = create(Some(ShipmentState::InTransit)).unwrap();
    assert_eq!(gone.lines.len(), 2);
    assert_eq!(create(Some(ShipmentState::InTransit)).unwrap_err().path(), Some("/lines"));
    // It is shipped by the host's word, and has not come for all that.
    let whereabouts = crm.read(|tx| tx.shipments().where_is(order.id)).unwrap();
    assert_eq!((whereabouts.fulfil_state, whereabouts.next), (FulfilState::Fulfilled, NextStep::Deliver));
    crm.write(|tx| tx.shipments().set_state(gone.id, ShipmentState::Delivered, None, None)).unwrap();
    assert_eq!(fulfilled(&crm, &order), (vec![3, 1], FulfilState::Fulfilled));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn only_orders_that_are_placed_and_alive_are_shipped() {
    let (crm, _, wei) = shop();
    let order = order(&crm, wei);
    crm.write(|tx| tx.orders().cancel(order.id, crate::orders::CancelReason::Customer, None)).unwrap();
    let error = crm.write(|tx| tx.shipments().create(NewShipment::of(order.id))).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::NotAllowedTransition, Some("/order_id")));
    let error = crm.write(|tx| tx.shipments().create(NewShipment::of(OrderId(99)))).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::NotFound, Some("/order_id")));
    // An order of which only the total is known has parcels without lines.
    let total = crm.write(|tx| tx.orders().record(NewOrder::new(wei, Money::usd(5_00)))).unwrap();
    let parcel = crm.write(|tx| tx.shipments().create(NewShipment::of(total.id))).unwrap();
    assert!(parcel.lines.is_empty());
}

#[test]
fn a_key_of_the_host_is_one_parcel_and_a_number_one_too() {
    let (crm, _, wei) = shop();
    let (first, second) = (order(&crm, wei), order(&crm, wei));
    let keyed = |order: &Order| NewShipment {
        source: Some("woocommerce".into()),
        external_id: Some("P1".into()),
        ..NewShipment::of(order.id).tracked("DHL", " 1z 99 ")
    };
    let create = |new: NewShipment| crm.write(|tx| tx.shipments().create(new));
    let parcel = create(keyed(&first)).unwrap();
    assert_eq!((parcel.carrier.as_deref(), parcel.tracking_no.as_deref()), (Some("dhl"), Some("1Z99")));
    assert_eq!(create(keyed(&first)).unwrap(), parcel);
    let error = create(keyed(&second)).unwrap_err();
    assert_eq!((error.code(), error.existing_id()), (ErrorCode::Conflict, Some(parcel.id.0)));
    let error = create(NewShipment::of(second.id).tracked("dhl", "1Z99")).unwrap_err();
    assert_eq!((error.path(), error.existing_id()), (Some("/tracking_no"), Some(parcel.id.0)));
    let other = create(NewShipment::of(second.id).tracked("ups", "1Z99")).unwrap();
    let taken = ShipmentPatch { carrier: crate::Patch::Set("dhl".into()), ..ShipmentPatch::default() };
    let error = crm.write(|tx| tx.shipments().update(other.id, taken)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict);
    let alone = ShipmentPatch { carrier: crate::Patch::Clear, ..ShipmentPatch::default() };
    assert_eq!(crm.write(|tx| tx.shipments().update(other.id, alone)).unwrap_err().path(), Some("/carrier"));
}

#[test]
fn lists_are_filtered_and_paged() {
    let (crm, _, wei) = shop();
    let orders = [order(&crm, wei), order(&crm, wei), order(&crm, wei)];
    for (number, order) in orders.iter().enumerate() {
        let new = NewShipment::of(order.id).tracked("dhl", &format!("N{number}"));
        crm.write(|tx| tx.shipments().create(new)).unwrap();
    }
    crm.write(|tx| tx.shipments().set_state(ShipmentId(2), ShipmentState::Cancelled, None, None)).unwrap();
    let list = |filter: ShipmentFilter| {
        let page = crm.read(|tx| tx.shipments().list(&filter)).unwrap();
        (page.items.iter().map(|parcel| parcel.id.0).collect::<Vec<_>>(), page.next)
    };
    let all = ShipmentFilter::default();
    assert_eq!(list(all.clone()).0, [3, 2, 1]);
    assert_eq!(list(ShipmentFilter { open: true, customer_id: Some(wei), ..all.clone() }).0, [3, 1]);
    assert_eq!(list(ShipmentFilter { order_id: Some(orders[1].id), ..all.clone() }).0, [2]);
    assert_eq!(list(ShipmentFilter { tracking_no: Some("n2".into()), ..all.clone() }).0, [3]);
    assert_eq!(list(ShipmentFilter { state: Some(ShipmentState::Cancelled), ..all.clone() }).0, [2]);
    let (first, next) = list(ShipmentFilter { page: PageRequest::first(2), ..all.clone() });
    assert_eq!(first, [3, 2]);
    assert_eq!(list(ShipmentFilter { page: PageRequest { limit: Some(2), after: next }, ..all }).0, [1]);
}

#[test]
fn parcels_follow_merges_and_their_order() {
    let (crm, _, wei) = shop();
    let ada = crm.write(|tx| tx.customers().create(NewCustomer::person("Ada"))).unwrap().id;
    let order = order(&crm, wei);
    let parcel = crm.write(|tx| tx.shipments().create(NewShipment::of(order.id))).unwrap();
    let owner = || {
        let history = crm.read(|tx| tx.shipments().history(parcel.id)).unwrap();
        let owner = crm.read(|tx| tx.shipments().get(parcel.id)).unwrap().customer_id;
        assert!(history.iter().all(|step| step.customer_id == Some(owner)), "{history:?}");
        owner
    };
    let request = MergeRequest { winner_id: ada, loser_id: wei, rules: BTreeMap::new() };
    let merge = crm.write(|tx| tx.customers().merge(&request)).unwrap();
    assert_eq!(owner(), ada);
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    assert_eq!(owner(), wei);
    let patch = OrderPatch { customer: Some(ada), ..OrderPatch::default() };
    crm.write(|tx| tx.orders().edit(order.id, patch)).unwrap();
    assert_eq!(owner(), ada);
    assert!(crm.check().unwrap().ok);
}
