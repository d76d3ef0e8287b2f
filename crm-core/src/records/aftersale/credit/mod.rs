//! The credit record: how a customer treats the shop, as a ledger that explains itself.
//!
//! Owns the entries and the settings. Promises that nothing is ever changed or deleted in the ledger, that a score is
//! computed from it alone in whole numbers and so is the same whenever it is asked for the same instant, that the
//! explanation adds up to it, and that each fact of the file counts once and no longer than it is a fact: an order that
//! is called off later is taken back by `tick`.
//!
//! Refuses to judge by itself what it does: whoever asks for a score or a level decides what follows.

mod ledger;
mod model;
mod rules;
mod store;
mod watch;

#[cfg(test)]
mod tests;

pub use model::{
    CreditDelta, CreditEntry, CreditFilter, CreditKind, CreditLevel, CreditScore, CreditSettings, CreditSettingsPatch,
    CreditStanding, CreditSum, NewCreditEntry, WeighedCredit,
};
pub(crate) use watch::{compare, react, tick};

use crate::db::{CustomerRows, ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::vocabulary::money::add_minor;
use crate::vocabulary::{CustomerId, Page, Quantity, Rate, Result, Timestamp};
use serde_json::json;
use std::collections::BTreeMap;

room! {
    /// How customers treat the shop.
    Credit, credit
}

/// Entries that follow a merge, each with what took it back.
pub(crate) const CUSTOMER_ROWS: CustomerRows = store::CUSTOMER_ROWS;

/// Entries that an explanation lists.
const MAX_LISTED: usize = 1_000;

impl<T: Reading> Credit<'_, T> {
    /// How scores are made.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<CreditSettings> {
        store::settings(self.tx.reader())
    }

    /// The score of a customer now or at another instant, and why it is so: decided by what is known today.
    ///
    /// # Errors
    /// `not_found` for an unknown customer.
    pub fn of(&self, customer: CustomerId, as_of: Option<Timestamp>) -> Result<CreditStanding> {
        let tx = self.tx.reader();
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        let as_of = as_of.unwrap_or(tx.now());
        let settings = store::settings(tx)?;
        let (mut points, mut others) = (0, 0);
        let mut sums: BTreeMap<CreditKind, (u64, i64)> = BTreeMap::new();
        let mut entries = Vec::new();
        for (entry, weight, of_entry) in weighed(tx, customer, &settings, as_of)? {
            points = add_minor(points, of_entry)?;
            let sum = sums.entry(entry.kind).or_default();
            *sum = (sum.0 + 1, add_minor(sum.1, of_entry)?);
            if entries.len() < MAX_LISTED {
                let points = Quantity::from_thousandths(of_entry);
                entries.push(WeighedCredit { entry, weight: Rate::from_ppm(weight), points });
            } else {
                others = add_minor(others, of_entry)?;
            }
        }
        let CreditScore { score, level } = rules::score(&settings, points)?;
        let sum = |(kind, (count, points))| CreditSum { kind, count, points: Quantity::from_thousandths(points) };
        Ok(CreditStanding {
            customer_id: customer,
            as_of,
            score,
            level,
            base: settings.base,
            points: Quantity::from_thousandths(points),
            sums: sums.into_iter().map(sum).collect(),
            entries,
            others: Quantity::from_thousandths(others),
        })
    }

    /// The score of a customer now and what it is worth, without the reasons.
    ///
    /// # Errors
    /// `not_found` for an unknown customer.
    pub fn score(&self, customer: CustomerId) -> Result<CreditScore> {
        let tx = self.tx.reader();
        score_of(tx, customers::require_at(tx, customer, "/customer_id")?)
    }

    /// The ledger of a customer, the latest entry first, page by page; reversals are entries of their own.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn history(&self, filter: &CreditFilter) -> Result<Page<CreditEntry>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = customers::require_at(tx, filter.customer_id, "/customer_id")?;
        let listing = filter.page.of("credit", &filter)?;
        Ok(listing.page(store::list(tx, &filter, &listing)?, |entry| [entry.id.0]))
    }
}

impl Credit<'_, WriteTransaction> {
    /// Changes how scores are made. Entries keep the points that they have; `tick` compares the facts of all customers
    /// with them once more. When facts are not to be entered any more, what was entered stays.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field.
    pub fn configure(&self, patch: CreditSettingsPatch) -> Result<CreditSettings> {
        let tx = self.tx;
        let known = self.settings()?;
        let after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        tx.step(|| {
            store::save(tx, &after, journal::next_seq(tx)?)?;
            let facts = json!({ "active": after.active, "base": after.base, "half_life_days": after.half_life_days });
            journal::append(tx, Entry::new("credit.configured").payload(facts))
        })?;
        Ok(after)
    }
}

/// The score of an existing, unmerged customer now.
pub(crate) fn score_of(tx: &ReadTransaction, customer: CustomerId) -> Result<CreditScore> {
    let settings = store::settings(tx)?;
    let mut points = 0;
    for (_, _, of_entry) in weighed(tx, customer, &settings, tx.now())? {
        points = add_minor(points, of_entry)?;
    }
    rules::score(&settings, points)
}

/// The entries that weigh anything at an instant, the latest first, with their weights and points.
fn weighed(
    tx: &ReadTransaction,
    customer: CustomerId,
    settings: &CreditSettings,
    as_of: Timestamp,
) -> Result<Vec<(CreditEntry, i64, i64)>> {
    let mut weighed = Vec::new();
    for entry in store::standing(tx, customer, as_of)? {
        let weight = rules::weight(settings.half_life_days, entry.at, as_of)?;
        if weight > 0 {
            let points = rules::points(entry.delta, weight)?;
            weighed.push((entry, weight, points));
        }
    }
    Ok(weighed)
}
