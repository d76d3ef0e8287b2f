//! One order in its own transaction, everything included (event, metrics, stage, dirty mark, timeline), against bare
//! INSERTs by rusqlite with the same durability on the same disk: of a row of three integers in a file of its own, of
//! the order's own row into the same table with its indexes, and of a row that fills as many pages as an order changes.

use crate::Outcome;
use crate::build::{SEED, customers_in};
use crate::clock::{quantile, repeat, report};
use crm_core::orders::NewOrder;
use crm_core::{Crm, CustomerId, Durability, Money, Options};
use rusqlite::Connection;
use serde_json::json;
use std::time::Duration;

const DURABLE: usize = 3_000;
const RELAXED: usize = 5_000;
/// A row that fills the pages that one order changes.
const PAGES: usize = 11;

pub(crate) fn measure(file: &str) -> Outcome {
    let customers = customers_in(&Crm::open(file)?.begin_read()?)?;
    for (name, durability, calls) in
        [("order, durable", Durability::Full, DURABLE), ("order, relaxed", Durability::Relaxed, RELAXED)]
    {
        let own = format!("{file}.bare");
        let bare =
            inserts(&own, durability, calls, "INSERT INTO sale (customer, total) VALUES (?1, 1)", |at| at as i64)?;
        let large = format!("INSERT INTO page (customer, bytes) VALUES (?1, zeroblob({}))", PAGES * 4_080);
        let large = inserts(&own, durability, calls, &large, |at| at as i64)?;
        let order_row = inserts(file, durability, calls, ORDER_ROW, |at| buyer(at, customers))?;
        Connection::open(file)?.execute("DELETE FROM crm_order WHERE source = 'bare'", [])?;
        let ours = orders(file, durability, calls, customers)?;
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{own}{suffix}"));
        }
        let total = |times: &[Duration]| times.iter().sum::<Duration>().as_secs_f64();
        let p50 = |times: &[Duration]| quantile(times, 0.5).round();
        let rate = |bare: &[Duration]| (total(bare) / total(&ours) * 100.0).round() / 100.0;
        report(
            name,
            json!({
                "ours_p50_us": p50(&ours), "ours_p99_us": quantile(&ours, 0.99).round(),
                "bare_p50_us": p50(&bare), "on_top_p50_us": p50(&ours) - p50(&bare), "rate_ratio": rate(&bare),
                "bare_pages_p50_us": p50(&large), "on_top_of_pages_p50_us": p50(&ours) - p50(&large),
                "bare_order_row_p50_us": p50(&order_row), "order_row_rate_ratio": rate(&order_row),
            }),
        );
    }
    Ok(())
}

/// Customers in no order.
fn buyer(at: usize, customers: u64) -> i64 {
    ((at as u64).wrapping_mul(SEED | 1) % customers + 1) as i64
}

const ORDER_ROW: &str =
    "INSERT INTO crm_order (customer_id, source, external_id, state, pay_state, fulfil_state, currency, subtotal,
       discount, shipping, tax, tax_included, total, difference, settled, needs_fulfilment, paid, refunded, rate,
       total_base, net, net_base, cost_base, units, counts, day, placed_at, paid_at, recorded_at, rev)
     VALUES (?1, 'bare', NULL, 'pending', 'paid', 'unfulfilled', 'USD', 2500, 0, 0, 0, 0, 2500, 0, 1, 1, 2500, 0,
       1000000000, 2500, 2500, 2500, 0, 2000, 1, 20088, 1735689600000, 1735689600000, 1735689600000, 1)";

/// Times of one statement a transaction.
fn inserts(
    file: &str,
    durability: Durability,
    calls: usize,
    sql: &str,
    customer: impl Fn(usize) -> i64,
) -> Result<Vec<Duration>, Box<dyn std::error::Error>> {
    let connection = Connection::open(file)?;
    let synchronous = if durability == Durability::Full { "FULL" } else { "NORMAL" };
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; PRAGMA cache_size = -16384;
         PRAGMA wal_autocheckpoint = 2000"
    ))?;
    if sql != ORDER_ROW {
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS sale (id INTEGER PRIMARY KEY, customer INTEGER, total INTEGER);
             CREATE TABLE IF NOT EXISTS page (id INTEGER PRIMARY KEY, customer INTEGER, bytes BLOB)",
        )?;
    }
    let mut failed = None;
    let times = repeat(calls, |at| {
        let done = connection.prepare_cached(sql).and_then(|mut statement| statement.execute([customer(at)]));
        if let Err(error) = done {
            failed = Some(error);
        }
    });
    failed.map_or(Ok(times), |error| Err(error.into()))
}

fn orders(
    file: &str,
    durability: Durability,
    calls: usize,
    customers: u64,
) -> Result<Vec<Duration>, Box<dyn std::error::Error>> {
    let crm = Crm::open_with(file, Options::default().durability(durability))?;
    let mut failed = None;
    let times = repeat(calls, |at| {
        let customer = CustomerId(buyer(at, customers));
        let order = NewOrder::new(customer, Money::usd(25_00)).line("SKU-00001", 1, Money::usd(10_00)).line(
            "SKU-00002",
            1,
            Money::usd(15_00),
        );
        if let Err(error) = crm.write(|tx| tx.orders().record(order.paid())) {
            failed = Some(error);
        }
    });
    failed.map_or(Ok(times), |error| Err(error.into()))
}
