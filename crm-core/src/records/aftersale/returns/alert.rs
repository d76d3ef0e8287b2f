//! Products that come back too often: looked for once a day, told once in a while.

use super::{ReturnSettings, store};
use crate::db::WriteTransaction;
use crate::journal::{self, Entry};
use crate::records::orders::promises;
use crate::records::shop;
use crate::vocabulary::figures::share;
use crate::vocabulary::{Quantity, Result};
use serde_json::json;
use std::collections::BTreeMap;

/// Days over which the return rate of a product is taken, and in which it is told once.
const DAYS: i64 = 30;

/// Says when products are looked at next: at once when the shop has just asked for it, never when it does not.
pub(super) fn plan(tx: &WriteTransaction, settings: &ReturnSettings) -> Result<()> {
    store::set_watch(tx, settings.alert_rate.map(|_| tx.now()))
}

/// Looks at the products of the last days, if that is due, and tells of those that come back too often; how many times
/// it looked.
pub(super) fn watch(tx: &WriteTransaction) -> Result<usize> {
    if store::next_watch(tx)?.is_none_or(|at| at > tx.now()) {
        return Ok(0);
    }
    let settings = store::settings(tx)?;
    let (from, before) = (tx.now().plus_days(-DAYS), tx.now().plus_millis(1));
    let mut returned: BTreeMap<String, i64> = BTreeMap::new();
    for (sku, _, held) in store::asked_for(tx, from, before)? {
        *returned.entry(sku).or_default() += held;
    }
    returned.retain(|_, units| *units >= settings.alert_units.thousandths());
    if let Some(limit) = settings.alert_rate.filter(|_| !returned.is_empty()) {
        let sold: BTreeMap<String, i64> = promises::units_sold(tx, from, before)?.into_iter().collect();
        for (sku, units) in returned {
            let of = sold.get(&sku).copied().unwrap_or(0);
            let Some(rate) = share(units, of)?.filter(|rate| *rate >= limit) else { continue };
            if store::is_told(tx, &sku, from)? {
                continue;
            }
            store::set_told(tx, &sku, journal::next_seq(tx)?)?;
            let [units, units_sold] = [units, of].map(Quantity::from_thousandths);
            let facts = json!({ "sku": sku, "units": units, "units_sold": units_sold, "rate": rate, "days": DAYS });
            journal::append(tx, Entry::new("rma.return_rate_high").payload(facts))?;
        }
    }
    let zone = shop::settings(tx)?.time_zone;
    store::set_watch(tx, Some(zone.start_of(zone.date_of(tx.now()).plus_days(1))))?;
    Ok(1)
}
