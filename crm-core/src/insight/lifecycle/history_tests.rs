//! Random histories: what is maintained equals a recomputation, ticks may be small or large, and none is late.

use super::rules_tests::numbers;
use super::tests::{Shop, ZONE, at};
use super::*;
use crate::records::customers::{Block, IdentityKind, MergeRequest, NewBlock, NewCustomer};
use crate::records::interactions::{Channel, Direction, InteractionKind, NewInteraction};
use crate::records::orders::{CancelReason, NewRefund};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{MergeId, Money, OrderId, Timestamp};

/// What a random history can refer to.
#[derive(Default)]
struct Known {
    customers: Vec<CustomerId>,
    orders: Vec<OrderId>,
    merges: Vec<MergeId>,
}

/// One random event. What the rooms refuse (a second cancellation, a merge with oneself) is refused here, too.
fn happens(shop: &Shop, known: &mut Known, draw: &mut impl FnMut(i32) -> i32, step: i32, now: Timestamp) {
    let what = draw(14);
    if known.customers.is_empty() || what < 2 {
        known.customers.push(shop.customer(&format!("c{step}@example.com")));
        return;
    }
    let [customer, other] = [0, 1].map(|_| known.customers[draw(known.customers.len() as i32) as usize]);
    let order = known.orders.get(draw(known.orders.len().max(1) as i32) as usize).copied();
    match what {
        2 => {
            let new = NewCustomer::default().identity(IdentityKind::CookieId, format!("c{step}"));
            known.customers.push(shop.crm.write(|tx| tx.customers().create(new)).unwrap().id);
        }
        3 => {
            let kind = [InteractionKind::Enquiry, InteractionKind::Care][draw(2) as usize];
            let new = NewInteraction::new(Channel::Web, Direction::In, kind).with(customer);
            shop.crm.write(|tx| tx.interactions().record(new)).unwrap();
        }
        4 => {
            shop.tick(1 + draw(3) as usize);
        }
        5 => {
            shop.crm.write(|tx| tx.rfm().snapshot(None)).unwrap();
        }
        6 => {
            let on = draw(2) == 0;
            shop.crm
                .write(|tx| {
                    let survivor = customers::require(tx, customer)?;
                    let customers = tx.customers();
                    if on {
                        customers.block(&NewBlock::new(survivor, Block::NoMarketing, "asked"))
                    } else {
                        customers.unblock(survivor, None)
                    }
                })
                .unwrap();
        }
        7 => {
            let request = MergeRequest { winner_id: customer, loser_id: other, rules: Default::default() };
            known.merges.extend(shop.crm.write(|tx| tx.customers().merge(&request)).map(|merge| merge.id));
        }
        8 => {
            let taken_back = known.merges.pop().map(|merge| shop.crm.write(|tx| tx.customers().unmerge(merge)));
            assert!(taken_back.is_none_or(|result| result.is_ok()));
        }
        9 => {
            let cancel = |order| shop.crm.write(|tx| tx.orders().cancel(order, CancelReason::Customer, None));
            let _refused_twice = order.map(cancel);
        }
        10 => {
            let refund = NewRefund { order, amount: Some(Money::cny(9_00)), ..NewRefund::default() };
            let _refused_above_the_total = shop.crm.write(|tx| tx.refunds().record(refund));
        }
        _ => known.orders.push(shop.order(customer, now.plus_days(i64::from(draw(200)) - 180))),
    }
}

/// A shop with a random history that follows from a seed.
fn random_shop(seed: u64) -> Shop {
    let shop = Shop::open("2024-01-01T00:00:00Z");
    let mut draw = numbers(seed);
    let mut known = Known::default();
    let mut now = at("2024-01-01T00:00:00Z");
    for step in 0..60 {
        now = now.plus_millis(i64::from(draw(30 * 86_400)) * 1_000);
        shop.clock.set(now);
        happens(&shop, &mut known, &mut draw, step, now);
        shop.sound();
    }
    while shop.tick(5) {}
    shop
}

/// Everything that is stored about stages, without ids and in no order of writing.
fn contents(shop: &Shop) -> (Vec<CustomerStage>, Vec<String>) {
    let rows = shop.crm.read(|tx| {
        let mut rows = Vec::new();
        for id in customers::ids_after(tx, CustomerId(0), 1_000)? {
            rows.extend(store::get(tx, id)?);
        }
        Ok(rows)
    });
    let events = shop.crm.read(|tx| tx.events().list(0, 10_000)).unwrap();
    let mut moves: Vec<String> = events
        .into_iter()
        .filter(|event| event.name == "customer.stage_changed")
        .map(|event| format!("{:?} {}", event.customer_id, event.payload))
        .collect();
    moves.sort();
    (rows.unwrap(), moves)
}

#[test]
fn many_small_ticks_are_one_large_one() {
    for seed in 1..=5 {
        let [small, large] = [random_shop(seed), random_shop(seed)];
        let mut draw = numbers(seed + 1_000);
        let mut now = at("2027-01-01T00:00:00Z");
        while now < at("2030-01-01T00:00:00Z") {
            now = now.plus_millis(i64::from(draw(90 * 86_400)) * 1_000);
            small.clock.set(now);
            while small.tick(2) {}
        }
        large.clock.set(now);
        assert!(!large.tick(10_000));
        assert_eq!(contents(&small), contents(&large), "seed {seed}");
        large.sound();
    }
}

#[test]
fn no_boundary_is_late() {
    for seed in 20..=22 {
        let shop = random_shop(seed);
        let zone = Zone::parse(ZONE).unwrap();
        let first = zone.date_of(shop.crm.begin_read().unwrap().now());
        for day in 1..500 {
            let day = first.plus_days(day);
            shop.clock.set(zone.start_of(day));
            let read = shop.crm.begin_read().unwrap();
            let ids = customers::ids_after(&read, CustomerId(0), 1_000).unwrap();
            let living = ids.into_iter().filter_map(|id| Some((id, evaluate::gather(&read, id).unwrap().0?)));
            let (ids, expected): (Vec<CustomerId>, Vec<Stage>) = living
                .map(|(id, mut facts)| {
                    let derived = evaluate::derive(&read, id, &mut facts, None, zone, zone.start_of(day)).unwrap();
                    (id, derived.0.stage)
                })
                .unzip();
            let read_now: Vec<Stage> = ids.iter().map(|id| read.lifecycle().of(*id).unwrap().stage).collect();
            drop(read);
            assert_eq!(read_now, expected, "seed {seed}, {day}, read without a tick");
            while shop.tick(3) {}
            let stored: Vec<Stage> = ids.iter().map(|id| shop.stored(*id).stage).collect();
            assert_eq!(stored, expected, "seed {seed}, {day}, after the tick");
        }
    }
}
