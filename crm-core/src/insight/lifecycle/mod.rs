//! The stage of every customer: from the first visit over the first order to the loss and back.
//!
//! Owns the stored stage of each customer and the day on which it is looked at next. The stage is a pure function of the
//! customer's own facts and of the latest RFM snapshot (its cut points and the shop's median gap): see [`Stage`]. It
//! follows every change in the same transaction; as time passes, `tick` moves those, and only those, whose next
//! boundary, a local midnight in the shop's zone, has passed. Every move is one stage change and one event with the
//! numbers used. Promises that many small ticks and one large one give the same history, and that reading one customer
//! is right even when no tick has run. Refuses to be set by hand.
//!
//! Lists and counts show what is stored, that is the stages as of the last tick. A new snapshot changes labels and the
//! shop's gap: those whose stage rests on them are touched chunk by chunk (see rfm) and evaluated again by the reaction.

mod evaluate;
mod model;
mod rules;
mod store;
mod tick;

#[cfg(test)]
mod history_tests;
#[cfg(test)]
mod rules_tests;
#[cfg(test)]
mod tests;

pub(crate) use evaluate::react;
pub use model::{CustomerStage, Stage, StageCount, StageFilter, StageNumbers};
pub(crate) use tick::{differences, tick};

use crate::db::{ReadTransaction, Reading};
use crate::insight::rfm;
use crate::journal::{self, StageChange};
use crate::records::{customers, shop};
use crate::vocabulary::{CustomerId, Page, Result};

/// The entity whose moves the journal logs for stages of customers.
pub(crate) const ENTITY: &str = "lifecycle";

room! {
    /// Stages of customers.
    Lifecycle, lifecycle
}

impl<T: Reading> Lifecycle<'_, T> {
    /// The stage of a customer now; follows merges.
    ///
    /// # Errors
    /// `not_found`.
    pub fn of(&self, customer: CustomerId) -> Result<CustomerStage> {
        self.tx.settle()?;
        let tx = self.tx.reader();
        stage_of(tx, customers::require(tx, customer)?)
    }

    /// Every stage that a customer has had, oldest first; follows merges.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, customer: CustomerId) -> Result<Vec<StageChange>> {
        self.tx.settle()?;
        let tx = self.tx.reader();
        let customer = customers::require(tx, customer)?;
        journal::stages_of(tx, ENTITY, customer.0)
    }

    /// How many customers are in each stage, as of the last tick; every stage is listed.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn counts(&self) -> Result<Vec<StageCount>> {
        self.tx.settle()?;
        let counted = store::counts(self.tx.reader())?;
        let count = |stage: &Stage| counted.iter().find(|(of, _)| of == stage).map_or(0, |(_, customers)| *customers);
        Ok(Stage::ALL.iter().map(|stage| StageCount { stage: *stage, customers: count(stage) }).collect())
    }

    /// The customers in a stage in the order of their ids, page by page, as of the last tick.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &StageFilter) -> Result<Page<CustomerStage>> {
        self.tx.settle()?;
        let listing = filter.page.of("lifecycle", filter)?;
        let [after] = listing.start.unwrap_or([0]);
        let found = store::list(self.tx.reader(), filter.stage, CustomerId(after), listing.rows())?;
        Ok(listing.page(found, |row| [row.customer_id.0]))
    }
}

/// The stage of an existing, unmerged customer now: the stored one, or a fresh derivation where that may be behind.
pub(crate) fn stage_of(tx: &ReadTransaction, customer: CustomerId) -> Result<CustomerStage> {
    let stored = store::get(tx, customer)?;
    if let Some(row) = &stored
        && row.next_evaluation_at.is_none_or(|at| at > tx.now())
        && rfm::is_evaluated(tx, customer)?
    {
        return Ok(row.clone());
    }
    let zone = shop::settings(tx)?.time_zone;
    let mut facts = evaluate::facts_of(tx, customer)?;
    let before = match stored {
        Some(row) => {
            let (row, _) = evaluate::pass_boundaries(tx, &mut facts, row, zone, tx.now())?;
            Some((row.stage, row.since))
        }
        None => evaluate::last_move(tx, customer)?,
    };
    Ok(evaluate::derive(tx, customer, &mut facts, before, zone, tx.now())?.0)
}
