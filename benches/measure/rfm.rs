//! Scores of all customers: as of now and as of a past date with a window, with nothing dirty, with 10,000 dirty
//! customers, with 100,000, and after the tick that packs them.

use crate::Outcome;
use crate::build::customers_in;
use crate::clock::{quantile, repeat, report};
use crm_core::orders::NewOrder;
use crm_core::rfm::RfmOptions;
use crm_core::{Crm, CustomerId, Date, Durability, Money, Options, Patch, Timestamp};
use serde_json::json;

const REPEATS: usize = 9;
/// The day after the generator's last, and one in the middle of its history.
const NOW: &str = "2025-01-01";
const PAST: &str = "2024-06-30";
const WINDOW_DAYS: u32 = 365;

pub(crate) fn measure(file: &str) -> Outcome {
    let crm = Crm::open_with(file, Options::default().durability(Durability::Relaxed))?;
    let customers = customers_in(&crm.begin_read()?)?;
    questions(&crm, "0 dirty")?;
    let some = customers.min(10_000) / if customers < 100_000 { 10 } else { 1 };
    sell(&crm, customers, some)?;
    questions(&crm, &format!("{some} dirty"))?;
    let many = customers.min(100_000) / if customers < 100_000 { 2 } else { 1 };
    sell(&crm, customers, many)?;
    questions(&crm, &format!("{many} single orders later"))?;
    while !crm.tick(None, None)?.done {}
    questions(&crm, "after the tick")
}

fn questions(crm: &Crm, state: &str) -> Outcome {
    let now = RfmOptions { as_of: Some(Date::parse(NOW)?), ..RfmOptions::default() };
    let past =
        RfmOptions { as_of: Some(Date::parse(PAST)?), window_days: Patch::Set(WINDOW_DAYS), ..RfmOptions::default() };
    for (name, options) in [("as of now", now), ("past date, 365 days", past)] {
        let (mut scored, mut failed) = (0, None);
        let times = repeat(REPEATS, |_| match crm.read(|tx| tx.rfm().score(&options)) {
            Ok(table) => scored = table.len(),
            Err(error) => failed = Some(error),
        });
        if let Some(error) = failed {
            return Err(error.into());
        }
        report(
            &format!("rfm, {name}, {state}"),
            json!({ "seconds": quantile(&times, 0.5) / 1e6, "least_seconds": quantile(&times, 0.0) / 1e6, "scored": scored }),
        );
    }
    Ok(())
}

/// Single orders of different customers, each in its own transaction.
fn sell(crm: &Crm, customers: u64, orders: u64) -> Outcome {
    let step = (customers / orders.max(1)).max(1);
    for at in 0..orders {
        let customer = CustomerId((at * step % customers + 1) as i64);
        let placed = Timestamp::parse("2024-12-31T12:00:00Z")?;
        crm.write(|tx| {
            tx.orders().record(NewOrder::new(customer, Money::usd(25_00)).placed_at(placed).paid()).map(drop)
        })?;
    }
    Ok(())
}
