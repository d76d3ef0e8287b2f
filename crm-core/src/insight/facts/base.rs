//! Recency, frequency and monetary of customers, as of any day and in any window.
//!
//! The default basis in the base currency comes from packed facts. Other bases and single currencies are summed up
//! from the orders and refunds themselves, row by row: right, but not fast.

use super::codec::{BaseColumns, EntryKind, customer_of};
use super::scan::{ChunkFacts, split};
use super::{Scope, kind_of, refuse, store};
use crate::db::{ReadTransaction, Reading};
use crate::records::{orders, shop};
use crate::vocabulary::{Currency, CustomerId, Date, Error, ExchangeRate, Money, Result};
use std::collections::BTreeMap;

tokens! {
    /// Which amount of an order counts as its value.
    #[derive(Default)]
    #[schemars(rename = "AmountBasis")]
    pub enum Basis("basis") {
        /// Lines less discounts, without tax and shipping; the total of an order that came with a total only.
        #[default]
        Net = "net",
        /// The net amount and the tax.
        WithTax = "with_tax",
        /// The net amount and the shipping.
        WithShipping = "with_shipping",
        /// Everything the customer pays.
        Gross = "gross",
    }
}

impl Basis {
    fn amount(self, parts: &store::Parts) -> Option<i64> {
        match self {
            Basis::Net => Some(parts.net),
            Basis::WithTax => parts.net.checked_add(parts.tax),
            Basis::WithShipping => parts.net.checked_add(parts.shipping),
            Basis::Gross => Some(parts.total),
        }
    }
}

/// What base values are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BaseQuery {
    /// Facts after this day are ignored.
    pub(crate) as_of: Date,
    /// Frequency and monetary begin with this day; all history without it.
    pub(crate) window_start: Option<Date>,
    /// Which amount counts.
    pub(crate) basis: Basis,
    /// Only orders in this currency, in its minor units; without it all orders in the base currency.
    pub(crate) currency: Option<Currency>,
}

impl BaseQuery {
    fn is_packed(&self) -> bool {
        self.basis == Basis::Net && self.currency.is_none()
    }

    fn window_start_day(&self) -> Option<i32> {
        self.window_start.map(Date::days)
    }
}

/// Base values of the customers of a scope who have an order up to `as_of`, by ascending id.
pub(crate) fn base_values<T: Reading>(tx: &T, scope: Scope, query: &BaseQuery) -> Result<BaseColumns> {
    tx.settle()?;
    let tx = tx.reader();
    if !query.is_packed() {
        return sum_up(tx, scope.customers(), query);
    }
    let parts = split(tx, scope, |columns: &mut BaseColumns, facts| add_chunk(columns, facts, query))?;
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    parts.for_each(|part| all.append(part));
    Ok(all)
}

fn add_chunk(columns: &mut BaseColumns, facts: &ChunkFacts<'_>, query: &BaseQuery) -> Result<()> {
    let (as_of, window_start) = (query.as_of.days(), query.window_start_day());
    let start = columns.len();
    if let Some((view, skip)) = &facts.packed {
        view.base_values(as_of, window_start, skip, columns).map_err(refuse)?;
    }
    let middle = columns.len();
    for customer in facts.fresh.chunk_by(|a, b| a.local == b.local) {
        let id = customer_of(facts.chunk, customer[0].local);
        let entries = customer.iter().map(|entry| (entry.kind, entry.day, entry.amount));
        columns.push_customer(id, entries, as_of, window_start).map_err(refuse)?;
    }
    columns.merge_runs(start, middle);
    Ok(())
}

/// Base values of one customer, from the orders; one row, or none without an order up to `as_of`.
pub(crate) fn values_of(tx: &ReadTransaction, customer: CustomerId, query: &BaseQuery) -> Result<BaseColumns> {
    let history = if query.is_packed() { orders::facts_of(tx, customer)? } else { Vec::new() };
    values_from(tx, customer, &history, query)
}

/// Base values of one customer whose facts are known.
pub(crate) fn values_from(
    tx: &ReadTransaction,
    customer: CustomerId,
    history: &[orders::Fact],
    query: &BaseQuery,
) -> Result<BaseColumns> {
    if !query.is_packed() {
        return sum_up(tx, Some((customer.0, customer.0)), query);
    }
    let entries = history.iter().map(|fact| (kind_of(fact), fact.day.days(), fact.amount));
    let mut columns = BaseColumns::default();
    columns.push_customer(customer.0, entries, query.as_of.days(), query.window_start_day()).map_err(refuse)?;
    Ok(columns)
}

/// Base values in another basis or of one currency, from every order and refund.
fn sum_up(tx: &ReadTransaction, customers: Option<(i64, i64)>, query: &BaseQuery) -> Result<BaseColumns> {
    let base = shop::settings(tx)?.base_currency;
    let mut sums_of: BTreeMap<i64, Sums> = BTreeMap::new();
    let mut future_orders = 0;
    store::each_parts(tx, customers, query.currency, |parts| {
        let is_order = parts.kind == EntryKind::Order;
        if parts.day > query.as_of.days() {
            future_orders += u64::from(is_order);
            return Ok(());
        }
        let amount = query.basis.amount(parts).ok_or_else(|| too_large(parts.customer))?;
        let amount = match (query.currency, base) {
            (None, Some(base)) => {
                ExchangeRate::from_nanos(parts.rate).convert(Money::new(amount, parts.currency), base)?.minor
            }
            _ => amount,
        };
        let sums = sums_of.entry(parts.customer).or_default();
        if is_order {
            sums.last_day = sums.last_day.max(Some(parts.day));
        }
        if query.window_start_day().is_none_or(|start| parts.day >= start) {
            sums.frequency += u32::from(is_order);
            sums.monetary += i128::from(if is_order { amount } else { -amount });
        }
        Ok(())
    })?;
    let mut columns = BaseColumns { future_orders, ..BaseColumns::default() };
    for (customer, sums) in sums_of {
        if let Some(last_day) = sums.last_day {
            columns.customer.push(customer);
            columns.recency_days.push(query.as_of.days() - last_day);
            columns.frequency.push(sums.frequency);
            columns.monetary.push(i64::try_from(sums.monetary).map_err(|_| too_large(customer))?);
        }
    }
    Ok(columns)
}

#[derive(Default)]
struct Sums {
    last_day: Option<i32>,
    frequency: u32,
    monetary: i128,
}

fn too_large(customer: i64) -> Error {
    refuse(super::codec::CodecError::MonetaryOverflow(customer))
}
