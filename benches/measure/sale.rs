//! What a shop calls around an order: a checkout with coupon, points, tier and commission in one transaction, "where is
//! my order", a configuration with many rules, web events in bulk, and a tick in which a hundred orders became late.

use crate::Outcome;
use crate::build::{SEED, customers_in};
use crate::clock::{quantile, repeat, report, report_times};
use crm_core::configure::ConfigurationCheck;
use crm_core::coupons::{Basket, NewReservation};
use crm_core::orders::{NewOrder, OrderState};
use crm_core::partners::{Beneficiary, CommissionShare};
use crm_core::shipments::NewShipment;
use crm_core::touches::NewWebEvent;
use crm_core::{Crm, CustomerId, Durability, Error, Money, Options, OrderId, Result, Timestamp, WriteTransaction};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const CHECKOUTS: usize = 5_000;
const PARCELS: usize = 20_000;
const WEB_EVENTS: usize = 100_000;
const DUE: usize = 100;
const ROUNDS: usize = 20;

pub(crate) fn measure(file: &str) -> Outcome {
    let crm = Crm::open_with(file, Options::default().durability(Durability::Relaxed))?;
    let customers = customers_in(&crm.begin_read()?)?;
    while !crm.tick(None, None)?.done {}
    checkouts(&crm, customers)?;
    where_is(&crm, customers)?;
    configuration(&crm)?;
    late_orders(&crm, customers)?;
    web_events(&crm)
}

/// Customers in no order.
fn buyer(at: usize, customers: u64) -> CustomerId {
    CustomerId(((at as u64).wrapping_mul(SEED | 1) % customers + 1) as i64)
}

fn set_up(crm: &Crm, op: &str, input: &Value) -> Result<Value> {
    let answer = crm.call_json(op, input.to_string().as_bytes())?;
    serde_json::from_slice(&answer).map_err(|_| Error::internal("an answer is not JSON"))
}

/// Times of a verb that may fail; the first failure ends the measurement.
fn times(calls: usize, mut call: impl FnMut(usize) -> Result<()>) -> Result<Vec<Duration>> {
    let mut failed = None;
    let times = repeat(calls, |at| {
        if let Err(error) = call(at) {
            failed.get_or_insert(error);
        }
    });
    failed.map_or(Ok(times), Err)
}

fn basket() -> NewOrder {
    let (cheap, dear) = (Money::usd(10_00), Money::usd(15_00));
    NewOrder::default().line("SKU-00001", 1, cheap).line("SKU-00002", 1, dear)
}

/// A coupon with all three limits, points, two tiers of which each order asks, a commission for who advised.
fn checkouts(crm: &Crm, customers: u64) -> Outcome {
    let usd = |amount: &str| json!({ "amount": amount, "currency": "USD" });
    set_up(crm, "loyalty.configure", &json!({ "active": true, "points": 1, "per_amount": usd("1.00") }))?;
    for (rank, name, spend) in [(1, "silver", "200.00"), (2, "gold", "1000.00")] {
        set_up(crm, "loyalty.create_tier", &json!({ "name": name, "rank": rank, "min_spend": usd(spend) }))?;
    }
    let program = set_up(
        crm,
        "coupons.create_program",
        &json!({ "name": "Spring", "kind": "percent", "rate": "0.1", "per_customer": 1_000, "total_limit": 1_000_000,
                 "budget": usd("10000000.00") }),
    )?;
    set_up(crm, "coupons.issue", &json!({ "program_id": program["id"], "codes": ["SPRING"], "shared": true }))?;
    set_up(crm, "partners.create_plan", &json!({ "name": "Sales", "terms": { "basis": "revenue", "rate": "0.05" } }))?;
    let all = times(CHECKOUTS, |at| {
        let key = format!("basket {at}");
        crm.write(|tx| check_out(tx, buyer(at, customers), &key))
    })?;
    report_times("checkout, relaxed", &all);
    let plain = times(CHECKOUTS, |at| {
        let order = NewOrder { customer: Some(buyer(at, customers)), paid: Some(true), ..basket() };
        crm.write(|tx| tx.orders().record(order).map(drop))
    })?;
    report_times("order alone, relaxed", &plain);
    Ok(())
}

fn check_out(tx: &WriteTransaction, customer: CustomerId, key: &str) -> Result<()> {
    let (code, key) = ("SPRING".to_owned(), key.to_owned());
    let held = tx.coupons().reserve(&NewReservation {
        code: code.clone(),
        customer_id: Some(customer),
        basket: Basket::of(Money::usd(25_00)),
        key: key.clone(),
        minutes: None,
    })?;
    let order = NewOrder { customer: Some(customer), discount: Some(held.amount), paid: Some(true), ..basket() };
    let order = tx.orders().record(order)?;
    tx.coupons().redeem(&code, order.id, Some(&key))?;
    tx.loyalty().earn_for_order(order.id)?;
    tx.partners().attribute(order.id, &[CommissionShare::of(Beneficiary::staff(7))], None)?;
    Ok(())
}

