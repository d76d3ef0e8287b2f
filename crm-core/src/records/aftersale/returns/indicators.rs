//! Returns in numbers: by product, by reason, and of one customer.

use super::{ReturnReason, Returns, store};
use crate::db::Reading;
use crate::records::orders::promises;
use crate::records::sale::shipments::IndicatorPeriod;
use crate::records::{customers, shop};
use crate::vocabulary::figures::{mean_days, median_days, share};
use crate::vocabulary::money::add_minor;
use crate::vocabulary::{CustomerId, Error, Money, Quantity, Rate, Result};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Products of one report.
const MAX_PRODUCTS: usize = 100;

/// How a period was, by its returns. A share is null when there is nothing to take it of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReturnIndicators {
    /// Returns that were asked for in the period.
    pub requested: u64,
    /// How much of goods they take back: without what was declined, called off, never sent, rejected or repaired.
    pub units: Quantity,
    /// How much of goods was sold in the period.
    pub units_sold: Quantity,
    /// The return rate: which share of what was sold is taken back.
    pub rate: Option<Rate>,
    /// Returns that were resolved in the period.
    pub resolved: u64,
    /// What was paid back by them, in the base currency; null for a shop without one.
    pub paid_back: Option<Money>,
    /// The mean time from asking to the resolution, in days.
    pub resolve_days_mean: Option<Quantity>,
    /// The median of the same times.
    pub resolve_days_median: Option<Quantity>,
    /// By product, the most returned first, at most 100.
    pub products: Vec<ReturnedProduct>,
    /// By reason, the most frequent first.
    pub reasons: Vec<ReturnedReason>,
}

/// How often a product comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReturnedProduct {
    /// The article number.
    pub sku: String,
    /// How much is taken back.
    pub units: Quantity,
    /// How much was sold in the period.
    pub units_sold: Quantity,
    /// The return rate.
    pub rate: Option<Rate>,
}

/// How often goods come back for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReturnedReason {
    /// Why.
    pub reason: ReturnReason,
    /// How much is taken back.
    pub units: Quantity,
    /// Which share of all that is taken back.
    pub share: Option<Rate>,
}

/// How a customer returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReturnHabits {
    /// Who.
    pub customer_id: CustomerId,
    /// Returns that take something back.
    pub returns: u64,
    /// How much they take back.
    pub units: Quantity,
    /// How much of that for a reason that the shop does not answer for.
    pub units_without_fault: Quantity,
    /// How much the customer bought in orders that count.
    pub units_bought: Quantity,
    /// Which share of what was bought comes back.
    pub rate: Option<Rate>,
    /// Which share of what was bought comes back without the shop's fault.
    pub rate_without_fault: Option<Rate>,
}

impl<T: Reading> Returns<'_, T> {
    /// The returns of a period in numbers, computed from what is recorded now.
    ///
    /// # Errors
    /// `invalid_input` for a period that ends before it begins.
    pub fn indicators(&self, period: IndicatorPeriod) -> Result<ReturnIndicators> {
        let tx = self.tx.reader();
        let IndicatorPeriod { from, before } = period;
        if before <= from {
            return Err(Error::invalid("/before", "a period ends after it begins"));
        }
        let sold: BTreeMap<String, i64> = promises::units_sold(tx, from, before)?.into_iter().collect();
        let (mut by_sku, mut by_reason) = (BTreeMap::<String, i64>::new(), BTreeMap::<ReturnReason, i64>::new());
        let mut units = 0;
        for (sku, reason, held) in store::asked_for(tx, from, before)? {
            units = add_minor(units, held)?;
            *by_sku.entry(sku).or_default() += held;
            *by_reason.entry(reason).or_default() += held;
        }
        let all_sold = sold.values().try_fold(0, |sum, one| add_minor(sum, *one))?;
        let mut products = Vec::with_capacity(by_sku.len());
        for (sku, returned) in by_sku {
            let of = sold.get(&sku).copied().unwrap_or(0);
            let (units, units_sold) = (Quantity::from_thousandths(returned), Quantity::from_thousandths(of));
            products.push(ReturnedProduct { sku, units, units_sold, rate: share(returned, of)? });
        }
        products.sort_by_key(|one| std::cmp::Reverse(one.units));
        products.truncate(MAX_PRODUCTS);
        let mut reasons = Vec::with_capacity(by_reason.len());
        for (reason, returned) in by_reason {
            let part = share(returned, units)?;
            reasons.push(ReturnedReason { reason, units: Quantity::from_thousandths(returned), share: part });
        }
        reasons.sort_by_key(|one| std::cmp::Reverse(one.units));
        let resolved = store::resolved(tx, from, before)?;
        let paid = resolved.iter().try_fold(0, |sum, (_, paid)| add_minor(sum, *paid))?;
        let mut took: Vec<i64> = resolved.iter().map(|(took, _)| *took).collect();
        Ok(ReturnIndicators {
            requested: store::count_asked(tx, from, before)?.unsigned_abs(),
            units: Quantity::from_thousandths(units),
            units_sold: Quantity::from_thousandths(all_sold),
            rate: share(units, all_sold)?,
            resolved: resolved.len() as u64,
            paid_back: shop::settings(tx)?.base_currency.map(|base| Money::new(paid, base)),
            resolve_days_mean: mean_days(&took)?,
            resolve_days_median: median_days(&mut took)?,
            products,
            reasons,
        })
    }

    /// How a customer returns: how much, and how much of it without the shop's fault.
    ///
    /// # Errors
    /// `not_found`.
    pub fn habits(&self, customer: CustomerId) -> Result<ReturnHabits> {
        let tx = self.tx.reader();
        let customer_id = customers::require_at(tx, customer, "/customer_id")?;
        let bought = tx.orders().metrics(customer_id)?.units.thousandths();
        let (mut all, mut without_fault, mut returns) = (0, 0, BTreeSet::new());
        for (id, reason, held) in store::of_customer(tx, customer_id)? {
            returns.insert(id);
            all = add_minor(all, held)?;
            without_fault += if reason.is_fault() { 0 } else { held };
        }
        Ok(ReturnHabits {
            customer_id,
            returns: returns.len() as u64,
            units: Quantity::from_thousandths(all),
            units_without_fault: Quantity::from_thousandths(without_fault),
            units_bought: Quantity::from_thousandths(bought),
            rate: share(all, bought)?,
            rate_without_fault: share(without_fault, bought)?,
        })
    }
}
