//! Goodwill in numbers: of a period, and of one customer.

use super::{CompensationKind, Compensations, store};
use crate::db::{ReadTransaction, Reading};
use crate::records::sale::shipments::IndicatorPeriod;
use crate::records::{customers, shop};
use crate::vocabulary::money::add_minor;
use crate::vocabulary::{CustomerId, Error, Money, Result, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was given in a period, in the base currency; amounts are null for a shop without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CompensationStatistics {
    /// How many compensations were paid.
    pub paid: u64,
    /// What they cost.
    pub amount: Option<Money>,
    /// What came back of those that were paid in advance.
    pub recovered: Option<Money>,
    /// The cost less what came back.
    pub net: Option<Money>,
    /// By cause, the most expensive first.
    pub causes: Vec<CompensationCause>,
    /// By kind.
    pub kinds: Vec<CompensationOfKind>,
}

/// What was given for a cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CompensationCause {
    /// The cause.
    pub cause: String,
    /// How many compensations.
    pub paid: u64,
    /// What they cost.
    pub amount: Option<Money>,
}

/// What was given in a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CompensationOfKind {
    /// The kind.
    pub kind: CompensationKind,
    /// How many compensations.
    pub paid: u64,
    /// What they cost.
    pub amount: Option<Money>,
}

/// What a customer was given, in the base currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CustomerGoodwill {
    /// Who.
    pub customer_id: CustomerId,
    /// How many compensations were paid.
    pub paid: u64,
    /// What they cost.
    pub amount: Option<Money>,
    /// What came back of those that were paid in advance.
    pub recovered: Option<Money>,
    /// When the last was paid.
    pub last_paid_at: Option<Timestamp>,
    /// How many wait for an approval or their payment.
    pub open: u64,
}

impl<T: Reading> Compensations<'_, T> {
    /// What was paid in a period, by cause and by kind, computed from what is recorded now.
    ///
    /// # Errors
    /// `invalid_input` for a period that ends before it begins.
    pub fn statistics(&self, period: IndicatorPeriod) -> Result<CompensationStatistics> {
        let tx = self.tx.reader();
        let IndicatorPeriod { from, before } = period;
        if before <= from {
            return Err(Error::invalid("/before", "a period ends after it begins"));
        }
        let base = shop::settings(tx)?.base_currency;
        let money = |minor: i64| base.map(|base| Money::new(minor, base));
        let (mut count, mut sum) = (0, 0);
        let (mut causes, mut kinds) =
            (BTreeMap::<String, (u64, i64)>::new(), BTreeMap::<CompensationKind, (u64, i64)>::new());
        for (cause, kind, paid, minor) in store::paid(tx, from, before)? {
            count += paid.unsigned_abs();
            sum = add_minor(sum, minor)?;
            for part in [causes.entry(cause).or_default(), kinds.entry(kind).or_default()] {
                *part = (part.0 + paid.unsigned_abs(), add_minor(part.1, minor)?);
            }
        }
        let recovered = store::recovered(tx, from, before)?;
        let mut causes: Vec<_> = causes.into_iter().collect();
        causes.sort_by_key(|(_, (_, minor))| std::cmp::Reverse(*minor));
        let cause = |(cause, (paid, minor))| CompensationCause { cause, paid, amount: money(minor) };
        let of_kind = |(kind, (paid, minor))| CompensationOfKind { kind, paid, amount: money(minor) };
        Ok(CompensationStatistics {
            paid: count,
            amount: money(sum),
            recovered: money(recovered),
            net: money(sum - recovered),
            causes: causes.into_iter().map(cause).collect(),
            kinds: kinds.into_iter().map(of_kind).collect(),
        })
    }

    /// What a customer was given so far.
    ///
    /// # Errors
    /// `not_found`.
    pub fn goodwill(&self, customer: CustomerId) -> Result<CustomerGoodwill> {
        let tx = self.tx.reader();
        goodwill_of(tx, customers::require_at(tx, customer, "/customer_id")?)
    }
}

/// What a customer that exists and is not merged was given so far.
fn goodwill_of(tx: &ReadTransaction, customer_id: CustomerId) -> Result<CustomerGoodwill> {
    let (paid, cost, recovered, last_paid_at, open) = store::of_customer(tx, customer_id)?;
    let base = shop::settings(tx)?.base_currency;
    let money = |minor: i64| base.map(|base| Money::new(minor, base));
    let (amount, recovered) = (money(cost), money(recovered));
    let (paid, open) = (paid.unsigned_abs(), open.unsigned_abs());
    Ok(CustomerGoodwill { customer_id, paid, amount, recovered, last_paid_at, open })
}
