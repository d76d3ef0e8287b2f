//! One order in its own transaction, everything included (event, metrics, stage, dirty mark, timeline), against a bare
//! INSERT by rusqlite with the same durability on the same disk.

use crate::Outcome;
use crate::build::{SEED, customers_in};
use crate::clock::{quantile, repeat, report};
use crm_core::orders::NewOrder;
use crm_core::{Crm, CustomerId, Durability, Money, Options};
use rusqlite::{Connection, params};
use serde_json::json;
use std::time::Duration;

const DURABLE: usize = 300;
const RELAXED: usize = 5_000;

pub(crate) fn measure(file: &str) -> Outcome {
    for (name, durability, calls) in
        [("order, durable", Durability::Full, DURABLE), ("order, relaxed", Durability::Relaxed, RELAXED)]
    {
        let bare = bare_inserts(file, durability, calls)?;
        let ours = orders(file, durability, calls)?;
        let (bare_p50, ours_p50) = (quantile(&bare, 0.5), quantile(&ours, 0.5));
        let total = |times: &[Duration]| times.iter().sum::<Duration>().as_secs_f64();
        report(
            name,
            json!({
                "ours_p50_us": ours_p50.round(), "ours_p99_us": quantile(&ours, 0.99).round(),
                "bare_p50_us": bare_p50.round(), "on_top_p50_us": (ours_p50 - bare_p50).round(),
                "rate_ratio": (total(&bare) / total(&ours) * 100.0).round() / 100.0,
            }),
        );
    }
    Ok(())
}

fn bare_inserts(file: &str, durability: Durability, calls: usize) -> Result<Vec<Duration>, Box<dyn std::error::Error>> {
    let path = format!("{file}.bare");
    let connection = Connection::open(&path)?;
    let synchronous = if durability == Durability::Full { "FULL" } else { "NORMAL" };
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous};
         CREATE TABLE IF NOT EXISTS sale (id INTEGER PRIMARY KEY, customer INTEGER, total INTEGER)"
    ))?;
    let mut failed = None;
    let times = repeat(calls, |at| {
        let done = connection
            .prepare_cached("INSERT INTO sale (customer, total) VALUES (?1, 1)")
            .and_then(|mut statement| statement.execute(params![at as i64]));
        if let Err(error) = done {
            failed = Some(error);
        }
    });
    drop(connection);
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{path}{suffix}"));
    }
    failed.map_or(Ok(times), |error| Err(error.into()))
}

fn orders(file: &str, durability: Durability, calls: usize) -> Result<Vec<Duration>, Box<dyn std::error::Error>> {
    let crm = Crm::open_with(file, Options::default().durability(durability))?;
    let customers = customers_in(&crm.begin_read()?)?;
    let mut failed = None;
    let times = repeat(calls, |at| {
        let customer = CustomerId(((at as u64).wrapping_mul(SEED | 1) % customers + 1) as i64);
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
