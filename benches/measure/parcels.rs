//! Where an order is, reports of carriers, and what `tick` takes for orders that became late.

use crate::Outcome;
use crate::build::{SEED, customers_in};
use crate::clock::{repeat, report, report_times};
use crm_core::orders::{NewOrder, OrderFilter};
use crm_core::shipments::{CarrierReport, NewShipment, ShipmentState};
use crm_core::{Crm, CustomerId, Durability, Money, Options, OrderId, PageRequest, Timestamp};
use serde_json::json;
use std::time::{Duration, Instant};

/// Orders that get a parcel with three reports.
const PARCELS: u64 = 20_000;
const CALLS: usize = 20_000;
/// Orders that become late at once.
const LATE: i64 = 100;

fn pick(at: usize, below: u64) -> u64 {
    (at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) % below
}

pub(crate) fn measure(file: &str) -> Outcome {
    let crm = Crm::open_with(file, Options::default().durability(Durability::Relaxed))?;
    let orders = orders_with_parcels(&crm)?;
    let tx = crm.begin_read()?;
    let mut failed = None;
    let mut ask = |at: usize| {
        let order = orders[pick(at, orders.len() as u64) as usize];
        if let Err(error) = tx.shipments().where_is(order) {
            failed.get_or_insert(error);
        }
    };
    repeat(CALLS, &mut ask);
    report_times("where is", &repeat(CALLS, &mut ask));
    drop(tx);
    late(&crm)?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}

/// Parcels of orders all over the file, on their way.
fn orders_with_parcels(crm: &Crm) -> Result<Vec<OrderId>, Box<dyn std::error::Error>> {
    let filter = OrderFilter { page: PageRequest::first(1), ..OrderFilter::default() };
    let newest = crm.read(|tx| tx.orders().list(&filter))?;
    let last = newest.items.first().map_or(1, |order| order.id.0.unsigned_abs()).max(PARCELS);
    let mut orders = Vec::new();
    let start = Instant::now();
    crm.write(|tx| {
        for number in 0..PARCELS {
            let order = OrderId((1 + number * (last / PARCELS)) as i64);
            let Ok(_) = tx.orders().get(order) else { continue };
            let tracking = format!("N{number}");
            let Ok(_) = tx.shipments().create(NewShipment::of(order).tracked("dhl", &tracking)) else { continue };
            let states = [ShipmentState::HandedOver, ShipmentState::InTransit, ShipmentState::OutForDelivery];
            for (minutes, state) in (1_i64..).zip(states) {
                let at = tx.now().plus_millis(minutes * 60_000);
                tx.shipments().report(CarrierReport::new("dhl", &tracking, state, at))?;
            }
            orders.push(order);
        }
        Ok(())
    })?;
    let each = start.elapsed().as_secs_f64() * 1e6 / (orders.len().max(1) * 4) as f64;
    report("parcels and reports", json!({ "us_each": each.round(), "parcels": orders.len() }));
    Ok(orders)
}

/// A tick for which nothing is due, and one for which some orders have become late.
fn late(crm: &Crm) -> Outcome {
    let customers = customers_in(&crm.begin_read()?)?;
    let promised: Timestamp = crm.write(|tx| {
        let promised = tx.now().plus_millis(1);
        for number in 0..LATE {
            let buyer = CustomerId((number.unsigned_abs() * (SEED | 1) % customers + 1) as i64);
            let new = NewOrder { promised_at: Some(promised), ..NewOrder::new(buyer, Money::usd(10_00)) };
            tx.orders().record(new)?;
        }
        Ok(promised)
    })?;
    // What else is due is done first, up to the instant of the promise.
    while !crm.tick(Some(promised), None)?.done {}
    let times = repeat(20, |_| drop(crm.tick(Some(promised), None)));
    report_times("tick, nothing due", &times);
    let start = Instant::now();
    let ticked = crm.tick(Some(promised.plus_millis(1)), None)?;
    let took: Duration = start.elapsed();
    let found = ticked.steps.iter().find(|step| step.room == "shipments").map_or(0, |step| step.changed);
    report("tick, late orders", json!({ "ms": took.as_secs_f64() * 1e3, "late": found }));
    Ok(())
}
