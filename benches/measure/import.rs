//! Bulk import against the loader that anybody would write: the same rows into the same tables and indexes, order by
//! order, 10,000 orders a transaction, prepared statements, the metrics upserted with each order.

use crate::Outcome;
use crate::build::{create_customers, in_batches, order_of};
use crate::clock::{peak_mib, report};
use crate::shop::{self, Shop};
use crm_core::shop::ShopPatch;
use crm_core::{Crm, Currency};
use rusqlite::{Connection, params};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Instant;

const BATCH: usize = 80_000;
const PLAIN_BATCH: usize = 10_000;
const DAY_MS: i64 = 86_400_000;

/// The straightforward loader's time on a file of its own.
pub(crate) fn plain(folder: &str, customers: u64, orders: u64) -> Outcome {
    let shop = Shop::new(crate::build::SEED, customers, orders);
    let file = Path::new(folder).join("plain.db");
    prepare(&file, &shop)?;
    // As a host has them: in the order of time.
    let mut seconds = 0.0;
    let connection = open_plainly(&file)?;
    in_batches(shop.orders(), PLAIN_BATCH, |batch| {
        let start = Instant::now();
        connection.execute_batch("BEGIN IMMEDIATE")?;
        batch.iter().try_for_each(|order| insert_plainly(&connection, order))?;
        connection.execute_batch("COMMIT")?;
        seconds += start.elapsed().as_secs_f64();
        Ok(())
    })?;
    report("plain", json!({ "orders": orders, "customers": customers, "a_second": (orders as f64 / seconds).round() }));
    Ok(())
}

/// The library's time on a file of its own, and the memory of this process, in which nothing else runs.
pub(crate) fn ours(folder: &str, customers: u64, orders: u64) -> Outcome {
    let shop = Shop::new(crate::build::SEED, customers, orders);
    let file = Path::new(folder).join("ours.db");
    prepare(&file, &shop)?;
    let before = peak_mib();
    let crm = Crm::open(&file)?;
    let mut seconds = 0.0;
    in_batches(shop.orders(), BATCH, |batch| {
        // What a host hands over is made outside the clock, as the plain loader's rows are.
        let batch = batch.iter().map(order_of).collect();
        let start = Instant::now();
        crm.write(|tx| tx.orders().record_many(batch).map(drop))?;
        seconds += start.elapsed().as_secs_f64();
        Ok(())
    })?;
    report(
        "ours",
        json!({
            "orders": orders, "customers": customers, "a_second": (orders as f64 / seconds).round(),
            "batch": BATCH, "peak_mib": peak_mib(), "peak_mib_before": before,
        }),
    );
    Ok(())
}

/// Both files must hold the same orders and metrics, or the comparison compares nothing.
pub(crate) fn same(folder: &str) -> Outcome {
    same_rows(&Path::new(folder).join("plain.db"), &Path::new(folder).join("ours.db"))
}

fn prepare(file: &PathBuf, shop: &Shop) -> Outcome {
    for suffix in ["", "-wal", "-shm", ".lock", ".wait"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
    let crm = Crm::open(file)?;
    crm.write(|tx| tx.shop().configure(ShopPatch { base_currency: Some(Currency::USD), ..ShopPatch::default() }))?;
    create_customers(&crm, shop)
}

fn open_plainly(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384")?;
    Ok(connection)
}

fn insert_plainly(connection: &Connection, order: &shop::Order) -> rusqlite::Result<()> {
    let total = order.total_cents();
    let cost = 0;
    let units: i64 = order.lines.iter().map(|line| i64::from(line.quantity) * 1_000).sum();
    let id = connection
        .prepare_cached(
            "INSERT INTO crm_order (customer_id, source, external_id, state, pay_state, fulfil_state, currency, subtotal,
               discount, shipping, tax, tax_included, total, difference, settled, needs_fulfilment, paid, refunded, rate,
               total_base, net, net_base, cost_base, units, counts, day, placed_at, paid_at, recorded_at, rev)
             VALUES (?1, 'bench', ?2, 'pending', 'paid', 'unfulfilled', 'USD', ?3, 0, 0, 0, 0, ?3, 0, 1, 1, ?3, 0,
               1000000000, ?3, ?3, ?3, ?4, ?5, 1, ?6, ?7, ?7, ?7, 1)",
        )?
        .insert(params![
            order.customer as i64,
            order.external_id(),
            total,
            cost,
            units,
            order.placed_at.div_euclid(DAY_MS),
            order.placed_at
        ])?;
    for (position, line) in order.lines.iter().enumerate() {
        connection
            .prepare_cached(
                "INSERT INTO crm_order_line (id, sku, quantity, unit_price, discount, tax, total, fulfilled, restocked)
                 VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, 0, 0)",
            )?
            .execute(params![
                id * 4_096 + position as i64,
                format!("SKU-{:05}", line.product),
                i64::from(line.quantity) * 1_000,
                line.unit_price_cents * 10_000,
                line.total_cents()
            ])?;
    }
    connection
        .prepare_cached("INSERT INTO crm_timeline (customer_id, at, kind, entity_id) VALUES (?1, ?2, 2, ?3)")?
        .execute(params![order.customer as i64, order.placed_at, id])?;
    connection
        .prepare_cached(
            "INSERT INTO crm_metric (customer_id, orders, units, gross, net, cost, refunds, refunded, first_at, last_at)
             VALUES (?1, 1, ?2, ?3, ?3, ?4, 0, 0, ?5, ?5)
             ON CONFLICT (customer_id) DO UPDATE SET orders = orders + 1, units = units + excluded.units,
               gross = gross + excluded.gross, net = net + excluded.net, cost = cost + excluded.cost,
               first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)",
        )?
        .execute(params![order.customer as i64, units, total, cost, order.placed_at])?;
    Ok(())
}

fn same_rows(plain: &Path, ours: &Path) -> Outcome {
    let sums = |file: &Path| -> rusqlite::Result<(i64, i64, i64, i64, i64)> {
        let sql =
            "SELECT count(*), sum(orders), sum(net), sum(units), (SELECT count(*) FROM crm_order_line) FROM crm_metric";
        Connection::open(file)?
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
    };
    if sums(plain)? != sums(ours)? {
        return Err(format!("the loaders disagree: {:?} and {:?}", sums(plain)?, sums(ours)?).into());
    }
    Ok(())
}
