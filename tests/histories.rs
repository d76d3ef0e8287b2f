//! Random histories of a whole shop. After any of them: the file is sound and every derived value equals a
//! recomputation (`check`); the scores equal those of a plain model that reads the orders row by row; a shop as of a
//! day equals a shop that was only fed what is dated up to that day; and the same calls with the same clock and seed
//! leave the same contents. The seed is printed; `CRM_SEED` repeats a run, `CRM_FULL=1` runs more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/chance.rs"]
mod chance;

use chance::Chance;
use crm_core::{Crm, Date, FixedClock, HostValue, Options, Timestamp};
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const CUSTOMERS: u64 = 8;
const STEPS: usize = 50;

fn sequences() -> u64 {
    if std::env::var_os("CRM_FULL").is_some() { 5_000 } else { 200 }
}

fn seed() -> u64 {
    let seed = std::env::var("CRM_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_260_715);
    println!("seed {seed}");
    seed
}

struct Shop {
    crm: Crm,
    clock: Arc<FixedClock>,
    /// How often each operation was accepted and refused.
    tally: RefCell<BTreeMap<String, [u32; 2]>>,
}

impl Shop {
    fn new(options: Options, path: Option<&Path>) -> Shop {
        let clock = Arc::new(FixedClock::new(Timestamp::parse("2026-06-01T08:00:00Z").unwrap()));
        let options = options.clock(clock.clone()).seed(7);
        let crm = match path {
            Some(path) => Crm::open_with(path, options).unwrap(),
            None => Crm::in_memory_with(options).unwrap(),
        };
        let shop = Shop { crm, clock, tally: RefCell::default() };
        shop.must("shop.configure", json!({"base_currency": "USD", "time_zone": "Asia/Shanghai"}));
        for number in 1..=CUSTOMERS {
            let identity = json!({"kind": "email", "value": format!("c{number}@example.com")});
            shop.must(
                "customers.create",
                json!({"kind": "person", "name": format!("C {number}"), "identities": [identity]}),
            );
        }
        shop
    }

    fn call(&self, op: &str, input: &Value) -> crm_core::Result<Value> {
        let answer = self.crm.call_json(op, input.to_string().as_bytes())?;
        Ok(serde_json::from_slice(&answer).unwrap())
    }

    fn must(&self, op: &str, input: Value) -> Value {
        self.call(op, &input).unwrap_or_else(|error| panic!("{op} {input}: {error}"))
    }

    /// Any refusal is fine; a defect is not.
    fn may(&self, op: &str, input: Value) {
        let outcome = self.call(op, &input);
        self.tally.borrow_mut().entry(op.to_owned()).or_default()[usize::from(outcome.is_err())] += 1;
        if let Err(error) = outcome {
            let code = error.code().token();
            assert!(!matches!(code, "internal" | "corrupt" | "poisoned"), "{op} {input}: {error}");
        }
    }
}

fn day_at(chance: &mut Chance) -> String {
    let day = Date::parse("2025-01-01").unwrap().plus_days(chance.below(520) as i32);
    format!("{day}T{:02}:30:00Z", chance.below(24))
}

fn money(chance: &mut Chance) -> Value {
    json!({"amount": format!("{}.{:02}", chance.below(200), chance.below(100)), "currency": "USD"})
}

/// One random call of the whole life of a shop.
fn step(shop: &Shop, chance: &mut Chance, number: usize) {
    let customer = chance.next() % CUSTOMERS + 1;
    let order = chance.below(number + 2) as u64;
    match chance.below(20) {
        0..=6 => {
            let line = json!({"sku": "A", "quantity": 1 + chance.below(3), "unit_price": "9.99"});
            let amount = if chance.coin() { json!({"lines": [line], "currency": "USD"}) } else { json!({"total": money(chance)}) };
            let mut input = amount;
            input["customer"] = json!(customer);
            input["placed_at"] = json!(day_at(chance));
            input["source"] = json!("web");
            input["external_id"] = json!(format!("o{}", chance.below(60)));
            input["paid"] = json!(chance.below(4) > 0);
            if chance.coin() {
                shop.may("orders.record", input);
            } else {
                shop.may("orders.sync", json!({"order": input}));
            }
        }
        7 => shop.may("orders.cancel", json!({"id": order, "reason": "customer"})),
        8 => shop.may("orders.edit", json!({"id": order, "patch": {"placed_at": day_at(chance), "total": money(chance)}})),
        9 => shop.may("orders.edit", json!({"id": order, "patch": {"customer": customer}})),
        10 => shop.may("refunds.record", json!({"order": order, "amount": money(chance), "refunded_at": day_at(chance)})),
        11 => shop.may("refunds.record", json!({"customer": customer, "amount": money(chance), "refunded_at": day_at(chance)})),
        12 => {
            let payment = json!({"kind": "capture", "amount": {"amount": format!("{}.50", chance.below(4)), "currency": "USD"}});
            shop.may("payments.record", json!({"order": order, "payment": payment}));
        }
        13 => shop.may("orders.advance", json!({"id": order, "to": "confirmed"})),
        14 => shop.may("customers.merge", json!({"winner_id": customer, "loser_id": chance.next() % CUSTOMERS + 1})),
        15 => shop.may("customers.unmerge", json!({"id": 1 + chance.below(4)})),
        16 => shop.may("interactions.record", json!({"customer_id": customer, "channel": "email", "direction": "in", "kind": "enquiry", "at": day_at(chance)})),
        17 => {
            shop.clock.set(shop.crm.begin_read().unwrap().now().plus_days(1 + chance.below(40) as i64));
            shop.must("system.tick", json!({}));
        }
        18 => shop.may("customers.block", json!({"id": customer, "block": "no_marketing", "reason": "asked"})),
        _ => shop.may("shop.configure", json!({"counts": if chance.coin() { "paid" } else { "placed" }})),
    }
}

fn history(shop: &Shop, chance: &mut Chance) {
    for number in 0..STEPS {
        step(shop, chance, number);
    }
}

/// Recency, frequency and monetary value of every customer, from the rows one by one.
fn plain_model(shop: &Shop, as_of: Date, window: Option<i32>) -> BTreeMap<i64, (i64, i64, i64)> {
    let tx = shop.crm.begin_read().unwrap();
    let rows = |sql: &str| -> Vec<(i64, i32, i64)> {
        let found = tx.host().query_views(sql, &[]).unwrap().rows;
        let cell = |cell: &HostValue| match cell {
            HostValue::Integer(number) => *number,
            HostValue::Text(day) => i64::from(Date::parse(day).unwrap().days()),
            other => panic!("{other:?}"),
        };
        found.iter().map(|row| (cell(&row[0]), cell(&row[1]) as i32, cell(&row[2]))).collect()
    };
    let orders = rows("SELECT customer_id, day, net_base_minor FROM crm_orders WHERE counts = 1");
    let refunds = rows("SELECT customer_id, day, net_base_minor FROM crm_refunds WHERE counts = 1");
    let inside = |day: i32| day <= as_of.days() && window.is_none_or(|window| day > as_of.days() - window);
    let mut found: BTreeMap<i64, (i64, i64, i64)> = BTreeMap::new();
    for (customer, day, net) in orders.iter().filter(|(_, day, _)| *day <= as_of.days()) {
        let entry = found.entry(*customer).or_insert((i64::MAX, 0, 0));
        entry.0 = entry.0.min(i64::from(as_of.days() - day));
        if inside(*day) {
            entry.1 += 1;
            entry.2 += net;
        }
    }
    for (customer, _, net) in refunds.iter().filter(|(_, day, _)| inside(*day)) {
        if let Some(entry) = found.get_mut(customer) {
            entry.2 -= net.abs();
        }
    }
    found
}

/// The same from the library, with the scores by the definition: one plus the cut points strictly passed.
fn scored(shop: &Shop, as_of: Date, window: Option<i32>) -> BTreeMap<i64, (i64, i64, i64, [u64; 3])> {
    let page =
        shop.must("rfm.score", json!({"as_of": as_of.to_string(), "window_days": window, "page": {"limit": 10_000}}));
    let minor = |amount: &str| amount.replace('.', "").parse::<i64>().unwrap();
    let rows = page["items"].as_array().unwrap().iter();
    rows.map(|row| {
        let number = |name: &str| row[name].as_i64().unwrap();
        let score = |name: &str| row[name].as_u64().unwrap();
        let value = minor(row["monetary"]["amount"].as_str().unwrap());
        (
            number("customer_id"),
            (number("recency_days"), number("frequency"), value, [score("r"), score("f"), score("m")]),
        )
    })
    .collect()
}

/// `score = 1 + #{k in 1..5 : L·5 > k·(N−1)}`, L = customers strictly worse: quadratic and literal.
fn quintile(values: &[i64], value: i64, smaller_is_worse: bool) -> u64 {
    let worse = values.iter().filter(|other| if smaller_is_worse { **other < value } else { **other > value }).count();
    1 + (1..5).filter(|k| worse * 5 > k * (values.len() - 1)).count() as u64
}

#[test]
fn every_derived_value_follows_from_the_facts() {
    let mut chance = Chance::new(seed());
    let mut tally: BTreeMap<String, [u32; 2]> = BTreeMap::new();
    for sequence in 0..sequences() {
        let shop = Shop::new(Options::default(), None);
        history(&shop, &mut chance);
        for (op, [accepted, refused]) in shop.tally.borrow().iter() {
            let sum = tally.entry(op.clone()).or_default();
            *sum = [sum[0] + accepted, sum[1] + refused];
        }
        let report = shop.crm.check().unwrap();
        assert!(report.ok, "sequence {sequence}: {:?}", report.problems);
        let as_of = Date::parse("2025-01-01").unwrap().plus_days(chance.below(600) as i32);
        let window = chance.coin().then(|| 1 + chance.below(400) as i32);
        let (model, found) = (plain_model(&shop, as_of, window), scored(&shop, as_of, window));
        let facts: BTreeMap<_, _> = found.iter().map(|(id, (r, f, m, _))| (*id, (*r, *f, *m))).collect();
        assert_eq!(facts, model, "sequence {sequence}, as of {as_of}, window {window:?}");
        let column = |pick: fn(&(i64, i64, i64)) -> i64| model.values().map(pick).collect::<Vec<i64>>();
        let (recency, frequency, monetary) = (column(|v| v.0), column(|v| v.1), column(|v| v.2));
        for (id, (r, f, m, scores)) in &found {
            let expected =
                [quintile(&recency, *r, false), quintile(&frequency, *f, true), quintile(&monetary, *m, true)];
            assert_eq!(*scores, expected, "sequence {sequence}, customer {id}");
        }
    }
    println!("accepted, refused: {tally:?}");
    // A history in which a verb is always refused would prove nothing about it.
    assert!(tally.values().all(|[accepted, _]| *accepted > 20), "{tally:?}");
}

#[test]
fn a_past_day_is_the_shop_that_was_fed_up_to_it() {
    let mut chance = Chance::new(seed() ^ 1);
    for _ in 0..sequences() / 4 {
        let reports: Vec<(String, Value)> = (0..40)
            .map(|number| {
                let customer = chance.next() % CUSTOMERS + 1;
                let at = day_at(&mut chance);
                let key = json!({"customer": customer, "source": "web", "external_id": format!("x{number}")});
                let mut input = key;
                let op = if chance.below(5) > 0 {
                    input["placed_at"] = json!(at);
                    input["total"] = money(&mut chance);
                    input["paid"] = json!(true);
                    "orders.record"
                } else {
                    input["refunded_at"] = json!(at);
                    input["amount"] = json!({"amount": "1.50", "currency": "USD"});
                    "refunds.record"
                };
                (op.to_owned(), input)
            })
            .collect();
        let as_of = Date::parse("2025-01-01").unwrap().plus_days(chance.below(520) as i32);
        let zone = crm_core::time::Zone::parse("Asia/Shanghai").unwrap();
        let dated = |input: &Value| {
            let at = input.get("placed_at").or(input.get("refunded_at")).unwrap();
            zone.date_of(Timestamp::parse(at.as_str().unwrap()).unwrap())
        };
        let (whole, past) = (Shop::new(Options::default(), None), Shop::new(Options::default(), None));
        for (op, input) in &reports {
            whole.must(op, input.clone());
            if dated(input) <= as_of {
                past.must(op, input.clone());
            }
        }
        for window in [None, Some(90)] {
            assert_eq!(scored(&whole, as_of, window), scored(&past, as_of, window));
        }
    }
}

/// Every row of every table, as SQLite holds it.
fn dump(path: &Path) -> Vec<(String, Vec<Vec<Cell>>)> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let names: Vec<String> = {
        let sql =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'crm\\_%' ESCAPE '\\' ORDER BY name";
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    };
    let rows = |table: &String| {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let read = |row: &rusqlite::Row<'_>| (0..columns).map(|at| row.get(at)).collect();
        let mut rows: Vec<Vec<Cell>> = statement.query_map([], read).unwrap().collect::<rusqlite::Result<_>>().unwrap();
        rows.sort_by_key(|row| format!("{row:?}"));
        rows
    };
    names.iter().map(|table| (table.clone(), rows(table))).collect()
}

#[test]
fn the_same_calls_leave_the_same_contents() {
    let seed = seed() ^ 2;
    let folder = tempfile::tempdir().unwrap();
    let contents = |name: &str| {
        let path = folder.path().join(name);
        let shop = Shop::new(Options::default(), Some(&path));
        let mut chance = Chance::new(seed);
        for _ in 0..4 {
            history(&shop, &mut chance);
        }
        shop.crm.close();
        drop(shop);
        dump(&path)
    };
    let (first, second) = (contents("first.db"), contents("second.db"));
    assert!(first.iter().any(|(table, rows)| table == "crm_order" && rows.len() > 10));
    for (one, other) in first.iter().zip(&second) {
        assert_eq!(one, other, "the table {} differs", one.0);
    }
    assert_eq!(first.len(), second.len());
}