/// Orders with one parcel under way.
fn where_is(crm: &Crm, customers: u64) -> Outcome {
    let mut orders: Vec<OrderId> = Vec::new();
    crm.write(|tx| {
        for at in 0..PARCELS {
            let state = Some(OrderState::Confirmed);
            let order = NewOrder { customer: Some(buyer(at, customers)), paid: Some(true), state, ..basket() };
            let order = tx.orders().record(order)?;
            let number = Some(format!("N{at}"));
            let carrier = Some("dhl".to_owned());
            tx.shipments().create(NewShipment { carrier, tracking_no: number, ..NewShipment::of(order.id) })?;
            orders.push(order.id);
        }
        Ok(())
    })?;
    let tx = crm.begin_read()?;
    // Orders in no order, as customers ask; one parcel each is part of the answer.
    let mut call = |at: usize| {
        let order = orders[buyer(at, orders.len() as u64).0 as usize - 1];
        match tx.shipments().where_is(order)?.parcels.len() {
            1 => Ok(()),
            parcels => Err(Error::internal(format!("an order with one parcel has {parcels}"))),
        }
    };
    times(PARCELS, &mut call)?;
    report_times("where is my order", &times(20_000, call)?);
    Ok(())
}

/// 60 options in ten groups, all chosen, under 200 rules that each hold.
fn configuration(crm: &Crm) -> Outcome {
    let name = |at: usize| format!("g{}o{}", at % 10, at / 10 % 6);
    let usd = |amount: &str| json!({ "amount": amount, "currency": "USD" });
    let groups: Vec<Value> = (0..10)
        .map(|group| {
            let options: Vec<Value> =
                (0..6).map(|side| json!({ "key": name(side * 10 + group), "price_delta": usd("1.00") })).collect();
            json!({ "key": format!("g{group}"), "max": 6, "options": options })
        })
        .collect();
    let rules: Vec<Value> = (0..)
        .map(|number| (number, name(number), name(number * 7 + 1)))
        .filter(|(_, option, other)| option != other)
        .take(200)
        .map(|(number, option, other)| {
            json!({ "key": format!("r{number}"), "kind": "requires", "option": option, "options": [other] })
        })
        .collect();
    set_up(crm, "catalog.upsert", &json!({ "sku": "BENCH-PC", "name": "Computer" }))?;
    let model = json!({ "sku": "BENCH-PC", "base_price": usd("500.00"), "groups": groups, "rules": rules });
    set_up(crm, "configure.put_model", &model)?;
    let choices: Vec<String> = (0..60).map(name).collect();
    let ask = ConfigurationCheck { sku: "BENCH-PC".to_owned(), choices, ..ConfigurationCheck::default() };
    let tx = crm.begin_read()?;
    let all = times(20_000, |_| match tx.configure().check(&ask)?.valid {
        true => Ok(()),
        false => Err(Error::internal("a valid configuration was refused")),
    })?;
    report_times("configuration of 60 options under 200 rules", &all);
    Ok(())
}

/// Ticks over all orders of the shop, of which a hundred became late, and of which none did.
fn late_orders(crm: &Crm, customers: u64) -> Outcome {
    let mut now = crm.begin_read()?.now().plus_days(1);
    let (mut due, mut idle) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let promised_at = Some(now.plus_millis(1));
        crm.write(|tx| {
            (0..DUE).try_for_each(|at| {
                let customer = Some(buyer(round * DUE + at, customers));
                let state = Some(OrderState::Confirmed);
                let order = NewOrder { customer, paid: Some(true), state, promised_at, ..basket() };
                tx.orders().record(order).map(drop)
            })
        })?;
        // What the orders themselves leave to do (packed facts) is not what is asked here.
        while !crm.tick(Some(now), None)?.done {}
        now = now.plus_millis(2);
        due.push(tick(crm, now, DUE)?);
        idle.push(tick(crm, now, 0)?);
    }
    due.sort_unstable();
    idle.sort_unstable();
    report_times("tick with 100 late orders", &due);
    report_times("tick with nothing due", &idle);
    Ok(())
}

/// One tick in which so many orders become late.
fn tick(crm: &Crm, now: Timestamp, wanted: usize) -> std::result::Result<Duration, Box<dyn std::error::Error>> {
    let start = Instant::now();
    let report = crm.tick(Some(now), None)?;
    let time = start.elapsed();
    let late: u64 = report.steps.iter().filter(|step| step.room == "shipments").map(|step| step.changed).sum();
    if late != wanted as u64 {
        return Err(format!("{late} orders became late, expected {wanted}").into());
    }
    Ok(time)
}

/// Page views of 5,000 visitors, all in one call.
fn web_events(crm: &Crm) -> Outcome {
    let mut all: Vec<Duration> = Vec::new();
    for _ in 0..5 {
        let events = (0..WEB_EVENTS)
            .map(|at| {
                let event = json!({
                    "kind": "product_viewed", "visitor": { "kind": "cookie_id", "value": format!("0f6a2c1e-{}", at % 5_000) },
                    "sku": format!("SKU-{:05}", at % 900), "url": format!("https://shop.example/p/{}", at % 900),
                });
                serde_json::from_value(event)
            })
            .collect::<std::result::Result<Vec<NewWebEvent>, _>>()?;
        let start = Instant::now();
        crm.write(|tx| tx.touches().record_web_events(events))?;
        all.push(start.elapsed());
    }
    all.sort_unstable();
    let a_second = WEB_EVENTS as f64 / (quantile(&all, 0.5) / 1e6);
    report("web events in bulk", json!({ "a_second": a_second.round(), "rows": WEB_EVENTS }));
    Ok(())
}
