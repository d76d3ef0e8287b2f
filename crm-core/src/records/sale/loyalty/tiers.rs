//! Tiers, and who is in which.

use super::rules::{self, Merits};
use super::{CustomerTier, Loyalty, LoyaltyTerms, NewTier, Tier, TierPatch, ledger, store};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry, Move, StageChange};
use crate::records::{customers, orders, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Error, Result, TierId};
use serde_json::json;

/// What the log of moves calls the tier of a customer; its id is the customer's.
const ENTITY: &str = "tier";
/// The state of somebody who is in no tier.
const NONE: &str = "none";

impl<T: Reading> Loyalty<'_, T> {
    /// All tiers, from the lowest rank on.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn tiers(&self) -> Result<Vec<Tier>> {
        store::tiers(self.tx.reader())
    }

    /// On what terms a customer buys: the tier, what it takes off prices, the points.
    ///
    /// # Errors
    /// `not_found` for an unknown customer.
    pub fn terms(&self, customer: CustomerId) -> Result<LoyaltyTerms> {
        let tx = self.tx.reader();
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        let standing = store::standing_of(tx, customer)?;
        let tier = match standing.as_ref().and_then(|standing| standing.tier_id) {
            Some(id) => Tier::by_id(tx, id)?,
            None => None,
        };
        Ok(LoyaltyTerms {
            customer_id: customer,
            points: store::balance(tx, customer)?,
            price_percent: rules::percent_of(tier.as_ref()),
            free_shipping: tier.as_ref().is_some_and(|tier| tier.free_shipping),
            since: standing.as_ref().filter(|_| tier.is_some()).map(|standing| standing.since),
            grace_until: standing.and_then(|standing| standing.grace_until),
            tier,
        })
    }

    /// The moves of a customer between tiers, oldest first; a state is the id of a tier, or `none`.
    ///
    /// # Errors
    /// `not_found` for an unknown customer.
    pub fn tier_history(&self, customer: CustomerId) -> Result<Vec<StageChange>> {
        let tx = self.tx.reader();
        journal::stages_of(tx, ENTITY, customers::require_at(tx, customer, "/customer_id")?.0)
    }
}

impl Loyalty<'_, WriteTransaction> {
    /// Makes a tier. Customers get into it when they are evaluated.
    ///
    /// # Errors
    /// `conflict` with its id for a rank that is taken; `invalid_input` for a bad field.
    pub fn create_tier(&self, new: NewTier) -> Result<Tier> {
        let tx = self.tx;
        let mut tier = rules::tier(new, tx.now(), shop::settings(tx)?.base_currency)?;
        if let Some(known) = store::tier_of_rank(tx, tier.rank)? {
            return Err(Error::conflict("there is a tier of this rank").at("/rank").existing(known));
        }
        tx.step(|| {
            tier.id = tier.insert(tx, journal::next_seq(tx)?)?;
            journal::append(
                tx,
                Entry::new("tier.created").entity("tier", tier.id).payload(json!({ "rank": tier.rank })),
            )
        })?;
        Ok(tier)
    }

    /// Changes a tier; its rank stays. When its marks move, `tick` evaluates those who are in it.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a bad field.
    pub fn update_tier(&self, id: TierId, patch: TierPatch) -> Result<Tier> {
        let tx = self.tx;
        let known = Tier::by_id(tx, id)?.or_not_found(TierId::WHAT, id)?;
        let moves = rules::moves_marks(&patch);
        let mut after = rules::tier_patched(&known, patch, shop::settings(tx)?.base_currency)?;
        if after == known {
            return Ok(known);
        }
        after.updated_at = tx.now();
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            after.update(tx, rev)?;
            if moves {
                store::evaluate_soon(tx, id, rev)?;
            }
            journal::append(tx, Entry::new("tier.updated").entity("tier", id).payload(json!({ "rank": after.rank })))
        })?;
        Ok(after)
    }

    /// Brings a customer into the tier that its orders and points reach; a fall waits for the tier's grace.
    ///
    /// # Errors
    /// `not_found` for an unknown customer.
    pub fn evaluate(&self, customer: CustomerId) -> Result<CustomerTier> {
        let tx = self.tx;
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        tx.step(|| evaluate(tx, customer))
    }
}

/// Evaluates a customer that exists and is not merged.
pub(super) fn evaluate(tx: &WriteTransaction, customer: CustomerId) -> Result<CustomerTier> {
    let stored = store::standing_of(tx, customer)?;
    let before = stored.clone().unwrap_or(CustomerTier {
        customer_id: customer,
        tier_id: None,
        since: tx.now(),
        grace_until: None,
        next_evaluation_at: None,
    });
    let tiers = store::tiers(tx)?;
    if tiers.is_empty() {
        return Ok(before);
    }
    let settings = shop::settings(tx)?;
    let zone = settings.time_zone;
    let spend = orders::facts_of(tx, customer)?.into_iter().map(|fact| (fact.day, fact.amount)).collect();
    let points = store::merits(tx, customer)?.into_iter().map(|(at, points)| (zone.date_of(at), points)).collect();
    let merits = Merits { base: settings.base_currency, spend, points };
    let after = rules::decide(&tiers, &merits, &before, zone, tx.now());
    if stored.as_ref() == Some(&after) || (stored.is_none() && after.tier_id.is_none()) {
        return Ok(after);
    }
    store::save_standing(tx, &after, journal::next_seq(tx)?)?;
    if after.tier_id != before.tier_id {
        announce(tx, &tiers, &before, &after)?;
    }
    Ok(after)
}

fn announce(tx: &WriteTransaction, tiers: &[Tier], before: &CustomerTier, after: &CustomerTier) -> Result<()> {
    let state = |row: &CustomerTier| row.tier_id.map_or(NONE.to_owned(), |id| id.to_string());
    let rank = |row: &CustomerTier| tiers.iter().find(|tier| Some(tier.id) == row.tier_id).map_or(0, |tier| tier.rank);
    let (from, to) = (state(before), state(after));
    let customer = after.customer_id;
    let step = Move {
        customer: Some(customer),
        entity: ENTITY,
        entity_id: customer.0,
        from: Some(&from),
        to: &to,
        at: tx.now(),
        reason: None,
        forced: false,
    };
    journal::record(tx, &step)?;
    let facts = json!({
        "from_tier_id": before.tier_id, "to_tier_id": after.tier_id, "from_rank": rank(before), "to_rank": rank(after),
    });
    let event = Entry::new("customer.tier_changed").customer(customer).entity("customer", customer);
    journal::append(tx, event.payload(facts)).map(drop)
}

/// After a merge or unmerge: points that were parted from what they paid for, and the tier of both. Whoever was merged
/// has none.
pub(crate) fn refresh(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    ledger::reconcile(tx, customer)?;
    if customers::require(tx, customer)? == customer {
        return evaluate(tx, customer).map(drop);
    }
    store::delete_standing(tx, customer)
}
