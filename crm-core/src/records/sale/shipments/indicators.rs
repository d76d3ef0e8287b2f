//! Logistics in numbers: how long orders take, how many come in time and whole.

use super::late::{Arrival, arrival};
use super::{ShipmentState, Shipments, store};
use crate::db::Reading;
use crate::records::catalog;
use crate::records::orders::promises;
use crate::vocabulary::figures::{mean_days, median_days, share};
use crate::vocabulary::{Error, Quantity, Rate, Result, Timestamp};
use serde::{Deserialize, Serialize};

/// The period of the indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorPeriod {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end, which does not belong to it.
    pub before: Timestamp,
}

/// How good the logistics of a period were. A share is null when there is nothing to take it of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LogisticsIndicators {
    /// Orders that are delivered and whose last parcel arrived in the period.
    pub orders_delivered: u64,
    /// The order cycle: the mean time from placing to the arrival of the last parcel, in days, of the orders that were
    /// delivered in the period.
    pub cycle_days_mean: Option<Quantity>,
    /// The median of the same times.
    pub cycle_days_median: Option<Quantity>,
    /// Of the orders that were delivered in the period and had a promise, how many.
    pub orders_promised: u64,
    /// Which share of those came not after their promise.
    pub on_time: Option<Rate>,
    /// Parcels that were delivered, returned or lost in the period.
    pub parcels: u64,
    /// Accuracy: which share of those was delivered without an exception on the way.
    pub accuracy: Option<Rate>,
    /// Orders that were placed in the period, drafts left out.
    pub orders_placed: u64,
    /// Availability: which share of those was not called off because something was not in stock.
    pub availability: Option<Rate>,
    /// Articles that were sold in the period, as far as the catalogue knows them.
    pub articles: u64,
    /// Substitution: for which share of those the catalogue names a substitute.
    pub substitution: Option<Rate>,
}

impl<T: Reading> Shipments<'_, T> {
    /// The logistics indicators of a period, computed from what is recorded now.
    ///
    /// # Errors
    /// `invalid_input` for a period that ends before it begins.
    pub fn indicators(&self, period: IndicatorPeriod) -> Result<LogisticsIndicators> {
        let tx = self.tx.reader();
        let IndicatorPeriod { from, before } = period;
        if before <= from {
            return Err(Error::invalid("/before", "a period ends after it begins"));
        }
        let (mut parcels, mut accurate) = (0, 0);
        for parcel in store::ended(tx, from, before)? {
            if parcel.state == ShipmentState::Cancelled {
                continue;
            }
            parcels += 1;
            accurate += i64::from(parcel.state == ShipmentState::Delivered && parcel.exceptions == 0);
        }
        let brought = store::brought(tx, from, before)?;
        let of_orders: Vec<_> = brought.chunk_by(|one, next| one.order == next.order).collect();
        let orders = promises::standings(tx, of_orders.iter().map(|parcels| parcels[0].order))?;
        let mut cycles = Vec::with_capacity(orders.len());
        let (mut promised, mut on_time) = (0, 0);
        for (order, parcels) in orders.iter().zip(of_orders) {
            let states = parcels.iter().map(|parcel| (parcel.state, parcel.delivered_at));
            let Arrival::Complete(Some(at)) = arrival(order, states) else { continue };
            // One that was completed by its last parcel before or after the period counts there.
            if at < from || at >= before {
                continue;
            }
            cycles.push((at.millis() - order.placed_at.millis()).max(0));
            if let Some(promise) = order.promised_at {
                promised += 1;
                on_time += i64::from(at <= promise);
            }
        }
        let (placed, out_of_stock) = promises::placed(tx, from, before)?;
        let (articles, with_substitute) = catalog::substitutable(tx, &promises::articles_sold(tx, from, before)?)?;
        Ok(LogisticsIndicators {
            orders_delivered: cycles.len() as u64,
            cycle_days_mean: mean_days(&cycles)?,
            cycle_days_median: median_days(&mut cycles)?,
            orders_promised: promised as u64,
            on_time: share(on_time, promised)?,
            parcels: parcels as u64,
            accuracy: share(accurate, parcels)?,
            orders_placed: placed as u64,
            availability: share(placed - out_of_stock, placed)?,
            articles: articles as u64,
            substitution: share(with_substitute, articles)?,
        })
    }
}
