//! Points and tiers.
//!
//! Owns the shop's one programme, the ledger of points, and the tiers with who is in which. Promises that a balance is
//! the sum of its entries and never below zero, that points which expire first are spent first, that an order earns
//! once however often it is told, and that a refund takes back its share. Tiers follow from orders and points; a fall
//! waits for the grace of the tier, and time alone is watched by `tick`.
//!
//! Refuses to earn by itself: the host says by [`Loyalty::earn_for_order`] when an order earns, and by
//! [`Loyalty::reverse_for_order`] that something became of it.

mod ledger;
mod model;
mod orders;
mod rules;
mod store;
mod tier;
mod tiers;

#[cfg(test)]
mod tests;

pub use model::{
    ExpiringPoints, LoyaltyProgram, LoyaltyProgramPatch, NewPoints, OrderPoints, PointsBalance, PointsEntry,
    PointsFilter, PointsKind, PointsRedemption, PointsRounding, PointsTransfer, SkuPoints,
};
pub use tier::{CustomerTier, LoyaltyTerms, NewTier, Tier, TierPatch};
pub(crate) use tiers::refresh;

use crate::db::{ReadTransaction, Reading, StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::{customers, shop};
use crate::vocabulary::{CustomerId, Error, Money, Page, Result, TierId};
use ledger::About;
use serde_json::json;

room! {
    /// Points of customers, and their tiers.
    Loyalty, loyalty
}

customer_rows! { CUSTOMER_ROWS, "crm_points_entry" }

/// Rows that `tick` works off in one transaction.
const BATCH: usize = 500;
/// Times of expiry that a balance lists.
const MAX_EXPIRING: usize = 100;

impl<T: Reading> Loyalty<'_, T> {
    /// The programme; switched off until it is configured.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn program(&self) -> Result<LoyaltyProgram> {
        store::program(self.tx.reader())
    }

    /// The points of a customer, what they are worth, and when they expire.
    ///
    /// # Errors
    /// `not_found` for an unknown customer.
    pub fn balance(&self, customer: CustomerId) -> Result<PointsBalance> {
        let tx = self.tx.reader();
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        let points = store::balance(tx, customer)?;
        let worth = store::program(tx)?
            .point_value
            .and_then(|value| value.minor.checked_mul(points).map(|minor| Money::new(minor, value.currency)));
        Ok(PointsBalance {
            customer_id: customer,
            points,
            worth,
            expiring: store::expiring(tx, customer, MAX_EXPIRING)?,
        })
    }

    /// The ledger of a customer, oldest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn entries(&self, filter: &PointsFilter) -> Result<Page<PointsEntry>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = customers::require_at(tx, filter.customer_id, "/customer_id")?;
        let listing = filter.page.of("points", &filter)?;
        Ok(listing.page(store::list(tx, &filter, &listing)?, |entry| [entry.id.0]))
    }
}

impl Loyalty<'_, WriteTransaction> {
    /// Changes the programme; points that were earned stay as they are.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field.
    pub fn configure(&self, patch: LoyaltyProgramPatch) -> Result<LoyaltyProgram> {
        let tx = self.tx;
        let known = self.program()?;
        let after = rules::patched(&known, patch, shop::settings(tx)?.base_currency)?;
        if after == known {
            return Ok(known);
        }
        tx.step(|| {
            store::save_program(tx, &after, journal::next_seq(tx)?)?;
            journal::append(tx, Entry::new("loyalty.configured").payload(json!({ "active": after.active })))
        })?;
        Ok(after)
    }

    /// Gives points as a present; they count for tiers.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `idempotency_conflict` for a known key with another request;
    /// `invalid_input` for a bad number or time.
    pub fn bonus(&self, new: &NewPoints) -> Result<PointsEntry> {
        rules::require_points(new.points)?;
        self.give(new, PointsKind::Bonus)
    }

    /// Corrects a balance, up or down; corrections do not count for tiers.
    ///
    /// # Errors
    /// `limit` when fewer points are left than are taken, and as [`Loyalty::bonus`].
    pub fn adjust(&self, new: &NewPoints) -> Result<PointsEntry> {
        let tx = self.tx;
        rules::require_points(new.points.saturating_abs())?;
        if new.points > 0 {
            return self.give(new, PointsKind::Adjust);
        }
        if new.expires_at.is_some() {
            return Err(Error::invalid("/expires_at", "only points that are given expire"));
        }
        let customer = customers::require_at(tx, new.customer_id, "/customer_id")?;
        let about = About::new(None, new.reason.as_deref(), new.key.as_deref())?;
        if let Some(known) = ledger::known(tx, customer, PointsKind::Adjust, new.points, &about)? {
            return Ok(known);
        }
        tx.step(|| ledger::take(tx, customer, (PointsKind::Adjust, -new.points), about)).map(|(entry, _)| entry)
    }

    fn give(&self, new: &NewPoints, kind: PointsKind) -> Result<PointsEntry> {
        let tx = self.tx;
        let customer = customers::require_at(tx, new.customer_id, "/customer_id")?;
        let about = About::new(None, new.reason.as_deref(), new.key.as_deref())?;
        if let Some(known) = ledger::known(tx, customer, kind, new.points, &about)? {
            return Ok(known);
        }
        if new.expires_at.is_some_and(|at| at <= tx.now()) {
            return Err(Error::invalid("/expires_at", "they would have expired already"));
        }
        tx.step(|| {
            let expires_at = new.expires_at.or(ledger::expiry(tx, &store::program(tx)?));
            let entry = ledger::add(tx, customer, (kind, new.points), expires_at, about)?;
            tiers::evaluate(tx, customer)?;
            Ok(entry)
        })
    }

    /// Spends points, for an order or without one; those that expire first go first.
    ///
    /// # Errors
    /// `not_found` for an unknown customer or order; `limit` when fewer are left; `idempotency_conflict` for a known key
    /// with another request; `invalid_input` for an order of another customer; `blocked` for a customer to whom the shop
    /// sells nothing.
    pub fn redeem(&self, spent: &PointsRedemption) -> Result<PointsEntry> {
        let tx = self.tx;
        rules::require_points(spent.points)?;
        let customer = customers::require_at(tx, spent.customer_id, "/customer_id")?;
        if let Some(order) = spent.order_id {
            let order = tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
            if order.customer_id != customer {
                return Err(Error::invalid("/order_id", "this is another customer's order"));
            }
        }
        let about = About::new(spent.order_id, spent.reason.as_deref(), spent.key.as_deref())?;
        if let Some(known) = ledger::known(tx, customer, PointsKind::Redeem, -spent.points, &about)? {
            return Ok(known);
        }
        customers::require_sellable(tx, customer)?;
        tx.step(|| ledger::take(tx, customer, (PointsKind::Redeem, spent.points), about)).map(|(entry, _)| entry)
    }

    /// Gives points of one customer to another; they expire when they would have expired. The entry of the giver.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` when fewer are left; `invalid_input` for a customer with itself;
    /// `idempotency_conflict` for a known key with another request.
    pub fn transfer(&self, given: &PointsTransfer) -> Result<PointsEntry> {
        let tx = self.tx;
        rules::require_points(given.points)?;
        let from = customers::require_at(tx, given.from_id, "/from_id")?;
        let to = customers::require_at(tx, given.to_id, "/to_id")?;
        if from == to {
            return Err(Error::invalid("/to_id", "a transfer is between two customers"));
        }
        let about = About::new(None, given.reason.as_deref(), given.key.as_deref())?;
        if let Some(known) = ledger::known(tx, from, PointsKind::Transfer, -given.points, &about)? {
            return Ok(known);
        }
        tx.step(|| {
            let (entry, pieces) = ledger::take(tx, from, (PointsKind::Transfer, given.points), about.clone())?;
            for (expires_at, points) in pieces {
                let about = About { key: None, ..about.clone() };
                ledger::add(tx, to, (PointsKind::Transfer, points), expires_at, about)?;
            }
            Ok(entry)
        })
    }
}

/// The tier of a customer that exists and is not merged.
pub(crate) fn tier_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<TierId>> {
    Ok(store::standing_of(tx, customer)?.and_then(|standing| standing.tier_id))
}

/// The rank of a customer's tier.
pub(crate) fn rank_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<u32>> {
    store::rank_of(tx, customers::require_at(tx, customer, "/customer_id")?)
}

/// The step of `tick`: announces points that are about to expire, lets them expire, and evaluates tiers whose window or
/// grace is over, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| {
        let expired = ledger::expire(tx, None, BATCH)?;
        let announced = ledger::announce(tx, BATCH)?;
        let due = store::due(tx, BATCH)?;
        for customer in &due {
            tiers::evaluate(tx, *customer)?;
        }
        Ok(expired + announced + due.len())
    })
}

/// Differences between the entries of points and what is left of them.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let wrong = store::differences(tx)?;
    Ok((wrong > 0).then(|| format!("the points of {wrong} customers contradict their ledger")).into_iter().collect())
}
